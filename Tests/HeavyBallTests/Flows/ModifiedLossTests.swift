import Testing

@testable import HeavyBall

@Suite("The modified loss") struct ModifiedLossTests {
  /// ‖uvᵀ − M‖²/2 with β = (u, v), the loss C of the references, and its start.
  static func factorization() -> Objective {
    let target = [1, 0.5, -0.25, 0.75]
    return Objective(name: "factorization", dimension: 4) { β in
      var terms: [Expression] = []
      for i in 0..<2 {
        for j in 0..<2 { terms.append((β[i] * β[2 + j] - target[2 * i + j]).squared() / 2) }
      }
      return terms[0] + terms[1] + terms[2] + terms[3]
    }
  }

  static let start: Vector = [0.8, -0.6, 1.1, 0.4]

  private let smooth = Objective(name: "smooth", dimension: 3) { b in
    Expression.exp(b[0] * b[1]) + (b[2] - b[0]).squared() * b[1] + Expression.sin(b[2])
  }
  private let point: Vector = [0.4, -0.7, 0.9]

  private func modified(_ loss: Objective, eta: Double, mu: Double, nu: Double = 0, terms: Int) -> Objective {
    Objective(modifying: loss, by: MomentumFamily(stepSize: eta, momentum: mu, lookahead: nu), terms: terms) {
      () throws(Never) in
    }
  }

  /// Of a tree with a root, S is F(the rest)·F(a child).
  @Test("is the sum over free trees, through six orders", arguments: [0.0, 0.3, 0.8])
  func freeTrees(mu: Double) {
    let η = 0.02
    let series = ModifiedLossSeries(order: 6) {}
    var differentials = ElementaryDifferentials(of: smooth.gradient, at: smooth.parameters)
    var sum = 0.0
    var terms: [Double] = []
    for (tree, s) in zip(series.trees, series.values(momentum: mu) {}) {
      var number = smooth.value(at: point)
      var children = tree.root.children
      if let child = children.popLast() {
        let rest = RootedTree(children: children)
        number = value(of: differentials[rest]).dot(value(of: differentials[child]))
      }
      while terms.count < tree.nodes { terms.append(0) }
      terms[tree.nodes - 1] += s * number * (0..<tree.nodes - 1).reduce(1) { power, _ in power * η }
    }
    for (n, term) in terms.enumerated() {
      sum += term
      expectClose(modified(smooth, eta: η, mu: mu, terms: n + 1).value(at: point), sum, 2e-14, "\(n + 1) terms")
      if mu > 0 { #expect(term != 0) }
    }
  }

  private func value(of expression: Expression) -> Vector {
    let machine = Machine(Program(outputs: [expression], inputs: [smooth.parameters]))
    machine.load(point, input: 0)
    machine.run()
    return machine.output(0)
  }

  @Test("has the gradient that reverse mode finds of its value, and that gradient's derivatives", arguments: 1...7)
  func gradient(terms: Int) {
    for (mu, nu) in [(0.0, 0.0), (0.6, 0.0)] + (terms < 3 ? [(0.6, 0.6), (0.5, -0.3)] : []) {
      let loss = modified(smooth, eta: 0.02, mu: mu, nu: nu, terms: terms)
      let plain = Objective(name: "plain", dimension: 3) { loss.expression(at: $0) }
      expectClose(loss.gradient(at: point), plain.gradient(at: point), 1e-13, "mu = \(mu), nu = \(nu)")
      let v: Vector = [1, -2, 0.5]
      expectClose(loss.derivative(at: point, along: [v]), plain.derivative(at: point, along: [v]), 1e-12)
    }
  }

  /// On a quadratic with curvature λ, heavy ball's slow root is z: its step is 1 − z times β.
  @Test("is exact on a quadratic where many terms are taken", arguments: [0.3, 0.7])
  func quadratic(mu: Double) {
    let x = 0.05 * Radius.value(momentum: mu)
    let b = 1 + mu - x
    let z = (b + (b * b - 4 * mu).squareRoot()) / 2
    let loss = modified(Objective(QuadraticLoss(a: Matrix([[x]]), b: [0])), eta: 1, mu: mu, terms: 14)
    expectClose(loss.gradient(at: [1])[0], 1 - z, 1e-15)
    expectClose(loss.value(at: [1]), (1 - z) / 2, 1e-15)
  }

  struct Case: Decodable {
    let mu: String
    let terms: Int
    let etas, errors: [Double]
  }

  @Test("leads gradient descent where heavy ball goes: the errors and slopes computed apart")
  func descent() throws {
    struct File: Decodable { struct Runs: Decodable { let cases: [Case] }; let gd_on_modified_loss: Runs }
    let loss = Self.factorization()
    for c in try SeriesReference.read(File.self, "modified_loss_map.json").gd_on_modified_loss.cases {
      let µ = c.mu == "1/2" ? 0.5 : 0.3
      for (η, expected) in zip(c.etas, c.errors) {
        let start = HeavyBallFlow(loss, stepSize: η, momentum: µ, order: c.terms, form: .matched).start(from: Self.start)
        let steps = Int((0.4 / η).rounded())
        let descent = try Iteration(
          GradientDescent(stepSize: .constant(η)), on: modified(loss, eta: η, mu: µ, terms: c.terms)
        ).run(from: start, steps: steps)
        let heavyBall = try Iteration(HeavyBallMethod(stepSize: .constant(η), momentum: .constant(µ)), on: loss).run(
          from: Self.start, steps: steps)
        let error = (descent.end - heavyBall.end).norm()
        #expect((error - expected).magnitude < 1e-4 * expected + 1e-14, "mu = \(µ), \(c.terms) terms, eta = \(η): \(error)")
      }
    }
  }

  @Test("leads it with slopes five and six")
  func higherOrders() throws {
    let loss = Self.factorization()
    for terms in [5, 6] {
      let errors = try [0.02, 0.01].map { η in
        let start = HeavyBallFlow(loss, stepSize: η, momentum: 0.3, order: terms, form: .matched).start(from: Self.start)
        let steps = Int((0.4 / η).rounded())
        let descent = try Iteration(
          GradientDescent(stepSize: .constant(η)), on: modified(loss, eta: η, mu: 0.3, terms: terms)
        ).run(from: start, steps: steps)
        let heavyBall = try Iteration(HeavyBallMethod(stepSize: .constant(η), momentum: 0.3), on: loss).run(
          from: Self.start, steps: steps)
        return (descent.end - heavyBall.end).norm()
      }
      #expect((log2(errors[0] / errors[1]) - Double(terms)).magnitude < 0.2, "\(terms) terms: \(errors)")
    }
  }

  private func log2(_ x: Double) -> Double { Elementary.log(x) / Elementary.log(2) }

  @Test("of a method with a lookahead is the one step's to two terms")
  func lookahead() throws {
    let (µ, ν) = (0.5, 0.5)
    let loss = Self.factorization()
    // Once the momentum has built up a step is η∇L̂.
    let errors = try [2e-3, 1e-3].map { η in
      let method = Iteration(NesterovGradient(stepSize: .constant(η), momentum: .constant(µ)), on: loss)
      let before = try method.run(from: Self.start, steps: Int((0.2 / η).rounded()))
      let step = (before.end - (try method.run(from: before, steps: 1)).end) / η
      return (1...2).map { terms in
        (modified(loss, eta: η, mu: µ, nu: ν, terms: terms).gradient(at: before.end) - step).norm()
      }
    }
    for terms in 1...2 {
      let slope = log2(errors[0][terms - 1] / errors[1][terms - 1])
      #expect((slope - Double(terms)).magnitude < 0.05, "\(terms) terms: \(errors)")
    }
  }

  @Test("of a network in single precision is in single precision, with names, and has no rows")
  func single() {
    let loss = Objective(name: "f32", dimension: 2) { b in
      (b.graph.constant(SharedNumbers([1, 2] as [Float]), .vector(2)) * b).squared().sum()
    }
    let changed = modified(loss, eta: 0.01, mu: 0.5, terms: 3)
    #expect(loss.precision == .single && changed.precision == .single && changed.rows == nil)
  }
}

@Suite("The limit flow's own loss and metric") struct FlowLossTests {
  struct Row: Decodable {
    let mu, eta, modified_loss, Mgrad_residual: Double
    let field_order4: [Double]
  }

  /// M is truncated, so that M∇L̃ is the field up to η⁴ alone.
  @Test("have the reference's values, and its residual of the field")
  func reference() throws {
    struct File: Decodable { let rows: [Row] }
    let loss = ModifiedLossTests.factorization(), β = ModifiedLossTests.start
    for row in try SeriesReference.read(File.self, "modified_loss_order4.json").rows {
      let (η, µ) = (row.eta, row.mu)
      let own = Objective(descendedBy: 4, of: loss, stepSize: η, momentum: µ) { () throws(Never) in }
      expectClose(own.value(at: β), row.modified_loss, 1e-13)
      let field = HeavyBallFlow(loss, stepSize: η, momentum: µ, order: 4, form: .limit).field(at: β)
      expectClose(field, row.field_order4, 1e-13)
      let descent = FlowLoss.metric(of: loss, at: β, times: own.gradient(at: β), stepSize: η, momentum: µ, order: 4)
      let residual = (field + descent).norm()
      #expect((residual - row.Mgrad_residual).magnitude < 1e-6 * row.Mgrad_residual + 1e-12, "mu = \(µ), eta = \(η): \(residual)")
    }
  }

  @Test("are the flow's to each order: what is left falls with that power of eta", arguments: 1...4)
  func orders(order: Int) {
    let loss = ModifiedLossTests.factorization(), β = ModifiedLossTests.start
    let residuals = [2e-3, 1e-3].map { η in
      let own = Objective(descendedBy: order, of: loss, stepSize: η, momentum: 0.5) { () throws(Never) in }
      let field = HeavyBallFlow(loss, stepSize: η, momentum: 0.5, order: order + 1, form: .limit).field(at: β)
      return (field + FlowLoss.metric(of: loss, at: β, times: own.gradient(at: β), stepSize: η, momentum: 0.5, order: order))
        .norm()
    }
    let slope = Elementary.log(residuals[0] / residuals[1]) / Elementary.log(2)
    #expect((slope - Double(order)).magnitude < 0.1, "\(residuals)")
  }
}
