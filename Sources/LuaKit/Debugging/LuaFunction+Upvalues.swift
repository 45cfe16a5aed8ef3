internal import CLua
internal import CLuaShim

extension LuaFunction {
  /// The names of its upvalues, in Lua's order from 1; those of a C function or of stripped code are "".
  public var upvalueNames: [String] {
    withFunction { L in
      var names: [String] = []
      while let name = lua_getupvalue(L, -1, Int32(names.count + 1)) {
        lk_pop(L, 1)
        names.append(String(cString: name))
      }
      return names
    } ?? []
  }

  /// The value of an upvalue, counted from 1; nil where there is none.
  public func upvalue(_ index: Int) -> LuaValue {
    withFunction { L in
      guard let state, lua_getupvalue(L, -1, Int32(index)) != nil else { return .nil }
      return state.takeValue()
    } ?? .nil
  }

  /// Assigns to an upvalue; every function that shares it sees the value.
  public func setUpvalue(_ index: Int, to value: LuaValue) {
    withFunction { L in
      guard let state, (try? state.push(value)) != nil else { return }
      if lua_setupvalue(L, -2, Int32(index)) == nil { lk_pop(L, 1) }
    }
  }

  /// Makes an upvalue of this Lua function one and the same variable as another's. Neither may be a C function, and both
  /// upvalues must exist.
  public func shareUpvalue(_ index: Int, with other: LuaFunction, _ otherIndex: Int) {
    withFunction { L in
      guard upvalueNames.count >= index, other.upvalueNames.count >= otherIndex, !isNative, !other.isNative else { return }
      _ = lk_registry_get(L, other.reference)
      lua_upvaluejoin(L, -2, Int32(index), -1, Int32(otherIndex))
      lk_pop(L, 1)
    }
  }

  /// Whether it is written in C or Swift.
  public var isNative: Bool { withFunction { lua_iscfunction($0, -1) != 0 } ?? true }

  /// Runs a body with the function on top of the stack, and takes it off again.
  @discardableResult
  func withFunction<R>(_ body: (OpaquePointer) -> R) -> R? {
    guard let state, lua_checkstack(state.L, 20) != 0 else { return nil }
    let L = state.L
    _ = lk_registry_get(L, reference)
    defer { lk_pop(L, 1) }
    return lua_type(L, -1) == LUA_TFUNCTION ? body(L) : nil
  }
}
