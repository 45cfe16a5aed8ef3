/// What the monomials of a ``GradedAlgebra`` may be: values with a product, in which grades add up.
protocol GradedMonomial: Hashable {
  var grade: Int { get }
  static func * (a: Self, b: Self) -> Self
}

extension GradedAlgebra {
  /// All polynomials in some monomials through a grade; and last, in place of all monomials of the grade above it,
  /// the linear combinations of them that are wanted.
  ///
  /// What is linear in coefficients of the top grade is then computed once for each combination, not once for each monomial.
  ///
  /// - Parameters:
  ///   - monomials: 1 first, grade by grade, with all factors of each.
  ///   - combinations: the factors of the monomials of grade `top` in each; what is not named has none.
  init<M: GradedMonomial>(_ monomials: [M], top: Int, combinations: [[M: Double]]) {
    let numbers = Dictionary(uniqueKeysWithValues: monomials.enumerated().map { ($1, $0) })
    var factorizations = Array(repeating: [Factorization](), count: monomials.count + combinations.count)
    for combination in combinations.indices {
      factorizations[monomials.count + combination].append(Factorization(a: 0, b: monomials.count + combination))
    }
    for (i, a) in monomials.enumerated() {
      for (j, b) in monomials.enumerated() where a.grade + b.grade <= top {
        let product = a * b
        if product.grade < top {
          if let number = numbers[product] { factorizations[number].append(Factorization(a: i, b: j)) }
          continue
        }
        for (k, weights) in combinations.enumerated() {
          guard let weight = weights[product], weight != 0 else { continue }
          factorizations[monomials.count + k].append(Factorization(a: i, b: j, weight: weight))
        }
      }
    }
    for combination in combinations.indices {
      factorizations[monomials.count + combination].append(Factorization(a: monomials.count + combination, b: 0))
    }
    self.init(
      grades: monomials.map(\.grade) + combinations.map { _ in top }, factorizations: factorizations)
  }
}

/// τⁱηⁿ, of grade n.
struct FlowMonomial: GradedMonomial {
  let time: Int
  let step: Int

  var grade: Int { step }

  static func * (a: FlowMonomial, b: FlowMonomial) -> FlowMonomial {
    FlowMonomial(time: a.time + b.time, step: a.step + b.step)
  }
}
