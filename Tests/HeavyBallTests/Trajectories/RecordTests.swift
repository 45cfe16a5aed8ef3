import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("A record along a run") struct RecordTests {
  /// Measures what it is told.
  final class Probe: Observer {
    let name = "probe"
    let every: Int
    private let body: (Moment) throws -> Double
    init(every: Int, _ body: @escaping (Moment) throws -> Double) { (self.every, self.body) = (every, body) }
    func observe(_ moment: Moment) throws -> Measurement { .number(try body(moment)) }
  }

  static let start: Vector = [-1.2, 1]
  static func iteration(_ optimizer: some Optimizer = HeavyBallMethod(stepSize: 1e-3, momentum: 0.9)) -> Iteration {
    Iteration(optimizer, on: Objective(RosenbrockLoss()))
  }

  /// Every quantity, each at steps of its own.
  static func options(_ everys: [Int]) -> RunOptions {
    var options = RunOptions()
    options.observers = Quantities.all.enumerated().map { i, quantity in quantity.init(every: everys[i % everys.count]) }
    return options
  }

  /// All points of a run, with what the method remembers at each.
  private struct Whole {
    let run: Trajectory
    let states: [[Double]]

    init(_ iteration: Iteration, steps: Int) throws {
      var states: [[Double]] = []
      var options = RunOptions()
      options.observers = [
        Probe(every: 1) { moment in
          states.append(moment.state)
          return 0
        }
      ]
      run = try iteration.run(from: start, steps: steps, options)
      self.states = states
    }
  }

  /// Holds that what was recorded is what each quantity by itself says at the points of the same run, all kept.
  private func check(
    _ run: Trajectory, _ everys: [Int], _ whole: Whole, _ iteration: Iteration, from first: Int = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let last = run.steps.last!
    #expect(run.recordings.map(\.name) == Quantities.all.map { $0.name }, sourceLocation: sourceLocation)
    for (i, recording) in run.recordings.enumerated() {
      let every = everys[i % everys.count]
      let steps = Set([first, last] + (first...last).filter { $0 % every == 0 }).sorted()
      #expect(recording.steps == steps, "\(recording.name)", sourceLocation: sourceLocation)
      for (step, value) in zip(recording.steps, recording.values) {
        let moment = Moment(step: step, state: whole.states[step], iteration: iteration) {}
        let expected = try Quantities.all[i].init(every: 1).measure(moment)
        #expect(value == expected, "\(recording.name) at step \(step)", sourceLocation: sourceLocation)
      }
    }
  }

  @Test("of each quantity begins with the value that it says of itself", arguments: Quantities.all.map { $0.name })
  func sample(name: String) throws {
    let quantity = Quantities.all.first { $0.name == name }!
    var options = RunOptions()
    options.observers = [quantity.init(every: 1)]
    let iteration = Iteration(HeavyBallMethod(stepSize: 5e-3, momentum: 0.7), on: Objective(ProductLoss(y: 0.6)))
    let values = try iteration.run(from: [2.8, 3.5], steps: 2, options).recordings[0].values
    expectClose(values[0], quantity.sample, 1e-13)
  }

  static let everys = [[1], [7, 3, 10, 4, 25, 9], [100, 64, 8, 150, 151, 1000]]
  static let kept: [RunOptions.Recording] = [.every(1), .every(7), .every(1000), .last]

  @Test("is what one measures at the kept points afterwards, whatever is kept", arguments: everys, kept)
  func afterwards(everys: [Int], recording: RunOptions.Recording) throws {
    let iteration = Self.iteration()
    let all = try Whole(iteration, steps: 150)
    var options = Self.options(everys)
    options.recording = recording
    let run = try iteration.run(from: Self.start, steps: 150, options)
    try check(run, everys, all, iteration)
    options.observers = []
    let bare = try iteration.run(from: Self.start, steps: 150, options)
    #expect(run.points == bare.points && run.steps == bare.steps && run.memory == bare.memory && bare.recordings.isEmpty)
  }

  @Test("of every optimizer measures the step that it takes next")
  func optimizers() throws {
    for optimizer in Optimizers.all.map(\.sample.method) {
      let iteration = Iteration(optimizer, on: Objective(ProductLoss(y: 1)))
      let all = try iteration.run(from: [2, 0.8], steps: 41)
      var options = RunOptions()
      options.observers = [StepSmoothnessQuantity(every: 3)]
      let recording = try iteration.run(from: [2, 0.8], steps: 40, options).recordings[0]
      #expect(recording.steps == Array(stride(from: 0, through: 39, by: 3)) + [40])
      for (step, value) in zip(recording.steps, recording.values) {
        let β = all.points.row(step)
        let next = all.points.row(step + 1)
        #expect(
          value == iteration.objective.directionalSmoothness(at: β, to: next, gradient: nil, endGradient: nil))
        // From NAG's and other methods' memory too.
        expectClose(value, iteration.objective.directionalSmoothness(at: β, along: next - β), 1e-8)
      }
    }
  }

  @Test("ends where the run is stopped, which is measured", arguments: everys, [0, 1, 17, 100])
  func stopped(everys: [Int], at step: Int) throws {
    let iteration = Self.iteration()
    let all = try Whole(iteration, steps: 100)
    var options = Self.options(everys)
    options.stop = { _, k in k == step }
    let run = try iteration.run(from: Self.start, steps: 100, options)
    #expect(run.steps.last == step && run.ending == (step == 100 ? .completed : .stopped))
    try check(run, everys, all, iteration)
  }

  @Test("ends where a goal is met", arguments: everys)
  func goal(everys: [Int]) throws {
    let iteration = Self.iteration()
    let all = try Whole(iteration, steps: 2000)
    let step = all.run.losses().firstIndex { $0 <= 0.5 }!
    var options = Self.options(everys)
    options.lossGoal = 0.5
    options.recording = .every(50)
    let run = try iteration.run(from: Self.start, steps: 2000, options)
    #expect(run.steps.last == step && run.ending == .lossGoal)
    try check(run, everys, all, iteration)
  }

  @Test("goes on counting where a run goes on from a trajectory", arguments: everys)
  func goingOn(everys: [Int]) throws {
    let iteration = Self.iteration()
    let all = try Whole(iteration, steps: 160)
    var options = Self.options(everys)
    options.recording = .last
    let first = try iteration.run(from: Self.start, steps: 53, options)
    let second = try iteration.run(from: first, steps: 107, Self.options(everys))
    try check(first, everys, all, iteration)
    try check(second, everys, all, iteration, from: 53)
    #expect(second.points.row(107) == all.run.points.row(160))
    #expect(second.times(of: second.recordings[0])[0] == second.times[0])
  }

  @Test("of a run that diverges ends at its last finite point; values need not be finite", arguments: [1, 3, 1000])
  func divergence(every: Int) throws {
    let iteration = Iteration(GradientDescent(stepSize: 0.5), on: Objective(ProductLoss(y: 0.6)))
    var options = RunOptions()
    options.observers = [
      LossQuantity(every: every), StepSmoothnessQuantity(every: every), Probe(every: every) { $0.step == 0 ? .nan : .infinity },
    ]
    options.recording = .last
    let run = try iteration.run(from: [2.8, 3.5], steps: 100_000, options)
    guard case .diverged(let step) = run.ending else { return #expect(Bool(false), "\(run.ending)") }
    let steps = Array(Set([0, step - 1] + (0..<step).filter { $0 % every == 0 })).sorted()
    for recording in run.recordings { #expect(recording.steps == steps) }
    #expect(run.recordings[0].values.last == .infinity && run.recordings[1].values.last!.isNaN)
    #expect(run.recordings[2].values[0].isNaN && run.recordings[2].values.last == .infinity)
  }

  @Test("that throws ends the run, and is asked at no step twice")
  func throwing() throws {
    struct Stop: Error {}
    var steps: [Int] = []
    var options = RunOptions()
    options.observers = [
      Probe(every: 10) {
        steps.append($0.step)
        if $0.step == 30 { throw Stop() }
        return 0
      }
    ]
    #expect(throws: Stop.self) { try Self.iteration().run(from: Self.start, steps: 100, options) }
    #expect(steps == [0, 10, 20, 30])
  }

  @Test("leaves the progress as it is: growing, complete, and not at every measurement")
  func progress() throws {
    var (reports, polls) = ([Int](), 0)
    var options = RunOptions()
    options.recording = .last
    options.observers = [Probe(every: 10) { _ in 0 }]
    options.poll = { polls += 1 }
    options.progress = { reports.append($0.done * 100_000 / $0.all) }
    _ = try Self.iteration().run(from: Self.start, steps: 100_000, options)
    #expect(reports.last == 100_000 && reports == reports.sorted() && reports.count < 5000 && polls >= reports.count)
  }

  @Test("of sharpness takes fewer products than searches from nowhere")
  func warmStart() throws {
    let problem = DiagonalProblem.sparseRegression(equations: 20, unknowns: 60, nonzero: 3, seed: 0)
    let iteration = Iteration(HeavyBallMethod(stepSize: 0.01, momentum: 0.5), on: Objective(problem.loss))
    // A search asks once before each product.
    var polls = 0
    let sharpness = SharpnessQuantity(every: 1)
    var options = RunOptions()
    var cold = 0
    options.observers = [
      Probe(every: 20) { moment in
        let counting = Moment(step: moment.step, state: moment.state, iteration: moment.iteration) { polls += 1 }
        let found = try sharpness.measure(counting)
        let other = moment.objective.sharpness(at: moment.point)
        cold += other.products
        return (found - other.values[0]) / other.values[0]
      }
    ]
    let errors = try iteration.run(from: problem.start(scale: 0.1), steps: 400, options).recordings[0].values
    #expect(errors.allSatisfy { $0.magnitude < 1e-10 } && errors.count == 21)
    #expect(Double(polls) < 0.9 * Double(cold), "\(polls) of \(cold)")
  }

  @Test("is written with its steps and times")
  func saving() throws {
    var options = RunOptions()
    options.observers = [Probe(every: 2) { [1, .nan, 0.1, -.infinity][$0.step] }]
    let run = try Self.iteration().run(from: Self.start, steps: 3, options)
    let path = "/tmp/polyak-record-\(getpid()).csv"
    defer { unlink(path) }
    try run.save(run.recordings[0], to: path)
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 200)
    let count = fread(&bytes, 1, bytes.count, file)
    #expect(String(decoding: bytes.prefix(count), as: UTF8.self) == "step,t,probe\n0,0.0,1.0\n2,0.002,0.1\n3,0.003,-inf\n")
    #expect(throws: FileFailure.self) { try run.save(run.recordings[0], to: "/tmp/polyak-record.json") }
  }
}
