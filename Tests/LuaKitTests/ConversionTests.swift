import Testing

@testable import LuaKit

@Suite struct `Conversions` {
  let lua = LuaState()

  private func roundTrip<T: LuaConvertible & Equatable>(_ value: T) throws -> Bool {
    T.fromLua(try lua.load("return ...").call([value.luaValue(in: lua)])[0]) == value
  }

  private func ends<T: FixedWidthInteger & LuaConvertible>(_ type: T.Type) throws -> Bool {
    let ends = [T.min, T.min + 1, 0, 1, T.max - 1, T.max].filter { Int(exactly: $0) != nil }
    return try ends.allSatisfy { try roundTrip($0) } && roundTrip(ends)
  }

  @Test func `integers of each width make the round trip`() throws {
    #expect(try ends(Int8.self) && ends(Int16.self) && ends(Int32.self) && ends(Int64.self) && ends(Int.self))
    #expect(try ends(UInt8.self) && ends(UInt16.self) && ends(UInt32.self) && ends(UInt64.self) && ends(UInt.self))
  }

  private static let refused: [(source: String, convert: @Sendable (LuaValue) -> Any?)] = [
    ("128", { Int8.fromLua($0) }), ("-129", { Int8.fromLua($0) }), ("1 << 15", { Int16.fromLua($0) }),
    ("1 << 31", { Int32.fromLua($0) }), ("2^63", { Int64.fromLua($0) }), ("256", { UInt8.fromLua($0) }),
    ("-1", { UInt8.fromLua($0) }), ("-1", { UInt64.fromLua($0) }), ("-1.0", { UInt.fromLua($0) }),
    ("1 << 16", { UInt16.fromLua($0) }), ("1 << 32", { UInt32.fromLua($0) }), ("2^64", { UInt64.fromLua($0) }),
    ("0.5", { UInt8.fromLua($0) }), ("0/0", { Int32.fromLua($0) }), ("1/0", { UInt64.fromLua($0) }),
    ("'1'", { UInt8.fromLua($0) }), ("true", { Int8.fromLua($0) }), ("nil", { UInt16.fromLua($0) }),
    ("1e39", { Float.fromLua($0) }), ("'1'", { Float.fromLua($0) }),
    ("{1, 256}", { [UInt8].fromLua($0) }), ("{1, 'x'}", { Set<Int>.fromLua($0) }), ("7", { Set<Int>.fromLua($0) }),
    ("{a = true, b = false}", { Set<String>.fromLua($0) }),
    ("{['e\\u{301}'] = true, ['\\u{e9}'] = true}", { Set<String>.fromLua($0) }),
  ]

  @Test("what a type does not hold is none", arguments: refused)
  func refusal(_ source: String, _ convert: @Sendable (LuaValue) -> Any?) throws {
    #expect(convert(try lua.run("return " + source)[0]) == nil)
  }

  @Test func `integral floats are integers, as in Lua`() throws {
    #expect(UInt8.fromLua(255.0) == 255)
    #expect(Int16.fromLua(-3.0) == -3)
    #expect(UInt64.fromLua(.number(0x1p63)) == 1 << 63)
  }

  @Test func `an integer beyond Lua's is an error`() throws {
    let error = try #require(throws: LuaError.self) { try UInt64.max.luaValue(in: lua) }
    #expect(error.message == "18446744073709551615 is beyond Lua's integers" && error.kind == .conversion)
  }

  @Test func `a Float is exact in Lua, and the nearest of what comes from there`() throws {
    #expect(try roundTrip(Float(0.1)) && roundTrip(Float.greatestFiniteMagnitude) && roundTrip(-Float.infinity))
    #expect(Float.fromLua(0.1) == 0.1)
    #expect(Float.fromLua(.number(.infinity)) == .infinity)
    #expect(Float.fromLua(.number(.nan))?.isNaN == true)
  }

  @Test func `bytes are a string`() throws {
    let bytes: [UInt8] = [0, 255, 0xC3, 40]
    #expect(try roundTrip(bytes) && roundTrip([UInt8]()) && roundTrip([bytes, []]) && roundTrip(Optional(bytes)))
    #expect(try bytes.luaValue(in: lua) == .string(LuaString(bytes: bytes)))
    #expect([UInt8].fromLua(try lua.run("return {1, 2, 255}")[0]) == [1, 2, 255])
    // An empty list of something else is a table.
    #expect(try [String]().luaValue(in: lua).table != nil)
  }

  @Test func `sets are tables with their elements as keys, or read from lists`() throws {
    #expect(try roundTrip(Set(["a", "µ"])) && roundTrip(Set([3, -1])) && roundTrip(Set<Double>()) && roundTrip(Set([true])))
    lua.globals["s"] = try Set(["a", "b"]).luaValue(in: lua)
    #expect(lua.answer("s.a, s.b, s.c") == "true true nil")
    #expect(Set<Int>.fromLua(try lua.run("return {3, 4, 3}")[0]) == [3, 4])
    #expect(throws: LuaError.self) { try Set([Double.nan]).luaValue(in: lua) }
  }
}
