import Testing

@testable import HeavyBall

/// Quantities that take from the run's steps what these compute, beside the same ones at the points of a run without them.
@Suite("Steps that records share") struct SharedStepTests {
  private static func objective(_ precision: Precision) -> Objective {
    let numbers = HeavyBallTests.numbers(100 * 6, 3)
    return Objective(
      MultilayerPerceptron(
        inputs: precision == .double ? SharedNumbers(numbers) : SharedNumbers(numbers.map { Float($0) }),
        targets: .oneHot((0..<100).map { $0 % 3 }, classes: 3),
        layout: NetworkLayout(inputs: 6, widths: [20, 20], outputs: 3), activation: .tanh, measure: .crossEntropy))
  }

  struct Method: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let make: @Sendable (Objective) -> Iteration

    init(_ name: String, _ make: @escaping @Sendable (Objective) -> Iteration) {
      (testDescription, self.make) = (name, make)
    }
  }

  static let methods: [Method] =
    Optimizers.all.map { entry in Method(entry.type.title) { Iteration(entry.sample.method, on: $0) } } + [
      Method("a step size that changes, and is 0 once") {
        Iteration(GradientDescent(stepSize: .schedule { k in 0.2 * (k - 3) * (k - 3) }), on: $0)
      },
      Method("no momentum") { Iteration(HeavyBallMethod(stepSize: 0.3, momentum: 0), on: $0) },
      Method("decay") {
        Iteration(GradientDescent(stepSize: 0.3), on: $0, weightDecay: WeightDecay(0.1, isDecoupled: true))
      },
      Method("fused sums") { Iteration(GradientDescent(stepSize: 0.3), on: $0, isFused: true) },
    ]

  private static var quantities: [any Quantity.Type] { Quantities.all.filter { $0.init(every: 1).isOfSteps } }
  private static func start(_ objective: Objective) -> Vector {
    Vector(HeavyBallTests.numbers(objective.dimension, 5).map { Double(Float($0)) })
  }

  /// Holds that a run's records are what they are at the points of a run without any.
  private func check(_ run: Trajectory, _ bare: Trajectory, _ iteration: Iteration, _ precision: Precision) {
    let objective = iteration.objective
    for recording in run.recordings {
      for (step, value) in zip(recording.steps, recording.values) {
        let (β, next) = (bare.points.row(step), bare.points.row(step + 1))
        let what = "\(recording.name) at step \(step)"
        switch recording.name {
        case "loss": #expect(value == objective.value(at: β), "\(what)")
        case "gradient": #expect(value == objective.gradient(at: β).norm(), "\(what)")
        case "directional_smoothness":
          let expected = objective.directionalSmoothness(at: β, stepSize: iteration.sizes.value(at: step + 1))
          // In single precision the step's own end may be a unit in the last place from β − η∇L rounded once.
          if precision == .double { #expect(value == expected, "\(what)") }
          expectClose(value, expected, 1e-4, what)
        case "probe": break
        default:
          let expected = objective.directionalSmoothness(at: β, along: next - β)
          // No direction where the step is none.
          if next == β {
            expectSame(value, expected, what)
          } else {
            expectClose(value, expected, precision == .double ? 1e-10 : 1e-4, what)
          }
        }
      }
    }
  }

  private func options(_ everys: [Int], _ change: (inout RunOptions) -> Void = { _ in }) -> RunOptions {
    var options = RunOptions()
    options.observers = Self.quantities.enumerated().map { $1.init(every: everys[$0 % everys.count]) }
    change(&options)
    return options
  }

  @Test("leave what is measured at the points, and the points", arguments: methods, [[1], [1, 3, 2], [20, 5, 4]])
  func everywhere(method: Method, everys: [Int]) throws {
    for precision in [Precision.double, .single] {
      let iteration = method.make(Self.objective(precision))
      let start = Self.start(iteration.objective)
      let bare = try iteration.run(from: start, steps: 12)
      let run = try iteration.run(from: start, steps: 11, options(everys))
      #expect(run.points == Matrix((0...11).map { bare.points.row($0).elements }))
      let again = try iteration.run(from: run, steps: 1)
      #expect(again.end == bare.end && again.memory == bare.memory)
      for (recording, every) in zip(run.recordings, everys + everys + everys) {
        #expect(recording.steps == Array(Set([0, 11] + (0...11).filter { $0 % every == 0 })).sorted())
      }
      check(run, bare, iteration, precision)
    }
  }

  @Test("end where a goal is met, a function stops the run or an observer throws", arguments: [0, 1, 4, 9])
  func endings(step: Int) throws {
    struct Stop: Error {}
    let iteration = Iteration(HeavyBallMethod(stepSize: 0.1, momentum: 0.5), on: Self.objective(.double))
    let start = Self.start(iteration.objective)
    let bare = try iteration.run(from: start, steps: 12)
    func expectEnd(_ run: Trajectory, _ ending: RunEnd) {
      #expect(run.ending == ending && run.steps == Array(0...step) && run.end == bare.points.row(step), "\(ending)")
      check(run, bare, iteration, .double)
    }
    // One by one: of several points at once products of matrices are added up in another order.
    let losses = (0..<12).map { iteration.objective.value(at: bare.points.row($0)) }
    #expect(losses[step] < losses.prefix(step).min() ?? .infinity)
    expectEnd(try iteration.run(from: start, steps: 11, options([1, 2]) { $0.lossGoal = losses[step] }), .lossGoal)
    expectEnd(try iteration.run(from: start, steps: 11, options([1, 2]) { $0.stop = { $1 == step } }), .stopped)
    var interrupted: [Trajectory] = []
    #expect(throws: Stop.self) {
      _ = try iteration.run(
        from: start, steps: 11,
        options([1, 2]) {
          $0.observers.append(RecordTests.Probe(every: 1) { if $0.step == step { throw Stop() } else { 0 } })
          $0.interrupted = { if case .run(let run) = $0 { interrupted.append(run) } }
        })
    }
    for run in interrupted { expectEnd(run, .interrupted) }
    #expect(interrupted.count == 1)
  }

  @Test("give along gradient descent in single precision the numbers of double precision, to single precision")
  func singlePrecision() throws {
    let iteration = Iteration(GradientDescent(stepSize: 0.3), on: Self.objective(.single))
    let run = try iteration.run(from: Self.start(iteration.objective), steps: 11, options([1]))
    let double = Self.objective(.double)
    for recording in run.recordings where recording.name == "directional_smoothness" {
      for (step, value) in zip(recording.steps, recording.values) {
        expectClose(value, double.directionalSmoothness(at: run.points.row(step), stepSize: 0.3), 1e-4)
      }
    }
  }

  @Test("leave one search to the radius and the sharpness")
  func spectra() throws {
    let iteration = Iteration(HeavyBallMethod(stepSize: 0.1, momentum: 0.5), on: Self.objective(.double))
    var polls = 0
    func record(_ observers: [any Observer]) throws -> Trajectory {
      var options = RunOptions()
      options.observers = observers
      return try iteration.run(from: Self.start(iteration.objective), steps: 3, options)
    }
    let radius = RadiusQuantity(every: 1), sharpness = SharpnessQuantity(every: 1)
    let counted = RecordTests.Probe(every: 1) { moment in
      let counting = Moment(step: moment.step, state: moment.state, iteration: moment.iteration) { polls += 1 }
      let r = try radius.measure(counting)
      let products = polls
      let found = try sharpness.measure(counting)
      #expect(polls == products)
      expectClose(found, moment.objective.sharpness(at: moment.point).values[0], 1e-9)
      expectClose(r, 0.1 * found / iteration.method(inStep: 1)!.radius(isInPhaseSpace: false), 1e-14)
      return found
    }
    let values = try record([counted]).recordings[0].values
    let both = try record([RadiusQuantity(every: 1), SharpnessQuantity(every: 1)]).recordings
    #expect(both[1].values == values)
    // Alone, to the tolerance of its own search.
    expectClose(try record([SharpnessQuantity(every: 1)]).recordings[0].values, values, 1e-9)
  }
}
