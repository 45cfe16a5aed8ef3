import HeavyBall
import LuaKit

/// What the functions of `linalg` share.
enum LinearAlgebra {
  static let matrix = Parameter("A", .matrix, "a matrix of finite numbers")
  static let rightSides = Parameter("b", VectorOrMatrix.type, "a number for each row of A, or a matrix, a column each")
}

extension VectorOrMatrix {
  /// The solution as the right sides were given.
  func solution(_ x: Matrix) -> any LuaObject {
    switch self {
    case .vector: VectorObject(Vector(x.elements))
    case .matrix: MatrixObject(x)
    }
  }
}

extension Call {
  /// The right sides, finite and as many as A has rows.
  func rightSides(of a: Matrix) throws -> VectorOrMatrix {
    let sides = try self[LinearAlgebra.rightSides]
    let columns = sides.columns
    guard columns.rows == a.rows else {
      let unit = if case .vector = sides { "element" } else { "row" }
      throw fault(
        at: LinearAlgebra.rightSides,
        complaint: "must have \(counted(a.rows, unit)), one for each row of A, got \(columns.rows)")
    }
    if case .vector = sides {
      try checkFinite(Vector(columns.elements), LinearAlgebra.rightSides)
    } else {
      try checkFinite(columns, LinearAlgebra.rightSides)
    }
    return sides
  }

  /// Works on the argument `A`, of which some copies of so many numbers are made; Ctrl-C ends it.
  ///
  /// - Parameter copies: how many matrices of A's size, or square ones of its larger side, there are at once.
  func factorizing<Result>(
    copies: Int = 4, isSquare: Bool = true, _ body: (Matrix, () throws -> Void) throws -> Result
  ) throws -> Result {
    let a = try finite(LinearAlgebra.matrix)
    if isSquare, a.rows != a.columns { throw fault(.notSquare, a) }
    try checkRoom(for: a.elements.count, bytes: 8 * copies)
    let watch = watch(name)
    do { return try body(a) { try watch.poll() } } catch let problem as MatrixFault { throw fault(problem, a) }
  }

  private func fault(_ problem: MatrixFault, _ a: Matrix) -> LuaError {
    let complaint =
      switch problem {
      case .notSquare: "must be square, got \(Shape.matrix(rows: a.rows, columns: a.columns))"
      case .notSymmetric(let i, let j):
        "must be symmetric, but elements (\(i + 1), \(j + 1)) and (\(j + 1), \(i + 1)) are "
          + "\(LuaValue.number(a[i, j]).briefly) and \(LuaValue.number(a[j, i]).briefly)"
      case .singular: "is singular"
      case .singularToRounding(let condition):
        "is singular to rounding: 1/(|A| |A^-1|), its rows and columns scaled alike, is \(formatted(condition, "%.1e"))"
      case .notPositiveDefinite(let minor):
        "is not positive definite: its leading minor of order \(minor) is not positive"
      }
    return fault(at: LinearAlgebra.matrix, complaint: complaint)
  }
}
