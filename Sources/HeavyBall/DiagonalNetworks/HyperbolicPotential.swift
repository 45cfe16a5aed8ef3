internal import CKernels
internal import PolyakPlatform

/// The potential of gradient flow on a diagonal linear network, equation (23), summed over the coordinates:
///
///     Λ^GF(w; κ) = Σ_j ¼ [w_j arcsinh(w_j/(2κ_j)) − √(w_j² + 4κ_j²) + 2κ_j].
///
/// It is near ‖w‖² Σ 1/(16κ) where |w| ≪ κ and near ‖w‖₁ ln(1/κ)/4 where |w| ≫ κ: the rich and the lazy regime.
/// Woodworth et al. 2020, "Kernel and rich regimes in overparametrized models".
public enum HyperbolicPotential {
  /// Λ^GF_j, to a few units in the last place for every finite w and κ > 0.
  ///
  /// As printed, the terms cancel where |w| ≪ κ: at w = 1e-6, κ = 1 the printed form has no right digit but the sign.
  /// √(w² + 4κ²) − 2κ is w²/(√(w² + 4κ²) + 2κ), which leaves a difference of two numbers of which one is twice the
  /// other:
  ///
  ///     Λ_j = ¼ |w| (arcsinh(|w|/(2κ)) − |w|/(√(w² + 4κ²) + 2κ)).
  public static func value(_ w: Double, kappa κ: Double) -> Double {
    let a = w.magnitude
    // A quarter of numerator and denominator: 2κ may overflow.
    return a / 4 * (slope(a, κ) - a / 4 / (polyak_hypot(a / 4, κ / 2) + κ / 2))
  }

  /// ∂Λ^GF_j/∂w_j = ¼ arcsinh(w_j/(2κ_j)).
  public static func derivative(_ w: Double, kappa κ: Double) -> Double { slope(w, κ) / 4 }

  /// Σ_j Λ^GF_j.
  ///
  /// - Precondition: as many κ as w.
  public static func value(_ w: Vector, kappa κ: Vector) -> Double {
    w.combined(with: κ) { value($0, kappa: $1) }.sum()
  }

  /// ∇_w Λ^GF.
  ///
  /// - Precondition: as many κ as w.
  public static func gradient(_ w: Vector, kappa κ: Vector) -> Vector {
    w.combined(with: κ) { derivative($0, kappa: $1) }
  }

  /// arcsinh(w/(2κ)), also where the quotient overflows.
  static func slope(_ w: Double, _ κ: Double) -> Double {
    let ratio = w / κ / 2
    if ratio.isFinite || !w.isFinite { return Elementary.asinh(ratio) }
    return (w < 0 ? -1 : 1) * (Elementary.log(w.magnitude) - Elementary.log(κ))
  }
}
