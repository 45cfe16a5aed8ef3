import Testing

@testable import HeavyBall

@Suite("The momentum family's flow") struct MomentumFamilyFlowTests {
  private let loss = ModifiedLossTests.factorization()
  private let start = ModifiedLossTests.start

  struct Run: Decodable {
    let mu, nu: String
    let order: Int
    let etas, piecewise, matched: [Double]
  }

  /// The references' errors in β of Nesterov's method, µ = ν = 1/2.
  @Test("is off by as much as was computed apart, in β, from the method's own start")
  func reference() throws {
    struct File: Decodable { let runs: [Run] }
    let runs = try SeriesReference.read(File.self, "momentum_family_slopes.json").runs
    #expect(runs.map(\.order) == [1, 2, 3, 4])
    for run in runs {
      for (form, errors) in [(FlowForm.piecewise, run.piecewise), (.matched, run.matched)] {
        let found = try OrderOfError.measure(
          of: { HeavyBallFlow(loss, stepSize: $0, momentum: 0.5, lookahead: 0.5, order: run.order, form: form) },
          from: start, duration: 0.4, stepSizes: run.etas)
        for (error, expected) in zip(found.errors, errors) {
          #expect((error - expected).magnitude < 1e-3 * expected, "\(form), order \(run.order): \(error), \(expected)")
        }
      }
    }
  }

  static let methods: [MomentumNumbers] = [
    MomentumNumbers(momentum: 0.4, lookahead: -0.3), MomentumNumbers(momentum: 0.3, lookahead: 0.8),
    // Not 1/2, where the term of order 2 is 0.
    MomentumNumbers(momentum: 0, lookahead: 0.8), MomentumNumbers(momentum: 0, lookahead: 0.8, combinesGradients: true),
    MomentumNumbers(momentum: 0.4, lookahead: -0.3, combinesGradients: true),
    MomentumNumbers(momentum: 0.3, lookahead: 0.8, combinesGradients: true),
  ]

  private func flow(_ method: MomentumNumbers, _ η: Double, order: Int, form: FlowForm) -> HeavyBallFlow {
    HeavyBallFlow(
      loss,
      of: MomentumFamily(
        stepSize: η, momentum: method.momentum, lookahead: method.lookahead, combinesGradients: method.combinesGradients),
      order: order, form: form)
  }

  @Test(
    "has its order in every form, and from an iterate in the limit form, of members and of two-step methods", arguments: methods)
  func orders(_ method: MomentumNumbers) throws {
    for (form, burnIn) in [(FlowForm.piecewise, 0.0), (.matched, 0), (.limit, 0.2)] {
      for order in 1...4 {
        let found = try OrderOfError.measure(
          of: { flow(method, $0, order: order, form: form) }, from: start, duration: 0.4, stepSizes: [0.4 / 160, 0.4 / 320],
          burnIn: burnIn)
        #expect((found.slopes[0] - Double(order)).magnitude < 0.17, "\(form), order \(order): \(found.slopes[0])")
      }
    }
  }

  @Test("in the limit form is the sum over trees", arguments: methods)
  func trees(_ method: MomentumNumbers) {
    let trees = RootedTree.all(upTo: 5)
    let values = LimitCoefficients.values(method, order: 5) {}
    var differentials = ElementaryDifferentials(of: loss.gradient, at: loss.parameters)
    let field = differentials.field(zip(trees, values), eta: 0.02)
    let machine = Machine(Program(outputs: [field], inputs: [loss.parameters]))
    machine.load(start, input: 0)
    machine.run()
    expectClose(flow(method, 0.02, order: 5, form: .limit).field(at: start), machine.output(0), 1e-13)
  }

  /// A two-step method does at y what the family's member does.
  @Test("of a two-step method is the flow of the points where the family takes its gradients, as the methods are")
  func points() throws {
    let (η, µ, ν) = (0.01, 0.5, 0.4)
    let family = try Iteration(
      MomentumMethod(MomentumFamily(stepSize: η, momentum: µ, lookahead: ν)), on: loss
    ).run(from: start, steps: 30)
    let twoStep = Iteration(
      TwoStepMethod(stepSize: .constant(η), a2: .constant(-µ), b2: .constant(-ν)), on: loss)
    // y of two steps, from which the other goes on.
    func y(_ k: Int) -> Vector { family.points.row(k) * (1 + ν) - family.points.row(k - 1) * ν }
    let before = Trajectory(
      resuming: y(10), step: 10, memory: ["m": y(10) - y(9)], of: loss, stepSize: η)
    let after = try twoStep.run(from: before, steps: 20)
    expectClose(after.end, y(30), 1e-14)
  }

  struct Series: Decodable {
    let mu, nu: String
    let limit_beta, limit_y: [String: String]
    let piecewise_beta: [[String: String]]
    let matched_start_beta: [String: String]
  }

  @Test("has the reference's coefficients: limit, step by step, matched start")
  func coefficients() throws {
    struct File: Decodable { let cases: [Series] }
    let cases = try SeriesReference.read(File.self, "momentum_family_series.json").cases
    #expect(cases.count == 4)
    for c in cases {
      let (µ, ν) = (try #require(Rational(c.mu)).doubleValue, try #require(Rational(c.nu)).doubleValue)
      let method = MomentumNumbers(momentum: µ, lookahead: ν)
      try expect(RootedTree.all(upTo: 5), LimitCoefficients.values(method, order: 5) {}, c.limit_beta, "limit \(c.mu) \(c.nu)")
      let y = MomentumNumbers(momentum: µ, lookahead: ν, combinesGradients: true)
      try expect(RootedTree.all(upTo: 4), LimitCoefficients.values(y, order: 4) {}, c.limit_y, "y \(c.mu) \(c.nu)")
      var steps = PiecewiseCoefficients(method, order: 4) {}
      for (k, expected) in c.piecewise_beta.enumerated() {
        try expect(steps.trees, steps.coefficients, expected, "step \(k) \(c.mu) \(c.nu)")
        steps.advance()
      }
      let matched = MatchedStart.coefficients(method, order: 5) {}
      try expect(matched.map(\.tree), matched.map(\.value), c.matched_start_beta, "matched \(c.mu) \(c.nu)")
    }
  }

  private func expect(_ trees: [RootedTree], _ values: [Double], _ expected: [String: String], _ what: String) throws {
    let known = Dictionary(uniqueKeysWithValues: zip(trees, values))
    var count = 0
    for (text, value) in expected {
      guard let found = known[try RootedTree(parsing: text)] else { continue }
      count += 1
      let exact = try #require(Rational(value) ?? Double(value).map { Rational(exactly: $0) }).doubleValue
      #expect((found - exact).magnitude <= 1e-12 * max(1, exact.magnitude), "\(what), \(text): \(found), \(exact)")
    }
    #expect(count == min(trees.count, expected.count), "\(what)")
  }

  @Test("has coefficients step by step that settle on the limit's", arguments: methods)
  func settling(_ method: MomentumNumbers) {
    var c = PiecewiseCoefficients(method, order: 5) {}
    while !c.isSettled, c.step < 500 { c.advance() }
    #expect(c.isSettled && c.coefficients == c.limit)
  }

  /// d([[]]) = µ(2+µ)/(1−µ)⁴ − ν(1+µ)/(1−µ)³, and those of three nodes at µ = 0.
  @Test("has the closed forms of the matched start, without momentum too")
  func closedForms() {
    for (µ, ν) in [(0.5, 0.5), (0.9, 0.3), (0.0, 0.5), (0.0, -0.7)] {
      let d = MatchedStart.coefficients(MomentumNumbers(momentum: µ, lookahead: ν), order: 4) {}.map(\.value)
      let gap = 1 - µ
      expectClose(d[1], µ * (2 + µ) / (gap * gap * gap * gap) - ν * (1 + µ) / (gap * gap * gap), 1e-12)
      if µ == 0 { expectClose(Array(d[2...]), [ν * ν / 2, 2 * ν * ν - 2 * ν], 1e-14) }
    }
    let table = TreeTable(order: 6)
    for combines in [false, true] {
      let near = MatchedStart.weights(
        table, momentum: Rational(1) / Rational(1 << 40), lookahead: Rational(1) / Rational(2), combinesGradients: combines
      ) {}
      let at = MatchedStart.weights(
        table, momentum: Rational.zero, lookahead: Rational(1) / Rational(2), combinesGradients: combines
      ) {}
      expectClose(at.map(\.doubleValue), near.map(\.doubleValue), 1e-9)
    }
  }

  @Test("agrees in doubles with exact fractions", arguments: [1.0 / 16, 1.0 / 2, 7.0 / 8])
  func accuracy(mu: Double) {
    let table = TreeTable(order: 6), ν = 0.375
    let exact = MatchedStart.weights(table, momentum: Rational(exactly: mu), lookahead: Rational(exactly: ν)) {}
    let found = MatchedStart.weights(table, momentum: mu, lookahead: ν) {}
    for (a, b) in zip(found, exact.map(\.doubleValue)) { #expect((a - b).magnitude <= 1e-10 * max(b.magnitude, 1), "\(a), \(b)") }
  }
}
