import HeavyBall
import LuaKit

private let size = Parameter("n", .integer(in: 0...), "how many rows and columns")
private let first = Parameter("a", .operand, "the first")
private let last = Parameter("b", .operand, "the last")
private let count = Parameter("n", .integer(in: 0...), "how many")

private let start = Parameter("a", .finiteNumber, "the first")
private let end = Parameter("b", .finiteNumber, "what none goes beyond")
private let stride = Parameter("step", .finiteNumber, "from one to the next", default: 1)

/// `eye`, `linspace`, `logspace` and `range`.
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
  Function(
    "range", "The numbers a, a + step, a + 2 step, .. up to b, in a table: integers where a and step are.",
    [start, end, stride], returns: .table, example: "#range(1, 10)  --> 10"
  ) { call -> LuaTable in
    let (a, b, step) = (try call[start], try call[end], try call[stride])
    guard step != 0 else { throw call.fault(at: stride, complaint: "must not be 0") }
    // Of 0, 0.3 and 0.1 the last is 0.3, which rounding alone would leave out.
    let count = ((b - a) / step * (1 + 4e-16)).rounded(.down) + 1
    guard count < 0x1p53 else { throw call.fault(at: end, complaint: "is beyond more numbers than can be counted") }
    let n = max(0, Int(count))
    try call.checkRoom(for: n, bytes: 16)
    let table = try call.state.makeTable()
    if case .integer(let first) = call[0], call[2].isNil || call[2].isInteger {
      let step = call[2].integer ?? 1
      for i in 0..<n { table[i + 1] = .integer(first &+ i &* step) }
    } else {
      for i in 0..<n { table[i + 1] = .number(a + Double(i) * step) }
    }
    return table
  },
]

extension LuaValue {
  fileprivate var isInteger: Bool { if case .integer = self { true } else { false } }
}

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
