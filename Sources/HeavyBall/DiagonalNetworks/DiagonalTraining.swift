/// Heavy ball on a diagonal linear network that adds up along the way what the theory asks for, so that long runs need
/// not be kept.
///
///     let training = DiagonalTraining(problem, stepSize: 1e-2, momentum: 0.9)
///     var options = RunOptions()
///     options.lossGoal = 1e-14
///     options.recording = .last
///     let run = try training.run(from: problem.start(scale: 0.1), steps: 1_000_000, options)
///     run.memory[DiagonalTraining.integral]        // ∫g²
///
/// A step costs about a tenth more than without, and the loss's goal a third.
public struct DiagonalTraining {
  /// η Σ g(β_k)² over the steps made, ∫g² dt.
  public static let integral = "integral_gradient_squared"
  /// η Σ g(β_k)³, ∫g³ dt, while |g| is below 1e75.
  public static let cubes = "integral_gradient_cubed"
  /// For each κ_j at how many of the iterates after the start κ_j < 0.
  public static let negative = "steps_of_negative_kappa"
  /// β(0), 2d numbers.
  public static let start = "start"

  public let iteration: Iteration

  /// - Parameter objective: the problem's, if there is one already.
  /// - Precondition: η > 0, µ in [0, 1).
  public init(_ problem: DiagonalProblem, on objective: Objective? = nil, stepSize η: Double, momentum µ: Double) {
    let objective = objective ?? Objective(problem.loss)
    let method = HeavyBallMethod(stepSize: .constant(η), momentum: .constant(µ))
    let d = problem.unknowns
    iteration = Iteration(
      title: µ == 0 ? GradientDescent.title : HeavyBallMethod.title, objective: objective,
      memory: method.memory(dimension: 2 * d) + [
        StateVariable(Self.integral, .vector(d)), StateVariable(Self.cubes, .vector(d)),
        StateVariable(Self.negative, .vector(d)), StateVariable(Self.start, .vector(2 * d)),
      ],
      sizes: method.stepSize, substeps: 1, family: method.family, poll: { () throws(Never) in }
    ) { k, β, memory in
      let next = method.step(k, β, Array(memory.prefix(1))) { _ in objective.gradient }
      let graph = objective.graph
      let (plus, minus) = (β[0..<d], β[d..<2 * d])
      // The same node as the loss has, so that its derivative is a part of the gradient and costs nothing more.
      let w = plus.squared() - minus.squared()
      let g = objective.value.gradient(withRespectTo: w)
      let κ = next.β[0..<d] * next.β[d..<2 * d]
      let isNegative = Expression.select(-κ, graph.constant(1, .vector(d)), graph.constant(0, .vector(d)))
      let square = g.squared()
      // Where a training diverges g³ is past the largest number before anything of the training itself is: it is not to end it.
      let limit = graph.constant(1e150, .vector(d))
      let cube = g * Expression.select(limit - square, square, limit)
      let sums = [memory[1] + η * square, memory[2] + η * cube, memory[3] + isNegative, memory[4]]
      return (next.β, next.memory + sums)
    }
  }

  public func run(from β: Vector, steps: Int, _ options: RunOptions = RunOptions()) throws -> Trajectory {
    try iteration.run(
      from: Trajectory(
        resuming: β, step: 0, memory: [Self.start: β], of: iteration.objective, stepSize: iteration.stepSize),
      steps: steps, options)
  }

  /// Whether a trajectory has what a training adds up.
  public static func hasSums(_ trajectory: Trajectory) -> Bool {
    [start, integral, cubes, negative].allSatisfy { trajectory.memory[$0] != nil }
  }

  /// Goes on from a trajectory that a training of the same problem made.
  public func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions = RunOptions()) throws -> Trajectory {
    precondition(Self.hasSums(trajectory), "a trajectory that a training made")
    return try iteration.run(from: trajectory, steps: steps, options)
  }
}
