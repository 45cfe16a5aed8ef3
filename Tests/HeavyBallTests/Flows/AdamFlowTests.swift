import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("Adam's flow") struct AdamFlowTests {
  /// adam_flow.json.
  struct File: Decodable {
    struct Case: Decodable {
      let beta1: Double
      let beta2: Double
      let eps: Double
      let eps_inside_sqrt: Bool
      let hs: [Double]
      let err1: [Double]
      let err2: [Double]
    }
    let cases: [Case]
  }

  /// x·Qx/2 + x₁⁴/4 + 0.3 x₁x₂x₃.
  private static func objective() -> Objective {
    Objective(name: "quartic", dimension: 3) { (x) throws(Never) in
      let square = x[0].squared() * 0.75 + x[1].squared() * 0.4 + x[2].squared() * 0.55
      let mixed = x[0] * x[1] * 0.3 + x[0] * x[2] * 0.1 - x[1] * x[2] * 0.2
      return square + mixed + x[0].squared().squared() / 4 + x[0] * x[1] * x[2] * 0.3
    }
  }

  private static let start: Vector = [1.5, 2, 1.2]

  /// Adam with ε inside of the root.
  private struct Inside: Optimizer {
    static let name = "inside"
    static let title = "Adam with epsilon inside"
    let stepSize: Coefficient
    let c: AdamFlowTests.File.Case

    func memory(dimension: Int) -> [StateVariable] {
      [
        StateVariable("m", .vector(dimension)), StateVariable("v", .vector(dimension)),
        StateVariable("p", .scalar, initial: 1), StateVariable("q", .scalar, initial: 1),
      ]
    }

    func step(
      _ k: StepNumber, _ β: HeavyBall.Expression, _ memory: [HeavyBall.Expression],
      gradient: (HeavyBall.Expression) -> HeavyBall.Expression
    ) -> (β: HeavyBall.Expression, memory: [HeavyBall.Expression]) {
      let g = gradient(β)
      let m = memory[0] * c.beta1 + g * (1 - c.beta1)
      let v = memory[1] * c.beta2 + g.squared() * (1 - c.beta2)
      let (p, q) = (memory[2] * c.beta1, memory[3] * c.beta2)
      let scale = HeavyBall.Expression.sqrt(v / (1 - q) + c.eps)
      return (β - stepSize(k) * (m / (1 - p)) / scale, [m, v, p, q])
    }
  }

  private static func iteration(_ c: File.Case, _ h: Double, on objective: Objective) -> Iteration {
    c.eps_inside_sqrt
      ? Iteration(Inside(stepSize: .constant(h), c: c), on: objective)
      : Iteration(
        Adam(
          stepSize: .constant(h), firstDecay: .constant(c.beta1), secondDecay: .constant(c.beta2), epsilon: c.eps),
        on: objective)
  }

  @Test("has the errors beside Adam that were computed apart, of order 1 and 2, with epsilon in both places")
  func errors() throws {
    let objective = Self.objective()
    var options = IntegratorOptions()
    (options.relativeTolerance, options.absoluteTolerance) = (1e-12, 1e-13)
    let cases = try SeriesReference.read(File.self, "adam_flow.json").cases
    #expect(Set(cases.map(\.eps_inside_sqrt)) == [true, false])
    for c in cases {
      for (i, h) in c.hs.enumerated() {
        let steps = Int((0.4 / h).rounded())
        let method = try Self.iteration(c, h, on: objective).run(from: Self.start, steps: steps)
        for (order, expected) in [(1, c.err1[i]), (2, c.err2[i])] {
          let flow = AdamFlow(
            objective, stepSize: h, firstDecay: c.beta1, secondDecay: c.beta2, epsilon: c.eps,
            place: c.eps_inside_sqrt ? .inside : .outside, order: order
          ) {}
          let run = try flow.run(DormandPrince853(), options).run(from: Self.start, steps: steps)
          let error = try #require(DiscretizationError.norms(run, method).last)
          #expect(
            (error - expected).magnitude <= 1e-5 * expected + 1e-11,
            "beta1 \(c.beta1), beta2 \(c.beta2), eps \(c.eps), h \(h), order \(order): \(error), \(expected)")
        }
      }
    }
  }

  @Test("with beta1 = 0 is that of RMSprop once its means have filled, with slopes 1 and 2") func rmsprop() throws {
    let objective = Self.objective()
    for (order, wanted) in [(1, 1.0), (2, 2.0)] {
      var errors: [Double] = []
      for h in [5e-4, 2.5e-4, 1.25e-4] {
        let method = Iteration(
          RMSProp(stepSize: .constant(h), decay: .constant(0.8), epsilon: 1e-2), on: objective)
        // 0.8 to the power 120 is 2e-12.
        let filled = try method.run(from: Self.start, steps: 120)
        let steps = Int((0.3 / h).rounded())
        let expected = try method.run(from: filled, steps: steps)
        let flow = AdamFlow(
          objective, stepSize: h, firstDecay: 0, secondDecay: 0.8, epsilon: 1e-2, order: order
        ) {}
        #expect(flow.title == "RMSprop flow of order \(order)")
        let run = try flow.run(DormandPrince853(), nil).run(from: filled, steps: steps)
        errors.append(try #require(DiscretizationError.norms(run, expected).last))
      }
      for (a, b) in zip(errors, errors.dropFirst()) { #expect((log2(a / b) - wanted).magnitude < 0.1, "order \(order)") }
    }
  }

  @Test("says where a component of the gradient is about to change sign") func signs() throws {
    // Both coordinates fall by h a step: g2 = x2 - x1/2 - 0.3 = 0.2 by h/2, and is 0.0005 after 57 steps.
    let objective = Objective(QuadraticLoss(a: Matrix([[4, -0.5], [-0.5, 1]]), b: [0, 0.3]))
    let flow = AdamFlow(objective, stepSize: 7e-3, firstDecay: 0.5, secondDecay: 0.5, epsilon: 1e-5) {}
    let run = try flow.run(DormandPrince853(), nil).run(from: [1, 1], steps: 57)
    let found = try #require(flow.firstSignChange(along: run) {})
    #expect(found == (57, 1))
    let some = try #require(flow.firstSignChange(along: run, looks: 4) {})
    #expect(some == (57, 1))
    let short = try flow.run(DormandPrince853(), nil).run(from: [1, 1], steps: 50)
    #expect(flow.firstSignChange(along: short) {} == nil)
  }
}
