internal import CKernels

/// A part of a product's result: some of its rows, or some of its columns.
struct MatrixPanel {
  var rows: Range<Int>
  var columns: Range<Int>
}

extension MatrixProductShape {
  /// Where in A, in B and in C that begins which makes a panel.
  func start(ofLeft panel: MatrixPanel) -> Int { panel.rows.lowerBound * (transposeLeft ? 1 : inner) }
  func start(ofRight panel: MatrixPanel) -> Int { panel.columns.lowerBound * (transposeRight ? inner : 1) }
  func start(of panel: MatrixPanel) -> Int { panel.rows.lowerBound * columns + panel.columns.lowerBound }
}

/// One product, cut into panels that threads share: of rows, or of columns where there are more of them.
///
/// Where the cuts are depends on the product's size alone, and with them the bits: kernels differ at the edges of what
/// they are given.
struct MatrixPanels {
  private let shape: MatrixProductShape
  private let precision: Precision
  private let left: UnsafeRawPointer
  private let right: UnsafeRawPointer
  private let result: UnsafeMutableRawPointer
  private let library: OpenBLAS?
  private let parts: Parts

  /// - Parameter route: who makes it; the built-in kernels where the library has no room.
  init(
    _ shape: MatrixProductShape, _ precision: Precision, _ left: UnsafeRawPointer, _ right: UnsafeRawPointer,
    into result: UnsafeMutableRawPointer, _ route: MatrixProductRoute
  ) {
    (self.shape, self.precision, self.left, self.right, self.result) = (shape, precision, left, right, result)
    library = route == .builtIn ? nil : LinearAlgebraLibrary.library.flatMap { $0.use(1) ? $0 : nil }
    parts = library == nil ? Self.builtInParts(shape) : route == .panels ? Self.parts(shape) : Parts(of: 1, wanted: 1)
  }

  /// Each panel of rows packs all of B again, of columns all of A: in eight panels that costs nothing to be seen, nor in
  /// more of 256 rows. A panel takes some ten microseconds at least.
  private static func parts(_ shape: MatrixProductShape) -> Parts {
    let length = max(shape.rows, shape.columns)
    let work = Double(shape.rows) * Double(shape.inner) * Double(shape.columns) / 0x1p18
    return Parts(of: length, wanted: Int(min(work, Double(max(8, min(length / 256, 64))))), shortest: 32, unit: 16)
  }

  /// Of the built-in kernels, a vector's product waits for memory: 500×500 numbers take 23 µs by one thread, 11 by two.
  private static func builtInParts(_ shape: MatrixProductShape) -> Parts {
    let work = Double(shape.rows) * Double(shape.inner) * Double(shape.columns)
    return Parts(of: shape.rows == 1 ? shape.columns : shape.rows, wanted: Int(min(work / 100_000, 16)), unit: 16)
  }

  func run() {
    guard parts.count > 1 else {
      make(0)
      return
    }
    var panels = self
    withUnsafeMutablePointer(to: &panels) {
      Threads.run(parts: parts.count, most: library == nil ? .max : LinearAlgebraLibrary.usableThreads, $0) { panels, i, _ in
        panels?.assumingMemoryBound(to: MatrixPanels.self).pointee.make(i)
      }
    }
  }

  private func make(_ part: Int) {
    guard let library else { return makeByBuiltInKernel(part) }
    var panel = MatrixPanel(rows: 0..<shape.rows, columns: 0..<shape.columns)
    if parts.count > 1 {
      if shape.rows >= shape.columns { panel.rows = parts[part] } else { panel.columns = parts[part] }
    }
    switch precision {
    case .double:
      library.multiply(
        shape, panel, left.assumingMemoryBound(to: Double.self), right.assumingMemoryBound(to: Double.self),
        into: result.assumingMemoryBound(to: Double.self))
    case .single:
      library.multiply(
        shape, panel, left.assumingMemoryBound(to: Float.self), right.assumingMemoryBound(to: Float.self),
        into: result.assumingMemoryBound(to: Float.self))
    }
  }

  private func makeByBuiltInKernel(_ part: Int) {
    let made = parts[part]
    let (transposeLeft, transposeRight): (Int32, Int32) = (shape.transposeLeft ? 1 : 0, shape.transposeRight ? 1 : 0)
    switch precision {
    case .double:
      polyak_matrix_product(
        shape.rows, shape.inner, shape.columns, transposeLeft, transposeRight,
        left.assumingMemoryBound(to: Double.self), right.assumingMemoryBound(to: Double.self),
        result.assumingMemoryBound(to: Double.self), made.lowerBound, made.count)
    case .single:
      polyak_single_matrix_product(
        shape.rows, shape.inner, shape.columns, transposeLeft, transposeRight,
        left.assumingMemoryBound(to: Float.self), right.assumingMemoryBound(to: Float.self),
        result.assumingMemoryBound(to: Float.self), made.lowerBound, made.count)
    }
  }
}
