@testable import HeavyBall

/// The sets of instructions that this processor runs: the best, and what that includes.
let runnableSets: [InstructionSet] = InstructionSet.allCases.filter { set in
  guard let best = InstructionSet.available else { return false }
  return set == best || best == .avx512 && set == .avx2
}

/// A program's state after some runs, by number and member: interpreted, and as machine code.
struct NativeComparison {
  var code: ScalarCode
  let stateCount: Int
  let isStep: Bool

  init(_ program: Program) {
    guard case .scalar(let code) = program.code else { preconditionFailure("a program of scalars") }
    (self.code, stateCount, isStep) = (code, program.borderCount, program.inputs == program.outputs)
  }

  init(_ code: ScalarCode, stateCount: Int, isStep: Bool = true) {
    (self.code, self.stateCount, self.isStep) = (code, stateCount, isStep)
  }

  /// - Parameter state: by number and member.
  func interpreted(_ state: [Double], members: Int, times: Int) -> [Double] {
    var memory = state + Array(repeating: 0, count: (code.registerCount - stateCount) * members)
    for (register, value) in code.constants {
      for k in 0..<members { memory[register * members + k] = value }
    }
    code.instructions.withUnsafeBufferPointer { instructions in
      code.unary.withUnsafeBufferPointer { unary in
        code.binary.withUnsafeBufferPointer { binary in
          memory.withUnsafeMutableBufferPointer { memory in
            guard let start = instructions.baseAddress else { return }
            let empty = UnsafeRawPointer(start)
            let interpreter = ScalarInterpreter(
              instructions: start, count: instructions.count,
              unary: unary.baseAddress ?? empty.assumingMemoryBound(to: UnaryPrimitive.self),
              binary: binary.baseAddress ?? empty.assumingMemoryBound(to: BinaryPrimitive.self))
            if members == 1 {
              interpreter.run(memory.baseAddress!, times: times)
            } else {
              interpreter.run(memory.baseAddress!, members: members, times: times)
            }
          }
        }
      }
    }
    return Array(memory.prefix(stateCount * members))
  }

  /// - Parameter registers: how many vector registers the code may use.
  func native(
    _ state: [Double], members: Int, times: Int, _ set: InstructionSet, registers: Int? = nil, isFused: Bool = false
  ) throws -> [Double] {
    let runner = try runner(members: members, set, registers: registers, isFused: isFused)
    var memory = state
    memory.withUnsafeMutableBufferPointer { runner.run($0.baseAddress!, times: times) }
    return memory
  }

  /// The state after so many runs, and its first numbers after each, by code that leaves these behind.
  func leaving(
    _ count: Int, _ state: [Double], times: Int, _ set: InstructionSet, registers: Int? = nil
  ) throws -> (state: [Double], rows: [Double]) {
    let assembled = NativeCode.assembled(
      code, stateCount: stateCount, isStep: isStep, shape: .points(count), isFused: false, for: set, registers: registers)
    guard let native = NativeCode(assembled.code, workingBytes: assembled.workingBytes, width: set.width) else {
      throw SystemRefuses()
    }
    let runner = try runner(members: 1, set)
    var (memory, rows) = (state, Array(repeating: 0.0, count: times * count + stateCount))
    memory.withUnsafeMutableBufferPointer { memory in
      rows.withUnsafeMutableBufferPointer {
        runner.run(memory.baseAddress!, repeats: times, copying: count, to: $0.baseAddress!, by: native)
      }
    }
    return (memory, Array(rows.prefix(times * count)))
  }

  /// Thrown where there can be no memory with code in it.
  struct SystemRefuses: Error {}

  /// The machine code, ready to run.
  func runner(
    members: Int, _ set: InstructionSet, registers: Int? = nil, isFused: Bool = false
  ) throws -> NativeRunner {
    let shape: NativeCode.Shape = members == 1 ? .point : .ensemble
    let assembled = NativeCode.assembled(
      code, stateCount: stateCount, isStep: isStep, shape: shape, isFused: isFused, for: set, registers: registers)
    guard let native = NativeCode(assembled.code, workingBytes: assembled.workingBytes, width: set.width) else {
      throw SystemRefuses()
    }
    return NativeRunner(native, stateCount: stateCount, members: members)
  }
}

/// Whether two lists of numbers are the same bits, all NaNs being one.
func areSameBits(_ a: [Double], _ b: [Double]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN }
}

/// A number for everything that arithmetic treats specially, and everyday ones.
let specialNumbers: [Double] = [
  0, -0.0, 1, -1, 0.5, -2.5, 3, 1e-3, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
  .leastNormalMagnitude, -1.5 * .leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e-160,
  1 + .ulpOfOne, 709.8, -745.2,
]
