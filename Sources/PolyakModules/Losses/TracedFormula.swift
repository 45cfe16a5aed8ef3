import HeavyBall
import LuaKit

/// A Lua function as a formula: called with symbols for the parameters, and for the rows of data where it has some.
///
/// It is called once for each number of rows; where the formula is wanted in a graph it is copied.
final class TracedFormula {
  let function: LuaFunction
  let dimension: Int
  /// What the parameters are called; without names they are one vector.
  let names: NamedParameters?
  let data: [RowData]
  private var latest: (rows: Int, inputs: [Expression], value: Expression)?

  init(_ function: LuaFunction, dimension: Int, names: NamedParameters?, data: [RowData]) {
    (self.function, self.dimension, self.names, self.data) = (function, dimension, names, data)
  }

  /// The formula at parameters and rows of any graph.
  func expression(at β: Expression, rows: [Expression], poll: () throws(LuaError) -> Void) throws -> Expression {
    let count = rows.first.map(\.rowCount) ?? 0
    let (_, inputs, value) = try latest.flatMap { $0.rows == count ? $0 : nil } ?? traced(rows: count, poll)
    return value.copied(replacing: zip(inputs, [β] + rows).map { ($0, $1) })
  }

  /// The same, written when nobody waits for a call: Ctrl-C is asked for by itself.
  func expression(at β: Expression, rows: [Expression]) throws -> Expression {
    let state = function.state
    return try expression(at: β, rows: rows) { () throws(LuaError) in try state?.checkInterrupt() }
  }

  private func traced(
    rows count: Int, _ poll: () throws(LuaError) -> Void
  ) throws -> (rows: Int, inputs: [Expression], value: Expression) {
    let shapes = [.vector(dimension)] + data.map { $0.shape(rows: count) }
    let (trace, graph) = (Graph(), Graph())
    let (symbols, inputs) = (shapes.map(trace.input), shapes.map(graph.input))
    let value = try number(
      function.call(arguments(.symbol(symbols[0]), symbols.dropFirst().map(Operand.symbol))).first ?? .nil, of: trace)
    let made = (
      count, inputs, try Expression.rerolled([value], replacing: zip(symbols, inputs).map { ($0, $1) }, poll: poll)[0]
    )
    latest = made
    return made
  }

  /// What the function gives for numbers.
  func value(at point: Vector, rows: [Operand]) throws -> LuaValue {
    try function.call(arguments(.vector(point), rows)).first ?? .nil
  }

  /// The parameters, named or not, and the rows.
  private func arguments(_ β: Operand, _ rows: [Operand]) throws -> [LuaValue] {
    guard let state = function.state else { throw LuaError("the Lua state of the loss's function is closed") }
    func table(_ fields: [(name: String, value: Operand)], each noun: String) throws -> LuaValue {
      .table(
        try state.table(of: fields.map { ($0.name, $0.value.luaValue(in: state)) }, each: noun, in: "losses.define"))
    }
    let parameters =
      try names.map { try table($0.parts.map { ($0.name, β.part($0)) }, each: "parameter") } ?? β.luaValue(in: state)
    if data.isEmpty { return [parameters] }
    return [parameters, try table(zip(data, rows).map { ($0.name, $1) }, each: "field of rows")]
  }

  private func number(_ value: LuaValue, of graph: Graph) throws -> Expression {
    guard let operand = Operand(value) else {
      let hint = value.isNil ? "; does it end with 'return'?" : ""
      throw LuaError("losses.define: the function must return a number, got \(value.briefly)\(hint)")
    }
    guard let result = operand.expression(in: graph) else {
      throw LuaError("losses.define: the function returned a symbolic value kept from another loss")
    }
    guard result.shape == .scalar else {
      throw LuaError("losses.define: the function must return a number, got \(result.shape); write sum(x) or dot(x, y)")
    }
    return result
  }
}

extension Expression {
  /// How many rows data are.
  fileprivate var rowCount: Int {
    switch shape {
    case .scalar: 1
    case .vector(let n): n
    case .matrix(let rows, _): rows
    }
  }
}

extension RowData {
  /// Some of the rows as numbers.
  func operand(_ range: Range<Int>) -> Operand {
    let numbers = range.count == rows ? numbers.values : rows(Array(range)).numbers.values
    return columns.map { .matrix(Matrix(rows: range.count, columns: $0, elements: numbers)) } ?? .vector(Vector(numbers))
  }
}

extension Operand {
  /// A named part of a vector of parameters.
  func part(_ part: NamedParameters.Part) -> Operand {
    switch self {
    case .symbol(let e): return .symbol(e.slice(from: part.range.lowerBound, part.shape))
    case .vector(let v):
      return Operand(Array(v.elements[part.range]), part.shape)
    case .number, .matrix: return self
    }
  }
}
