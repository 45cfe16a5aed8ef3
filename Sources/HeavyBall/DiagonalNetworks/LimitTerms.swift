/// The limit flow of a method of the momentum family in β, −β̇ = ∇L/(1−µ) + ηc H∇L + η²(a D³L[∇L, ∇L] + b H²∇L) + O(η³),
/// in closed form:
///
///     c = (1+µ)/(2(1−µ)³) − ν/(1−µ)²
///     a = (1+10µ+µ²)/(12(1−µ)⁵) − ν(1+µ)/(2(1−µ)⁴) + ν²/(2(1−µ)³)
///     b = (1+4µ+µ²)/(3(1−µ)⁵) − ν(2+µ)/(1−µ)⁴ + ν²/(1−µ)³
///
/// ν = 0 is Table 1 of Lyu et al. Not of y, the point where the gradient is taken, which has other coefficients.
struct LimitTerms {
  /// c, of H∇L.
  let second: Double
  /// a, of D³L[∇L, ∇L].
  let bush: Double
  /// b, of H²∇L.
  let chain: Double

  init(momentum µ: Double, lookahead ν: Double = 0) {
    let rest = 1 - µ
    let cube = rest * rest * rest
    second = ((1 + µ) / 2 - ν * rest) / cube
    bush = ((1 + 10 * µ + µ * µ) / 12 - ν * rest * (1 + µ) / 2 + ν * ν * rest * rest / 2) / (cube * rest * rest)
    chain = ((1 + 4 * µ + µ * µ) / 3 - ν * rest * (2 + µ) + ν * ν * rest * rest) / (cube * rest * rest)
  }
}
