import HeavyBall
import LuaKit

/// The functions that losses are written with, global: of numbers, of vectors and matrices element by element, and of
/// symbolic values alike.
let functionsModule = Module(
  "", "Functions of numbers, vectors, matrices and symbolic values.",
  functions: ElementaryFunctions.all.map(elementary) + [
    Function(
      "sum", "The sum of all numbers.", .positional("x", Operand.parameter, "what to add up"), returns: .number,
      example: "sum{1, 2, 3}  --> 6.0"
    ) { call -> Operand in
      switch try call.value("x", as: Operand.self) {
      case .number(let x): .number(x)
      case .vector(let v): .number(v.sum())
      case .matrix(let a): .number(Vector(a.elements).sum())
      case .symbol(let e): .symbol(e.sum())
      }
    },
    Function(
      "dot", "The inner product, the sum of x_i y_i.", .positional("x", Operand.parameter, "a vector"),
      .positional("y", Operand.parameter, "another of its length"), returns: .number,
      example: "dot({1, 2}, {3, 4})  --> 11.0"
    ) { call in try dot(call.value("x"), call.value("y")) },
    Function(
      "logsumexp", "log(sum exp(x_i)), without overflow.", .positional("x", Operand.parameter, "a vector"),
      returns: .number, example: "logsumexp{0, 0}  --> 0.693147"
    ) { call -> Operand in
      switch try call.value("x", as: Operand.self) {
      case .number(let x): return Operand.number(x)
      case .symbol(let e): return Operand.symbol(try Expression.logSumExp(e))
      case .vector(let v): return Operand.number(v.logSumExp())
      case .matrix(let a): return Operand.number(Vector(a.elements).logSumExp())
      }
    },
    extremum("max", "The largest of a vector's numbers, or of several values, element by element.", .larger, "3.0"),
    extremum("min", "The smallest of a vector's numbers, or of several values, element by element.", .smaller, "1.0"),
  ])

private func elementary(_ function: NamedFunction) -> Function {
  let example = "\(function.name)(0.5)  --> \(formatted(function.value(0.5)))"
  return Function(
    function.name, function.summary, .positional("x", Operand.parameter, "of a vector or matrix, of each number"),
    returns: Operand.parameter, example: example
  ) { call -> Operand in
    switch try call.value("x", as: Operand.self) {
    case .number(let x): .number(function.value(x))
    case .vector(let v): .vector(v.mapped(function.value))
    case .matrix(let a): .matrix(a.mapped(function.value))
    case .symbol(let e): .symbol(function.expression(e))
    }
  }.quick(number: function.value)
}

private func extremum(_ name: String, _ summary: String, _ operation: Arithmetic, _ ofExample: String) -> Function {
  Function(
    name, summary, .positional("x", Operand.parameter, "a vector, or the first of several values"),
    .variadic("more", Operand.parameter, "further values"), returns: Operand.parameter,
    example: "\(name){2, 3, 1}  --> \(ofExample)"
  ) { call in
    let first = try call.value("x", as: Operand.self)
    let more = try call.variadics(as: Operand.self)
    if !more.isEmpty { return try more.reduce(first) { try operation($0, $1) } }
    let parts: [Operand]
    switch first {
    case .number: return first
    case .vector(let v): parts = v.map { .number($0) }
    case .matrix(let a): parts = a.elements.map { .number($0) }
    case .symbol(let e): parts = (0..<e.shape.count).map { .symbol(e.slice(from: $0, .scalar)) }
    }
    guard let start = parts.first else { throw call.error("argument 'x' must have at least one number") }
    return try parts.dropFirst().reduce(start) { try operation($0, $1) }
  }.quick(numbers: operation.numbers)
}
