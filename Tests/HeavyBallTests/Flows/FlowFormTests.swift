import Testing

@testable import HeavyBall

@Suite("The flow's forms") struct FlowFormTests {
  let objective = Objective(ProductLoss(x: 1, y: 0.6))
  let start: Vector = [2.8, 3.5]

  struct FieldCase: Decodable {
    let beta: [Double]
    let alpha: Int
    let form: String
    let k: Int?
    let mu, eta, x, y: Double
    let field: [Double]
  }

  @Test("fields agree with those computed in exact arithmetic from rooted trees, step by step and in the limit")
  func fields() throws {
    struct File: Decodable { let cases: [FieldCase] }
    let cases = try SeriesReference.read(File.self, "plane_field.json").cases
    #expect(cases.count { $0.form == "piecewise" } > 10 && cases.count { $0.form == "limit" } > 10)
    for c in cases {
      let flow = HeavyBallFlow(
        Objective(ProductLoss(x: c.x, y: c.y)), stepSize: c.eta, momentum: c.mu, order: c.alpha, form: .piecewise)
      let found = c.k.map { flow.field(at: Vector(c.beta), step: $0) } ?? flow.field(at: Vector(c.beta))
      for (a, b) in zip(found, c.field) { #expect((a - b).magnitude <= 1e-12 * b.magnitude, "\(c)") }
    }
  }

  /// Slopes over the halving of η from T/320 to T/640, µ = 0.5, T = 0.05, computed apart in 1e-12 arithmetic.
  static let slopes: [(form: FlowForm, expected: [Double])] = [
    (.piecewise, [1.00, 1.99, 2.97, 3.94]), (.limit, [1.00, 0.98, 1.02, 1.02]), (.matched, [1.00, 2.00, 3.01, 4.02]),
    (.phase, [1.005, 2.006, 3.005]),
  ]

  @Test("errors fall with the step size as each form's order says", arguments: slopes)
  func order(_ form: FlowForm, _ expected: [Double]) throws {
    for (i, slope) in expected.enumerated() {
      let measured = try OrderOfError.measure(
        of: { HeavyBallFlow(objective, stepSize: $0, momentum: 0.5, order: i + 1, form: form) }, from: start,
        duration: 0.05, stepSizes: [0.05 / 320, 0.05 / 640])
      #expect((measured.slopes[0] - slope).magnitude < 0.0051, "order \(i + 1): \(measured.slopes[0])")
    }
  }

  @Test("the matched start of a quadratic tends to the exact one", arguments: [0.3, 0.7])
  func matchedQuadratic(mu: Double) {
    let ηλ = 0.02 * Radius.value(momentum: mu)
    let quadratic = Objective(QuadraticLoss(a: Matrix([[1]]), b: [0]))
    let b = 1 + mu - ηλ
    let root = (b * b - 4 * mu).squareRoot()
    let (z1, z2) = ((b + root) / 2, (b - root) / 2)
    let flow = HeavyBallFlow(quadratic, stepSize: ηλ, momentum: mu, order: 9, form: .matched)
    expectClose(flow.start(from: [1])[0], z1 * (1 - z2) / (z1 - z2), 1e-13)
  }

  @Test("fixed steps and adaptive ones solve the same piecewise flow, through the change to the limit's field")
  func integratorsAgree() throws {
    let flow = HeavyBallFlow(objective, stepSize: 1e-3, momentum: 0.5, order: 4)
    let adaptive = try flow.run(DormandPrince853()).run(from: [1, 2], steps: 120, RunOptions())
    let fixed = try flow.run(RungeKutta4.self, substeps: 20).run(from: [1, 2], steps: 120, RunOptions())
    expectClose(fixed.points.elements, adaptive.points.elements, 1e-10)
    #expect(flow.piecewise.coefficients(ofStep: 30) != nil && flow.piecewise.coefficients(ofStep: 100) == nil)
  }

  @Test("a piecewise flow that goes on is the longer flow", arguments: [true, false])
  func goingOn(isAdaptive: Bool) throws {
    let flow = HeavyBallFlow(objective, stepSize: 1e-3, momentum: 0.5, order: 3)
    let run = isAdaptive ? flow.run(DormandPrince853()) : flow.run(RungeKutta4.self, substeps: 4)
    let whole = try run.run(from: [1, 2], steps: 90, RunOptions())
    let first = try run.run(from: [1, 2], steps: 7, RunOptions())
    let rest = try run.run(from: first, steps: 83, RunOptions())
    #expect(rest.steps.last == 90)
    expectClose(rest.end, whole.end, isAdaptive ? 1e-9 : 0)
  }

  @Test("members of an ensemble flow as single points do", arguments: FlowForm.allCases)
  func ensemble(_ form: FlowForm) throws {
    let flow = HeavyBallFlow(objective, stepSize: 1e-3, momentum: 0.5, order: 3, form: form)
    let starts = Matrix([[1, 2], [2.8, 3.5], [-1, 0.5]])
    for run in [flow.run(DormandPrince54()), flow.run(Midpoint.self, substeps: 3)] {
      let ensemble = try run.run(fromRows: starts, steps: 60, RunOptions())
      for i in 0..<3 {
        let single = try run.run(from: starts.row(i), steps: 60, RunOptions())
        expectClose(ensemble.member(i).points.elements, single.points.elements, 1e-14)
      }
    }
  }

  @Test("a piecewise flow that diverges keeps what came before")
  func divergence() throws {
    let flow = HeavyBallFlow(objective, stepSize: 0.1, momentum: 0.7, order: 4)
    let fixed = try flow.run(Euler.self, substeps: 1).run(from: start, steps: 50, RunOptions())
    guard case .diverged(let step) = fixed.ending else { return #expect(Bool(false), "\(fixed.ending)") }
    #expect(fixed.steps == Array(0..<step) && fixed.points.isFinite)
    let ensemble = try flow.run(Euler.self, substeps: 1).run(
      fromRows: Matrix([[2.8, 3.5], [0.7, 0.8]]), steps: 50, RunOptions())
    #expect(ensemble.divergedAt[0] == step && ensemble.member(0).steps == fixed.steps)
  }
}

@Suite("A flow's run") struct FlowRunTests {
  struct Interruption: Error {}

  @Test("is interrupted between substeps, in the first steps too", arguments: FlowForm.allCases)
  func interruption(_ form: FlowForm) {
    let flow = HeavyBallFlow(
      Objective(ProductLoss(y: 0.6)), stepSize: 1e-3, momentum: 0.5, order: 2, form: form)
    var options = RunOptions()
    options.poll = { throw Interruption() }
    #expect(throws: Interruption.self) {
      try flow.run(Euler.self, substeps: 1_000_000_000).run(from: [1, 2], steps: 2, options)
    }
  }
}

@Suite("Implicit regularization") struct ImplicitRegularizationTests {
  @Test("is the closed form's on the two-parameter model")
  func plane() {
    let (a, b, η, µ) = (2.8, 3.5, 5e-3, 0.7)
    let r = a * b - 0.6
    let found = ImplicitRegularization(
      of: Objective(ProductLoss(x: 1, y: 0.6)), at: [a, b], stepSize: η, momentum: µ)
    // ‖∇L‖² = r²(a² + b²), and its gradient is 2r(a² + b²)(b, a) + 2r²(a, b).
    let s = a * a + b * b
    expectClose(found.ratio, 1.7 / (0.3 * 0.3 * 0.3), 1e-15)
    expectClose([found.ratioToLoss, found.ratioAtEqualSpeed], [1.7 / (0.3 * 0.3), 1.7 / 0.3], 1e-15)
    expectClose(found.penalty, η / 4 * found.ratio * r * r * s, 1e-14)
    expectClose(found.modifiedLoss, r * r / 2 / 0.3 + found.penalty, 1e-14)
    let slope = [2 * r * s * b + 2 * r * r * a, 2 * r * s * a + 2 * r * r * b]
    for (i, g) in [r * b, r * a].enumerated() {
      expectClose(found.modifiedGradient[i], g / 0.3 + η / 4 * found.ratio * slope[i], 1e-14)
    }
    // ∇L·∇²L∇L = r²(a⁴ + b⁴ + 2ab(2ab − y)) r⁰ with ∇²L = [[b², ab + r], [ab + r, a²]].
    let q = { (a: Double, b: Double) -> Double in
      let r = a * b - 0.6
      return r * r * (b * b * b * b + a * a * a * a + 2 * a * b * (a * b + r))
    }
    let h = 1e-5
    expectClose(found.smoothnessGradient[0], (q(a + h, b) - q(a - h, b)) / (2 * h), 1e-8)
    expectClose(found.smoothnessGradient[1], (q(a, b + h) - q(a, b - h)) / (2 * h), 1e-8)
  }

  @Test("has the limit field of order 2 as minus its gradient")
  func field() {
    let objective = Objective(RosenbrockLoss())
    let found = ImplicitRegularization(of: objective, at: [-1.2, 1], stepSize: 1e-4, momentum: 0.6)
    let flow = HeavyBallFlow(objective, stepSize: 1e-4, momentum: 0.6, order: 2, form: .limit)
    expectClose(found.modifiedGradient, -flow.field(at: [-1.2, 1]), 1e-14)
  }
}
