import HeavyBall
import LuaKit

private enum Inputs {
  static let argument = Parameter("x", .operand, "of a vector or matrix, of each number")
  static let summands = Parameter("x", .operand, "what to add up")
  static let vector = Parameter("x", .operand, "a vector")
  static let other = Parameter("y", .operand, "another of its length")
  static let first = Parameter("x", .operand, "a vector, or the first of several values")
  static let more = VariadicParameter("more", .operand, "further values")
}

/// The functions that losses are written with, global: of numbers, of vectors and matrices element by element, and of
/// symbolic values alike.
let functionsModule = Module(
  "", "Functions of numbers, vectors, matrices and symbolic values.",
  functions: ElementaryFunctions.all.map(elementary) + [
    Function(
      "sum", "The sum of all numbers.", [Inputs.summands], returns: .number, example: "sum{1, 2, 3}  --> 6.0"
    ) { call -> Operand in
      let poll = try call.state.checkInterrupt
      return switch try call[Inputs.summands] {
      case .number(let x): .number(x)
      case .vector(let v): .number(try v.sum(poll: poll))
      case .matrix(let a): .number(try Vector(a.elements).sum(poll: poll))
      case .symbol(let e): .symbol(e.sum())
      }
    },
    Function(
      "dot", "The inner product, the sum of x_i y_i.", [Inputs.vector, Inputs.other], returns: .number,
      example: "dot({1, 2}, {3, 4})  --> 11.0"
    ) { call in try dot(call[Inputs.vector], call[Inputs.other]) },
    Function(
      "logsumexp", "log(sum exp(x_i)), without overflow.", [Inputs.vector], returns: .number,
      example: "logsumexp{0, 0}  --> 0.693147"
    ) { call -> Operand in
      switch try call[Inputs.vector] {
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
  let value = function.sample.value
  let example = "\(function.name)(\(function.sample.at))  --> \(value == value.rounded() ? "\(value)" : formatted(value))"
  return Function(
    function.name, function.summary, [Inputs.argument], returns: ParameterType<Operand>.operand.type, example: example
  ) { call -> Operand in
    let x = try call[Inputs.argument]
    try call.state.checkRoom(for: x.count)
    let poll = try call.state.checkInterrupt
    return switch x {
    case .number(let x): .number(function.value(x))
    case .vector(let v): .vector(try v.mapped(poll: poll, function.value))
    case .matrix(let a): .matrix(try a.mapped(poll: poll, function.value))
    case .symbol(let e): .symbol(function.expression(e))
    }
  }.quick(number: function.value)
}

private func extremum(_ name: String, _ summary: String, _ operation: Arithmetic, _ ofExample: String) -> Function {
  Function(
    name, summary, [Inputs.first], variadic: Inputs.more, returns: ParameterType<Operand>.operand.type,
    example: "\(name){2, 3, 1}  --> \(ofExample)"
  ) { call in
    let first = try call[Inputs.first]
    let more = try call[Inputs.more]
    let state = try call.state
    if !more.isEmpty { return try more.reduce(first) { try operation($0, $1, in: state) } }
    func nothing() -> LuaError { call.fault(at: Inputs.first, complaint: "must have at least one number") }
    func ofAll(_ numbers: [Double]) throws -> Operand {
      guard let start = numbers.first else { throw nothing() }
      return .number(try numbers.reduce(start, poll: state.checkInterrupt, operation.numbers))
    }
    switch first {
    case .number: return first
    case .vector(let v): return try ofAll(v.elements)
    case .matrix(let a): return try ofAll(a.elements)
    case .symbol(let e):
      guard e.shape.count > 0 else { throw nothing() }
      return try (1..<e.shape.count).reduce(.symbol(e.slice(from: 0, .scalar))) {
        try operation($0, .symbol(e.slice(from: $1, .scalar)), in: state)
      }
    }
  }.quick(numbers: operation.numbers)
}
