/// What a search for modes brings: the wanted ones and some beyond, the largest eigenvalue first.
struct ModesFound {
  var values: [Double]
  /// Orthonormal.
  var vectors: [Vector]
  /// How many are wanted.
  var count: Int
  /// How many are exact to the tolerance.
  var settled: Int
  /// Whether nothing above the bar was left out.
  var isComplete: Bool
  /// The largest modulus of an eigenvalue seen; NaN where a product was not finite.
  var scale: Double
  var products: Int
  var residual: Double
  var isConverged: Bool
}

extension ModesFound {
  /// After a product that is not finite.
  init(products: Int) {
    self.init(
      values: [], vectors: [], count: 0, settled: 0, isComplete: false, scale: .nan, products: products, residual: .nan,
      isConverged: false)
  }
}
