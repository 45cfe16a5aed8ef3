extension HeavyBallFlow {
  /// The highest order that is looked for where no flow of an order is at hand: the terms of the next one take 168 gradients'
  /// work in power series.
  public static let maximumBestOrder = 6

  /// The order at which the field's terms at (β, m) stop to shrink, the flow's own where they shrink to its end: what is
  /// truncated beyond it follows the method less well.
  ///
  /// - Parameter poll: called now and then while the terms are derived and compiled, the first time.
  /// - Precondition: the flow is in phase space, and m has the dimension of β.
  public func bestOrder<E: Error>(
    at β: Vector, momentum m: Vector, poll: () throws(E) -> Void
  ) throws(E) -> Int {
    let sizes = try phaseTerms(poll: poll).sizes(at: β, momentum: m)
    return (1..<order).first { !(sizes[$0] < sizes[$0 - 1]) && sizes[$0] > 0 } ?? order
  }

  /// The flow of the best order: the least of those at some points, each with its m.
  ///
  /// At a point it is the first order whose next term is no smaller, or adds nothing to the first in the loss's precision; at
  /// most ``maximumBestOrder``. Terms are looked at one after another, so that where the series soon stops to shrink only low
  /// orders are derived.
  ///
  /// - Parameter poll: called now and then while the terms are derived and compiled, the first time.
  /// - Precondition: the flow is in phase space, and there is a point.
  public func ofBestOrder<E: Error>(
    at points: [(β: Vector, m: Vector)], poll: () throws(E) -> Void
  ) throws(E) -> HeavyBallFlow {
    precondition(form == .phase && !points.isEmpty, "points of a flow in phase space")
    let rounding = objective.precision == .double ? Double.ulpOfOne : Double(Float.ulpOfOne)
    var best = Self.maximumBestOrder
    for (β, m) in points {
      var n = 1
      while n < best {
        let sizes = try known(ofOrder: n + 1).phaseTerms(poll: poll).sizes(at: β, momentum: m)
        if !(sizes[n] < sizes[n - 1]) && sizes[n] > 0 || sizes[n] <= rounding * sizes[0] && sizes[n - 1] > 0 { break }
        n += 1
      }
      best = n
    }
    return known(ofOrder: best)
  }

  /// The same flow of another order, made once.
  private func known(ofOrder order: Int) -> HeavyBallFlow {
    if order == self.order { return self }
    let flow = derived.orders[order] ?? ofOrder(order)
    derived.orders[order] = flow
    return flow
  }

  private func phaseTerms<E: Error>(poll: () throws(E) -> Void) throws(E) -> PhaseTerms {
    precondition(form == .phase, "a flow in phase space")
    if let known = derived.phaseTerms { return known }
    let terms = try PhaseTerms(self, poll: poll)
    derived.phaseTerms = terms
    return terms
  }
}
