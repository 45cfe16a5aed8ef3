import HeavyBall
import LuaKit

/// The options that name the data of a regression.
enum RegressionData {
  static let inputs = Parameter("X", .matrix, "the inputs, a row each")
  static let targets = Parameter("y", .vector, "the targets")
  static let normalization = Parameter(
    "normalization", .choice(of: LossNormalization.self),
    "\"mean\": |X w - y|^2 / (2n); \"sum\": |X w - y|^2, as the paper's appendix C.3 prints it", default: .mean)
}

extension Call {
  /// X and y, a row for each target.
  ///
  /// - Parameter targets: y, where it is described in other words.
  func regressionData(_ targets: Parameter<Vector> = RegressionData.targets) throws -> (Matrix, Vector) {
    let inputs = RegressionData.inputs
    let (x, y) = (try finite(inputs), try self[targets])
    guard y.isFinite else { throw fault(at: targets, complaint: "must hold finite numbers") }
    guard x.rows > 0, x.columns > 0 else {
      throw fault(at: inputs, complaint: "must have at least one row and one column")
    }
    guard x.rows == y.count else {
      throw fault(at: targets, complaint: "must have \(elements(x.rows)), one for each row of X, got \(y.count)")
    }
    return (x, y)
  }
}
