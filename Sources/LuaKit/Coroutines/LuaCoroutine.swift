internal import CLua
internal import CLuaShim

/// A coroutine of Lua's, which Swift resumes.
///
///     let count = try lua.makeCoroutine(lua.load("for i = 1, 3 do coroutine.yield(i) end return 'done'"))
///     try count.resume()          // .yielded([.integer(1)])
///     count.status                // .suspended
///
/// Two handles of one coroutine are the same (``LuaReference/isSame(as:)``, `==` of ``LuaValue``). Limits and interrupts hold
/// inside it: a resumption from outside Lua is a call of the host's, with the whole of the limits.
///
/// Functions that are `async` cannot be awaited in it unless ``resumeAsync(_:isolation:)`` resumes it.
public final class LuaCoroutine: LuaReference {
  /// As Lua's `coroutine.status`.
  public enum Status: String, Sendable, CaseIterable {
    /// It has not begun, or has yielded.
    case suspended
    /// It asks itself.
    case running
    /// It has resumed the one that runs.
    case normal
    /// It has returned, failed or been closed; or its state is closed.
    case dead
  }

  /// Why it has given control back, and with what.
  public enum Resumption: Equatable {
    /// What `coroutine.yield`, or a Swift function by ``Step/yield(_:then:)``, was given.
    case yielded([LuaValue])
    /// What its function has returned: it is dead.
    case returned([LuaValue])

    public var values: [LuaValue] {
      switch self {
      case .yielded(let values), .returned(let values): values
      }
    }
  }

  public var status: Status {
    guard let state, state.hasRoom(4), (try? pushSelf(on: state.L)) != nil else { return .dead }
    defer { lk_pop(state.L, 1) }
    guard let coroutine = lua_tothread(state.L, -1) else { return .dead }
    return switch lk_status_of(state.context, state.L, coroutine) {
    case LK_SUSPENDED: .suspended
    case LK_RUNNING: .running
    case LK_NORMAL: .normal
    default: .dead
    }
  }

  /// Runs it until it yields or returns. The arguments are those of its function the first time, from then on what its
  /// `coroutine.yield` returns.
  ///
  /// - Throws: What its function raises, with the calls of the coroutine as the traceback; it is dead then, and its variables
  ///   to be closed are closed. Of one that is not suspended "cannot resume dead coroutine", as in Lua.
  @discardableResult
  public func resume(_ arguments: [LuaValue] = []) throws(LuaError) -> Resumption {
    switch try step(arguments, of: nil, continues: false) {
    case .resumption(let resumption): return resumption
    // Only an asynchronous call may await.
    case .awaits: throw LuaError("a Swift function is awaited outside an asynchronous call")
    }
  }

  /// Ends it: its variables to be closed are closed. A dead one stays so.
  ///
  /// - Throws: What closing them raises; of a coroutine that has failed in a script's `coroutine.resume` its error; of one that
  ///   runs "cannot close a running coroutine".
  public func close() throws(LuaError) {
    let state = try liveState()
    try state.reserve(20)
    let top = lua_gettop(state.L)
    try pushSelf(on: state.L)
    let status = lk_close_coroutine(state.context, state.L)
    defer { lua_settop(state.L, top) }
    if status != LUA_OK { throw state.takeError(status) }
  }

  enum Turn {
    case resumption(Resumption)
    case awaits(AwaitedBox)
  }

  /// One resumption.
  ///
  /// - Parameters:
  ///   - run: The asynchronous call that it belongs to.
  ///   - continues: Whether what it awaits is done.
  func step(
    _ arguments: [LuaValue], of run: AsynchronousRun?, continues: Bool
  ) throws(LuaError) -> Turn {
    let state = try liveState()
    try state.reserve(arguments.count + 20)
    let L = state.L
    let top = lua_gettop(L)
    defer { lua_settop(L, top) }
    try pushSelf(on: L)
    for argument in arguments { try state.push(argument) }
    var count: Int32 = 0
    let status = lk_resume(state.context, L, Int32(arguments.count), &count, run?.record, continues)
    switch status {
    case LUA_OK: return .resumption(.returned(state.takeValues(above: top + 1)))
    case LUA_YIELD: return .resumption(.yielded(state.takeValues(above: top + 1)))
    case Int32(LK_AWAITS):
      guard let object = lk_function_box(L, -1)?.pointee.object,
        let box = Unmanaged<FunctionBox>.fromOpaque(object).takeUnretainedValue() as? AwaitedBox
      else { throw LuaError("no function that is awaited") }
      return .awaits(box)
    default:
      // What `__tostring` says of the error's value is asked for now: the calls that failed are gone.
      let traceback = state.takeTraceback()
      var error = state.takeError(status)
      error.traceback = traceback
      if run?.record.pointee.stopped == true { error.kind = .cancelled }
      throw error
    }
  }
}

extension LuaCoroutine: Sequence, IteratorProtocol {
  /// Resumes it, and gives what it yields; nil once it has returned.
  ///
  ///     for values in try lua.makeCoroutine(lua.load("for i = 1, 3 do coroutine.yield(i, i * i) end")) { print(values) }
  ///
  /// An error ends the sequence and is noted: the state's next operation that can throws it.
  public func next() -> [LuaValue]? {
    do throws(LuaError) {
      if status == .suspended, case .yielded(let values) = try resume() { return values }
    } catch {
      state?.note(error)
    }
    return nil
  }
}

extension LuaState {
  /// A coroutine that calls a function; it begins when it is first resumed. It costs about a kilobyte of Lua's memory.
  ///
  ///     let coroutine = try lua.makeCoroutine(lua.load("local a = ... return coroutine.yield(a + 1)"))
  ///     try coroutine.resume([1])     // .yielded([.integer(2)])
  ///     try coroutine.resume([5])     // .returned([.integer(5)])
  ///
  /// - Throws: "not enough memory", and of a function of another state or of a closed one.
  public func makeCoroutine(_ body: LuaFunction) throws(LuaError) -> LuaCoroutine {
    try ready(20)
    try push(reference: body)
    let status = lk_push_coroutine(context, L)
    guard status == LUA_OK else { throw takeError(status) }
    return LuaCoroutine(poppedFrom: self)
  }
}

extension LuaCoroutine: LuaConvertible {
  public static func fromLua(_ value: LuaValue) -> LuaCoroutine? { value.coroutine }
  public static var luaDescription: String { "a coroutine" }
  public func luaValue(in state: LuaState) -> LuaValue { .coroutine(self) }
}
