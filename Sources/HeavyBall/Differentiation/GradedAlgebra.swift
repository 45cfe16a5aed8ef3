/// The monomials that truncated power series are made of, with their products.
///
/// Monomial 0 is 1, every other has a positive grade, grades add up in products, and a monomial's proper factors have
/// lower numbers than itself. The derivation E that multiplies each monomial by its grade obeys Leibniz' rule and the
/// chain rule, which is all that the rules of nonlinear functions need: E f(u) = f'(u) E u.
///
/// Three algebras serve everything: Taylor polynomials in one variable, directional derivatives, and the heavy-ball
/// flow's field (see ``LimitField``).
struct GradedAlgebra: Sendable {
  /// The grade of each monomial.
  let grades: [Int]
  /// Each monomial's ordered factorizations into two, those with a factor 1 included.
  let factorizations: [[(Int, Int)]]

  var count: Int { grades.count }

  /// 1, t, …, tⁿ: Taylor polynomials of order n.
  static func univariate(order n: Int) -> GradedAlgebra {
    GradedAlgebra(
      grades: Array(0...n),
      factorizations: (0...n).map { m in (0...m).map { ($0, m - $0) } })
  }

  /// The products of distinct ones of ε₁ … ε_m, all εᵢ² being 0; a monomial's number has bit i set where it holds εᵢ₊₁.
  ///
  /// The coefficient of ε₁⋯ε_m in f(β + Σ εᵢvᵢ) is the derivative D^m f(β)[v₁, …, v_m].
  static func mixed(_ m: Int) -> GradedAlgebra {
    let monomials = Array(0..<(1 << m))
    return GradedAlgebra(
      grades: monomials.map(\.nonzeroBitCount),
      factorizations: monomials.map { product in
        (0...product).filter { $0 & ~product == 0 }.map { ($0, product & ~$0) }
      })
  }

  /// τⁱηⁿ for i ≤ n ≤ top, of grade n; ``flowMonomial(time:step:)`` gives their numbers.
  static func flow(top: Int) -> GradedAlgebra {
    let monomials = (0...top).flatMap { n in (0...n).map { i in (time: i, step: n) } }
    return GradedAlgebra(
      grades: monomials.map(\.step),
      factorizations: monomials.map { product in
        monomials.compactMap { a in
          let b = (time: product.time - a.time, step: product.step - a.step)
          guard b.time >= 0, b.step >= b.time else { return nil }
          return (flowMonomial(time: a.time, step: a.step), flowMonomial(time: b.time, step: b.step))
        }
      })
  }

  /// The number of τⁱηⁿ among the monomials of ``flow(top:)``.
  static func flowMonomial(time i: Int, step n: Int) -> Int { n * (n + 1) / 2 + i }
}
