internal import CLua
internal import CLuaShim

// Everything that moves values over the border. Only calls that cannot raise are made from here, after `reserve`.
extension LuaState {
  package func reserve(_ slots: Int) throws(LuaError) {
    if lua_checkstack(L, Int32(clamping: slots)) == 0 { throw .noStack }
  }

  /// At the beginning of an operation that throws: what others before could not do comes first.
  func ready(_ slots: Int) throws(LuaError) {
    try throwNoted()
    link.drain(self)
    try reserve(slots)
  }

  // MARK: Reading

  func readValue(at index: Int32) -> LuaValue {
    let L = L
    switch lua_type(L, index) {
    case LUA_TNIL, LUA_TNONE: return .nil
    case LUA_TBOOLEAN: return .boolean(lua_toboolean(L, index) != 0)
    case LUA_TNUMBER:
      return lua_isinteger(L, index) != 0
        ? .integer(Int(lua_tointegerx(L, index, nil))) : .number(lua_tonumberx(L, index, nil))
    case LUA_TSTRING: return .string(LuaString(bytes: Array(bytes(at: index))))
    case LUA_TTABLE:
      guard hasRoom(20) else { return .nil }
      lua_pushvalue(L, index)
      return .table(LuaTable(poppedFrom: self))
    case LUA_TFUNCTION:
      guard hasRoom(20) else { return .nil }
      lua_pushvalue(L, index)
      return .function(LuaFunction(poppedFrom: self))
    case LUA_TTHREAD:
      guard hasRoom(20) else { return .nil }
      lua_pushvalue(L, index)
      return .coroutine(LuaCoroutine(poppedFrom: self))
    default:
      if let object = object(at: index) { return .object(object) }
      guard hasRoom(20) else { return .nil }
      lua_pushvalue(L, index)
      return .other(LuaReference(poppedFrom: self))
    }
  }

  /// Valid only while the string is on the stack, and for strings only (a number would be converted in place).
  func bytes(at index: Int32) -> UnsafeRawBufferPointer {
    var length = 0
    let start = lua_tolstring(L, index, &length)
    return UnsafeRawBufferPointer(start: start, count: length)
  }

  /// For people to read; see ``LuaString/text``.
  func string(at index: Int32) -> String { readable(bytes(at: index)) }

  func object(at index: Int32) -> (any LuaObject)? {
    guard let box = lk_to_box(L, index), let object = box.pointee.object, let type = box.pointee.type,
      !box.pointee.context.pointee.ended
    else { return nil }
    let runtime = Unmanaged<ClassRuntime>.fromOpaque(type)
    return runtime._withUnsafeGuaranteedRef { $0.cast?(Unmanaged<AnyObject>.fromOpaque(object).takeUnretainedValue()) }
  }

  func object<T: LuaObject>(at index: Int32, as type: T.Type) -> T? {
    guard let box = lk_to_box(L, index), let object = box.pointee.object else { return nil }
    let reference = Unmanaged<AnyObject>.fromOpaque(object).takeUnretainedValue()
    if Swift.type(of: reference) == type { return unsafeDowncast(reference, to: type) }
    return reference as? T
  }

  package func takeValue() -> LuaValue {
    let value = readValue(at: -1)
    lk_pop(L, 1)
    return value
  }

  package func takeValues(above top: Int32) -> [LuaValue] {
    let L = L
    let end = lua_gettop(L)
    guard end > top else { return [] }
    let values = (top + 1...end).map { readValue(at: $0) }
    lua_settop(L, top)
    return values
  }

  // MARK: Pushing: one value, or an error and nothing

  package func push(_ value: LuaValue) throws(LuaError) {
    let L = L
    switch value {
    case .nil: lua_pushnil(L)
    case .boolean(let b): lua_pushboolean(L, b ? 1 : 0)
    case .integer(let i): lua_pushinteger(L, lua_Integer(i))
    case .number(let x): lua_pushnumber(L, x)
    case .string(let s): try pushBytes(s.bytes)
    case .table(let t): try push(reference: t)
    case .function(let f): try push(reference: f)
    case .object(let o): try push(object: o)
    case .coroutine(let c): try push(reference: c)
    case .other(let r): try push(reference: r)
    }
  }

  package func push(reference: LuaReference) throws(LuaError) {
    guard reference.link === link else { throw reference.link.state == nil ? .closed : .foreign }
    try reference.pushSelf(on: L)
  }

  func pushString(_ text: String) throws(LuaError) {
    var text = text
    let status = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { lk_push_string(context, L, $0.baseAddress, $0.count) }
    }
    if status != LUA_OK { throw takeError(status) }
  }

  func pushBytes(_ bytes: [UInt8]) throws(LuaError) {
    let status = bytes.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { lk_push_string(context, L, $0.baseAddress, $0.count) }
    }
    if status != LUA_OK { throw takeError(status) }
  }

  func pushTable(array: Int, fields: Int) throws(LuaError) {
    try reserve(20)
    // Room is a hint, and more of it than a machine has is none.
    let (most, mostFields) = (1 << 22, 1 << 20)
    let status = lk_push_table(context, L, Int32(min(max(array, 0), most)), Int32(min(max(fields, 0), mostFields)))
    if status != LUA_OK { throw takeError(status) }
  }

  func push(object: any LuaObject) throws(LuaError) {
    let runtime = try runtime(for: type(of: object))
    guard runtime.push(object, bytes: object.externalBytes) else { throw takeError(LUA_ERRMEM) }
  }

  /// `tostring(value)`, metamethods included.
  public func tostring(_ value: LuaValue) throws(LuaError) -> LuaString {
    try ready(20)
    try push(value)
    let status = lk_tostring(context, L)
    guard status == LUA_OK else { throw takeError(status) }
    defer { lk_pop(L, 1) }
    return LuaString(bytes: Array(bytes(at: -1)))
  }

  /// The same for people to read: what is not UTF-8 is as ``LuaString/text`` has it.
  public func text(of value: LuaValue) throws(LuaError) -> String { try tostring(value).description }

  /// `a == b`, metamethods included.
  public func equal(_ a: LuaValue, _ b: LuaValue) throws(LuaError) -> Bool { try compare(a, b, LUA_OPEQ) }

  /// `a < b`, metamethods included.
  public func less(_ a: LuaValue, _ b: LuaValue) throws(LuaError) -> Bool { try compare(a, b, LUA_OPLT) }

  private func compare(_ a: LuaValue, _ b: LuaValue, _ operation: Int32) throws(LuaError) -> Bool {
    try ready(20)
    let top = lua_gettop(L)
    do {
      try push(a)
      try push(b)
    } catch {
      lua_settop(L, top)
      throw error
    }
    let status = lk_compare(context, L, operation)
    guard status == LUA_OK else { throw takeError(status) }
    return takeValue().isTrue
  }
}
