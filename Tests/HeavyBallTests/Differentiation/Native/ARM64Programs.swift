@testable import HeavyBall

/// Programs in machine code for aarch64, each with a state and what the interpreter makes of it, as the driver reads
/// them.
struct ARM64Programs {
  private(set) var bytes: [UInt8] = []
  private(set) var count = 0
  /// The numbers that are compared.
  private(set) var numberCount = 0

  /// What the driver says if all is as expected.
  var success: String { "\(count) programs, \(numberCount) numbers, 0 failures\n" }

  /// - Parameters:
  ///   - members: 1 for the code of one point.
  ///   - registers: how many vector registers the code may use.
  ///   - expected: the state in the end; what the interpreter leaves where nil.
  mutating func add(
    _ program: NativeComparison, _ state: [Double], members: Int, times: Int, registers: Int? = nil,
    isFused: Bool = false, expected: [Double]? = nil
  ) {
    let assembled = NativeCode.assembled(
      program.calling(.addressed).code, stateCount: program.stateCount, isStep: program.isStep,
      // Rows as far apart as the driver puts them.
      shape: members == 1 ? .point : .ensemble, isFused: isFused, for: .neon, registers: registers,
      rowLength: NativeCode.rowLength)
    append(
      assembled, program.stateCount, members: members == 1 ? 0 : members, times: times, before: state,
      after: expected ?? program.calling(.here).interpreted(state, members: members, times: times))
  }

  /// One of a point whose first numbers are left behind at every step: to the driver these and the state are one state.
  mutating func add(
    _ program: NativeComparison, _ state: [Double], leaving left: Int, times: Int, registers: Int? = nil
  ) {
    let assembled = NativeCode.assembled(
      program.calling(.addressed).code, stateCount: program.stateCount, isStep: program.isStep, shape: .points(left),
      isFused: false, for: .neon, registers: registers)
    var (now, rows) = (state, [Double]())
    for _ in 0..<times {
      now = program.calling(.here).interpreted(now, members: 1, times: 1)
      rows += now.prefix(left)
    }
    append(
      assembled, times * left + program.stateCount, members: 0, times: times,
      before: state + Array(repeating: 0, count: times * left), after: rows + now)
  }

  private mutating func append(
    _ assembled: (code: (code: [UInt8], start: Int), workingBytes: Int), _ stateCount: Int, members: Int, times: Int,
    before: [Double], after: [Double]
  ) {
    let (code, start) = assembled.code
    for word in [code.count, start, assembled.workingBytes, stateCount, members, times] { append(UInt64(word)) }
    bytes += code
    bytes += Array(repeating: 0, count: -code.count & 7)
    for number in before + after { append(number.bitPattern) }
    count += 1
    numberCount += after.count
  }

  private mutating func append(_ word: UInt64) {
    for k in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * k))) }
  }
}
