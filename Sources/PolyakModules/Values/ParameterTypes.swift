import HeavyBall
import LuaKit

extension ParameterType where Value == Vector {
  /// A ``Vector``, or a table of numbers.
  static var vector: Self {
    Self(name: "vector", annotation: "Vector|number[]") { value in
      if value.object(SymbolObject.self) != nil { throw Mismatch.noNumbers }
      guard let table = value.table else { return nil }
      return Vector(try table.elements())
    }
    .quick(VectorObject.self) { $0.vector }
  }
}

extension ParameterType where Value == Matrix {
  /// A ``Matrix``, or a table of rows.
  static var matrix: Self {
    Self(name: "matrix", annotation: "Matrix|number[][]") { value in
      if value.object(FloatMatrixObject.self) != nil { throw Mismatch.singles }
      if value.object(SymbolObject.self) != nil { throw Mismatch.noNumbers }
      guard let table = value.table else { return nil }
      return try table.rows()
    }
    .quick(MatrixObject.self) { $0.matrix }
  }

  /// A vector, or several in a matrix' rows: a ``Matrix`` in either case.
  static var directions: Self {
    VectorOrMatrix.type.map(\.rows)
  }
}

extension ParameterType where Value == FileName {
  /// The name of a file or folder: one with a NUL would name another to the system, which reads no further.
  static var path: Self {
    ParameterType<LuaString>.bytes.map { text in
      if text.bytes.isEmpty { throw Mismatch(got: "an empty string") }
      if text.bytes.contains(0) { throw Mismatch(got: "one with a NUL in it") }
      return FileName(bytes: text.bytes)
    }.named("file name", description: "the name of a file", annotation: "string")
  }
}

extension Mismatch {
  static let noNumbers = Mismatch("a symbolic value has no numbers while a loss is traced")
  static let singles = Mismatch("this is a FloatMatrix; its double() is a Matrix")
}

extension LuaTable {
  /// Whether the first element is a row, not a number.
  var holdsRows: Bool { self[1].table != nil || self[1].object(VectorObject.self) != nil }

  /// Whether the first element is a number, or a row of them.
  var beginsWithNumbers: Bool {
    self[1].number != nil || self[1].object(VectorObject.self) != nil || self[1].table?.numbers() != nil
  }

  /// A list of numbers.
  func elements() throws -> [Double] {
    switch numbersOrFirstOther() {
    case .success(let numbers):
      try requireList(numbers.count)
      return numbers
    case .failure(let other):
      throw Flaw(element: other.index, complaint: "must be a number, got \(self[other.index].briefly)")
    }
  }

  /// What stands under other keys would be lost.
  func requireList(_ count: Int) throws {
    guard let key = keyBesides(listOf: count) else { return }
    throw Mismatch(
      count == 0
        ? "it has the key \(key.briefly) and no elements" : "it has the key \(key.briefly) besides elements 1 to \(count)")
  }

  /// A list of rows, tables or vectors, of one length.
  func rows() throws -> Matrix {
    var rows: [[Double]] = []
    try requireList(count)
    for i in 1...Swift.max(count, 1) {
      let value = self[i]
      if let v = value.object(VectorObject.self) {
        rows.append(v.vector.elements)
      } else if let row = value.table {
        do { rows.append(try row.elements()) } catch let flaw as Flaw {
          throw flaw.inside("\(i)")
        } catch let error as Mismatch {
          throw Flaw(element: i, complaint: "must be a row of numbers, but \(error.reason)")
        }
      } else {
        throw Flaw(element: i, complaint: "must be a row of numbers, got \(value.briefly)")
      }
      if rows[i - 1].count != rows[0].count {
        throw Flaw(
          element: i, complaint: "must have \(counted(rows[0].count, "number")) as the first row has, got \(rows[i - 1].count)")
      }
    }
    return Matrix(rows)
  }
}
