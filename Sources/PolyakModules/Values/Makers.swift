import HeavyBall
import LuaKit

private let size = Parameter("n", .integer(in: 0...), "how many rows and columns")
private let first = Parameter("a", .operand, "the first")
private let last = Parameter("b", .operand, "the last")
private let count = Parameter("n", .integer(in: 0...), "how many")

/// `eye`, `linspace` and `logspace`.
let makerFunctions = [
  Function(
    "eye", "The unit matrix of n rows and columns.", [size], returns: .object(MatrixObject.self),
    example: "eye(3):get(2, 2)  --> 1.0"
  ) { call -> Operand in
    let n = try call[size]
    try call.checkRoom(for: n, by: n)
    var matrix = Matrix(rows: n, columns: n)
    for i in 0..<n { matrix[i, i] = 1 }
    return .matrix(matrix)
  },
  Function(
    "linspace", "n numbers at equal distances from a to b, both included.", [first, last, count],
    returns: .object(VectorObject.self), example: "linspace(0, 1, 5)[2]  --> 0.25"
  ) { call in try line(call) },
  Function(
    "logspace", "n numbers at equal ratios from 10^a to 10^b, both included.", [first, last, count],
    returns: .object(VectorObject.self), example: "logspace(0, 2, 3)[2]  --> 10.0"
  ) { call -> Operand in
    let exponents = try line(call)
    if exponents.symbol == nil { return .vector(Vector(exponents.elements.map { Elementary.power(10, $0) })) }
    return try call.applied(exponents) { try Expression.power($0.graph.constant(10), $0) }
  },
]

/// a + i (b - a)/(n - 1), as NumPy rounds it, with b itself at the end.
private func line(_ call: Call) throws -> Operand {
  let (a, b, n) = (try call[first], try call[last], try call[count])
  for (end, parameter) in [(a, first), (b, last)] where end.shape != .scalar {
    throw call.fault(at: parameter, complaint: "must be a number, got \(end.description)")
  }
  try call.checkRoom(for: n)
  let places = Vector((0..<n).map { Double($0) })
  if case .number(let from) = a, case .number(let to) = b {
    let step = (to - from) / Double(max(n - 1, 1))
    return .vector(Vector(places.map { $0 == Double(n - 1) && n > 1 ? to : $0 * step + from }))
  }
  return try call.applied([a, b]) { ends in
    let step = (ends[1] - ends[0]) / Double(max(n - 1, 1))
    return ends[0].graph.constant(places) * step + ends[0]
  }
}
