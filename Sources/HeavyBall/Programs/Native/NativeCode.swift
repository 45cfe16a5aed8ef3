internal import PolyakPlatform

/// A program as machine code: what the interpreter would do, to the last bit, unless sums are fused with products.
final class NativeCode: Sendable {
  /// How one call is made of the program.
  enum Shape: Hashable, Sendable {
    /// n steps of one point, the state in registers; or one evaluation.
    case point
    /// The same, with so many numbers of the state left behind each time, the first: the state moves on by as many, so that
    /// its address is that of the first row of them and it ends behind the last.
    case points(Int)
    /// A step of a chunk of an ensemble.
    case ensemble
  }

  /// The members of an ensemble that are next to each other in the state of a chunk, at most.
  ///
  /// Rows are 3 KB apart: where a load is a multiple of 4 KB, or nearly, from a store before it, the processor takes it
  /// for one from the same place and waits. With rows of 504 members a step took a third longer.
  static let rowLength = 384

  /// The same for a state of so many numbers.
  ///
  /// Rows 3 KB apart share four of a first-level cache's 64 sets, which holds no more than some 32 of them. Those of a
  /// longer state are an odd number of cache lines apart, which spreads them over all sets, and so short that the state
  /// of a chunk fits in the cache.
  static func rowLength(stateCount: Int) -> Int {
    if stateCount <= 16 { return rowLength }
    let lines = 24 * 1024 / (64 * stateCount)
    return 8 * max((lines - 1) | 1, 3)
  }

  let workingBytes: Int
  /// The members that are computed together.
  let width: Int
  private let pages: ExecutablePages
  private let start: Int
  private let count: Int

  /// The instructions, and the constants behind them.
  var bytes: [UInt8] { Array(pages.bytes[start..<count]) }

  /// Nil where the system refuses.
  init?(_ code: (code: [UInt8], start: Int), workingBytes: Int, width: Int) {
    guard let pages = ExecutablePages(code.code) else { return nil }
    self.pages = pages
    start = code.start
    count = code.code.count
    self.workingBytes = workingBytes
    self.width = width
  }

  /// Runs it `times` times, or on so many members; see the shapes.
  @inline(__always)
  func run(_ state: UnsafeMutablePointer<Double>, _ times: Int, _ working: UnsafeMutableRawPointer) {
    typealias Function = @convention(c) (UnsafeMutablePointer<Double>, Int, UnsafeMutableRawPointer) -> Void
    // An address becomes a function in no other way.
    unsafeBitCast(pages.address(of: start), to: Function.self)(state, times, working)
  }

  /// Above how many numbers of the state no native code is written: they are read from memory and written to it, code
  /// or not, and code is longer than the first-level cache for instructions.
  static let stateLimit = 4096

  /// The most numbers that code leaves behind: a call for each step is soon less than copies of more. And how many steps are
  /// worth writing it.
  static let mostLeft = 16, pointsWorthWriting = 256

  /// How many vector registers code needs: three operands and a result, a scratch register and one for a mask.
  static let fewestRegisters = 6

  /// The bytes of a program as machine code.
  ///
  /// - Parameters:
  ///   - stateCount: the numbers of the state, which come first among the code's registers.
  ///   - isStep: whether the outputs are where the inputs are.
  ///   - registers: how many vector registers to use, at least ``fewestRegisters``; all where nil.
  ///   - rowLength: the members from one row of an ensemble's state to the next, what suits the state where nil.
  static func assembled(
    _ code: ScalarCode, stateCount: Int, isStep: Bool, shape: Shape, isFused: Bool, for set: InstructionSet,
    registers: Int? = nil, rowLength: Int? = nil
  ) -> (code: (code: [UInt8], start: Int), workingBytes: Int) {
    precondition(registers.map { $0 >= fewestRegisters } ?? true, "native code needs at least \(fewestRegisters) registers")
    let values = ScalarValues(code, stateCount: stateCount, isFused: isFused)
    let keepsState = isStep && shape != .ensemble
    let isWide = shape == .ensemble
    let rowLength = rowLength ?? Self.rowLength(stateCount: stateCount)
    switch set {
    case .avx2, .avx512:
      return assembled(
        values,
        on: X86Target(
          set, for: values, isWide: isWide, keepsState: keepsState, rowLength: rowLength, registers: registers), shape)
    case .neon:
      return assembled(
        values,
        on: ARM64Target(
          for: values, isWide: isWide, keepsState: keepsState, rowLength: rowLength, registers: registers), shape)
    }
  }

  private static func assembled<Target: NativeTarget>(
    _ given: ScalarValues, on target: Target, _ shape: Shape
  ) -> (code: (code: [UInt8], start: Int), workingBytes: Int) {
    var values = given
    if shape != .ensemble, values.instructions.count <= 256 {
      let ordered = values.orderedByDepth()
      let pressure = HomeRegisters.pressure(of: ordered, keepsState: target.keepsState)
      if pressure + (target.keepsState ? values.stateCount : 0) <= target.registerCount { values = ordered }
    }
    let left = if case .points(let count) = shape { count } else { 0 }
    let (written, slotCount) = RegisterAllocator.write(values, on: target, leaving: left)
    return (written.finished(), written.workingBytes(slotCount: slotCount))
  }
}
