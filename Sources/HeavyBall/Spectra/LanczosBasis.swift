internal import CKernels

/// The orthonormal vectors of Lanczos' method, in memory that is allocated once.
///
/// Coordinates are kept in panels: so many coordinates of the first vector, the same of the second one, ... A panel is a
/// matrix with a row for each vector, and its products with the part of another vector read it once, in order. Threads
/// share the panels; sums over parts of them are added up in their order, so that the bits do not depend on the number of
/// threads.
///
/// Unsafe pointers: vectors of a million coordinates are combined in place, with no copies and no checks inside loops.
final class LanczosBasis {
  let dimension: Int
  let capacity: Int
  private(set) var count = 0
  private let memory: UnsafeMutablePointer<Double>
  /// For each part of the panels two numbers for each vector.
  private let sums: UnsafeMutablePointer<Double>

  /// The coordinates in a panel: rows are an odd number of cache lines apart, which spreads them over a cache's sets.
  private static let width = 504
  /// The most parts, and the numbers that are worth one: some ten microseconds.
  private static let mostParts = 16, worthSharing = 1 << 15

  init(dimension: Int, capacity: Int) {
    (self.dimension, self.capacity) = (dimension, capacity)
    memory = alignedNumbers(max(dimension * capacity, 1))
    sums = alignedNumbers(max(2 * capacity * Self.mostParts, 1))
  }

  deinit {
    memory.deallocate()
    sums.deallocate()
  }

  func append(_ v: UnsafePointer<Double>) {
    precondition(count < capacity, "room for one more vector")
    forEachPanel { panel, first, width in (panel + count * width).update(from: v + first, count: width) }
    count += 1
  }

  func copyLast(into v: UnsafeMutablePointer<Double>) {
    forEachPanel { panel, first, width in (v + first).update(from: panel + (count - 1) * width, count: width) }
  }

  /// Takes from a vector so much of each of the last vectors of the basis.
  func subtract(_ components: [Double], ofLast count: Int, from w: UnsafeMutablePointer<Double>) {
    let factors = components.map { -$0 }
    forEachPanel { panel, first, width in
      polyak_add_vector_times_matrix(count, width, factors, panel + (self.count - count) * width, w + first)
    }
  }

  /// Takes from a vector its part in the span of the basis.
  ///
  /// By Gram and Schmidt's classical way, which reads the basis twice; again where that leaves little, which is then what
  /// the rounding of large components was. Twice is enough (Kahan).
  func orthogonalize(_ w: UnsafeMutablePointer<Double>) {
    for _ in 0..<2 {
      let before = norm(w)
      removeProjection(w)
      if norm(w) > 0.7 * before { return }
    }
  }

  /// Vᵀw.
  func products(with w: UnsafeMutablePointer<Double>) -> [Double] {
    _ = project(w)
    return Array(UnsafeBufferPointer(start: sums, count: count))
  }

  /// w − V Vᵀw.
  private func removeProjection(_ w: UnsafeMutablePointer<Double>) {
    var pass = project(w)
    polyak_rows_negate(count, sums, sums)
    pass.isLast = true
    pass.run()
  }

  /// Leaves Vᵀw in `sums`.
  private func project(_ w: UnsafeMutablePointer<Double>) -> Pass {
    let panels = (dimension + Self.width - 1) / Self.width
    let wanted = min(dimension * count / Self.worthSharing, Self.mostParts)
    let pass = Pass(self, w, Parts(of: panels, wanted: wanted))
    pass.run()
    for i in 1..<max(pass.parts.count, 1) { polyak_rows_add(count, sums, sums, sums + i * count) }
    return pass
  }

  /// One of the two readings of the basis: the vectors' products with w, or w less its part along them.
  private struct Pass {
    let (memory, sums): (UnsafePointer<Double>, UnsafeMutablePointer<Double>)
    let (dimension, capacity, count): (Int, Int, Int)
    let w: UnsafeMutablePointer<Double>
    let parts: Parts
    var isLast = false

    init(_ basis: LanczosBasis, _ w: UnsafeMutablePointer<Double>, _ parts: Parts) {
      (memory, sums) = (UnsafePointer(basis.memory), basis.sums)
      (dimension, capacity, count) = (basis.dimension, basis.capacity, basis.count)
      (self.w, self.parts) = (w, parts)
    }

    func run() {
      var pass = self
      withUnsafeMutablePointer(to: &pass) {
        Threads.run(parts: parts.count, $0) { pass, i, _ in
          pass?.assumingMemoryBound(to: Pass.self).pointee.make(i)
        }
      }
    }

    private func make(_ number: Int) {
      let sum = sums + number * count
      if !isLast { sum.update(repeating: 0, count: count) }
      for panel in parts[number] {
        let first = panel * LanczosBasis.width
        let width = min(LanczosBasis.width, dimension - first)
        let rows = memory + first * capacity
        if isLast {
          polyak_add_vector_times_matrix(count, width, sums, rows, w + first)
        } else {
          let products = sum + parts.count * count
          polyak_matrix_times_vector(count, width, rows, w + first, products)
          polyak_rows_add(count, sum, sum, products)
        }
      }
    }
  }

  /// Replaces the basis by combinations of its vectors: new vector j is Σᵢ coefficients[j][i] vᵢ.
  func replace(byCombinations coefficients: [[Double]]) {
    precondition(coefficients.count <= capacity, "not more vectors than there is room for")
    let strip: UnsafeMutablePointer<Double> = alignedNumbers(coefficients.count * Self.width)
    defer { strip.deallocate() }
    forEachPanel { panel, _, width in
      strip.update(repeating: 0, count: coefficients.count * width)
      for (j, row) in coefficients.enumerated() {
        polyak_add_vector_times_matrix(count, width, row, panel, strip + j * width)
      }
      panel.update(from: strip, count: coefficients.count * width)
    }
    count = coefficients.count
  }

  /// Σᵢ coefficients[i] vᵢ.
  func combination(_ coefficients: [Double], into sum: UnsafeMutablePointer<Double>) {
    sum.update(repeating: 0, count: dimension)
    forEachPanel { panel, first, width in
      polyak_add_vector_times_matrix(coefficients.count, width, coefficients, panel, sum + first)
    }
  }

  private func forEachPanel(
    _ body: (_ panel: UnsafeMutablePointer<Double>, _ first: Int, _ width: Int) -> Void
  ) {
    for first in stride(from: 0, to: dimension, by: Self.width) {
      body(memory + first * capacity, first, min(Self.width, dimension - first))
    }
  }

  /// a·b.
  func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Double {
    var product = 0.0
    polyak_dot(dimension, 1, &product, a, b)
    return product
  }

  /// ‖v‖, of numbers that are finite but may be so large or small that their squares are not.
  func norm(_ v: UnsafePointer<Double>) -> Double {
    let square = dot(v, v)
    if square > 1e-200, square < 1e200 { return square.squareRoot() }
    return Vector(UnsafeBufferPointer(start: v, count: dimension)).norm()
  }
}
