import HeavyBall
import LuaKit

extension NamedParameters {
  /// How many numbers parameters may be.
  static let most = 10_000_000
}

extension ParameterType where Value == NamedParameters {
  /// `{{"W", 20, 64}, {"b", 20}, {"s"}}`
  static var namedParameters: Self {
    Self(
      name: "list of {name, sizes}", description: "a list such as {{\"W\", 20, 64}, {\"b\", 20}, {\"s\"}}", annotation: "any[][]"
    ) {
      value in
      guard let list = value.table else { return nil }
      try list.requireList(list.count)
      guard list.count > 0 else { throw Mismatch("it is empty") }
      var shapes: [(name: String, shape: Shape)] = []
      var count = 0
      for i in 1...list.count {
        guard let entry = list[i].table else { throw Mismatch("element \(i) is \(list[i].briefly)") }
        guard let name = entry[1].text, !name.isEmpty else { throw Mismatch("element \(i) has no name") }
        if shapes.contains(where: { $0.name == name }) { throw Mismatch("there are two of the name '\(name)'") }
        let shape = try shape(entry, name)
        let (sum, overflow) = count.addingReportingOverflow(shape.count)
        if overflow || sum > NamedParameters.most {
          throw Mismatch("with '\(name)' they are more than \(NamedParameters.most) numbers")
        }
        shapes.append((name, shape))
        count = sum
      }
      return NamedParameters(shapes)
    }
  }

  private static func shape(_ entry: LuaTable, _ name: String) throws -> Shape {
    try entry.requireList(entry.count)
    let sizes = try (2..<max(entry.count, 1) + 1).map { i in
      guard let size = entry[i].integer, size > 0, size <= NamedParameters.most else {
        throw Mismatch("the sizes of '\(name)' must be positive integers, got \(entry[i].briefly)")
      }
      return size
    }
    switch sizes.count {
    case 0: return .scalar
    case 1: return .vector(sizes[0])
    case 2: return .matrix(rows: sizes[0], columns: sizes[1])
    default: throw Mismatch("'\(name)' has \(sizes.count) sizes: a matrix has 2")
    }
  }
}

extension ParameterType where Value == [RowData] {
  /// `{X = X, y = y}`
  static var rowData: Self {
    ParameterType<[RowData]>.fields([], others: .rowNumbers) { values in
      let tables = values.others(RowNumbers.self).map { $0.value.data(named: $0.name) }
      guard let first = tables.first else { throw Flaw(complaint: "must have at least one field") }
      if let other = tables.first(where: { $0.rows != first.rows }) {
        throw Flaw(
          complaint:
            "must have as many rows in each field, got \(first.rows) in '\(first.name)' and \(other.rows) in '\(other.name)'")
      }
      return tables
    }
  }
}

/// Numbers with a row for each example.
private enum RowNumbers {
  case matrix(Matrix)
  case single(FloatMatrix)
  case vector(Vector)

  func data(named name: String) -> RowData {
    switch self {
    case .matrix(let a): RowData(name, a)
    case .single(let a): RowData(name, SharedNumbers(a.elements), rows: a.rows, columns: a.columns)
    case .vector(let v): RowData(name, v)
    }
  }

  /// Throws where there are none, or one is not finite.
  func check() throws -> RowNumbers {
    let (rows, columns, numbers) =
      switch self {
      case .matrix(let a): (a.rows, a.columns, a.elements)
      case .single(let a): (a.rows, a.columns, a.elements.map { Double($0) })
      case .vector(let v): (v.count, 1, v.elements)
      }
    guard rows > 0, columns > 0 else { throw Flaw(complaint: "must have at least one row and column") }
    if let i = numbers.firstIndex(where: { !$0.isFinite }) {
      let row = "row \(i / columns + 1)"
      let place = if case .vector = self { row } else { "\(row), column \(i % columns + 1)" }
      throw Flaw(complaint: "must hold finite numbers, but \(place) is \(LuaValue.number(numbers[i]).briefly)")
    }
    return self
  }
}

extension ParameterType where Value == RowNumbers {
  fileprivate static var rowNumbers: Self {
    Self(
      name: "matrix, FloatMatrix or vector", description: "a matrix, a FloatMatrix or a vector",
      annotation: "Matrix|FloatMatrix|Vector|number[]|number[][]"
    ) { value in
      if let a = value.object(FloatMatrixObject.self) { return try RowNumbers.single(a.matrix).check() }
      return switch try VectorOrMatrix(value) {
      case .vector(let v)?: try RowNumbers.vector(v).check()
      case .matrix(let a)?: try RowNumbers.matrix(a).check()
      case nil: nil
      }
    }
  }
}
