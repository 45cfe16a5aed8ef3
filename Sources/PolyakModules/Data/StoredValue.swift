import HeavyBall
import LuaKit

/// What files hold: a number, or numbers or texts in rows.
enum StoredValue {
  case number(Double)
  case integer(Int)
  case vector(Vector)
  case integers([Int])
  case texts([[UInt8]])
  case matrix(Matrix)
  case floats(FloatMatrix)

  /// - Throws: `Mismatch` of a table that is none of these.
  init?(_ value: LuaValue) throws {
    switch value {
    case .number(let x): self = .number(x)
    case .integer(let i): self = .integer(i)
    case .table(let table): self = try Self.contents(of: table)
    default:
      if let v = value.object(VectorObject.self) {
        self = .vector(v.vector)
      } else if let a = value.object(MatrixObject.self) {
        self = .matrix(a.matrix)
      } else if let a = value.object(FloatMatrixObject.self) {
        self = .floats(a.matrix)
      } else {
        return nil
      }
    }
  }

  /// A table of Lua integers alone stays one of integers; a float among them makes it a vector.
  private static func contents(of table: LuaTable) throws -> StoredValue {
    switch table.numbersOrFirstOther() {
    case .success(let numbers):
      try table.requireList(numbers.count)
      var integers: [Int] = []
      for i in 0..<numbers.count {
        guard case .integer(let integer) = table[i + 1] else { return .vector(Vector(numbers)) }
        integers.append(integer)
      }
      return numbers.isEmpty ? .vector(Vector(numbers)) : .integers(integers)
    case .failure(let other):
      guard other.index == 1 else {
        throw Flaw(element: other.index, complaint: "must be a number, got \(table[other.index].briefly)")
      }
      guard case .string = table[1] else { return .matrix(try table.rows()) }
      try table.requireList(table.count)
      return .texts(
        try (1...table.count).map { i in
          guard case .string(let text) = table[i] else {
            throw Flaw(element: i, complaint: "must be a string as those before it, got \(table[i].briefly)")
          }
          return text.bytes
        })
    }
  }

  /// For NumPy's files; nil of texts.
  var array: NPYArray? {
    switch self {
    case .number(let x): NPYArray(x)
    case .integer(let i): NPYArray(i)
    case .vector(let v): NPYArray(v)
    case .integers(let list): NPYArray(list)
    case .texts: nil
    case .matrix(let a): NPYArray(a)
    case .floats(let a): NPYArray(a)
    }
  }

  /// For comma-separated values; nil of a single number.
  var block: CSVWriter.Block? {
    switch self {
    case .number, .integer: nil
    case .vector(let v): .vector(v)
    case .integers(let list): .integers(list)
    case .texts(let list): .texts(list)
    case .matrix(let a): .matrix(a)
    case .floats(let a): .floats(a)
    }
  }
}

extension ParameterType where Value == NPYArray {
  static var array: Self {
    Self(
      name: "number, vector, matrix or table of integers",
      annotation: "number|Vector|number[]|Matrix|number[][]|FloatMatrix"
    ) { value in
      guard let value = try StoredValue(value) else { return nil }
      guard let array = value.array else { throw Mismatch("element 1 is a string") }
      return array
    }
  }
}

extension ParameterType where Value == CSVWriter.Block {
  static var block: Self {
    Self(
      name: "vector, matrix or table of integers or strings",
      annotation: "Vector|number[]|string[]|Matrix|number[][]|FloatMatrix"
    ) { value in try StoredValue(value)?.block }
  }
}
