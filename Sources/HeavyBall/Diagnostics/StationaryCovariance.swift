/// The covariance that heavy ball keeps around the minimum of a quadratic where its gradients have independent noise.
public enum StationaryCovariance {
  /// E (β − β*)(β − β*)ᵀ for k → ∞, exact for every η and µ: in one dimension ησ²(1+µ)/((1−µ)λ(2(1+µ) − ηλ)).
  ///
  /// In the basis of H's eigenvectors each pair of directions has the equation X = MᵢXMⱼᵀ + η²Cᵢⱼ [[1, 1], [1, 1]] of 2x2 matrices,
  /// M = [[1−ηλ, µ], [−ηλ, µ]] being the step of β and m.
  ///
  /// - Parameters:
  ///   - hessian: H, symmetric; its upper triangle is read.
  ///   - noise: C, the covariance of a step's gradient.
  ///   - poll: called now and then; what it throws ends the work.
  /// - Returns: nil where there is none: an eigenvalue is not in 0 < ηλ < 2(1+µ).
  /// - Precondition: both are square and finite, of the same size; η > 0, µ in [0, 1).
  public static func value(
    hessian: Matrix, noise: Matrix, stepSize η: Double, momentum µ: Double, poll: () throws -> Void
  ) throws -> Matrix? {
    precondition(
      hessian.rows == noise.rows && noise.rows == noise.columns && η > 0 && (0..<1).contains(µ), "a quadratic and its noise")
    let (values, vectors) = try hessian.symmetricEigenvectors(poll: poll)
    guard values.allSatisfy({ $0 > 0 && η * $0 < 2 * (1 + µ) }) else { return nil }
    let turned = try vectors.product(noise, poll: poll).product(vectors.transposed(), poll: poll)
    let n = hessian.rows
    var own = Matrix(rows: n, columns: n)
    for i in 0..<n {
      try poll()
      for j in 0..<n { own[i, j] = turned[i, j] * η * η * response(η * values[i], η * values[j], µ) }
    }
    return try vectors.transposed().product(own, poll: poll).product(vectors, poll: poll)
  }

  /// X₁₁ of X = M(s)XM(t)ᵀ + [[1, 1], [1, 1]].
  ///
  /// With a, b the roots of z² − (1+µ−s)z + µ and c, d those of t's, it is Σ_k h_k(a, b) h_k(c, d), h_k the complete symmetric
  /// functions: (1 − abcd)/((1−ac)(1−ad)(1−bc)(1−bd)), whose denominator is a polynomial in the sums and products.
  private static func response(_ s: Double, _ t: Double, _ µ: Double) -> Double {
    let (p, q) = (1 + µ - s, 1 + µ - t)
    // (1−ac)(1−ad) = 1 − aq + a²µ, and the same with b, multiplied, with a + b = p and ab = µ.
    let product = 1 - p * q + µ * (p * p - 2 * µ) + µ * q * q - µ * µ * q * p + µ * µ * µ * µ
    return (1 - µ * µ) / product
  }
}
