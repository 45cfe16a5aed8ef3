import HeavyBall
import LuaKit

private let treeOrder = ParameterType<Int>.integer(in: 1...RootedTree.maximumNodes)

private enum Series {
  enum Method: String, CaseIterable, Sendable {
    case heavyBall = "hb", nesterov = "nag", gradientDescent = "gd"
  }

  static let order = Parameter("n", treeOrder, "the most nodes; memory sets the limit")
  static let method = Parameter(
    "method", .choice(of: Method.self),
    "\"hb\", \"nag\" (nu = mu) or \"gd\" (mu = 0)"
  ).optional(default: LuaLiteral.string(Method.heavyBall.rawValue).source + ", or the family's where nu is given")
  static let lookahead = Parameter(
    "nu", .fraction, "a number, exact as written, or \"1/3\": the momentum family with this nu"
  ).optional
}

private enum Symbol {
  static let count = Parameter("n", .integer(in: 1...64), "how many")
  static let lookahead = Parameter("nu", .finiteNumber, "mu for the point where Nesterov's method takes its gradient", default: 0)
}

private enum PhaseSeries {
  static let order = Parameter(
    "n", .integer(in: 1...PhaseSeriesTable.maximumOrder), "the most grades of a tree: one for each gradient and each m")

  enum Method: String, CaseIterable, Sendable {
    case heavyBall = "hb", nesterov = "nag"
  }

  static let method = Parameter("method", .choice(of: Method.self), "\"hb\" or \"nag\" (nu = mu)").optional(
    default: LuaLiteral.string(Method.heavyBall.rawValue).source + ", or the family's where nu is given")
}

private enum Coefficients {
  enum Form: String, CaseIterable, Sendable { case limit, piecewise }

  static let order = Parameter("order", treeOrder, "the most nodes of a tree")
  static let form = Parameter(
    "form", .choice(of: Form.self), "\"limit\": for large k; \"piecewise\": Theorem 2.1's in step k",
    default: "\"limit\", or \"piecewise\" where k is given"
  ) { values in try values[step] == nil ? .limit : .piecewise }
  static let step = Parameter("k", .integer(in: 0...), "the step of heavy ball, from 0 on").optional
}

private let familyLookahead = Parameter("nu", .finiteNumber, "of the momentum family; mu for Nesterov's method", default: 0)

/// Of `matched_start`.
private let startOrder = Parameter("order", treeOrder, "the flow's order: trees have one node fewer")

/// `hbf.series`, `hbf.coefficients`, `hbf.matched_start`: the flow's coefficients, exact and as numbers.
let seriesFunctions: [Function] = [
  Function(
    "series", "The flow's coefficients as exact rational functions of mu, on rooted trees of up to n nodes.",
    [Series.order], options: [Series.method, Series.lookahead],
    returns: .object(SeriesObject.self),
    example: "hbf.series(3):coefficient(\"[[][]]\")  --> (1 + 10 mu + mu^2)/12 / (1-mu)^5"
  ) { call in
    let method = try method(call)
    let order = try call[Series.order]
    try checkOrder(Series.order, call) { LimitSeries.memory(method, order: $0) }
    let watch = call.watch("series of order \(order)")
    return SeriesObject(try LimitSeries(method, order: order) { () throws(LuaError) in try watch.poll() })
  },
  Function(
    "modified_loss_series",
    "The modified loss's coefficients as exact rational functions of mu, on free trees of up to n nodes, drawn: see "
      + "hbf.modified_loss.",
    [Series.order], returns: .object(ModifiedLossSeriesObject.self),
    example: "hbf.modified_loss_series(4):coefficient(\"[[][[]]]\")  --> (mu + 3 mu^2 + mu^3)/2 / (1-mu)^7"
  ) { call in
    let order = try call[Series.order]
    try checkOrder(Series.order, call, memory: ModifiedLossSeries.memory)
    let watch = call.watch("modified loss series of order \(order)")
    return ModifiedLossSeriesObject(
      try ModifiedLossSeries(order: order) { () throws(LuaError) in try watch.poll() })
  },
  Function(
    "symbol",
    "The first n coefficients p_j of a method's symbol, sum p_j x^j = x ((1+nu) - nu e^-x) / (e^x - (1+mu) + mu e^-x). With nu = 0 "
      + "it is heavy ball's and the whole momentum family's: with D the derivative along it the limit flow is d beta/dt = -sum p_j "
      + "eta^j D^j grad L(y), y = (1+nu) beta - nu e^(-eta D) beta; for mu = 0 they are the Bernoulli numbers over factorials. With "
      + "nu it is that of y's own flow, and of the linear two-step method a2 = -mu, b2 = -nu, whose gradients are at beta.",
    [Symbol.count, Parameters.mu, Symbol.lookahead], returns: .object(VectorObject.self),
    example: "hbf.symbol(3, 0)  --> Vector(3)  1  -0.5  0.0833333"
  ) { call in
    VectorObject(
      Vector(
        MomentumSymbol.values(
          momentum: try call[Parameters.mu], lookahead: try call[Symbol.lookahead], count: try call[Symbol.count])))
  },
  Function(
    "phase_series",
    "The coefficients of the flow in phase space, exact functions of mu and log(mu), on trees of up to n grades whose leaves may "
      + "be m: what eta^(gradients-1) F(tree) has in d beta/dt and in dm/dt.",
    [PhaseSeries.order], options: [PhaseSeries.method, Series.lookahead],
    returns: .object(PhaseSeriesObject.self),
    example: "hbf.phase_series(2):coefficient(\"[]\")  --> -1 / (1-mu) - mu / (1-mu)^2 * log(mu)"
  ) { call in
    let (method, ν) = (try call[PhaseSeries.method], try call[Series.lookahead])
    if let method, let ν {
      throw call.error(
        "options 'nu' and 'method' exclude each other, got nu = \(ν) and method = '\(method.rawValue)'", at: Series.lookahead)
    }
    let order = try call[PhaseSeries.order]
    let watch = call.watch("phase series of order \(order)")
    return PhaseSeriesObject(
      try PhaseSeriesTable(lookahead: method == .nesterov ? nil : ν ?? .zero, order: order) { () throws(LuaError) in
        try watch.poll()
      })
  },
  Function(
    "coefficients", "The coefficients of eta^(nodes-1) F(tree) in -d beta/dt at a number mu, by tree.",
    [], options: [Parameters.mu, familyLookahead, Coefficients.order, Coefficients.form, Coefficients.step],
    returns: .table,
    example: "hbf.coefficients{mu = 0.5, order = 2}[\"[[]]\"]  --> 6.0"
  ) { call in
    let method = MomentumNumbers(momentum: try call[Parameters.mu], lookahead: try call[familyLookahead])
    let order = try call[Coefficients.order]
    try checkOrder(Coefficients.order, call) { LimitCoefficients.memory(order: $0) }
    let (form, k) = (try call[Coefficients.form], try call[Coefficients.step])
    if form == .limit, let k {
      throw call.fault(at: Coefficients.step, complaint: "is for form 'piecewise', got \(k) with form 'limit'")
    }
    if form == .piecewise, k == nil {
      throw call.fault(at: Coefficients.step, complaint: "is missing (the step, for form 'piecewise')")
    }
    let (state, watch) = (try call.state, call.watch("coefficients of order \(order)"))
    guard let k else {
      let values = try LimitCoefficients.values(method, order: order) { () throws(LuaError) in
        try watch.poll()
      }
      return try state.makeTable(of: RootedTree.all(upTo: order), values)
    }
    var coefficients = try PiecewiseCoefficients(method, order: order) { () throws(LuaError) in
      try watch.poll()
    }
    while coefficients.step < k, !coefficients.isSettled {
      coefficients.advance()
      try watch.poll()
    }
    return try state.makeTable(of: coefficients.trees, coefficients.coefficients)
  },
  Function(
    "matched_start",
    "Where the limit flow of an order must start: the coefficients of eta^nodes F(tree) to be added to beta_0, by tree. They "
      + "begin with mu/(1-mu)^2 and mu (2+mu)/(1-mu)^4 - nu (1+mu)/(1-mu)^3.",
    [], options: [Parameters.mu, familyLookahead, startOrder],
    returns: .table,
    example: "hbf.matched_start{mu = 0.5, order = 3}[\"[[]]\"]  --> 20.0"
  ) { call in
    let method = MomentumNumbers(momentum: try call[Parameters.mu], lookahead: try call[familyLookahead])
    let order = try call[startOrder]
    try checkOrder(startOrder, call) { MatchedStart.memory(method, order: $0) }
    let (state, watch) = (try call.state, call.watch("matched start of order \(order)"))
    let found = try MatchedStart.coefficients(method, order: order) { () throws(LuaError) in
      try watch.poll()
    }
    return try state.makeTable(of: found.map(\.tree), found.map(\.value))
  },
]

extension ParameterType where Value == Rational {
  /// An exact fraction: a number as its shortest decimal has it, or a string.
  static var fraction: Self {
    Self(name: "number or string such as \"1/3\"", annotation: "number|string") { value in
      if let text = value.text {
        guard let fraction = Rational(text) else { throw Mismatch("'\(text)' is no fraction") }
        return fraction
      }
      guard let x = value.number else { return nil }
      guard x.isFinite, let fraction = Rational("\(x)") else { throw Mismatch("it is not finite") }
      return fraction
    }
  }
}

private func method(_ call: Call) throws -> SeriesMethod {
  let method = try call[Series.method]
  if let ν = try call[Series.lookahead] {
    if let method {
      throw call.error(
        "options 'nu' and 'method' exclude each other, got nu = \(ν) and method = '\(method.rawValue)'", at: Series.lookahead)
    }
    return ν == .zero ? .heavyBall : .momentum(lookahead: ν)
  }
  switch method {
  case .nesterov: return .nesterov
  case .gradientDescent: return .gradientDescent
  case .heavyBall, nil: return .heavyBall
  }
}

/// - Throws: where the work of an order would not fit, saying how much it takes and which order fits.
func checkOrder(_ order: Parameter<Int>, _ call: Call, memory: (Int) -> Int) throws {
  try checkOrder(try call[order], order, call, memory: memory)
}

/// The same of an order that the parameter asks for.
func checkOrder(_ wanted: Int, _ order: AnyParameter, _ call: Call, memory: (Int) -> Int) throws {
  let name = order.name
  let needed = memory(wanted)
  try call.state.checkRoom(bytes: needed) { shortage in
    guard !shortage.isOfReserve, let fitting = (1..<wanted).last(where: { memory($0) <= shortage.available }) else {
      return .noMemory
    }
    return call.error(
      "\(name) = \(wanted) would take \(Memory.words(needed)) and \(Memory.words(shortage.available)) are free: "
        + "\(name) = \(fitting) fits",
      at: order)
  }
}

extension LuaState {
  /// A table of numbers by tree.
  func makeTable(of trees: [RootedTree], _ values: [Double]) throws(LuaError) -> LuaTable {
    let table = makeTable(fields: trees.count)
    for (tree, value) in zip(trees, values) { try table.set(tree.description, value) }
    return table
  }
}
