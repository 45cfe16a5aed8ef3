import PolyakPlatform
import Testing

@testable import LuaKit

@Suite struct `Interrupts` {
  let lua = LuaState()

  init() throws {
    let interrupt = lua.interrupt
    try lua.setGlobal("press") { _ in
      interrupt.raise()
      return Results()
    }
    try lua.setGlobal("press_once") { _ in
      interrupt.raise(once: true)
      return Results()
    }
    try lua.setGlobal("apply") { call in Results(all: try call[0].function!.call()) }
    try lua.setGlobal("poll") { call in
      for _ in 0..<1000 { try call.state.checkInterrupt() }
      return Results()
    }
    try lua.setGlobal("swallow") { call in
      _ = try? call[0].function!.call()
      return Results()
    }
  }

  @Test(arguments: ["press_once() while true do end", "press_once() poll()", "press_once() apply(poll)"])
  func `that are raised once are errors of their kind too`(_ code: String) throws {
    #expect(try #require(throws: LuaError.self) { try lua.run(code) }.kind == .interrupted)
    #expect(try #require(throws: LuaError.self) { try lua.run("error('interrupted!', 0)") }.kind == .runtime)
  }

  @Test(arguments: [
    "press(); while true do end",
    "press(); while true do pcall(function() while true do end end) end",
    "press(); while true do pcall(error) end",
    "while true do pcall(press) end",
    "local co = coroutine.wrap(function() press(); while true do end end); while true do pcall(co) end",
    "coroutine.wrap(function() while true do pcall(press) end end)()",
    """
    local co = coroutine.create(function() while true do coroutine.yield() end end)
    press()
    while true do coroutine.resume(co) end
    """,
    "local co = coroutine.create(function() press(); coroutine.yield() end); coroutine.resume(co); while true do end",
    "while true do coroutine.resume(coroutine.create(function() press(); while true do end end)) end",
    """
    local co = coroutine.wrap(function() coroutine.wrap(function() press() while true do end end)() end)
    while true do pcall(co) end
    """,
    """
    local endless = setmetatable({}, {__close = function() press() while true do end end})
    local co = coroutine.create(function() local x <close> = endless; coroutine.yield() end)
    coroutine.resume(co)
    coroutine.close(co)
    while true do end
    """,
    "press(); while true do pcall(poll) end",
    "press(); while true do pcall(apply, function() while true do end end) end",
    "while true do pcall(apply, function() press() while true do end end) end",
    """
    local t = {}
    for i = 1, 1e6 do t[i] = -i end
    press()
    while true do pcall(table.sort, t, function(a, b) return a < b end) end
    """,
    "xpcall(function() press() while true do end end, debug.traceback) while true do end",
    "xpcall(function() press() while true do end end, function(m) error(m) end) while true do end",
    "press(); string.gsub(('x'):rep(1e7), '.', function() return 'y' end)",
    "press() while true do debug.sethook() end",
    "while true do press() debug.sethook() end",
    "press() while true do pcall(debug.sethook) end",
    "while true do load(function() press() while true do end end) end",
    "while true do pcall(load, function() press() local n = 0 while true do n = n + 1 end end) end",
    "while true do swallow(function() press() while true do end end) end",
    "repeat until swallow(function() press() while true do end end) == 'never'",
    "coroutine.wrap(function() pcall(function() press() while true do end end) coroutine.yield() end)() while true do end",
    """
    local co = coroutine.wrap(function()
      pcall(function()
        local x <close> = setmetatable({}, {__close = function() coroutine.yield() end})
        press()
        while true do end
      end)
    end)
    while true do pcall(co) end
    """,
  ])
  func `stop loops, also inside pcall and in coroutines`(source: String) throws {
    let error = try #require(throws: LuaError.self) { try lua.run(source) }
    #expect(error.kind == .interrupted)
    #expect(error.message.hasSuffix("interrupted!"))
    #expect(lua.interrupt.isRaised)
    #expect(throws: LuaError.self) { try lua.run("local x = 1; while true do x = x + 1 end") }
    #expect(throws: LuaError.self) { try lua.checkInterrupt() }
    lua.interrupt.clear()
    try lua.checkInterrupt()
    #expect(lua.answer("(function() local s = 0; for i = 1, 1000 do s = s + i end; return s end)()") == "500500")
    #expect(lua.answer("debug.gethook()") == "nil")
  }

  @Test(
    "that stop once are over when something has caught them",
    arguments: [
      "pcall(function() press_once() while true do end end)",
      "coroutine.resume(coroutine.create(function() press_once() while true do end end))",
      "pcall(coroutine.wrap(function() press_once() while true do end end))",
      "pcall(function() press_once() while true do poll() end end)",
      "pcall(apply, function() press_once() while true do end end)",
    ])
  func once(_ call: String) throws {
    let code = "local ok, message = \(call) local n = 0 for i = 1, 1000 do n = n + 1 end poll() return ok, message, n"
    let results = try lua.run(code)
    #expect(results.count == 3 && results[0] == .boolean(false) && results[2] == .integer(1000))
    #expect(results[1].text?.hasSuffix("interrupted!") == true)
    #expect(!lua.interrupt.isRaised)
    #expect(lua.answer("debug.gethook()") == "nil")
    lua.interrupt.clear()
    // The next one is none the weaker for it.
    #expect(throws: LuaError.self) { try lua.run("press() while true do pcall(function() while true do end end) end") }
    lua.interrupt.clear()
  }

  @Test(
    "let `__close` metamethods finish, and tell the place that was stopped",
    arguments: [
      ("", "busy()"),
      ("a pcall around", "pcall(busy) print('not here')"),
      ("two of them, and one inside", "pcall(pcall, function() pcall(busy) end)"),
      ("an xpcall", "xpcall(busy, debug.traceback)"),
      ("a Swift function between", "apply(busy)"),
      ("a Swift function and pcall", "pcall(apply, function() pcall(busy) end)"),
      ("a Swift function that drops the error", "swallow(busy)"),
      ("a coroutine", "coroutine.wrap(busy)()"),
      ("a coroutine that is resumed", "coroutine.resume(coroutine.create(busy))"),
      ("coroutines in one another", "coroutine.wrap(function() pcall(coroutine.wrap(busy)) end)()"),
      ("pcall in a coroutine", "coroutine.wrap(function() pcall(busy) end)()"),
    ])
  func closing(_ title: String, _ call: String) throws {
    let error = try #require(throws: LuaError.self) {
      try lua.run(
        """
        log = {}
        local function note(text) return setmetatable({}, {__close = function(_, e) local n = 0
          for i = 1, 100 do n = n + i end
          -- What is called on the way catches errors of its own, and Swift functions do all their work.
          local ok, message = pcall(error, "own", 0)
          local resumed = coroutine.wrap(function() return pcall(error) end)()
          poll() apply(poll) apply(function() for i = 1, 100 do n = n + i end end)
          log[#log + 1] = ("%s %d %s %s %s %s"):format(text, n, ok, message, resumed, tostring(e):match("interrupted!"))
        end}) end
        local outer <close> = note("outer")
        local function busy()
          local first <close> = note("first")
          local second <close> = note("second")
          press()
          while true do end -- here
        end
        \(call)
        """, name: "=t")
    }
    #expect(error.kind == .interrupted)
    #expect(error.message.contains("interrupted!"))
    #expect(error.traceback?.contains("t:15: in ") == true, "\(error.traceback ?? "")")
    #expect(error.traceback?.contains("metamethod") == false, "\(error.traceback ?? "")")
    let told = "10100 false own false interrupted!"
    lua.interrupt.clear()
    #expect(lua.answer("table.concat(log, '; ')") == "second \(told); first \(told); outer \(told)")
    #expect(lua.answer("debug.gethook()") == "nil")
  }

  @Test(
    "that come again break into a `__close` metamethod, and the others finish",
    arguments: [
      "press() while true do end",
      "press() pcall(function() while true do pcall(error) end end)",
      "press() while true do poll() end",
      "apply(function() press() while true do end end)",
      "pcall(error)  press()",
    ])
  func again(_ endless: String) throws {
    let error = try #require(throws: LuaError.self) {
      try lua.run(
        """
        local last <close> = setmetatable({}, {__close = function() for i = 1, 10 do end closed = true end})
        local broken <close> = setmetatable({}, {__close = function() \(endless) after = true end})
        pcall(function()
          local x <close> = setmetatable({}, {__close = function() first = true end})
          press()
          while true do end
        end)
        """, name: "=t")
    }
    #expect(error.kind == .interrupted)
    lua.interrupt.clear()
    #expect(lua.answer("first, closed, after") == "true true nil")
  }

  @Test func `an error of a close metamethod on the way stands behind the message, and nothing holds it up`() throws {
    let error = try #require(throws: LuaError.self) {
      try lua.run(
        """
        while true do pcall(function()
          local x <close> = setmetatable({}, {__close = function() error("cannot clean", 0) end})
          press()
          while true do end
        end) end
        """)
    }
    #expect(error.kind == .interrupted)
    #expect(error.message.hasSuffix(":4: interrupted!\ncannot clean"), "\(error.message)")
    lua.interrupt.clear()
  }

  @Test func `objects in the calls that are stopped are let go`() throws {
    let census = Census()
    try lua.setGlobal("tracked") { _ in Tracked(census) }
    for call in ["busy()", "pcall(busy)", "apply(busy)", "coroutine.wrap(busy)()", "tracked():apply(busy)"] {
      #expect(throws: LuaError.self) {
        try lua.run(
          """
          local function busy() local x <close>, y = tracked(), tracked() press() while true do y = tracked() end end
          \(call)
          """)
      }
      lua.interrupt.clear()
    }
    lua.collectGarbage()
    #expect(census.total > 10)
    #expect(census.alive == 0)
  }

  @Test func `come from a signal handler too`() throws {
    handled.interrupt = lua.interrupt
    var action = sigaction()
    action.handler = { _ in handled.interrupt?.raise() }
    var before = sigaction()
    sigaction(SIGUSR2, &action, &before)
    defer { sigaction(SIGUSR2, &before, nil) }
    handled.thread = pthread_self()
    // Test threads come with their signals blocked.
    var signals = sigset_t(), mask = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGUSR2)
    pthread_sigmask(SIG_UNBLOCK, &signals, &mask)
    defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        usleep(30_000)
        pthread_kill(handled.thread, SIGUSR2)
        return nil
      }, nil)
    let error = try #require(throws: LuaError.self) {
      try lua.run("while true do pcall(coroutine.wrap(function() while true do pcall(string.rep, 'x', 10) end end)) end")
    }
    pthread_join(thread, nil)
    #expect(error.kind == .interrupted)
    lua.interrupt.clear()
    #expect(lua.answer("7") == "7")
  }

  @Test func `coroutines behave as Lua's own`() {
    let host = Host()
    let cases = [
      "select('#', coroutine.resume(coroutine.create(function(...) return ... end), 1, nil, nil))",
      "pcall(coroutine.resume, 1)",
      "pcall(coroutine.wrap, 1)",
      "coroutine.resume(coroutine.running())",
      "pcall(coroutine.close, coroutine.running())",
      "pcall(coroutine.close)", "pcall(coroutine.close, 1)", "pcall(coroutine.resume)", "pcall(coroutine.wrap)",
      "pcall(function() coroutine.close(1) end)", "pcall(function() coroutine.close() end)",
      "pcall(function() coroutine.resume({}) end)", "pcall(function() coroutine.wrap('x') end)",
      "pcall(function() local close = coroutine.close close(print) end)",
      "pcall(coroutine.wrap(function() coroutine.close(coroutine.running()) end))",
      "coroutine.wrap(function(co) return pcall(coroutine.close, co) end)(coroutine.running())",
      "pcall(pcall)", "pcall(xpcall)", "pcall(xpcall, print)", "pcall(xpcall, print, 1)", "pcall(load)", "pcall(load, {})",
      "load(function() error('no', 0) end)", "load(function() return nil end) ~= nil", "load('return 1 +')",
      "pcall(debug.sethook, 1)", "pcall(debug.sethook, print, 1, {})", "debug.sethook()", "debug.gethook()",
      "xpcall(error, function(m) return m .. '!' end, 'x')", "xpcall(function(...) return ... end, print, 1, nil, 2)",
      "select('#', pcall(function(...) return ... end, nil, nil))", "pcall(error)", "pcall(error, nil)",
      "coroutine.wrap(function() return pcall(function() return 1, coroutine.yield(2) end) end)()",
      """
      (function()
        local co = coroutine.create(function() return pcall(function() coroutine.yield(1) error('late', 0) end) end)
        return select(2, coroutine.resume(co)), select(2, coroutine.resume(co)), select(2, coroutine.resume(co))
      end)()
      """,
      """
      (function()
        local co = coroutine.create(function(f) return xpcall(function() coroutine.yield() f() end, function(m) return {m} end) end)
        coroutine.resume(co, function() error('x', 0) end)
        local ok, failed, t = coroutine.resume(co)
        return ok, failed, t[1]
      end)()
      """,
      """
      (function()
        local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() error('c', 0) end})
          coroutine.yield() end)
        coroutine.resume(co)
        return coroutine.close(co)
      end)()
      """,
      "select(2, pcall(function() local function f() error('deep') end pcall(f) coroutine.close(2) end))",
      "debug.traceback(coroutine.create(print))",
      "debug.getinfo(pcall).what, debug.getinfo(pcall).nups, debug.getinfo(coroutine.close).short_src",
      "xpcall(function() coroutine.close(1) end, function(m) return debug.traceback(m):match('[^\\n]*close[^\\n]*') end)",
      "coroutine.close(coroutine.create(print))",
      "coroutine.wrap(function() return coroutine.isyieldable(), (select(2, coroutine.running())) end)()",
      "pcall(coroutine.wrap(function() error({}) end)) == false",
      """
      (function()
        local co = coroutine.wrap(function(a) local b = coroutine.yield(a + 1); return b * 2 end)
        return co(1), co(5)
      end)()
      """,
      """
      (function()
        local co = coroutine.create(function() error('x', 0) end)
        coroutine.resume(co)
        return coroutine.status(co), coroutine.close(co)
      end)()
      """,
    ]
    for expression in cases { #expect(lua.answer(expression) == host.run("return " + expression, name: "=t"), "\(expression)") }
  }
}

private struct Handled {
  var interrupt: Interrupt?
  var thread = pthread_t()
}
private nonisolated(unsafe) var handled = Handled()
