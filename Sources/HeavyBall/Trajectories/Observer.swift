/// Something that is measured along a run: at its first step, at those divisible by a number, and at its last.
///
///     final class Distance: Observer {
///       let (name, every) = ("distance", 10)
///       func observe(_ moment: Moment) -> Measurement { .number(moment.point.norm()) }
///     }
///     options.observers = [Distance()]
///     try iteration.run(from: β, steps: 1000, options).recordings[0].values
///
/// It may keep what helps it the next time. Those that come with the package are the ``Quantity`` types.
public protocol Observer: AnyObject {
  var name: String { get }
  /// At least 1.
  var every: Int { get }
  /// Whether it is made of what the method's steps compute, L and ∇L at the points that they go through: of the moment's
  /// ``Moment/loss`` and ``Moment/gradient``.
  var isOfSteps: Bool { get }

  /// - Returns: A number, a vector or columns, finite or not; at every step of one kind, and vectors of one length. What it throws ends the run.
  func observe(_ moment: Moment) throws -> Measurement
}

extension Observer {
  public var isOfSteps: Bool { false }
}

/// What an observer has found at a step.
public enum Measurement: Hashable, Sendable {
  case number(Double)
  case vector(Vector)
  /// Elements by the number of their column, which need not be the same at every step: the others are NaN.
  case columns([Int: Double])
}

/// A run between two steps, as observers see it.
public final class Moment {
  /// The number of steps made.
  public let step: Int
  /// β.
  public private(set) lazy var point = Vector(state.prefix(objective.dimension))
  public var iteration: Iteration { run.iteration }
  /// Whether a flow of β and m runs, which models the iteration.
  public var isInPhaseSpace: Bool { run.isInPhaseSpace }
  /// The rows that each of the run's steps takes, where it is not all.
  public var batches: Batches? { run.batches }
  /// To be called now and then by what takes long; what it throws should end the measurement.
  public var poll: () throws -> Void { run.poll }
  /// β and what the method remembers.
  let state: [Double]
  /// What the method remembers, by name.
  public var memory: [String: Vector] { iteration.variables.memory(of: state, member: 0, members: 1) }
  private let run: MeasuredRun
  private var ahead: StepsAhead? { run.ahead }
  /// L(β), computed once for all observers and the step.
  public private(set) lazy var loss = ahead?.loss(at: step, from: step) ?? objective.value(at: point)
  /// ∇L(β), computed once for all observers and the step.
  public private(set) lazy var gradient = ahead?.gradient(at: step, from: step) ?? objective.gradient(at: point)
  /// The point that the method's next step makes, nil where the run's steps leave nothing.
  private(set) lazy var next = ahead?.next(from: step)
  /// ∇L there.
  private(set) lazy var nextGradient = ahead?.gradient(at: step + 1, from: step)
  /// The Hessian's eigenvalue of largest modulus, where an observer has looked for it.
  var outermost: Eigenpairs?
  /// The largest one, where an observer has looked for it.
  var sharpest: Eigenpairs?

  public var objective: Objective { run.iteration.objective }

  init(step: Int, state: [Double], of run: MeasuredRun) { (self.step, self.state, self.run) = (step, state, run) }

  convenience init(
    step: Int, state: [Double], iteration: Iteration, isInPhaseSpace: Bool = false, batches: Batches? = nil,
    poll: @escaping () throws -> Void
  ) {
    let run = MeasuredRun(iteration, ahead: nil, isInPhaseSpace: isInPhaseSpace, batches: batches, poll: poll)
    self.init(step: step, state: state, of: run)
  }

}

/// What all moments of a run have.
final class MeasuredRun {
  let iteration: Iteration
  /// The run's steps from where it is on, where they leave what they compute.
  let ahead: StepsAhead?
  /// Whether it is a flow's of β and m, which models the iteration.
  let isInPhaseSpace: Bool
  let batches: Batches?
  let poll: () throws -> Void

  init(
    _ iteration: Iteration, ahead: StepsAhead?, isInPhaseSpace: Bool = false, batches: Batches?,
    poll: @escaping () throws -> Void
  ) {
    (self.iteration, self.ahead, self.isInPhaseSpace) = (iteration, ahead, isInPhaseSpace)
    (self.batches, self.poll) = (batches, poll)
  }
}
