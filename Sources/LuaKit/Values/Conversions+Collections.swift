internal import CLua
internal import CLuaShim

extension Array: LuaReturnable where Element: LuaRepresentable {}

extension Array: LuaRepresentable where Element: LuaRepresentable {
  public func luaValue(in state: LuaState) throws(LuaError) -> LuaValue {
    try push(to: state)
    return state.takeValue()
  }

  /// A table of the elements, or, of `[UInt8]`, a string of the bytes.
  public func push(to state: LuaState) throws(LuaError) {
    try state.reserve(20)
    if let bytes = bytes { return try state.pushBytes(bytes) }
    if Element.self == Double.self {
      let status = withUnsafeBytes { bytes in
        lk_push_numbers(state.context, state.L, bytes.assumingMemoryBound(to: Double.self).baseAddress, count)
      }
      if status != LUA_OK { throw state.takeError(status) }
      return
    }
    if Element.self == Int.self {
      let status = withUnsafeBytes { bytes in
        lk_push_integers(state.context, state.L, bytes.assumingMemoryBound(to: lua_Integer.self).baseAddress, count)
      }
      if status != LUA_OK { throw state.takeError(status) }
      return
    }
    let top = lua_gettop(state.L)
    try state.pushTable(array: count, fields: 0)
    do throws(LuaError) {
      for (i, element) in enumerated() {
        try element.push(to: state)
        let status = lk_rawseti(state.context, state.L, -2, lua_Integer(i + 1))
        if status != LUA_OK { throw state.takeError(status) }
      }
    } catch {
      lua_settop(state.L, top)
      throw error
    }
  }
}

extension Array: LuaDecodable where Element: LuaDecodable {
  /// Nil, too, where the table has more than a list does: named fields, or elements behind a hole. `[UInt8]` is a string's
  /// bytes, or a list of them.
  public static func fromLua(_ value: LuaValue) -> [Element]? {
    if case .string(let string) = value, Element.self == UInt8.self { return string.bytes as? [Element] }
    guard let table = value.table, table.isList else { return nil }
    if Element.self == Double.self { return table.numbers() as? [Element] }
    let count = table.count
    var result: [Element] = []
    result.reserveCapacity(count)
    for i in 0..<count {
      guard let element = Element.fromLua(table[i + 1]) else { return nil }
      result.append(element)
    }
    return result
  }
  public static var luaDescription: String {
    Element.self == UInt8.self ? "a string" : "a list, each element \(Element.luaDescription)"
  }
}

extension Array {
  /// An array of bytes, and not just an empty one, which may be cast to any.
  var bytes: [UInt8]? { Element.self == UInt8.self ? self as? [UInt8] : nil }
}

extension Dictionary: LuaReturnable where Key: LuaRepresentable, Value: LuaRepresentable {}

extension Dictionary: LuaRepresentable where Key: LuaRepresentable, Value: LuaRepresentable {
  public func luaValue(in state: LuaState) throws(LuaError) -> LuaValue {
    let table = state.makeTable(fields: count)
    for (key, value) in self { try table.set(key, value) }
    return .table(table)
  }
}

extension Dictionary: LuaDecodable where Key: LuaDecodable, Value: LuaDecodable {
  /// Nil, too, where two of Lua's keys are one in Swift, as an "é" of one and of two characters is; ``LuaString`` tells them
  /// apart.
  public static func fromLua(_ value: LuaValue) -> [Key: Value]? {
    guard let table = value.table else { return nil }
    var result: [Key: Value] = [:]
    for (key, element) in table {
      guard let key = Key.fromLua(key), let element = Value.fromLua(element),
        result.updateValue(element, forKey: key) == nil
      else { return nil }
    }
    return result
  }
  public static var luaDescription: String { "a table, each field \(Value.luaDescription)" }
}

extension Set: LuaReturnable where Element: LuaRepresentable {}

extension Set: LuaRepresentable where Element: LuaRepresentable {
  /// A table with the elements as keys, so that `set[x]` is true or nil.
  public func luaValue(in state: LuaState) throws(LuaError) -> LuaValue {
    let table = state.makeTable(fields: count)
    for element in self { try table.set(element, true) }
    return .table(table)
  }
}

extension Set: LuaDecodable where Element: LuaDecodable {
  /// Of a table whose values are all true the keys, of another that is a list the elements. Nil, too, where two of Lua's keys
  /// are one in Swift.
  public static func fromLua(_ value: LuaValue) -> Set<Element>? {
    guard let table = value.table else { return nil }
    if table.contains(where: { $0.value != true }) { return [Element].fromLua(value).map { Set($0) } }
    var result: Set<Element> = []
    for (key, _) in table {
      guard let element = Element.fromLua(key), result.insert(element).inserted else { return nil }
    }
    return result
  }
  public static var luaDescription: String { "a table of keys that are true, each \(Element.luaDescription)" }
}
