/// A method ready to run: a state of named variables, the parameters first, and the program that advances it.
///
/// Optimizers and integrators with a fixed step both become one of these.
public struct Iteration {
  /// In print: `heavy ball`.
  public let title: String
  public let objective: Objective
  /// The parameters β, then what the method remembers.
  public let variables: [StateVariable]
  /// The time of a step.
  public let stepSize: Double
  /// What makes the steps.
  let provenance: Provenance
  /// How many times the program runs in a step.
  let substeps: Int
  let program: Program
  /// What it evaluates, and how often in a run.
  let evaluation: Evaluation
  let evaluationsPerRun: Int
  /// The steps before those that the program makes, where there are any.
  let transient: Transient?
  private let watched: WatchedProgram

  /// The program that also leaves L(β) and ‖∇L(β)‖² of the state it began from, after the variables.
  var monitored: Program { watched.program }

  /// An optimizer on an objective.
  ///
  /// - Parameter isFused: whether native code may round a product and the sum that it goes into once, not twice: faster,
  ///   and not bit by bit what the interpreter computes.
  public init(_ optimizer: some Optimizer, on objective: Objective, isFused: Bool = false) {
    self.init(optimizer, on: objective, isFused: isFused) { () throws(Never) in }
  }

  /// The same, of a loss that may be a long formula.
  ///
  /// - Parameter poll: called now and then while the step is derived and compiled; what it throws ends the work.
  public init<E: Error>(
    _ optimizer: some Optimizer, on objective: Objective, isFused: Bool = false, poll: () throws(E) -> Void
  ) throws(E) {
    let gradient = try objective.gradient(poll: poll)
    let memory = optimizer.memory(dimension: objective.dimension)
    try self.init(
      title: type(of: optimizer).title, objective: objective, memory: memory, stepSize: optimizer.stepSize, substeps: 1,
      provenance: Provenance(optimizer.family), isFused: isFused, poll: poll
    ) { (β, memory) throws(E) in
      optimizer.step(β, memory) { point in
        point == β ? gradient : gradient.substituting(β, with: point)
      }
    }
  }

  init<E: Error>(
    title: String, objective: Objective, memory: [StateVariable], stepSize: Double, substeps: Int,
    provenance: Provenance = .unknown, transient: Transient? = nil, isFused: Bool = false, evaluation: Evaluation = .gradient,
    evaluationsPerRun: Int = 1, poll: () throws(E) -> Void,
    step: (Expression, [Expression]) throws(E) -> (β: Expression, memory: [Expression])
  ) throws(E) {
    self.title = title
    self.objective = objective
    self.stepSize = stepSize
    self.substeps = substeps
    self.provenance = provenance
    self.transient = transient
    self.evaluation = evaluation
    self.evaluationsPerRun = evaluationsPerRun
    variables = [StateVariable("beta", .vector(objective.dimension))] + memory
    let β = objective.parameters
    let state = memory.map { objective.graph.input($0.shape) }
    let next = try step(β, state)
    program = try Program(step: [next.β] + next.memory, of: [β] + state, isFused: isFused, poll: poll)
    watched = WatchedProgram {
      let monitors = [
        objective.value, shapesSuit { () throws(ShapeError) in try .dot(objective.gradient, objective.gradient) },
      ]
      return Program(
        step: [next.β] + next.memory + monitors, of: [β] + state + monitors.map { objective.graph.input($0.shape) },
        isFused: isFused)
    }
  }

  /// A step as machine code for this processor, written anew: instructions, and constants behind them. Nil where there
  /// is none: the interpreter or, for large losses, the kernels of tensors make the step.
  ///
  /// - Parameter isForEnsembles: whether the code is that for many starting points.
  public func machineCode(isForEnsembles: Bool = false) -> [UInt8]? {
    program.freshNativeCode(isForEnsembles ? .ensemble : .point)?.bytes
  }

  /// How many numbers a state holds.
  var stateCount: Int { variables.reduce(0) { $0 + $1.shape.count } }

  /// The state before the first step from β.
  func initialState(_ β: Vector) -> [Double] {
    β.elements + variables.dropFirst().flatMap { Array(repeating: $0.initial, count: $0.shape.count) }
  }

  /// The state at a trajectory's end: its point, and of its memory what this method has under the same name.
  func initialState(_ trajectory: Trajectory) -> [Double] {
    trajectory.end.elements
      + variables.dropFirst().flatMap { variable in
        if let kept = trajectory.memory[variable.name], kept.count == variable.shape.count { return kept.elements }
        return Array(repeating: variable.initial, count: variable.shape.count)
      }
  }
}

/// A program that is compiled when it is first wanted: most runs have no goal to watch for.
private final class WatchedProgram {
  private let make: () -> Program
  private(set) lazy var program = make()

  init(_ make: @escaping () -> Program) { self.make = make }
}
