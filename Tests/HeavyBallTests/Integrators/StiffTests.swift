import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("On a stiff field") struct StiffTests {
  /// Gradient flow on a quadratic with curvatures 1 and 1e5: the fast part is gone at once, yet bounds explicit steps.
  @Test("the Rosenbrock method takes far fewer steps than dopri5, to the same accuracy")
  func quadratic() throws {
    let objective = Objective(QuadraticLoss(a: Matrix([[1, 0], [0, 1e5]]), b: [0, 0]))
    let field = VectorField(-objective.gradient, of: objective.parameters)
    let runs = try [DormandPrince54(), Rodas4()].map { (method: any AdaptiveMethod) in
      var options = IntegratorOptions()
      (options.relativeTolerance, options.absoluteTolerance) = (1e-6, 1e-8)
      return try Integration(
        title: "", objective: objective, schedule: field, stepSize: 1, method: method, options: options
      ).run(from: [1, 1], steps: 2)
    }
    for run in runs { expectClose(run.end, [exp(-2), 0], 3e-6) }
    let steps = runs.map { $0.statistics!.acceptedSteps }
    #expect(steps[0] > 50_000 && steps[1] < 100, "\(steps)")
    #expect(runs[1].statistics!.jacobians == runs[1].statistics!.acceptedSteps)
  }

  /// Van der Pol's oscillator in Liénard's form, ε = 1e-4: ẋ = (y − x³/3 + x)/ε, ẏ = −x. SciPy 1.17.1, Radau, rtol
  /// 1e-11 and atol 1e-13.
  @Test("the Rosenbrock method follows van der Pol's oscillator over its jumps")
  func vanDerPol() throws {
    let β = Graph().input(.vector(2))
    let (x, y) = (β[0], β[1])
    let field = VectorField(Expression.concatenation([(y - x * x * x / 3 + x) * 1e4, -x]), of: β)
    var options = IntegratorOptions()
    (options.relativeTolerance, options.absoluteTolerance) = (1e-6, 1e-8)
    let run = try Integration(
      title: "", objective: KnownSolution.objective(2), schedule: field, stepSize: 0.5, method: Rodas4(),
      options: options
    ).run(from: [2, 2.0 / 3], steps: 4)
    expectClose(run.points.row(2), [-1.86892416, -0.3069752637], 1e-4)
    expectClose(run.end, [1.718587208, -0.02670201455], 1e-4)
    #expect(run.statistics!.acceptedSteps < 1000, "\(run.statistics!)")
  }
}
