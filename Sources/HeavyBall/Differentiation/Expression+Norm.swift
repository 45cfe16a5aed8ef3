extension Expression {
  /// The p-norm of all elements, (Σ |uᵢ|ᵖ)^(1/p); max |uᵢ| for p = ∞.
  ///
  /// As ``Vector/norm(_:)`` it overflows only when it must: the elements are divided by the largest, which derivatives take for
  /// a constant, since the norm does not change with it.
  ///
  /// - Precondition: p ≥ 1.
  public func norm(_ p: Double = 2) throws(ShapeError) -> Expression {
    if shape.count == 0 { return graph.constant(0) }
    let u = reshaped(.vector(shape.count)), moduli = Expression.abs(u)
    if u.shape.count == 1 { return moduli[0] }
    if p == 1 { return moduli.sum() }
    if p == .infinity {
      var largest = moduli[0]
      for i in 1..<u.shape.count { largest = try Expression.maximum(largest, moduli[i]) }
      return largest
    }
    let largest = try graph.apply(RowLargest(), [moduli.reshaped(.matrix(rows: 1, columns: u.shape.count))])[0]
    // Of zeros, and where one is infinite, whose largest is taken to be 0.
    let unit = Expression.select(largest, largest, graph.constant(1))
    if p == 2 { return unit * .sqrt((u / unit).squared().sum()) }
    let exponent = graph.constant(p), root = graph.constant(1 / p)
    return try unit * .power(Expression.power(moduli / unit, exponent).sum(), root)
  }
}
