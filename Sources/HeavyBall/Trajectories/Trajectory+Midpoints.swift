extension Trajectory {
  /// The midpoints (β_{k−1} + 2β_k + β_{k+1})/4 of the steps k with both neighbours kept: iterates without what alternates.
  ///
  /// What a direction beyond the edge of stability adds, (−1)^k times a slowly changing amplitude, cancels but for the
  /// amplitude's second difference; of a smooth path the midpoint is off by a quarter of its second difference.
  ///
  /// - Returns: A trajectory of points at the times of their steps; nil where no three steps in a row were kept.
  public func midpoints() -> Trajectory? {
    // A point at an event is no step's.
    let last = endsBetweenSteps ? steps.count - 1 : steps.count
    let middle = (1..<max(last - 1, 1)).filter { steps[$0 - 1] + 1 == steps[$0] && steps[$0] + 1 == steps[$0 + 1] }
    if middle.isEmpty { return nil }
    let p = points.columns
    var elements: [Double] = []
    elements.reserveCapacity(middle.count * p)
    for i in middle {
      for j in i * p..<(i + 1) * p {
        elements.append(points.elements[j - p] / 4 + points.elements[j] / 2 + points.elements[j + p] / 4)
      }
    }
    return Trajectory(
      title: "midpoints of \(title)", objective: objective, stepSize: stepSize, steps: middle.map { steps[$0] },
      points: Matrix(rows: middle.count, columns: p, elements: elements), memory: [:], ending: .completed, origin: origin,
      provenance: .unknown, schedule: schedule, grid: grid, knownTimes: knownTimes, hasLoss: hasLoss)
  }
}
