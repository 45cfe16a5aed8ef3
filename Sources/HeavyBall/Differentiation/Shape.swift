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

extension Shape {
  public var isMatrix: Bool { if case .matrix = self { true } else { false } }

  /// The shape that operations element by element have of two: a number goes with any shape, and as NumPy has it a vector
  /// stands in each row of a matrix, and a matrix' only row or column in each one of another's. Nil for others.
  public static func broadcast(_ a: Shape, _ b: Shape) -> Shape? {
    switch (a, b) {
    case _ where a == b: return a
    case (.scalar, _): return b
    case (_, .scalar): return a
    case (.vector(let n), .matrix): return broadcast(.matrix(rows: 1, columns: n), b)
    case (.matrix, .vector(let n)): return broadcast(a, .matrix(rows: 1, columns: n))
    case (.matrix(let r, let c), .matrix(let p, let q)):
      guard r == p || r == 1 || p == 1, c == q || c == 1 || q == 1 else { return nil }
      return .matrix(rows: r == 1 ? p : r, columns: c == 1 ? q : c)
    case (.vector, .vector): return nil
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

  public static func mismatch(_ operation: String, _ shapes: [Shape]) -> ShapeError {
    ShapeError(operation, shapes.map(\.description).joined(separator: " and ") + " do not go together")
  }
}
