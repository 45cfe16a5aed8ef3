internal import CLuaShim

/// What an asynchronous call keeps from one resumption to the next: what it has taken of the limits, and how it knows that its
/// task is cancelled.
final class AsynchronousRun {
  let record = UnsafeMutablePointer<lk_run>.allocate(capacity: 1)

  init() {
    record.initialize(to: lk_run())
    record.pointee.is_cancelled = { Task.isCancelled }
  }

  deinit { record.deallocate() }
}

extension LuaCoroutine {
  /// Runs it until it yields to the host or returns, and awaits the asynchronous functions that it calls meanwhile.
  ///
  /// - Throws: As ``resume(_:)``; where the task is cancelled an error of the kind `cancelled`.
  @discardableResult
  public func resumeAsync(
    _ arguments: [LuaValue] = [], isolation: isolated (any Actor)? = #isolation
  ) async throws(LuaError) -> Resumption {
    // Handles do not keep the state, but what is awaited uses it.
    let state = try liveState()
    defer { withExtendedLifetime(state) {} }
    let run = AsynchronousRun()
    var turn = try step(arguments, of: run, continues: false)
    while true {
      switch turn {
      case .resumption(let resumption): return resumption
      case .awaits(let awaited):
        await awaited.run(isolation: isolation)
        turn = try step([], of: run, continues: true)
      }
    }
  }
}

extension LuaFunction {
  /// Calls it in a coroutine of its own, and awaits the asynchronous functions that it calls.
  ///
  ///     let fetch = try lua.load("return get('a') .. get('b')")
  ///     let texts = try await fetch.callAsync()
  ///
  /// Other calls of the same state may begin and go on meanwhile, on the same actor: Lua code runs until it awaits, one call
  /// at a time. The limits are for the whole of the call; time counts while Lua runs, and not while it is suspended.
  ///
  /// Where the task is cancelled, what it awaits is cancelled with it, and the call ends in an error of the kind
  /// `cancelled`, which no `pcall` holds up. `<close>` variables are closed, but cannot await any more. A script that computes
  /// without awaiting is stopped in states that have limits of time or instructions, and by Swift functions that ask
  /// ``LuaState/checkInterrupt()``.
  ///
  /// - Throws: What it raises; "attempt to yield from outside a coroutine" where it yields itself, and not in a coroutine.
  @discardableResult
  public func callAsync(
    _ arguments: [LuaValue] = [], isolation: isolated (any Actor)? = #isolation
  ) async throws(LuaError) -> [LuaValue] {
    let coroutine = try liveState().makeCoroutine(self)
    switch try await coroutine.resumeAsync(arguments) {
    case .returned(let values): return values
    case .yielded:
      try coroutine.close()
      throw LuaError("attempt to yield from outside a coroutine")
    }
  }
}

extension LuaState {
  /// Compiles a chunk and calls it as ``LuaFunction/callAsync(_:isolation:)`` does.
  @discardableResult
  public func runAsync(
    _ source: String, name: String? = nil, arguments: [LuaValue] = [], isolation: isolated (any Actor)? = #isolation
  ) async throws(LuaError) -> [LuaValue] {
    try await load(source, name: name).callAsync(arguments)
  }
}
