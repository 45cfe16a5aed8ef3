/// A sequence Σ_{i,l} s_{il} ρ_iᵏ C(k, l) with ρ_i = µⁱ: what heavy ball makes of a term of its series, step by step.
///
/// C(k, l) are the binomial coefficients: a sequence shifts by C(k+1, l) = C(k, l) + C(k, l−1), and a product has
/// positive factors, C(k, a)C(k, b) = Σ_m m!/((m−a)!(m−b)!(a+b−m)!) C(k, m).
struct ExponentialPolynomial<Scalar: SeriesField> {
  /// By i, then by l.
  var terms: [[Scalar]]

  static var one: ExponentialPolynomial { ExponentialPolynomial(terms: [[Scalar(1)]]) }

  static func * (u: ExponentialPolynomial, v: ExponentialPolynomial) -> ExponentialPolynomial {
    var result = Array(repeating: [Scalar](), count: u.terms.count + v.terms.count - 1)
    for (i, p) in u.terms.enumerated() {
      for (j, q) in v.terms.enumerated() where !p.isEmpty && !q.isEmpty {
        let missing = p.count + q.count - 1 - result[i + j].count
        if missing > 0 { result[i + j] += Array(repeating: .zero, count: missing) }
        for (a, x) in p.enumerated() {
          for (b, y) in q.enumerated() {
            let product = x * y
            for m in max(a, b)...(a + b) {
              result[i + j][m] += product * Scalar(Self.factor(a, b, m))
            }
          }
        }
      }
    }
    return ExponentialPolynomial(terms: result)
  }

  /// Adds cv.
  mutating func add(_ v: ExponentialPolynomial, times c: Scalar) {
    for (i, q) in v.terms.enumerated() {
      if i == terms.count { terms.append([]) }
      let missing = q.count - terms[i].count
      if missing > 0 { terms[i] += Array(repeating: .zero, count: missing) }
      for (l, x) in q.enumerated() { terms[i][l] += c * x }
    }
  }

  /// m!/((m−a)!(m−b)!(a+b−m)!) = C(m, a) C(a, m−b).
  private static func factor(_ a: Int, _ b: Int, _ m: Int) -> Int { choose(m, a) * choose(a, m - b) }

  private static func choose(_ n: Int, _ k: Int) -> Int {
    (0..<k).reduce(1) { $0 * (n - $1) / ($1 + 1) }
  }

  /// The solution a of a_{k+1} = (1+µ)a_k − µa_{k−1} − r_k with a_0 = a_{−1} = 0, r being this sequence, with its differences
  /// a_k − a_{k−1}: heavy ball's iterates and momenta where gradients are r, and it starts at 0 and at rest.
  ///
  /// The differences δ_k = a_k − a_{k−1} obey δ_{k+1} = µδ_k − r_k and δ_0 = 0: each ρᵏ gives
  /// (ρ−µ)s_l + ρs_{l+1} = −r_l from the top down, but µs_{l+1} = −r_l for ρ = µ, where s_0 is free. Then
  /// a_{k+1} − a_k = δ_{k+1}: (ρ−1)a_l + ρa_{l+1} = ρ(s_l + s_{l+1}), but a_{l+1} = s_l + s_{l+1} for ρ = 1, where a_0 is.
  ///
  /// - Precondition: 0 < µ < 1.
  func heavyBall(momentum µ: Scalar) -> (iterates: ExponentialPolynomial, momenta: ExponentialPolynomial) {
    var δ = Array(repeating: [Scalar](), count: max(terms.count, 2))
    for (i, r) in terms.enumerated() where !r.isEmpty {
      let ρ = µ.power(i)
      if i == 1 {
        δ[i] = [.zero] + r.map { Scalar.zero - $0 / µ }
      } else {
        δ[i] = r
        var above = Scalar.zero
        for l in r.indices.reversed() {
          above = (Scalar.zero - r[l] - ρ * above) / (ρ - µ)
          δ[i][l] = above
        }
      }
    }
    if δ[1].isEmpty { δ[1] = [.zero] }
    δ[1][0] = Scalar.zero - δ.reduce(Scalar.zero) { $0 + ($1.first ?? .zero) }
    var a = δ
    for (i, s) in δ.enumerated() {
      let shifted = s.indices.map { $0 + 1 < s.count ? s[$0] + s[$0 + 1] : s[$0] }
      if i == 0 {
        a[i] = [.zero] + shifted
      } else {
        let ρ = µ.power(i)
        var above = Scalar.zero
        for l in s.indices.reversed() {
          above = ρ * (above - shifted[l]) / (Scalar(1) - ρ)
          a[i][l] = above
        }
      }
    }
    a[0][0] = Scalar.zero - a.reduce(Scalar.zero) { $0 + ($1.first ?? .zero) }
    return (ExponentialPolynomial(terms: a), ExponentialPolynomial(terms: δ))
  }

  /// The solution a of a_{k+1} = a_k − s r_k with a_0 = 0, r being this sequence, a polynomial.
  func gradientDescent(step s: Scalar) -> ExponentialPolynomial {
    ExponentialPolynomial(terms: [[.zero] + (terms.first ?? []).map { Scalar.zero - s * $0 }])
  }

  /// The solution a of a_{k+1} + (1+µ)a_k + µa_{k−1} = −r_k, r being this sequence, that is a sum of the same ρᵏ C(k, l), with
  /// its sums a_k + a_{k−1}.
  ///
  /// The sums σ_k obey σ_{k+1} + µσ_k = −r_k, (ρ+µ)s_l + ρs_{l+1} = −r_l for each ρ from the top down, and
  /// a_{k+1} + a_k = σ_{k+1}: (ρ+1)a_l + ρa_{l+1} = ρ(s_l + s_{l+1}). All others that solve it alternate.
  ///
  /// - Precondition: 0 ≤ µ < 1; where µ = 0 it is a polynomial.
  func slaved(momentum µ: Scalar) -> (iterates: ExponentialPolynomial, sums: ExponentialPolynomial) {
    var (a, σ) = (terms, terms)
    for (i, r) in terms.enumerated() {
      let ρ = µ.power(i)
      var above = Scalar.zero
      for l in r.indices.reversed() {
        above = (Scalar.zero - r[l] - ρ * above) / (ρ + µ)
        σ[i][l] = above
      }
      above = .zero
      for l in r.indices.reversed() {
        let shifted = l + 1 < r.count ? σ[i][l] + σ[i][l + 1] : σ[i][l]
        above = ρ * (shifted - above) / (ρ + Scalar(1))
        a[i][l] = above
      }
    }
    return (ExponentialPolynomial(terms: a), ExponentialPolynomial(terms: σ))
  }

  /// What it is at k = 0: C(0, l) is 0 but for l = 0.
  var start: Scalar { terms.reduce(.zero) { $0 + ($1.first ?? .zero) } }

  /// The derivative in k at 0 as r + s ln µ.
  ///
  /// That of C(k, l) is (−1)^{l−1}/l, that of ρ_iᵏ is i ln µ.
  var slope: (r: Scalar, s: Scalar) {
    var slope = (r: Scalar.zero, s: Scalar.zero)
    for (i, p) in terms.enumerated() {
      for (l, x) in p.enumerated() where x != .zero {
        if l == 0 { slope.s += x * Scalar(i) } else { slope.r += x / Scalar(l % 2 == 1 ? l : -l) }
      }
    }
    return slope
  }
}
