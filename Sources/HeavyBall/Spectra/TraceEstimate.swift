internal import CKernels

/// A symmetric operator's trace from its products with random vectors, with an error bar.
///
/// Hutchinson's estimate is the mean of v·Hv over vectors v of signs ±1, off by about √(2 Σ_{i≠j} Hᵢⱼ²/m) after m products.
/// Hutch++ (Meyer, Musco, Musco, Woodruff, SOSA 2021) takes the trace on the range of H times a third of its vectors, where large
/// eigenvalues are, exactly, and estimates what is left with another third: the better the faster the spectrum falls off.
/// As many products as there are coordinates give the trace itself.
public struct TraceEstimate: Hashable, Sendable {
  public enum Method: String, CaseIterable, Sendable {
    case hutchinson
    case hutchPlusPlus = "hutch++"
  }

  /// NaN where a product was not finite.
  public let value: Double
  /// One standard deviation of the value, estimated from how far the vectors differ: 0 of the trace itself, NaN of one vector.
  public let error: Double
  /// How many products of the operator with a vector were made.
  public let products: Int

  /// - Parameter probes: How many products may be made, at least 1.
  static func estimate(
    dimension n: Int, _ method: Method, probes: Int, seed: Int, product: Lanczos.Product
  ) rethrows -> TraceEstimate {
    var work = TraceWork(n, seed: seed)
    if probes >= n { return try work.exact(product) }
    return switch method {
    case .hutchinson: try work.hutchinson(probes, product)
    case .hutchPlusPlus: try work.hutchPlusPlus(probes, product)
    }
  }

  /// The mean, and its standard deviation as the values differ; NaN of one.
  static func meanWithError(_ values: [Double]) -> (value: Double, error: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, values.count > 1 ? (squares / (count * (count - 1))).squareRoot() : .nan)
  }
}

private struct TraceWork {
  private let dimension: Int
  private let vectors: VectorStorage
  private var random: RandomGenerator
  private var products = 0

  init(_ n: Int, seed: Int) {
    dimension = n
    vectors = VectorStorage(count: 2, dimension: n)
    random = RandomGenerator(seed: seed)
  }

  private var v: UnsafeMutablePointer<Double> { vectors[0] }
  private var image: UnsafeMutablePointer<Double> { vectors[1] }

  private mutating func setSigns() { for i in 0..<dimension { v[i] = random.next() & 1 == 0 ? -1 : 1 } }

  private mutating func multiply(_ product: Lanczos.Product) rethrows {
    try product(UnsafeBufferPointer(start: v, count: dimension), image)
    products += 1
  }

  private func dot() -> Double {
    var sum = 0.0
    polyak_dot(dimension, 1, &sum, v, image)
    return sum
  }

  mutating func exact(_ product: Lanczos.Product) rethrows -> TraceEstimate {
    var sum = 0.0
    for i in 0..<dimension {
      v[i] = 1
      try multiply(product)
      sum += image[i]
      v[i] = 0
    }
    return TraceEstimate(value: sum.isFinite ? sum : .nan, error: sum.isFinite ? 0 : .nan, products: products)
  }

  mutating func hutchinson(_ count: Int, _ product: Lanczos.Product) rethrows -> TraceEstimate {
    var values: [Double] = []
    for _ in 0..<count {
      setSigns()
      try multiply(product)
      values.append(dot())
    }
    return result(0, values)
  }

  mutating func hutchPlusPlus(_ count: Int, _ product: Lanczos.Product) rethrows -> TraceEstimate {
    let third = max(count / 3, 1)
    let range = LanczosBasis(dimension: dimension, capacity: third)
    for _ in 0..<third {
      setSigns()
      try multiply(product)
      let before = range.norm(image)
      guard before.isFinite else { return result(.nan, []) }
      range.orthogonalize(image)
      let rest = range.norm(image)
      guard rest > 1e-10 * before else { continue }
      for i in 0..<dimension { image[i] /= rest }
      range.orthogonalize(image)
      range.append(image)
    }
    var trace = 0.0
    for k in 0..<range.count {
      range.combination((0..<range.count).map { $0 == k ? 1 : 0 }, into: v)
      try multiply(product)
      trace += dot()
    }
    // Of what is not in the range: v less its part in it, on both sides of the operator.
    var values: [Double] = []
    for _ in 0..<max(count - products, 1) {
      setSigns()
      range.orthogonalize(v)
      try multiply(product)
      values.append(dot())
    }
    return result(trace, values)
  }

  private func result(_ trace: Double, _ values: [Double]) -> TraceEstimate {
    let (mean, error) = TraceEstimate.meanWithError(values)
    let value = trace + mean
    return TraceEstimate(value: value.isFinite ? value : .nan, error: value.isFinite ? error : .nan, products: products)
  }
}
