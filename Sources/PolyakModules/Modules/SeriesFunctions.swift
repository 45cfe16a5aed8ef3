import HeavyBall
import LuaKit

/// `hbf.series`, `hbf.coefficients`, `hbf.matched_start`: the flow's coefficients, exact and as numbers.
let seriesFunctions: [Function] = [
  Function(
    "series", "The flow's coefficients as exact rational functions of mu, on rooted trees of up to n nodes.",
    .positional("n", order, "the most nodes; memory sets the limit"),
    .option(
      "method", .string(oneOf: methods), default: nil,
      "\"hb\", \"nag\" (nu = mu) or \"gd\" (mu = 0); of nag the series is that of y, where the gradient is taken"),
    .option("nu", .fraction, default: nil, "a number, exact as written, or \"1/3\": the momentum family with this nu"),
    returns: .object(SeriesObject.self),
    example: "hbf.series(3):coefficient(\"[[][]]\")  --> (1 + 10 mu + mu^2)/12 / (1-mu)^5"
  ) { call in
    let method = try method(call)
    let order = try call.integer("n")
    try checkMemory(LimitSeries.memory(method, order: order), order: "n", order, call) {
      LimitSeries.memory(method, order: $0)
    }
    let watch = call.watch("series of order \(order)")
    return SeriesObject(try LimitSeries(method, order: order) { () throws(LuaError) in try watch.poll() })
  },
  Function(
    "coefficients", "The coefficients of eta^(nodes-1) F(tree) in -d beta/dt at a number mu, by tree.",
    mu, .option("order", order, "the most nodes of a tree"),
    .option(
      "form", .string(oneOf: "limit", "piecewise"), default: nil,
      "\"limit\": for large k; \"piecewise\": Theorem 2.1's in step k. Default \"piecewise\" where k is given"),
    .option("k", .integer(in: 0...), default: nil, "the step of heavy ball, from 0 on"),
    returns: .table, example: "hbf.coefficients{mu = 0.5, order = 2}[\"[[]]\"]  --> 6.0"
  ) { call in
    let (µ, order) = (try call.number("mu"), try call.integer("order"))
    try checkMemory(LimitCoefficients.memory(order: order), order: "order", order, call) {
      LimitCoefficients.memory(order: $0)
    }
    let (form, k) = (try call.stringIfPresent("form"), try call.integerIfPresent("k"))
    if form == "limit", let k { throw call.error("option 'k' is for form 'piecewise', got \(k) with form 'limit'") }
    if form == "piecewise", k == nil { throw call.error("option 'k' is missing (the step, for form 'piecewise')") }
    let (state, watch) = (try call.state, call.watch("coefficients of order \(order)"))
    guard let k else {
      let values = try LimitCoefficients.values(momentum: µ, order: order) { () throws(LuaError) in
        try watch.poll()
      }
      return try table(RootedTree.all(upTo: order), values, state)
    }
    var coefficients = try PiecewiseCoefficients(momentum: µ, order: order) { () throws(LuaError) in
      try watch.poll()
    }
    while coefficients.step < k, !coefficients.isSettled {
      coefficients.advance()
      try watch.poll()
    }
    return try table(coefficients.trees, coefficients.coefficients, state)
  },
  Function(
    "matched_start",
    "Where the limit flow of an order must start: the coefficients of eta^nodes F(tree) to be added to beta_0, by tree.",
    mu, .option("order", order, "the flow's order: trees have one node fewer"),
    returns: .table, example: "hbf.matched_start{mu = 0.5, order = 3}[\"[[]]\"]  --> 20.0"
  ) { call in
    let (µ, order) = (try call.number("mu"), try call.integer("order"))
    try checkMemory(MatchedStart.memory(order: order), order: "order", order, call) { MatchedStart.memory(order: $0) }
    let (state, watch) = (try call.state, call.watch("matched start of order \(order)"))
    let found = try MatchedStart.coefficients(momentum: µ, order: order) { () throws(LuaError) in
      try watch.poll()
    }
    return try table(found.map(\.tree), found.map(\.value), state)
  },
]

private let mu = Parameter.option("mu", .number(in: 0..<1), "momentum")
private let order = ParameterType.integer(in: 1...RootedTree.maximumNodes)
private let methods = ["hb", "nag", "gd"]

extension ParameterType {
  /// An exact fraction: a number as its shortest decimal has it, or a string.
  static let fraction = ParameterType(
    name: "number or string such as \"1/3\"", annotation: "number|string"
  ) { value in
    if let text = value.text {
      guard let fraction = Rational(text) else { throw Mismatch("'\(text)' is no fraction") }
      return fraction
    }
    guard let x = value.number else { return nil }
    guard x.isFinite, let fraction = Rational("\(x)") else { throw Mismatch("it is not finite") }
    return fraction
  }
}

private func method(_ call: Call) throws -> SeriesMethod {
  let name = try call.stringIfPresent("method")
  if let ν = try call.valueIfPresent("nu", as: Rational.self) {
    if let name { throw call.error("options 'nu' and 'method' exclude each other, got nu = \(ν) and method = '\(name)'") }
    return ν == .zero ? .heavyBall : .momentum(lookahead: ν)
  }
  switch name {
  case "nag": return .nesterov
  case "gd": return .gradientDescent
  default: return .heavyBall
  }
}

/// - Throws: where the work would not fit, saying how much it takes and which order fits.
func checkMemory(
  _ needed: Int, order name: String, _ order: Int, _ call: Call, memory: (Int) -> Int
) throws {
  try call.state.checkRoom(bytes: needed) { shortage in
    guard !shortage.isOfReserve, let fitting = (1..<order).last(where: { memory($0) <= shortage.available }) else {
      return .noMemory
    }
    return call.error(
      "\(name) = \(order) would take \(Memory.words(needed)) and \(Memory.words(shortage.available)) are free: "
        + "\(name) = \(fitting) fits")
  }
}

/// A table of numbers by tree.
func table(_ trees: [RootedTree], _ values: [Double], _ state: LuaState) throws(LuaError) -> LuaTable {
  let table = state.makeTable(fields: trees.count)
  for (tree, value) in zip(trees, values) { try table.set(tree.description, value) }
  return table
}
