/// u^−n with n a whole number, element by element, wherever that is a number: also where uⁿ or a derivative of it is none.
///
/// Computed as (1/u^l)/u^h, l and h being the halves of n: neither is infinite or 0 but where the result is 0 or infinite.
/// By 1/uⁿ and its chain rule, derivatives would be products of a 0 and an infinity where uⁿ overflows.
struct ReciprocalPower: Operation {
  static let name = "reciprocal power"
  /// n ≥ 1.
  let exponent: Int

  func shape(of operands: [Shape]) throws(ShapeError) -> Shape { operands[0] }

  /// −n u^(−n−1)
  func adjoint(ofOperand i: Int, _ operands: [Expression], result y: Expression, seed: Expression) -> Expression {
    seed * -Double(exponent) * operands[0].raised(to: -exponent - 1)
  }

  /// From u E y = −n y E u: grade(m) y_m = −Σ_{a ≠ 1} (n grade(a) + grade(b)) u_a y_b / u_1.
  func coefficient(_ m: Int, _ operands: [Expression], result y: Expression, in jets: JetExpansion) -> Expression? {
    let u = operands[0]
    let grades = jets.algebra.grades.map { Double($0) }
    var sum: Expression?
    for f in jets.algebra.factorizations[m] where f.a != 0 {
      guard let left = jets[u, f.a], let right = jets[y, f.b] else { continue }
      let weight = -f.weight * (Double(exponent) * grades[f.a] + grades[f.b]) / grades[m]
      jets.add(.directed(right / u, left) * weight, to: &sum)
    }
    return sum
  }

  func scalarCost(_ operands: [Shape], result: Shape) -> Int {
    (2 + (exponent / 2).bitWidth - (exponent / 2).leadingZeroBitCount) * result.count
  }

  func scalars(_ operands: [[Expression]], shapes: [Shape], result: Shape) -> [Expression] {
    operands[0].map { u in
      let low = u.raised(to: exponent / 2)
      return 1 / low / (exponent % 2 == 0 ? low : low * u)
    }
  }

  func evaluate(_ call: TensorCall) {
    call.kernels.reciprocalPower(call.rowLength, exponent, call.result, call.operands[0])
  }
}
