/// The continuous model of heavy ball on an objective, β̇ = F(β), of a given order and form.
///
///     let flow = HeavyBallFlow(objective, stepSize: 1e-3, momentum: 0.7, order: 3)
///     let run = try flow.run(DormandPrince853()).run(from: [2.8, 3.5], steps: 200, RunOptions())
///     flow.field(at: [2.8, 3.5])        // the limit form's
///     flow.validity(at: [2.8, 3.5])     // 1.1: above 1 heavy ball oscillates, and no flow follows it
///
/// Order 1 in the limit form is rescaled gradient flow; see ``FlowForm``. Step k of a trajectory is at time kη, as the
/// optimizer's is.
///
/// With a lookahead ν it models ``MomentumFamily``, in the limit form alone. What flows is y, the point where the
/// gradient is taken; trajectories hold β = ((1+ν) − νe^{−ηD})⁻¹y, as iterates are β. A run begins with y at the start
/// given: the β that its trajectory shows there is another point, ην∇L/(1−µ) away to first order.
public final class HeavyBallFlow {
  public let objective: Objective
  /// η of the method that is modelled.
  public let stepSize: Double
  /// µ.
  public let momentum: Double
  /// ν; 0 is heavy ball.
  public let lookahead: Double
  /// α: the field is truncated at η^{α−1}, and the discretization error is of order α.
  public let order: Int
  public let form: FlowForm
  /// Whether native code may round a product and the sum that it goes into once, not twice.
  public let isFused: Bool

  /// The limit form's F, a formula of the objective's parameters.
  public private(set) lazy var formula = special?.field(objective.parameters, objective.gradient)
    ?? LimitField.expression(
      gradient: objective.gradient, at: objective.parameters, eta: stepSize, mu: momentum, nu: lookahead, order: order)

  /// The limit form's F, compiled.
  public private(set) lazy var limit = VectorField(formula, of: objective.parameters, isFused: isFused)

  private(set) lazy var piecewise = PiecewiseField(
    objective, stepSize: stepSize, momentum: momentum, order: order, limit: limit)

  private lazy var shift = MatchedShift(objective, stepSize: stepSize, momentum: momentum, order: order)
  private var iterations: [String: Iteration] = [:]
  /// A field that is not the theorem's, with what it is called.
  private let special: (title: String, field: (Expression, Expression) -> Expression)?

  /// - Precondition: the order is at least 1, µ in [0, 1), η positive and finite; only the limit form has ν ≠ 0.
  public init(
    _ objective: Objective, stepSize: Double, momentum: Double, lookahead: Double = 0, order: Int,
    form: FlowForm = .piecewise, isFused: Bool = false
  ) {
    precondition(order >= 1 && (0..<1).contains(momentum) && stepSize > 0 && stepSize.isFinite, "a flow's options")
    precondition(lookahead == 0 || form == .limit, "a lookahead goes with the limit form")
    self.objective = objective
    self.stepSize = stepSize
    self.momentum = momentum
    self.lookahead = lookahead
    self.order = order
    self.form = form
    self.isFused = isFused
    special = nil
  }

  /// A flow in the limit form with a field of one's own, to be compared with the theorem's.
  ///
  /// - Parameter field: F as a formula of β and ∇L(β).
  /// - Precondition: as of the other initializer.
  public init(
    _ objective: Objective, stepSize: Double, momentum: Double, order: Int, title: String,
    field: @escaping (_ β: Expression, _ gradient: Expression) -> Expression
  ) {
    precondition(order >= 1 && (0..<1).contains(momentum) && stepSize > 0 && stepSize.isFinite, "a flow's options")
    self.objective = objective
    self.stepSize = stepSize
    self.momentum = momentum
    lookahead = 0
    self.order = order
    form = .limit
    isFused = false
    special = (title, field)
  }

  /// About how many bytes a flow takes: in the forms that need rooted trees each tree is a formula, about a kilobyte for
  /// each operation of the gradient.
  public static func memory(of objective: Objective, order: Int, form: FlowForm) -> Int {
    guard form != .limit else { return 0 }
    let trees = RootedTree.counts(upTo: form == .matched ? order - 1 : order).reduce(0, +)
    return LimitCoefficients.memory(order: order)
      + 1000 * trees * Scalarization.operationCount(of: [objective.gradient])
  }

  /// In print: `heavy-ball flow of order 3`.
  public var title: String {
    if let special { return special.title }
    if lookahead != 0 { return "momentum flow of order \(order)" }
    return order == 1 && form != .piecewise ? "rescaled gradient flow" : "heavy-ball flow of order \(order)"
  }

  /// F(β) of the limit form.
  public func field(at β: Vector) -> Vector { limit.value(at: β) }

  /// F(β) of step k, in the piecewise form; of the others the limit form's, which does not depend on k.
  public func field(at β: Vector, step k: Int) -> Vector {
    (form == .piecewise ? piecewise.field(ofStep: k) : limit).value(at: β)
  }

  /// Where the flow starts if heavy ball starts at β: another point in the matched form, β itself in the others.
  public func start(from β: Vector) -> Vector { form == .matched ? shift.point(from: β) : β }

  /// β of the family's flow where it is at y: β = Σ_{j<α} q_j η^j D^j y, to the order of the flow.
  public func parameters(at y: Vector) -> Vector {
    if lookahead == 0 || order == 1 { return y }
    let q = MomentumSymbol.recovery(lookahead: lookahead, count: order)
    let coefficients = limit.taylorCoefficients(at: y, order: order - 1)
    var β = y
    var factor = 1.0
    for j in 1..<order {
      factor *= stepSize * Double(j)
      β = β + coefficients[j - 1] * (q[j] * factor)
    }
    return β
  }

  /// r = η·max|λ|/R(µ, ν), λ the Hessian's eigenvalues at β and R as ``Radius`` has it: beyond 1 no flow follows the
  /// method; heavy ball oscillates there.
  public func validity(at β: Vector) -> Double {
    stepSize * objective.spectralRadius(at: β) / Radius.value(of: method)
  }

  /// The same to two digits, which is cheaper: some ten products of the Hessian with vectors, at most 40, where there are
  /// more than 64 parameters.
  ///
  /// - Parameter poll: called before each product; what it throws ends the search.
  public func roughValidity(at β: Vector, poll: () throws -> Void) rethrows -> Double {
    let found = try objective.spectralRadiusPairs(at: β, start: [], tolerance: 1e-2, iterations: 40, poll: poll)
    return stepSize * found.values[0].magnitude / Radius.value(of: method)
  }

  /// The method that is modelled.
  public var method: MomentumFamily {
    MomentumFamily(stepSize: stepSize, momentum: momentum, lookahead: lookahead)
  }

  /// The flow with a method that makes `substeps` equal steps in each step η of heavy ball.
  public func run(_ method: any ExplicitRungeKutta.Type, substeps: Int) -> FlowRun {
    FlowRun(flow: self, runner: iteration(method, substeps: substeps))
  }

  /// The flow with a method that chooses its steps.
  ///
  /// - Parameter options: those of the loss's precision where nil.
  public func run(_ method: any AdaptiveMethod, _ options: IntegratorOptions? = nil) -> FlowRun {
    FlowRun(
      flow: self,
      runner: Integration(
        title: title, objective: objective, schedule: form == .piecewise ? piecewise : limit, stepSize: stepSize,
        method: method, options: options, models: self.method, order: order, hasOwnField: special != nil))
  }

  private func iteration(_ method: any ExplicitRungeKutta.Type, substeps: Int) -> Iteration {
    let key = "\(method.name) \(substeps)"
    if let known = iterations[key] { return known }
    let h = stepSize / Double(substeps)
    let β = objective.parameters
    let step = { (field: Expression) in
      method.tableau.step(β, h) { point in point == β ? field : field.substituting(β, with: point) }
    }
    let transient = form == .piecewise
      ? Transient(
        of: β, piecewise.constants, isFused: isFused, next: { [piecewise] in step(piecewise.formula) },
        constants: { [piecewise] k in piecewise.coefficients(ofStep: k) })
      : nil
    let iteration = Iteration(
      title: title, objective: objective, memory: [], stepSize: stepSize, substeps: substeps,
      provenance: Provenance(self.method, flowOrder: order, hasOwnField: special != nil), transient: transient,
      isFused: isFused, evaluation: .field, evaluationsPerRun: method.tableau.b.count,
      poll: { () throws(Never) in }
    ) { _, _ in (step(formula), []) }
    iterations[key] = iteration
    return iteration
  }
}
