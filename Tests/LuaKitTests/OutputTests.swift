import PolyakPlatform
import Testing

@testable import LuaKit

/// What a host has been given.
private final class Log {
  var pieces: [String] = []
}

extension LuaState {
  fileprivate func keepOutput() -> Log {
    let log = Log()
    output = { log.pieces.append(String(decoding: $0, as: UTF8.self)) }
    return log
  }

  fileprivate func keepWarnings() -> Log {
    let log = Log()
    warnings = { log.pieces.append($0) }
    return log
  }
}

@Suite struct `What scripts write` {
  @Test(
    "comes to the host, a call's bytes at once, as Lua writes them",
    arguments: [
      ("print()", ["\n"]), ("print(1, 1.0, 'x', nil, true)", ["1\t1.0\tx\tnil\ttrue\n"]),
      ("print('a') print('b')", ["a\n", "b\n"]),
      ("print(setmetatable({}, {__tostring = function() return 'T' end}))", ["T\n"]), ("print('a\\0b')", ["a\0b\n"]),
      ("pcall(print, 'x', setmetatable({}, {__tostring = error}))", []), ("coroutine.wrap(print)('co')", ["co\n"]),
      ("print(('x'):rep(5000))", [String(repeating: "x", count: 5000) + "\n"]),
    ])
  func printing(_ source: String, _ pieces: [String]) throws {
    for lua in [LuaState(), LuaState(libraries: .safe), LuaState(libraries: .safe, limits: LuaLimits(output: 10_000))] {
      let log = lua.keepOutput()
      try lua.run(source)
      #expect(log.pieces == pieces)
    }
  }

  @Test(
    "by io comes too",
    arguments: [
      // Floats as liolib writes them.
      ("io.write('a', 1, 1.0, 2.5, -0.0, 2^53, math.mininteger)", ["a112.5-09.007199254741e+15-9223372036854775808"]),
      ("io.write():write('x'):write(1)", ["", "x", "1"]), ("io.stdout:write('a', 'b')", ["ab"]),
      ("io.output():write('a')", ["a"]), ("io.stdout.write(io.stdout, 'a')", ["a"]),
      ("assert(io.write('x') == io.stdout)", ["x"]), ("local f = io.tmpfile() f:write('no') io.output(f) io.write('no')", []),
      ("io.output(io.tmpfile()) print('p') io.stdout:write('s')", ["p\n", "s"]), ("io.stderr:write('')", []),
      ("assert(not pcall(io.write, {}))", []),
    ])
  func files(_ source: String, _ pieces: [String]) throws {
    let lua = LuaState()
    let log = lua.keepOutput()
    try lua.run(source)
    #expect(log.pieces == pieces)
    #expect(lua.answer("pcall(io.write, 'a', {})") == "false bad argument #2 to 'io.write' (string expected, got table)")
  }

  @Test func `stays within the limit, of which what does not come is no part`() throws {
    let lua = LuaState(libraries: [.base, .io], limits: LuaLimits(output: 5))
    let log = lua.keepOutput()
    for source in ["print('1234') print('x')", "print('12345')", "io.write('12345') io.write('x')", "io.stdout:write('123456')"] {
      let error = try #require(throws: LuaError.self) { try lua.run(source) }
      #expect(error.kind == .output)
    }
    #expect(log.pieces == ["1234\n", "12345"])
  }

  @Test func `is an error of the script where the host throws`() throws {
    let lua = LuaState()
    lua.output = { _ in throw LuaError("no room") }
    #expect(lua.answer("pcall(print, 'x')") == "false no room")
    let error = try #require(throws: LuaError.self) { try lua.run("local x = 1\nprint(x)", name: "=t") }
    #expect(error.message == "t:2: no room")
    lua.output = { _ in throw Failure(text: "broken") }
    let other = try #require(throws: LuaError.self) { try lua.run("io.write('x')", name: "=t") }
    #expect(other.message == "t:1: broken" && other.underlying as? Failure == Failure(text: "broken"))
  }

  @Test func `comes to the handler set last, and goes its own way without one`() throws {
    let lua = LuaState()
    let first = lua.keepOutput()
    try lua.run("kept = print print(1)")
    let second = lua.keepOutput()
    try lua.run("kept(2) print(3)")
    #expect(first.pieces == ["1\n"] && second.pieces == ["2\n", "3\n"])
    #expect(lua.output != nil)
    lua.output = nil
    try lua.run("io.write('')")
    #expect(second.pieces.count == 2 && lua.output == nil)
    // A function of the script's own stays.
    let own = LuaState()
    try own.run("function print(x) seen = x end")
    let log = own.keepOutput()
    try own.run("print(1)")
    #expect(log.pieces.isEmpty && own.globals["seen"] == 1)
  }

  @Test func `may be answered by running Lua code, and lets go of the closure`() throws {
    let census = Census()
    do {
      let lua = LuaState(libraries: .safe, limits: LuaLimits(instructions: 100_000))
      let load = Failure.Load(census)
      let count = try lua.load("n = (n or 0) + #...")
      lua.output = { [weak load] bytes in
        _ = load
        try count.call([LuaValue(String(decoding: bytes, as: UTF8.self))])
      }
      let held = Failure.Load(census)
      lua.warnings = { _ in _ = held }
      lua.warnings = { _ in _ = held.census }
      try lua.run("print('ab') print('c')")
      #expect(lua.globals["n"] == 5)
    }
    #expect(census.alive == 0)
  }

  @Test func `of a foreign host is that host's`() throws {
    let host = Host()
    let lua = try LuaState(borrowing: host.L)
    lua.output = { _ in }
    let error = try #require(throws: LuaError.self) { try lua.run("return 1") }
    #expect(error.message == "what a foreign host's scripts write is the host's" && lua.output == nil)
  }
}

@Suite struct `Warnings` {
  @Test(
    "come whole, and are turned off and on as ever",
    arguments: [
      ("warn('x')", ["x"]), ("warn('a', 'b', 1)", ["ab1"]), ("warn('@off') warn('x') warn('@on') warn('y')", ["y"]),
      ("warn('@nonsense')", []), ("warn('@off', '')", ["@off"]), ("warn('')", [""]), ("warn('\\xff')", ["\\xFF"]),
      ("setmetatable({}, {__gc = function() error('lost', 0) end}) collectgarbage()", ["error in __gc (lost)"]),
      ("setmetatable({}, {__gc = function() warn('in', 'side') end}) collectgarbage()", ["inside"]),
    ])
  func coming(_ source: String, _ pieces: [String]) throws {
    for lua in [LuaState(), LuaState(libraries: .safe), LuaState(libraries: .safe, limits: LuaLimits(instructions: 100_000))] {
      let log = lua.keepWarnings()
      try lua.run(source)
      // The version of Lua says where a finaliser has failed.
      #expect(log.pieces.map { $0.hasPrefix("error in __gc") ? "error in __gc (lost)" : $0 } == pieces)
    }
  }

  @Test func `that the host does not take are errors, or noted where nothing can be raised`() throws {
    let lua = LuaState()
    lua.warnings = { throw LuaError("refused: " + $0) }
    #expect(lua.answer("pcall(warn, 'x')") == "false refused: x")
    #expect(lua.answer("pcall(warn)") == "false bad argument #1 to 'warn' (string expected, got no value)")
    try lua.run("setmetatable({}, {__gc = function() error('lost', 0) end})")
    lua.collectGarbage()
    let error = try #require(throws: LuaError.self) { try lua.run("return 1") }
    #expect(error.message.hasPrefix("refused: error in") && error.message.contains("lost"))
    #expect(lua.answer("1") == "1")
  }

  @Test func `count as output`() throws {
    let lua = LuaState(libraries: .safe, limits: LuaLimits(output: 5))
    let log = lua.keepWarnings()
    let error = try #require(throws: LuaError.self) { try lua.run("warn('12', '345') warn('6')") }
    #expect(error.kind == .output && log.pieces == ["12345"])
  }
}
