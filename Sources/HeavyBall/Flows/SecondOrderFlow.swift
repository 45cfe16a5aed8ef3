/// An equation of order 2 as a model of a momentum method on a loss.
///
///     let flow = try SecondOrderFlow(objective, .kovachkiStuart, stepSize: 5e-3, momentum: 0.7) {}
///     let run = try flow.run(.adaptive(DormandPrince853()), nil) {}.run(from: [2.8, 3.5], steps: 200, RunOptions())
///
/// Not for use by two threads at once.
public final class SecondOrderFlow {
  public let objective: Objective
  public let kind: SecondOrderKind
  /// η.
  public let stepSize: Double
  /// µ.
  public let momentum: Double
  /// b and b′ after each other.
  let system: EquationSystem

  /// - Parameter poll: called now and then; what it throws ends the work.
  /// - Precondition: µ in [0, 1), η positive and finite.
  public init(
    _ objective: Objective, _ kind: SecondOrderKind, stepSize: Double, momentum: Double, poll: () throws -> Void
  ) throws {
    precondition((0..<1).contains(momentum) && stepSize > 0 && stepSize.isFinite, "a flow's options")
    (self.objective, self.kind, self.stepSize, self.momentum) = (objective, kind, stepSize, momentum)
    let gradient = try objective.gradient(poll: poll)
    let p = objective.dimension
    system = EquationSystem(name: kind.title, dimension: 2 * p) { t, x, _ in
      let (b, velocity) = (x.slice(from: 0, .vector(p)), x.slice(from: p, .vector(p)))
      let slope = gradient.copied(replacing: objective.parameters, with: b)
      return .concatenation([velocity, kind.acceleration(t, velocity, slope, stepSize: stepSize, momentum: momentum)])
    }
  }

  /// b′(0) where a run begins at β and is given no other.
  public func velocity(at β: Vector) -> Vector { kind.velocity(objective.gradient(at: β), momentum: momentum) }

  /// The method that is modelled; nil of Nesterov's, whose momentum changes.
  public var method: MomentumFamily? {
    kind == .suBoydCandes ? nil : MomentumFamily(stepSize: stepSize, momentum: momentum, lookahead: 0)
  }

  /// The equation with a method that integrates it.
  ///
  /// - Parameters:
  ///   - options: those of the loss's precision where nil.
  ///   - velocity: b′(0); ``velocity(at:)`` where nil.
  ///   - poll: called now and then while it is compiled; what it throws ends the work.
  public func run(
    _ method: any AdaptiveMethod, _ options: IntegratorOptions?, velocity: Vector? = nil, poll: () throws -> Void
  ) throws -> SecondOrderRun {
    let hasTime = system.dependsOnTime
    let field = try system.field(hasTime: hasTime, poll: poll)
    field.setConstants([1])
    var integration = Integration(
      title: kind.title, objective: system.placeholder(system.dimension + (hasTime ? 1 : 0)), schedule: field,
      stepSize: stepSize, method: method, options: options ?? IntegratorOptions(precision: objective.precision))
    let p = objective.dimension
    integration.shown = { Vector($0.prefix(p)) }
    integration.observed = objective
    return SecondOrderRun(flow: self, integration: integration, velocity: velocity)
  }
}
