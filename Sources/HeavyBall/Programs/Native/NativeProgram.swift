internal import Synchronization

/// The machine code of one program, shared by all machines that run it and freed with it.
///
/// It is written when it is first wanted; of several threads that want it at once, one writes it and the others wait.
final class NativeProgram: Sendable {
  /// The code of one shape, once it has been tried.
  private final class Attempt: Sendable {
    let code: NativeCode?
    init(_ code: NativeCode?) { self.code = code }
  }

  /// What is known of one shape. Threads meet at `attempt` alone; the lock only keeps a second one from writing too.
  private struct Writing: ~Copyable, Sendable {
    /// Read without a lock: machines that are made ask.
    private let attempt = AtomicLazyReference<Attempt>()
    private let lock = Mutex(())

    /// Nil where there is none so far.
    var code: NativeCode? { attempt.load()?.code }

    borrowing func code(_ write: () -> NativeCode?) -> NativeCode? {
      if let attempt = attempt.load() { return attempt.code }
      return lock.withLock { _ in
        if let attempt = attempt.load() { return attempt.code }
        return attempt.storeIfNil(Attempt(write())).code
      }
    }
  }

  private let point = Writing()
  private let ensemble = Writing()
  /// By how many numbers it leaves behind. A lock will do: whoever asks has many steps to make.
  private let points = Mutex<[Int: Attempt]>([:])

  /// The evaluations that all machines together have made without it.
  private let interpreted = Atomic(0)

  /// Counts evaluations, and answers how many there have been.
  func count(_ evaluations: Int) -> Int { interpreted.add(evaluations, ordering: .relaxed).newValue }

  /// The code of a shape, where it is there already.
  func existing(_ shape: NativeCode.Shape) -> NativeCode? {
    switch shape {
    case .point: point.code
    case .points(let count): points.withLock { $0[count]?.code }
    case .ensemble: ensemble.code
    }
  }

  /// The code of a shape, written if that has not been tried; nil where there is none or the system refuses.
  func code(_ shape: NativeCode.Shape, write: () -> NativeCode?) -> NativeCode? {
    switch shape {
    case .point: point.code(write)
    case .points(let count):
      points.withLock {
        let attempt = $0[count] ?? Attempt(write())
        $0[count] = attempt
        return attempt.code
      }
    case .ensemble: ensemble.code(write)
    }
  }
}

extension ScalarCode {
  /// How many evaluations take as long as it takes to write machine code: measured, some 0.5 µs an instruction and 10 µs for
  /// memory that may be executed, of which an evaluation gets back 1.3 ns an instruction.
  var evaluationsWorthWriting: Int { 400 + 8000 / max(instructions.count, 1) }
}

extension Program {
  /// Its scalar code as machine code; nil where that is off, refused or unknown to the processor, where the program
  /// runs tensor by tensor, or its state is too long.
  func nativeCode(_ shape: NativeCode.Shape) -> NativeCode? {
    native.code(shape) { freshNativeCode(shape) }
  }

  /// The same, written anew.
  func freshNativeCode(_ shape: NativeCode.Shape) -> NativeCode? {
    guard let set = NativeSupport.instructionSet, case .scalar(let code) = code,
      borderCount <= NativeCode.stateLimit
    else { return nil }
    let assembled = NativeCode.assembled(
      code, stateCount: borderCount, isStep: inputs == outputs, shape: shape, isFused: isFused, for: set)
    return NativeCode(assembled.code, workingBytes: assembled.workingBytes, width: set.width)
  }
}
