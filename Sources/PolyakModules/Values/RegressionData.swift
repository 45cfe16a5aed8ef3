import HeavyBall
import LuaKit

/// The options that name the data of a regression.
enum RegressionData {
  static let inputs = Parameter.option("X", .matrix, "the inputs, a row each")
  static let targets = Parameter.option("y", .vector, "the targets")
  static let normalization = Parameter.option(
    "normalization", .string(oneOf: LossNormalization.allCases.map(\.rawValue)), default: "mean",
    "\"mean\": |X w - y|^2 / (2n); \"sum\": |X w - y|^2, as the paper's appendix C.3 prints it")
}

extension Call {
  func finite<T>(_ name: String, as type: T.Type) throws -> T {
    let value = try value(name, as: type)
    let isFinite = (value as? Matrix)?.isFinite ?? (value as? Vector)?.isFinite ?? true
    if !isFinite { throw error("option '\(name)' must hold finite numbers") }
    return value
  }

  /// X and y, a row for each target.
  func data() throws -> (Matrix, Vector) {
    let (x, y) = (try finite("X", as: Matrix.self), try finite("y", as: Vector.self))
    guard x.rows > 0, x.columns > 0 else { throw error("option 'X' must have at least one row and one column") }
    guard x.rows == y.count else {
      throw error("option 'y' must have \(elements(x.rows)), one for each row of X, got \(y.count)")
    }
    return (x, y)
  }

  /// The normalization given; nil where there is none.
  func normalization() throws -> LossNormalization? {
    try stringIfPresent("normalization").flatMap(LossNormalization.init(rawValue:))
  }
}

/// "1 element", "3 elements".
func elements(_ count: Int) -> String { "\(count) element\(count == 1 ? "" : "s")" }
