/// What makes a matrix product: chosen by its size alone, so that a product's bits do not depend on those before it.
enum MatrixProductRoute: Hashable, Sendable {
  case builtIn
  /// The library, in one call.
  case library
  /// The library, in panels; see ``MatrixPanels``.
  case panels

  /// The fastest for a product.
  ///
  /// The bounds are measured, on two cores of an AMD EPYC with AVX-512 against OpenBLAS 0.3.21 (SkylakeX), in µs:
  ///
  ///     matrix × vector, Aᵀ too  built-in   1 thread   2 threads | matrix × matrix  built-in  1 thread  2 threads
  ///     40×100                   .22 .23    .31 .34              | 16×16×16         .19       .17
  ///     100×100                  .71 .75    .78 .80    1.2 1.5   | 40×100×2         1.4       .44
  ///     200×200                  2.8 2.9    3.0 2.9    2.3 3.2   | 40×100×8         1.3       1.2
  ///     300×300                  6.5 6.5    6.8 7.5    4.2 6.4   | 40×100×64        10.5      8.9
  ///     500×500                   23  23     23  24     11  18   | 128×128×128      93        87        50
  ///     1000×1000                100  92    103 101     52  81   | 256, 512 cubed   767 6930  640 5190  340 2500
  ///
  /// A vector's product waits for memory whoever makes it, so only threads help. A matrix's gains a tenth to a third, or
  /// three times where C is narrower than a tile; loading the library costs 2 ms.
  ///
  /// - Parameter hasLibrary: asked for only where it matters.
  static func choose(_ shape: MatrixProductShape, hasLibrary: @autoclosure () -> Bool) -> MatrixProductRoute {
    let (rows, inner, columns) = (shape.rows, shape.inner, shape.columns)
    let (area, overflows) = rows.multipliedReportingOverflow(by: columns)
    let (work, overflowsToo) = area.multipliedReportingOverflow(by: inner)
    guard work >= 8_000 || overflows || overflowsToo, rows > 1, columns > 1 else { return .builtIn }
    guard max(rows, inner, columns) <= Int32.max, inner > 0, hasLibrary() else { return .builtIn }
    return work >= 1 << 20 || overflows || overflowsToo ? .panels : .library
  }

  /// That of a product here and now.
  static func of(_ shape: MatrixProductShape) -> MatrixProductRoute {
    choose(shape, hasLibrary: LinearAlgebraLibrary.library != nil)
  }
}
