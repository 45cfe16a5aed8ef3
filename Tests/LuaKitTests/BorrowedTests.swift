import CLua
import Testing

@testable import LuaKit

private nonisolated(unsafe) var lastReport = ""

private let x = Parameter("x", .number)

@Suite struct `Borrowed states` {
  let census = Census()

  private func open(_ host: Host) {
    let census = census
    let results = LuaState.open(in: host.L) { lua in
      try lua.setGlobal("make") { _ in Tracked(census) }
      try lua.setGlobal("fail") { _ throws -> LuaValue in throw Failure(text: "no", load: Failure.Load(census)) }
      try lua.setGlobal("apply") { call in Results(all: try call[0].function!.call(Array(call.arguments.dropFirst()))) }
      try lua.setGlobal("list") { call in [Double](repeating: 2, count: call[0].integer!) }
      try lua.setGlobal("integers") { call in Array(0..<call[0].integer!) }
      try lua.setGlobal("text") { call in String(repeating: "µ", count: call[0].integer!) }
      try lua.setGlobal("fields") { _ in ["a": [1, 2], "b": []] }
      try lua.setGlobal("pair") { call in Pair(call[0].number ?? 0, 0) }
      return .table(
        try lua.register(
          Module(
            "m", "",
            functions: [
              Function("twice", "", [x]) { try $0[x] * 2 }
            ]), as: []))
    }
    #expect(results == 1)
    #expect(lua_gettop(host.L) == 1)
    lua_setglobal(host.L, "m")
  }

  @Test func `work in a host's state, which closes them`() {
    do {
      let host = Host()
      open(host)
      #expect(host.run("return m.twice(4), package.loaded.m") == "8.0 nil")
      #expect(host.run("return m.twice('a')").hasSuffix(":1: m.twice: argument 'x' must be a number, got string 'a'"))
      #expect(host.run("return pcall(apply, apply, fail)") == "false fail: no")
      #expect(host.run("kept = {make(), make()}; for i = 1, 100 do make() end; collectgarbage()") == "")
      #expect(census.alive == 2)
      #expect(host.run("setmetatable({}, {__gc = function() late = make() end}); collectgarbage()") == "")
      #expect(census.alive == 3)
      #expect(host.run("late = nil; collectgarbage()") == "")
      #expect(census.alive == 2)
      let values = "apply(function() return #list(3), #integers(5), pair(4) + 1 end)"
      #expect(host.run("return coroutine.wrap(function() return \(values) end)()") == "3 5 (5.0, 1.0)")
      #expect(host.run("setmetatable({}, {__gc = function() local p = pair(1); pcall(fail) end})") == "")
    }
    #expect(census.total >= 103)
    #expect(census.alive == 0)
  }

  @Test func `finalisers that the host runs after the last of ours find functions that say so`() {
    do {
      let host = Host()
      #expect(host.run("setmetatable({}, {__gc = function() first() end})") == "")
      open(host)
      #expect(
        host.run(
          """
          local twice, answers = m.twice, {}
          setmetatable({}, {__gc = function() object = make() end})
          function first()
            answers[1] = select(2, pcall(twice, 4))
            answers[2] = pcall(function() return object.alive end)
            answers[3] = pcall(getmetatable(object).__gc, object)
            report(table.concat({tostring(answers[1]), tostring(answers[2]), tostring(answers[3])}, ", "))
          end
          """) == "")
      lua_pushcclosure(
        host.L,
        { L in
          lastReport = String(cString: lua_tolstring(L, 1, nil))
          return 0
        }, 0)
      lua_setglobal(host.L, "report")
    }
    #expect(lastReport == "function of a closed state, false, true")
    #expect(census.alive == 0)
  }

  @Test func `handles notice that the host has closed`() throws {
    var table: LuaTable?
    do {
      let host = Host()
      _ = LuaState.open(in: host.L) { lua in
        table = lua.makeTable()
        table?["x"] = 1
        return nil
      }
      #expect(table?["x"] == 1)
    }
    #expect(table?.state == nil)
    #expect(table?["x"] == .some(.nil))
  }

  @Test(
    "an error while opening is left for C to raise, and the state goes",
    arguments: [
      "no BLAS", "the value belongs to another Lua state", "table index is nil",
    ])
  func failing(message: String) {
    let host = Host()
    let other = LuaState()
    #expect(
      LuaState.open(in: host.L) { lua in
        lua.globals["object"] = .object(Tracked(census))
        switch message {
        case "no BLAS": throw Failure(text: message)
        case "table index is nil": lua.globals[.nil] = 1
        default: return .table(other.makeTable())
        }
        return nil
      } == -1)
    #expect(String(cString: lua_tolstring(host.L, -1, nil)) == message)
    #expect(lua_gettop(host.L) == 1)
    lua_settop(host.L, 0)
    #expect(host.run("return pcall(function() return object.alive end)") == "true 1")
    #expect(
      host.run("collectgarbage() collectgarbage() return pcall(function() return object.alive end)")
        .hasSuffix("function of a closed state"))
    open(host)
    #expect(host.run("object = make() return m.twice(4), object.alive") == "8.0 2")
  }

  @Test func `opening survives the refusal of every allocation, and then succeeds`() {
    var refused = 0
    for budget in 0..<10_000 {
      let host = Host()
      host.budget.pointee = budget
      let results = LuaState.open(in: host.L) { lua in
        let table = try lua.register(
          Module(
            "m", "",
            functions: [
              Function("twice", "", [x]) { try $0[x] * 2 }
            ]), as: [])
        for type in [Pair.self, Tracked.self] as [any LuaObject.Type] { _ = try lua.runtime(for: type) }
        table["list"] = .table(lua.makeTable(array: 3))
        table[1] = "one"
        let metatable = lua.makeTable()
        metatable["__index"] = .table(lua.globals)
        table.metatable = metatable
        for (key, value) in table { table[key] = value }
        return .table(table)
      }
      host.budget.pointee = .max
      #expect(lua_gettop(host.L) == 1)
      if results == 1 {
        lua_setglobal(host.L, "m")
        #expect(host.run("return m.twice(4), m[1], #m.list, m.print == print") == "8.0 one 0 true")
        break
      }
      refused += 1
      #expect(String(cString: lua_tolstring(host.L, -1, nil)) == "not enough memory")
      lua_settop(host.L, 0)
      open(host)
      #expect(host.run("return m.twice(4)") == "8.0")
    }
    #expect(refused > 50)
  }

  @Test func `a host whose allocator refuses at any moment gets memory errors, and nothing is lost`() {
    do {
      let host = Host()
      open(host)
      let loop = """
        local ok, e = pcall(function()
          local a, b, c, d, e = list(10), text(50), fields(), make(), integers(10)
          pcall(fail)
          return apply(function() return pair(1) + pair(2) end)
        end)
        return ok, tostring(e)
        """
      #expect(host.run(loop) == "true (3.0, 0.0)")
      var refused = 0
      for budget in 0..<200 {
        lua_settop(host.L, 0)
        guard luaL_loadstring(host.L, loop) == LUA_OK else { continue }
        host.budget.pointee = budget
        let status = lua_pcallk(host.L, 0, 2, 0, 0, nil)
        host.budget.pointee = .max
        if status == LUA_OK, lua_toboolean(host.L, 1) != 0 { continue }
        refused += 1
        #expect(String(cString: luaL_tolstring(host.L, -1, nil)).contains("not enough memory"))
      }
      #expect(refused > 20)
      lua_settop(host.L, 0)
      #expect(host.run(loop) == "true (3.0, 0.0)")
    }
    #expect(census.alive == 0)
  }

  @Test func `the host's Ctrl-C stops Swift loops`() {
    let host = Host()
    _ = LuaState.open(in: host.L) { lua in
      try lua.setGlobal("poll") { call in
        // What the stock interpreter's signal handler does.
        lua_sethook(
          try call.state.L,
          { L, _ in
            lua_sethook(L, nil, 0, 0)
            luaL_where(L, 0)
            lua_settop(L, -2)
          }, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1)
        while true { try call.state.checkInterrupt() }
        return 1
      }
      return nil
    }
    lua_settop(host.L, 0)
    #expect(host.run("return pcall(poll)") == "false interrupted!")
  }
}
