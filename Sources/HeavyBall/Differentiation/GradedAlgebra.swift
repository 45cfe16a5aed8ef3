/// The monomials that truncated power series are made of, with their products.
///
/// Monomial 0 is 1, every other has a positive grade, grades add up in products, and a monomial's proper factors have
/// lower numbers than itself. The derivation E that multiplies each monomial by its grade obeys Leibniz' rule and the
/// chain rule, which is all that the rules of nonlinear functions need: E f(u) = f'(u) E u.
///
/// Four algebras serve everything: Taylor polynomials in one variable, directional derivatives, the heavy-ball flow's
/// field (see ``LimitField``), and its field in phase space (see ``PhaseField``).
struct GradedAlgebra: Sendable {
  /// A product of two monomials that is, or is a part of, a third: a·b contributes with the weight given.
  struct Factorization: Sendable {
    let a: Int
    let b: Int
    var weight = 1.0
  }

  /// The grade of each monomial.
  let grades: [Int]
  /// Each monomial's ordered factorizations into two, those with a factor 1 included.
  let factorizations: [[Factorization]]

  var count: Int { grades.count }

  /// 1, t, …, tⁿ: Taylor polynomials of order n.
  static func univariate(order n: Int) -> GradedAlgebra {
    GradedAlgebra(
      grades: Array(0...n),
      factorizations: (0...n).map { m in (0...m).map { Factorization(a: $0, b: m - $0) } })
  }

  /// The products of distinct ones of ε₁ … ε_m, all εᵢ² being 0; a monomial's number has bit i set where it holds εᵢ₊₁.
  ///
  /// The coefficient of ε₁⋯ε_m in f(β + Σ εᵢvᵢ) is the derivative D^m f(β)[v₁, …, v_m].
  static func mixed(_ m: Int) -> GradedAlgebra {
    let monomials = Array(0..<(1 << m))
    return GradedAlgebra(
      grades: monomials.map(\.nonzeroBitCount),
      factorizations: monomials.map { product in
        (0...product).filter { $0 & ~product == 0 }.map { Factorization(a: $0, b: product & ~$0) }
      })
  }

  /// τⁱηⁿ for i ≤ n < top, of grade n, numbered by ``flowMonomial(time:step:)``; and last, in place of all of grade
  /// `top`, the one combination of them that is wanted: Σ_i weights[i] τⁱη^top.
  ///
  /// What is linear in coefficients of the top grade is then computed once, not once for each power of τ.
  ///
  /// - Precondition: top ≥ 1 and there are top + 1 weights.
  static func flow(top: Int, weights: [Double]) -> GradedAlgebra {
    let monomials = (0..<top).flatMap { n in (0...n).map { FlowMonomial(time: $0, step: n) } }
    let wanted = weights.enumerated().map { (FlowMonomial(time: $0, step: top), $1) }
    return GradedAlgebra(monomials, top: top, combinations: [Dictionary(uniqueKeysWithValues: wanted)])
  }

  /// The number of τⁱηⁿ among the monomials of ``flow(top:weights:)``; of the combination where n is the top grade.
  static func flowMonomial(time i: Int, step n: Int) -> Int { n * (n + 1) / 2 + i }
}
