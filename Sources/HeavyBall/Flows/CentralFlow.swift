/// The central flow of a momentum method: of the mean of its iterates over a few steps, at the edge of stability too.
///
///     let flow = CentralFlow(objective, MomentumFamily(stepSize: 1, momentum: 0.5, lookahead: 0))
///     let run = try flow.run(DormandPrince853(), nil).run(from: β, steps: 2000)
///     flow.oscillation(at: run.end)?.variances         // σ² of the iterates about their mean
///
/// With H = ∇²L and the threshold S = 2(1+µ)/(η(1+2ν)), from where on the method oscillates along an eigenvector with growing
/// amplitude,
///
///     dw/dt = −[∇L + ½∇⟨H, Σ⟩]/(1−µ),   Σ ⪰ 0,   H ⪯ S·I,   ⟨Σ, S·I − H⟩ = 0.
///
/// Σ is the covariance of the oscillation at the points where gradients are taken, 1 + 2ν times as wide as that of the iterates: as
/// large as keeps the curvatures from rising above S. Along one direction it is −2⟨∇λ, ∇L⟩/|∇λ|². For µ = ν = 0 it is that of
/// J. Cohen, A. Damian, A. Talwalkar, J. Z. Kolter, J. D. Lee, Understanding Optimization in Deep Learning with Central Flows, ICLR
/// (2025), arXiv 2410.24206.
///
/// Σ = UXUᵀ on the eigenvectors U whose eigenvalues Λ are near S, X from the ``SemidefiniteComplementarity`` problem that bounds their
/// drift,
///
///     X ⪰ 0,   S·I − Λ − ητ d(UᵀHU)/dt ⪰ 0,   orthogonal to X,
///
/// τ being the ``relaxation``: the bounds are kept at the time ητ from now, to first order. So the field is continuous, a curvature
/// that rises comes to S exponentially over the time ητ, and stays there without drift; along one direction the flow is off from that
/// of τ → 0 by O(τ²). With Euler's method of step ητ it is the discretization of the paper named.
///
/// - Complexity: an evaluation takes a gradient, the eigenpairs near S (see ``FollowedModes``), and of r of them r(r+1)/2 third
///   derivatives. Explicit methods need steps of about η(1−µ)/(1+µ) at the edge.
///
/// Not for use by two threads at once.
public final class CentralFlow {
  public let objective: Objective
  public let method: MomentumFamily
  /// How many eigenvalues may be near S at most.
  public let modeCount: Int
  /// τ, in steps of the method.
  public let relaxation: Double

  /// How many may be where nothing else is asked for.
  public static let mostModes = 8

  /// - Parameters:
  ///   - modes: where nil ``mostModes``, or as many as there are parameters.
  /// - Precondition: η > 0, µ in [0, 1), ν ≥ 0, τ > 0; at least one mode, at most as many as parameters.
  public init(_ objective: Objective, _ method: MomentumFamily, modes: Int? = nil, relaxation: Double = 1) {
    precondition(
      method.stepSize > 0 && method.stepSize.isFinite && (0..<1).contains(method.momentum) && method.lookahead >= 0
        && relaxation > 0 && relaxation.isFinite, "a flow's options")
    (self.objective, self.method, self.relaxation) = (objective, method, relaxation)
    modeCount = modes ?? min(Self.mostModes, objective.dimension)
  }

  /// S = 2(1+µ)/(η(1+2ν)).
  public var threshold: Double { 2 * (1 + method.momentum) / (method.stepSize * (1 + 2 * method.lookahead)) }

  /// In print.
  public var title: String { "central flow" }

  private lazy var computed = CentralField(self)
  private(set) lazy var field = VectorField(computed)

  /// dw/dt; NaN where a number is not finite, or the curvature is above S and nothing lowers it.
  ///
  /// - Precondition: w has the objective's dimension.
  public func field(at w: Vector) -> Vector { field.value(at: w) }

  /// How the method oscillates about w; nil where ``field(at:)`` is NaN.
  public func oscillation(at w: Vector) -> Oscillation? {
    computed.state(at: w).map { Oscillation($0, self, at: w) }
  }

  /// What a central flow says of the method's oscillation about a point.
  public struct Oscillation {
    /// The Hessian's largest eigenvalue.
    public let sharpness: Double
    /// Variances of the iterates along the ``directions``, largest first, the positive ones.
    public let variances: [Double]
    /// Unit vectors, a row each.
    public let directions: [Vector]
    /// ½⟨H, Σ⟩, Σ the covariance of the iterates: by how much the mean of L over them is above L at their mean.
    public let excess: Double

    fileprivate init(_ state: CentralField.State, _ flow: CentralFlow, at w: Vector) {
      sharpness = state.curvatures.first ?? flow.objective.sharpness(at: w).values[0]
      let width = 1 + 2 * flow.method.lookahead
      let scale = 1 / (width * width)
      guard let covariance = state.covariance else {
        (variances, directions, excess) = ([], [], 0)
        return
      }
      let (values, rows) = covariance.symmetricEigenpairs()
      // What is smaller is the rounding of a solution that is 0.
      let kept = values.indices.reversed().filter { values[$0] > 1e-9 * (values.last ?? 0) }
      variances = kept.map { values[$0] * scale }
      directions = kept.map { i in
        var sum = state.vectors[0] * rows[i, 0]
        for j in 1..<max(1, rows.columns) { sum.add(state.vectors[j], times: rows[i, j]) }
        return sum
      }
      excess = state.curvatures.indices.reduce(0) { $0 + state.curvatures[$1] * covariance[$1, $1] } * scale / 2
    }
  }

  /// Tolerances where nothing else is asked for: 1e-6 relative, or 1e-4 in single precision, and a thousandth of it absolute. Each
  /// evaluation searches eigenvectors, and the flow models its method to O(η) at best.
  public static func options(precision: Precision) -> IntegratorOptions {
    var options = IntegratorOptions(precision: precision)
    options.relativeTolerance = precision == .double ? 1e-6 : 1e-4
    options.absoluteTolerance = options.relativeTolerance * 1e-3
    return options
  }

  /// The flow with a method that integrates it.
  ///
  /// - Parameter options: those of the loss's precision where nil.
  /// - Precondition: the method needs no formula.
  public func run(_ method: any AdaptiveMethod, _ options: IntegratorOptions?) -> Integration {
    precondition(!method.needsFormula, "a method of a field's values")
    return Integration(
      title: title, objective: objective, schedule: field, stepSize: self.method.stepSize, method: method,
      options: options ?? Self.options(precision: objective.precision), models: nil, order: 1, hasOwnField: true)
  }

  /// The method that is modelled, for observers.
  ///
  /// - Parameter poll: called now and then while it is compiled; what it throws ends the work.
  public func iteration<E: Error>(poll: () throws(E) -> Void) throws(E) -> Iteration {
    try Iteration(MomentumMethod(method), on: objective, poll: poll)
  }
}
