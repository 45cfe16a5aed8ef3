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
/// In phase space what flows is β with heavy ball's m, from m = 0 or what a trajectory remembers: see ``hasMomentum``. There
/// η, µ and ν may change from step to step, and a run's steps be on mini-batches: the field of a step is that of its own η, µ,
/// ν and loss alone.
///
/// With a lookahead ν it models ``MomentumFamily`` in every form, and where gradients are combined ``TwoStepMethod`` in the forms
/// of β alone. What flows is β, from the method's own start: the point y = β + νm where the gradient is taken is never shown.
public final class HeavyBallFlow {
  public let objective: Objective
  /// The method that is modelled; the first step's where η, µ or ν change.
  public let method: MomentumFamily
  /// α: the field is truncated at η^{α−1}, and the discretization error is of order α.
  public let order: Int
  public let form: FlowForm
  /// Whether native code may round a product and the sum that it goes into once, not twice.
  public let isFused: Bool

  /// η, µ and ν of each step.
  public let coefficients: MomentumCoefficients
  /// What has been derived and compiled so far.
  var derived = DerivedFlow()
  var headway: FieldHeadway?
  /// Of a field that is being made the part that is done, by time and about: for those who wait, in ``prepare(poll:)``'s poll.
  public var preparedPart: Double? { headway?.fraction }
  /// A field that is not the theorem's, with what it is called.
  let special: SpecialField?

  typealias SpecialField = (title: String, field: (_ β: Expression, _ gradient: Expression) -> Expression)

  /// - Precondition: the order is at least 1, in phase space at most 8, µ in [0, 1), η positive and finite; phase space
  ///   has ν ≠ 0 where µ ≠ 0 alone, and combines no gradients.
  public convenience init(
    _ objective: Objective, stepSize: Double, momentum: Double, lookahead: Double = 0, order: Int,
    form: FlowForm = .piecewise, isFused: Bool = false
  ) {
    self.init(
      objective, of: MomentumFamily(stepSize: stepSize, momentum: momentum, lookahead: lookahead), order: order, form: form,
      isFused: isFused)
  }

  /// The flow of a member of the momentum family, or of a linear two-step method.
  ///
  /// - Precondition: as of the other initializer.
  public convenience init(
    _ objective: Objective, of method: MomentumFamily, order: Int, form: FlowForm = .piecewise, isFused: Bool = false
  ) {
    self.init(
      objective, method.coefficients, combinesGradients: method.combinesGradients, order: order, form: form, isFused: isFused,
      special: nil)
  }

  /// The flow of steps that have each its own η, µ and ν: in phase space, or in the piecewise form, where step k's field has
  /// what all before it have left.
  ///
  ///     let warming = Coefficient.schedule { k in k / (k + 10) * 5e-3 }
  ///     let changing = MomentumCoefficients(stepSize: warming, momentum: 0.7, lookahead: 0)
  ///     try HeavyBallFlow(objective, changing, order: 3).run(DormandPrince853()).run(from: [2.8, 3.5], steps: 200, RunOptions())
  ///
  /// Step k takes the time η_k. A step with µ = 0 forgets m: in it m stands still and β goes as by gradient descent, and at its
  /// end m is how far β has gone. A step with η = 0 takes no time: β and m jump to where the step puts them. A field costs what
  /// that of constant numbers does where η alone changes; see `PhaseNumbers` for that of others.
  ///
  /// - Precondition: the form is one of the two; the order is in 1 … 8 in phase space, η of the first step positive, η ≥ 0
  ///   and µ in [0, 1) at every step; in the piecewise form η > 0; there are no numbers of members.
  public convenience init(
    _ objective: Objective, _ coefficients: MomentumCoefficients, order: Int, form: FlowForm = .phase,
    isFused: Bool = false
  ) {
    precondition(form == .phase || form == .piecewise, "steps that change")
    self.init(objective, coefficients, order: order, form: form, isFused: isFused, special: nil)
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
      objective, MomentumFamily(stepSize: stepSize, momentum: momentum, lookahead: 0).coefficients, order: order,
      form: .limit, isFused: false, special: (title, field))
  }

  private init(
    _ objective: Objective, _ coefficients: MomentumCoefficients, combinesGradients: Bool = false, order: Int, form: FlowForm,
    isFused: Bool,
    special: SpecialField?
  ) {
    let first = coefficients.method(inStep: 1)
    let method = MomentumFamily(
      stepSize: first.stepSize, momentum: first.momentum, lookahead: first.lookahead, combinesGradients: combinesGradients)
    precondition(
      order >= 1 && (0..<1).contains(method.momentum) && method.stepSize > 0 && method.stepSize.isFinite,
      "a flow's options")
    precondition(
      method.lookahead == 0 || method.momentum > 0 || coefficients.method == nil || form != .phase,
      "phase space has a lookahead with momentum alone")
    precondition(!combinesGradients || form != .phase, "phase space is of one gradient a step")
    precondition(form != .phase || order <= PhaseField.maximumOrder, "an order in phase space")
    self.objective = objective
    self.method = method
    self.coefficients = coefficients
    self.order = order
    self.form = form
    self.isFused = isFused
    self.special = special
  }

  /// The same flow of another order.
  public func ofOrder(_ order: Int) -> HeavyBallFlow {
    HeavyBallFlow(
      objective, coefficients, combinesGradients: method.combinesGradients, order: order, form: form, isFused: isFused,
      special: special)
  }

  /// About how many bytes a flow takes: in the forms that need rooted trees each tree is a formula, about a kilobyte for
  /// each operation of the gradient.
  ///
  /// - Parameter changes: whether η, µ or ν change from step to step.
  public static func memory(of objective: Objective, order: Int, form: FlowForm, changes: Bool = false) -> Int {
    if form == .limit { return 0 }
    if form == .phase {
      let count = changes ? PhaseField.coefficientCount(order: order + 1) : PhaseField.coefficientCount(order: order)
      return 1000 * count * Scalarization.operationCount(of: [objective.gradient])
    }
    let trees = RootedTree.counts(upTo: form == .matched ? order - 1 : order).reduce(0, +)
    return LimitCoefficients.memory(order: order)
      + 1000 * trees * Scalarization.operationCount(of: [objective.gradient])
  }

  /// In print: `heavy-ball flow of order 3`.
  public var title: String {
    let isRescaled = order == 1 && form != .piecewise && !hasMomentum && coefficients.lookahead.constant == 0
    return special?.title ?? (isRescaled ? "rescaled gradient flow" : title(order: "order \(order)"))
  }

  /// The same with other words for the order.
  public func title(order: String) -> String {
    let place = hasMomentum ? " in phase space" : ""
    if method.combinesGradients { return "two-step flow of \(order)" }
    if coefficients.lookahead.constant != 0 { return "momentum flow of \(order)\(place)" }
    return "heavy-ball flow of \(order)\(place)"
  }

  /// η of the method that is modelled.
  public var stepSize: Double { method.stepSize }
  /// µ.
  public var momentum: Double { method.momentum }
  /// ν; 0 is heavy ball.
  public var lookahead: Double { method.lookahead }

  /// Whether η, µ or ν change from step to step.
  public var changes: Bool { coefficients.method == nil }

  /// Whether what flows is (β, m): in phase space, but for µ = 0 at every step, where m is nothing and β follows gradient
  /// descent's limit form.
  public var hasMomentum: Bool { form == .phase && (momentum > 0 || changes) }

  /// The method that is modelled, as it makes its steps.
  ///
  /// - Parameter poll: called now and then while that is compiled; what it throws ends the work.
  func iteration<E: Error>(poll: () throws(E) -> Void) throws(E) -> Iteration {
    if method.combinesGradients {
      let method = TwoStepMethod(
        stepSize: .constant(stepSize), a2: .constant(-momentum), b2: .constant(-lookahead))
      return try Iteration(method, on: objective, poll: poll)
    }
    return try Iteration(MomentumMethod(coefficients), on: objective, poll: poll)
  }

  /// Of the flow's trajectories.
  var provenance: Provenance {
    Provenance(
      method.combinesGradients ? nil : coefficients.method, flowOrder: order, hasOwnField: special != nil,
      isInPhaseSpace: hasMomentum, isPiecewise: form == .piecewise)
  }

  /// The same of a run, of which nothing is known where it is on mini-batches.
  func provenance(_ options: RunOptions) -> Provenance { options.batches == nil ? provenance : .unknown }
}
