import CKernels
import Testing

@testable import HeavyBall

/// Products by their definition, in 80 bits where there are any.
@Suite("Matrix products") struct MatrixProductTests {
  private static let sizes = [
    (0, 3, 2), (2, 0, 3), (2, 3, 0), (1, 1, 1), (1, 7, 1), (2, 2, 2), (3, 5, 4), (4, 8, 8), (5, 9, 1), (1, 9, 6),
    (7, 13, 3), (9, 17, 15), (8, 129, 9), (33, 40, 130), (40, 100, 1), (100, 40, 1), (1, 100, 40), (41, 101, 2),
    (64, 300, 17), (20, 257, 33),
  ]
  private static let shapes = sizes.flatMap { rows, inner, columns in
    [false, true].flatMap { left in
      [false, true].map { right in
        MatrixProductShape(rows: rows, inner: inner, columns: columns, transposeLeft: left, transposeRight: right)
      }
    }
  }

  typealias Kernel = (
    MatrixProductShape, UnsafePointer<Double>, UnsafePointer<Double>, UnsafeMutablePointer<Double>
  ) -> Void

  /// The error of an element is at most inner·ε·Σ|ab|, for any order of the additions.
  private func check(_ shape: MatrixProductShape, _ kernel: Kernel) {
    let a = numbers(shape.rows * shape.inner, 1), b = numbers(shape.inner * shape.columns, 2)
    // What was there before must not matter, nor may anything behind the end be written.
    var c = Array(repeating: Double.nan, count: shape.rows * shape.columns + 1)
    kernel(shape, a, b, &c)
    #expect(c.removeLast().isNaN)
    for i in 0..<shape.rows {
      for j in 0..<shape.columns {
        var (sum, magnitude): (LongNumber, Double) = (0, 0)
        for l in 0..<shape.inner {
          let x = a[shape.transposeLeft ? l * shape.rows + i : i * shape.inner + l]
          let y = b[shape.transposeRight ? j * shape.inner + l : l * shape.columns + j]
          sum += LongNumber(x) * LongNumber(y)
          magnitude += (x * y).magnitude
        }
        let found = c[i * shape.columns + j]
        #expect((found - Double(sum)).magnitude <= Double(shape.inner + 1) * 0x1p-53 * magnitude, "\(shape) \(i), \(j)")
      }
    }
  }

  private static let large = [
    MatrixProductShape(rows: 130, inner: 128, columns: 140, transposeRight: true),
    MatrixProductShape(rows: 3, inner: 700, columns: 1100, transposeLeft: true),
    MatrixProductShape(rows: 600, inner: 41, columns: 50), MatrixProductShape(rows: 1001, inner: 301, columns: 1),
    MatrixProductShape(rows: 1, inner: 301, columns: 1003),
  ]

  @Test("by the built-in kernels are right to rounding", arguments: shapes + large)
  func builtIn(_ shape: MatrixProductShape) {
    check(shape) { MatrixPanels(shape, .double, $1, $2, into: $3, .builtIn).run() }
  }

  @Test("through the dispatch are right to rounding", arguments: shapes + large)
  func dispatched(_ shape: MatrixProductShape) { check(shape) { multiplyMatrices($0, $1, $2, into: $3) } }

  @Test("by OpenBLAS are right to rounding, in one call and in panels", arguments: [MatrixProductRoute.library, .panels])
  func library(_ route: MatrixProductRoute) throws {
    guard LinearAlgebraLibrary.library != nil else { try Test.cancel("OpenBLAS is not installed") }
    for shape in Self.shapes + Self.large where min(shape.rows, shape.inner, shape.columns) > 0 {
      check(shape) { MatrixPanels(shape, .double, $1, $2, into: $3, route).run() }
    }
  }

  /// One for each call of a kernel.
  @Test("by the built-in kernels have the bits of one call in any panels of four, in both precisions")
  func panels() {
    let sizes = [(36, 29, 1), (1, 29, 36), (36, 1, 5), (36, 29, 5), (1, 1, 36), (36, 0, 5)]
    for (rows, inner, columns) in sizes {
      for (left, right) in [(false, false), (false, true), (true, false), (true, true)] {
        let shape = MatrixProductShape(
          rows: rows, inner: inner, columns: columns, transposeLeft: left, transposeRight: right)
        let count = shape.rows * shape.columns, length = rows == 1 ? columns : rows
        let a = numbers(rows * inner + 1, 5), b = numbers(inner * columns + 1, 6)
        var whole = Array(repeating: Double.nan, count: count), parts = whole
        let (tl, tr): (Int32, Int32) = (left ? 1 : 0, right ? 1 : 0)
        polyak_matrix_product(rows, inner, columns, tl, tr, a, b, &whole, 0, length)
        for (first, end) in [(0, 4), (4, 16), (16, length)] {
          polyak_matrix_product(rows, inner, columns, tl, tr, a, b, &parts, first, end - first)
        }
        #expect(parts == whole, "\(shape)")
        let singlesA = a.map(Float.init), singlesB = b.map(Float.init)
        var wholeSingles = Array(repeating: Float.nan, count: count), partSingles = wholeSingles
        polyak_single_matrix_product(rows, inner, columns, tl, tr, singlesA, singlesB, &wholeSingles, 0, length)
        for (first, end) in [(0, 4), (4, 16), (16, length)] {
          polyak_single_matrix_product(
            rows, inner, columns, tl, tr, singlesA, singlesB, &partSingles, first, end - first)
        }
        #expect(partSingles == wholeSingles, "\(shape)")
      }
    }
  }

  @Test("with a vector have the bits of inner products", arguments: [1, 5, 8, 12, 100, 131])
  func innerProducts(_ n: Int) throws {
    let a = Matrix(rows: 7, columns: n, elements: numbers(7 * n, 3))
    let v = Vector(numbers(n, 4))
    #expect((a * v).elements == (0..<7).map { i in dotOfTensors(a.row(i).elements, v.elements) })
  }

  /// So that a row of scalars and a matrix are the same numbers.
  @Test("of matrices are added up one product after another by the built-in kernels")
  func order() {
    let shape = MatrixProductShape(rows: 6, inner: 300, columns: 11)
    let a = numbers(6 * 300, 5), b = numbers(300 * 11, 6)
    var c = Array(repeating: 0.0, count: 66)
    MatrixPanels(shape, .double, a, b, into: &c, .builtIn).run()
    for i in 0..<6 {
      for j in 0..<11 { #expect(c[i * 11 + j] == (0..<300).reduce(0) { $0 + a[i * 300 + $1] * b[$1 * 11 + j] }) }
    }
  }

  private func dotOfTensors(_ u: [Double], _ v: [Double]) -> Double {
    TensorCall.evaluate(Dot(), [u, v], shapes: [.vector(u.count), .vector(v.count)], result: .scalar)[0]
  }
}

#if arch(x86_64)
private typealias LongNumber = Float80
#else
private typealias LongNumber = Double
#endif

/// Numbers of both signs between 2⁻⁴ and 1, the same each time.
func numbers(_ count: Int, _ seed: UInt64) -> [Double] {
  var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let magnitude = 0.0625 + 0.9375 * Double(state >> 11) * 0x1p-53
    return state & 1024 == 0 ? magnitude : -magnitude
  }
}
