internal import CLua
internal import CLuaShim

/// What an asynchronous function does once its arguments are checked. It runs on the actor of the asynchronous call, which is
/// its second argument, so that it may use the state.
typealias AsynchronousBody = @Sendable (Call, isolated (any Actor)?) async throws -> any LuaReturnable

/// An asynchronous function that has been called, and that its coroutine awaits. Lua calls it when it is done.
final class AwaitedBox: FunctionBox {
  private let call: Call
  private let body: AsynchronousBody
  private var outcome: Result<any LuaReturnable, any Error>?

  init(_ call: Call, of box: FunctionBox, _ body: @escaping AsynchronousBody) {
    (self.call, self.body) = (call, body)
    super.init(box.state, box.qualifiedName)
  }

  func run(isolation: isolated (any Actor)?) async {
    do { outcome = .success(try await body(call, isolation)) } catch { outcome = .failure(error) }
    call.end()
  }

  override func invoke(_ L: OpaquePointer) -> Int32 {
    if lk_stops_await(state.context) { return state.raise(LuaError.cancelled, in: qualifiedName) }
    guard let result = outcome else {
      return state.raise(LuaError("\(qualifiedName): resumed before it is done"), in: qualifiedName)
    }
    outcome = nil
    return withCall(L) { _ in try result.get().pushResults(to: state) }
  }
}

extension Call {
  /// Ends the call for Lua, whose coroutine is suspended until the body is done; what it was given is the body's.
  ///
  /// - Returns: As a function's body does.
  func await(_ body: @escaping AsynchronousBody) throws(LuaError) -> Int {
    guard let L, let box = record.pointee.box else { throw .ended }
    let state = box.state
    if lk_stops_await(state.context) { throw .cancelled }
    switch lk_may_await(state.context, L) {
    case LK_MAY_AWAIT: break
    case LK_NO_RUN:
      throw error("is asynchronous: Swift has to call what calls it by callAsync, runAsync or resumeAsync")
    default:
      throw error(
        "is asynchronous and cannot be awaited here, behind a function in C or Swift that calls Lua, such as table.sort")
    }
    try state.push(box: AwaitedBox(try detached(in: box, state), of: box, body))
    return Int(LK_AWAITS)
  }
}

extension LuaState {
  /// An asynchronous closure as a Lua function, with no declaration: it checks its arguments itself.
  ///
  ///     lua.globals["sleep"] = .function(
  ///       try lua.asyncFunction("sleep") { call, _ in
  ///         try await Task.sleep(for: .seconds(call[0].number ?? 0))
  ///       })
  ///     try await lua.runAsync("sleep(0.1)")
  ///
  /// To Lua it is a function like others, which returns when the closure has; meanwhile the coroutine is suspended and no
  /// thread waits. Scripts' coroutines in between are suspended with it, without seeing anything of it. It may be called only
  /// in what ``LuaFunction/callAsync(_:isolation:)`` and its like run, and not behind a function in C or Swift that calls Lua
  /// (`table.sort`, a finaliser): elsewhere it raises an error that says so.
  ///
  /// The closure runs on the actor of the asynchronous call, which is its second argument, so it may use `call.state`, which
  /// other calls may have changed at each `await`. The call keeps its arguments until the closure ends.
  public func asyncFunction<R: LuaReturnable>(
    _ name: String = "", _ body: @escaping @Sendable (Call, isolated (any Actor)?) async throws -> R
  ) throws(LuaError) -> LuaFunction {
    try push(box: ClosureBox(self, name) { call in try call.await { call, isolation in try await body(call, isolation) } })
    return LuaFunction(poppedFrom: self)
  }

  public func asyncFunction(
    _ name: String = "", _ body: @escaping @Sendable (Call, isolated (any Actor)?) async throws -> Void
  ) throws(LuaError) -> LuaFunction {
    try push(
      box: ClosureBox(self, name) { call in
        try call.await { call, isolation in
          try await body(call, isolation)
          return Results()
        }
      })
    return LuaFunction(poppedFrom: self)
  }
}

extension Function {
  /// An asynchronous function, declared as others are; see <doc:CoroutinesAndAsync>.
  ///
  ///     let seconds = Parameter("seconds", .nonNegativeNumber, "how long")
  ///     Function(async: "sleep", "Waits.", [seconds]) { call, _ in try await Task.sleep(for: .seconds(try call[seconds])) }
  public init<R: LuaReturnable>(
    async name: String, _ summary: String, _ arguments: [AnyParameter] = [], variadic: AnyParameter? = nil,
    options: [AnyParameter] = [], returns: LuaType? = nil, example: String? = nil,
    body: @escaping @Sendable (Call, isolated (any Actor)?) async throws -> R
  ) {
    self.init(
      name, summary, Self.declarations(arguments, variadic, options), returns: returns, example: example
    ) { call in try call.await { call, isolation in try await body(call, isolation) } }
  }

  public init(
    async name: String, _ summary: String, _ arguments: [AnyParameter] = [], variadic: AnyParameter? = nil,
    options: [AnyParameter] = [], returns: LuaType? = nil, example: String? = nil,
    body: @escaping @Sendable (Call, isolated (any Actor)?) async throws -> Void
  ) {
    self.init(
      name, summary, Self.declarations(arguments, variadic, options), returns: returns, example: example
    ) { call in
      try call.await { call, isolation in
        try await body(call, isolation)
        return Results()
      }
    }
  }
}
