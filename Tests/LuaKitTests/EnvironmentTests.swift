import PolyakPlatform
import Testing

@testable import LuaKit

@Suite struct `A chunk's environment` {
  let lua = LuaState()

  @Test func `is its table of global variables, and that of the functions in it`() throws {
    let environment = lua.makeTable()
    environment["print"] = lua.globals["type"]
    let results = try lua.run("x = 1 function f() y = 2 end f() return print(x), _G", environment: environment)
    #expect(results == ["number", .nil])
    #expect(environment["x"] == 1 && environment["y"] == 2 && lua.globals["x"].isNil && lua.globals["y"].isNil)
    // A function kept from it goes on with it; chunks share one where they are given it.
    try environment["f"].function?.call()
    try lua.load("x = x + 1", environment: environment).call()
    #expect(environment["x"] == 2)
  }

  @Test func `falls back on another by a metatable`() throws {
    let environment = lua.makeTable(), metatable = lua.makeTable()
    metatable["__index"] = .table(lua.globals)
    environment.metatable = metatable
    #expect(try lua.run("n = #tostring(12) return n", environment: environment) == [2])
    #expect(lua.globals["n"].isNil)
  }

  @Test func `is taken by every way to load`() throws {
    let environment = lua.makeTable()
    environment["x"] = 5
    #expect(try lua.load(bytes: Array("return x".utf8), name: "=b", environment: environment).call() == [5])
    guard case .string(let binary) = try lua.run("return string.dump(load('return x'))")[0] else { return }
    #expect(try lua.load(bytes: binary.bytes, name: "=b", allowsBinary: true, environment: environment).call() == [5])
    // One without an upvalue has no global variables.
    guard case .string(let closed) = try lua.run("return string.dump(function() return 6 end)")[0] else { return }
    #expect(try lua.load(bytes: closed.bytes, name: "=b", allowsBinary: true, environment: environment).call() == [6])
    let path = "/tmp/polyak-environment-\(getpid()).lua"
    defer { unlink(path) }
    let file = try #require(fopen(path, "w"))
    fputs("#!shebang\nreturn x, ...", file)
    fclose(file)
    #expect(try lua.runFile(path, arguments: [1], environment: environment) == [5, 1])
  }

  @Test func `of another state, or of one that is closed, is refused`() throws {
    var other: LuaState? = LuaState()
    let foreign = try #require(other?.makeTable())
    #expect(throws: LuaError.self) { try lua.run("return 1", environment: foreign) }
    other = nil
    let error = try #require(throws: LuaError.self) { try lua.run("return 1", environment: foreign) }
    #expect(error.message == "the Lua state is closed")
    #expect(lua.answer("1") == "1")
  }
}
