import Testing

@testable import HeavyBall

private typealias Formula = HeavyBall.Expression

@Suite("The flow in phase space of steps that change") struct PhaseScheduleTests {
  struct Case: Sendable {
    let name: String
    /// η, µ and ν for so many steps of at most η.
    let numbers: @Sendable (_ η: Double, _ count: Double) -> MomentumCoefficients
  }

  /// Of the part of the time that has gone by, and of the step's number; some begin with µ = 0.
  static let cases = [
    Case(name: "eta that warms up") { η, n in
      numbers(.schedule { k in (k / n) * η }, 0.5)
    },
    Case(name: "eta along a cosine, Nesterov's") { η, n in
      numbers(.schedule { k in (Formula.cos(k * (Double.pi / n)) + 1.2) * (η / 2.2) }, 0.4, 0.4)
    },
    Case(name: "mu that grows with time") { η, n in
      numbers(.constant(η), .schedule { k in k / n * 0.4 + 0.3 })
    },
    Case(name: "mu = 0 first, nu = mu") { η, n in
      let µ = Coefficient.schedule { k in (k - 1) * (0.6 / n) }
      return numbers(.constant(η), µ, µ)
    },
    Case(name: "mu = 0 every fourth step, eta that falls") { η, n in
      numbers(
        .schedule { k in (1.5 - k / n) * (η / 1.5) },
        .schedule { k in (Formula.sin(k * (Double.pi / 2)) + 1) * 0.3 }, 0.25)
    },
    Case(name: "the same at every step") { η, n in numbers(.constant(η), 0.5) },
    Case(name: "no momentum, the gradient taken behind it") { η, n in
      numbers(.schedule { k in (k / n + 1) * (η / 2) }, 0, -0.3)
    },
  ]

  private static func numbers(
    _ η: Coefficient, _ µ: Coefficient, _ ν: Coefficient = 0
  ) -> MomentumCoefficients {
    MomentumCoefficients(stepSize: η, momentum: µ, lookahead: ν)
  }

  /// The largest distance of a flow from its method, from rest or from a momentum.
  private func error(
    _ flow: HeavyBallFlow, from start: Trajectory, steps: Int, batches: Batches? = nil
  ) throws -> Double {
    var options = RunOptions()
    options.batches = batches
    let iterates = try Iteration(MomentumMethod(flow.coefficients), on: flow.objective).run(
      from: start, steps: steps, options)
    let method = DormandPrince853()
    let run = batches == nil ? flow.run(method, OrderOfError.tolerances()) : flow.runOnBatches(method, OrderOfError.tolerances())
    let solution = try run.run(from: start, steps: steps, options)
    #expect(solution.steps == iterates.steps && solution.memory.keys.sorted() == ["m"])
    for (a, b) in zip(solution.times, iterates.times) { expectClose(a, b, 1e-12) }
    return (0...steps).reduce(0.0) { max($0, (solution.points.row($1) - iterates.points.row($1)).norm()) }
  }

  private func slopes(
    _ what: String, orders: ClosedRange<Int>, parts: [Int], error: (_ order: Int, _ parts: Int) throws -> Double
  ) throws {
    for order in orders {
      let errors = try parts.map { try error(order, $0) }
      let slope = Elementary.log(errors[0] / errors[1]) / Elementary.log(2)
      #expect((slope - Double(order)).magnitude < 0.1, "\(what), order \(order): \(slope), \(errors)")
    }
  }

  @Test("has an error that falls as its order says", arguments: cases, [0, 2])
  func slopes(_ c: Case, loss: Int) throws {
    let start = PhaseFlowTests.starts[loss]
    let objective = start.loss()
    // From a momentum on the plane, from rest on the network.
    let isAtRest = loss > 0
    try slopes(c.name, orders: 1...3, parts: [8, 16]) { order, parts in
      let η = 2 * start.step / Double(parts)
      let flow = HeavyBallFlow(objective, c.numbers(η, Double(10 * parts)), order: order)
      let begin = Trajectory(
        resuming: start.β, step: 0, memory: isAtRest ? [:] : ["m": start.m * (1 / Double(parts))], of: objective,
        stepSize: η)
      return try error(flow, from: begin, steps: 10 * parts)
    }
  }

  /// Of order 4 the error is soon the integrator's: at steps as large as these it may fall faster than it will.
  @Test("has a smaller error of order 4, which falls as fast at least", arguments: cases)
  func orderFour(_ c: Case) throws {
    let start = PhaseFlowTests.starts[2]
    let objective = start.loss()
    let begin = Trajectory(resuming: start.β, step: 0, memory: [:], of: objective, stepSize: start.step)
    let errors = try [(3, 16), (4, 8), (4, 16)].map { order, parts in
      let η = 4 * start.step / Double(parts)
      return try error(
        HeavyBallFlow(objective, c.numbers(η, Double(5 * parts)), order: order), from: begin, steps: 5 * parts)
    }
    let slope = Elementary.log(errors[1] / errors[2]) / Elementary.log(2)
    #expect(errors[2] < errors[0] / 2 && slope > 3.8, "\(c.name): \(slope), \(errors)")
  }

  /// Three batches of two rows that differ much.
  @Test("has an error that falls as its order says on mini-batches", arguments: cases, [false, true])
  func batches(_ c: Case, isNetwork: Bool) throws {
    let objective = try isNetwork ? network() : Objective(LogisticLoss(x: Matrix(Self.rows), y: [1, -1, 1, 1, -1, -1]))
    let start: Vector = isNetwork ? [0.7, -0.3, 0.9, 0.1] : [0.5, -0.4, 0.8]
    let batches = Batches([[0, 3], [1, 4], [2, 5]])
    try slopes(c.name, orders: 1...3, parts: [8, 16]) { order, parts in
      let η = 0.2 / Double(parts)
      let flow = HeavyBallFlow(objective, c.numbers(η, Double(6 * parts)), order: order)
      let begin = Trajectory(resuming: start, step: 0, memory: [:], of: objective, stepSize: η)
      return try error(flow, from: begin, steps: 6 * parts, batches: batches)
    }
  }

  @Test(
    "carries its error along, on all rows and on mini-batches, up to a part that falls as the step size", arguments: cases,
    [false, true])
  func carriedError(_ c: Case, isOnBatches: Bool) throws {
    let objective = Objective(LogisticLoss(x: Matrix(Self.rows), y: [1, -1, 1, 1, -1, -1]))
    var options = RunOptions()
    if isOnBatches { options.batches = Batches([[0, 3], [1, 4], [2, 5]]) }
    for order in 1...2 {
      let parts = try [8, 16].map { parts in
        let (η, steps) = (0.4 / Double(parts), 6 * parts)
        let flow = HeavyBallFlow(objective, c.numbers(η, Double(steps)), order: order)
        let iterates = try Iteration(MomentumMethod(flow.coefficients), on: objective)
          .run(from: [0.5, -0.4, 0.8], steps: steps, options)
        let run = try flow.runWithError(DormandPrince853(), OrderOfError.tolerances(), isOnBatches: isOnBatches) {}
          .run(from: [0.5, -0.4, 0.8], steps: steps, options)
        let errors = try #require(run.errors)
        let found = (0...steps).map { run.points.row($0) - iterates.points.row($0) }
        let missed = (0...steps).map { (errors.row($0) - found[$0]).norm() }
        return (missed.max() ?? .nan) / (found.map { $0.norm() }.max() ?? .nan)
      }
      #expect(parts[0] < 0.4 && parts[1] < 0.65 * parts[0], "\(c.name), order \(order): \(parts)")
    }
  }

  static let rows = [
    [1.0, 0.3, -0.5], [-0.6, 1.2, 0.1], [0.4, -0.9, 1.1], [1.4, 0.2, 0.6], [-0.2, -1.3, 0.5], [0.9, 0.8, -1],
  ]

  private func network() throws -> Objective {
    let rows = RowFormula([RowData("x", [-1, 0.3, 2, 0.8, -0.4, 1.1]), RowData("y", [0.5, -0.2, 0.8, 0.1, 0.3, -0.6])]) {
      b, rows in
      let errors = b[2] * Formula.tanh(b[0] * rows[0] + b[1]) + b[3] - rows[1]
      return errors.squared().sum() / Double(rows[0].shape.count)
    }
    return try Objective(name: "network", dimension: 4, rows: rows)
  }

  /// η λ is at most .0036 and the series converges: its order 5 is exact to 1e-12 or so. Steps of η = 0, of µ = 0 and of both
  /// are among them.
  @Test("is the method itself on a quadratic, whatever its steps", arguments: Integrators.adaptive.map(\.name))
  func quadratic(name: String) throws {
    let method = try #require(Integrators.adaptive.first { $0.name == name })
    let objective = Objective(QuadraticLoss(a: Matrix([[3, 1], [1, 2]]), b: [0.5, -1]))
    let numbers = Self.numbers(
      .schedule { k in (Formula.cos(k * (Double.pi / 2)) + 1) * 0.0005 },
      .schedule { k in (Formula.sin(k * (Double.pi / 3)) + Formula.sin(k * (Double.pi / 2)) + 2) * 0.2 },
      .schedule { k in Formula.cos(k) * 0.3 })
    #expect((1...12).contains { numbers.stepSize.value(at: $0) == 0 })
    let flow = HeavyBallFlow(objective, numbers, order: 5)
    let begin = Trajectory(resuming: [1, -2], step: 3, memory: ["m": [0.3, 0.1]], of: objective, stepSize: 0.005)
    var options = IntegratorOptions()
    (options.relativeTolerance, options.absoluteTolerance, options.keepsDenseOutput) = (1e-11, 1e-13, true)
    let iterates = try Iteration(MomentumMethod(numbers), on: objective).run(from: begin, steps: 24)
    let run = try flow.run(method, options).run(from: begin, steps: 24, RunOptions())
    expectClose(run.points.elements, iterates.points.elements, 1e-9)
    expectClose(try #require(run.memory["m"]), try #require(iterates.memory["m"]), 1e-9)
    for (a, b) in zip(run.times, iterates.times) { expectClose(a, b, 1e-14) }
    // Step 8, index 5, has another after it that takes time, and µ > 0.
    let (dense, denseMomenta) = (try #require(run.dense), try #require(run.denseMomenta))
    expectClose(try #require(dense.value(at: run.times[5])), run.points.row(5), 1e-9)
    expectClose(try #require(denseMomenta.value(at: run.times[5])), try #require(run.momenta).row(5), 1e-9)
  }

  @Test("goes on to the bit, and keeps what it is told to", arguments: [true, false])
  func goingOn(isAdaptive: Bool) throws {
    let start = PhaseFlowTests.starts[0]
    let objective = start.loss()
    let numbers = Self.numbers(
      .schedule { k in k / (k + 4) * 5e-3 }, .schedule { k in (1 - 1 / k) * 0.7 }, .schedule { k in (1 - 1 / k) * 0.7 })
    let flow = HeavyBallFlow(objective, numbers, order: 3)
    let run =
      isAdaptive ? flow.run(FixedSteps(RungeKutta4.self, step: 5e-4), nil) : flow.run(RungeKutta4.self, substeps: 2)
    var options = RunOptions()
    options.recording = .every(5)
    let (whole, first) = (
      try run.run(from: start.β, steps: 40, options), try run.run(from: start.β, steps: 15, options)
    )
    let rest = try run.run(from: first, steps: 25, options)
    #expect(whole.steps == Array(stride(from: 0, through: 40, by: 5)) && rest.steps.first == 15)
    #expect(rest.end == whole.end && rest.memory == whole.memory)
    #expect(rest.times.suffix(5) == whole.times.suffix(5))
    let ensemble = try run.run(fromRows: Matrix([start.β.elements, [1, 2]]), steps: 40, options)
    #expect(ensemble.member(0).points == whole.points && ensemble.member(0).momenta == whole.momenta)
    #expect(ensemble.times(ofMember: 1) == whole.times)
  }

  @Test("goes on with its own batches, in a run and in an ensemble's member")
  func goingOnWithBatches() throws {
    let objective = try network()
    let flow = HeavyBallFlow(objective, stepSize: 0.02, momentum: 0.5, order: 2, form: .phase)
    let run = flow.runOnBatches(FixedSteps(RungeKutta4.self, step: 0.01))
    var options = RunOptions()
    options.batches = Batches(size: 2, order: .reshuffled, seed: 5)
    let whole = try run.run(from: [0.7, -0.3, 0.9, 0.1], steps: 17, options)
    let first = try run.run(from: [0.7, -0.3, 0.9, 0.1], steps: 7, options)
    #expect(first.batches == options.batches && first.provenance == .unknown)
    #expect(try run.run(from: first, steps: 10, options).end == whole.end)
    let members = try run.run(fromRows: Matrix([[0.7, -0.3, 0.9, 0.1]]), steps: 17, options)
    #expect(members.member(0).end == whole.end && members.member(0).batches == options.batches)
    let methods = try Iteration(MomentumMethod(flow.coefficients), on: objective).run(
      fromRows: Matrix([[0.7, -0.3, 0.9, 0.1]]), steps: 17, options)
    #expect(methods.member(0).batches == options.batches && methods.member(0).provenance == .unknown)
  }

  /// A goal that a step without a duration reaches ends the run there.
  @Test("ends where a jump passes an event")
  func events() throws {
    let objective = Objective(QuadraticLoss(a: Matrix([[1]]), b: [0]))
    let numbers = Self.numbers(.schedule { k in (Formula.cos((k - 1) * Double.pi) + 1) * 0.05 }, 0.5)
    let flow = HeavyBallFlow(objective, numbers, order: 1)
    let begin = Trajectory(resuming: [1], step: 0, memory: ["m": [-0.1]], of: objective, stepSize: 0.1)
    let free = try flow.run(DormandPrince853()).run(from: begin, steps: 4, RunOptions())
    #expect(free.times[1] == free.times[2] && free.points[2, 0] < free.points[1, 0])
    var options = RunOptions()
    let (before, after) = (free.points[1, 0], free.points[2, 0])
    options.stopValue = { $0[0] - (before + after) / 2 }
    let run = try flow.run(DormandPrince853()).run(from: begin, steps: 4, options)
    #expect(run.ending == .stopped && run.steps.last == 2 && run.end == free.points.row(2) && !run.endsBetweenSteps)
  }

  /// A run does not look at its later steps before it.
  @Test("ends before a step whose numbers no method has")
  func wrongNumbers() throws {
    let objective = Objective(QuadraticLoss(a: Matrix([[1]]), b: [0]))
    let wrong: [MomentumCoefficients] = [
      Self.numbers(0.1, .schedule { k in k / 5 }), Self.numbers(0.1, .schedule { k in 0.5 - k / 9 }),
      Self.numbers(0.1, 0.5, .schedule { k in Formula.sqrt(4 - k) }),
    ]
    for numbers in wrong {
      let flow = HeavyBallFlow(objective, numbers, order: 2)
      let run = try flow.run(DormandPrince853()).run(from: [1], steps: 9, RunOptions())
      #expect(run.ending != .completed && run.steps.last == 4, "\(run.ending), \(run.steps)")
    }
  }

  @Test("has the radius of each step's own numbers")
  func validity() {
    let objective = Objective(QuadraticLoss(a: Matrix([[2]]), b: [0]))
    let flow = HeavyBallFlow(
      objective, Self.numbers(.schedule { k in 0.1 * k }, .schedule { k in (k - 1) * 0.25 }), order: 1)
    for (k, µ) in [0.0, 0.25, 0.5].enumerated() {
      let root = 1 + µ.squareRoot()
      expectClose(flow.validity(at: [1], step: k), 0.2 * Double(k + 1) / (root * root), 1e-12)
    }
  }
}
