import HeavyBall
import LuaKit

private enum Define {
  static let n = Parameter("n", .integer(in: 1...NamedParameters.most), "the number of parameters").optional
  static let f = Parameter(
    "f", .function, "a function of the parameters, and of the rows where there are some, that returns a number"
  ).optional
  static let name = Parameter("name", .string, "what tables and printed trajectories call it", default: "defined")

  static let parameters = Parameter(
    "parameters", .namedParameters, "in place of n: the parameters' names and sizes, in the vector's order"
  ).optional
  static let rows = Parameter(
    "rows", .rowData, "data with a row for each example; f gets some of the rows, and returns its mean over them"
  ).optional
}

/// `losses.define`.
let defineFunction = Function(
  "define",
  "A loss of n parameters from a Lua function, which is called with a symbolic vector, then with numbers to check; or, by "
    + "name, of parameters that have names and shapes, and of rows of data, so that it has batches. "
    + "It may contain other losses, as in N(b) + 1e-4 * b:dot(b); with a network in single precision, and none in "
    + "double, it is computed in single precision.",
  [Define.n, Define.f, Define.name],
  options: [Define.n, Define.parameters, Define.rows, Define.f, Define.name], returns: .object(LossObject.self),
  example: """
    P = losses.define(2, function(b) return exp(b[1]) * b[2]^2 end)
    X, y = mat{{1, 0}, {1, 1}, {1, 2}}, vec{1, 3, 2}
    L = losses.define{parameters = {{"w", 2}, {"scale"}}, rows = {X = X, y = y}, f = function(p, rows)
      local r = p.scale * (rows.X * p.w) - rows.y
      return dot(r, r) / #r
    end}
    P:gradient{0, 3}[2] + L(L:pack{w = {1, 2}, scale = 1})  --> 9.0
    """
) { call in
  let (n, names) = (try call[Define.n], try call[Define.parameters])
  guard n == nil || names == nil else {
    throw call.error("give either 'n' or 'parameters'", at: Define.parameters)
  }
  guard let dimension = n ?? names?.count else {
    throw call.fault(at: Define.n, complaint: "is missing (\(Define.n.type.description); or 'parameters' by name)")
  }
  guard let function = try call[Define.f] else {
    throw call.fault(at: Define.f, complaint: "is missing (\(Define.f.type.description))")
  }
  let formula = TracedFormula(function, dimension: dimension, names: names, data: try call[Define.rows] ?? [])
  return LossObject(try Tracing.objective(name: call[Define.name], formula, call), names: names)
}
