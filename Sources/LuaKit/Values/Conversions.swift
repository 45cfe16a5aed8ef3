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

/// Both ways.
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
  /// Each element is a result.
  public init(all values: [some LuaRepresentable]) { self.values = values }
  init(list values: [any LuaRepresentable]) { self.values = values }

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

extension LuaTable: LuaConvertible {
  public func luaValue(in state: LuaState) -> LuaValue { .table(self) }
  public static func fromLua(_ value: LuaValue) -> LuaTable? { value.table }
  public static var luaDescription: String { "a table" }
}

extension LuaFunction: LuaConvertible {
  public func luaValue(in state: LuaState) -> LuaValue { .function(self) }
  public static func fromLua(_ value: LuaValue) -> LuaFunction? { value.function }
  public static var luaDescription: String { "a function" }
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
