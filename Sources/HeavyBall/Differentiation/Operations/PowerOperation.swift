/// A power p(u, v) of u whose derivative is v·q(u, v − 1), q being a power too: rules for constant exponents v.
protocol PowerOperation: ElementwiseOperation {
  /// The power q.
  static func slopePower(_ u: Expression, _ v: Expression) -> Expression
}

extension PowerOperation {
  /// seed·v·q(u, v − 1)
  func constantExponentAdjoint(_ u: Expression, _ v: Expression, seed: Expression) -> Expression {
    seed * v * Self.slopePower(u, lowered(v))
  }

  /// From E y = v q(u, v − 1) E u, down to exponents below 0 or of higher derivatives than are wanted: nothing is divided
  /// by u, which may be 0 or so small that powers of it are.
  ///
  /// Where all exponents are below 0, u E y = v y E u gives grade(m) y_m = Σ_{a ≠ 1} (v grade(a) − grade(b)) u_a y_b / u_1.
  func constantExponentCoefficient(
    _ m: Int, _ u: Expression, _ v: Expression, result y: Expression, in jets: JetExpansion
  ) -> Expression? {
    guard jets.depends(u) else { return nil }
    let exponents = v.storedValues ?? []
    guard exponents.allSatisfy({ $0 < 0 }) else {
      let isSmooth = exponents.allSatisfy { $0 >= 0 && $0 == $0.rounded() }
      let slope = v * Self.slopePower(u, lowered(v))
      return isSmooth
        ? jets.integral(of: slope, along: u, at: m)
        : jets.integral(of: slope, along: u, at: m, product: Expression.directed)
    }
    let grades = jets.algebra.grades
    var sum: Expression?
    for f in jets.algebra.factorizations[m] where f.a != 0 {
      guard let left = jets[u, f.a], let right = jets[y, f.b] else { continue }
      let weights = exponents.map {
        f.weight * ($0 * Double(grades[f.a]) - Double(grades[f.b])) / Double(grades[m])
      }
      jets.add(.directed(right / u, left) * y.graph.constant(weights, v.shape), to: &sum)
    }
    return sum
  }

  /// v − 1; 0 for an exponent 0, whose derivative 0·q must not be 0·∞ where u = 0.
  private func lowered(_ v: Expression) -> Expression {
    if let exponent = v.uniformValue { return v.graph.constant(exponent == 0 ? 0 : exponent - 1, v.shape) }
    return v.graph.constant((v.storedValues ?? []).map { $0 == 0 ? 0 : $0 - 1 }, v.shape)
  }
}

extension Expression {
  /// slope·direction, but 0 along a direction that is 0, whatever the slope: a function does not change where its
  /// argument does not, also where its derivative is infinite.
  static func directed(_ slope: Expression, _ direction: Expression) -> Expression {
    select(abs(direction), slope * direction, direction.graph.constant(0, direction.shape))
  }
}
