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

  /// - Returns: A number or a vector, finite or not; at every step of one length. What it throws ends the run.
  func observe(_ moment: Moment) throws -> Measurement
}

/// What an observer has found at a step.
public enum Measurement: Hashable, Sendable {
  case number(Double)
  case vector(Vector)
}

/// A run between two steps, as observers see it.
public final class Moment {
  /// The number of steps made.
  public let step: Int
  /// β.
  public let point: Vector
  public let iteration: Iteration
  /// To be called now and then by what takes long; what it throws should end the measurement.
  public let poll: () throws -> Void
  /// β and what the method remembers.
  let state: [Double]
  /// What the method remembers, by name.
  public var memory: [String: Vector] { iteration.variables.memory(of: state, member: 0, members: 1) }
  /// ∇L(β), computed once for all observers.
  public private(set) lazy var gradient = iteration.objective.gradient(at: point)

  public var objective: Objective { iteration.objective }

  init(step: Int, state: [Double], iteration: Iteration, poll: @escaping () throws -> Void) {
    self.step = step
    self.state = state
    self.iteration = iteration
    self.poll = poll
    point = Vector(state.prefix(iteration.objective.dimension))
  }
}
