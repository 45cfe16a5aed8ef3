/// The continuous model of Adam, of order 1 or 2 in its step h, while no component of the gradient changes sign.
///
///     let flow = try AdamFlow(objective, stepSize: 1e-3, firstDecay: 0.9, secondDecay: 0.99, epsilon: 1e-8) {}
///     let run = try flow.run(DormandPrince853(), nil).run(from: [2.8, 3.5], steps: 200)
///
/// With g = ∇L, H = ∇²L, s = g/(|g| + ε), ε beside the root as ``Adam`` has it,
///
///     β̇ⱼ = −[gⱼ + (h/2)((1+β₁)/(1−β₁) − (1+β₂)/(1−β₂)·|gⱼ|/(|gⱼ|+ε)) (Hs)ⱼ]/(|gⱼ|+ε),
///
/// and with ε inside of the root, q = √(g² + ε), s = g/q,
///
///     β̇ⱼ = −[gⱼ + (h/2)((1+β₁)/(1−β₁) − (1+β₂)/(1−β₂) + (1+β₂)/(1−β₂)·ε/qⱼ²) (Hs)ⱼ]/qⱼ;
///
/// order 1 has no (h/2)-term. The error is of that order from Adam's own start on, thanks to its bias correction, as long as
/// h/(1−β₂) is short beside the time in which g changes. With β₁ = 0 it is RMSprop with a bias correction; ``RMSProp``, which has
/// none, follows it once α^k is gone.
///
/// - Complexity: of order 1 a gradient, of order 2 a Hessian product beside.
///
/// Not for use by two threads at once.
public final class AdamFlow {
  /// Where ε is.
  public enum EpsilonPlace: String, CaseIterable, Sendable {
    /// √v̂ + ε.
    case outside
    /// √(v̂ + ε).
    case inside
  }

  public let objective: Objective
  /// h.
  public let stepSize: Double
  /// β₁.
  public let firstDecay: Double
  /// β₂.
  public let secondDecay: Double
  public let epsilon: Double
  public let place: EpsilonPlace
  /// 1 or 2.
  public let order: Int
  /// F.
  public let field: VectorField

  /// - Parameter poll: called now and then while the field is derived and compiled; what it throws ends the work.
  /// - Precondition: h and ε are positive and finite, β₁ and β₂ in [0, 1), the order 1 or 2.
  public init<E: Error>(
    _ objective: Objective, stepSize: Double, firstDecay: Double = 0.9, secondDecay: Double = 0.999,
    epsilon: Double = 1e-8, place: EpsilonPlace = .outside, order: Int = 2, poll: () throws(E) -> Void
  ) throws(E) {
    precondition(
      stepSize > 0 && stepSize.isFinite && epsilon > 0 && epsilon.isFinite && (1...2).contains(order)
        && (0..<1).contains(firstDecay) && (0..<1).contains(secondDecay), "a flow's options")
    (self.objective, self.stepSize, self.firstDecay, self.secondDecay) = (objective, stepSize, firstDecay, secondDecay)
    (self.epsilon, self.place, self.order) = (epsilon, place, order)
    let g = try objective.gradient(poll: poll)
    let (size, scale, squareWeight): (Expression, Expression, Expression)
    switch place {
    case .outside:
      size = Expression.abs(g)
      scale = size + epsilon
      squareWeight = size / scale
    case .inside:
      let square = g.squared()
      scale = Expression.sqrt(square + epsilon)
      squareWeight = square / (square + epsilon)
    }
    var force = g
    if order == 2 {
      let product = try objective.derivativeExpression(at: objective.parameters, along: [g / scale], poll: poll)
      let (a, b) = ((1 + firstDecay) / (1 - firstDecay), (1 + secondDecay) / (1 - secondDecay))
      force = g + (squareWeight * -b + a) * product * (stepSize / 2)
    }
    field = try VectorField(-(force / scale), of: objective.parameters, poll: poll)
  }

  /// In print.
  public var title: String { "\(firstDecay == 0 ? "RMSprop" : "Adam") flow of order \(order)" }

  /// The flow with a method that integrates it.
  ///
  /// - Parameter options: those of the loss's precision where nil.
  public func run(_ method: any AdaptiveMethod, _ options: IntegratorOptions?) -> Integration {
    Integration(
      title: title, objective: objective, schedule: field, stepSize: stepSize, method: method, options: options,
      models: nil, order: order, hasOwnField: true)
  }

  /// The method that is modelled, for observers.
  ///
  /// - Parameter poll: called now and then while it is compiled; what it throws ends the work.
  public func iteration<E: Error>(poll: () throws(E) -> Void) throws(E) -> Iteration {
    let method = Adam(
      stepSize: .constant(stepSize), firstDecay: .constant(firstDecay), secondDecay: .constant(secondDecay), epsilon: epsilon)
    return try Iteration(method, on: objective, poll: poll)
  }

  /// The first kept point of a trajectory from which, at the pace that it has had, a component of the gradient changes sign within a
  /// step, and that component; nil where none does. The flow's order ends there: Adam's steps go to and fro, where the flow slides
  /// along the points at which the component is about 0.
  ///
  /// - Parameters:
  ///   - looks: at how many of the points, at equal distances, the gradient is looked at, 2 or more.
  ///   - poll: called before each; what it throws ends the search.
  public func firstSignChange(
    along trajectory: Trajectory, looks: Int = 256, poll: () throws -> Void
  ) rethrows -> (row: Int, component: Int)? {
    let count = trajectory.points.rows
    let rows = count <= looks ? Array(0..<count) : (0..<looks).map { $0 * (count - 1) / (looks - 1) }
    var last: (row: Int, gradient: Vector)?
    var rounding = 0.0
    for row in rows {
      try poll()
      let gradient = objective.gradient(at: trajectory.points.row(row))
      defer { last = (row, gradient) }
      guard let last else {
        rounding = 1e-10 * (gradient.map(\.magnitude).max() ?? 0)
        continue
      }
      let steps = Double(trajectory.steps[row] - trajectory.steps[last.row])
      let component = gradient.indices.first { j in
        let (now, change) = (gradient[j], gradient[j] - last.gradient[j])
        return change.magnitude > rounding && (now * last.gradient[j] < 0 || now * (now + change / steps) < 0)
      }
      if let component { return (row, component) }
    }
    return nil
  }
}

extension Integration {
  /// The same with observers, which see a method.
  public func measured(by method: Iteration) -> Integration {
    var copy = self
    copy.measured = method
    return copy
  }

  /// The method that observers see.
  public var observedMethod: Iteration? { measured }
}
