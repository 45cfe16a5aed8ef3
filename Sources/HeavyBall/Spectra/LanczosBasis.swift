/// The orthonormal vectors of Lanczos' method, in memory that is allocated once.
///
/// Unsafe pointers: vectors of a million coordinates are combined in place, with no copies and no checks inside loops.
final class LanczosBasis {
  let dimension: Int
  let capacity: Int
  private(set) var count = 0
  private let memory: UnsafeMutablePointer<Double>

  init(dimension: Int, capacity: Int) {
    (self.dimension, self.capacity) = (dimension, capacity)
    memory = alignedNumbers(max(dimension * capacity, 1))
  }

  deinit { memory.deallocate() }

  func append(_ v: Vector) {
    precondition(count < capacity && v.count == dimension, "room for one more vector of \(dimension)")
    v.elements.withUnsafeBufferPointer { (memory + count * dimension).update(from: $0.baseAddress!, count: dimension) }
    count += 1
  }

  /// Takes from a vector its part in the span of the basis.
  ///
  /// Twice is enough (Kahan): the first pass alone leaves what the rounding of large components was.
  func orthogonalize(_ w: inout Vector) {
    w.elements.withUnsafeMutableBufferPointer { w in
      let w = w.baseAddress!
      for _ in 0..<2 {
        for i in 0..<count {
          let v = memory + i * dimension
          let component = dot(v, w)
          for j in 0..<dimension { w[j] -= component * v[j] }
        }
      }
    }
  }

  /// Replaces the basis by combinations of its vectors: new vector j is Σᵢ coefficients[j][i] vᵢ.
  func replace(byCombinations coefficients: [[Double]]) {
    precondition(coefficients.count <= capacity, "not more vectors than there is room for")
    let width = 1024
    let strip: UnsafeMutablePointer<Double> = alignedNumbers(coefficients.count * width)
    defer { strip.deallocate() }
    for start in stride(from: 0, to: dimension, by: width) {
      let width = min(width, dimension - start)
      for (j, row) in coefficients.enumerated() {
        let sum = strip + j * width
        sum.update(repeating: 0, count: width)
        for i in 0..<count {
          let (x, v) = (row[i], memory + i * dimension + start)
          for k in 0..<width { sum[k] += x * v[k] }
        }
      }
      for j in coefficients.indices { (memory + j * dimension + start).update(from: strip + j * width, count: width) }
    }
    count = coefficients.count
  }

  /// Σᵢ coefficients[i] vᵢ.
  func combination(_ coefficients: [Double]) -> Vector {
    var sum = Vector(repeating: 0, count: dimension)
    sum.elements.withUnsafeMutableBufferPointer { sum in
      let sum = sum.baseAddress!
      for (i, x) in coefficients.enumerated() {
        let v = memory + i * dimension
        for j in 0..<dimension { sum[j] += x * v[j] }
      }
    }
    return sum
  }

  /// Eight sums side by side: one alone would wait for each addition.
  private func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Double {
    var sums = SIMD8<Double>.zero
    var i = 0
    while i + 8 <= dimension {
      let x = UnsafeRawPointer(a + i).loadUnaligned(as: SIMD8<Double>.self)
      let y = UnsafeRawPointer(b + i).loadUnaligned(as: SIMD8<Double>.self)
      sums += x * y
      i += 8
    }
    var sum = sums.sum()
    while i < dimension {
      sum += a[i] * b[i]
      i += 1
    }
    return sum
  }
}
