import Testing

@testable import HeavyBall

@Suite("Diagonal linear networks to order 3") struct ThirdOrderTests {
  private let reference: Reference
  private let objective: Objective
  private let start: Vector
  private var problem: DiagonalProblem { reference.problem }

  init() throws {
    reference = try SeriesReference.read(Reference.self, "dln_order3.json")
    objective = Objective(reference.problem.loss)
    start = Vector(reference.w_plus0 + reference.w_minus0)
  }

  @Test("of heavy ball's runs kappa and the optimality condition are off by what the reference finds at either order")
  func heavyBall() throws {
    for row in reference.rows {
      // At the smallest η rounding kept the reference's gradient above its goal.
      let run = try DiagonalTraining(problem, on: objective, stepSize: row.eta, momentum: row.mu)
        .run(from: start, steps: min(row.steps, 150_000), .last)
      let found = errors(of: run, by: .heavyBall(row.eta, row.mu))
      expectClose(found.kappa, [row.err2, row.err3], 1e-3, "kappa, mu = \(row.mu), eta = \(row.eta)")
      // The reference's residual of order 3 has the integral of g³ alone, φ here all there is.
      expectClose(found.residual[0], row.kkt_order2, 2e-4, "KKT, mu = \(row.mu), eta = \(row.eta)")
      expectClose(found.residual[1], row.kkt_order3, 0.02, "KKT, mu = \(row.mu), eta = \(row.eta)")
    }
  }

  @Test("of runs of the momentum family kappa is off by what the reference finds at either order")
  func family() throws {
    for row in reference.family.rows {
      let method = MomentumFamily(stepSize: row.eta, momentum: row.mu, lookahead: row.nu)
      let run = try Iteration(MomentumMethod(method), on: objective).run(from: start, steps: Int(60 / row.eta))
      let found = errors(of: run, by: method)
      expectClose(found.kappa, [row.err_family_order2, row.err_family_order3], 1e-3, "\(method)")
    }
  }

  @Test(
    "the residual of the optimality condition falls as the square of the step size with phi of order 2, as its cube with order 3",
    arguments: [(0.3, 0.0), (0.5, 0.5), (0.6, 0.3), (0.3, -0.4)])
  func residuals(mu: Double, nu: Double) throws {
    let found = try [0.004, 0.002].map { η in
      let method = MomentumFamily(stepSize: η * (1 - mu), momentum: mu, lookahead: nu)
      let run = try Iteration(MomentumMethod(method), on: objective)
        .run(from: start, steps: Int(60 / method.stepSize))
      return errors(of: run, by: method).residual
    }
    for (i, slope) in [2.0, 3].enumerated() {
      #expect((Elementary.log(found[0][i] / found[1][i]) / Elementary.log(2) - slope).magnitude < 0.1, "\(found)")
    }
  }

  @Test("along the limit flow kappa and all of phi are off by a higher power of the step size at order 3 than at 2")
  func limitFlow() throws {
    let µ = 0.5
    let errors = try [0.004, 0.002].map { η in
      let flow = HeavyBallFlow(objective, stepSize: η, momentum: µ, order: 3, form: .limit)
      let run = try flow.run(DormandPrince853()).run(from: start, steps: Int(40 / η), RunOptions())
      let path = try DiagonalPath(problem, run, flow: flow)
      let integrals = run.gradientIntegrals(for: problem)
      return [2, 3].flatMap { order in
        let theory = PredictedBias(problem, from: start, by: .heavyBall(η, µ), order: order, isOfLimitFlow: true)
        let phi = theory.phi(integrals)
        return [
          PredictedBias.error(
            predicted: theory.kappa(of: run, problem), found: problem.kappa(run.end), initial: problem.kappa(start)),
          (path.phi.row(run.steps.count - 1) - phi).norm(.infinity) / phi.norm(.infinity),
        ]
      }
    }
    for (i, slope) in [1.0, 1, 2, 2].enumerated() {
      let found = Elementary.log(errors[0][i] / errors[1][i]) / Elementary.log(2)
      #expect((found - slope).magnitude < 0.1, "\(errors)")
    }
  }

  @Test("the flows that begin as heavy ball does have its runs' kappa and phi", arguments: [FlowForm.piecewise, .phase])
  func flowsFromRest(form: FlowForm) throws {
    let (η, µ) = (0.002, 0.5)
    let run = try Iteration(HeavyBallMethod(stepSize: .constant(η), momentum: .constant(µ)), on: objective)
      .run(from: start, steps: 20_000)
    let flow = try HeavyBallFlow(objective, stepSize: η, momentum: µ, order: 3, form: form).run(DormandPrince853())
      .run(from: start, steps: 20_000, RunOptions())
    #expect(!flow.provenance.isLimitFlow)
    let theory = PredictedBias(problem, from: start, by: .heavyBall(η, µ), order: 3)
    // Both are of order 3: what they differ by is a small part of what order 3 adds.
    let added = Elementary.log(
      (theory.kappa(of: run, problem)[0])
        / PredictedBias(problem, from: start, by: .heavyBall(η, µ), order: 2).kappa(of: run, problem)[0])
    let apart = Elementary.log(theory.kappa(of: run, problem)[0] / theory.kappa(of: flow, problem)[0])
    #expect(apart.magnitude < 0.05 * added.magnitude, "\(apart) \(added)")
    expectClose(theory.phi(run.gradientIntegrals(for: problem)), theory.phi(flow.gradientIntegrals(for: problem)), 1e-5)
  }

  @Test("the path's rates and the counter terms in closed form are those of the flow's field")
  func rates() throws {
    let (η, µ) = (0.01, 0.6)
    let flow = HeavyBallFlow(objective, stepSize: η, momentum: µ, order: 3, form: .limit)
    let run = try flow.run(DormandPrince853()).run(from: start, steps: 3, RunOptions())
    let path = try DiagonalPath(problem, run, flow: flow)
    for k in 0...3 {
      let β = run.points.row(k)
      let γ = (flow.field(at: β) + objective.gradient(at: β) / (1 - µ)) / -η
      let (plus, minus) = problem.split(β)
      let terms = CounterTerms(problem, at: β, stepSize: η, momentum: µ)
      expectClose(terms.plus, problem.split(γ).plus / plus, 1e-10)
      expectClose(terms.minus, problem.split(γ).minus / minus, 1e-10)
      expectClose(path.epsilonRate.row(k), terms.plus + terms.minus, 1e-10)
      expectClose(path.phiRate.row(k), (terms.plus - terms.minus) * (η / 4), 1e-10)
    }
  }

  /// By order, 2 and 3: how far ln κ is off, and the part of ¼ arcsinh(w/(2κ)) + φ − ¼ arcsinh(w(0)/(2κ(0))) outside X's
  /// row space.
  private func errors(of run: Trajectory, by method: MomentumFamily) -> (kappa: [Double], residual: [Double]) {
    let (w, κ) = (problem.predictor(run.end), problem.kappa(run.end))
    let integrals = run.gradientIntegrals(for: problem)
    let space = RowSpace(problem.x, problem.y)
    let change =
      HyperbolicPotential.gradient(w, kappa: κ)
      - HyperbolicPotential.gradient(problem.predictor(start), kappa: problem.kappa(start))
    let found = [2, 3].map { order in
      let theory = PredictedBias(problem, from: start, by: method, order: order)
      return (
        PredictedBias.error(predicted: theory.kappa(integrals, to: w), found: κ, initial: problem.kappa(start)),
        space.outside(change + theory.phi(integrals)).norm()
      )
    }
    return (found.map(\.0), found.map(\.1))
  }

  /// Heavy ball and the family in NumPy; see the file's note.
  private struct Reference: Decodable {
    let X: [[Double]]
    let y: [Double]
    let w_plus0: [Double], w_minus0: [Double]
    let rows: [Row]
    let family: Family

    var problem: DiagonalProblem { DiagonalProblem(x: Matrix(X), y: Vector(y)) }

    struct Row: Decodable {
      let mu: Double, eta: Double
      let steps: Int
      let err2: Double, err3: Double
      let kkt_order2: Double, kkt_order3: Double
    }

    struct Family: Decodable { let rows: [FamilyRow] }

    struct FamilyRow: Decodable {
      let mu: Double, nu: Double, eta: Double
      let err_family_order2: Double, err_family_order3: Double
    }
  }
}
