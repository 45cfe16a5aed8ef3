/// A polynomial for β along a step, θ from 0 to 1.
///
/// Coefficients c₀ … c_d are vectors one after another, and the polynomial is evaluated from within:
///
///     powers        c₀ + θ(c₁ + θ(c₂ + …))
///     alternating   c₀ + θ(c₁ + (1−θ)(c₂ + θ(c₃ + (1−θ)(c₄ + …))))
///
/// In the second form c₁ is the step's change and every further term is zero at both ends: it is the one that Runge-Kutta
/// methods' continuous extensions are given in.
///
/// Unsafe pointer: the coefficients stand in the memory of a stepper, or of an array while it lends them.
public struct Interpolant {
  enum Form: Hashable, Sendable {
    case powers
    case alternating
  }

  let form: Form
  /// d.
  let degree: Int
  let dimension: Int
  let coefficients: UnsafePointer<Double>

  /// How many numbers there are.
  var count: Int { (degree + 1) * dimension }

  /// β at θ.
  func evaluate(_ θ: Double, into result: UnsafeMutablePointer<Double>) {
    for i in 0..<dimension {
      var value = coefficients[degree * dimension + i]
      var k = degree - 1
      while k >= 0 {
        let factor = form == .alternating && k % 2 == 1 ? 1 - θ : θ
        value = coefficients[k * dimension + i] + factor * value
        k -= 1
      }
      result[i] = value
    }
  }

  /// Its derivative by θ.
  func evaluateSlope(_ θ: Double, into result: UnsafeMutablePointer<Double>) {
    for i in 0..<dimension {
      var (value, slope) = (coefficients[degree * dimension + i], 0.0)
      var k = degree - 1
      while k >= 0 {
        let isReversed = form == .alternating && k % 2 == 1
        slope = (isReversed ? -value : value) + (isReversed ? 1 - θ : θ) * slope
        value = coefficients[k * dimension + i] + (isReversed ? 1 - θ : θ) * value
        k -= 1
      }
      result[i] = slope
    }
  }
}
