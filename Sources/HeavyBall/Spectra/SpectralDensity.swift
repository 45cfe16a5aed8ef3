internal import CKernels
internal import PolyakPlatform

/// How a symmetric operator's eigenvalues are spread, by stochastic Lanczos quadrature.
///
/// From a random unit vector v, m steps of Lanczos' method make a tridiagonal matrix whose eigenvalues θ, weighted by the
/// squares of the first components of their vectors, are Gauss's quadrature of the measure that v has on the spectrum: right for
/// polynomials up to degree 2m − 1. The mean over vectors is the spectrum's, each eigenvalue of weight 1/n (Ubaru, Chen, Saad,
/// SIAM J. Matrix Anal. Appl. 38, 2017; for networks Ghorbani, Krishnan, Xiao, ICML 2019).
///
/// - Complexity: probes times steps products, O(steps²) operations on vectors for each probe; 8·steps·n bytes.
public struct SpectralDensity: Sendable {
  /// For each probe its nodes, in no order, and their weights, which add up to 1.
  public let nodes: [[Double]]
  public let weights: [[Double]]
  public let products: Int

  /// - Returns: nil where a product is not finite.
  static func estimate(
    dimension n: Int, probes: Int, steps: Int, seed: Int, product: Lanczos.Product
  ) rethrows -> SpectralDensity? {
    var random = RandomGenerator(seed: seed)
    var (nodes, weights): ([[Double]], [[Double]]) = ([], [])
    var products = 0
    let vectors = VectorStorage(count: 2, dimension: n)
    let (next, work) = (vectors[0], vectors[1])
    for _ in 0..<probes {
      let basis = LanczosBasis(dimension: n, capacity: min(steps, n))
      var v = Vector(repeating: 0, count: n)
      random.fill(&v, from: .normal)
      next.update(from: (v / v.norm()).elements, count: n)
      var projected = Tridiagonal(diagonal: [], offDiagonal: [])
      var scale = 0.0
      while true {
        basis.append(next)
        try product(UnsafeBufferPointer(start: next, count: n), work)
        products += 1
        guard polyak_rows_finite(n, work) != 0 else { return nil }
        projected.diagonal.append(basis.dot(work, next))
        scale = max(scale, basis.norm(work))
        basis.orthogonalize(work)
        let coupling = basis.norm(work)
        // The rest of the measure is rounding's where the vector's space is exhausted.
        guard basis.count < basis.capacity, coupling > 1e-12 * scale else { break }
        for i in 0..<n { next[i] = work[i] / coupling }
        if coupling < 1e-6 * scale { basis.orthogonalize(next) }
        projected.offDiagonal.append(coupling)
      }
      // Upside down the last components are the first ones.
      let turned = Tridiagonal(diagonal: projected.diagonal.reversed(), offDiagonal: projected.offDiagonal.reversed())
      let (values, components) = turned.valuesWithLastComponents()
      nodes.append(values)
      weights.append(components.map { $0 * $0 })
    }
    return SpectralDensity(nodes: nodes, weights: weights, products: products)
  }

  /// The least and the largest node.
  public var range: ClosedRange<Double> {
    let all = nodes.joined()
    return (all.min() ?? 0)...(all.max() ?? 0)
  }

  /// ∫ f over the spectrum, the mean of f over the eigenvalues, and its error bar: one standard deviation, NaN of one probe.
  public func mean(_ f: (Double) -> Double) -> (value: Double, error: Double) {
    TraceEstimate.meanWithError(
      zip(nodes, weights).map { nodes, weights in zip(nodes, weights).reduce(0) { $0 + $1.1 * f($1.0) } })
  }

  /// The density at x with each eigenvalue smeared to a normal distribution of a standard deviation.
  public func density(at x: Double, width σ: Double) -> (value: Double, error: Double) {
    let factor = 1 / (σ * (2 * Double.pi).squareRoot())
    return mean { θ in
      let distance = (x - θ) / σ
      return factor * Elementary.exp(-distance * distance / 2)
    }
  }
}
