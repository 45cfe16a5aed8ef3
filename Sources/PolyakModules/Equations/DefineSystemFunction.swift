import HeavyBall
import LuaKit

private let n = Parameter("n", .integer(in: 1...1_000_000), "the number of equations")
private let f = Parameter(
  "f", .function, "a function of the time t, the vector x and a table of parameters that returns dx/dt, n numbers")
private let name = Parameter("name", .string, "what printed solutions call it", default: "solution")

/// `ode.define`.
let defineSystemFunction = Function(
  "define",
  "The system dx/dt = f(t, x) of n ordinary differential equations from a Lua function, which is called with symbols, then "
    + "with numbers to check. What is made of it is compiled as flows are; losses and their gradients may be part of it.",
  [n, f], options: [SystemParameters.declared, name], returns: .object(SystemObject.self),
  example: """
    decay = ode.define(1, function(t, x, p) return -p.k * x end, {parameters = {k = 2}})
    decay:integrate({1}, {to = 1}):final()[1]  --> 0.135335
    """
) { call in
  let parameters = try call[SystemParameters.declared] ?? []
  for parameter in parameters where !parameter.values.allSatisfy(\.isFinite) {
    throw call.fault(at: SystemParameters.declared, parameter.name, complaint: "must be finite")
  }
  return SystemObject(
    try SystemTracing.system(try call[name], try call[n], parameters, try call[f], call))
}
