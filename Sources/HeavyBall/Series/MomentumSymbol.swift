/// The symbol of a momentum method, divided into x: Σ_j p_j x^j = x((1+ν) − νe^{−x}) / (e^x − (1+µ) + µe^{−x}).
///
/// It belongs to β_{k+1} = (1+µ)β_k − µβ_{k−1} − η((1+ν)∇L(β_k) − ν∇L(β_{k−1})), a linear two-step method; ν = 0 is heavy
/// ball, µ = ν = 0 gradient descent. A member of the momentum family, with its one gradient at y_k = (1+ν)β_k − νβ_{k−1}, has
/// heavy ball's symbol and ∇L(y) along the flow: the symbol with ν is that of y's own flow.
public enum MomentumSymbol {
  /// p_j(1−µ)^{j+1} for j = 0 … count − 1: polynomials in µ where µ and ν are.
  ///
  /// p_0 = 1, p_1 = ν(1−µ) − (1+µ)/2, …
  static func cleared<S: FractionalScalar>(momentum µ: S, lookahead ν: S, count: Int) -> [S] {
    cleared(momentum: µ, lookahead: ν, count: count, inverseFactorials: S.inverseFactorials(upTo: max(count, 1)))
  }

  private static func cleared<S: SeriesScalar>(
    momentum µ: S, lookahead ν: S, count: Int, inverseFactorials factorials: [S]
  ) -> [S] {
    let gap = S(1) - µ
    // The denominator over x is Σ_i d_i x^i with d_0 = 1 − µ; what is left of d_i is even or odd in µ.
    let plain = reciprocal((0..<count).map { i in factorials[i + 1] * (i % 2 == 0 ? gap : S(1) + µ) }, gap: gap)
    let powers = powers(of: gap, count: max(count, 1))
    if ν == .zero { return plain }
    return (0..<count).map { n in
      // The numerator is 1 + ν(x − x²/2! + …).
      (0...n).reduce(S.zero) { sum, i in
        let q = i == 0 ? S(1) : i % 2 == 1 ? ν * factorials[i] : S.zero - ν * factorials[i]
        return sum + q * powers[i] * plain[n - i]
      }
    }
  }

  /// q_j(1−µ)^{j+1} for j = 0 … count − 1, Σ_j q_j x^j = 1/(1 − µe^{−x}): of heavy ball's step, β − Φ(β) = η Σ_j q_j η^j D^j ∇L.
  ///
  /// The limit flow's map Φ over a time η has e^{ηD} − (1+µ) + µe^{−ηD} = (1 − e^{−ηD})(e^{ηD} − µ), so that
  /// (e^{ηD} − 1)β = −η e^{ηD}/(e^{ηD} − µ) ∇L. q_0 = 1, then −µ, µ(1+µ)/2, …: Eulerian polynomials over factorials.
  static func clearedStep<S: FractionalScalar>(momentum µ: S, count: Int) -> [S] {
    let factorials = S.inverseFactorials(upTo: max(count, 1)), gap = S(1) - µ
    return reciprocal(
      (0..<count).map { i in i == 0 ? gap : i % 2 == 1 ? µ * factorials[i] : S.zero - µ * factorials[i] }, gap: gap)
  }

  /// q_j for a number µ.
  static func step(momentum µ: Double, count: Int) -> [Double] {
    clearedStep(momentum: µ, count: count).enumerated().map { j, q in q / (1 - µ).power(j + 1) }
  }

  /// 1, x, x², …
  private static func powers<S: SeriesScalar>(of x: S, count: Int) -> [S] {
    (0..<count).reduce(into: []) { $0.append($1 == 0 ? S(1) : $0[$1 - 1] * x) }
  }

  /// The coefficients of 1/Σ_i d_i x^i with d_0 = 1 − µ, times (1−µ)^{j+1}.
  private static func reciprocal<S: SeriesScalar>(_ d: [S], gap: S) -> [S] {
    let powers = powers(of: gap, count: d.count)
    var plain: [S] = []
    for n in d.indices {
      // p_n d_0 = −Σ_{i≥1} d_i p_{n−i}, times (1−µ)^n.
      var sum = n == 0 ? S(1) : S.zero
      for i in stride(from: 1, through: n, by: 1) { sum -= d[i] * powers[i - 1] * plain[n - i] }
      plain.append(sum)
    }
    return plain
  }

  /// p_j for numbers µ and ν, each rounded once.
  ///
  /// Heavy ball's p_0 = 1/(1−µ), p_1 = −(1+µ)/(2(1−µ)²); for µ = ν = 0 the Bernoulli numbers B_j/j!. The sums are made with more
  /// bits than doubles have, for p_j may be small beside its terms: of order (2π)^{−j} for µ = 0, every second one 0.
  public static func values(momentum µ: Double, lookahead ν: Double = 0, count: Int) -> [Double] {
    let precision = 128 + 12 * count + BigFloat.precision(4, powersOf: µ, ν, 1 - µ)
    let (momentum, lookahead) = (BigFloat(µ, precision: precision), BigFloat(ν, precision: precision))
    let gap = BigFloat(1) - momentum
    var power = BigFloat(1)
    var factorials = [BigFloat(1, precision: precision)]
    for n in stride(from: 1, through: max(count, 1), by: 1) { factorials.append(factorials[n - 1] / BigFloat(n)) }
    return cleared(
      momentum: momentum, lookahead: lookahead, count: count, inverseFactorials: factorials
    ).map { p in
      power = power * gap
      // What half of the bits do not see is rounding's.
      return p.isBelow(exponent: -precision / 2) ? 0 : (p / power).doubleValue
    }
  }

  /// p_j with every term of their recursion positive, signs alternating as ``LimitRecursion`` undoes them.
  static func majorant(momentum µ: Double, lookahead ν: Double, count: Int) -> [Double] {
    let factorials = Double.inverseFactorials(upTo: max(count, 1))
    var p: [Double] = []
    for n in 0..<count {
      let sum = (0..<n).reduce(n == 0 ? 1.0 : 0.0) { sum, k in
        let i = n - k
        return sum + factorials[i + 1] * (i % 2 == 0 ? 1 - µ : 1 + µ) * p[k].magnitude
      }
      p.append(sum / (n % 2 == 0 ? 1 - µ : µ - 1))
    }
    if ν == 0 { return p }
    return p.indices.map { n in
      let sum = (0...n).reduce(0) { $0 + ($1 == 0 ? 1 : ν.magnitude * factorials[$1]) * p[n - $1].magnitude }
      return n % 2 == 0 ? sum : -sum
    }
  }
}
