/// How a run records, stops, and is watched.
public struct RunOptions {
  /// Which steps are kept.
  public enum Recording: Hashable, Sendable {
    /// Those divisible by n, the first and the last.
    case every(Int)
    /// The last alone: memory does not grow with the number of steps.
    case last
  }

  public var recording = Recording.every(1)
  /// Stop at the first step with L(β) at most this.
  public var lossGoal: Double?
  /// Stop at the first step with ‖∇L(β)‖ at most this.
  public var gradientGoal: Double?
  /// Stop where this returns true; it is called with every step's point and number.
  public var stop: ((Vector, Int) throws -> Bool)?
  /// A number of the point, of which a change of sign ends an ``Integration``'s single run, at the very time.
  public var stopValue: ((Vector) throws -> Double)?
  /// What ends an ``Integration``'s single run between two steps.
  var events: [StopEvent] = []
  /// The rows that each step takes, of an ``Iteration`` of a method, or of a flow in phase space, on a loss that is a mean over
  /// rows, without goals; all of them where it is nil. A step has the rows of its number, in a run that goes on from another too.
  public var batches: Batches?
  /// What is measured on the way, of single runs; a measurement between two steps changes neither.
  public var observers: [any Observer] = []
  /// Called between blocks of steps, at least about ten times a second; what it throws ends the run.
  public var poll: () throws -> Void = {}
  /// Called as `poll` is.
  public var progress: ((RunProgress) throws -> Void)?
  /// Called with what a run had come to where something that it calls throws, before the error goes on.
  public var interrupted: ((InterruptedWork) -> Void)?

  public init() {}

  /// Whether every step's loss or gradient is looked at.
  var isMonitored: Bool { lossGoal != nil || gradientGoal != nil }

  func keeps(_ step: Int) -> Bool {
    switch recording {
    case .every(let n): step % n == 0
    case .last: false
    }
  }

  /// How many of so many steps are kept.
  public func keptCount(of steps: Int) -> Int {
    switch recording {
    case .every(let n): steps / n + 2
    case .last: 1
    }
  }

  /// Steps from `step` to the next that is kept.
  func distanceToKept(from step: Int) -> Int {
    switch recording {
    case .every(let n): n - step % n
    case .last: .max
    }
  }
}

/// Why a run ended.
public enum RunEnd: Hashable, Sendable {
  /// It made all its steps.
  case completed
  case lossGoal
  case gradientGoal
  /// The function given to stop it said so.
  case stopped
  /// Something that it called threw: see ``RunOptions/interrupted``.
  case interrupted
  /// The given step made a number that is not finite. What is kept came before it.
  case diverged(step: Int)
  /// An integrator's steps became too small to change the time, in the given step of η. What is kept came before it.
  case stepTooSmall(step: Int, time: Double)
  /// An integrator made all the steps it was allowed, and was in the given step of η. What is kept came before it.
  case tooManySteps(step: Int, time: Double)

  /// In print and in files.
  public var word: String {
    switch self {
    case .completed: "completed"
    case .lossGoal: "loss"
    case .gradientGoal: "gradient"
    case .stopped: "stopped"
    case .interrupted: "interrupted"
    case .diverged: "diverged"
    case .stepTooSmall: "step too small"
    case .tooManySteps: "too many steps"
    }
  }

  /// That of a word, and of a failure's step and time; nil where there is none.
  init?(word: String, step: Int?, time: Double?) {
    let all: [RunEnd] = [
      .completed, .lossGoal, .gradientGoal, .stopped, .interrupted, .diverged(step: step ?? 0),
      .stepTooSmall(step: step ?? 0, time: time ?? 0), .tooManySteps(step: step ?? 0, time: time ?? 0),
    ]
    guard let end = all.first(where: { $0.word == word }) else { return nil }
    self = end
  }

  /// The time that an integrator's failure was at.
  var failedTime: Double? {
    switch self {
    case .stepTooSmall(_, let time), .tooManySteps(_, let time): time
    default: nil
    }
  }

  /// The step that a run failed in, nil for one that did not.
  public var failedStep: Int? {
    switch self {
    case .completed, .lossGoal, .gradientGoal, .stopped, .interrupted: nil
    case .diverged(let step), .stepTooSmall(let step, _), .tooManySteps(let step, _): step
    }
  }
}
