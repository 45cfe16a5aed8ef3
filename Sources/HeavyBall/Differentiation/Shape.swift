/// What an expression's value looks like: a number, a vector of n numbers, or a matrix.
///
/// Elements are kept row after row, so that all three are `count` numbers in a row.
public enum Shape: Hashable, Sendable, BitwiseCopyable {
  case scalar
  case vector(Int)
  case matrix(rows: Int, columns: Int)

  /// The number of elements.
  public var count: Int {
    switch self {
    case .scalar: 1
    case .vector(let n): n
    case .matrix(let rows, let columns): rows * columns
    }
  }
}

extension Shape: CustomStringConvertible {
  public var description: String {
    switch self {
    case .scalar: "a number"
    case .vector(let n): "a vector of \(n)"
    case .matrix(let rows, let columns): "a \(rows)x\(columns) matrix"
    }
  }
}

/// Operands whose shapes an operation cannot take together.
///
///     add: a vector of 2 and a vector of 3 do not go together
public struct ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  public let operation: String
  public let reason: String

  public var description: String { "\(operation): \(reason)" }

  init(_ operation: String, _ reason: String) {
    self.operation = operation
    self.reason = reason
  }

  static func mismatch(_ operation: String, _ shapes: [Shape]) -> ShapeError {
    ShapeError(operation, shapes.map(\.description).joined(separator: " and ") + " do not go together")
  }
}
