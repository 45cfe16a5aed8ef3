/// What is one of Lua's numbers, strings or booleans, and no table.
protocol PlainValue: LuaRepresentable, LuaDecodable {
  /// The value, where nothing is lost on the way.
  static func exactly(_ value: LuaValue) -> Self?
}

extension PlainValue {
  static func exactly(_ value: LuaValue) -> Self? { fromLua(value) }

  static func read(_ value: LuaValue, at path: [CodingStep]) throws(LuaError) -> Self {
    if let result = exactly(value) { return result }
    throw path.error("expected \(luaDescription), got \(isOfKind(value) ? value.briefly : value.kindWithArticle)")
  }

  /// Whether it is the value that is wrong, and not its type.
  private static func isOfKind(_ value: LuaValue) -> Bool {
    switch value {
    case .integer, .number: self != Bool.self && self != String.self
    case .string: self == String.self
    default: false
    }
  }
}

extension Bool: PlainValue {}
extension String: PlainValue {}
extension Int: PlainValue {}
extension Int8: PlainValue {}
extension Int16: PlainValue {}
extension Int32: PlainValue {}
extension Int64: PlainValue {}
extension UInt: PlainValue {}
extension UInt8: PlainValue {}
extension UInt16: PlainValue {}
extension UInt32: PlainValue {}
extension UInt64: PlainValue {}

extension Double: PlainValue {
  static func exactly(_ value: LuaValue) -> Double? {
    if case .integer(let i) = value { Double(exactly: i) } else { fromLua(value) }
  }
}

extension Float: PlainValue {
  static func exactly(_ value: LuaValue) -> Float? {
    if case .integer(let i) = value { Float(exactly: i) } else { fromLua(value) }
  }
}
