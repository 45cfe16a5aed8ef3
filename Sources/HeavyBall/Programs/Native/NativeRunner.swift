/// Native code with the memory that it works in, for the members of one machine.
///
/// Unsafe pointers: the code reads and writes memory without a look at where it ends.
final class NativeRunner {
  private let code: NativeCode
  private let members: Int
  private let working: UnsafeMutableRawPointer
  /// A chunk of the state, where the machine's rows are not of a chunk's length.
  private let chunk: UnsafeMutablePointer<Double>?
  private let inputs: Range<Int>
  private let outputs: Range<Int>
  private let width: Int
  /// The members that the code has room for in a row.
  private let rowLength: Int
  private let stateCount: Int
  /// Code that leaves points behind, and what it works in.
  private var points: (code: NativeCode, working: UnsafeMutableRawPointer)?

  /// - Parameters:
  ///   - stateCount: the numbers of the state of a member.
  ///   - inputs: those that are read, all where nil; outputs: those that are written.
  init(
    _ code: NativeCode, stateCount: Int, members: Int, inputs: Range<Int>? = nil, outputs: Range<Int>? = nil
  ) {
    self.code = code
    self.members = members
    self.stateCount = stateCount
    width = code.width
    rowLength = NativeCode.rowLength(stateCount: stateCount)
    working = alignedMemory(bytes: max(code.workingBytes, 8))
    self.inputs = inputs ?? 0..<stateCount
    self.outputs = outputs ?? 0..<stateCount
    if members == 1 || members == rowLength {
      chunk = nil
    } else {
      // Not initialised: what the code reads of it is copied there before.
      chunk = alignedNumbers(max(stateCount, 1) * rowLength)
    }
  }

  /// - Parameter program: what the code was written from.
  convenience init(_ code: NativeCode, _ program: Program, members: Int) {
    self.init(
      code, stateCount: program.borderCount, members: members, inputs: 0..<(program.inputs.last?.upperBound ?? 0),
      outputs: (program.outputs.first?.lowerBound ?? 0)..<(program.outputs.last?.upperBound ?? 0))
  }

  deinit {
    working.deallocate()
    chunk?.deallocate()
    points?.working.deallocate()
  }

  /// Runs the program `times` times on a machine's memory.
  func run(_ memory: UnsafeMutablePointer<Double>, times: Int) {
    guard times > 0 else { return }
    if members == 1 {
      code.run(memory, times, working)
    } else if let chunk {
      forEachPart(of: memory, in: chunk) { _, count in run(chunk, count: count, times: times) }
    } else {
      run(memory, count: members, times: times)
    }
  }

  /// As often as that again and again, with a copy of the state's first numbers, `count` with all members, each time.
  func run(
    _ memory: UnsafeMutablePointer<Double>, times: Int, repeats: Int, copying count: Int,
    to copies: UnsafeMutablePointer<Double>
  ) {
    if let chunk {
      forEachPart(of: memory, in: chunk) { first, partCount in
        for i in 0..<repeats {
          run(chunk, count: partCount, times: times)
          for j in 0..<count / members {
            (copies + i * count + j * members + first).update(from: chunk + j * rowLength, count: partCount)
          }
        }
      }
      return
    }
    for i in 0..<repeats {
      run(memory, times: times)
      let copy = copies + i * count
      if count > 16 {
        copy.update(from: memory, count: count)
      } else {
        // A loop: a call takes longer than it for the state of a small loss.
        for j in 0..<count { copy[j] = memory[j] }
      }
    }
  }

  /// As often, one run and one copy a time, by code that leaves so many numbers behind.
  ///
  /// - Precondition: behind the copies there is room for the state.
  func run(
    _ memory: UnsafeMutablePointer<Double>, repeats: Int, copying count: Int, to copies: UnsafeMutablePointer<Double>,
    by code: NativeCode
  ) {
    copies.update(from: memory, count: stateCount)
    code.run(copies, repeats, working(of: code))
    memory.update(from: copies + repeats * count, count: stateCount)
  }

  /// What code that leaves points behind works in: kept from run to run, made anew where another number of them is left.
  private func working(of code: NativeCode) -> UnsafeMutableRawPointer {
    if let points, points.code === code { return points.working }
    points?.working.deallocate()
    let working = alignedMemory(bytes: max(code.workingBytes, 8))
    points = (code, working)
    return working
  }

  /// Makes steps of the members in a chunk, in whole vectors.
  private func run(_ chunk: UnsafeMutablePointer<Double>, count: Int, times: Int) {
    for _ in 0..<times { code.run(chunk, count, working) }
  }

  /// Copies members to a chunk, as many as there is room for, and back after something is done with them. What fills
  /// the last vector up is the last member again.
  private func forEachPart(
    of memory: UnsafeMutablePointer<Double>, in chunk: UnsafeMutablePointer<Double>,
    _ body: (_ first: Int, _ count: Int) -> Void
  ) {
    for first in stride(from: 0, to: members, by: rowLength) {
      let count = min(rowLength, members - first)
      let padding = (count + width - 1) / width * width - count
      for i in inputs {
        let row = chunk + i * rowLength
        row.update(from: memory + i * members + first, count: count)
        (row + count).update(repeating: row[count - 1], count: padding)
      }
      body(first, count)
      for i in outputs { (memory + i * members + first).update(from: chunk + i * rowLength, count: count) }
    }
  }
}
