import Testing

@testable import LuaKit

@Suite struct `Errors that cross the border` {
  let census = Census()
  let lua = LuaState()

  @Test func `a Swift error is a Lua error whose text is the message`() throws {
    try lua.setGlobal("fail") { _ throws -> LuaValue in throw Failure(text: "no luck") }
    #expect(lua.answer("pcall(fail)") == "false fail: no luck")
    #expect(lua.answer("select(2, pcall(function() fail() end))") == "t:1: fail: no luck")
    #expect(lua.answer("select(2, pcall(fail)).message") == "fail: no luck")
    #expect(lua.answer("'<' .. select(2, pcall(fail)) .. '>'") == "<fail: no luck>")
    #expect(lua.answer("type(select(2, pcall(fail)))") == "userdata")
  }

  @Test func `a Swift error comes back to Swift as itself`() throws {
    let failure = Failure(text: "mine", load: Failure.Load(census))
    try lua.setGlobal("fail") { _ throws -> LuaValue in throw failure }
    let error = try #require(throws: LuaError.self) { try lua.run("fail()") }
    #expect(error.underlying as? Failure == failure)
    let again = try #require(throws: LuaError.self) {
      try lua.run("local ok, e = pcall(fail); error(e)")
    }
    #expect(again.underlying as? Failure == failure)
  }

  @Test func `a LuaError thrown in Swift is a string with its position`() throws {
    try lua.setGlobal("fail") { call throws -> LuaValue in throw call.error("bad \(1)") }
    #expect(lua.answer("select(2, pcall(function() fail() end))") == "t:1: fail: bad 1")
    #expect(lua.answer("type(select(2, pcall(fail)))") == "string")
  }

  @Test(arguments: [
    ("error('text')", "t:1: text"), ("error('text', 0)", "text"), ("error(42)", "42"), ("error(4.5)", "4.5"),
    ("error({})", "(error object is a table value)"), ("error(nil)", "(error object is a nil value)"),
    ("error(true)", "(error object is a boolean value)"), ("error(print)", "(error object is a function value)"),
    ("error(setmetatable({}, {__tostring = function() return 'named' end}))", "named"),
    ("error(setmetatable({}, {__tostring = function() error('worse') end}))", "t:1: worse"),
    ("local x = nil; x()", "t:1: attempt to call a nil value (local 'x')"),
    ("local x = {} .. 1", "t:1: attempt to concatenate a table value"),
  ])
  func `error values have the stock interpreter's words`(source: String, message: String) throws {
    let error = try #require(throws: LuaError.self) { try lua.run(source, name: "=t") }
    #expect(error.message == message)
    #expect(error.kind == .runtime)
  }

  @Test func `error values that are tables or nil are kept`() throws {
    let table = try lua.run("e = {code = 7}; return e")[0]
    let error = try #require(throws: LuaError.self) { try lua.run("error(e)") }
    #expect(error.value == table)
    #expect(error.value?.table?["code"] == 7)
    let none = try #require(throws: LuaError.self) { try lua.run("error(nil)") }
    #expect(none.value == .some(.nil))

    lua.globals["object"] = .object(Tracked(census))
    let object = try #require(throws: LuaError.self) { try lua.run("error(object)") }
    #expect(object.value?.object(Tracked.self) != nil)
  }

  @Test func `tracebacks list the Lua calls, those below a Swift function too`() throws {
    try lua.setGlobal("apply") { call in Results(all: try call[0].function!.call()) }
    let error = try #require(throws: LuaError.self) {
      try lua.run("function inner()\n error('deep')\nend\nfunction outer()\n apply(inner)\nend\nouter()", name: "=t")
    }
    let traceback = try #require(error.traceback)
    #expect(traceback.hasPrefix("stack traceback:"))
    for line in ["t:2: in function 'inner'", "t:5: in function 'outer'", "t:7: in main chunk"] {
      #expect(traceback.contains(line), "\(traceback)")
    }
    #expect(error.message == "t:2: deep")
  }

  @Test func `syntax errors say where, and whether more input would help`() throws {
    let cases = [
      ("x = = 1", "t:1: unexpected symbol near '='", false), ("for i = 1, 2 do", "t:1: 'end' expected near <eof>", true),
      ("s = [[abc", "t:1: unfinished long string (starting at line 1) near <eof>", true),
      ("f(", "t:1: unexpected symbol near <eof>", true), ("x = 'a", "t:1: unfinished string near <eof>", true),
      ("x = 'a\n'", "t:1: unfinished string near ''a'", false),
    ]
    for (source, message, isIncomplete) in cases {
      let error = try #require(throws: LuaError.self) { try lua.load(source, name: "=t") }
      #expect(error.kind == .syntax)
      #expect(error.message == message)
      #expect(error.isIncompleteInput == isIncomplete, "\(source)")
    }
  }

  @Test func `errors inside metamethods, properties and methods are caught`() throws {
    lua.globals["o"] = .object(Tracked(census))
    #expect(lua.answer("pcall(function() return o + 1 end)") == "false t:1: Tracked +: add failed")
    #expect(lua.answer("pcall(function() return o.broken end)") == "false t:1: Tracked: property failed")
    #expect(lua.answer("pcall(function() return o:fail() end)") == "false t:1: tracked:fail: method failed")
    try lua.run("t = setmetatable({}, {__index = function(t, k) error('no ' .. k) end, __newindex = function() error({}) end})")
    let table = try #require(lua.globals["t"].table)
    #expect(throws: LuaError.self) { try table.get("key") }
    let error = try #require(throws: LuaError.self) { try table.set("key", 1) }
    #expect(error.message == "(error object is a table value)")
    #expect(table["key"].isNil)
  }

  @Test func `errors inside coroutines are caught, and kill the coroutine only`() throws {
    try lua.setGlobal("fail") { _ throws -> LuaValue in throw Failure(text: "inside") }
    let text = try lua.run(
      """
      local co = coroutine.create(function() coroutine.yield(1); fail() end)
      local a, b = coroutine.resume(co)
      local c, d = coroutine.resume(co)
      local e, f = coroutine.resume(co)
      local g, h = pcall(coroutine.wrap(function() fail() end))
      return table.concat({tostring(a), tostring(b), tostring(c), tostring(d), tostring(e), tostring(f), tostring(g), tostring(h)}, ";")
      """, name: "=t")[0].text
    #expect(text == "true;1;false;t:1: fail: inside;false;cannot resume dead coroutine;false;t:5: fail: inside")
  }

  @Test func `a yield across a Swift function is an error, not a crash`() throws {
    try lua.setGlobal("apply") { call in Results(all: try call[0].function!.call()) }
    let answer = lua.answer("coroutine.resume(coroutine.create(function() apply(coroutine.yield) end))")
    #expect(answer == "false attempt to yield across a C-call boundary")
    #expect(lua.answer("coroutine.wrap(function() return apply(function() return 5 end) end)()") == "5")
  }

  @Test func `errors inside finalisers are warnings, and every object is finalised`() throws {
    lua.globals["make"] = .function(try lua.function { [census] _ in Tracked(census) })
    try lua.setGlobal("fail") { _ throws -> LuaValue in throw Failure(text: "in a finaliser") }
    try lua.run(
      """
      for i = 1, 100 do
        local kept = make()
        setmetatable({}, {__gc = function() local k = kept; fail() end})
      end
      """)
    lua.collectGarbage()
    lua.collectGarbage()
    #expect(census.total == 100)
    #expect(census.alive == 0)
  }

  @Test func `errors inside closing variables replace those before, and every variable is closed`() throws {
    let first = Tracked(census), second = Tracked(census)
    second.failsToClose = true
    lua.globals["first"] = .object(first)
    lua.globals["second"] = .object(second)
    let error = try #require(throws: LuaError.self) {
      try lua.run("local a <close> = first; local b <close> = second; error('body')", name: "=t")
    }
    #expect((error.underlying as? Failure)?.text == "close failed")
    #expect(error.message.hasSuffix("Tracked close: close failed"))
    #expect(first.closes == 1 && second.closes == 1)
    try lua.run("luaClose = setmetatable({}, {__close = function(_, e) error(tostring(e) .. ', closing', 0) end})")
    #expect(
      lua.answer("(function() local a <close> = first; local b <close> = luaClose; error('body', 0) end)()") == "! body, closing")
    #expect(
      lua.answer("coroutine.wrap(function() local a <close> = first; local b <close> = second; error('body') end)()")
        .hasSuffix("Tracked close: close failed"))
    #expect(first.closes == 3 && second.closes == 2)
  }

  @Test func `an error value of another state arrives as its message`() throws {
    let other = LuaState()
    try lua.setGlobal("fail") { _ throws -> LuaValue in
      try other.run("error(setmetatable({}, {__tostring = function() return 'from elsewhere' end}))")
      return nil
    }
    #expect(lua.answer("pcall(fail)") == "false from elsewhere")
  }

  @Test func `errors travel through nested pcall, Swift and Lua in turn`() throws {
    try lua.setGlobal("apply") { call in Results(all: try call[0].function!.call(Array(call.arguments.dropFirst()))) }
    let failure = Failure(text: "bottom", load: Failure.Load(census))
    try lua.setGlobal("fail") { _ throws -> LuaValue in throw failure }
    #expect(lua.answer("pcall(apply, pcall, apply, fail)") == "true false fail: bottom")
    let error = try #require(throws: LuaError.self) { try lua.run("apply(apply, apply, function() apply(fail) end)") }
    #expect(error.underlying as? Failure == failure)
    let value = try lua.run("local e = {}; local ok, got = pcall(apply, apply, error, e); return got == e")
    #expect(value == [true])
  }

  @Test func `an error in a message handler is told apart`() throws {
    #expect(lua.answer("xpcall(error, function(m) error(m) end, 'x')").hasPrefix("false"))
    try lua.setGlobal("fail") { _ throws -> LuaValue in throw Failure(text: "in a handler") }
    #expect(lua.answer("xpcall(error, fail, 'x')").hasPrefix("false"))
    #expect(lua.answer("1 + 1") == "2")
  }
}
