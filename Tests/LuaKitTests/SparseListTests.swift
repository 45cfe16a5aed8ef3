import LuaKit
import Testing

/// Tables whose length is far beyond their entries: Lua finds a length by trying.
@Suite struct `Sparse lists` {
  /// A number at 1, 2, 3, 4, 5, 8, 9, 16, 17 and so on to the last integer there is.
  static let widest =
    "local t, i = {}, 1 while i > 0 do t[i], t[i + 1], i = 1.5, 1.5, i * 2 end t[math.maxinteger] = 1.5 return t"
  /// The same up to 2^36.
  static let wide =
    "local t, i = {}, 1 while i <= 1 << 36 do t[i], t[i + 1], i = 1.5, 1.5, i * 2 end t[(1 << 36) + 1] = nil return t"
  /// Bytes, and no numbers, up to 2^27.
  static let bytes =
    "local t, i = {}, 1 while i <= 1 << 27 do t[i], t[i + 1], i = 7, 7, i * 2 end t[(1 << 27) + 1] = nil return t"

  @Test("are read as no list, and take no memory", arguments: [widest, wide, bytes]) func reading(_ code: String) throws {
    let lua = LuaState(memoryLimit: 1 << 24)
    let value = try #require(lua.run(code).first)
    let table = try #require(value.table)
    #expect(try table.length() > 1 << 26)
    #expect(table.count < 200 && !table.isList && table.numbers() == nil)
    #expect(throws: LuaTable.NotANumber.self) { try table.numbersOrFirstOther().get() }
    #expect([Double].fromLua(value) == nil && [Int].fromLua(value) == nil && [UInt8].fromLua(value) == nil)
    #expect([Int?].fromLua(value) == nil && [LuaValue].fromLua(value) == nil && Set<Int>.fromLua(value) == nil)
    #expect([Int: Double].fromLua(value)?.count ?? 0 > 50)
    #expect(throws: LuaError.self) { try LuaDecoder().decode([Double].self, from: value) }
  }

  @Test func `a long list is one`() throws {
    let lua = LuaState()
    let value = try #require(lua.run("local t = {} for i = 1, (1 << 20) + 5 do t[i] = i end return t").first)
    #expect(
      value.table?.isList == true && [Int].fromLua(value)?.last == (1 << 20) + 5
        && [Double].fromLua(value)?.count == (1 << 20) + 5)
    try lua.run("local t = ... t[#t - 1] = nil t[#t + 1] = 1", arguments: [value])
    #expect([Int?].fromLua(value) == nil)
  }

  @Test func `room that nobody has is not asked for`() throws {
    let lua = LuaState()
    #expect(lua.makeTable(array: .min, fields: .min).isEmpty && lua.makeTable(array: -1).isEmpty)
    #expect(lua.makeTable(array: 0, fields: .max).isEmpty && lua.makeTable(array: .max, fields: 0).isEmpty)
    #expect(
      lua.traceback("here", level: .max) == "here\nstack traceback:" && lua.traceback(level: .min).hasPrefix("stack traceback:"))
  }
}
