internal import CLua
internal import CLuaShim

extension LuaState {
  /// The body of a `luaopen_` function: opens the host's state and leaves on its stack what `require` is to return.
  ///
  ///     @c public func openPolyak(_ host: OpaquePointer) -> Int32 {
  ///       LuaState.open(in: host) { lua in .table(try lua.register(module, as: [])) }
  ///     }
  ///
  /// No Lua error can leave a Swift function. So `luaopen_polyak` is written in C and raises the error that this one leaves,
  /// upon which `require` remembers nothing:
  ///
  ///     int luaopen_polyak(lua_State *L) {
  ///       int results = openPolyak(L);
  ///       return results < 0 ? lua_error(L) : results;
  ///     }
  ///
  /// The library must stay loaded when the host closes its state, because the Swift runtime keeps pointers into it: link it
  /// with `-z nodelete`, or have it open itself with RTLD_NODELETE.
  ///
  /// - Returns: The number of results, for Lua, or -1 with the error value on top of the stack where `body` throws or the
  ///   host's memory does not suffice.
  public static func open(in host: OpaquePointer, _ body: (LuaState) throws -> LuaValue) -> Int32 {
    guard lua_checkstack(host, 40) != 0 else { return refused(host) }
    let top = lua_gettop(host)
    let state: LuaState
    do throws(LuaError) {
      state = try LuaState(borrowing: host)
    } catch {
      lua_settop(host, top)
      return refused(host)
    }
    do {
      try state.push(body(state))
      try state.throwNoted()
      // The host's coroutine may be gone when the state is next used from outside a call.
      state.context.pointee.running = state.context.pointee.main
      return 1
    } catch {
      lua_settop(host, top)
      // What was noted first is the cause of what came of it.
      let error: any Error = state.takeNoted() ?? error
      let isWorded = (error as? LuaError)?.kind != .memory && (try? state.pushString(String(describing: error))) != nil
      state.letGo()
      lua_settop(host, top + (isWorded ? 1 : 0))
      return isWorded ? -1 : refused(host)
    }
  }

  private static func refused(_ host: OpaquePointer) -> Int32 {
    lk_push_memory_error(host)
    return -1
  }

  /// Has the registry keep this object, and tell it when the host closes.
  func anchor() throws(LuaError) {
    let runtime = try ClassRuntime(anchorOf: self)
    hot.pointee.classes.append(runtime)
    guard runtime.push(StateAnchor(self), bytes: 0) else { throw takeError(LUA_ERRMEM) }
    let status = lk_ref(context, L, &anchorReference)
    if status != LUA_OK { throw takeError(status) }
  }

  /// Has the host's collector end this object's use.
  private func letGo() {
    context.pointee.running = context.pointee.main
    lk_unref(L, anchorReference)
  }
}

/// What a borrowed state's registry holds. It is made first, so its finaliser comes last.
final class StateAnchor {
  let state: LuaState
  init(_ state: LuaState) { self.state = state }
  deinit { state.link.state = nil }
}
