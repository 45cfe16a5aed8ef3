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

  /// - Parameters:
  ///   - stateCount: the numbers of the state of a member.
  ///   - inputs: those that are read, all where nil; outputs: those that are written.
  init(
    _ code: NativeCode, stateCount: Int, members: Int, inputs: Range<Int>? = nil, outputs: Range<Int>? = nil
  ) {
    self.code = code
    self.members = members
    width = code.width
    working = alignedMemory(bytes: max(code.workingBytes, 8))
    self.inputs = inputs ?? 0..<stateCount
    self.outputs = outputs ?? 0..<stateCount
    if members == 1 || members == NativeCode.rowLength {
      chunk = nil
    } else {
      let count = max(stateCount, 1) * NativeCode.rowLength
      chunk = alignedNumbers(count)
      chunk?.initialize(repeating: 0, count: count)
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
  }

  /// Runs the program `times` times on a machine's memory.
  func run(_ memory: UnsafeMutablePointer<Double>, times: Int) {
    guard times > 0 else { return }
    if members == 1 {
      code.run(memory, times, working)
    } else if let chunk {
      var first = 0
      while first < members {
        run(memory + first, chunk, count: min(NativeCode.rowLength, members - first), times: times)
        first += NativeCode.rowLength
      }
    } else {
      for _ in 0..<times { code.run(memory, members, working) }
    }
  }

  /// As often as that again and again, with a copy of the state's first numbers each time.
  func run(
    _ memory: UnsafeMutablePointer<Double>, times: Int, repeats: Int, copying count: Int,
    to copies: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<repeats {
      run(memory, times: times)
      let copy = copies + i * count
      // A loop: a call takes longer than it for the state of a small loss.
      for j in 0..<count { copy[j] = memory[j] }
    }
  }

  /// Runs members that are copied to a chunk and back. What fills the last vector up is the last member again.
  private func run(
    _ memory: UnsafeMutablePointer<Double>, _ chunk: UnsafeMutablePointer<Double>, count: Int, times: Int
  ) {
    let padded = (count + width - 1) / width * width
    for i in inputs {
      let row = chunk + i * NativeCode.rowLength
      row.update(from: memory + i * members, count: count)
      (row + count).update(repeating: row[count - 1], count: padded - count)
    }
    for _ in 0..<times { code.run(chunk, padded, working) }
    for i in outputs { (memory + i * members).update(from: chunk + i * NativeCode.rowLength, count: count) }
  }
}
