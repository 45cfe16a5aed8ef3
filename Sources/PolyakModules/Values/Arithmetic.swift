import HeavyBall
import LuaKit

/// The operators of numbers, vectors, matrices and symbolic values, the same for every class that has them.
struct Arithmetic: Sendable {
  let symbol: String
  let numbers: @Sendable (Double, Double) -> Double
  let expressions: @Sendable (Expression, Expression) throws(ShapeError) -> Expression

  static let add = Arithmetic(symbol: "+", numbers: +, expressions: Expression.sum)
  static let subtract = Arithmetic(symbol: "-", numbers: -, expressions: Expression.difference)
  static let divide = Arithmetic(symbol: "/", numbers: /, expressions: Expression.quotient)
  static let power = Arithmetic(symbol: "^", numbers: Elementary.power, expressions: Expression.power)

  /// Element by element, but for a matrix with a vector or a matrix, which make the matrix product.
  static let multiply = Arithmetic(symbol: "*", numbers: *) { (a, b) throws(ShapeError) in
    if case .matrix = a.shape, b.shape != .scalar { return try Expression.matrixProduct(a, b) }
    // Other operators take a vector in each row; the product with a matrix is another thing.
    guard a.shape == .scalar || !b.shape.isMatrix else { throw ShapeError.mismatch("*", [a.shape, b.shape]) }
    return try Expression.product(a, b)
  }

  static let larger = Arithmetic(
    symbol: "max", numbers: { $0 > $1 || $0.isNaN ? $0 : $1 }, expressions: Expression.maximum)
  static let smaller = Arithmetic(
    symbol: "min", numbers: { $0 < $1 || $0.isNaN ? $0 : $1 }, expressions: Expression.minimum)

  func callAsFunction(_ a: Operand, _ b: Operand, in state: LuaState) throws -> Operand {
    let poll = state.checkInterrupt
    switch (a, b) {
    case (.symbol(let x), _): return try symbolic(x.graph, a, b)
    case (_, .symbol(let y)): return try symbolic(y.graph, a, b)
    case (.number(let x), .number(let y)): return .number(numbers(x, y))
    case (.matrix(let x), .vector(let y)) where symbol == "*" && x.columns == y.count:
      try state.checkRoom(for: x.rows)
      return .vector(x * y)
    case (.matrix(let x), .matrix(let y)) where symbol == "*":
      guard x.columns == y.rows else { throw mismatch(a, b) }
      try checkProduct(x.rows, y.columns, state)
      return .matrix(try x.product(y, poll: poll))
    default: try state.checkRoom(for: max(a.count, b.count))
    }
    switch (a, b) {
    case (.vector(let x), .number(let y)): return .vector(try x.mapped(poll: poll) { numbers($0, y) })
    case (.number(let x), .vector(let y)): return .vector(try y.mapped(poll: poll) { numbers(x, $0) })
    case (.matrix(let x), .number(let y)): return .matrix(try x.mapped(poll: poll) { numbers($0, y) })
    case (.number(let x), .matrix(let y)): return .matrix(try y.mapped(poll: poll) { numbers(x, $0) })
    case (.vector(let x), .vector(let y)) where x.count == y.count:
      return .vector(try x.combined(with: y, poll: poll, numbers))
    case (.matrix(let x), .matrix(let y)) where x.rows == y.rows && x.columns == y.columns:
      return .matrix(try x.combined(with: y, poll: poll, numbers))
    default: break
    }
    guard symbol != "*", let shape = Shape.broadcast(a.shape, b.shape) else { throw mismatch(a, b) }
    try state.checkRoom(for: 3 * shape.count)
    let (x, y) = (Vector(a.elements(in: shape)), Vector(b.elements(in: shape)))
    return Operand(try x.combined(with: y, poll: poll, numbers).elements, shape)
  }

  /// Its shape may be one whose numbers cannot be counted, where the factors have no inner length.
  private func checkProduct(_ rows: Int, _ columns: Int, _ state: LuaState) throws {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    try state.checkRoom(for: overflow ? .max : count)
  }

  private func symbolic(_ graph: Graph, _ a: Operand, _ b: Operand) throws -> Operand {
    guard let x = a.expression(in: graph), let y = b.expression(in: graph) else {
      throw LuaError("\(symbol): a symbolic value kept from another loss cannot be used here")
    }
    do { return .symbol(try expressions(x, y)) } catch { throw mismatch(a, b) }
  }

  private func mismatch(_ a: Operand, _ b: Operand) -> LuaError {
    var message = "\(symbol): \(a.description) and \(b.description) do not go together"
    if symbol == "*", case .vector = a.shape, b.shape.isMatrix { message += "; write A:t() * v for v A" }
    return LuaError(message)
  }

  @Sendable private func wrong(_ value: LuaValue) -> LuaError {
    let hint = value.object(FloatMatrixObject.self) == nil ? "" : "; its double() is a Matrix"
    return LuaError("\(symbol): expected a number, a vector or a matrix, got \(value.briefly)\(hint)")
  }

  /// The operators as members of a class; the minus sign before a value is each class's own.
  static func members<T: LuaObject>(of type: T.Type) -> [ClassMember<T>] {
    let operators: [(Operator, Arithmetic)] = [
      (.add, add), (.subtract, subtract), (.multiply, multiply), (.divide, divide), (.power, power),
    ]
    return operators.map { `operator`, arithmetic in
      .operator(`operator`, .operand, wrong: arithmetic.wrong) { a, b, state in try arithmetic(a, b, in: state) }
    }
  }
}
