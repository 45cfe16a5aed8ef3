import HeavyBall
import LuaKit

/// A vector or a matrix, as an object or as a table: of numbers, or of rows.
enum VectorOrMatrix {
  case vector(Vector)
  case matrix(Matrix)

  /// Nil of what is none.
  ///
  /// - Throws: ``Mismatch`` or ``Flaw``, of a table with something else in it.
  init?(_ value: LuaValue) throws {
    if let a = value.object(MatrixObject.self) {
      self = .matrix(a.matrix)
    } else if let v = value.object(VectorObject.self) {
      self = .vector(v.vector)
    } else if value.object(SymbolObject.self) != nil {
      throw Mismatch.noNumbers
    } else if value.object(FloatMatrixObject.self) != nil {
      throw Mismatch.singles
    } else if let table = value.table {
      self = table.holdsRows ? .matrix(try table.rows()) : .vector(Vector(try table.elements()))
    } else {
      return nil
    }
  }

  static let type = ParameterType<VectorOrMatrix>(
    name: "vector or matrix", annotation: "Vector|number[]|Matrix|number[][]"
  ) { try VectorOrMatrix($0) }

  var isOfRows: Bool { if case .matrix = self { true } else { false } }

  /// "a vector of 3", "a 2x3 matrix".
  var words: String {
    switch self {
    case .vector(let v): "a vector of \(v.count)"
    case .matrix(let a): "a \(a.rows)x\(a.columns) matrix"
    }
  }

  /// The rows of a matrix; a vector as one.
  var rows: Matrix {
    switch self {
    case .vector(let v): Matrix(rows: 1, columns: v.count, elements: v.elements)
    case .matrix(let a): a
    }
  }

  /// The columns of a matrix; a vector as one.
  var columns: Matrix {
    switch self {
    case .vector(let v): Matrix(rows: v.count, columns: 1, elements: v.elements)
    case .matrix(let a): a
    }
  }

  var operand: Operand {
    switch self {
    case .vector(let v): .vector(v)
    case .matrix(let a): .matrix(a)
    }
  }
}
