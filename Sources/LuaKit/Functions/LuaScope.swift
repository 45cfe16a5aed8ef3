internal import CLua
internal import CLuaShim

/// Functions and objects that Lua has for the time of a block: see ``LuaState/withScope(_:)``.
public final class LuaScope {
  /// The state that the scope is of.
  public let state: LuaState
  private var functions: [ScopedBox] = []
  private var objects: [LuaReference] = []
  private var hasEnded = false

  init(_ state: LuaState) { self.state = state }

  /// A Swift function that ends with the scope: from then on calling it is an error, and what the closure keeps is let go.
  ///
  /// - Parameter name: As errors name it.
  public func function<R: LuaReturnable>(
    _ name: String = "", _ body: @escaping (Call) throws -> R
  ) throws(LuaError) -> LuaFunction {
    try add(
      ScopedBox(state, name) { call in
        let count = try body(call).pushResults(to: call.state)
        // The rest of it would run behind the scope's end.
        if count <= Int(LK_YIELDS) { throw call.error("a function of a scope cannot yield") }
        return count
      })
  }

  /// One that returns nothing.
  public func function(_ name: String = "", _ body: @escaping (Call) throws -> Void) throws(LuaError) -> LuaFunction {
    try add(
      ScopedBox(state, name) { call in
        try body(call)
        return 0
      })
  }

  private func add(_ box: ScopedBox) throws(LuaError) -> LuaFunction {
    if hasEnded { throw .scopeEnded }
    try state.ready(20)
    try state.push(box: box)
    functions.append(box)
    return LuaFunction(poppedFrom: state)
  }

  /// An object that Lua lets go of when the scope ends; what Lua still has of it then is an object whose scope has ended, which
  /// methods and fields refuse.
  ///
  /// - Throws: Lua has the object already, and may keep it.
  public func object(_ object: any LuaObject) throws(LuaError) -> LuaValue {
    if hasEnded { throw .scopeEnded }
    try state.ready(20)
    if lk_push_known(state.context, state.L, Unmanaged.passUnretained(object as AnyObject).toOpaque(), 0) {
      lk_pop(state.L, 1)
      let name = state.declaration(of: object)?.name ?? "object"
      throw LuaError(kind: .unusable, message: "\(withArticle(name)) that Lua has already cannot end with a scope")
    }
    try state.push(object: object)
    objects.append(LuaReference(poppedFrom: state))
    return .object(object)
  }

  func end() {
    hasEnded = true
    for box in functions { box.body = nil }
    functions = []
    for object in objects where state.hasRoom(20) && (try? object.pushSelf(on: state.L)) != nil {
      if lk_end_object(state.context, state.L) != LUA_OK { lk_pop(state.L, 1) }
    }
    objects = []
  }
}

/// A function that may end before Lua does with it.
final class ScopedBox: FunctionBox {
  var body: ((Call) throws -> Int)?

  init(_ state: LuaState, _ name: String, _ body: @escaping (Call) throws -> Int) {
    self.body = body
    super.init(state, name)
  }

  override func invoke(_ L: OpaquePointer) -> Int32 {
    guard let body else {
      let name = qualifiedName.isEmpty ? "a Swift function" : qualifiedName
      return state.raise(LuaError("\(name): its scope has ended"), in: qualifiedName)
    }
    return withCall(L, body)
  }
}

extension LuaState {
  /// Runs a block whose functions and objects end with it, whatever Lua has kept of them.
  ///
  ///     try lua.withScope { scope in
  ///       let visit = try scope.function("visit") { call in found.append(call[0]) }
  ///       try search.call([.function(visit), scope.object(index)])
  ///     }
  ///     // what Lua has kept of `visit` says: "visit: its scope has ended"
  ///
  /// So that a script cannot hold what is to be used for a while alone: a lock, a transaction, a file.
  public func withScope<R>(_ body: (LuaScope) throws -> R) rethrows -> R {
    let scope = LuaScope(self)
    defer { scope.end() }
    return try body(scope)
  }

  /// Runs a block with a Lua function of a closure that does not escape: it may use `inout` parameters and what else must not
  /// be kept.
  ///
  ///     func collect(into names: inout [String]) throws {
  ///       try lua.withFunction("add", { call in names.append(call[0].text ?? "") }) { add in try walk.call([.function(add)]) }
  ///     }
  ///
  /// The function ends with the block, as those of ``withScope(_:)`` do.
  @discardableResult
  public func withFunction<Value: LuaReturnable, R>(
    _ name: String = "", _ function: (Call) throws -> Value, _ body: (LuaFunction) throws -> R
  ) throws -> R {
    try withoutActuallyEscaping(function) { function in
      try withScope { scope in try body(scope.function(name, function)) }
    }
  }

  /// The same with a closure that returns nothing.
  @discardableResult
  public func withFunction<R>(
    _ name: String = "", _ function: (Call) throws -> Void, _ body: (LuaFunction) throws -> R
  ) throws -> R {
    try withoutActuallyEscaping(function) { function in
      try withScope { scope in try body(scope.function(name, function)) }
    }
  }
}

extension LuaError {
  fileprivate static var scopeEnded: LuaError { LuaError(kind: .unusable, message: "the scope has ended") }
}
