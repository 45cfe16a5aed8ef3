/// What made a trajectory, for formulas that hold of some methods alone.
public struct Provenance: Hashable, Sendable {
  /// The method of the momentum family that made the steps, or that the flow models; nil of one outside of the family.
  public let method: MomentumFamily?
  /// The order of the flow that made them; nil of a method's.
  public let flowOrder: Int?
  /// Whether the flow's field is another than the theorem's.
  public let hasOwnField: Bool
  /// Whether the flow is one of β and m, which follows the method from its first step on.
  let isInPhaseSpace: Bool
  /// Whether the flow has a field for each step, and so begins as the method does too.
  let isPiecewise: Bool
  /// Whether all steps are its own, from step 0 on, where the method remembered nothing: no other method and no momentum
  /// came before.
  public let isWhole: Bool

  init(
    _ method: MomentumFamily?, flowOrder: Int? = nil, hasOwnField: Bool = false, isInPhaseSpace: Bool = false,
    isPiecewise: Bool = false, isWhole: Bool = true
  ) {
    self.method = method
    self.flowOrder = flowOrder
    self.hasOwnField = hasOwnField
    self.isInPhaseSpace = isInPhaseSpace
    self.isPiecewise = isPiecewise
    self.isWhole = isWhole
  }

  /// Whether a flow of β alone made them.
  public var isFirstOrderFlow: Bool { flowOrder != nil && !isInPhaseSpace }

  /// Whether a flow made them whose field is that for large k from its beginning on, without the method's first steps.
  public var isLimitFlow: Bool { isFirstOrderFlow && !isPiecewise }

  /// Whether a flow made them.
  public var isFlow: Bool { flowOrder != nil }

  /// Of one that nothing is known of.
  static let unknown = Provenance(nil, isWhole: false)

  /// The same of what goes on from a trajectory.
  func continuing(_ trajectory: Trajectory) -> Provenance {
    let before = trajectory.provenance
    let isOwn =
      before.isWhole && before.method == method && before.flowOrder == flowOrder
      && before.hasOwnField == hasOwnField && before.isInPhaseSpace == isInPhaseSpace && before.isPiecewise == isPiecewise
    let isAtRest = trajectory.steps.last == 0 && (trajectory.memory["m"]?.allSatisfy { $0 == 0 } ?? true)
    return Provenance(
      method, flowOrder: flowOrder, hasOwnField: hasOwnField, isInPhaseSpace: isInPhaseSpace,
      isPiecewise: isPiecewise, isWhole: isOwn || isAtRest)
  }
}
