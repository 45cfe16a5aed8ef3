/// The continuous model of heavy ball on an objective, β̇ = F(β), of a given order and form.
///
///     let flow = HeavyBallFlow(objective, stepSize: 1e-3, momentum: 0.7, order: 3)
///     let run = try flow.run(DormandPrince853()).run(from: [2.8, 3.5], steps: 200, RunOptions())
///     flow.field(at: [2.8, 3.5])        // the limit form's
///     flow.validity(at: [2.8, 3.5])     // 1.1: above 1 heavy ball oscillates, and no first-order flow follows it
///
/// Order 1 in the limit form is rescaled gradient flow; see ``FlowForm``. Step k of a trajectory is at time kη, as the
/// optimizer's is.
///
/// In phase space what flows is β with heavy ball's m, from m = 0 or what a trajectory remembers: see ``hasMomentum``.
///
/// With a lookahead ν it models ``MomentumFamily``, in phase space or in the limit form. In the limit form what flows is y, the point where the
/// gradient is taken; trajectories hold β = ((1+ν) − νe^{−ηD})⁻¹y, as iterates are β. A run begins with y at the start
/// given: the β that its trajectory shows there is another point, ην∇L/(1−µ) away to first order.
public final class HeavyBallFlow {
  public let objective: Objective
  /// The method that is modelled.
  public let method: MomentumFamily
  /// α: the field is truncated at η^{α−1}, and the discretization error is of order α.
  public let order: Int
  public let form: FlowForm
  /// Whether native code may round a product and the sum that it goes into once, not twice.
  public let isFused: Bool

  /// What has been derived and compiled so far.
  private var known:
    (formula: Expression?, limit: VectorField?, piecewise: PiecewiseField?, shift: MatchedShift?, phase: PhaseFormula?)
  private var phaseField: VectorField?
  private var phaseTerms: PhaseTerms?
  private var iterations: [FixedSteps: Iteration] = [:]
  private var headway: FieldHeadway?
  /// Of a field that is being made the part that is done, by time and about: for those who wait, in ``prepare(poll:)``'s poll.
  public var preparedPart: Double? { headway?.fraction }
  /// A field that is not the theorem's, with what it is called.
  private let special: SpecialField?

  /// The field as a formula of β and m after each other.
  private typealias PhaseFormula = (state: Expression, field: Expression)

  private typealias SpecialField = (title: String, field: (_ β: Expression, _ gradient: Expression) -> Expression)

  /// What tells the iterations of a flow apart.
  private struct FixedSteps: Hashable {
    let method: ObjectIdentifier
    let substeps: Int
  }

  /// - Precondition: the order is at least 1, in phase space at most 8, µ in [0, 1), η positive and
  ///   finite; only the limit form has ν ≠ 0, and phase space where µ ≠ 0.
  public convenience init(
    _ objective: Objective, stepSize: Double, momentum: Double, lookahead: Double = 0, order: Int,
    form: FlowForm = .piecewise, isFused: Bool = false
  ) {
    self.init(
      objective, MomentumFamily(stepSize: stepSize, momentum: momentum, lookahead: lookahead), order: order, form: form,
      isFused: isFused, special: nil)
  }

  /// A flow in the limit form with a field of one's own, to be compared with the theorem's.
  ///
  /// - Parameter field: F as a formula of β and ∇L(β).
  /// - Precondition: as of the other initializer.
  public convenience init(
    _ objective: Objective, stepSize: Double, momentum: Double, order: Int, title: String,
    field: @escaping (_ β: Expression, _ gradient: Expression) -> Expression
  ) {
    self.init(
      objective, MomentumFamily(stepSize: stepSize, momentum: momentum, lookahead: 0), order: order, form: .limit,
      isFused: false, special: (title, field))
  }

  private init(
    _ objective: Objective, _ method: MomentumFamily, order: Int, form: FlowForm, isFused: Bool, special: SpecialField?
  ) {
    precondition(
      order >= 1 && (0..<1).contains(method.momentum) && method.stepSize > 0 && method.stepSize.isFinite,
      "a flow's options")
    precondition(
      method.lookahead == 0 || form == .limit || form == .phase && method.momentum > 0,
      "a lookahead goes with the limit form and phase space")
    precondition(form != .phase || order <= PhaseField.maximumOrder, "an order in phase space")
    self.objective = objective
    self.method = method
    self.order = order
    self.form = form
    self.isFused = isFused
    self.special = special
  }

  /// The limit form's F, a formula of the objective's parameters.
  public var formula: Expression { formula { () throws(Never) in } }
  /// The limit form's F, compiled.
  public var limit: VectorField { limit { () throws(Never) in } }
  var piecewise: PiecewiseField { piecewise { () throws(Never) in } }

  /// Derives and compiles what the flow computes with, which is kept: of a high order, or a loss that is a long formula, it
  /// takes long.
  ///
  /// - Parameter poll: called every few milliseconds; what it throws ends the work.
  public func prepare<E: Error>(poll: () throws(E) -> Void) throws(E) {
    if hasMomentum {
      _ = try phase(poll: poll)
      return
    }
    let limit = try limit(poll: poll)
    if isAhead, order > 1 { try limit.expansion(order: order - 1, poll: poll) }
    if form == .piecewise { _ = try piecewise(poll: poll) }
    if form == .matched { _ = try shift(poll: poll) }
  }

  func formula<E: Error>(poll: () throws(E) -> Void) throws(E) -> Expression {
    if let formula = known.formula { return formula }
    let gradient = try objective.gradient(poll: poll)
    let formula: Expression
    if let special {
      formula = special.field(objective.parameters, gradient)
    } else {
      formula = try LimitField.expression(
        gradient: gradient, at: objective.parameters, eta: stepSize, mu: momentum, nu: lookahead, order: order,
        derived: { headway?.derived($0) }, poll: poll)
      headway?.derived(1)
    }
    known.formula = formula
    return formula
  }

  private func limit<E: Error>(poll: () throws(E) -> Void) throws(E) -> VectorField {
    if let limit = known.limit { return limit }
    headway = FieldHeadway()
    defer { headway = nil }
    let limit = try VectorField(try formula(poll: poll), of: objective.parameters, isFused: isFused, poll: poll)
    known.limit = limit
    return limit
  }

  private func piecewise<E: Error>(poll: () throws(E) -> Void) throws(E) -> PiecewiseField {
    if let piecewise = known.piecewise { return piecewise }
    let limit = try limit(poll: poll)
    headway = FieldHeadway()
    defer { headway = nil }
    let piecewise = try PiecewiseField(
      objective, stepSize: stepSize, momentum: momentum, order: order, limit: limit, derived: { headway?.derived($0) },
      poll: poll)
    known.piecewise = piecewise
    return piecewise
  }

  private func phaseFormula<E: Error>(poll: () throws(E) -> Void) throws(E) -> PhaseFormula {
    if let formula = known.phase { return formula }
    let (β, m) = (objective.parameters, objective.graph.input(objective.parameters.shape))
    let parts = try PhaseField.expressions(
      gradient: try objective.gradient(poll: poll), at: β, momentum: m, of: method, order: order,
      derived: { headway?.derived($0) }, poll: poll)
    headway?.derived(1)
    let state = objective.graph.input(.vector(2 * objective.dimension))
    let field = try Expression.concatenation([parts.position, parts.momentum])
      .substituting(β, with: state.slice(from: 0, β.shape), poll: poll)
      .substituting(m, with: state.slice(from: objective.dimension, m.shape), poll: poll)
    let formula = (state, field)
    known.phase = formula
    return formula
  }

  private func phase<E: Error>(poll: () throws(E) -> Void) throws(E) -> VectorField {
    if let phaseField { return phaseField }
    headway = FieldHeadway()
    defer { headway = nil }
    let formula = try phaseFormula(poll: poll)
    let made = try VectorField(formula.field, of: formula.state, isFused: isFused, poll: poll)
    phaseField = made
    return made
  }

  private func shift<E: Error>(poll: () throws(E) -> Void) throws(E) -> MatchedShift {
    if let shift = known.shift { return shift }
    let shift = try MatchedShift(objective, stepSize: stepSize, momentum: momentum, order: order, poll: poll)
    known.shift = shift
    return shift
  }

  /// The highest order in phase space: what is beyond takes long to derive of any loss.
  public static let maximumPhaseOrder = PhaseField.maximumOrder

  /// About how many bytes a flow takes: in the forms that need rooted trees each tree is a formula, about a kilobyte for
  /// each operation of the gradient.
  public static func memory(of objective: Objective, order: Int, form: FlowForm) -> Int {
    if form == .limit { return 0 }
    if form == .phase {
      return 1000 * PhaseField.coefficientCount(order: order) * Scalarization.operationCount(of: [objective.gradient])
    }
    let trees = RootedTree.counts(upTo: form == .matched ? order - 1 : order).reduce(0, +)
    return LimitCoefficients.memory(order: order)
      + 1000 * trees * Scalarization.operationCount(of: [objective.gradient])
  }

  /// In print: `heavy-ball flow of order 3`.
  public var title: String {
    if let special { return special.title }
    if lookahead != 0 { return "momentum flow of order \(order)" + (hasMomentum ? " in phase space" : "") }
    if hasMomentum { return "heavy-ball flow of order \(order) in phase space" }
    return order == 1 && form != .piecewise ? "rescaled gradient flow" : "heavy-ball flow of order \(order)"
  }

  /// F(β) of the limit form.
  public func field(at β: Vector) -> Vector { limit.value(at: β) }

  /// F(β) of step k, in the piecewise form; of the others the limit form's, which does not depend on k.
  public func field(at β: Vector, step k: Int) -> Vector {
    (form == .piecewise ? piecewise.field(ofStep: k) : limit).value(at: β)
  }

  /// dβ/dt and dm/dt in phase space.
  ///
  /// - Precondition: it ``hasMomentum``, and m has the dimension of β.
  public func field(at β: Vector, momentum m: Vector) -> (position: Vector, momentum: Vector) {
    precondition(hasMomentum && β.count == m.count, "a flow of beta and m")
    let field = phase { () throws(Never) in }.value(at: Vector(β.elements + m.elements))
    return (Vector(field[..<β.count]), Vector(field[β.count...]))
  }

  /// The order at which the field's terms at (β, m) stop to shrink, the flow's own where they shrink to its end: what is
  /// truncated beyond it follows the method less well.
  ///
  /// - Parameter poll: called now and then while the terms are derived and compiled, the first time.
  /// - Precondition: as of ``field(at:momentum:)``.
  public func bestOrder<E: Error>(
    at β: Vector, momentum m: Vector, poll: () throws(E) -> Void
  ) throws(E) -> Int {
    precondition(hasMomentum && β.count == m.count, "a flow of beta and m")
    let terms: PhaseTerms
    if let phaseTerms { terms = phaseTerms } else { terms = try PhaseTerms(self, poll: poll) }
    phaseTerms = terms
    let sizes = terms.sizes(at: β, momentum: m)
    return (1..<order).first { !(sizes[$0] < sizes[$0 - 1]) && sizes[$0] > 0 } ?? order
  }

  /// Where the flow starts if heavy ball starts at β: another point in the matched form, β itself in the others.
  public func start(from β: Vector) -> Vector {
    form == .matched ? shift { () throws(Never) in }.point(from: β) : β
  }

  /// β of the family's flow where it is at y: β = Σ_{j<α} q_j η^j D^j y, to the order of the flow.
  public func parameters(at y: Vector) -> Vector {
    if !isAhead || order == 1 { return y }
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

  /// R of the form: see ``Radius``.
  public var radius: Double {
    form == .phase ? Radius.phase(momentum: momentum, lookahead: lookahead) : method.radius
  }

  /// r = η·max|λ|/R, λ the Hessian's eigenvalues at β and R the form's ``radius``: beyond 1 no flow of the form follows the
  /// method. Beyond the first-order forms' heavy ball oscillates, beyond phase space's it is about to leave.
  public func validity(at β: Vector) -> Double {
    stepSize * objective.spectralRadius(at: β) / radius
  }

  /// The same to two digits, which is cheaper: some ten products of the Hessian with vectors, at most 40, where there are
  /// more than 64 parameters.
  ///
  /// - Parameter poll: called before each product; what it throws ends the search.
  public func roughValidity(at β: Vector, poll: () throws -> Void) rethrows -> Double {
    let found = try objective.spectralRadiusPairs(at: β, start: [], tolerance: 1e-2, iterations: 40, poll: poll)
    return stepSize * found.values[0].magnitude / radius
  }

  /// η of the method that is modelled.
  public var stepSize: Double { method.stepSize }
  /// µ.
  public var momentum: Double { method.momentum }
  /// ν; 0 is heavy ball.
  public var lookahead: Double { method.lookahead }

  /// Whether what flows is (β, m): in phase space, but for µ = 0, where m is nothing and β follows gradient descent's limit
  /// form.
  public var hasMomentum: Bool { form == .phase && momentum > 0 }

  /// Whether what flows is y, the point where the gradient is taken, and β is found from it: ν ≠ 0 in the limit form.
  public var isAhead: Bool { lookahead != 0 && !hasMomentum }

  /// The flow with a method that makes `substeps` equal steps in each step η of heavy ball.
  public func run(_ method: any ExplicitRungeKutta.Type, substeps: Int) -> FlowRun {
    run(method, substeps: substeps) { () throws(Never) in }
  }

  /// The same; `poll` is called every few milliseconds while it is derived and compiled, and what it throws ends the work.
  public func run<E: Error>(
    _ method: any ExplicitRungeKutta.Type, substeps: Int, poll: () throws(E) -> Void
  ) throws(E) -> FlowRun {
    try prepare(poll: poll)
    return FlowRun(flow: self, runner: try iteration(method, substeps: substeps, poll: poll))
  }

  /// The flow with a method that chooses its steps.
  ///
  /// - Parameter options: those of the loss's precision where nil.
  public func run(_ method: any AdaptiveMethod, _ options: IntegratorOptions? = nil) -> FlowRun {
    run(method, options) { () throws(Never) in }
  }

  /// The same; `poll` is called every few milliseconds while it is derived and compiled, and what it throws ends the work.
  public func run<E: Error>(
    _ method: any AdaptiveMethod, _ options: IntegratorOptions?, poll: () throws(E) -> Void
  ) throws(E) -> FlowRun {
    try prepare(poll: poll)
    if hasMomentum {
      let integration = PhaseRun.integration(self, try phase(poll: poll), method, options)
      return FlowRun(flow: self, runner: PhaseRun(flow: self, integration: integration))
    }
    let schedule: any FieldSchedule = try form == .piecewise ? piecewise(poll: poll) : limit(poll: poll)
    var integration = Integration(
      title: title, objective: objective, schedule: schedule, stepSize: stepSize,
      method: method, options: options, models: self.method, order: order, hasOwnField: special != nil)
    if isAhead { integration.shown = parameters }
    return FlowRun(flow: self, runner: integration)
  }

  private func iteration<E: Error>(
    _ method: any ExplicitRungeKutta.Type, substeps: Int, poll: () throws(E) -> Void
  ) throws(E) -> Iteration {
    let key = FixedSteps(method: ObjectIdentifier(method), substeps: substeps)
    if let known = iterations[key] { return known }
    let h = stepSize / Double(substeps)
    let β = objective.parameters
    func step(_ field: Expression) throws(E) -> Expression {
      try method.tableau.step(β, h) { (point) throws(E) in
        point == β ? field : try field.substituting(β, with: point, poll: poll)
      }
    }
    var transient: Transient?
    if form == .piecewise {
      let piecewise = try piecewise(poll: poll)
      transient = try Transient(
        of: β, piecewise.constants, isFused: isFused, next: try step(piecewise.formula), poll: poll
      ) { k in piecewise.coefficients(ofStep: k) }
    }
    if hasMomentum {
      let iteration = try phaseIteration(method, substeps: substeps, h, poll: poll)
      iterations[key] = iteration
      return iteration
    }
    let formula = try formula(poll: poll)
    let iteration = try Iteration(
      title: title, objective: objective, memory: [], sizes: .constant(stepSize), substeps: substeps,
      provenance: provenance, transient: transient,
      isFused: isFused, evaluation: .field, evaluationsPerRun: method.tableau.b.count,
      poll: poll
    ) { (_, _, _) throws(E) in (try step(formula), []) }
    iterations[key] = iteration
    return iteration
  }

  private func phaseIteration<E: Error>(
    _ method: any ExplicitRungeKutta.Type, substeps: Int, _ h: Double, poll: () throws(E) -> Void
  ) throws(E) -> Iteration {
    let (formula, p) = (try phaseFormula(poll: poll), objective.dimension)
    return try Iteration(
      title: title, objective: objective, memory: [PhaseRun.momentum(dimension: p)], sizes: .constant(stepSize),
      substeps: substeps, provenance: provenance, isFused: isFused, evaluation: .field,
      evaluationsPerRun: method.tableau.b.count, keepsMomenta: true, poll: poll
    ) { (_, β, memory) throws(E) in
      let next = try method.tableau.step(.concatenation([β, memory[0]]), h) { (point) throws(E) in
        try formula.field.substituting(formula.state, with: point, poll: poll)
      }
      return (next.slice(from: 0, β.shape), [next.slice(from: p, β.shape)])
    }
  }

  /// Of the flow's trajectories.
  var provenance: Provenance {
    Provenance(method, flowOrder: order, hasOwnField: special != nil, isInPhaseSpace: hasMomentum)
  }
}
