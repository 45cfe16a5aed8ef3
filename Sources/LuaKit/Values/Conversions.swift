internal import CLua
internal import CLuaShim

/// What a Swift function may return to Lua: one value or several.
public protocol LuaReturnable: SendableMetatype {
  /// Pushes the values; answers how many.
  func pushResults(to state: LuaState) throws(LuaError) -> Int
}

/// A Swift value with a Lua form. Types of your own give ``luaValue(in:)`` alone.
public protocol LuaRepresentable: LuaReturnable {
  func luaValue(in state: LuaState) throws(LuaError) -> LuaValue
  /// Pushes exactly one value; made from ``luaValue(in:)`` unless there is a quicker way.
  func push(to state: LuaState) throws(LuaError)
}

/// A Swift value that can be made from a Lua one.
public protocol LuaDecodable: SendableMetatype {
  /// Nil where the value is of another kind.
  static func fromLua(_ value: LuaValue) -> Self?
  /// For error texts: "a number".
  static var luaDescription: String { get }
}

public typealias LuaConvertible = LuaRepresentable & LuaDecodable

extension LuaRepresentable {
  public func push(to state: LuaState) throws(LuaError) { try state.push(luaValue(in: state)) }
  public func pushResults(to state: LuaState) throws(LuaError) -> Int {
    try push(to: state)
    return 1
  }
}

/// Several results, or none.
public struct Results: LuaReturnable {
  let values: [any LuaRepresentable]

  /// A list given here is one result, a table; ``init(all:)`` makes each element a result.
  public init(_ values: any LuaRepresentable...) { self.values = values }
  public init(all values: [some LuaRepresentable]) { self.values = values }

  public func pushResults(to state: LuaState) throws(LuaError) -> Int {
    try state.reserve(values.count + 20)
    for value in values { try value.push(to: state) }
    return values.count
  }
}

extension LuaValue: LuaRepresentable, LuaDecodable {
  public func luaValue(in state: LuaState) -> LuaValue { self }
  public static func fromLua(_ value: LuaValue) -> LuaValue? { value }
  public static var luaDescription: String { "a value" }
}

extension Double: LuaRepresentable, LuaDecodable {
  public func luaValue(in state: LuaState) -> LuaValue { .number(self) }
  public func push(to state: LuaState) { lua_pushnumber(state.L, self) }
  public static func fromLua(_ value: LuaValue) -> Double? { value.number }
  public static var luaDescription: String { "a number" }
}

extension Int: LuaRepresentable, LuaDecodable {
  public func luaValue(in state: LuaState) -> LuaValue { .integer(self) }
  public func push(to state: LuaState) { lua_pushinteger(state.L, lua_Integer(self)) }
  public static func fromLua(_ value: LuaValue) -> Int? { value.integer }
  public static var luaDescription: String { "an integer" }
}

extension Bool: LuaRepresentable, LuaDecodable {
  public func luaValue(in state: LuaState) -> LuaValue { .boolean(self) }
  public func push(to state: LuaState) { lua_pushboolean(state.L, self ? 1 : 0) }
  public static func fromLua(_ value: LuaValue) -> Bool? { value.boolean }
  public static var luaDescription: String { "true or false" }
}

extension String: LuaRepresentable, LuaDecodable {
  public func luaValue(in state: LuaState) -> LuaValue { LuaValue(self) }
  public func push(to state: LuaState) throws(LuaError) { try state.pushString(self) }
  public static func fromLua(_ value: LuaValue) -> String? { value.text }
  public static var luaDescription: String { "a string" }
}

extension LuaString: LuaRepresentable, LuaDecodable {
  public func luaValue(in state: LuaState) -> LuaValue { .string(self) }
  public static func fromLua(_ value: LuaValue) -> LuaString? {
    if case .string(let s) = value { s } else { nil }
  }
  public static var luaDescription: String { "a string" }
}

extension LuaTable: LuaRepresentable {
  public func luaValue(in state: LuaState) -> LuaValue { .table(self) }
}

extension LuaFunction: LuaRepresentable {
  public func luaValue(in state: LuaState) -> LuaValue { .function(self) }
}

extension Optional: LuaReturnable where Wrapped: LuaRepresentable {}

extension Optional: LuaRepresentable where Wrapped: LuaRepresentable {
  public func luaValue(in state: LuaState) throws(LuaError) -> LuaValue { try self?.luaValue(in: state) ?? .nil }
  public func push(to state: LuaState) throws(LuaError) {
    if let self { try self.push(to: state) } else { lua_pushnil(state.L) }
  }
}

extension Optional: LuaDecodable where Wrapped: LuaDecodable {
  public static func fromLua(_ value: LuaValue) -> Wrapped?? {
    value.isNil ? .some(nil) : Wrapped.fromLua(value).map { .some($0) }
  }
  public static var luaDescription: String { Wrapped.luaDescription + " or nil" }
}

extension Array: LuaReturnable where Element: LuaRepresentable {}

extension Array: LuaRepresentable where Element: LuaRepresentable {
  public func luaValue(in state: LuaState) throws(LuaError) -> LuaValue {
    try push(to: state)
    return state.takeValue()
  }

  public func push(to state: LuaState) throws(LuaError) {
    try state.reserve(20)
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
  /// Nil, too, where the table has more than a list does: named fields, or elements behind a hole.
  public static func fromLua(_ value: LuaValue) -> [Element]? {
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
  public static var luaDescription: String { "a list, each element \(Element.luaDescription)" }
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
