/// How the gradients of a method's steps differ from the loss's.
public enum GradientNoise: Sendable {
  /// Each epoch is a permutation of the rows, cut into batches of so many: see ``Batches/Order/reshuffled``.
  case reshuffled(size: Int)
  /// Each batch draws so many rows, one of which may come twice: see ``Batches/Order/independent``.
  case independent(size: Int)
  /// Noise of this covariance is added to each gradient, independent from step to step.
  case covariance(Matrix)

  /// In print.
  var words: String {
    switch self {
    case .reshuffled(let size): "reshuffled batches of \(size)"
    case .independent(let size): "independent batches of \(size)"
    case .covariance: "independent noise"
    }
  }
}

extension GradientNoise {
  /// What the variance of a single row's gradient, ∇(mean|gᵢ − g|²)/2, adds to −dβ/dt under reshuffling, over η/(1−µ)².
  ///
  /// Batches of B of N rows, m = ⌊N/B⌋ in an epoch, have the variance (N−B)/(B(N−1)) of a row's, and two of an epoch the
  /// covariance −B/(N−B) times that: what a step has moved towards its batch the later steps of the epoch move back. With
  /// S = Σ_q (m−q)µ^q, the weight is (B/(N−B))·((m−1)/2 − S/m)·(N−B)/(B(N−1)) = ((m−1)/2 − S/m)/(N−1), half of F_m/N of B = 1.
  static func reshufflingWeight(rows N: Int, size B: Int, momentum µ: Double) -> Double {
    let m = N / B
    guard N > 1, m > 1 else { return 0 }
    let S = (1..<m).reduce(0.0) { $0 + Double(m - $1) * Elementary.power(µ, Double($1)) }
    return (Double(m - 1) / 2 - S / Double(m)) / Double(N - 1)
  }
}
