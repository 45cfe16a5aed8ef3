import HeavyBall
import LuaKit

extension ParameterType {
  /// A ``Vector``, or a table of numbers.
  static let vector = ParameterType(name: "vector", annotation: "Vector|number[]") { value in
    if let v = value.object(VectorObject.self) { return v.vector }
    if value.object(SymbolObject.self) != nil { throw noNumbers }
    guard let table = value.table else { return nil }
    return Vector(try numbers(of: table))
  }

  private static let noNumbers = Mismatch("a symbolic value has no numbers while a loss is traced")

  /// A ``Matrix``, or a table of rows.
  static let matrix = ParameterType(name: "matrix", annotation: "Matrix|number[][]") { value in
    if let a = value.object(MatrixObject.self) { return a.matrix }
    if value.object(FloatMatrixObject.self) != nil {
      throw Mismatch("this is a FloatMatrix; its double() is a Matrix")
    }
    if value.object(SymbolObject.self) != nil { throw noNumbers }
    guard let table = value.table else { return nil }
    return try matrix(of: table)
  }

  /// A starting point, or a matrix of them, a row each.
  static let points = ParameterType(
    name: "vector, matrix or Trajectory", annotation: "Vector|number[]|Matrix|number[][]|Trajectory"
  ) { value in
    if let t = value.object(TrajectoryObject.self) { return Start.trajectory(t.trajectory) }
    if let v = value.object(VectorObject.self) { return Start.point(v.vector) }
    if let a = value.object(MatrixObject.self) { return Start.rows(a.matrix) }
    guard let table = value.table else { return nil }
    if table[1].table != nil || table[1].object(VectorObject.self) != nil { return Start.rows(try matrix(of: table)) }
    return Start.point(Vector(try numbers(of: table)))
  }

  /// A vector, or several in a matrix' rows: decoded as a ``Matrix`` in either case.
  static let directions = ParameterType(
    name: "vector or matrix", annotation: "Vector|number[]|Matrix|number[][]"
  ) { value in
    if let a = value.object(MatrixObject.self) { return a.matrix }
    if let v = value.object(VectorObject.self) { return Matrix([v.vector.elements]) }
    guard let table = value.table else { return nil }
    if table[1].table != nil || table[1].object(VectorObject.self) != nil { return try matrix(of: table) }
    return Matrix([try numbers(of: table)])
  }

  private static func numbers(of table: LuaTable) throws -> [Double] {
    switch table.numbersOrFirstOther() {
    case .success(let numbers):
      try requireList(table, numbers.count)
      return numbers
    case .failure(let other): throw Mismatch("element \(other.index) is \(table[other.index].briefly)")
    }
  }

  /// What stands under other keys would be lost.
  static func requireList(_ table: LuaTable, _ count: Int) throws {
    if let key = table.keyBesides(listOf: count) { throw Mismatch("it has the key \(key.briefly) besides elements 1 to \(count)") }
  }

  static func matrix(of table: LuaTable) throws -> Matrix {
    var rows: [[Double]] = []
    try requireList(table, table.count)
    for i in 1...max(table.count, 1) {
      let value = table[i]
      if let v = value.object(VectorObject.self) {
        rows.append(v.vector.elements)
      } else if let row = value.table {
        do { rows.append(try numbers(of: row)) } catch let error as Mismatch {
          throw Mismatch("row \(i), \(error.reason)")
        }
      } else {
        throw Mismatch("row \(i) is \(value.briefly)")
      }
      if rows[i - 1].count != rows[0].count {
        throw Mismatch("row \(i) has \(rows[i - 1].count) numbers and row 1 has \(rows[0].count)")
      }
    }
    return Matrix(rows)
  }
}

/// Where a run begins.
enum Start {
  case point(Vector)
  case rows(Matrix)
  case trajectory(Trajectory)

  /// The points, a row each.
  var rows: Matrix {
    switch self {
    case .point(let v): Matrix(rows: 1, columns: v.count, elements: v.elements)
    case .rows(let a): a
    case .trajectory(let t): Matrix(rows: 1, columns: t.end.count, elements: t.end.elements)
    }
  }
}

extension Call {
  /// The name of a file or folder: one with a NUL would name another to the system, which reads no further.
  func path(_ name: String) throws -> FileName {
    guard case .string(let text) = raw(name) else { return FileName(try string(name)) }
    if text.bytes.isEmpty || text.bytes.contains(0) {
      throw error("argument '\(name)' must be the name of a file, got \(text.bytes.isEmpty ? "an empty string" : "one with a NUL in it")")
    }
    return FileName(bytes: text.bytes)
  }

  /// A vector argument that must have a loss's number of parameters.
  func point(_ name: String, for objective: Objective) throws -> Vector {
    let v = try value(name, as: Vector.self)
    try check(v, name, objective)
    return v
  }

  private func check(_ v: Vector, _ name: String, _ objective: Objective) throws {
    if v.count != objective.dimension {
      throw error("argument '\(name)' must have \(parameters(objective)), got \(v.count)")
    }
  }

  private func parameters(_ objective: Objective) -> String {
    objective.dimension == 1 ? "1 element, the loss's parameter" : "\(objective.dimension) elements, the loss's parameters"
  }

  /// The starting point of a run: as many numbers as the loss has parameters, all finite.
  func start(for objective: Objective) throws -> Start {
    let start = try value("start", as: Start.self)
    switch start {
    case .point(let v):
      try check(v, "start", objective)
      if let i = v.firstIndex(where: { !$0.isFinite }) {
        throw error("argument 'start' must be finite, but element \(i + 1) is \(LuaValue.number(v[i]).briefly)")
      }
    case .rows(let a):
      if a.columns != objective.dimension {
        throw error("argument 'start' must have rows of \(parameters(objective)), got rows of \(a.columns)")
      }
      if let i = a.elements.firstIndex(where: { !$0.isFinite }) {
        let at = "row \(i / a.columns + 1), element \(i % a.columns + 1)"
        throw error("argument 'start' must be finite, but \(at) is \(LuaValue.number(a.elements[i]).briefly)")
      }
      if a.rows == 0 { throw error("argument 'start' must have at least one row") }
    case .trajectory(let t):
      if t.points.columns != objective.dimension {
        throw error("argument 'start' must have \(parameters(objective)), got a trajectory of \(t.points.columns)")
      }
    }
    return start
  }
}
