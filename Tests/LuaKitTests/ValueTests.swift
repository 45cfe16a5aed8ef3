import PolyakPlatform
import Testing

@testable import LuaKit

@Suite struct `Values` {
  let lua = LuaState()

  @Test func `values of every kind make the round trip`() throws {
    let identity = try lua.load("return ...")
    let table = lua.makeTable()
    let values: [LuaValue] = [
      nil, true, false, 0, 42, .integer(.min), .integer(.max), 0.5, .number(.infinity), .number(1e300), "", "text",
      .table(table), .function(identity),
    ]
    #expect(try identity.call(values) == values)
    let nan = try identity.call([.number(.nan)])[0]
    #expect(nan.number?.isNaN == true)
    #expect(nan != nan)
  }

  @Test func `integers and floats are kept apart, and equal where Lua says so`() throws {
    let values = try lua.run("return 1, 1.0, 2^53, 7 // 2, 7 / 2, math.maxinteger")
    guard case .integer(1) = values[0], case .number(1) = values[1] else { return #expect(Bool(false)) }
    #expect(values[0] == values[1])
    #expect(values[2].integer == 1 << 53)
    #expect(values[3] == 3)
    #expect(values[4] == 3.5)
    #expect(values[4].integer == nil)
    #expect(values[5].integer == .max)
  }

  @Test func `strings are bytes: NUL and invalid UTF-8 pass unchanged`() throws {
    let bytes: [UInt8] = [0, 0xFF, 0xFE, 0x41, 0, 0xC3, 0x28]
    let identity = try lua.load("local s = ...; return s, #s, s:byte(1, -1)")
    let results = try identity.call([.string(LuaString(bytes: bytes))])
    #expect(results[0] == .string(LuaString(bytes: bytes)))
    #expect(results[1] == 7)
    #expect(results.dropFirst(2).map(\.integer) == bytes.map { Int($0) })
    guard case .string(let string) = results[0] else { return #expect(Bool(false)) }
    #expect(string.utf8 == nil)
    #expect(results[0].text == nil && String.fromLua(results[0]) == nil)
    #expect(string.description == "\0\\xFF\\xFEA\0\\xC3(")
    #expect(LuaString("µ").utf8 == "µ")
    let loaded = try lua.load(bytes: Array("return 'a\0b'".utf8), name: "=t").call()
    #expect(loaded == [.string(LuaString(bytes: [97, 0, 98]))])
    let message = try #require(throws: LuaError.self) { try lua.run("error('a\\0b', 0)") }
    #expect(message.message == "a\0b")
  }

  @Test func `a table's copy has its entries, and neither its metatable nor what becomes of it`() throws {
    let table = try #require(
      try lua.run("t = setmetatable({1, nil, 3, name = 'x'}, {__index = error, __pairs = error}); t[t] = t; return t")[0].table)
    let copy = try table.copied()
    #expect(copy.metatable == nil && copy[.table(table)] == .table(table))
    #expect(copy[1] == 1 && copy[2] == nil && copy[3] == 3 && copy["name"] == "x")
    copy["name"] = "y"
    table[1] = 5
    #expect(table["name"] == "x" && copy[1] == 1)
    #expect(try lua.makeTable().copied().isEmpty)
  }

  @Test func `globals and tables read and write`() throws {
    lua.globals["answer"] = 42
    #expect(try lua.run("return answer") == [42])
    let table = try #require(try lua.run("t = {10, 20, 30, name = 'x', [2.5] = true}; return t")[0].table)
    #expect(table.count == 3)
    #expect(table[2] == 20)
    #expect(table["name"] == "x")
    #expect(table[.number(2.5)] == true)
    table[4] = "four"
    table["name"] = nil
    #expect(lua.answer("#t, t[4], t.name") == "4 four nil")
    #expect(try table.get("missing", as: Int.self) == nil)
    #expect(try table.get(1, as: Double.self) == 10)
    #expect(try lua.load("return ...").call([.table(table)])[0] == .table(table))
    let keys = table.map { $0.key }
    #expect(keys.count == 5)
    #expect(Set(keys.compactMap(\.integer)) == [1, 2, 3, 4])
    let error = try #require(throws: LuaError.self) { try table.set(LuaValue.nil, 1) }
    #expect(error.message == "table index is nil")
    #expect(throws: LuaError.self) { try table.set(Double.nan, 1) }
  }

  @Test func `get and set honour metamethods, subscripts do not`() throws {
    let table = try #require(
      try lua.run(
        """
        log = {}
        return setmetatable({}, {__index = function(t, k) return k .. '!' end, __newindex = log, __len = function() return 99 end})
        """)[0].table)
    #expect(try table.get("key") == "key!")
    #expect(table["key"].isNil)
    try table.set("key", 5)
    #expect(table["key"].isNil)
    #expect(lua.answer("log.key") == "5")
    #expect(try table.length() == 99)
    #expect(table.count == 0)
    #expect(table.metatable?["__len"].function != nil)
  }

  @Test func `Swift values convert both ways`() throws {
    func roundTrip<T: LuaConvertible & Equatable>(_ value: T) throws -> Bool {
      T.fromLua(try lua.load("return ...").call([value.luaValue(in: lua)])[0]) == value
    }
    #expect(try roundTrip(3))
    #expect(try roundTrip(-2.5))
    #expect(try roundTrip(true))
    #expect(try roundTrip("µ and β"))
    #expect(try roundTrip([1.5, 2, -3]))
    #expect(try roundTrip([Int.min, -1, 0, Int.max]))
    #expect(try roundTrip([Int]()))
    #expect(try roundTrip([[1, 2], [], [3]]))
    #expect(try roundTrip(["a": 1, "b": 2]))
    #expect(try roundTrip(["a": ["x"], "b": []]))
    #expect(try roundTrip(Int?.none))
    #expect(try roundTrip(Int?.some(4)))
    #expect(Int.fromLua(2.5) == nil)
    #expect(Int.fromLua("3") == nil)
    #expect(try roundTrip([1: "a", -3: "b"]))
    #expect(try roundTrip([LuaString(bytes: [255]): 1, LuaString(bytes: [254]): 2]))
    #expect(Int.fromLua(3.0) == 3)
  }

  private static let partial: [(source: String, convert: @Sendable (LuaValue) -> Any?)] = [
    ("{1, 'x'}", { [Double].fromLua($0) }),
    ("{'a', b = 'c'}", { [String].fromLua($0) }),
    ("{b = 'c'}", { [String].fromLua($0) }),
    ("{1, 2, n = 2}", { [Double].fromLua($0) }),
    ("{1, [4] = 2}", { [Int].fromLua($0) }),
    ("{1, [1.5] = 2}", { [LuaValue].fromLua($0) }),
    ("{[0] = 1}", { [Double].fromLua($0) }),
    ("{'\\xff'}", { [String].fromLua($0) }),
    ("{a = 1, 2}", { [String: Int].fromLua($0) }),
    ("{['\\xff'] = 1, ['\\xfe'] = 2}", { [String: Int].fromLua($0) }),
    ("{['e\\u{301}'] = 3, ['\\u{e9}'] = 4}", { [String: Int].fromLua($0) }),
    ("{[1 << 53] = 1, [(1 << 53) + 1] = 2}", { [Double: Int].fromLua($0) }),
    ("'caf\\xe9'", { String.fromLua($0) }),
    ("{'a', {'b', c = 1}}", { [[String]].fromLua($0) }),
  ]

  @Test("what a list, a dictionary or a text cannot hold whole is none", arguments: partial)
  func wholes(source: String, convert: @Sendable (LuaValue) -> Any?) throws {
    #expect(convert(try lua.run("return " + source)[0]) == nil)
  }

  @Test func `lists say which element is not a number`() throws {
    let table = try #require(try lua.run("return {1, 2, {}, 4}")[0].table)
    #expect(table.numbers() == nil)
    guard case .failure(let bad) = table.numbersOrFirstOther() else { return #expect(Bool(false)) }
    #expect(bad.index == 3)
    #expect(try lua.run("return {1, 2.5, 3}")[0].table?.numbers() == [1, 2.5, 3])
  }

  @Test func `functions return nothing, one value or several`() throws {
    try lua.setGlobal("none") { _ in Results() }
    try lua.setGlobal("two") { _ in Results(1, "b") }
    try lua.setGlobal("maybe") { call in call[0].number.map { $0 * 2 } }
    lua.globals["unit"] = .function(try lua.function { _ in })
    #expect(lua.answer("select('#', none()), select('#', unit()), select('#', two())") == "0 0 2")
    #expect(lua.answer("two()") == "1 b")
    #expect(lua.answer("maybe(2), maybe()") == "4.0 nil")
    let many = [LuaValue](repeating: 1, count: 5000)
    #expect(try lua.load("return select('#', ...)").call(many) == [5000])
    try lua.setGlobal("many") { _ in Results(all: many) }
    #expect(lua.answer("select('#', many())") == "5000")
  }

  @Test func `numeric callbacks take and give numbers`() throws {
    let f = try #require(try lua.run("return function(x, y, z) return (x + (y or 0)) * (z or 1) end")[0].function)
    #expect(try f.number(2) == 2)
    #expect(try f.number(2, 3) == 5)
    #expect(try [1.0, 2, 3].withUnsafeBufferPointer { try f.number($0) } == 9)
    let g = try #require(try lua.run("return function(x) return {} end")[0].function)
    let error = try #require(throws: LuaError.self) { try g.number(1) }
    #expect(error.message == "the function must return a number, got table")
    let h = try #require(try lua.run("return function(x) error('h') end", name: "=t")[0].function)
    let raised = try #require(throws: LuaError.self) { try h.number(1) }
    #expect(raised.message == "t:1: h")
    #expect(raised.traceback != nil)
  }

  @Test func `values of another state are refused`() throws {
    let other = LuaState()
    let error = try #require(throws: LuaError.self) { try lua.load("return ...").call([.table(other.makeTable())]) }
    #expect(error.message == "the value belongs to another Lua state")
  }

  @Test func `files load with a shebang line, a byte-order mark, and their name in errors`() throws {
    let path = "/tmp/luakit-\(getpid())-\(UInt32.random(in: 0 ... .max)).lua"
    func write(_ bytes: [UInt8]) {
      let file = fopen(path, "w")
      fwrite(bytes, 1, bytes.count, file)
      fclose(file)
    }
    defer { unlink(path) }
    write(Array("#!/usr/bin/env polyak\nreturn 1 + 1, ...".utf8))
    #expect(try lua.runFile(path, arguments: ["a"]) == [2, "a"])
    write([0xEF, 0xBB, 0xBF] + Array("return 3".utf8))
    #expect(try lua.runFile(path) == [3])
    write(Array("#!x\n\nerror('here')".utf8))
    let error = try #require(throws: LuaError.self) { try lua.runFile(path) }
    #expect(error.message == "\(path):3: here")
    let missing = try #require(throws: LuaError.self) { try lua.loadFile("/no/such/file.lua") }
    #expect(missing.message == "cannot open /no/such/file.lua: No such file or directory")
    let directory = try #require(throws: LuaError.self) { try lua.loadFile("/tmp") }
    #expect(directory.message == "cannot read /tmp: Is a directory")
    #expect(throws: LuaError.self) { try lua.load(bytes: Array("\u{1B}Lua".utf8), name: "=t") }
  }

  @Test func `what an interpreter needs is there`() throws {
    let arg = lua.makeTable()
    arg[0] = "script.lua"
    arg[-1] = "polyak"
    lua.globals["arg"] = .table(arg)
    #expect(lua.answer("arg[0], arg[-1]") == "script.lua polyak")
    lua.preload["mine"] = .function(try lua.function { call in call[0] })
    #expect(try lua.require("mine") == "mine")
    #expect(lua.loaded["mine"] == "mine")
    let error = try #require(throws: LuaError.self) { try lua.require("absent.module") }
    #expect(error.message.hasPrefix("module 'absent.module' not found:"))
    #expect(!lua.warningsEnabled)
    try lua.run("warn('@on')")
    #expect(lua.warningsEnabled)
    lua.warningsEnabled = false
    #expect(lua.traceback("message").hasPrefix("message\nstack traceback:"))
    #expect(try lua.equal(1, 1.0))
    #expect(try lua.less("a", "b"))
    #expect(throws: LuaError.self) { try lua.less("a", 1) }
  }
}
