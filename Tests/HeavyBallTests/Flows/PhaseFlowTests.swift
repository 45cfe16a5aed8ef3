import Testing

@testable import HeavyBall

@Suite("The flow in phase space") struct PhaseFlowTests {
  let plane = Objective(ProductLoss(x: 1, y: 0.6))

  private struct Reference: Decodable {
    struct Case: Decodable { let eta, mu: Double, steps: Int, errors: [Double] }
    let cases: [Case]
  }

  @Test("is from heavy ball, where that oscillates, as far as the reference's")
  func reference() throws {
    for c in try SeriesReference.read(Reference.self, "phase_plane.json").cases {
      let iterates = try Iteration(HeavyBallMethod(stepSize: .constant(c.eta), momentum: .constant(c.mu)), on: plane)
        .run(from: [2.8, 3.5], steps: c.steps)
      for (i, expected) in c.errors.enumerated() {
        let flow = HeavyBallFlow(plane, stepSize: c.eta, momentum: c.mu, order: i + 1, form: .phase)
        let run = try flow.run(RungeKutta4.self, substeps: 4).run(from: [2.8, 3.5], steps: c.steps, RunOptions())
        let found = DiscretizationError.norms(run, iterates).max() ?? 0
        #expect((found / expected - 1).magnitude < 1e-6, "mu \(c.mu), order \(i + 1): \(found), \(expected)")
      }
    }
  }

  struct Start: Sendable {
    let loss: @Sendable () -> Objective
    let β, m: Vector
    let step: Double
  }

  static let starts = [
    Start(loss: { Objective(ProductLoss(x: 1, y: 0.6)) }, β: [2.8, 3.5], m: [-0.03, 0.02], step: 1e-3),
    Start(
      loss: {
        Objective(name: "mixed", dimension: 3) { b in
          HeavyBall.Expression.exp(b[0] * b[1]) + (b[2] - b[0]).squared() * b[1] + HeavyBall.Expression.sin(b[2])
        }
      }, β: [0.4, 0.7, 0.9], m: [0.01, -0.02, 0.03], step: 0.02),
    Start(
      loss: {
        Objective(name: "network", dimension: 4) { b in
          let errors = [(-1.0, 0.5), (0.3, -0.2), (2, 0.8)].map { x, y in
            b[2] * HeavyBall.Expression.tanh(b[0] * x + b[1]) + b[3] - y
          }
          return errors[0].squared() + errors[1].squared() + errors[2].squared()
        }
      }, β: [0.7, -0.3, 0.9, 0.1], m: [0.02, -0.03, 0.01, 0.04], step: 0.03),
  ]

  /// The largest error over the time of 20 of the larger steps, at smaller and smaller ones.
  @Test("has an error that falls as its order says, from rest and from any momentum", arguments: starts, [0.0, 0.25])
  func slopes(start: Start, lookahead: Double) throws {
    let (objective, µ) = (start.loss(), 0.5)
    for isAtRest in [true, false] {
      for order in 1...4 {
        let errors = try [4, 8].map { parts in
          let η = start.step / Double(parts)
          let family = MomentumFamily(stepSize: η, momentum: µ, lookahead: lookahead)
          let begin = Trajectory(
            resuming: start.β, step: 0, memory: isAtRest ? [:] : ["m": start.m * (1 / Double(parts))], of: objective,
            stepSize: η)
          let flow = HeavyBallFlow(
            objective, stepSize: η, momentum: µ, lookahead: lookahead, order: order, form: .phase)
          let iterates = try Iteration(MomentumMethod(family), on: objective).run(from: begin, steps: 20 * parts)
          let solution = try flow.run(DormandPrince853(), OrderOfError.tolerances()).run(
            from: begin, steps: 20 * parts, RunOptions())
          return DiscretizationError.norms(solution, iterates).max() ?? 0
        }
        let slope = Elementary.log(errors[0] / errors[1]) / Elementary.log(2)
        #expect((slope - Double(order)).magnitude < 0.1, "order \(order), at rest \(isAtRest): \(slope), \(errors)")
      }
    }
  }

  @Test("keeps m with every point, however it is integrated, and goes on to the bit")
  func momenta() throws {
    let flow = HeavyBallFlow(plane, stepSize: 5e-3, momentum: 0.7, order: 3, form: .phase)
    let starts = Matrix([[2.8, 3.5], [1, 2], [-0.5, 0.7]])
    var options = RunOptions()
    options.recording = .every(4)
    for run in [flow.run(DormandPrince853()), flow.run(RungeKutta4.self, substeps: 3)] {
      let whole = try run.run(from: [2.8, 3.5], steps: 30, options)
      let momenta = try #require(whole.momenta)
      #expect(whole.steps == [0, 4, 8, 12, 16, 20, 24, 28, 30] && momenta.rows == 9)
      #expect(momenta.row(0) == [0, 0] && momenta.row(8) == whole.memory["m"])
      let ensemble = try run.run(fromRows: starts, steps: 30, options)
      for i in 0..<3 {
        let single = try run.run(from: starts.row(i), steps: 30, options)
        #expect(ensemble.member(i).points == single.points && ensemble.member(i).momenta == single.momenta)
        #expect(ensemble.end.row(i) == single.end)
      }
    }
    let run = flow.run(RungeKutta4.self, substeps: 3)
    let (half, whole) = (try run.run(from: [2.8, 3.5], steps: 12, options), try run.run(from: [2.8, 3.5], steps: 24, options))
    let rest = try run.run(from: half, steps: 12, options)
    #expect(rest.points.row(3) == whole.points.row(6) && rest.momenta?.row(3) == whole.momenta?.row(6))
  }

  @Test("goes on from heavy ball's iterate with its m, and observers see its own")
  func fromIterates() throws {
    let before = try Iteration(HeavyBallMethod(stepSize: 5e-3, momentum: 0.7), on: plane).run(from: [2.8, 3.5], steps: 7)
    final class Momentum: HeavyBall.Observer {
      let (name, every) = ("m", 1)
      func observe(_ moment: Moment) -> Measurement { .vector(moment.memory["m"] ?? []) }
    }
    var options = RunOptions()
    options.observers = [Momentum()]
    let flow = HeavyBallFlow(plane, stepSize: 5e-3, momentum: 0.7, order: 2, form: .phase)
    let run = try flow.run(DormandPrince54()).measured { () throws(Never) in }.run(from: before, steps: 5, options)
    let momenta = try #require(run.momenta)
    #expect(momenta.row(0) == before.memory["m"])
    #expect(run.recordings[0].values == momenta.elements)
    // One without an m of β's shape starts at rest.
    let descent = try Iteration(GradientDescent(stepSize: 5e-3), on: plane).run(from: [2.8, 3.5], steps: 7)
    let other = try flow.run(DormandPrince54()).run(from: descent, steps: 5, RunOptions())
    #expect(other.momenta?.row(0) == [0, 0] && other.points.row(0) == descent.end)
  }

  @Test("without momentum is gradient descent's limit flow, of the same numbers")
  func withoutMomentum() throws {
    let flows = [FlowForm.phase, .limit].map {
      HeavyBallFlow(plane, stepSize: 5e-3, momentum: 0, order: 3, form: $0).run(RungeKutta4.self, substeps: 2)
    }
    let runs = try flows.map { try $0.run(from: [2.8, 3.5], steps: 9, RunOptions()) }
    #expect(runs[0].points == runs[1].points && runs[0].momenta == nil)
  }

  /// The nearest singularity of log [[1−s, µ−νs], [−s, µ−νs]]. Each agrees to a fortieth with the root test on the terms 40 to
  /// 67 of its series (mpmath 1.3, 420 digits): the roots of the discriminant with a double eigenvalue that is not negative,
  /// of the sixth and of the complex ones after it, are none.
  static let radii: [(mu: Double, nu: Double, radius: Double)] = [
    (0.7, 0, 3.3733200530681513), (0.5, 0.5, 1), (0.9, 0.9, 1), (0.5, -0.25, 2), (0.5, -0.5, 1), (0.75, 1.5, 0.5),
    (0.1, 0.5, 0.2), (0.5, 1.1, 0.45454545454545453), (0.6, 1.6, 0.375), (0.5, -0.9, 0.55555555555555556), (0.3, -3, 0.1),
    (0.5, -1, 0.5), (0, 0, 1),
  ]

  @Test("ends where its series does, for curvatures of both signs", arguments: radii)
  func radius(mu: Double, nu: Double, radius: Double) {
    expectClose(Radius.phase(momentum: mu, lookahead: nu), radius, 1e-12)
    for curvature in [3.0, -7] {
      let objective = Objective(QuadraticLoss(a: Matrix([[curvature]]), b: [0]))
      let flow = HeavyBallFlow(objective, stepSize: 0.01, momentum: mu, lookahead: nu, order: 2, form: .phase)
      expectClose(flow.validity(at: [1]), 0.01 * curvature.magnitude / radius, 1e-9)
    }
  }

  /// L′ = 240 tanh b, ηλ = 1.2, by sums of powers and exponentials as `phase.py` has them, at 40 digits.
  @Test(
    "says where its terms stop shrinking",
    arguments: [(β: 1.5, m: 0.0, order: 4), (1, 0, 3), (0.2, 0.1, 6)])
  func bestOrder(β: Double, m: Double, order: Int) {
    let objective = Objective(name: "log cosh", dimension: 1) { b in
      let e = HeavyBall.Expression.exp(b[0])
      return HeavyBall.Expression.log(e + 1 / e) * 240
    }
    let flow = HeavyBallFlow(objective, stepSize: 5e-3, momentum: 0.5, order: 6, form: .phase)
    #expect(flow.bestOrder(at: [β], momentum: [m]) { () throws(Never) in } == order)
    // Every second term of a cosine vanishes at pi/2; of two points the one that tells nothing is passed over.
    let cosine = Objective(name: "cos", dimension: 1) { b in HeavyBall.Expression.cos(b[0]) }
    let wave = HeavyBallFlow(cosine, stepSize: 0.3, momentum: 0.5, order: 6, form: .phase)
    #expect(wave.bestOrder(at: [.pi / 2], momentum: [0]) { () throws(Never) in } == 6)
    #expect(wave.bestOrder(at: [.nan], momentum: [0]) { () throws(Never) in } == nil)
    #expect(wave.ofBestOrder(at: [([.pi / 2], [0]), ([.nan], [0])]) { () throws(Never) in }.order == 6)
    #expect(wave.ofBestOrder(at: [([.nan], [0])]) { () throws(Never) in }.order == 1)
    // On a quadratic inside the radius they shrink to the end.
    let quadratic = Objective(QuadraticLoss(a: Matrix([[1]]), b: [0]))
    let other = HeavyBallFlow(quadratic, stepSize: 0.5, momentum: 0.5, order: 5, form: .phase)
    #expect(other.bestOrder(at: [β], momentum: [m]) { () throws(Never) in } == 5)
  }

  /// On a quadratic the limit form is β z^{t/η}, z the larger root of z² − (1+µ−s)z + µ.
  @Test("begins on the limit form's orbit from the m of its surface")
  func slowSurface() throws {
    let (s, µ) = (0.02, 0.5)
    let b = 1 + µ - s
    let z = (b + (b * b - 4 * µ).squareRoot()) / 2
    let objective = Objective(QuadraticLoss(a: Matrix([[s]]), b: [0]))
    let limit = HeavyBallFlow(objective, stepSize: 1, momentum: µ, order: 20, form: .limit)
    let m = try #require(try limit.slowMomentum(at: [3]) {})
    expectClose(m, [3 * (1 - 1 / z)], 1e-10)
    let phase = HeavyBallFlow(objective, stepSize: 1, momentum: µ, order: 6, form: .phase)
    let begin = Trajectory(resuming: [3], step: 0, memory: ["m": m], of: objective, stepSize: 1)
    let run = try phase.run(DormandPrince853(), OrderOfError.tolerances()).run(from: begin, steps: 9, RunOptions())
    expectClose(run.end, [3 * (0..<9).reduce(1.0) { product, _ in product * z }], 1e-10)
  }
}
