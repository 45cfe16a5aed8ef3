internal import CLua
internal import CLuaShim

/// A Lua table.
///
/// Subscripts are raw: they see no metamethods, cannot fail, and read nil from a closed state. ``get(_:)`` and
/// ``set(_:_:)`` do what `t[k]` does in Lua, metamethods and errors included.
public final class LuaTable: LuaReference {
  public subscript(key: String) -> LuaValue {
    get { raw { state throws(LuaError) in try state.pushString(key) } }
    set { rawSet(newValue) { state throws(LuaError) in try state.pushString(key) } }
  }

  /// By integer key, 1-based as Lua counts.
  public subscript(key: Int) -> LuaValue {
    get {
      guard let state, lua_checkstack(state.L, 4) != 0 else { return .nil }
      let L = state.L
      _ = lk_registry_get(L, reference)
      lua_rawgeti(L, -1, lua_Integer(key))
      let value = state.readValue(at: -1)
      lk_pop(L, 2)
      return value
    }
    set { rawSet(newValue) { state throws(LuaError) in lua_pushinteger(state.L, lua_Integer(key)) } }
  }

  public subscript(key: LuaValue) -> LuaValue {
    get { raw { state throws(LuaError) in try state.push(key) } }
    set {
      precondition(!key.isNil && key.number?.isNaN != true, "nil and NaN are no keys")
      rawSet(newValue) { state throws(LuaError) in try state.push(key) }
    }
  }

  private func raw(_ pushKey: (LuaState) throws(LuaError) -> Void) -> LuaValue {
    guard let state, lua_checkstack(state.L, 8) != 0 else { return .nil }
    let L = state.L
    let top = lua_gettop(L)
    defer { lua_settop(L, top) }
    _ = lk_registry_get(L, reference)
    guard (try? pushKey(state)) != nil else { return .nil }
    lua_rawget(L, -2)
    return state.readValue(at: -1)
  }

  private func rawSet(_ value: LuaValue, _ pushKey: (LuaState) throws(LuaError) -> Void) {
    guard let state, lua_checkstack(state.L, 8) != 0 else { return }
    let L = state.L
    let top = lua_gettop(L)
    defer { lua_settop(L, top) }
    _ = lk_registry_get(L, reference)
    guard (try? pushKey(state)) != nil, (try? state.push(value)) != nil else { return }
    _ = lk_rawset(state.context, L, -3)
  }

  /// `t[key]`.
  public func get(_ key: some LuaRepresentable) throws(LuaError) -> LuaValue {
    let state = try liveState()
    try state.reserve(8)
    let top = lua_gettop(state.L)
    _ = lk_registry_get(state.L, reference)
    do throws(LuaError) {
      try key.push(to: state)
      if isPlain(state, at: top + 1) {
        lua_rawget(state.L, -2)
      } else {
        let status = lk_get(state.context, state.L)
        guard status == LUA_OK else { throw state.takeError(status) }
      }
      let value = state.readValue(at: -1)
      lua_settop(state.L, top)
      return value
    } catch {
      lua_settop(state.L, top)
      throw error
    }
  }

  /// `t[key]`, as a Swift value; nil where it is nil or of another kind.
  public func get<T: LuaDecodable>(_ key: some LuaRepresentable, as type: T.Type) throws(LuaError) -> T? {
    T.fromLua(try get(key))
  }

  /// `t[key] = value`.
  public func set(_ key: some LuaRepresentable, _ value: some LuaRepresentable) throws(LuaError) {
    let state = try liveState()
    try state.reserve(8)
    let top = lua_gettop(state.L)
    defer { lua_settop(state.L, top) }
    _ = lk_registry_get(state.L, reference)
    try key.push(to: state)
    try value.push(to: state)
    // The protected operation refuses nil and NaN as keys.
    let type = lua_type(state.L, -2)
    let isPlain = isPlain(state, at: top + 1) && (type == LUA_TSTRING || lua_isinteger(state.L, -2) != 0)
    let status = isPlain ? lk_rawset(state.context, state.L, top + 1) : lk_set(state.context, state.L)
    guard status == LUA_OK else { throw state.takeError(status) }
  }

  private func isPlain(_ state: LuaState, at index: Int32) -> Bool {
    if lua_getmetatable(state.L, index) == 0 { return true }
    lk_pop(state.L, 1)
    return false
  }

  /// The raw length: the border that `rawlen` gives.
  public var count: Int {
    guard let state, lua_checkstack(state.L, 4) != 0 else { return 0 }
    _ = lk_registry_get(state.L, reference)
    defer { lk_pop(state.L, 1) }
    return Int(lua_rawlen(state.L, -1))
  }

  /// `#t`.
  public func length() throws(LuaError) -> Int {
    let state = try liveState()
    try state.reserve(8)
    _ = lk_registry_get(state.L, reference)
    let status = lk_length(state.context, state.L)
    guard status == LUA_OK else { throw state.takeError(status) }
    guard let length = state.takeValue().integer else { throw LuaError("object length is not an integer") }
    return length
  }

  /// Elements 1 to `count` where all of them are numbers, or nil.
  public func numbers() -> [Double]? {
    try? numbersOrFirstOther().get()
  }

  /// Elements 1 to `count`, or the first that is not a number.
  public func numbersOrFirstOther() -> Result<[Double], NotANumber> {
    guard let state, lua_checkstack(state.L, 8) != 0 else { return .success([]) }
    let L = state.L
    _ = lk_registry_get(L, reference)
    defer { lk_pop(L, 1) }
    let count = Int(lua_rawlen(L, -1))
    var bad = 0
    let numbers = [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      if lk_numbers_from_table(L, -1, buffer.baseAddress, count, &bad) { initialized = count }
    }
    return bad == 0 ? .success(numbers) : .failure(NotANumber(index: bad))
  }

  public struct NotANumber: Error { public let index: Int }

  /// The table's metatable.
  public var metatable: LuaTable? {
    get {
      guard let state, lua_checkstack(state.L, 8) != 0 else { return nil }
      _ = lk_registry_get(state.L, reference)
      defer { lk_pop(state.L, 1) }
      return lua_getmetatable(state.L, -1) != 0 ? LuaTable(poppedFrom: state) : nil
    }
    set {
      guard let state, lua_checkstack(state.L, 8) != 0 else { return }
      _ = lk_registry_get(state.L, reference)
      defer { lk_pop(state.L, 1) }
      if let newValue { _ = lk_registry_get(state.L, newValue.reference) } else { lua_pushnil(state.L) }
      lua_setmetatable(state.L, -2)
    }
  }
}

extension LuaTable: Sequence {
  /// Raw key-value pairs, in Lua's order. As in Lua, assigning to new keys meanwhile ends the iteration early.
  public func makeIterator() -> AnyIterator<(key: LuaValue, value: LuaValue)> {
    var key = LuaValue.nil
    return AnyIterator { [self] in
      guard let state, lua_checkstack(state.L, 8) != 0 else { return nil }
      let L = state.L
      let top = lua_gettop(L)
      defer { lua_settop(L, top) }
      _ = lk_registry_get(L, reference)
      guard (try? state.push(key)) != nil else { return nil }
      var more = false
      guard lk_next(state.context, L, &more) == LUA_OK, more else { return nil }
      key = state.readValue(at: -2)
      return (key, state.readValue(at: -1))
    }
  }
}
