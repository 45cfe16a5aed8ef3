import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("Equations of order 2") struct SecondOrderTests {
  /// Errors beside heavy ball at t = 0.4 on ‖uvᵀ − M‖²/2, computed apart at high precision: second_order.json.
  struct File: Decodable {
    struct Case: Decodable {
      let mu: Double
      let etas: [Double]
      let errors: [String: [Double]]
    }
    let cases: [Case]
  }

  @Test("have the errors beside heavy ball that were computed apart") func errors() throws {
    let objective = BilinearModel.objective()
    let g = objective.gradient(at: BilinearModel.start)
    var options = IntegratorOptions()
    (options.relativeTolerance, options.absoluteTolerance) = (1e-12, 1e-13)
    for c in try SeriesReference.read(File.self, "second_order.json").cases {
      let starts: [String: (SecondOrderKind, Vector?)] = [
        "KS v0=0": (.kovachkiStuart, g * 0), "KS v0=-g/(1-mu)": (.kovachkiStuart, g * (-1 / (1 - c.mu))),
        "KS v0=-g/(1+mu)": (.kovachkiStuart, nil), "MGF v0=0": (.papazov, nil),
        "MGF v0=-g/(1+mu)": (.papazov, g * (-1 / (1 + c.mu))),
      ]
      #expect(Set(c.errors.keys) == Set(starts.keys))
      for (η, k) in zip(c.etas, c.etas.indices) {
        let steps = Int((0.4 / η).rounded())
        let method = try Iteration(HeavyBallMethod(stepSize: .constant(η), momentum: .constant(c.mu)), on: objective).run(
          from: BilinearModel.start, steps: steps)
        for (name, (kind, velocity)) in starts {
          let flow = try SecondOrderFlow(objective, kind, stepSize: η, momentum: c.mu) {}
          let run = try flow.run(DormandPrince853(), options, velocity: velocity) {}.run(
            from: BilinearModel.start, steps: steps, RunOptions())
          let error = try #require(DiscretizationError.norms(run, method).last)
          let expected = try #require(c.errors[name]?[k])
          #expect((error - expected).magnitude <= 1e-6 * expected + 1e-12, "\(name), eta \(η): \(error), \(expected)")
          #expect(run.memory["v"]?.count == 4)
        }
      }
    }
  }

  /// On λb²/2 in one dimension Su, Boyd and Candès' equation has the solution 2J₁(z)/z · b(0), z = t√(λ/η).
  @Test("begin where their damping is infinite, by every method", arguments: Integrators.all.map(\.name))
  func bessel(_ name: String) throws {
    let objective = Objective(QuadraticLoss(a: Matrix([[3]]), b: [0]))
    let flow = try SecondOrderFlow(objective, .suBoydCandes, stepSize: 0.01, momentum: 0) {}
    let method: any AdaptiveMethod
    var tolerance = 1e-8
    switch Integrators.all.first(where: { $0.name == name }) {
    case .adaptive(let adaptive)?: method = adaptive
    case .fixedStep(let fixed)?:
      method = FixedSteps(fixed, step: 0.01 / 1000)
      tolerance = fixed.order == 1 ? 1e-2 : 1e-5
    case nil: return
    }
    let run = try flow.run(method, nil) {}.run(from: [2], steps: 50, RunOptions())
    #expect(run.steps.count == 51 && run.times[50] == 0.5)
    for k in [1, 7, 50] {
      let z = run.times[k] * (3 / 0.01).squareRoot()
      expectClose(run.points[k, 0], 4 * j1(z) / z, tolerance, "\(name), step \(k)")
    }
  }

  @Test("go on from a trajectory's end with its velocity", arguments: SecondOrderKind.allCases)
  func continuing(_ kind: SecondOrderKind) throws {
    let objective = BilinearModel.objective()
    let flow = try SecondOrderFlow(objective, kind, stepSize: 5e-3, momentum: 0.5) {}
    let runner = try flow.run(DormandPrince853(), nil) {}
    let whole = try runner.run(from: BilinearModel.start, steps: 80, RunOptions())
    let first = try runner.run(from: BilinearModel.start, steps: 30, RunOptions())
    let second = try runner.run(from: first, steps: 50, RunOptions())
    #expect(second.steps[0] == 30 && second.times.last == whole.times.last)
    expectClose(second.end, whole.end, 1e-9)
    let all = try runner.run(fromRows: Matrix([BilinearModel.start.elements, [1, 1, 1, 1]]), steps: 80, RunOptions())
    #expect(all.member(0).points == whole.points)
  }

  @Test("end where the loss is low enough, between two steps") func goal() throws {
    let objective = BilinearModel.objective()
    let flow = try SecondOrderFlow(objective, .kovachkiStuart, stepSize: 5e-3, momentum: 0.5) {}
    var options = RunOptions()
    options.lossGoal = 0.5
    let run = try flow.run(DormandPrince853(), nil) {}.run(from: BilinearModel.start, steps: 400, options)
    #expect(run.ending == .lossGoal && run.endsBetweenSteps)
    expectClose(objective.value(at: run.end), 0.5, 1e-14)
  }
}
