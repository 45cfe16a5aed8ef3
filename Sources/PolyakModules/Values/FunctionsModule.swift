import HeavyBall
import LuaKit

private let argument = Parameter("x", .operand, "of a vector or matrix, of each number")

/// The functions that losses are written with, global: of numbers, of vectors and matrices element by element, and of
/// symbolic values alike; and those of whole values.
let functionsModule = Module(
  "", "Functions of numbers, vectors, matrices and symbolic values.",
  functions: ElementaryFunctions.all.map(elementary) + ValueFunction.all.map(\.function))

private func elementary(_ function: NamedFunction) -> Function {
  let example = "\(function.name)(\(function.sample.at))  --> \(formatted(function.sample.value))"
  return Function(
    function.name, function.summary, [argument], returns: ParameterType<Operand>.operand.type, example: example
  ) { call -> Operand in
    let x = try call[argument]
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
