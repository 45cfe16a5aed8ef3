import Testing

@testable import LuaKit

@Suite("Coroutines from Swift") struct CoroutineTests {
  let lua = LuaState()

  private func coroutine(_ source: String, in lua: LuaState? = nil) throws -> LuaCoroutine {
    let lua = lua ?? self.lua
    return try lua.makeCoroutine(lua.load(source, name: "=t"))
  }

  @Test func `yield and return what Lua's yield and return`() throws {
    let sum = try coroutine("local s = ... while s < 10 do s = s + coroutine.yield(s, -s) end return s, 'done'")
    #expect(sum.status == .suspended)
    #expect(try sum.resume([1]) == .yielded([1, -1]))
    #expect(try sum.resume([4]) == .yielded([5, -5]))
    #expect(sum.status == .suspended)
    #expect(try sum.resume([5]) == .returned([10, "done"]))
    #expect(sum.status == .dead)
    #expect(try coroutine("").resume([1, 2, 3]) == .returned([]))
    #expect(try coroutine("return ...").resume([nil, nil]) == .returned([nil, nil]))
    #expect(try coroutine("return coroutine.yield()").resume() == .yielded([]))
  }

  /// The texts of lua5.4's `coroutine.resume`.
  @Test func `that cannot be resumed say why`() throws {
    func message(_ coroutine: LuaCoroutine) -> String? {
      do throws(LuaError) { try coroutine.resume() } catch { return error.message }
      return nil
    }
    let done = try coroutine("return 1")
    try done.resume()
    #expect(message(done) == "cannot resume dead coroutine")
    let closed = try coroutine("coroutine.yield()")
    try closed.close()
    #expect(message(closed) == "cannot resume dead coroutine")

    var seen: [LuaCoroutine.Status] = []
    var refusals: [String?] = []
    let outer = try coroutine("outer = coroutine.running() look(outer, false) coroutine.wrap(look)(outer, coroutine.running())")
    try lua.setGlobal("look") { call in
      let one = try #require(call[0].coroutine)
      seen.append(one.status)
      refusals.append(message(one))
      do throws(LuaError) { try one.close() } catch { refusals.append(error.message) }
      return Results()
    }
    try outer.resume()
    #expect(seen == [.running, .normal])
    #expect(
      refusals == [
        "cannot resume non-suspended coroutine", "cannot close a running coroutine",
        "cannot resume non-suspended coroutine", "cannot close a normal coroutine",
      ])
  }

  @Test func `fail with their own calls as the traceback, and are dead`() throws {
    for lua in [lua, LuaState(libraries: .safe), LuaState(libraries: .safe, limits: LuaLimits(instructions: 1_000_000))] {
      let failing = try coroutine("local function deep()\n  error('lost')\nend\ncoroutine.yield(1)\ndeep()\nreturn 1", in: lua)
      #expect(try failing.resume() == .yielded([1]))
      let error = try #require(throws: LuaError.self) { try failing.resume() }
      #expect(error.message == "t:2: lost")
      #expect(error.kind == .runtime)
      let traceback = try #require(error.traceback)
      #expect(traceback.hasPrefix("stack traceback:\n\t[C]: in function 'error'\n\tt:2: in "), "\(traceback)")
      #expect(traceback.contains("t:5: in main chunk"), "\(traceback)")
      #expect(failing.status == .dead)
      #expect(throws: LuaError.self) { try failing.resume() }
      try failing.close()
      #expect(try lua.run("return 1") == [1])
    }
  }

  @Test(arguments: [
    ("error({code = 7})", "(error object is a table value)"),
    ("error(setmetatable({}, {__tostring = function() return 'mine' end}))", "mine"),
    ("error()", "(error object is a nil value)"),
    ("local function f() return f() + 1 end f()", "t:1: stack overflow"),
    ("local x = nil + 1", "t:1: attempt to perform arithmetic on a nil value"),
  ])
  func `fail with any value`(source: String, message: String) throws {
    let error = try #require(throws: LuaError.self) { try coroutine(source).resume() }
    #expect(error.message.hasPrefix(message), "\(error.message)")
    if source.contains("code") { #expect(error.value?.table?["code"] == 7) }
  }

  @Test func `close their variables when they are closed, and when they fail`() throws {
    let body = """
      local a <close> = setmetatable({}, {__close = function(_, e) log = (log or '') .. 'a:' .. tostring(e) .. ' ' end})
      local b <close> = setmetatable({}, {__close = function(_, e) log = (log or '') .. 'b:' .. tostring(e) .. ' ' end})
      coroutine.yield()
      error('late', 0)
      """
    let closed = try coroutine(body)
    try closed.resume()
    try closed.close()
    #expect(lua.globals["log"] == "b:nil a:nil ")
    lua.globals["log"] = nil
    let failed = try coroutine(body)
    try failed.resume()
    #expect(throws: LuaError.self) { try failed.resume() }
    #expect(lua.globals["log"] == "b:late a:late ")
    let worse = try coroutine(
      "local x <close> = setmetatable({}, {__close = function() error('worse', 0) end}) coroutine.yield()")
    try worse.resume()
    let error = try #require(throws: LuaError.self) { try worse.close() }
    #expect(error.message == "worse")
    #expect(worse.status == .dead)
    try worse.close()
  }

  @Test func `are the values that Lua has`() throws {
    let values = try lua.run("co = coroutine.create(function(...) return ... end) return co, co, coroutine.create(print)")
    #expect(values[0] == values[1] && values[0] != values[2])
    #expect(values[0].typeName == "thread" && values[0].briefly == "thread")
    let coroutine = try #require(values[0].coroutine)
    #expect(coroutine.isSame(as: try #require(values[1].coroutine)))
    lua.globals["again"] = .coroutine(coroutine)
    #expect(lua.answer("again == co, coroutine.status(again)") == "true suspended")
    #expect(try coroutine.resume([7]) == .returned([7]))
    #expect(lua.answer("coroutine.status(co)") == "dead")
    #expect(try lua.run("return type(...)", arguments: [.coroutine(coroutine)]) == ["thread"])
    let main = try #require(try lua.run("return coroutine.running()")[0].coroutine)
    #expect(main.status == .running)
    #expect(throws: LuaError.self) { try main.resume() }
    #expect(throws: LuaError.self) { try main.close() }
  }

  /// The main coroutine has no call in progress where Swift resumes another.
  @Test func `that wait for another are normal, the main one too`() throws {
    let expressions = [
      ("pcall(coroutine.close, main)", "false cannot close a normal coroutine"),
      ("coroutine.resume(main, 1, 2)", "false cannot resume non-suspended coroutine"),
      ("coroutine.status(main)", "normal"), ("coroutine.isyieldable(main)", "false"),
      ("coroutine.wrap(function() return pcall(coroutine.close, main) end)()", "false cannot close a normal coroutine"),
      ("coroutine.wrap(function() return coroutine.status(main), coroutine.status(outer) end)()", "normal normal"),
      ("coroutine.wrap(function() return coroutine.resume(outer) end)()", "false cannot resume non-suspended coroutine"),
      ("coroutine.wrap(function() return pcall(coroutine.close, outer) end)()", "false cannot close a normal coroutine"),
      ("nested(function() return pcall(coroutine.close, main) end)", "false cannot close a normal coroutine"),
      ("nested(function() return pcall(coroutine.close, outer) end)", "false cannot close a normal coroutine"),
      ("nested(function() return coroutine.resume(outer) end)", "false cannot resume non-suspended coroutine"),
      ("nested(function() return coroutine.status(main), coroutine.status(outer) end)", "normal normal"),
      ("from(main)", "normal|cannot resume non-suspended coroutine|cannot close a normal coroutine"),
      ("coroutine.wrap(from)(main)", "normal|cannot resume non-suspended coroutine|cannot close a normal coroutine"),
      ("nested(from, outer)", "normal|cannot resume non-suspended coroutine|cannot close a normal coroutine"),
    ]
    for lua in [LuaState(), LuaState(libraries: .safe, limits: LuaLimits(instructions: 1_000_000))] {
      try lua.setGlobal("nested") { call in
        let body = try #require(call[0].function)
        return Results(all: try call.state.makeCoroutine(body).resume(Array(call.arguments.dropFirst())).values)
      }
      try lua.setGlobal("from") { call in
        let one = try #require(call[0].coroutine)
        var words = ["\(one.status)"]
        do throws(LuaError) { try one.resume() } catch { words.append(error.message) }
        do throws(LuaError) { try one.close() } catch { words.append(error.message) }
        return Results(words.joined(separator: "|"))
      }
      try lua.run("main = coroutine.running()")
      for (expression, expected) in expressions {
        let body = try lua.load("outer = coroutine.running() return 'first', \(expression)", name: "=t")
        let values = try lua.makeCoroutine(body).resume().values
        #expect(values.first == "first", "\(expression)")
        #expect(try values.dropFirst().map { try lua.tostring($0).text }.joined(separator: " ") == expected, "\(expression)")
        #expect(lua.answer("coroutine.status(main), coroutine.status(outer)") == "running dead")
      }
      // While a coroutine is closed from outside all calls.
      let closing = try lua.load(
        "local x <close> = setmetatable({}, {__close = function() closed = {pcall(coroutine.close, main)} end}) coroutine.yield()"
      )
      let closed = try lua.makeCoroutine(closing)
      try closed.resume()
      try closed.close()
      #expect(lua.answer("table.unpack(closed)") == "false cannot close a normal coroutine")
      let failing = try lua.makeCoroutine(lua.load("coroutine.close(main) error('x')", name: "=t"))
      let error = try #require(throws: LuaError.self) { try failing.resume() }
      #expect(error.message == "t:1: cannot close a normal coroutine")
    }
  }

  @Test func `that a script has begun go on from Swift, and back`() throws {
    let begun = try #require(
      try lua.run("co = coroutine.create(function() for i = 1, 4 do coroutine.yield(i) end end) coroutine.resume(co) return co")[
        0
      ]
      .coroutine)
    #expect(try begun.resume() == .yielded([2]))
    #expect(lua.answer("coroutine.resume(co)") == "true 3")
    #expect(try begun.resume() == .yielded([4]))
    let failed = try #require(
      try lua.run("local c = coroutine.create(function() error('x', 0) end) coroutine.resume(c) return c")[0].coroutine)
    #expect(failed.status == .dead)
    let error = try #require(throws: LuaError.self) { try failed.close() }
    #expect(error.message == "x")
    try failed.close()
  }

  @Test func `are sequences of what they yield`() throws {
    let squares = try coroutine("for i = 1, 4 do coroutine.yield(i, i * i) end return 'end'")
    #expect(squares.map { $0[1].integer } == [1, 4, 9, 16])
    #expect(squares.status == .dead && squares.next() == nil)
    let failing = try coroutine("coroutine.yield(1) error('broken', 0)")
    #expect(failing.map(\.count) == [1])
    let error = try #require(throws: LuaError.self) { try lua.run("return 1") }
    #expect(error.message == "broken")
    #expect(lua.answer("1") == "1")
  }

  @Test func `of other states and of closed ones are refused as other handles are`() throws {
    var other: LuaState? = LuaState()
    let body = try #require(try other?.load("coroutine.yield()"))
    let foreign = try #require(try other?.makeCoroutine(body))
    for open in [
      { _ = try lua.makeCoroutine(body) }, { try lua.run("return ...", arguments: [.coroutine(foreign)]) },
      { try coroutine("").resume([.coroutine(foreign)]) },
    ] as [() throws -> Void] {
      let error = try #require(throws: LuaError.self) { try open() }
      #expect(error.message == "the value belongs to another Lua state" && error.kind == .unusable)
    }
    other = nil
    #expect(foreign.status == .dead && foreign.next() == nil && foreign.typeName == "nil")
    for open in [{ try foreign.resume() }, { try foreign.close() }] as [() throws -> Void] {
      let error = try #require(throws: LuaError.self) { try open() }
      #expect(error.message == "the Lua state is closed" && error.kind == .unusable)
    }
  }

  @Test func `are held by limits and interrupts`() throws {
    let cases: [(LuaLimits, LuaError.Kind)] = [
      (LuaLimits(instructions: 20_000), .instructions), (LuaLimits(time: .milliseconds(5)), .time),
      (LuaLimits(memory: 2 << 20), .memory), (LuaLimits(output: 10), .output),
    ]
    for (limits, kind) in cases {
      let lua = LuaState(libraries: .safe, limits: limits)
      let source =
        switch kind {
        case .memory: "local t = {} while true do pcall(function() while true do t[#t + 1] = ('x'):rep(1000) .. #t end end) end"
        case .output: "while true do pcall(print, 'much too much text') end"
        default: "while true do pcall(function() while true do end end) end"
        }
      let endless = try coroutine(source, in: lua)
      let error = try #require(throws: LuaError.self) { try endless.resume() }
      #expect(error.kind == kind, "\(error)")
      #expect(endless.status == .dead)
      // Each resumption has the whole of the limits; how much a time allows, depends on the machine.
      if kind == .time { continue }
      let counting = try coroutine("while true do for i = 1, 3000 do end coroutine.yield() end", in: lua)
      for _ in 0..<20 { #expect(try counting.resume() == .yielded([])) }
    }
    let endless = try coroutine(
      "local x <close> = setmetatable({}, {__close = function() closed = true end}) while true do pcall(press) end")
    let interrupt = lua.interrupt
    try lua.setGlobal("press") { _ in
      interrupt.raise()
      return Results()
    }
    let error = try #require(throws: LuaError.self) { try endless.resume() }
    #expect(error.kind == .interrupted && error.message.hasSuffix("interrupted!"))
    interrupt.clear()
    #expect(endless.status == .dead && lua.globals["closed"] == true)
  }

  @Test func `resumed inside a call are part of it`() throws {
    let lua = LuaState(libraries: .safe, limits: LuaLimits(instructions: 50_000))
    let counting = try coroutine("while true do for i = 1, 1000 do end coroutine.yield() end", in: lua)
    try lua.setGlobal("turn") { _ in Results(all: try counting.resume().values) }
    let error = try #require(throws: LuaError.self) { try lua.run("while true do pcall(turn) end") }
    #expect(error.kind == .instructions)
    #expect(try lua.run("return 1") == [1])
  }

  @Test func `nest in one another through Swift`() throws {
    try lua.setGlobal("nested") { call in
      let n = call[0].integer ?? 0
      if n == 0 { return Results("bottom") }
      let state = try call.state
      return Results(
        all: try state.makeCoroutine(try #require(state.globals["nested"].function)).resume([.integer(n - 1)]).values)
    }
    #expect(lua.answer("nested(50)") == "bottom")
    let error = try #require(throws: LuaError.self) { try lua.run("nested(1000)") }
    #expect(error.message.contains("C stack overflow"))
    #expect(lua.answer("nested(3)") == "bottom")
  }

  @Test func `come and go by the hundred thousand in flat memory`() throws {
    let census = Census()
    try lua.setGlobal("make") { _ in Tracked(census) }
    let body = try lua.load("local x = make() coroutine.yield(x) return 1")
    func round(_ count: Int) throws {
      for i in 0..<count {
        let coroutine = try lua.makeCoroutine(body)
        try coroutine.resume()
        if i % 3 == 0 { try coroutine.resume() } else if i % 3 == 1 { try coroutine.close() }
      }
    }
    try round(1000)
    lua.collectGarbage()
    let before = lua.memoryInUse
    try round(100_000)
    lua.collectGarbage()
    lua.collectGarbage()
    #expect(lua.memoryInUse - before < 20_000)
    #expect(census.alive == 0 && census.total == 101_000)
  }
}
