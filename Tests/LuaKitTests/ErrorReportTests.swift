import Testing

@testable import LuaKit

@Suite struct `An error at the end of a call` {
  let lua = LuaState()

  func error(of source: String, _ onError: LuaState.OnError) throws -> LuaError {
    let chunk = try lua.load(source, name: "=chunk")
    return try #require(throws: LuaError.self) { try lua.call(.function(chunk), onError: onError) }
  }

  @Test func `becomes its report where that is asked for, which closed variables see`() throws {
    let source = """
      local x <close> = setmetatable({}, {__close = function(_, e) seen = e end})
      error('no', 0)
      """
    let report = "no\nstack traceback:\n\t[C]: in function 'error'\n\tchunk:2: in main chunk"
    let reported = try error(of: source, .report)
    #expect(reported.value == LuaValue(report))
    #expect(reported.traceback == nil)
    #expect(lua.globals["seen"] == LuaValue(report))

    let listed = try error(of: source, .traceback)
    #expect(listed.value == "no")
    #expect(listed.traceback == String(report.dropFirst(3)))
    #expect(lua.globals["seen"] == "no")

    let plain = try error(of: source, .nothing)
    #expect(plain.value == "no")
    #expect(plain.traceback == nil)
  }

  @Test(
    "is worded by __tostring, once, while the calls that failed are there",
    arguments: [
      LuaState.OnError.report, .traceback,
    ])
  func words(_ onError: LuaState.OnError) throws {
    let source = """
      count = 0
      local m = {__tostring = function() count = count + 1 return 'line ' .. debug.getinfo(4).currentline end}
      error(setmetatable({}, m))
      """
    #expect(try error(of: source, onError).message == "line 3")
    #expect(lua.globals["count"] == .integer(1))
  }

  @Test(
    "says what the value is where it has no words",
    arguments: [
      ("error{}", "(error object is a table value)"), ("error()", "(error object is a nil value)"),
      ("error(setmetatable({}, {__tostring = function() return 1 end}))", "(error object is a table value)"),
      ("error(true)", "(error object is a boolean value)"), ("error(1.5)", "1.5"),
    ])
  func wordless(_ source: String, _ message: String) throws {
    #expect(try error(of: source, .traceback).message == message)
    #expect(try error(of: source, .report).message.hasPrefix(message + "\nstack traceback:\n"))
  }

  @Test func `comes of calling anything`() throws {
    #expect(try error(of: "return nil + 1", .nothing).message == "chunk:1: attempt to perform arithmetic on a nil value")
    let callable = try lua.run("return setmetatable({}, {__call = function(_, x) return x + 1 end})")[0]
    #expect(try lua.call(callable, [.integer(1)]) == [.integer(2)])
    let failure = #expect(throws: LuaError.self) { try lua.call(.nil) }
    #expect(failure?.message == "attempt to call a nil value")
  }
}
