import Testing

@testable import LuaKit

@Suite("Swift functions that yield") struct YieldingTests {
  let lua = LuaState()
  let census = Census()

  private static func count(_ i: Int, to n: Int) -> Step {
    i > n
      ? .done("end", n)
      : .yield(i, -i) { resumed in
        if let text = resumed[0].text { throw resumed.error(text) }
        return count(i + (resumed[0].integer ?? 1), to: n)
      }
  }

  init() throws { try Self.set(in: lua) }

  private static func set(in lua: LuaState) throws {
    try lua.setGlobal("count") { call in count(1, to: call[0].integer ?? 0) }
    try lua.setGlobal("echo") { call in Step.yield(all: call.arguments) { .done(all: $0.arguments) } }
    try lua.setGlobal("apply") { call in Results(all: try call[0].function?.call() ?? []) }
  }

  /// What lua5.4 gives where the functions are written in Lua.
  @Test(arguments: [
    ("coroutine.wrap(count)(3)", "1 -1"),
    ("(function() local f = coroutine.wrap(count) return f(3), f(), f(), f() end)()", "1 2 3 end 3"),
    ("(function() local f = coroutine.wrap(count) return f(9), f(4), f(4), f(4) end)()", "1 5 9 end 9"),
    ("coroutine.resume(coroutine.create(count), 0)", "true end 0"),
    ("(function() local f = coroutine.wrap(echo) return f(1, nil, 3) end)()", "1 nil 3"),
    ("(function() local f = coroutine.wrap(echo) f(1, 2) return f(nil, 'x', nil) end)()", "nil x nil"),
    ("(function() local f = coroutine.wrap(echo) return select('#', f()), select('#', f()) end)()", "0 0"),
    // Across pcall, metamethods and iterators.
    ("(function() local f = coroutine.wrap(function() return pcall(count, 1) end) return f(), f() end)()", "1 true end 1"),
    (
      "(function() local f = coroutine.wrap(function() return pcall(count, 9) end) f() return f('stop') end)()",
      "false count: stop"
    ),
    (
      "(function() local f = coroutine.wrap(function() count(9) end) f() return pcall(f, 'stop') end)()", "false t:1: count: stop"
    ),
    (
      "(function() local t = setmetatable({}, {__index = echo, __add = function(a, b) return echo(b) end}) "
        + "local f = coroutine.wrap(function() return t.x, t + 2 end) f() f('i') return f('s') end)()", "i s"
    ),
    (
      "(function() local f = coroutine.wrap(function() local s = '' for v in echo do s = s .. v end return s end) "
        + "f() f('a') f('b') return f(nil) end)()", "ab"
    ),
    (
      "(function() local f = coroutine.wrap(function() local x <close> = setmetatable({}, {__close = function() echo('c') end}) "
        + "return 'r' end) return f(), f() end)()", "c r"
    ),
    (
      "(function() local f = coroutine.wrap(function() return coroutine.wrap(count)(2), echo(7) end) return f(), f(8) end)()",
      "7 1 8"
    ),
    // Where nothing can be suspended.
    ("pcall(count, 1)", "false attempt to yield from outside a coroutine"), ("count(0)", "end 0"),
    (
      "coroutine.wrap(function() return pcall(apply, function() return echo(1) end) end)()",
      "false attempt to yield across a C-call boundary"
    ),
    (
      "coroutine.wrap(function() return pcall(table.sort, {1, 2}, echo) end)()", "false attempt to yield across a C-call boundary"
    ),
    // Closing.
    (
      "(function() local co = coroutine.create(echo) coroutine.resume(co) return coroutine.close(co), coroutine.status(co) end)()",
      "true dead"
    ),
  ])
  func `yield as functions of Lua's do`(expression: String, expected: String) throws {
    let bounded = LuaState(libraries: .safe, limits: LuaLimits(memory: 1 << 24, instructions: 1 << 20))
    try Self.set(in: bounded)
    for lua in [lua, bounded] {
      #expect(lua.answer(expression) == expected)
    }
  }

  @Test func `yield to Swift`() throws {
    let coroutine = try lua.makeCoroutine(try #require(lua.globals["count"].function))
    #expect(try coroutine.resume([2]) == .yielded([1, -1]))
    #expect(try coroutine.resume() == .yielded([2, -2]))
    let error = try #require(throws: LuaError.self) { try coroutine.resume(["no"]) }
    #expect(error.message == "count: no")
  }

  @Test func `may be declared, and be methods`() throws {
    final class Dialogue: LuaObject {
      private static let question = Parameter("question", .string, "what to ask")
      static var luaClass: ClassDeclaration {
        ClassDeclaration(
          Dialogue.self, "Dialogue", "Asks.",
          [
            .method("ask", "Asks.", [question], returns: .string) { _, call in
              let question = try call[question]
              return Step.yield(question) { .done(question + " " + ($0[0].text ?? "?")) }
            }
          ])
      }
    }
    lua.globals["d"] = .object(Dialogue())
    #expect(
      lua.answer("(function() local f = coroutine.wrap(function() return d:ask('who') end) f() return f('me') end)()") == "who me"
    )
    #expect(
      lua.answer("coroutine.wrap(function() return d:ask(1) end)()").hasPrefix(
        "! t:1: t:1: dialogue:ask: argument 'question' must be a string"))
  }

  @Test func `leave nothing behind, ended, closed, failed or forgotten`() throws {
    let census = census
    try lua.setGlobal("hold") { _ in
      let object = Tracked(census)
      return Step.yield(1) { resumed in
        if resumed[0] == "fail" { throw Failure(text: "failed") }
        return .done(.object(object) as LuaValue)
      }
    }
    for rest in ["f()", "pcall(f, 'fail')", "coroutine.close(co)", ""] {
      try lua.run(
        """
        for i = 1, 100 do
          local co = coroutine.create(hold)
          local function f(...) return coroutine.resume(co, ...) end
          f()
          \(rest)
        end
        """)
      lua.collectGarbage()
      #expect(census.alive == 0, "\(rest)")
    }
    do {
      let brief = LuaState()
      try brief.setGlobal("hold") { _ in
        let object = Tracked(census)
        return Step.yield(1) { _ in .done(.object(object) as LuaValue) }
      }
      try brief.run("kept = coroutine.create(hold) coroutine.resume(kept)")
      #expect(census.alive == 1)
    }
    #expect(census.alive == 0 && census.total == 401)
  }

  @Test func `keep no stack of what they have done`() throws {
    let lua = lua
    try lua.run("f = coroutine.wrap(count) f(1e6 // 1 | 0)")
    for _ in 0..<100 { try lua.run("for i = 1, 100 do f() end") }
    lua.collectGarbage()
    let before = lua.memoryInUse
    for _ in 0..<100 { try lua.run("for i = 1, 1000 do f() end") }
    lua.collectGarbage()
    #expect(lua.memoryInUse - before < 20_000)
    #expect(lua.answer("f()") == "110002 -110002")
  }
}
