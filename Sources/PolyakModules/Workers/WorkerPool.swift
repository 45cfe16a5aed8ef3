import HeavyBall
import LuaKit

internal import PolyakPlatform

/// Calls of a Lua function, in copies of the process where there can be such, or else one after another right here.
///
/// A copy sees all that the function has closed over, as it was when the copy was made, and changes none of it for others.
final class WorkerPool {
  struct Plan {
    /// What each call costs, in any unit.
    let costs: [Double]
    /// How many copies run at a time.
    let workers: Int
    /// Where results are written as they come; empty where they are not.
    var files: [FileName] = []
    /// Files that are there while a call is made; empty where there are none. A call whose file another process holds is left
    /// out.
    var claims: [FileName] = []
    /// Asked once a call's claim is held, before it is made, whether it has been made elsewhere meanwhile.
    var find: LuaFunction?
    /// Asked where a call turned out to be another process's: which of them others have made or make.
    var taken: LuaFunction?
    /// Gets the number of a call and its result, once it is kept; an error in it ends them all.
    var onResult: LuaFunction?
    /// Gets the number of a call, its error and the calls that led there, while its claim is held; an error in it ends them all.
    var onFailure: LuaFunction?
    /// Where in their order the calls begin; those before follow at the end.
    var first = 0
    /// Seconds that a call may take; nil is as long as it likes.
    var timeLimit: Double?
    /// What the calls are called in the line on the terminal and in the error of an interruption.
    var title: String?
    var showsLine = true
    /// Calls made at another time, which the line counts too.
    var finished = 0
    /// How errors of the files begin.
    var caller: String?
    /// What the error of an interruption adds where calls are done.
    var note = ""
  }

  struct Failure {
    let message: LuaString
    let traceback: LuaString?
  }

  /// A copy makes none: its parent's processors are taken.
  nonisolated(unsafe) static var isCopy = false  // Unsafe: written once, where no other thread is.

  let plan: Plan
  let function: LuaFunction
  let state: LuaState
  var line: CallsLine?
  var running: [Copy] = []
  /// Those that have said all, and end.
  var leaving: [Copy] = []
  private var queue: CallQueue
  /// When others' calls were last looked for, and how long that took.
  private var look = (end: -Double.infinity, duration: 0.0)
  private let claimant = Claimant(claimsMany: true)
  /// While the interrupt is raised no function of Lua's can be called.
  private var isInterrupted = false
  var claims: [Int: FileClaim] = [:]
  private(set) var results: [Int: LuaString] = [:]
  private(set) var failures: [Int: Failure] = [:]

  init(_ function: LuaFunction, plan: Plan, state: LuaState) {
    (self.function, self.plan, self.state) = (function, plan, state)
    queue = CallQueue(costs: plan.costs, first: plan.first)
    if let title = plan.title, plan.showsLine {
      line = CallsLine(title: title, costs: plan.costs, finished: plan.finished)
    }
  }

  /// The processors this process may use, or what POLYAK_WORKERS says.
  static func count() throws(LuaError) -> Int {
    if isCopy { return 1 }
    guard let value = getenv("POLYAK_WORKERS") else { return Processors.available }
    let text = String(cString: value)
    guard let count = Int(text), count > 0 else {
      throw LuaError("POLYAK_WORKERS must be an integer >= 1, got '\(text)'")
    }
    return count
  }

  /// Makes every call, those that cost most first.
  ///
  /// A call that is interrupted has no result: that of half a run would be taken for a whole one's.
  func run() throws(LuaError) {
    let keepInterrupted = state.keepInterrupted
    state.keepInterrupted = nil
    defer {
      state.keepInterrupted = keepInterrupted
      running = []  // kills and reaps
      for copy in leaving { _ = copy.reap() }
      leaving = []
      for claim in claims.values { claim.release(isDone: false) }
      claims = [:]
      line?.clear()
    }
    do throws(LuaError) { try makeCalls() } catch {
      guard error.kind == .interrupted || state.interrupt.isRaised else { throw error }
      // Those that have finished are done, be it that nobody has looked yet. What cannot be kept is not counted.
      isInterrupted = true
      for copy in running {
        _ = copy.receive()
        if let outcome = copy.outcome, case .value = outcome { try? settle(copy.index, outcome, seconds: .infinity) }
      }
      // One that has stopped a function of Lua's has kept that place, and would tell it instead; here it stops once more.
      try? state.checkInterrupt()
      throw interruption
    }
  }

  private func makeCalls() throws(LuaError) {
    var limit = plan.workers
    while !queue.isEmpty || !running.isEmpty {
      while running.count < limit, let index = queue.next {
        guard try isToMake(index) else { continue }
        if let copy = copy(of: index) {
          running.append(copy)
          queue.removeNext()
        } else if running.isEmpty {
          // Further tries would fail as this one did.
          try callHere(index)
          queue.removeNext()
          while let index = queue.next {
            guard try isToMake(index) else { continue }
            try callHere(index)
            queue.removeNext()
          }
          return
        } else {
          // The system has no more; perhaps once these have ended.
          limit = running.count
          break
        }
      }
      try state.checkInterrupt()
      line?.refresh()
      try listen()
    }
  }

  // MARK: Here

  private func callHere(_ index: Int) throws(LuaError) {
    line?.refresh()
    try state.checkInterrupt()
    let attendant =
      claims[index] == nil && plan.timeLimit == nil
      ? nil : CallAttendant(state.interrupt, seconds: plan.timeLimit, claim: claims[index])
    let start = monotonicSeconds()
    var outcome = call(index) { [self] fraction in
      line?.advance(index, to: fraction)
      line?.refresh()
    }
    if let attendant, attendant.stop() {
      state.interrupt.clear()
      if case .failure = outcome { outcome = tookTooLong }
    }
    try state.checkInterrupt()
    try settle(index, outcome, seconds: monotonicSeconds() - start)
  }

  /// The outcome of a call, made in this process.
  func call(_ index: Int, report: @escaping (Double) -> Void) -> Message {
    do throws(LuaError) {
      var heardAt = -Double.infinity
      let reporter = try state.function("report") { call in
        // Of any value: rounding in a report must not end a run.
        guard let fraction = call[0].number else {
          throw call.error("argument 'fraction' must be a number, got \(call[0].briefly)")
        }
        // A loop may report at every step; nobody reads faster than this.
        let now = monotonicSeconds()
        if now - heardAt > 0.05 {
          heardAt = now
          report(fraction)
        }
      }
      let value = try function.call([.integer(index + 1), .function(reporter)]).first ?? .nil
      guard case .string(let text) = value else {
        throw LuaError("workers.map: the function must return a string, got \(value.briefly)")
      }
      return .value(text.bytes)
    } catch {
      return .failure(message: Array(error.message.utf8), traceback: Array((error.traceback ?? "").utf8))
    }
  }

  // MARK: Outcomes

  /// - Parameter seconds: How long the call took.
  func settle(_ index: Int, _ outcome: Message, seconds: Double = 0) throws(LuaError) {
    var isDone = false
    switch outcome {
    case .value(let bytes):
      try keep(bytes, of: index, isDurable: seconds > 1)
      isDone = true
    case .failure(let message, let traceback):
      let failure = Failure(
        message: LuaString(bytes: message), traceback: traceback.isEmpty ? nil : LuaString(bytes: traceback))
      failures[index] = failure
      try plan.onFailure?.call(
        [.integer(index + 1), .string(failure.message), failure.traceback.map { .string($0) } ?? .nil])
    case .fraction: break
    }
    end(index, isDone: isDone)
  }

  /// The failure of a call that its time limit has ended.
  var tookTooLong: Message {
    let seconds = LuaValue.number(plan.timeLimit ?? 0).briefly
    return .failure(message: Array("took longer than \(seconds) s".utf8), traceback: [])
  }

  /// Nothing more is to be done for a call.
  private func end(_ index: Int, isDone: Bool) {
    claims.removeValue(forKey: index)?.release(isDone: isDone)
    line?.end(index)
  }

  /// Whether a call is this process's to make: no other has it in hand, and none has made it. Otherwise the queue goes on.
  private func isToMake(_ index: Int) throws(LuaError) -> Bool {
    // A copy of it was to be made before, and the system had none.
    if claims[index] != nil { return true }
    let isOurs = try claim(index)
    if isOurs, try !find(index) { return true }
    if isOurs { end(index, isDone: results[index] != nil) } else { line?.end(index) }
    queue.removeNext()
    try lookAround()
    return false
  }

  /// Where another was met, leaves out all that others have.
  private func lookAround() throws(LuaError) {
    guard let taken = plan.taken, !queue.isEmpty else { return }
    // A look at thousands of files takes longer than a call that is short.
    let start = monotonicSeconds()
    if start - look.end < 20 * look.duration { return }
    guard case .table(let list)? = try taken.call([]).first else {
      throw LuaError("workers.map: option 'taken' must return a list of numbers")
    }
    let others = (0..<list.count).compactMap { list[$0 + 1].integer.map { $0 - 1 } }
    for index in queue.leaveOut(others) { line?.end(index) }
    look = (monotonicSeconds(), monotonicSeconds() - start)
  }

  private func claim(_ index: Int) throws(LuaError) -> Bool {
    if plan.claims.isEmpty { return true }
    do throws(FileFailure) { claims[index] = try claimant.claim(plan.claims[index]) } catch {
      throw failure(plan.claims[index], error)
    }
    return claims[index] != nil
  }

  /// Takes what has become of a call elsewhere, where that is known.
  private func find(_ index: Int) throws(LuaError) -> Bool {
    guard let find = plan.find else { return false }
    // Before it is one that is stopped half-way.
    try state.checkInterrupt()
    let found = try find.call([.integer(index + 1)]).first ?? .nil
    switch found {
    case .nil: return false
    case .string(let text):
      results[index] = text
      try plan.onResult?.call([.integer(index + 1), .string(text)])
    case .table(let table):
      guard case .string(let message) = table["message"] else { fallthrough }
      var traceback: LuaString?
      if case .string(let text) = table["traceback"] { traceback = text }
      failures[index] = Failure(message: message, traceback: traceback)
    default:
      throw LuaError(
        "workers.map: option 'find' must return a string, a table with a 'message', or nil, got \(found.briefly)")
    }
    return true
  }

  private func keep(_ bytes: [UInt8], of index: Int, isDurable: Bool = true) throws(LuaError) {
    // A process that was stopped while it made the call has lost its claim, and another may have made it.
    if let claim = claims[index], !claim.isHeld, try find(index), results[index] != nil { return }
    if !plan.files.isEmpty {
      do {
        let file = try plan.claims.isEmpty ? AtomicFile(plan.files[index]) : AtomicFile.ofMany(plan.files[index])
        try file.write(bytes)
        if plan.claims.isEmpty {
          try file.commit()
        } else if try !file.commit(replacing: false, isDurable: isDurable) {
          // Another's, which all processes take then, or a damaged one.
          if try find(index), results[index] != nil { return }
          _ = try file.commit(replacing: true, isDurable: isDurable)
        }
      } catch let error as FileFailure {
        throw failure(plan.files[index], error)
      } catch let error as LuaError {
        throw error
      } catch { throw LuaError("workers.map: \(error)") }
    }
    failures[index] = nil
    results[index] = LuaString(bytes: bytes)
    if isInterrupted { return }
    try plan.onResult?.call([.integer(index + 1), .string(LuaString(bytes: bytes))])
  }

  private func failure(_ path: FileName, _ failure: FileFailure) -> LuaError {
    let text = "cannot write '\(path)': \(failure.reason)"
    guard let caller = plan.caller else { return LuaError("workers.map: " + text) }
    // Named by whoever asked for the calls, with a place of its own.
    return LuaError(message: text, value: .string(LuaString("\(caller): \(text)")))
  }

  private var interruption: LuaError {
    guard let title = plan.title else { return LuaError(kind: .interrupted, message: "interrupted!") }
    let count = plan.finished + results.count, all = plan.finished + plan.costs.count
    let text = "\(title): interrupted with \(count) of \(all) runs done\(count > 0 ? plan.note : "")"
    return LuaError(kind: .interrupted, message: text, value: .object(Interruption(text)))
  }
}
