import Testing

@testable import LuaKit

@Suite struct `A scope` {
  let lua = LuaState()

  @Test func `ends its functions, whatever Lua has kept`() throws {
    let census = Census()
    var found: [LuaValue] = []
    try lua.withScope { scope in
      let load = Failure.Load(census)
      lua.globals["visit"] = .function(
        try scope.function("visit") { call in
          _ = load
          found.append(call[0])
          return found.count
        })
      #expect(lua.answer("visit('a'), visit('b')") == "1 2")
      lua.globals["quiet"] = .function(try scope.function { _ in })
      #expect(lua.answer("quiet()") == "")
      try lua.run("wrapped = coroutine.wrap(function() while true do coroutine.yield(pcall(visit, 'c')) end end) wrapped()")
    }
    #expect(found == ["a", "b", "c"] && census.alive == 0)
    #expect(lua.answer("pcall(visit, 'd')") == "false visit: its scope has ended")
    #expect(lua.answer("pcall(quiet)") == "false a Swift function: its scope has ended")
    #expect(lua.answer("wrapped()") == "false visit: its scope has ended")
    let error = try #require(throws: LuaError.self) { try lua.run("\nvisit()", name: "=t") }
    #expect(error.message == "t:2: visit: its scope has ended" && found.count == 3)
  }

  @Test func `has no functions that yield, for they would go on behind its end`() throws {
    let lua = LuaState()
    let error = try #require(throws: LuaError.self) {
      try lua.withScope { scope in
        let ask = try scope.function("ask") { _ in Step.yield(1, 2, 3) { _ in .done(4) } }
        lua.globals["ask"] = .function(ask)
        try lua.run("coroutine.wrap(ask)()")
      }
    }
    #expect(error.message.hasSuffix("ask: a function of a scope cannot yield"))
    try lua.withScope { scope in
      lua.globals["ask"] = .function(try scope.function("ask") { _ in Step.done(5) })
      #expect(lua.answer("coroutine.wrap(ask)()") == "5")
    }
  }

  @Test func `ends its objects`() throws {
    let census = Census()
    try lua.withScope { scope in
      lua.globals["pair"] = try scope.object(Pair(1, 2))
      lua.globals["tracked"] = try scope.object(Tracked(census))
      #expect(lua.answer("pair.x, pair:dot(pair), rawequal(pair, pair)") == "1.0 5.0 true")
      #expect(census.alive == 1)
    }
    #expect(census.alive == 0)
    for (expression, answer) in [
      ("pcall(function() return pair.x end)", "Pair: expected a Pair, got a Pair whose scope has ended"),
      ("pcall(function() pair.y = 1 end)", "Pair: expected a Pair, got a Pair whose scope has ended"),
      (
        "pcall(function() return pair:dot(pair) end)",
        "must be called with ':' on a Pair, as in pair:dot(...), got a Pair whose scope has ended"
      ), ("tostring(pair)", "Pair (its scope has ended)"),
      ("pcall(function() return pair + 1 end)", "got a Pair whose scope has ended"),
    ] {
      #expect(lua.answer(expression).hasSuffix(answer), "\(expression): \(lua.answer(expression))")
    }
    lua.collectGarbage()
  }

  @Test func `does not end what Lua has from elsewhere, and takes nothing once it has ended`() throws {
    let pair = Pair(1, 2)
    lua.globals["pair"] = .object(pair)
    var kept: LuaScope?
    try lua.withScope { scope in
      kept = scope
      let error = try #require(throws: LuaError.self) { try scope.object(pair) }
      #expect(error.message == "a Pair that Lua has already cannot end with a scope")
    }
    #expect(lua.answer("pair.x") == "1.0")
    let scope = try #require(kept)
    let error = try #require(throws: LuaError.self) { try scope.function { _ in 1 } }
    #expect(error.message == "the scope has ended")
    #expect(throws: LuaError.self) { try scope.object(Pair(3, 4)) }
    // The same object may come again.
    let other = Pair(5, 6)
    for _ in 0..<2 {
      try lua.withScope { scope in
        lua.globals["other"] = try scope.object(other)
        #expect(lua.answer("other.x") == "5.0")
      }
      #expect(lua.answer("pcall(function() return other.x end)").hasPrefix("false"))
    }
    lua.globals["other"] = .object(other)
    #expect(lua.answer("other.x") == "5.0")
  }

  @Test func `ends where its block throws, and may be inside another`() throws {
    #expect(throws: Failure.self) {
      try lua.withScope { scope in
        lua.globals["f"] = .function(try scope.function("f") { _ in 1 })
        try lua.withScope { inner in
          lua.globals["g"] = .function(try inner.function("g") { _ in 2 })
          #expect(lua.answer("f() + g()") == "3")
        }
        #expect(lua.answer("f(), pcall(g)") == "1 false g: its scope has ended")
        throw Failure(text: "out")
      }
    }
    #expect(lua.answer("pcall(f)") == "false f: its scope has ended")
  }

  @Test func `takes closures that do not escape`() throws {
    func collect(into names: inout [String], _ body: (String) -> Bool) throws {
      try lua.withFunction("add") { call in
        let name = call[0].text ?? ""
        if body(name) { names.append(name) }
      } _: { add in
        lua.globals["add"] = .function(add)
        try lua.run("for _, name in ipairs{'a', 'bb', 'c'} do add(name) end")
      }
    }
    var names: [String] = []
    try collect(into: &names) { $0.count == 1 }
    #expect(names == ["a", "c"])
    #expect(lua.answer("pcall(add, 'd')") == "false add: its scope has ended")
    let doubled = try lua.withFunction("double") { call in
      (call[0].integer ?? 0) * 2
    } _: { double in
      try double.call([4]).first
    }
    #expect(doubled == 8)
  }

  @Test func `leaves nothing behind, a hundred thousand times`() throws {
    for round in 0..<2 {
      let before = lua.memoryInUse
      for _ in 0..<(round == 0 ? 1000 : 100_000) {
        try lua.withScope { scope in
          _ = try scope.function { _ in 1 }
          _ = try scope.object(Pair(1, 2))
        }
      }
      lua.collectGarbage()
      if round == 1 { #expect(lua.memoryInUse - before < 200_000) }
    }
  }
}
