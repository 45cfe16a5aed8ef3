internal import CLua
internal import CLuaShim

/// A Lua table.
///
/// Subscripts are raw: they see no metamethods. Reading cannot fail: a value of another state is no key here, and a closed
/// state's table reads as empty. An assignment that cannot be done, of a value of another state or with nil or NaN as key,
/// leaves the table as it was, and the state's next operation that can throw (``LuaState/run(_:name:arguments:environment:)``,
/// ``set(_:_:)``, a call) throws the error; to a closed state's table nothing is assigned, and what can throw does.
/// ``get(_:)`` and ``set(_:_:)`` do what `t[k]` does in Lua, metamethods and errors included.
public final class LuaTable: LuaReference {
  /// By a string as key, raw: `table["name"] = 1`.
  public subscript(key: String) -> LuaValue {
    get { raw { state throws(LuaError) in try state.pushString(key) } }
    set { assign(newValue) { state throws(LuaError) in try state.pushString(key) } }
  }

  /// By integer key, 1-based as Lua counts.
  public subscript(key: Int) -> LuaValue {
    get { raw { state in lua_pushinteger(state.L, lua_Integer(key)) } }
    set { assign(newValue) { state in lua_pushinteger(state.L, lua_Integer(key)) } }
  }

  /// By any key, raw.
  public subscript(key: LuaValue) -> LuaValue {
    get { raw { state throws(LuaError) in try state.push(key) } }
    set { assign(newValue) { state throws(LuaError) in try state.push(key) } }
  }

  private func raw(_ pushKey: (LuaState) throws(LuaError) -> Void) -> LuaValue {
    reading(.nil) { state throws(LuaError) in
      try pushKey(state)
      lua_rawget(state.L, -2)
      return state.readValue(at: -1)
    }
  }

  private func assign(_ value: LuaValue, _ pushKey: (LuaState) throws(LuaError) -> Void) {
    noting { state throws(LuaError) in
      try pushKey(state)
      let L = state.L
      let type = lua_type(L, -1)
      if type == LUA_TNIL { throw LuaError("table index is nil") }
      if type == LUA_TNUMBER, lua_tonumberx(L, -1, nil).isNaN { throw LuaError("table index is NaN") }
      try state.push(value)
      let status = lk_rawset(state.context, L, -3)
      if status != LUA_OK { throw state.takeError(status) }
    }
  }

  /// Runs a body with the table on top of the stack, which is as it was afterwards. What it throws is noted.
  private func noting(_ body: (LuaState) throws(LuaError) -> Void) {
    guard let state, state.hasRoom(8) else { return }
    let top = lua_gettop(state.L)
    defer { lua_settop(state.L, top) }
    do throws(LuaError) {
      try pushSelf(on: state.L)
      try body(state)
    } catch {
      state.note(error)
    }
  }

  /// The same for what reads, where other states' values and closed states give what an empty table does.
  private func reading<R>(_ otherwise: R, _ body: (LuaState) throws(LuaError) -> R) -> R {
    guard let state = link.state?.takeUnretainedValue(), state.hasRoom(8) else { return otherwise }
    let top = lua_gettop(state.L)
    defer { lua_settop(state.L, top) }
    do throws(LuaError) {
      try pushSelf(on: state.L)
      return try body(state)
    } catch {
      if error.kind != .unusable { state.note(error) }
      return otherwise
    }
  }

  /// `t[key]`.
  public func get(_ key: some LuaRepresentable) throws(LuaError) -> LuaValue {
    let state = try liveState()
    try state.reserve(8)
    let top = lua_gettop(state.L)
    defer { lua_settop(state.L, top) }
    try pushSelf(on: state.L)
    try key.push(to: state)
    if isPlain(state, at: top + 1) {
      lua_rawget(state.L, -2)
    } else {
      let status = lk_get(state.context, state.L)
      guard status == LUA_OK else { throw state.takeError(status) }
    }
    let value = state.readValue(at: -1)
    try state.throwNoted()
    return value
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
    try pushSelf(on: state.L)
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

  /// The raw length: the border that `rawlen` gives, but no more than there are entries, where it is beyond 2²⁴: a table of
  /// few entries far apart may have any.
  public var count: Int { reading(0) { state in lk_count(state.L, -1) } }

  /// Whether there is no entry at all, named ones included.
  public var isEmpty: Bool {
    reading(true) { state in
      lua_pushnil(state.L)
      // No error: nil is where a traversal begins.
      return lua_next(state.L, -2) == 0
    }
  }

  /// A key that a list of so many elements has not: of `{1, 2, x = 3}` "x". `table.pack`'s n is none.
  public func keyBesides(listOf count: Int) -> LuaValue? {
    if isList { return nil }
    return first { key, value in
      if let i = key.integer, i >= 1, i <= count { return false }
      return !(key.text == "n" && value.integer == count)
    }?.key
  }

  /// Whether each key is an integer from 1 to ``count``: whether a list has it all.
  public var isList: Bool { reading(true) { state in lk_is_list(state.L, -1) } }

  /// `#t`.
  public func length() throws(LuaError) -> Int {
    let state = try liveState()
    try state.reserve(8)
    try pushSelf(on: state.L)
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
    reading(.success([])) { state in
      let count = lk_count(state.L, -1)
      var bad = 0
      let numbers = [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
        if lk_numbers_from_table(state.L, -1, buffer.baseAddress, count, &bad) { initialized = count }
      }
      return bad == 0 ? .success(numbers) : .failure(NotANumber(index: bad))
    }
  }

  /// The element of a list that is none, counted from 1.
  public struct NotANumber: Error { public let index: Int }

  /// Another table with the same entries, and no metatable.
  public func copied() throws(LuaError) -> LuaTable {
    let state = try liveState()
    try state.reserve(8)
    try pushSelf(on: state.L)
    let status = lk_copy(state.context, state.L)
    guard status == LUA_OK else { throw state.takeError(status) }
    return LuaTable(poppedFrom: state)
  }

  /// The table's metatable. Assigned to as the subscripts are: one of another state is refused by the next operation that
  /// can throw.
  public var metatable: LuaTable? {
    get { reading(nil) { state in lua_getmetatable(state.L, -1) != 0 ? LuaTable(poppedFrom: state) : nil } }
    set {
      noting { state throws(LuaError) in
        if let newValue { try state.push(reference: newValue) } else { lua_pushnil(state.L) }
        let status = lk_set_metatable(state.context, state.L)
        if status != LUA_OK { throw state.takeError(status) }
      }
    }
  }
}

extension LuaTable: Sequence {
  /// Raw key-value pairs, in Lua's order: those that there are when the iteration begins, but for those removed meanwhile.
  public func makeIterator() -> AnyIterator<(key: LuaValue, value: LuaValue)> {
    let keys: LuaTable? = reading(nil) { state throws(LuaError) in
      let status = lk_keys(state.context, state.L)
      guard status == LUA_OK else { throw state.takeError(status) }
      return LuaTable(poppedFrom: state)
    }
    guard let keys else { return AnyIterator { nil } }
    let count = keys.count
    var position = 0
    return AnyIterator { [self] in
      // On Lua's stack: a key that comes to Swift and goes back may be another to Lua.
      reading(nil) { state throws(LuaError) in
        try keys.pushSelf(on: state.L)
        while position < count {
          position += 1
          lua_rawgeti(state.L, -1, lua_Integer(position))
          lua_pushvalue(state.L, -1)
          if lua_rawget(state.L, -4) != LUA_TNIL { return (state.readValue(at: -2), state.readValue(at: -1)) }
          lk_pop(state.L, 2)
        }
        return nil
      }
    }
  }
}
