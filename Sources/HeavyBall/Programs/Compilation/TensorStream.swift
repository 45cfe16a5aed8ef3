internal import CKernels

/// Aᵀf(Av) with A read once, f working element by element: some rows of A at a time, few enough to be still in the
/// first-level cache when the second product wants them. See ``StreamSearch``. In double precision alone.
///
/// Threads share the rows, in parts that depend on A's size alone; what each part gives is added up in their order. The
/// bits are those of the two products one after the other, where there is one part, and the same for any number of threads.
struct TensorStream {
  private let rows: Int
  private let columns: Int
  private let block: Int
  private let matrix: UnsafePointer<Double>
  private let vector: UnsafePointer<Double>
  private let product: UnsafeMutablePointer<Double>
  private let function: UnsafeMutableBufferPointer<RowStep>
  private let weights: UnsafePointer<Double>
  private let result: UnsafeMutablePointer<Double>
  private let parts: Parts
  /// What the parts after the first give.
  private let sums: UnsafeMutablePointer<Double>

  /// Half of the smallest first-level caches, in numbers.
  private static let cached = 2048
  /// The numbers of A that are worth a part: some ten microseconds.
  private static let worthSharing = 1 << 16

  /// - Parameter steps: A·v, f's rows, and the product with Aᵀ.
  /// - Returns: nil where the products are so large that a library makes them faster, or of singles.
  init?(_ steps: [TensorStep]) {
    guard case .product(let first, .double, let product, let matrix, let vector) = steps[0],
      case .product(let second, .double, let result, matrix, let weights) = steps[steps.count - 1],
      [first, second].allSatisfy({ MatrixProductRoute.of($0) == .builtIn })
    else { return nil }
    var function: [RowStep] = []
    for step in steps[1..<steps.count - 1] {
      guard case .rows(let row) = step else { return nil }
      function.append(row)
    }
    (rows, columns) = (first.rows, first.inner)
    block = max(4, Self.cached / max(columns, 1) / 4 * 4)
    self.matrix = matrix.assumingMemoryBound(to: Double.self)
    self.vector = vector.assumingMemoryBound(to: Double.self)
    self.product = product.assumingMemoryBound(to: Double.self)
    self.weights = weights.assumingMemoryBound(to: Double.self)
    self.result = result.assumingMemoryBound(to: Double.self)
    parts = Parts(of: rows, wanted: min(rows * columns / Self.worthSharing, 16), unit: block)
    sums = alignedNumbers(max(columns * (parts.count - 1), 1))
    self.function = .allocate(capacity: function.count)
    _ = self.function.initialize(from: function)
  }

  func run() {
    guard parts.count > 1 else {
      make(0)
      return
    }
    var stream = self
    withUnsafeMutablePointer(to: &stream) {
      Threads.run(parts: parts.count, $0) { stream, i, _ in
        stream?.assumingMemoryBound(to: TensorStream.self).pointee.make(i)
      }
    }
    for i in 0..<parts.count - 1 { polyak_rows_add(columns, result, result, sums + i * columns) }
  }

  private func make(_ number: Int) {
    let sum = number == 0 ? result : sums + (number - 1) * columns
    sum.update(repeating: 0, count: columns)
    let range = parts[number]
    var first = range.lowerBound
    while first < range.upperBound {
      let count = min(block, range.upperBound - first)
      let part = matrix + first * columns
      polyak_matrix_times_vector(count, columns, part, vector, product + first)
      for step in function { step.run(from: first, count: count) }
      polyak_add_vector_times_matrix(count, columns, weights + first, part, sum)
      first += count
    }
  }

  func deallocate() {
    function.deallocate()
    sums.deallocate()
  }
}
