import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("The flow on both sides of the edge") struct EdgeFlowTests {
  /// Low mode s, high mode u: dL/ds = u²/2 + a(s − target) + κu, dL/du = su + κ(s − target) + 0.3u³.
  private func toy(a: Double, target: Double, kappa: Double) -> Objective {
    Objective(name: "toy", dimension: 2) { b in
      let (s, u) = (b[0], b[1])
      let own = (s - target).squared() * (a / 2) + u.squared().squared() * 0.075
      return s * u.squared() / 2 + (s - target) * u * kappa + own
    }
  }

  private func iterates(
    _ objective: Objective, _ µ: Double, from β: Vector, _ m: Vector, step: Int = 0, steps: Int
  ) throws -> Trajectory {
    let method = HeavyBallMethod(stepSize: .constant(1), momentum: .constant(µ))
    let start = Trajectory(resuming: β, step: step, memory: ["m": m], of: objective, stepSize: 1)
    return try Iteration(method, on: objective).run(from: start, steps: steps)
  }

  private var exact: IntegratorOptions {
    var options = IntegratorOptions()
    (options.relativeTolerance, options.absoluteTolerance) = (1e-13, 1e-16)
    return options
  }

  private func run(_ flow: EdgeFlow, from start: Trajectory, steps: Int) throws -> Trajectory {
    try flow.run(DormandPrince853(), exact).run(from: start, steps: steps, RunOptions())
  }

  private func error(_ flow: Trajectory, _ iterates: Trajectory) -> Double {
    guard flow.steps == iterates.steps else { return .infinity }
    return DiscretizationError.norms(flow, iterates).max() ?? .nan
  }

  /// L = Su²/2 + εV, V any function: every derivative of γ and ω is of size ε, and m is.
  @Test("steps as heavy ball does, up to what is of the next grade", arguments: [0.0, 0.3, 0.5, 0.8])
  func oneStep(mu: Double) throws {
    let S = 2 * (1 + mu)
    for order in 1...4 {
      let errors = try [0.04, 0.02].map { ε in
        let objective = Objective(name: "near", dimension: 2) { b in
          let (s, u) = (b[0], b[1])
          let rest = HeavyBall.Expression.sin(s) * u.squared() + HeavyBall.Expression.exp(s * u * 0.5) + s.squared() * u
          return u.squared() * (S / 2) + (rest + s.squared() * 0.7) * ε
        }
        let flow = EdgeFlow(objective, stepSize: 1, momentum: mu, order: order, modes: .leading(1))
        // An iterate that alternates in u, with m of two steps of that.
        let (β, m): (Vector, Vector) = ([0.6, 0.4], mu == 0 ? [0, 0] : [0.2 * ε, 0.8 + 0.1 * ε])
        let start = Trajectory(resuming: β, step: 4, memory: ["m": m], of: objective, stepSize: 1)
        let after = try iterates(objective, mu, from: β, m, step: 4, steps: 1)
        return try (run(flow, from: start, steps: 1).end - after.end).norm()
      }
      let slope = log2(errors[0] / errors[1])
      #expect((slope - Double(order) - 1).magnitude < 0.5, "mu \(mu), order \(order): \(slope), \(errors)")
    }
  }

  private struct OneDimension: Decodable {
    struct Row: Decodable { let mu, eps, x0: Double, start, steps: Int, errors: [Double] }
    let rows: [Row]
  }

  /// L′ = λw − γw³ with λ = S + ε, γ = ε. The reference is the first-order flow of the amplitude, which without momentum is
  /// the same but for what slaved parts add.
  @Test("follows the amplitude in one dimension at least as well as the flow of the amplitude alone")
  func oneDimension() throws {
    for row in try SeriesReference.read(OneDimension.self, "edge_one_dimension.json").rows {
      let (λ, γ) = (2 * (1 + row.mu) + row.eps, row.eps)
      let objective = Objective(name: "quartic", dimension: 1) { b in
        b[0].squared() * (λ / 2) - b[0].squared().squared() * (γ / 4)
      }
      let before = try iterates(objective, row.mu, from: [0.1], [0], steps: row.start)
      #expect((before.end[0].magnitude - row.x0).magnitude < 1e-12)
      let after = try iterates(
        objective, row.mu, from: before.end, before.memory["m"] ?? [0], step: row.start, steps: row.steps)
      // The flow of order 1 that tells no directions apart is the reference's own.
      let plain = EdgeFlow(objective, stepSize: 1, momentum: row.mu, order: 1, modes: EdgeFlow.Modes.none)
      let plainError = error(try run(plain, from: before, steps: row.steps), after)
      #expect(
        plainError < (row.mu == 0 ? 4 : 2) * row.errors[0], "mu \(row.mu), epsilon \(row.eps): \(plainError), \(row.errors[0])")
      for order in 1...4 {
        let flow = EdgeFlow(objective, stepSize: 1, momentum: row.mu, order: order, modes: .all)
        let found = error(try run(flow, from: before, steps: row.steps), after)
        let expected = row.mu == 0 ? 3.5 * row.errors[order - 1] : row.errors[order - 1]
        #expect(found < expected, "mu \(row.mu), epsilon \(row.eps), order \(order): \(found), \(expected)")
      }
    }
  }

  @Test("has less error by order over many steps near the edge", arguments: [0.0, 0.5, 0.8])
  func manySteps(mu: Double) throws {
    let S = 2 * (1 + mu)
    let objective = toy(a: 0.02, target: S + 0.05, kappa: 0.01)
    let start = Trajectory(resuming: [S - 0.02, 0.03], step: 0, memory: [:], of: objective, stepSize: 1)
    let after = try iterates(objective, mu, from: start.end, [0, 0], steps: 60)
    var errors: [Double] = []
    for order in 1...4 {
      let flow = EdgeFlow(objective, stepSize: 1, momentum: mu, order: order)
      let run = try run(flow, from: start, steps: 60)
      errors.append(error(run, after))
      // The smooth part is near the midpoints, and the alternating one is what they leave.
      let alternating = try #require(run.alternating)
      for k in 1..<60 {
        let middle = (run.points.row(k - 1) + run.points.row(k) * 2 + run.points.row(k + 1)) * 0.25
        let sign = k % 2 == 0 ? 1.0 : -1.0
        #expect((run.points.row(k) - alternating.row(k) * sign - middle).norm() < 0.02)
      }
    }
    #expect(errors[3] < 5e-5 && errors[3] < errors[2] / 8 && errors[2] < errors[1] / 5, "\(errors)")
  }

  /// From ηλ = 1 over the border at 1.5 to the edge at 3; later the amplitude has been rounding, and is another each time.
  @Test("goes from flat to the edge in one run, where its series converges more slowly at the border")
  func crossing() throws {
    let objective = toy(a: 0.03, target: 3.3, kappa: 0.002)
    let start = Trajectory(resuming: [1, 0.3], step: 0, memory: [:], of: objective, stepSize: 1)
    let after = try iterates(objective, 0.5, from: start.end, [0, 0], steps: 50)
    for (order, limit) in zip(1...5, [2e-2, 2e-2, 1e-2, 5e-3, 2e-3]) {
      let run = try run(EdgeFlow(objective, stepSize: 1, momentum: 0.5, order: order), from: start, steps: 50)
      let norms = DiscretizationError.norms(run, after)
      #expect(norms[25] < limit, "order \(order): \(norms[25])")
      let high = try #require(run.recordings.first { $0.name == "high" })
      #expect(high.steps == [0, 10, 20, 30, 40])
      #expect(high.values[0].isNaN && high.values[6] > 1.5)
    }
  }

  @Test("seeds an amplitude that is not there, and counts it")
  func seeds() throws {
    let objective = toy(a: 0.02, target: 3.3, kappa: 0)
    let start = Trajectory(resuming: [3.2, 0], step: 0, memory: [:], of: objective, stepSize: 1)
    for (seed, least) in [(nil, 3.2 * Double.ulpOfOne), (1e-6, 1e-6), (0, 0)] as [(Double?, Double)] {
      let flow = EdgeFlow(objective, stepSize: 1, momentum: 0.5, order: 2, seed: seed)
      let run = try run(flow, from: start, steps: 20)
      let first = try #require(run.alternating).row(0).norm()
      #expect((first - least).magnitude <= 1e-3 * least)
      #expect(run.recordings.first { $0.name == "seeds" }?.values == (least > 0 ? [1, 0] : [0, 0]))
      #expect((run.end[1] != 0) == (least > 0))
    }
  }

  @Test("is the flow in phase space where no direction is high")
  func phase() throws {
    let plane = Objective(ProductLoss(x: 1, y: 0.6))
    for mu in [0, 0.7] {
      let (η, start) = (2e-3, Vector([2.8, 3.5]))
      let edge = EdgeFlow(plane, stepSize: η, momentum: mu, order: 3)
      let whole = HeavyBallFlow(plane, stepSize: η, momentum: mu, order: 3, form: .phase)
      let found = try edge.run(DormandPrince853(), exact).run(from: start, steps: 40, RunOptions())
      let expected = try whole.run(DormandPrince853(), exact).run(from: start, steps: 40, RunOptions())
      #expect(error(found, expected) < 1e-11)
      #expect(found.alternating?.elements.allSatisfy { $0 == 0 } == true)
    }
  }

  @Test("reads a state off any iterate, and the iterate off the state", arguments: [0.0, 0.5])
  func roundTrip(mu: Double) throws {
    let objective = toy(a: 0.2, target: 3.3, kappa: 0.1)
    for order in 1...4 {
      for modes in [EdgeFlow.Modes.leading(1), .followed(most: 2)] {
        let flow = EdgeFlow(objective, stepSize: 1, momentum: mu, order: order, modes: modes)
        let (β, m): (Vector, Vector) = ([2.2, 0.2], [0.03, mu == 0 ? 0 : -0.05])
        let start = Trajectory(resuming: β, step: 3, memory: ["m": m], of: objective, stepSize: 1)
        let run = try run(flow, from: start, steps: 0)
        let there = try #require(run.alternating).row(0)
        #expect(run.end == β && there.norm() > 0)
        let system = flow.system(places: flow.places(for: 1)) {}
        let state = system.state(β, m, step: 3)
        let back = system.point(of: state).iterate(3)
        #expect((back.β - β).norm() < 1e-14)
        #expect(mu == 0 || (back.m - m).norm() < 1e-14)
      }
    }
  }
}
