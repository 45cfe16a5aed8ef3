/// Integers of each width: of Lua's integers and integral floats those that the type holds, and no others.
///
///     UInt8.fromLua(255)      // 255
///     UInt8.fromLua(256)      // nil
///     Int16.fromLua(-2.0)     // -2
protocol LuaInteger: FixedWidthInteger, LuaRepresentable, LuaDecodable {}

extension LuaInteger {
  /// - Throws: Of a number beyond Lua's integers, which have 64 bits and a sign.
  public func luaValue(in state: LuaState) throws(LuaError) -> LuaValue {
    guard let integer = Int(exactly: self) else {
      throw LuaError(kind: .conversion, message: "\(self) is beyond Lua's integers")
    }
    return .integer(integer)
  }

  public static func fromLua(_ value: LuaValue) -> Self? {
    switch value {
    case .integer(let i): Self(exactly: i)
    case .number(let x): Self(exactly: x)
    default: nil
    }
  }

  public static var luaDescription: String {
    if Self.bitWidth < Int.bitWidth { return "an integer in [\(min), \(max)]" }
    return isSigned ? "an integer" : "an integer >= 0"
  }
}

extension Int8: LuaInteger {}
extension Int16: LuaInteger {}
extension Int32: LuaInteger {}
extension Int64: LuaInteger {}
extension UInt: LuaInteger {}
extension UInt8: LuaInteger {}
extension UInt16: LuaInteger {}
extension UInt32: LuaInteger {}
extension UInt64: LuaInteger {}

extension Float: LuaRepresentable, LuaDecodable {
  public func luaValue(in state: LuaState) -> LuaValue { .number(Double(self)) }
  /// The nearest; nil of a finite number beyond the largest.
  public static func fromLua(_ value: LuaValue) -> Float? {
    guard let number = value.number else { return nil }
    let nearest = Float(number)
    return nearest.isFinite || !number.isFinite ? nearest : nil
  }
  public static var luaDescription: String { "a number" }
}
