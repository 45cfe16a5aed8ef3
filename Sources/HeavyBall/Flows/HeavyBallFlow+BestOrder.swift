extension HeavyBallFlow {
  /// The highest order that is looked for where no flow of an order is at hand: the terms of the next one take 168 gradients'
  /// work in power series.
  public static let maximumBestOrder = 6

  /// The order at which the field's terms at (β, m) stop to shrink, the flow's own where they shrink to its end: what is
  /// truncated beyond it follows the method less well. The first order whose next term is no smaller than the last that is
  /// not lost in rounding, or after which two terms running are lost: a single one may vanish by symmetry.
  ///
  /// - Parameter poll: called now and then while the terms are derived and compiled, the first time.
  /// - Returns: nil where the first term is no finite number.
  /// - Precondition: the flow is in phase space, and m has the dimension of β.
  public func bestOrder<E: Error>(
    at β: Vector, momentum m: Vector, poll: () throws(E) -> Void
  ) throws(E) -> Int? {
    let sizes = try phaseTerms(poll: poll).sizes(at: β, momentum: m)
    return sizes[0].isFinite ? end(of: sizes) ?? order : nil
  }

  /// The flow of the best order: the least of those at some points, each with its m.
  ///
  /// At a point it is ``bestOrder(at:momentum:poll:)``'s, at most ``maximumBestOrder``. Terms are looked at one after another,
  /// so that where the series soon stops to shrink only low orders are derived. Points whose first term is no finite number say
  /// nothing; the order is 1 where there are no others.
  ///
  /// - Parameter poll: called now and then while the terms are derived and compiled, the first time.
  /// - Precondition: the flow is in phase space, and there is a point.
  public func ofBestOrder<E: Error>(
    at points: [(β: Vector, m: Vector)], poll: () throws(E) -> Void
  ) throws(E) -> HeavyBallFlow {
    precondition(form == .phase && !points.isEmpty, "points of a flow in phase space")
    var best = Self.maximumBestOrder, isKnown = false
    for (β, m) in points {
      guard try known(ofOrder: 1).bestOrder(at: β, momentum: m, poll: poll) != nil else { continue }
      isKnown = true
      var n = 1
      while n < best {
        n += 1
        if let order = end(of: try known(ofOrder: n).phaseTerms(poll: poll).sizes(at: β, momentum: m)) { best = order }
      }
    }
    return known(ofOrder: isKnown ? best : 1)
  }

  /// The order at which the terms of these sizes, a series' first, stop to shrink; nil where they do not, or are all 0.
  private func end(of sizes: [Double]) -> Int? {
    guard sizes[0] > 0 else { return nil }
    let rounding = objective.precision == .double ? Double.ulpOfOne : Double(Float.ulpOfOne)
    var last = 0
    for n in 1..<sizes.count {
      // What a term that vanishes is computed to is some roundings of its parts.
      if sizes[n] <= 16 * rounding * sizes[0] {
        if last < n - 1 { return last + 1 }
        continue
      }
      if !(sizes[n] < sizes[last]) { return n }
      last = n
    }
    return nil
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
