/// Vectors of one length in memory that does not move.
///
/// Unsafe pointers: a stepper's stages; an array's uniqueness and bounds checks in loops over two or three elements
/// would cost as much as the arithmetic.
final class VectorStorage {
  let dimension: Int
  let start: UnsafeMutablePointer<Double>

  init(count: Int, dimension: Int) {
    self.dimension = dimension
    start = .allocate(capacity: max(count * dimension, 1))
    start.initialize(repeating: 0, count: count * dimension)
  }

  deinit { start.deallocate() }

  subscript(i: Int) -> UnsafeMutablePointer<Double> { start + i * dimension }
}

/// Σ_j w_j k_j over vectors one after another, for the weights that are not zero.
///
/// Unsafe pointers: as ``VectorStorage``.
final class WeightedSum {
  private let count: Int
  private let offsets: UnsafePointer<Int>
  private let weights: UnsafePointer<Double>
  private let dimension: Int

  /// - Parameter weights: by the vector's number.
  init(_ weights: [Int: Double], dimension: Int) {
    let terms = weights.filter { $0.value != 0 }.sorted { $0.key < $1.key }
    count = terms.count
    offsets = copied(terms.map { $0.key * dimension })
    self.weights = copied(terms.map(\.value))
    self.dimension = dimension
  }

  deinit {
    offsets.deallocate()
    weights.deallocate()
  }

  /// result = base + scale·Σ w_j k_j.
  func evaluate(
    _ k: UnsafePointer<Double>, times scale: Double, plus base: UnsafePointer<Double>,
    into result: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<dimension { result[i] = base[i] + scale * sum(k + i) }
  }

  /// result = scale·Σ w_j k_j.
  func evaluate(_ k: UnsafePointer<Double>, times scale: Double, into result: UnsafeMutablePointer<Double>) {
    for i in 0..<dimension { result[i] = scale * sum(k + i) }
  }

  @inline(__always)
  private func sum(_ k: UnsafePointer<Double>) -> Double {
    var sum = 0.0
    for j in 0..<count { sum += weights[j] * k[offsets[j]] }
    return sum
  }
}
