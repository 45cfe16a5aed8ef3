import Glibc
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

  @Test("that stop once are over when something has caught them", arguments: [
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

  @Test func `come from a signal handler too`() throws {
    handled.interrupt = lua.interrupt
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in handled.interrupt?.raise() }
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
    pthread_create(&thread, nil, { _ in
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
    for expression in cases { #expect(lua.answer(expression) == host.run("return " + expression), "\(expression)") }
  }
}

private struct Handled {
  var interrupt: Interrupt?
  var thread = pthread_t()
}
private nonisolated(unsafe) var handled = Handled()
