/// The loss L̃ that heavy ball's limit flow goes down, and the metric M in which it does: dβ/dt = −M∇L̃, through order 4.
///
///     L̃ = L/(1−µ) + η (1+µ)/(4(1−µ)³) |g|² + η² (1+10µ+µ²)/(12(1−µ)⁵) g·Hg
///         + η³ µ(1+µ)/(2(1−µ)⁷) (5/2 |Hg|² + D³L[g,g,g]),
///     M = I + η² H²/(6(1−µ)²) + η³ (H³/6 + (KH + HK)/12) (1+µ)/(1−µ)⁴ + …,
///
/// H the Hessian, K = D³L[g, ·]. The flow's terms of order 3 and 4 are no gradients: what is left of them is M's. Other
/// choices of M and L̃ make the same flow. Heavy ball's *step* is a gradient at every order: `ModifiedLoss`.
public enum FlowLoss {
  /// The most orders that L̃ and M are known for.
  public static let maximumOrder = 4

  /// L̃ of a flow of some order.
  ///
  /// - Precondition: η is positive, µ in [0, 1), the order in 1 … ``maximumOrder``.
  static func value<E: Error>(
    _ loss: Expression, gradient g: Expression, at β: Expression, eta: Double, mu: Double, order: Int,
    poll: () throws(E) -> Void
  ) throws(E) -> Expression {
    let gap = 1 - mu, square = gap * gap
    var value = loss / gap
    if order > 1 { value = value + (g * g).sum() * (eta * (1 + mu) / (4 * gap * square)) }
    guard order > 2 else { return value }
    let hg = try g.derivative(withRespectTo: β, along: [g], poll: poll)
    value = value + (g * hg).sum() * (eta * eta * (1 + 10 * mu + mu * mu) / (12 * gap * square * square))
    guard order > 3 else { return value }
    let third = (g * (try g.derivative(withRespectTo: β, along: [g, g], poll: poll))).sum()
    let factor = eta * eta * eta * mu * (1 + mu) / (2 * gap * square * square * square)
    return value + ((hg * hg).sum() * 2.5 + third) * factor
  }

  /// Mv at β: two Hessian products at order 3, and at order 4 three and two third derivatives more.
  ///
  /// - Precondition: as of the loss; v has β's dimension.
  public static func metric(
    of loss: Objective, at β: Vector, times v: Vector, stepSize η: Double, momentum µ: Double, order: Int
  ) -> Vector {
    guard order > 2 else { return v }
    let gap = 1 - µ
    let hv = loss.derivative(at: β, along: [v]), hhv = loss.derivative(at: β, along: [hv])
    let second = v + hhv * (η * η / (6 * gap * gap))
    guard order > 3 else { return second }
    let g = loss.gradient(at: β)
    let hhhv = loss.derivative(at: β, along: [hhv])
    let khv = loss.derivative(at: β, along: [g, hv])
    let hkv = loss.derivative(at: β, along: [loss.derivative(at: β, along: [g, v])])
    return second + (hhhv / 6 + (khv + hkv) / 12) * (η * η * η * (1 + µ) / (gap * gap * gap * gap))
  }
}

extension Objective {
  /// L̃ of heavy ball's limit flow of some order: ``FlowLoss``.
  ///
  /// - Parameter poll: called now and then while it is derived; what it throws ends the work.
  /// - Precondition: η is positive, µ in [0, 1), the order in 1 … ``FlowLoss/maximumOrder``.
  public convenience init<E: Error>(
    descendedBy order: Int, of loss: Objective, stepSize η: Double, momentum µ: Double, poll: () throws(E) -> Void
  ) throws(E) {
    precondition(
      η > 0 && (0..<1).contains(µ) && (1...FlowLoss.maximumOrder).contains(order), "the numbers of a flow's loss")
    try self.init(name: "\(loss.name) of the flow of order \(order)", dimension: loss.dimension) { (β) throws(E) in
      try FlowLoss.value(
        loss.expression(at: β), gradient: loss.derivativeExpression(at: β, along: [], poll: poll), at: β, eta: η, mu: µ,
        order: order, poll: poll)
    }
  }
}
