import HeavyBall
import LuaKit

private let n = Parameter("n", .integer(in: 1...10_000_000), "the number of parameters")
private let f = Parameter("f", .function, "a function of a vector that returns a number")
private let name = Parameter("name", .string, "what tables and printed trajectories call it", default: "defined")

/// `losses.define`.
let defineFunction = Function(
  "define",
  "A loss of n parameters from a Lua function, which is called with a symbolic vector, then with numbers to check. "
    + "It may contain other losses, as in N(b) + 1e-4 * b:dot(b); with a network in single precision, and none in "
    + "double, it is computed in single precision.",
  [n, f, name], returns: .object(LossObject.self),
  example: "losses.define(2, function(b) return exp(b[1]) * b[2]^2 end):gradient{0, 3}[2]  --> 6.0"
) { call in
  LossObject(try Tracing.objective(name: try call[name], dimension: try call[n], function: try call[f], call))
}
