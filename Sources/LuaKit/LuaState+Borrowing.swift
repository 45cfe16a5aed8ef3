internal import CLua
internal import CLuaShim

extension LuaState {
  /// The body of a `luaopen_` function: opens the host's state and leaves on its stack what `require` is to return.
  ///
  ///     @c public func luaopen_polyak(_ host: OpaquePointer) -> Int32 {
  ///       LuaState.open(in: host) { lua in .table(try lua.register(module, as: [])) }
  ///     }
  ///
  /// No Lua error can leave a Swift function, so where `body` throws the result is a table that raises the error at any use.
  ///
  /// - Returns: The number of results, for Lua.
  public static func open(in host: OpaquePointer, _ body: (LuaState) throws -> LuaValue) -> Int32 {
    guard lua_checkstack(host, 40) != 0 else { return 0 }
    let state = LuaState(borrowing: host)
    let top = lua_gettop(host)
    do {
      try state.push(body(state))
    } catch {
      lua_settop(host, top)
      if (try? state.push(state.failing(String(describing: error)))) == nil { lua_pushnil(host) }
    }
    // The host's coroutine may be gone when the state is next used from outside a call.
    state.context.pointee.running = state.context.pointee.main
    return 1
  }

  private func failing(_ message: String) throws -> LuaValue {
    let table = makeTable(), metatable = makeTable()
    metatable["__index"] = .function(try function { _ throws -> LuaValue in throw LuaError(message) })
    table.metatable = metatable
    return .table(table)
  }

  /// Has the registry keep this object, and tell it when the host closes.
  func anchor() -> Bool {
    guard let runtime = try? ClassRuntime(anchorOf: self) else { return false }
    hot.pointee.classes.append(runtime)
    var reference: Int32 = 0
    if runtime.push(StateAnchor(self), bytes: 0), lk_ref(context, L, &reference) == LUA_OK { return true }
    lk_pop(L, 1)
    return false
  }
}

/// What a borrowed state's registry holds. It is made first, so its finaliser comes last.
final class StateAnchor {
  let state: LuaState
  init(_ state: LuaState) { self.state = state }
  deinit { state.link.state = nil }
}
