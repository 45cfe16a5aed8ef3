import HeavyBall
import LuaKit

extension Call {
  /// What an operation makes of operands: where all are numbers, of them as constants.
  func applied(_ operands: [Operand], _ operation: ([Expression]) throws -> Expression) throws -> Operand {
    let graph = operands.lazy.compactMap(\.symbol).first?.graph
    if graph == nil { try checkRoom(for: 4 * operands.reduce(0) { $0 + $1.count }) }
    let constants = graph ?? Graph()
    let expressions = try operands.map { operand in
      guard let expression = operand.expression(in: constants) else {
        throw error("a symbolic value kept from another loss cannot be used here")
      }
      return expression
    }
    do {
      let result = try operation(expressions)
      return graph == nil ? try Operand(constant: result) : .symbol(result)
    } catch let fault as ShapeError { throw error(fault.reason) }
  }

  func applied(_ operand: Operand, _ operation: (Expression) throws -> Expression) throws -> Operand {
    try applied([operand]) { try operation($0[0]) }
  }

  /// The same where an axis may be given, which a matrix has alone: the operation is of rows, those of columns being the
  /// transposed matrix' rows.
  func appliedToRows(
    _ operand: Operand, of axis: Axis?, _ operation: (Expression) throws -> Expression,
    otherwise: (Expression) throws -> Expression
  ) throws -> Operand {
    if axis != nil { _ = try matrixShape(operand) }
    return try applied(operand) { x in
      switch axis {
      case nil: return try otherwise(x)
      case .rows: return try operation(x)
      case .columns:
        let result = try operation(try x.transposed())
        return result.shape.isMatrix ? try result.transposed() : result
      }
    }
  }

  /// How many rows and columns an operand has, which must be a matrix.
  func matrixShape(_ operand: Operand) throws -> (rows: Int, columns: Int) {
    guard case .matrix(let rows, let columns) = operand.shape else {
      throw error("expected a matrix, got \(operand.description)")
    }
    return (rows, columns)
  }

  /// How many elements an operand has, which must be a vector.
  func vectorCount(_ operand: Operand, _ hint: String = "") throws -> Int {
    guard case .vector(let count) = operand.shape else { throw error("expected a vector, got \(operand.description)\(hint)") }
    return count
  }

  /// Elements i to j of so many, from 0 on: both ends are included, and negative ones are counted from the last.
  func range(_ i: Parameter<Int>, _ j: Parameter<Int>, of count: Int) throws -> Range<Int> {
    func place(_ end: Parameter<Int>, from lowest: Int) throws -> Int {
      let given = try self[end]
      let place = given < 0 ? count + 1 + given : given
      guard place >= lowest, place <= max(count, lowest), given != 0 || lowest == 0 else {
        throw fault(at: end, complaint: "must be in [1, \(count)] or [-\(count), -1], got \(given)")
      }
      return place
    }
    // What is left between is nothing where j is i - 1: also of no elements, of which -1 is number 0.
    let last = try place(j, from: 0)
    let first = try place(i, from: 1)
    guard first <= last + 1 else {
      throw fault(at: j, complaint: "must be at least \(first - 1), one before the first, got \(try self[j])")
    }
    return first - 1..<last
  }
}

extension Operand {
  /// The value of a constant expression.
  init(constant: Expression) throws(LuaError) {
    guard let values = constant.constants else { throw LuaError("an operation on numbers gave none") }
    self.init(values, constant.shape)
  }

  init(_ values: [Double], _ shape: Shape) {
    switch shape {
    case .scalar: self = .number(values[0])
    case .vector: self = .vector(Vector(values))
    case .matrix(let rows, let columns): self = .matrix(Matrix(rows: rows, columns: columns, elements: values))
    }
  }

  var symbol: Expression? { if case .symbol(let expression) = self { expression } else { nil } }

  var shape: Shape {
    switch self {
    case .number: .scalar
    case .vector(let v): .vector(v.count)
    case .matrix(let a): .matrix(rows: a.rows, columns: a.columns)
    case .symbol(let e): e.shape
    }
  }

  /// Its numbers, row after row; a symbolic value has none.
  var elements: [Double] {
    switch self {
    case .number(let x): [x]
    case .vector(let v): v.elements
    case .matrix(let a): a.elements
    case .symbol: []
    }
  }

  /// Its numbers in a shape that it is broadcast to, as ``Shape/broadcast(_:_:)`` says.
  func elements(in shape: Shape) -> [Double] {
    guard case .matrix(let rows, let columns) = shape, self.shape != shape else { return elements }
    let own = elements
    if own.count == 1 { return Array(repeating: own[0], count: shape.count) }
    if case .matrix(rows, columns: 1) = self.shape { return own.flatMap { Array(repeating: $0, count: columns) } }
    return (0..<rows).flatMap { _ in own }
  }

  /// Elements by their numbers, counted from 0, in a shape of their own.
  ///
  /// - Parameter poll: Asked every few milliseconds; what it throws ends the work.
  func gathered(_ indices: some RandomAccessCollection<Int>, _ shape: Shape, poll: () throws -> Void) throws -> Operand {
    if let symbol { return .symbol(try symbol.elements(Array(indices), shape)) }
    let elements = elements
    return Operand(
      try Array(count: indices.count, poll: poll) { elements[indices[indices.index(indices.startIndex, offsetBy: $0)]] }, shape)
  }
}

extension Call {
  /// Elements of an operand by their numbers, counted from 0, in a shape of their own.
  func gathered(_ x: Operand, _ indices: some RandomAccessCollection<Int>, _ shape: Shape) throws -> Operand {
    try checkRoom(for: indices.count)
    return try x.gathered(indices, shape, poll: state.checkInterrupt)
  }
}
