import Testing

@testable import HeavyBall

/// Section 4 of Lyu et al.: the two-parameter model from (2.8, 3.5), η = 5e-3, µ = 0.7, 200 steps, flows by Euler with η/10.
@Suite("Figure 2") struct FigureTwoTests {
  let objective = Objective(ProductLoss(x: 1, y: 0.6))
  let start: Vector = [2.8, 3.5]

  @Test("gradient descent and heavy ball end where they should")
  func methods() throws {
    let gd = try Iteration(GradientDescent(stepSize: 5e-3), on: objective).run(from: start, steps: 200)
    let hb = try Iteration(HeavyBallMethod(stepSize: 5e-3, momentum: 0.7), on: objective).run(from: start, steps: 200)
    expectRounded(gd.end, [0.299029, 2.103702], digits: 6)
    expectRounded(hb.end, [0.330306, 1.816497], digits: 6)
    #expect(hb.points.rows == 201 && hb.steps.first == 0 && hb.steps.last == 200)
    expectClose(hb.times[200], 1, 1e-15)
  }

  @Test("the flows end where they should, with the printed errors")
  func flows() throws {
    let hb = try Iteration(HeavyBallMethod(stepSize: 5e-3, momentum: 0.7), on: objective).run(from: start, steps: 200)
    let expected: [(end: [Double], squaredError: Double, digits: Double)] = [
      ([0.28391, 2.11335], 9.03e-2, 0.005e-2), ([0.31003, 1.93530], 1.45e-2, 0.005e-2),
      ([0.33022, 1.81698], 2.4e-7, 0.05e-7),
    ]
    for (i, row) in expected.enumerated() {
      let flow = HeavyBallFlow(objective, stepSize: 5e-3, momentum: 0.7, order: i + 1, form: .limit)
      let run = try flow.run(Euler.self, substeps: 10).run(from: start, steps: 200, RunOptions())
      expectRounded(run.end, row.end, digits: 5)
      let error = DiscretizationError.norms(run, hb)[200]
      #expect((error * error - row.squaredError).magnitude <= row.digits, "order \(i + 1): \(error * error)")
    }
  }

  @Test("integrated accurately, order 3 does not have the printed figure's luck")
  func accurate() throws {
    let hb = try Iteration(HeavyBallMethod(stepSize: 5e-3, momentum: 0.7), on: objective).run(from: start, steps: 200)
    let flow = HeavyBallFlow(objective, stepSize: 5e-3, momentum: 0.7, order: 3, form: .limit)
    let run = try flow.run(RungeKutta4.self, substeps: 100).run(from: start, steps: 200, RunOptions())
    let error = DiscretizationError.norms(run, hb)[200]
    #expect((error * error - 2.4e-4).magnitude <= 0.05e-4, "\(error * error)")
  }

  @Test("starts outside the flow's radius, at r = 5.5")
  func validity() {
    let flow = HeavyBallFlow(objective, stepSize: 5e-3, momentum: 0.7, order: 3, form: .limit)
    #expect((flow.validity(at: start) - 5.5).magnitude < 0.05)
    // The Hessian at (2.8, 3.5) is [[b², 2ab−y], [2ab−y, a²]].
    let (s, d) = (3.5 * 3.5 + 2.8 * 2.8, 3.5 * 3.5 - 2.8 * 2.8)
    let o = 2 * 2.8 * 3.5 - 0.6
    let λ = (s + (d * d + 4 * o * o).squareRoot()) / 2
    expectClose(flow.validity(at: start), 5e-3 * λ / Radius.value(momentum: 0.7), 1e-14)
  }

  private func expectRounded(
    _ found: Vector, _ expected: [Double], digits: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let half = 0.5 * (0..<digits).reduce(1.0) { unit, _ in unit / 10 }
    for (a, b) in zip(found, expected) {
      #expect((a - b).magnitude <= half * 1.0001, "found \(found), expected \(expected)", sourceLocation: sourceLocation)
    }
  }
}
