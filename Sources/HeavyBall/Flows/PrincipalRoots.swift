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
  /// 1 − D, with its digits where D is near 1.
  private let gap: Double
  /// 1 + D − s = z₁ + z₂.
  private let trace: Double
  /// 2(1 + D) − s = (z₁+1)(z₂+1), with its digits where it is small.
  private let edge: Double
  /// |z₁ − z₂|.
  private let width: Double
  /// Whether the method oscillates in this direction with roots that are no real numbers.
  let areComplex: Bool
  /// Of larger modulus.
  let first: ComplexNumber
  let second: ComplexNumber

  /// - Parameter curvature: λ.
  init(_ method: MomentumFamily, curvature λ: Double) {
    s = method.stepSize * λ
    let D = method.momentum - method.lookahead * s
    determinant = D
    gap = 1 - method.momentum + method.lookahead * s
    trace = 1 + D - s
    let sum = 1 + D
    edge = 2 * sum - s + 2 * (D - (sum - 1))
    let discriminant: Double
    if D > 0 {
      // (1−√D)² − s times (1+√D)² − s: as a product it keeps its digits where the roots meet.
      let root = D.squareRoot()
      let near = gap / (1 + root) * (gap / (1 + root))
      discriminant = (near - s) * (D > 0.25 ? edge - near : (1 + root) * (1 + root) - s)
    } else {
      discriminant = trace * trace - 4 * D
    }
    width = discriminant.magnitude.squareRoot()
    areComplex = discriminant < 0
    if areComplex {
      first = ComplexNumber(trace / 2, width / 2)
      second = ComplexNumber(trace / 2, -width / 2)
    } else {
      let larger = trace < 0 ? (trace - width) / 2 : (trace + width) / 2
      first = ComplexNumber(larger)
      second = ComplexNumber(larger == 0 ? 0 : D / larger)
    }
  }

  /// Whether both are positive.
  private var arePositive: Bool { determinant > 0 && !areComplex && first.real > 0 }

  /// z₁ − z₂.
  private var difference: ComplexNumber {
    areComplex ? ComplexNumber(0, width) : ComplexNumber(trace < 0 ? -width : width)
  }

  /// z₁ − D, of (z₁ − D)(z₂ − D) = sD and their sum 1 − D − s.
  private var excess: ComplexNumber {
    let sum = gap - s
    if areComplex { return ComplexNumber(sum / 2, width / 2) }
    let own = trace < 0 ? -width : width
    return ComplexNumber(sum * own >= 0 ? (sum + own) / 2 : 2 * s * determinant / (sum - own))
  }

  /// log D of a positive D.
  private var decayOfVolume: Double {
    determinant > 0.5 ? Elementary.log1p(-gap) : Elementary.log(determinant)
  }

  /// log z₁/s; its limit −1/(1−D) where s is 0.
  var decay: ComplexNumber {
    if areComplex { return ComplexNumber(decayOfVolume / 2, atan2(width, trace)) * (1 / s) }
    if first.real <= 0 { return ComplexNumber(decayBelow, Double.pi) * (1 / s) }
    // z₁ − 1 = −s z₁/(z₁ − D).
    let change = -first.real / excess.real
    if s == 0 { return ComplexNumber(change) }
    return ComplexNumber((first.real < 0.5 ? Elementary.log(first.real) : Elementary.log1p(s * change)) / s)
  }

  /// log |z₁| of a z₁ that is not positive, of (z₁+1)(z₂+1) and their sum 3 + D − s.
  private var decayBelow: Double {
    let sum = gap + edge
    let own = sum > 0 ? 2 * edge / (sum + width) : (sum - width) / 2
    return own.magnitude < 0.5 ? Elementary.log1p(-own) : Elementary.log(-first.real)
  }

  /// (c₁ − 1)/s, c₁z₁ᵏ being the part of z₁ in an orbit that begins at 1 with m = 0: D/((z₁−D)(z₁−z₂)), infinite where the roots
  /// meet.
  var build: ComplexNumber {
    determinant == 0 ? ComplexNumber(0) : ComplexNumber(determinant) / (excess * difference)
  }

  /// q.
  private var slope: ComplexNumber {
    let D = determinant
    if areComplex { return ComplexNumber(2 * atan2(width, trace) / width) }
    if D > 0 {
      let size = width == 0 ? 1 / D.squareRoot() : 2 * Elementary.asinh(width / (2 * D.squareRoot())) / width
      return ComplexNumber(first.real > 0 ? size : -size)
    }
    return (ComplexNumber.log(first) - ComplexNumber.log(second)) / difference
  }

  /// The logarithm of the step as a matrix, its first column divided by s: what ηg and m give to dβ/dτ and dm/dτ, τ in steps.
  ///
  /// It is no number where D = 0: the step has no logarithm there.
  var logarithm:
    (position: (gradient: ComplexNumber, momentum: ComplexNumber), momentum: (gradient: ComplexNumber, momentum: ComplexNumber))
  {
    let (q, D) = (slope, determinant)
    let volume: ComplexNumber
    if D > 0 {
      volume = ComplexNumber(decayOfVolume, !areComplex && first.real < 0 ? 2 * Double.pi : 0)
    } else {
      volume = ComplexNumber.log(first) + ComplexNumber.log(second)
    }
    // Of p + q(1−s) and p + qD, whose sum is the volume's.
    let half = q * ((gap - s) / 2)
    let own = volume * 0.5 - half
    let position: ComplexNumber
    if let near = positionNearUnity {
      position = ComplexNumber(near)
    } else {
      position = arePositive ? decay + q * (D / excess.real) : (volume * 0.5 + half) * (1 / s)
    }
    return ((position, q * D), (q * -1, own))
  }

  /// (p + q(1−s))/s where D is near 1 and s small, so that p and q(1−s) are nearly opposite; nil elsewhere.
  ///
  /// With φ(x²) = artanh(x)/x, x = (z₁−z₂)/(z₁+z₂) and x₀ = (1−D)/(1+D), its value at s = 0, p + q(1−s) is
  /// (1−D−s)/(1+D−s) φ(x²) − x₀φ(x₀²), whose difference is divided by s term by term.
  private var positionNearUnity: Double? {
    let (D, T) = (determinant, trace)
    guard D > 0.5, T > 1 else { return nil }
    let (x, x0) = ((areComplex ? -1 : 1) * (width / T) * (width / T), gap / (1 + D))
    let y = x0 * x0
    guard x.magnitude < 0.15, y < 0.15 else { return nil }
    // φ(x) = Σ xᵏ/(2k+1), and its divided difference Σ (xᵏ⁻¹ + xᵏ⁻²y + …)/(2k+1).
    var (value, quotient, power, powers, k) = (1.0, 0.0, 1.0, 0.0, 1.0)
    while k < 24 {
      powers = powers * y + power
      power *= x
      value += power / (2 * k + 1)
      quotient += powers / (2 * k + 1)
      k += 1
    }
    let sum = 1 + D
    return -2 * D / (T * sum) * value - x0 * quotient * 4 * D * (T + sum) / (sum * sum * T * T)
  }
}
