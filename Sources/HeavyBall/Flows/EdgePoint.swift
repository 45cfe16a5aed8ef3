/// Heavy ball at a step: β = c + (−1)ᵏx, and m = β_k − β_{k−1} in the same two parts.
struct EdgePoint {
  /// c.
  let smooth: Vector
  /// x.
  let alternating: Vector
  let smoothMomentum: Vector
  let alternatingMomentum: Vector

  /// What three iterates tell of it: c is near the midpoint (β_{k−1} + 2β_k + β_{k+1})/4, in which nothing alternates. Without
  /// momentum nothing tells of β_{k−1}, and it is (β_k + β_{k+1})/2.
  init(_ β: Vector, _ m: Vector, nextTo flow: EdgeFlow, step k: Int) {
    let after = β + m * flow.momentum - flow.objective.gradient(at: β) * flow.stepSize
    let c = flow.momentum > 0 ? (β * 3 - m + after) * 0.25 : (β + after) * 0.5
    let sign = k.isMultiple(of: 2) ? 1.0 : -1.0
    self.init(
      smooth: c, alternating: (β - c) * sign, smoothMomentum: (after - β + m) * 0.5,
      alternatingMomentum: (m * 2 - (after - β + m)) * (0.5 * sign))
  }

  init(smooth: Vector, alternating: Vector, smoothMomentum: Vector, alternatingMomentum: Vector) {
    (self.smooth, self.alternating) = (smooth, alternating)
    (self.smoothMomentum, self.alternatingMomentum) = (smoothMomentum, alternatingMomentum)
  }

  /// What z, m and the offsets stand for: c_k − c_{k−1} is m in low directions, where c is free, and 2a − (a(τ) + a(τ−1)) in high
  /// ones, where it is slaved; x_k + x_{k−1} is a(τ) + a(τ−1) in low ones, 2x − m in high ones.
  init(z: Vector, m: Vector, offset a: Vector, sum: Vector, _ split: EdgeSplit) {
    let (high, highA, highM) = (split.high(z), split.high(a), split.high(m))
    let highSum = split.high(sum)
    smooth = z - high + split.reference + highA
    alternating = high + a - highA
    smoothMomentum = m - highM + highA * 2 - highSum
    alternatingMomentum = high * 2 - highM + sum - highSum
  }

  /// β and m after k steps.
  func iterate(_ k: Int) -> (β: Vector, m: Vector) {
    let sign = k.isMultiple(of: 2) ? 1.0 : -1.0
    return (smooth + alternating * sign, smoothMomentum + alternatingMomentum * sign)
  }
}
