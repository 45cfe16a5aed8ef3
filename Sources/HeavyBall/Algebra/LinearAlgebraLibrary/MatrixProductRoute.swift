/// What makes a matrix product: chosen by its size alone, so that a product's bits do not depend on those before it.
enum MatrixProductRoute: Hashable, Sendable {
  case builtIn
  /// The library, with one thread.
  case library
  /// The library, with all its threads.
  case threads

  /// The fastest for a product.
  ///
  /// The bounds are measured, on two cores of an AMD EPYC with AVX-512 against OpenBLAS 0.3.21 (SkylakeX), in µs:
  ///
  ///     matrix × vector      built-in  1 thread  2 threads | matrix × matrix     built-in  1 thread  2 threads
  ///     40×100, transposed    .36 .40   .36 .50            | 8×8×8                .047      .042
  ///     100×100               .89 .72   .79 .80  1.2  1.5  | 16×16×16             .25       .17
  ///     200×200               3.6 3.1   3.4 3.1  2.5  3.2  | 40×100×2             1.4       .43
  ///     300×300               8.4 6.7   8.3 6.9  5.1  6.2  | 40×100×8, ×64        1.3 10.5  1.2 8.9
  ///     500×500                26  23    25  24   12   19  | 96×96×96             37        31        31
  ///     1000×1000             108 102   106 107   54   59  | 128, 256 cubed       92 770    87 640    50 340
  ///
  /// A vector's product waits for memory whoever makes it. A matrix's gains a fifth, or three times where it is so
  /// narrow that tiles are half empty; loading the library costs 2 ms.
  ///
  /// - Parameter libraryThreads: How many threads the library has, 0 without one; asked for only where it matters.
  static func choose(_ shape: MatrixProductShape, libraryThreads: @autoclosure () -> Int) -> MatrixProductRoute {
    let (rows, inner, columns) = (shape.rows, shape.inner, shape.columns)
    let (area, overflows) = rows.multipliedReportingOverflow(by: columns)
    let (work, overflowsToo) = area.multipliedReportingOverflow(by: inner)
    let isVector = rows == 1 || columns == 1
    guard work >= (isVector ? 90_000 : 8_000) || overflows || overflowsToo else { return .builtIn }
    guard max(rows, inner, columns) <= Int32.max, inner > 0 else { return .builtIn }
    let threads = libraryThreads()
    if threads == 0 || isVector && threads == 1 { return .builtIn }
    return isVector || work >= 1 << 20 || overflows || overflowsToo ? .threads : .library
  }

  /// That of a product here and now.
  static func of(_ shape: MatrixProductShape) -> MatrixProductRoute {
    choose(shape, libraryThreads: LinearAlgebraLibrary.library?.threads ?? 0)
  }
}
