@testable import HeavyBall

/// The functions in the driver that stand in for those of the C library, whose last bits depend on the library. What is
/// compared is how they are called.
struct ARM64StandIns: Sendable {
  let unary: [UnaryPrimitive]
  let binary: BinaryPrimitive

  /// Functions that run here and do the same.
  static let here = ARM64StandIns(
    unary: [
      UnaryPrimitive(
        value: { first($0) }, rows: { n, d, a in for i in 0..<n { set(d, i, first(get(a, i))) } },
        singleRows: { _, _, _ in }),
      UnaryPrimitive(
        value: { second($0) }, rows: { n, d, a in for i in 0..<n { set(d, i, second(get(a, i))) } },
        singleRows: { _, _, _ in }),
    ],
    binary: BinaryPrimitive(
      value: { both($0, $1) }, rows: { n, d, a, b in for i in 0..<n { set(d, i, both(get(a, i), get(b, i))) } },
      singleRows: { _, _, _, _ in }))

  /// The driver's own, at addresses that it puts them at. They cannot be called here.
  static let addressed = ARM64StandIns(
    unary: [0, 2].map {
      UnaryPrimitive(
        value: unsafeBitCast(address(of: $0), to: (@convention(c) (Double) -> Double).self),
        rows: unsafeBitCast(address(of: $0 + 1), to: RowKernels.Rows1.self), singleRows: { _, _, _ in })
    },
    binary: BinaryPrimitive(
      value: unsafeBitCast(address(of: 4), to: (@convention(c) (Double, Double) -> Double).self),
      rows: unsafeBitCast(address(of: 5), to: RowKernels.Rows2.self), singleRows: { _, _, _, _ in }))

  private static func address(of function: UInt) -> UInt { 0x1234_5678_0000 + 16 * function }
}

private func first(_ x: Double) -> Double { x * 0.75 - 1.5 / (x * x + 2) }
private func second(_ x: Double) -> Double { (x + 3) / (x - 0.25) }
private func both(_ x: Double, _ y: Double) -> Double { x * 1.25 - y / 3 }

private func get(_ row: UnsafeRawPointer?, _ i: Int) -> Double { row!.load(fromByteOffset: 8 * i, as: Double.self) }
private func set(_ row: UnsafeMutableRawPointer?, _ i: Int, _ number: Double) {
  row!.storeBytes(of: number, toByteOffset: 8 * i, as: Double.self)
}

extension NativeComparison {
  /// The same with other functions in the place of those that are called.
  func calling(_ standIns: ARM64StandIns) -> NativeComparison {
    var result = self
    for (i, primitive) in code.unary.enumerated() where primitive.instruction == nil {
      result.code.unary[i] = standIns.unary[i % standIns.unary.count]
    }
    result.code.binary = code.binary.map { _ in standIns.binary }
    return result
  }
}
