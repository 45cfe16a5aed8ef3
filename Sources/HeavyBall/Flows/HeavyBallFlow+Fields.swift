extension HeavyBallFlow {
  /// F(β) of the limit form.
  public func field(at β: Vector) -> Vector { limit.value(at: β) }

  /// F(β) of step k, in the piecewise form; of the others the limit form's, which does not depend on k.
  public func field(at β: Vector, step k: Int) -> Vector {
    (form == .piecewise ? piecewise.field(ofStep: k) : limit).value(at: β)
  }

  /// Where the flow starts if heavy ball starts at β: another point in the matched form, β itself in the others.
  public func start(from β: Vector) -> Vector {
    form == .matched ? shift { () throws(Never) in }.point(from: β) : β
  }

  /// β of the family's flow where it is at y: β = Σ_{j<α} q_j η^j D^j y, to the order of the flow.
  public func parameters(at y: Vector) -> Vector {
    if !isAhead || order == 1 { return y }
    let q = MomentumSymbol.recovery(lookahead: lookahead, count: order)
    let coefficients = limit.taylorCoefficients(at: y, order: order - 1)
    var β = y
    var factor = 1.0
    for j in 1..<order {
      factor *= stepSize * Double(j)
      β = β + coefficients[j - 1] * (q[j] * factor)
    }
    return β
  }
}
