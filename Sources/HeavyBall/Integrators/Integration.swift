/// A flow ready to be integrated by an adaptive method.
///
///     let integration = Integration(
///       title: "gradient flow", objective: objective,
///       schedule: VectorField(-objective.gradient, of: objective.parameters), stepSize: 5e-3,
///       method: DormandPrince853())
///     let trajectory = try integration.run(from: [2.8, 3.5], steps: 200)     // to t = 1
///     trajectory.statistics?.evaluations
///
/// Step k of a trajectory is at time kη, as the optimizer's is, and has nothing to do with the steps that the method
/// makes: these are longer where the field allows, and the points between their ends come from the method's own
/// polynomial. Where the field changes they end, and the method starts again.
///
/// Goals end a run where they are met, between two steps of η; a stopping function at one of these.
public struct Integration {
  /// In print: `heavy-ball flow of order 3`.
  public let title: String
  /// The loss that the trajectory's points are looked at with.
  public let objective: Objective
  var schedule: any FieldSchedule
  /// η, the time between points that can be kept; the first where it changes.
  public let stepSize: Double
  /// The time of each step, where it changes.
  var sizes: Schedule? = nil
  public let method: any AdaptiveMethod
  public internal(set) var options: IntegratorOptions
  /// The method that the flow models, where it models one.
  var provenance: Provenance
  /// What is shown and measured of a point, where it is not the point itself.
  var shown: ((Vector) -> Vector)? = nil
  /// What the method that observers see remembers at a point, by name, where it remembers anything.
  var remembered: ((Vector) -> [String: Vector])? = nil
  /// The loss of what is shown, where that is not ``objective``.
  var observed: Objective? = nil
  /// The method that ``RunOptions/observers`` see; there are none without one.
  var measured: Iteration? = nil
  /// Whether what flows is β and m.
  var isInPhaseSpace = false

  /// - Parameters:
  ///   - options: those of the objective's precision where nil.
  ///   - order: of the flow as a model of the method.
  ///   - hasOwnField: whether its field is another than the theorem's.
  /// - Precondition: η is positive and finite, tolerances are not negative, and a first and a longest step are positive.
  public init(
    title: String, objective: Objective, schedule: any FieldSchedule, stepSize: Double, method: any AdaptiveMethod,
    options: IntegratorOptions? = nil, models modelled: MomentumFamily? = nil, order: Int = 1,
    hasOwnField: Bool = false
  ) {
    precondition(stepSize > 0 && stepSize.isFinite, "a step of \(stepSize)")
    let options = options ?? IntegratorOptions(precision: objective.precision)
    precondition(
      options.relativeTolerance >= 0 && options.absoluteTolerance >= 0 && options.firstStep ?? 1 > 0
        && options.maxStep ?? 1 > 0,
      "an integrator's options")
    self.title = title
    self.objective = objective
    self.schedule = schedule
    self.stepSize = stepSize
    self.method = method
    self.options = options
    provenance = Provenance(modelled, flowOrder: order, hasOwnField: hasOwnField)
  }

  /// Integrates from a starting point, at t = 0.
  ///
  /// A run that fails is not an error: it ends before that step, and ``Trajectory/ending`` says why.
  ///
  /// - Throws: what the options' functions throw; ``Memory/Shortage``.
  /// - Precondition: the point has the objective's dimension.
  public func run(from β: Vector, steps: Int, _ options: RunOptions = RunOptions()) throws -> Trajectory {
    try run(from: β, firstStep: 0, origin: 0, steps: steps, provenance, options)
  }

  /// Goes on from the end of a trajectory.
  ///
  /// The new trajectory begins with the old one's last point, and counts steps and time on from there.
  public func run(from trajectory: Trajectory, steps: Int, _ options: RunOptions = RunOptions()) throws -> Trajectory {
    let first = trajectory.steps[trajectory.steps.count - 1]
    let origin = trajectory.origin(continuingWith: sizes.map { Coefficient($0) } ?? .constant(stepSize))
    return try run(
      from: trajectory.end, firstStep: first, origin: origin, steps: steps, provenance.continuing(trajectory), options)
  }

  private func run(
    from β: Vector, firstStep: Int, origin: Double, steps: Int, _ provenance: Provenance, _ options: RunOptions
  ) throws -> Trajectory {
    precondition(β.count == objective.dimension, "a point of \(β.count) coordinates for \(objective.dimension)")
    let options = withGoals(options)
    try Memory.check(rows: options.keptCount(of: steps), of: objective.dimension + 1)
    if method.usesJacobian { try Memory.check(rows: objective.dimension, of: 2 * objective.dimension, for: .jacobian) }
    var run = IntegrationRun(self, from: β, origin: origin, options)
    func trajectory() -> Trajectory {
      Trajectory(
        title: title, objective: objective, stepSize: stepSize, steps: run.steps,
        points: Matrix(rows: run.steps.count, columns: β.count, elements: run.rows), memory: [:], ending: run.ending,
        origin: origin, provenance: provenance, schedule: sizes, statistics: run.statistics, eventTime: run.eventTime,
        dense: run.dense,
        recordings: run.recorder.recordings)
    }
    do { try run.run(from: firstStep, count: steps) } catch {
      if let interrupted = options.interrupted {
        run.endInterrupted()
        interrupted(.run(trajectory()))
      }
      throw error
    }
    return trajectory()
  }
}

extension Integration {
  /// Goals as events, at the points that are integrated.
  private func withGoals(_ options: RunOptions) -> RunOptions {
    guard options.isMonitored || options.stopValue != nil else { return options }
    var options = options
    let (objective, n, shown) = (observed ?? objective, objective.dimension, shown)
    let point = { (β: UnsafePointer<Double>) in
      let β = Vector(UnsafeBufferPointer(start: β, count: n))
      return shown?(β) ?? β
    }
    if let goal = options.lossGoal {
      options.events.append(StopEvent(.lossGoal, isGoal: true) { objective.value(at: point($0)) - goal })
    }
    if let goal = options.gradientGoal {
      options.events.append(StopEvent(.gradientGoal, isGoal: true) { objective.gradient(at: point($0)).norm() - goal })
    }
    if let value = options.stopValue { options.events.append(StopEvent(.stopped, isGoal: false) { try value(point($0)) }) }
    (options.lossGoal, options.gradientGoal, options.stopValue) = (nil, nil, nil)
    return options
  }
}

extension Integration: Runner {
  public var memory: [StateVariable] { [] }
}
