internal import PolyakPlatform

/// The memory that a ``Program`` runs in, for one point or for several members at once.
///
/// Everything is allocated when the machine is made; running allocates nothing. A machine serves one thread at a time.
///
/// Unsafe pointers: the interpreter's registers, whose layout the program fixes.
public final class Machine {
  public let program: Program
  public let members: Int
  /// Element i of member k stands at `i * members + k`. In single precision only inputs and outputs are here, as doubles.
  let memory: UnsafeMutablePointer<Double>
  private var backend: Backend
  /// After how many evaluations of the program, by whatever machines, native code takes the interpreter's place; nil where
  /// there is none to ask for.
  private var nativeThreshold: Int?
  /// Whether what depends on the lasting inputs alone has been computed for those that are there.
  private var isPrepared = false

  private let counter: Counter

  /// What a run, for each member, counts as, and how many of them it is.
  private struct Counter {
    let evaluation: Evaluation?
    let perRun: Int

    func count(_ runs: Int) { evaluation?.count(runs * perRun) }
  }

  /// A machine for so many members, with every input 0.
  ///
  /// - Parameters:
  ///   - evaluation: what each run, for each member, counts as.
  ///   - evaluationsPerRun: how many of them it is.
  /// - Precondition: there is at least one member.
  public init(
    _ program: Program, members: Int = 1, counting evaluation: Evaluation? = nil, perRun evaluationsPerRun: Int = 1
  ) {
    counter = Counter(evaluation: evaluation, perRun: evaluationsPerRun)
    precondition(members > 0, "a machine has at least one member")
    self.program = program
    self.members = members
    let isSingle = program.precision == .single
    if case .scalar(let code) = program.code { nativeThreshold = program.isFused ? 1 : code.evaluationsWorthWriting }
    let native = program.native.existing(members == 1 ? .point : .ensemble)
    let count = max((isSingle || native != nil ? program.borderCount : program.elementCount) * members, 1)
    memory = alignedNumbers(count)
    memory.initialize(repeating: 0, count: count)
    backend = native.map { .native(NativeRunner($0, program, members: members)) } ?? Backend(program, memory, members)
  }

  deinit {
    memory.deallocate()
    backend.deallocate()
  }

  /// Runs the program; a step's program `times` times over.
  public func run(times: Int = 1) {
    counter.count(times * members)
    if case .scalar = backend, let native = countTowardsNative(times) {
      backend.deallocate()
      backend = .native(native)
    }
    backend.run(program, memory, members: members, times: times, isPrepared: isPrepared)
    isPrepared = true
  }

  /// Runs a step's program `times` times over, again and again, and copies after each time the first numbers of memory
  /// to `copies`, one row of `count` behind another, with room behind them for what the program's border takes.
  func run(times: Int, repeats: Int, copying count: Int, to copies: UnsafeMutablePointer<Double>) {
    if case .native(let native) = backend {
      counter.count(times * repeats * members)
      if times == 1, repeats > 1, members == 1, count <= NativeCode.mostLeft, let code = codeLeaving(count, repeats) {
        native.run(memory, repeats: repeats, copying: count, to: copies, by: code)
      } else {
        native.run(memory, times: times, repeats: repeats, copying: count, to: copies)
      }
      return
    }
    for i in 0..<repeats {
      run(times: times)
      (copies + i * count).update(from: memory, count: count)
    }
  }

  /// Native code that leaves the state's first numbers behind, if it is there or so many runs are worth it.
  private func codeLeaving(_ count: Int, _ runs: Int) -> NativeCode? {
    if runs < NativeCode.pointsWorthWriting { return program.native.existing(.points(count)) }
    return program.nativeCode(.points(count))
  }

  /// Native code where there have been enough evaluations; where there is none then, nobody asks again.
  private func countTowardsNative(_ times: Int) -> NativeRunner? {
    guard let nativeThreshold, program.native.count(times * members) >= nativeThreshold else { return nil }
    self.nativeThreshold = nil
    guard let code = program.nativeCode(members == 1 ? .point : .ensemble) else { return nil }
    return NativeRunner(code, program, members: members)
  }

  /// Sets an input of every member; `values` in the input's order.
  public func load(_ values: some Collection<Double>, input i: Int) {
    if i < program.lastingCount {
      if isPrepared, holds(values, in: program.inputs[i]) { return }
      isPrepared = false
    }
    load(values, into: program.inputs[i])
  }

  /// Whether the bits of an input of the one member are these already.
  private func holds(_ values: some Collection<Double>, in range: Range<Int>) -> Bool {
    guard members == 1, values.count == range.count else { return false }
    return values.withContiguousStorageIfAvailable {
      memcmp($0.baseAddress ?? UnsafePointer(memory), memory + range.lowerBound, range.count * MemoryLayout<Double>.stride)
        == 0
    } ?? false
  }

  /// Sets an input of one member.
  public func load(_ values: some Collection<Double>, input i: Int, member: Int) {
    let range = program.inputs[i]
    precondition(values.count == range.count, "input \(i) has \(range.count) elements")
    isPrepared = false
    for (element, value) in zip(range, values) { memory[element * members + member] = value }
  }

  private func load(_ values: some Collection<Double>, into range: Range<Int>) {
    precondition(values.count == range.count, "expected \(range.count) elements")
    let copy = { [memory] (source: UnsafeBufferPointer<Double>) in
      if let first = source.baseAddress { (memory + range.lowerBound).update(from: first, count: range.count) }
    }
    if members == 1, values.withContiguousStorageIfAvailable(copy) != nil { return }
    for (element, value) in zip(range, values) {
      (memory + element * members).update(repeating: value, count: members)
    }
  }

  /// An output of one member.
  public func output(_ i: Int, member: Int = 0) -> Vector {
    let range = program.outputs[i]
    if members == 1 { return Vector(UnsafeBufferPointer(start: memory + range.lowerBound, count: range.count)) }
    return Vector(range.map { memory[$0 * members + member] })
  }

  /// An output that is a scalar, of the first member.
  func number(ofOutput i: Int) -> Double { memory[program.outputs[i].lowerBound * members] }

  /// Where an output begins in memory.
  func address(ofOutput i: Int) -> UnsafeMutablePointer<Double> { memory + program.outputs[i].lowerBound * members }

  /// Where an input begins in memory, none that lasts: nothing would tell of a change.
  func address(ofInput i: Int) -> UnsafeMutablePointer<Double> {
    precondition(i >= program.lastingCount, "an input that lasts is loaded")
    return memory + program.inputs[i].lowerBound * members
  }
}
