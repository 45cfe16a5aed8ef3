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
  private var claims: [Int: FileClaim] = [:]
  private(set) var results: [Int: LuaString] = [:]
  private(set) var failures: [Int: Failure] = [:]

  init(_ function: LuaFunction, plan: Plan, state: LuaState) {
    (self.function, self.plan, self.state) = (function, plan, state)
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
      claims = [:]  // gives them up
      line?.clear()
    }
    do throws(LuaError) { try makeCalls() } catch {
      guard error.kind == .interrupted || state.interrupt.isRaised else { throw error }
      // Those that have finished are done, be it that nobody has looked yet.
      for copy in running {
        _ = copy.receive()
        if case .value(let bytes) = copy.outcome { try keep(bytes, of: copy.index) }
      }
      throw interruption
    }
  }

  private func makeCalls() throws(LuaError) {
    let order = order
    var (next, limit) = (0, plan.workers)
    while next < order.count || !running.isEmpty {
      while running.count < limit, next < order.count {
        guard try isToMake(order[next]) else {
          next += 1
          continue
        }
        if let copy = copy(of: order[next]) {
          running.append(copy)
        } else if running.isEmpty {
          // Further tries would fail as this one did.
          try callHere(order[next])
          for index in order[(next + 1)...] where try isToMake(index) { try callHere(index) }
          return
        } else {
          // The system has no more; perhaps once these have ended.
          limit = running.count
          break
        }
        next += 1
      }
      try state.checkInterrupt()
      line?.refresh()
      try listen()
    }
  }

  /// The dearest first, from where these calls begin.
  private var order: [Int] {
    let order = plan.costs.indices.sorted { (-plan.costs[$0], $0) < (-plan.costs[$1], $1) }
    guard !order.isEmpty else { return [] }
    let first = plan.first % order.count
    return Array(order[first...] + order[..<first])
  }

  // MARK: Here

  private func callHere(_ index: Int) throws(LuaError) {
    line?.refresh()
    try state.checkInterrupt()
    let timer = plan.timeLimit.map { CallTimer(state.interrupt, seconds: $0) }
    var outcome = call(index) { [self] fraction in
      line?.advance(index, to: fraction)
      line?.refresh()
    }
    if let timer, timer.stop() {
      state.interrupt.clear()
      if case .failure = outcome { outcome = tookTooLong }
    }
    try state.checkInterrupt()
    try settle(index, outcome)
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

  func settle(_ index: Int, _ outcome: Message) throws(LuaError) {
    switch outcome {
    case .value(let bytes): try keep(bytes, of: index)
    case .failure(let message, let traceback):
      let failure = Failure(
        message: LuaString(bytes: message), traceback: traceback.isEmpty ? nil : LuaString(bytes: traceback))
      failures[index] = failure
      try plan.onFailure?.call(
        [.integer(index + 1), .string(failure.message), failure.traceback.map { .string($0) } ?? .nil])
    case .fraction: break
    }
    end(index)
  }

  /// The failure of a call that its time limit has ended.
  var tookTooLong: Message {
    let seconds = LuaValue.number(plan.timeLimit ?? 0).briefly
    return .failure(message: Array("took longer than \(seconds) s".utf8), traceback: [])
  }

  /// Nothing more is to be done for a call.
  private func end(_ index: Int) {
    claims[index] = nil
    line?.end(index)
  }

  /// Whether a call is this process's to make: no other has it in hand, and none has made it.
  private func isToMake(_ index: Int) throws(LuaError) -> Bool {
    // A copy of it was to be made before, and the system had none.
    if claims[index] != nil { return true }
    guard try claim(index) else {
      line?.end(index)
      return false
    }
    guard try find(index) else { return true }
    end(index)
    return false
  }

  private func claim(_ index: Int) throws(LuaError) -> Bool {
    if plan.claims.isEmpty { return true }
    do throws(FileFailure) { claims[index] = try FileClaim(plan.claims[index]) } catch {
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

  private func keep(_ bytes: [UInt8], of index: Int) throws(LuaError) {
    if !plan.files.isEmpty {
      do {
        let file = try AtomicFile(plan.files[index])
        try file.write(bytes)
        try file.commit()
      } catch let error as FileFailure {
        throw failure(plan.files[index], error)
      } catch { throw LuaError("workers.map: \(error)") }
    }
    results[index] = LuaString(bytes: bytes)
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
