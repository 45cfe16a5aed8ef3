import Testing

@testable import HeavyBall

@Suite("The path of a flow on a diagonal linear network") struct DiagonalPathTests {
  private let reference: DiagonalReference
  private let objective: Objective
  private var problem: DiagonalProblem { reference.problem }

  init() throws {
    reference = try DiagonalReference.read("dln_small.json")
    objective = Objective(reference.problem.loss)
  }

  @Test(
    "satisfies the lemmas and (84) to the accuracy of quadrature at every order and in every form",
    arguments: [(1, FlowForm.limit), (2, .limit), (3, .limit), (5, .limit), (2, .matched), (2, .piecewise), (3, .piecewise)])
  func identities(order: Int, form: FlowForm) throws {
    let flow = HeavyBallFlow(objective, stepSize: 0.01, momentum: 0.5, order: order, form: form)
    var accurate = IntegratorOptions()
    accurate.relativeTolerance = 1e-13
    accurate.absoluteTolerance = 1e-15
    let run = try flow.run(DormandPrince853(), accurate)
      .run(from: problem.start(scale: 0.3, ratio: 0.9), steps: 300, RunOptions())
    let path = try DiagonalPath(problem, run, flow: flow)
    #expect(path.residuals.kappa.norm(.infinity) < 1e-9, "\(path.residuals.kappa.norm(.infinity))")
    #expect(path.residuals.predictor.norm(.infinity) < 1e-8, "\(path.residuals.predictor.norm(.infinity))")
    #expect(path.residuals.dynamics.norm(.infinity) < 1e-8, "\(path.residuals.dynamics.norm(.infinity))")
    // Another flow does not satisfy them along these points.
    let other = HeavyBallFlow(objective, stepSize: 0.01, momentum: 0.4, order: order, form: form)
    let wrong = try DiagonalPath(problem, run, flow: other)
    #expect(wrong.residuals.predictor[300] > 0.05 && wrong.residuals.dynamics[300] > 0.05)
    #expect(path.signChanges == 0)
    if order == 1 { #expect(path.epsilon.elements.allSatisfy { $0.magnitude < 1e-9 }) }
  }

  @Test("ends at the predicted phi and, to the order of the theory, at the predicted kappa", arguments: HessianBlocks.allCases)
  func predictions(hessian: HessianBlocks) throws {
    let (η, µ) = (1e-3, 0.5)
    let start = problem.start(scale: 0.3)
    let flow =
      hessian == .joint
      ? HeavyBallFlow(objective, stepSize: η, momentum: µ, order: 2, form: .limit)
      : HeavyBallFlow.withHessianBlocks(objective, stepSize: η, momentum: µ)
    let run = try flow.run(DormandPrince853()).run(from: start, steps: 40_000, RunOptions())
    let path = try DiagonalPath(problem, run, flow: flow)
    let theory = PredictedBias(
      problem, from: start, by: .heavyBall(η, µ), order: 2, isOfLimitFlow: true, hessian: hessian)
    let phi = theory.phi(run.gradientIntegrals(for: problem))
    // The theory drops terms of order η beside those it keeps.
    let scale = phi.norm(.infinity)
    #expect((path.phi.row(40_000) - phi).norm(.infinity) < 0.01 * scale)
    #expect(
      PredictedBias.error(
        predicted: theory.kappa(of: run, problem), found: problem.kappa(run.end), initial: problem.kappa(start)) < 0.01)
  }

  @Test("has the counter terms in closed form that the fields of the engine have", arguments: HessianBlocks.allCases)
  func counterTerms(hessian: HessianBlocks) {
    let (η, µ) = (0.02, 0.6)
    let flow =
      hessian == .joint
      ? HeavyBallFlow(objective, stepSize: η, momentum: µ, order: 2, form: .limit)
      : HeavyBallFlow.withHessianBlocks(objective, stepSize: η, momentum: µ)
    let β = Vector((0..<12).map { 0.2 + 0.05 * Double($0 * $0 % 7) })
    let γ = (flow.field(at: β) + objective.gradient(at: β) / (1 - µ)) / -η
    let (plus, minus) = problem.split(β)
    let terms = CounterTerms(problem, at: β, momentum: µ, hessian: hessian)
    expectClose(terms.plus, problem.split(γ).plus / plus, 1e-12)
    expectClose(terms.minus, problem.split(γ).minus / minus, 1e-12)
  }

  @Test("of heavy ball's own iterates shows how near the model is")
  func iterates() throws {
    let start = problem.start(scale: 0.3)
    let run = try Iteration(HeavyBallMethod(stepSize: 0.01, momentum: 0.5), on: objective).run(from: start, steps: 500)
    let residuals = try [1, 2].map { order in
      try DiagonalPath(
        problem, run, flow: HeavyBallFlow(objective, stepSize: 0.01, momentum: 0.5, order: order, form: .limit)
      ).residuals.kappa[500]
    }
    #expect(residuals[1] < 0.1 * residuals[0], "\(residuals)")
  }

  @Test("marks components of kappa that change sign, and says nothing of them from there on")
  func signChange() throws {
    let big = try DiagonalReference.read("dln.json").problem
    let loss = Objective(big.loss)
    let run = try Iteration(HeavyBallMethod(stepSize: 1e-2, momentum: 0.9), on: loss)
      .run(from: big.start(scale: 0.05), steps: 300)
    let path = try DiagonalPath(big, run, flow: HeavyBallFlow(loss, stepSize: 1e-2, momentum: 0.9, order: 2, form: .limit))
    let negative = (0..<100).filter { j in (0...300).contains { path.kappa[$0, j] < 0 } }
    #expect(path.signChanges == negative.count && !negative.isEmpty)
    #expect((0..<100).filter { path.epsilon[300, $0].isNaN } == negative)
    #expect((0..<100).filter { !path.epsilon[300, $0].isFinite } == negative)
    #expect(path.potential[300].isNaN)
  }
}
