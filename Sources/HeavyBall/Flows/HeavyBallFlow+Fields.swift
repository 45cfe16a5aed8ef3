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
}
