internal import CLua
internal import CLuaShim

/// The Swift side of a function that Lua holds.
class FunctionBox {
  unowned(unsafe) let state: LuaState
  /// The state's.
  let hot: UnsafeMutablePointer<LuaState.Hot>
  let qualifiedName: String
  /// How far up the caller is whose place errors tell; 1 but for what Lua's own functions call.
  let level: Int32

  init(_ state: LuaState, _ qualifiedName: String, level: Int32 = 1) {
    self.state = state
    hot = state.hot
    self.qualifiedName = qualifiedName
    self.level = level
  }

  /// Arguments are on the stack; answers the number of results on top, or -1 with the error value there.
  func invoke(_ L: OpaquePointer) -> Int32 { 0 }
}

/// What the trampoline calls.
let invokeBox: lk_invoke = { L, object in
  Unmanaged<FunctionBox>.fromOpaque(object.unsafelyUnwrapped)._withUnsafeGuaranteedRef { box in
    let results = box.invoke(L.unsafelyUnwrapped)
    if results != -1, results != Int32(LK_NO_MEMORY), box.hot.pointee.hasNoted, let error = box.state.takeNoted() {
      return box.state.raise(error, in: box.qualifiedName)
    }
    return results
  }
}

/// The same, but what is noted stays so: a handler is called where nobody is there to be told.
let invokeHandler: lk_invoke = { L, object in
  Unmanaged<FunctionBox>.fromOpaque(object.unsafelyUnwrapped)._withUnsafeGuaranteedRef { $0.invoke(L.unsafelyUnwrapped) }
}

extension LuaState {
  func push(box: FunctionBox, invoke: @escaping lk_invoke = invokeBox) throws(LuaError) {
    try reserve(20)
    let object = Unmanaged.passRetained(box)
    let status = lk_push_function(context, L, object.toOpaque(), invoke)
    if status != LUA_OK {
      object.release()
      throw takeError(status)
    }
  }
}

extension FunctionBox {
  /// Runs a body with a call taken from a pool; one that somebody kept is left to them, emptied.
  func withCall(_ L: OpaquePointer, _ body: (Call) throws -> Int) -> Int32 {
    guard lua_checkstack(L, 20) != 0 else { return state.raise(LuaError.noStack, in: qualifiedName) }
    var call = hot.pointee.spareCalls.popLast() ?? Call()
    call.begin(self, L)
    defer {
      call.end()
      if isKnownUniquelyReferenced(&call) { hot.pointee.spareCalls.append(call) }
    }
    do { return Int32(try body(call)) } catch { return state.raise(error, in: qualifiedName, level: level) }
  }
}

/// A closure that checks its arguments itself.
final class ClosureBox: FunctionBox {
  private let body: (Call) throws -> Int

  init(_ state: LuaState, _ name: String, level: Int32 = 1, _ body: @escaping (Call) throws -> Int) {
    self.body = body
    super.init(state, name, level: level)
  }

  override func invoke(_ L: OpaquePointer) -> Int32 { withCall(L, body) }
}

/// A declared function or method.
final class DeclaredBox: FunctionBox {
  let function: Function
  /// The class of `self`, of a method.
  let owner: ClassRuntime?
  /// Made when it is first called. Unchecked: making it calls nothing that asks for it.
  @exclusivity(unchecked) private var knownLayout: ParameterLayout?
  private let body: Function.Body
  private let unary: (@Sendable (Double) -> Double)?
  private let binary: (@Sendable (Double, Double) -> Double)?

  init(_ state: LuaState, _ function: Function, qualifiedName: String, owner: ClassRuntime?) {
    self.function = function
    self.owner = owner
    body = function.body
    unary = function.unary
    binary = function.binary
    super.init(state, qualifiedName)
  }

  override func invoke(_ L: OpaquePointer) -> Int32 {
    if let unary, lua_gettop(L) == 1, lua_type(L, 1) == LUA_TNUMBER {
      lua_pushnumber(L, unary(lua_tonumberx(L, 1, nil)))
      return 1
    }
    if let binary, lua_gettop(L) == 2, lua_type(L, 1) == LUA_TNUMBER, lua_type(L, 2) == LUA_TNUMBER {
      lua_pushnumber(L, binary(lua_tonumberx(L, 1, nil), lua_tonumberx(L, 2, nil)))
      return 1
    }
    return withCall(L) { call in
      try call.bind(self)
      return try body(call)
    }
  }

  var layout: ParameterLayout {
    if let knownLayout { return knownLayout }
    let made = ParameterLayout(function.parameters)
    knownLayout = made
    return made
  }
}
