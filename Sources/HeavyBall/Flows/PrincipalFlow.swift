/// The principal flow of a momentum method: the flow to all orders in η of the loss's quadratic part.
///
///     let flow = PrincipalFlow(objective, MomentumFamily(stepSize: 5e-3, momentum: 0.7, lookahead: 0), form: .phase)
///     let run = try flow.run(DormandPrince853(), nil) {}.run(from: [2.8, 3.5], steps: 200, RunOptions())
///
/// With (λᵢ, uᵢ) the Hessian's eigenvalues and vectors at the point it is, direction by direction, the logarithm of the method's
/// step: exact on quadratics, whatever η. Off them it is of order 1 in η as the third derivative goes, and an approximation that is
/// to be measured. Gradient descent's is M. Rosca, Y. Wu, C. Qin, B. Dherin, On a continuous time model of gradient descent
/// dynamics and instability in deep learning, TMLR (2023).
///
/// - Complexity: an evaluation makes the gradient, the Hessian's eigenpairs, and with p parameters p² operations: see
///   `HessianModes`.
///
/// Not for use by two threads at once.
public final class PrincipalFlow {
  /// What flows.
  public enum Form: String, CaseIterable, Sendable {
    /// β and m: dβ/dt and dm/dt are the logarithm of the step (β, m) → (β⁺, m⁺). Real for ηλ < (1+√µ)², also where the method
    /// oscillates; complex beyond, where its step turns β over.
    case phase
    /// b alone: db/dt = Σ (log z₁(ηλᵢ)/(ηλᵢ)) (∇L·uᵢ) uᵢ, z₁ the root of larger modulus of z² − (1+µ−s)z + µ, from the point whose
    /// orbit the method settles on. Complex where the method oscillates, the point shown then being twice the real part, counted
    /// from where the quadratic has its minimum.
    case matched
  }

  public let objective: Objective
  public let method: MomentumFamily
  public let form: Form
  /// How many eigenpairs are taken, those of largest modulus; the other directions follow the flow of order 1.
  public var modeCount: Int { modes.count }
  let modes: HessianModes

  /// With how many parameters all eigenpairs are taken where nothing else is asked for.
  public static let mostWhole = 300
  /// How many are taken beyond.
  public static let leadingCount = 20

  /// - Parameter modes: how many eigenpairs; where nil all of up to ``mostWhole`` parameters, ``leadingCount`` of more.
  /// - Precondition: η > 0, µ in [0, 1), in phase space µ > 0 or ν = 0; at least one eigenpair, at most as many as parameters.
  public init(_ objective: Objective, _ method: MomentumFamily, form: Form, modes: Int? = nil) {
    precondition(
      method.stepSize > 0 && method.stepSize.isFinite && (0..<1).contains(method.momentum)
        && (form == .matched || method.momentum > 0 || method.lookahead == 0), "a flow's options")
    (self.objective, self.method, self.form) = (objective, method, form)
    let p = objective.dimension
    self.modes = HessianModes(objective, count: modes ?? (p <= Self.mostWhole ? p : Self.leadingCount))
  }

  /// In print.
  public var title: String {
    "principal flow\(hasMomentum ? " in phase space" : "")"
      + (modes.areAll ? "" : " by \(counted(modeCount, "leading eigenpair"))")
  }

  /// Whether what flows is β and m: in phase space, but for µ = 0, where m is nothing.
  public var hasMomentum: Bool { form == .phase && method.momentum > 0 }

  private lazy var computed = PrincipalField(self)
  private(set) lazy var field = VectorField(computed)

  /// dβ/dt and dm/dt at a real point; in the matched form db/dt, real and imaginary part.
  ///
  /// - Precondition: β and m have the objective's dimension.
  public func field(at β: Vector, momentum m: Vector) -> (Vector, Vector) {
    let p = objective.dimension
    precondition(β.count == p && m.count == p, "a point and a momentum of \(p)")
    let rest = Array(repeating: 0.0, count: 2 * p)
    let value = field.value(at: Vector(hasMomentum ? β.elements + m.elements + rest : β.elements + rest.prefix(p)))
    return (Vector(value[0..<p]), Vector(value[p..<2 * p]))
  }

  /// b where the method starts at β with m = 0: β + Σ (c₁ − 1)(∇L·uᵢ)/λᵢ uᵢ, real and imaginary part; in phase space β.
  public func start(from β: Vector) -> (real: Vector, imaginary: Vector) {
    hasMomentum ? (β, β * 0) : computed.start(from: β)
  }

  /// The state where the method is at β with m.
  func state(_ β: Vector, _ m: Vector?) -> [Double] {
    guard hasMomentum else {
      let (real, imaginary) = computed.start(from: β)
      return real.elements + imaginary.elements
    }
    return β.elements + (m ?? β * 0).elements + Array(repeating: 0, count: 2 * objective.dimension)
  }

  /// β of a state.
  func point(of state: Vector) -> Vector {
    hasMomentum ? Vector(state.prefix(objective.dimension)) : computed.point(of: state)
  }

  /// The flow with a method that integrates it.
  ///
  /// - Parameters:
  ///   - options: those of the loss's precision where nil.
  /// - Precondition: the method needs no formula.
  public func run(_ method: any AdaptiveMethod, _ options: IntegratorOptions?) -> PrincipalRun {
    precondition(!method.needsFormula, "a method of a field's values")
    return PrincipalRun(self, method, options ?? IntegratorOptions(precision: objective.precision))
  }
}
