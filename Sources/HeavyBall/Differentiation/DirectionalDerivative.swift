extension Expression {
  /// The m-th derivative D^m f(x)[v₁, …, v_m] of this expression f in m directions; f itself for none.
  ///
  /// One direction applied to a gradient is the Hessian times a vector. The cost is that of f times 3^m.
  public func derivative(withRespectTo x: Expression, along directions: [Expression]) -> Expression {
    derivative(withRespectTo: x, along: directions) { () throws(Never) in }
  }

  /// The same, of a formula that may be long.
  ///
  /// - Parameter poll: called every thousand nodes or so; what it throws ends the work.
  func derivative<E: Error>(
    withRespectTo x: Expression, along directions: [Expression], poll: () throws(E) -> Void
  ) throws(E) -> Expression {
    let jets = JetExpansion(of: [self], input: x, algebra: .mixed(directions.count))
    for m in 0..<jets.algebra.count {
      // Number 2^i is εᵢ alone; products of several are not in the path x + Σ εᵢvᵢ.
      try jets.expand(m, input: m == 0 ? x : m & (m - 1) == 0 ? directions[m.trailingZeroBitCount] : nil, poll: poll)
    }
    return jets[self, jets.algebra.count - 1] ?? graph.constant(0, shape)
  }

  /// The coefficients of 1, t, …, tⁿ in this expression along the curve x₀ + x₁t + … + x_n tⁿ.
  ///
  /// - Parameter path: x₁ … x_n; x₀ is x itself.
  public func taylorCoefficients(withRespectTo x: Expression, along path: [Expression]) -> [Expression] {
    let jets = JetExpansion(of: [self], input: x, algebra: .univariate(order: path.count))
    for m in 0...path.count { jets.expand(m, input: m == 0 ? x : path[m - 1]) }
    return (0...path.count).map { jets[self, $0] ?? graph.constant(0, shape) }
  }
}
