/// What losses of a regression are given: inputs, a row each, and targets.
public enum RegressionSettings {
  public static let inputs = Setting("X", .matrix, "the inputs, a row each")
  public static let targets = Setting("y", .vector, "the targets")
  public static let normalization = Setting(
    "normalization", .choice, "\"mean\": |X w - y|^2 / (2n); \"sum\": |X w - y|^2, as the paper's appendix C.3 prints it",
    default: LossNormalization.mean)

  /// X and y, a row for each target.
  public static func data(
    _ x: Matrix, _ y: Vector, targets: AnySetting = targets
  ) throws(SettingFault) -> (Matrix, Vector) {
    guard x.rows > 0, x.columns > 0 else { throw SettingFault(inputs, "must have at least one row and one column") }
    guard x.rows == y.count else {
      throw SettingFault(targets, "must have \(counted(x.rows, "element")), one for each row of X, got \(y.count)")
    }
    return (x, y)
  }
}
