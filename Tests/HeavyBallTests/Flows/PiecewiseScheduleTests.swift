import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("Theorem 2.1 for steps that change") struct PiecewiseScheduleTests {
  private let objective = BilinearModel.objective()

  /// η and µ of runs of n steps, whose step size is 1/n times something.
  struct Case {
    let name: String
    let coefficients: @Sendable (Int) -> MomentumCoefficients
    /// All n, over the same time, or so many however small the steps are: then the error has an order more.
    var steps: Int?
  }

  private static let cases = [
    Case(
      name: "a warm-up and a cosine",
      coefficients: { n in
        MomentumCoefficients(
          stepSize: .schedule { k in
            let part = k * (1 / Double(n))
            return BilinearModel.duration / Double(n) * (1 - Expression.exp(-5 * part)) * (0.6 + 0.5 * Expression.cos(3 * part))
          }, momentum: 0.5, lookahead: 0)
      }),
    Case(
      name: "both, with µ near 0 now and then",
      coefficients: { n in
        MomentumCoefficients(
          stepSize: .schedule { k in BilinearModel.duration / Double(n) * (1.2 - 0.4 * Expression.cos(k * (6 / Double(n)))) },
          momentum: .schedule { k in 0.3 - 0.3 * Expression.cos(k * (12.5 / Double(n))) }, lookahead: 0)
      }),
    Case(
      name: "a ν of its own, from −0.3 to 0.7, through 0",
      coefficients: { n in
        MomentumCoefficients(
          stepSize: .schedule { k in BilinearModel.duration / Double(n) * (1.2 - 0.4 * Expression.cos(k * (6 / Double(n)))) },
          momentum: .schedule { k in 0.5 - 0.2 * Expression.cos(k * (12.5 / Double(n))) },
          lookahead: .schedule { k in k * (1 / Double(n)) - 0.3 })
      }),
    // As µ → 1 the field of step k grows as k does: of as many steps it has a limit.
    Case(
      name: "Nesterov's momentum",
      coefficients: { n in
        MomentumCoefficients(
          stepSize: .constant(BilinearModel.duration / Double(n)), momentum: .schedule { k in (k - 1) / (k + 2) }, lookahead: 0)
      }, steps: 14),
  ]

  @Test("follows heavy ball with an error of its order", arguments: cases.indices, [1, 2, 3, 4])
  func slopes(number: Int, order: Int) throws {
    let (known, expected) = (Self.cases[number], Double(order + (Self.cases[number].steps == nil ? 0 : 1)))
    let errors = try [160, 320].map { n in
      let (coefficients, steps) = (known.coefficients(n), known.steps ?? n)
      let flow = HeavyBallFlow(objective, coefficients, order: order, form: .piecewise)
      let solution = try flow.run(DormandPrince853(), OrderOfError.tolerances())
        .run(from: BilinearModel.start, steps: steps, RunOptions())
      let method = try Iteration(MomentumMethod(coefficients), on: objective).run(from: BilinearModel.start, steps: steps)
      #expect(solution.times == method.times && solution.provenance.method == nil)
      return (solution.end - method.end).norm()
    }
    let slope = log2(errors[0] / errors[1])
    #expect((slope - expected).magnitude < 0.4, "\(known.name): \(errors) \(slope)")
  }

  @Test("is exact on a quadratic but for what the order truncates")
  func quadratic() throws {
    let objective = Objective(QuadraticLoss(a: Matrix([[1]]), b: [0]))
    let coefficients = MomentumCoefficients(
      stepSize: .schedule { k in 0.01 / (1 + 0.1 * k) }, momentum: .schedule { k in 0.5 - 0.3 / k }, lookahead: 0)
    let flow = HeavyBallFlow(objective, coefficients, order: 6, form: .piecewise)
    let solution = try flow.run(DormandPrince853(), OrderOfError.tolerances()).run(from: [1], steps: 50, RunOptions())
    let method = try Iteration(MomentumMethod(coefficients), on: objective).run(from: [1], steps: 50)
    for k in 0...50 { expectClose(solution.points[k, 0], method.points[k, 0], 2e-9) }
    // The field of each step is ln(β_{k+1}/β_k)/η_k.
    for k in [0, 1, 7, 30] {
      let ratio = log(method.points[k + 1, 0] / method.points[k, 0]) / coefficients.stepSize.value(at: k + 1)
      expectClose(flow.field(at: [1], step: k)[0], ratio, 1e-8)
    }
  }

  @Test("of numbers that do not change has the coefficients of those, and every method of integration serves")
  func constant() throws {
    let still = MomentumCoefficients(
      stepSize: .schedule { k in 0.005 + 0 * k }, momentum: .schedule { k in 0.5 + 0 * k }, lookahead: 0)
    let flow = HeavyBallFlow(objective, still, order: 3, form: .piecewise)
    let plain = HeavyBallFlow(objective, stepSize: 0.005, momentum: 0.5, order: 3)
    for k in [0, 1, 5, 40] {
      expectClose(
        flow.field(at: BilinearModel.start, step: k).elements, plain.field(at: BilinearModel.start, step: k).elements, 1e-12)
    }
    let expected = try plain.run(DormandPrince853(), OrderOfError.tolerances())
      .run(from: BilinearModel.start, steps: 20, RunOptions()).end
    for method in Integrators.fixedStep {
      let found = try flow.run(method, substeps: 1000).run(from: BilinearModel.start, steps: 20, RunOptions()).end
      expectClose(found.elements, expected.elements, 1e-3)
    }
    // On from a trajectory the steps are counted on.
    let run = flow.run(DormandPrince853(), OrderOfError.tolerances())
    let part = try run.run(from: BilinearModel.start, steps: 3, RunOptions())
    expectClose(try run.run(from: part, steps: 17, RunOptions()).end.elements, expected.elements, 1e-11)
  }

  @Test("carries its error along too")
  func error() throws {
    let coefficients = Self.cases[0].coefficients(160)
    let flow = HeavyBallFlow(objective, coefficients, order: 2, form: .piecewise)
    let solution = try flow.runWithError(DormandPrince853(), OrderOfError.tolerances()) {}
      .run(from: BilinearModel.start, steps: 160, RunOptions())
    let method = try Iteration(MomentumMethod(coefficients), on: objective).run(from: BilinearModel.start, steps: 160)
    let found = solution.end - method.end
    let error = try #require(solution.errors).row(160)
    #expect((error - found).norm() < 0.1 * found.norm(), "\(error) \(found)")
  }
}
