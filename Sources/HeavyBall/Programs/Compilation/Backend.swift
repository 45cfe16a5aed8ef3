internal import CKernels

/// What carries out a machine's program: an interpreter, or native code.
enum Backend {
  case scalar(ScalarInterpreter)
  case native(NativeRunner)
  case tensor(TensorInterpreter)
  /// With the singles it works on.
  case single(TensorInterpreter, UnsafeMutablePointer<Float>)

  /// The interpreter of a program, its constants in their places.
  ///
  /// - Parameter memory: the machine's.
  init(_ program: Program, _ memory: UnsafeMutablePointer<Double>, _ members: Int) {
    switch program.code {
    case .scalar(let code):
      for (register, value) in code.constants {
        (memory + register * members).update(repeating: value, count: members)
      }
      self = .scalar(
        ScalarInterpreter(
          instructions: copied(code.instructions), count: code.instructions.count, unary: copied(code.unary),
          binary: copied(code.binary)))
    case .tensor(let code) where program.precision == .single:
      let total = max(code.elementCount * members, 1)
      let singles = alignedMemory(bytes: total * MemoryLayout<Float>.stride)
        .bindMemory(to: Float.self, capacity: total)
      singles.initialize(repeating: 0, count: total)
      self = .single(TensorInterpreter(code, memory: singles, members: members), singles)
    case .tensor(let code):
      self = .tensor(TensorInterpreter(code, memory: memory, members: members))
    }
  }

  /// - Parameter isPrepared: whether what depends on lasting inputs alone is there, as only tensors' code asks.
  @inline(__always)
  func run(_ program: Program, _ memory: UnsafeMutablePointer<Double>, members: Int, times: Int, isPrepared: Bool) {
    switch self {
    case .native(let native): native.run(memory, times: times)
    case .scalar(let interpreter):
      if members == 1 {
        interpreter.run(memory, times: times)
      } else {
        interpreter.run(memory, members: members, times: times)
      }
    case .tensor(let interpreter): interpreter.run(times: times, isPrepared: isPrepared)
    case .single(let interpreter, let singles):
      for range in program.inputs.dropFirst(isPrepared ? program.lastingCount : 0) {
        let first = range.lowerBound * members
        polyak_rows_to_single(range.count * members, singles + first, memory + first)
      }
      interpreter.run(times: times, isPrepared: isPrepared)
      for range in program.outputs {
        let first = range.lowerBound * members
        polyak_rows_to_double(range.count * members, memory + first, singles + first)
      }
    }
  }

  func deallocate() {
    switch self {
    case .scalar(let interpreter): interpreter.deallocate()
    case .native: break
    case .tensor(let interpreter): interpreter.deallocate()
    case .single(let interpreter, let singles):
      interpreter.deallocate()
      singles.deallocate()
    }
  }
}
