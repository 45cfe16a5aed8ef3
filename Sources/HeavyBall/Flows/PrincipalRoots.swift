internal import PolyakPlatform

/// The roots z₁, z₂ of a momentum method's step on a direction of curvature λ, and what the logarithm of that step is made of.
///
/// With s = ηλ and D = µ − νs they are those of z² − (1+D−s)z + D, |z₁| ≥ |z₂|; the step itself is
/// (β, m) → [[1−s, D], [−s, D]] (β, m), and its logarithm p + q·step, q = (log z₁ − log z₂)/(z₁ − z₂), p = log z₂ − qz₂.
/// Logarithms are principal ones. For 0 < D, between (1−√D)² and (1+√D)² the roots are conjugates and the logarithm of the step
/// is real, as it is below; above, where both are negative, p has the imaginary part π.
struct PrincipalRoots {
  private let s: Double
  /// D, the step's determinant.
  private let determinant: Double
  /// (z₁ − z₂)².
  private let discriminant: Double
  /// Of larger modulus.
  let first: ComplexNumber
  let second: ComplexNumber

  /// - Parameter curvature: λ.
  init(_ method: MomentumFamily, curvature λ: Double) {
    s = method.stepSize * λ
    determinant = method.momentum - method.lookahead * s
    let (D, T) = (determinant, 1 + determinant - s)
    if D > 0 {
      // As a product it keeps its digits where the roots meet.
      let (near, far) = (1 - D.squareRoot(), 1 + D.squareRoot())
      discriminant = (near * near - s) * (far * far - s)
    } else {
      discriminant = T * T - 4 * D
    }
    let width = discriminant.magnitude.squareRoot()
    if discriminant < 0 {
      first = ComplexNumber(T / 2, width / 2)
      second = ComplexNumber(T / 2, -width / 2)
    } else {
      let larger = T < 0 ? (T - width) / 2 : (T + width) / 2
      first = ComplexNumber(larger)
      second = ComplexNumber(larger == 0 ? 0 : D / larger)
    }
  }

  /// Whether the method oscillates in this direction with roots that are no real numbers.
  var areComplex: Bool { discriminant < 0 }

  /// Whether both are positive.
  private var arePositive: Bool { determinant > 0 && !areComplex && first.real > 0 }

  /// log z₁/s; its limit −1/(1−D) where s is 0.
  var decay: ComplexNumber {
    if areComplex || first.real <= 0 { return ComplexNumber.log(first) * (1 / s) }
    // z₁ − 1 = −s z₁/(z₁ − D).
    let change = -first.real / (first.real - determinant)
    return ComplexNumber(s == 0 ? change : Elementary.log1p(s * change) / s)
  }

  /// (c₁ − 1)/s, c₁z₁ᵏ being the part of z₁ in an orbit that begins at 1 with m = 0: D/((z₁−D)(z₁−z₂)), infinite where the roots
  /// meet.
  var build: ComplexNumber {
    if determinant == 0 { return ComplexNumber(0) }
    let difference = first - second
    return ComplexNumber(determinant) / ((first - ComplexNumber(determinant)) * difference)
  }

  /// q.
  private var slope: ComplexNumber {
    let width = discriminant.magnitude.squareRoot(), D = determinant
    if areComplex { return ComplexNumber(2 * atan2(width, 1 + D - s) / width) }
    if D > 0 {
      let size = width == 0 ? 1 / D.squareRoot() : 2 * Elementary.asinh(width / (2 * D.squareRoot())) / width
      return ComplexNumber(first.real > 0 ? size : -size)
    }
    return (ComplexNumber.log(first) - ComplexNumber.log(second)) / (first - second)
  }

  /// The logarithm of the step as a matrix, its first column divided by s: what ηg and m give to dβ/dτ and dm/dτ, τ in steps.
  ///
  /// It is no number where D = 0: the step has no logarithm there.
  var logarithm:
    (position: (gradient: ComplexNumber, momentum: ComplexNumber), momentum: (gradient: ComplexNumber, momentum: ComplexNumber))
  {
    let (q, D) = (slope, determinant)
    let trace: ComplexNumber
    if D > 0 {
      trace = ComplexNumber(Elementary.log(D), !areComplex && first.real < 0 ? 2 * Double.pi : 0)
    } else {
      trace = ComplexNumber.log(first) + ComplexNumber.log(second)
    }
    // Of p + q(1−s) and p + qD, whose sum is the trace.
    let half = q * ((1 - s - D) / 2)
    let own = trace * 0.5 - half
    let position = arePositive ? decay + q * (D / (first.real - D)) : (trace * 0.5 + half) * (1 / s)
    return ((position, q * D), (q * -1, own))
  }
}
