/// The flow of the mean of heavy ball whose gradients are noisy, of order 2 in η, and with independent noise of the covariance.
///
///     let flow = try NoiseFlow(objective, stepSize: 0.01, momentum: 0.9, noise: .reshuffled(size: 1)) {}
///     let run = try flow.run(DormandPrince853(), nil).run(from: [1, 1], steps: 100, RunOptions())
///
/// With g = ∇L and H = ∇²L, under reshuffling E β follows
///
///     −∇[L/(1−µ) + η(1+µ)/(4(1−µ)³)|g|² + η/(4(1−µ)²)·F·mean|g_B − g|²],   F = 1 − 2S/(m(m−1)), S = Σ_q (m−q)µ^q,
///
/// the mean over the batches that there can be, m of them in an epoch (F for other numbers of rows: see ``GradientNoise``). With
/// independent noise of covariance C
///
///     dE/dt = −g/(1−µ) − η(1+µ)/(2(1−µ)³) Hg − D³L : V/(2(1−µ)),   dV/dt = −(HV + VH)/(1−µ) + ηC/(1−µ)²,
///
/// V being the covariance of β, which begins at 0. Both begin at β_0 + ηµ/(1−µ)² g, where the momentum that is yet to build up is
/// made up for.
///
/// - Complexity: an evaluation takes a gradient and a Hessian product, from rows one of each for every row; with V the Hessian and
///   a third derivative for each of the p parameters, and p² numbers of state.
///
/// Not for use by two threads at once.
public final class NoiseFlow {
  public let objective: Objective
  /// η.
  public let stepSize: Double
  /// µ.
  public let momentum: Double
  public let noise: GradientNoise
  let field: VectorField

  /// - Parameter poll: called now and then while the field is derived and compiled; what it throws ends the work.
  /// - Precondition: η is positive and finite, µ in [0, 1); batches are of a loss that is a mean over rows and has as many; a
  ///   covariance is of as many rows and columns as there are parameters.
  public init(
    _ objective: Objective, stepSize: Double, momentum: Double, noise: GradientNoise, poll: () throws -> Void
  ) throws {
    precondition(stepSize > 0 && stepSize.isFinite && (0..<1).contains(momentum), "a flow's options")
    (self.objective, self.stepSize, self.momentum, self.noise) = (objective, stepSize, momentum, noise)
    field = VectorField(
      try NoiseField(objective, stepSize: stepSize, momentum: momentum, noise: noise, poll: poll))
  }

  /// In print.
  public var title: String { "heavy-ball flow of order 2 of the mean, \(noise.words)" }

  /// Whether the covariance of β flows too.
  public var hasCovariance: Bool { if case .reshuffled = noise { false } else { true } }

  /// Where the mean starts if heavy ball starts at β: β + ηµ/(1−µ)² ∇L(β).
  public func start(from β: Vector) -> Vector {
    let µ = momentum
    return β + objective.gradient(at: β) * (stepSize * µ / ((1 - µ) * (1 - µ)))
  }

  /// The flow with a method that integrates it.
  ///
  /// - Parameter options: those of the loss's precision where nil.
  /// - Precondition: the method needs no formula.
  public func run(_ method: any AdaptiveMethod, _ options: IntegratorOptions?) -> NoiseRun {
    precondition(!method.needsFormula, "a method of a field's values")
    return NoiseRun(self, method, options ?? IntegratorOptions(precision: objective.precision))
  }
}
