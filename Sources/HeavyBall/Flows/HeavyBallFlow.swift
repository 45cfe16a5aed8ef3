/// The continuous model of heavy ball on an objective: β̇ = F(β), with F the limit form's field of a given order.
///
///     let flow = HeavyBallFlow(objective, stepSize: 5e-3, momentum: 0.7, order: 3)
///     flow.field(at: [2.8, 3.5])
///     let trajectory = try flow.iteration(RungeKutta4.self, substeps: 10).run(from: [2.8, 3.5], steps: 200)
///     flow.validity(at: [2.8, 3.5])     // 5.5: heavy ball oscillates here
///
/// Order 1 is rescaled gradient flow; see ``LimitField``. Step k of a trajectory is at time kη, as the optimizer's is.
public final class HeavyBallFlow {
  public let objective: Objective
  /// η of the method that is modelled.
  public let stepSize: Double
  /// µ.
  public let momentum: Double
  /// α: the field is truncated at η^{α−1}.
  public let order: Int

  /// F(β), a formula of the objective's parameters.
  public private(set) lazy var field = LimitField.expression(
    gradient: objective.gradient, at: objective.parameters, eta: stepSize, mu: momentum, order: order)

  private lazy var machine = Machine(Program(outputs: [field], inputs: [objective.parameters]))
  private var iterations: [String: Iteration] = [:]

  /// - Precondition: the order is at least 1, µ in [0, 1), η positive and finite.
  public init(_ objective: Objective, stepSize: Double, momentum: Double, order: Int) {
    precondition(order >= 1 && (0..<1).contains(momentum) && stepSize > 0 && stepSize.isFinite, "a flow's options")
    self.objective = objective
    self.stepSize = stepSize
    self.momentum = momentum
    self.order = order
  }

  /// In print: `heavy-ball flow of order 3`.
  public var title: String { order == 1 ? "rescaled gradient flow" : "heavy-ball flow of order \(order)" }

  /// F(β).
  public func field(at β: Vector) -> Vector {
    machine.load(β, input: 0)
    machine.run()
    return machine.output(0)
  }

  /// The flow with a fixed-step integrator that makes `substeps` steps of η/substeps in each step of the method.
  public func iteration(_ method: any ExplicitRungeKutta.Type, substeps: Int) -> Iteration {
    let key = "\(method.name) \(substeps)"
    if let known = iterations[key] { return known }
    let iteration = Iteration(
      title: title, objective: objective, memory: [], stepSize: stepSize, substeps: substeps
    ) { β, _ in
      let next = method.tableau.step(β, stepSize / Double(substeps)) { point in
        point == β ? field : field.substituting(β, with: point)
      }
      return (next, [])
    }
    iterations[key] = iteration
    return iteration
  }

  /// r = η·max|λ|/(1−√µ)², λ the Hessian's eigenvalues at β: beyond 1 heavy ball oscillates and no flow follows it.
  public func validity(at β: Vector) -> Double {
    stepSize * objective.spectralRadius(at: β) / Radius.value(momentum: momentum)
  }
}
