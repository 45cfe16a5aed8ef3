/// A method ready to run: a state of named variables, the parameters first, and the program that advances it.
///
/// Optimizers and integrators with a fixed step both become one of these.
public struct Iteration {
  /// In print: `heavy ball`.
  public let title: String
  public let objective: Objective
  /// The parameters β, then what the method remembers.
  public let variables: [StateVariable]
  /// The time of a step; of the first one, of the first member, where they differ.
  public var stepSize: Double { sizes.value(at: 1) }
  /// The times of steps.
  public let sizes: Coefficient
  /// What makes the steps.
  let provenance: Provenance
  /// What makes it a method of the momentum family.
  let family: MomentumCoefficients?
  /// The member of the momentum family that makes its steps where the loss is quadratic.
  private(set) var familyOnQuadratics: MomentumCoefficients?
  /// What the program's state has behind the variables: what no method remembers.
  let inputs: [StepInput]
  /// How many times the program runs in a step.
  let substeps: Int
  let program: Program
  /// What it evaluates, and how often in a run.
  let evaluation: Evaluation
  let evaluationsPerRun: Int
  /// Whether its runs keep the first thing that is remembered, m, of β's shape, with every point.
  let keepsMomenta: Bool
  /// The steps before those that the program makes, where there are any.
  let transient: Transient?
  private let watched: WatchedProgram
  let isFused: Bool
  /// The step with any gradient; nil of what is no method on a loss.
  private var makeStep:
    ((StepNumber, Expression, [Expression], (Expression) -> Expression) throws -> (β: Expression, memory: [Expression]))?

  /// The program that also leaves L(β) and ‖∇L(β)‖² of the state it began from, after the variables.
  var monitored: Program { watched.monitored }

  var formulas: StepFormulas { watched.formulas }

  /// The same with ∇L(β) behind them.
  var recorded: Program { watched.recorded }

  /// Whether a step computes ∇L(β) on its way, so that ``recorded`` costs no more, and to the bits of the objective's own.
  var leavesGradients: Bool { substeps == 1 && !isFused && transient == nil && watched.hasGradient }

  /// An optimizer on an objective.
  ///
  /// - Parameters:
  ///   - weightDecay: the optimizer's own where it is left out.
  ///   - isFused: whether native code may round a product and the sum that it goes into once, not twice: faster,
  ///     and not bit by bit what the interpreter computes.
  /// - Precondition: coefficients of members are of one number of members.
  public init(
    _ optimizer: some Optimizer, on objective: Objective, weightDecay: WeightDecay? = nil, isFused: Bool = false
  ) {
    self.init(optimizer, on: objective, weightDecay: weightDecay, isFused: isFused) { () throws(Never) in }
  }

  /// The same, of a loss that may be a long formula.
  ///
  /// - Parameter poll: called now and then while the step is derived and compiled; what it throws ends the work.
  public init<E: Error>(
    _ optimizer: some Optimizer, on objective: Objective, weightDecay: WeightDecay? = nil, isFused: Bool = false,
    poll: () throws(E) -> Void
  ) throws(E) {
    let decay = weightDecay ?? optimizer.weightDecay
    let sizes = optimizer.stepSize
    try self.init(
      title: type(of: optimizer).title, on: objective, memory: optimizer.memory(dimension: objective.dimension),
      stepSize: sizes, family: decay.isNothing ? optimizer.family : nil, isFused: isFused, poll: poll
    ) { (k, β, memory, gradient) throws(E) in
      if decay.isNothing { return optimizer.step(k, β, memory, gradient: gradient) }
      let λ = decay.coefficient(k)
      if decay.isDecoupled {
        let next = optimizer.step(k, β, memory, gradient: gradient)
        return (next.β - sizes(k) * λ * β, next.memory)
      }
      return optimizer.step(k, β, memory) { gradient($0) + λ * $0 }
    }
    if decay.isNothing { familyOnQuadratics = optimizer.familyOnQuadratics }
  }

  /// A method of one's own on an objective.
  ///
  /// - Parameters:
  ///   - memory: what it remembers beside the parameters.
  ///   - stepSize: the time of a step.
  ///   - family: what makes it a method of the momentum family, where it is one.
  ///   - step: the next parameters and what is to be remembered, of the step's number, the parameters, what is
  ///     remembered, and ∇L at any point.
  public init<E: Error>(
    title: String, on objective: Objective, memory: [StateVariable], stepSize: Coefficient,
    family: MomentumCoefficients? = nil, isFused: Bool = false, poll: () throws(E) -> Void,
    step:
      @escaping (StepNumber, Expression, [Expression], (Expression) -> Expression) throws(E) -> (
        β: Expression, memory: [Expression]
      )
  ) throws(E) {
    let gradient = try objective.gradient(poll: poll)
    try self.init(
      title: title, objective: objective, memory: memory, sizes: stepSize, substeps: 1, family: family, isFused: isFused,
      poll: poll
    ) { (k, β, memory) throws(E) in
      try step(k, β, memory) { point in point == β ? gradient : gradient.substituting(β, with: point) }
    }
    makeStep = step
  }

  init<E: Error>(
    title: String, objective: Objective, memory: [StateVariable], sizes: Coefficient, substeps: Int,
    family: MomentumCoefficients? = nil, provenance: Provenance? = nil, transient: Transient? = nil, isFused: Bool = false,
    evaluation: Evaluation = .gradient, evaluationsPerRun: Int = 1, keepsMomenta: Bool = false, poll: () throws(E) -> Void,
    step: (StepNumber, Expression, [Expression]) throws(E) -> (β: Expression, memory: [Expression])
  ) throws(E) {
    self.title = title
    self.objective = objective
    self.sizes = sizes
    self.substeps = substeps
    (self.family, familyOnQuadratics) = (family, family)
    self.provenance = provenance ?? Provenance(family?.method)
    self.transient = transient
    self.evaluation = evaluation
    self.evaluationsPerRun = evaluationsPerRun
    self.keepsMomenta = keepsMomenta
    variables = [StateVariable("beta", .vector(objective.dimension))] + memory
    let formulas = try StepFormulas(of: objective.parameters, memory, sizes: sizes, step)
    (inputs, self.isFused) = (formulas.inputs, isFused)
    program = try Program(step: formulas.after, of: formulas.before, isFused: isFused, poll: poll)
    watched = WatchedProgram(formulas, objective, isFused: isFused)
    let members = members
    precondition(
      inputs.allSatisfy { $0.members.map { $0.count == members } ?? true },
      "coefficients of members are of one number of members")
  }

  /// A step as machine code for this processor, written anew: instructions, and constants behind them. Nil where there
  /// is none: the interpreter or, for large losses, the kernels of tensors make the step.
  ///
  /// - Parameter isForEnsembles: whether the code is that for many starting points.
  public func machineCode(isForEnsembles: Bool = false) -> [UInt8]? {
    program.freshNativeCode(isForEnsembles ? .ensemble : .point)?.bytes
  }

  /// The step on batches of a size, whose rows are inputs behind the state.
  func batchProgram(size: Int, poll: () throws -> Void) throws -> BatchMachines.BatchProgram {
    guard let makeStep, let formula = try objective.batchFormula(size: size) else {
      preconditionFailure("a method on a loss that is a mean over rows")
    }
    let gradient = try formula.gradient(poll: poll)
    let formulas = try StepFormulas(of: formula.parameters, Array(variables.dropFirst()), sizes: sizes) { k, β, memory in
      try makeStep(k, β, memory) { point in point == β ? gradient : gradient.substituting(β, with: point) }
    }
    let program = try Program(
      step: formulas.after + formula.rows, of: formulas.before + formula.rows, isFused: isFused, poll: poll)
    return BatchMachines.BatchProgram(formula: formula, program: program)
  }

  /// How many members its ensembles have, where its coefficients say so: it then makes no single runs.
  public var members: Int? { inputs.lazy.compactMap(\.members).first?.count }

  /// The member of the momentum family that makes step k, 1 first; nil of methods outside of it.
  func method(inStep k: Int) -> MomentumFamily? { family?.method(inStep: k) ?? provenance.method }

  /// The member of the momentum family that makes step k on quadratics, 1 first; nil of methods that are linear nowhere.
  func methodOnQuadratics(inStep k: Int) -> MomentumFamily? { familyOnQuadratics?.method(inStep: k) ?? provenance.method }

  /// The member of the momentum family that makes every step; nil of methods outside of it, and where η, µ or ν change.
  public var constantMethod: MomentumFamily? { family?.method }

  /// Whether step k, 1 first, is that of gradient descent, β − η∇L(β).
  func isGradientDescent(inStep k: Int) -> Bool {
    guard let method = family?.method(inStep: k) else { return false }
    return method.momentum == 0 && method.lookahead == 0
  }

  /// How many numbers a step works with, which tells roughly what it costs.
  public var workingCount: Int { program.elementCount }

  /// How many numbers a state holds.
  var stateCount: Int { variables.reduce(inputs.count) { $0 + $1.shape.count } }

  /// How many of the state's numbers are kept of a step.
  public var keptCount: Int { keepsMomenta ? 2 * objective.dimension : objective.dimension }

  /// The state at β before a step, 0 the first: of what is remembered there what this method has under the same name.
  func initialState(_ β: Vector, memory: [String: Vector] = [:], firstStep: Int = 0) -> [Double] {
    β.elements
      + variables.dropFirst().flatMap { variable in
        if let kept = memory[variable.name], kept.count == variable.shape.count { return kept.elements }
        return variable.initial
      }
      + inputs.map { $0.initial(firstStep: firstStep, member: 0) }
  }

  /// The state at a trajectory's end.
  func initialState(_ trajectory: Trajectory) -> [Double] {
    initialState(trajectory.end, memory: trajectory.memory, firstStep: trajectory.steps[trajectory.steps.count - 1])
  }
}

/// A step as formulas: the state that it begins from, inputs, and the next.
struct StepFormulas {
  let before: [Expression]
  let after: [Expression]
  /// What stands behind β and what is remembered.
  let inputs: [StepInput]

  init<E: Error>(
    of β: Expression, _ memory: [StateVariable], sizes: Coefficient,
    _ step: (StepNumber, Expression, [Expression]) throws(E) -> (β: Expression, memory: [Expression])
  ) throws(E) {
    let state = memory.map { β.graph.input($0.shape) }
    let number = StepNumber(in: β.graph)
    let next = try step(number, β, state)
    // The size of a step tells how many members there are also where no formula has it.
    if sizes.members != nil { _ = sizes(number) }
    inputs = (number.isUsed ? [.madeSteps] : []) + number.inputs.map { .members($0.values) }
    before = [β] + state + (number.isUsed ? [number.made] : []) + number.inputs.map(\.input)
    after = [next.β] + next.memory + (number.isUsed ? [number.number] : []) + number.inputs.map(\.input)
  }
}

/// A number in a program's state that no method remembers.
enum StepInput {
  /// How many steps have been made.
  case madeSteps
  /// A coefficient's number for each member.
  case members(Vector)

  var members: Vector? { if case .members(let values) = self { values } else { nil } }

  func initial(firstStep: Int, member: Int) -> Double {
    switch self {
    case .madeSteps: Double(firstStep)
    case .members(let values): values[member]
    }
  }
}

/// Programs that are compiled when they are first wanted: most runs have no goal to watch for, and record nothing.
private final class WatchedProgram {
  let formulas: StepFormulas
  private let objective: Objective
  private let isFused: Bool
  private(set) lazy var monitored = program(leaving: monitors)
  private(set) lazy var recorded = program(leaving: monitors + [objective.gradient])
  /// Whether the step has ∇L(β) among its nodes.
  private(set) lazy var hasGradient =
    objective.graph.reachable(from: formulas.after.map(\.node)).contains(objective.gradient.node)

  init(_ formulas: StepFormulas, _ objective: Objective, isFused: Bool) {
    (self.formulas, self.objective, self.isFused) = (formulas, objective, isFused)
  }

  private var monitors: [Expression] {
    let gradient = objective.gradient
    return [objective.value, shapesSuit { () throws(ShapeError) in try .dot(gradient, gradient) }]
  }

  private func program(leaving outputs: [Expression]) -> Program {
    Program(
      step: formulas.after + outputs, of: formulas.before + outputs.map { objective.graph.input($0.shape) },
      isFused: isFused)
  }
}
