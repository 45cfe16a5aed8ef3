import LuaKit
import LuaPrompt
import Synchronization
import Testing

@Suite("Calls in progress") struct CallFrameTests {
  let lua = LuaState()

  /// Runs a script whose `stop()` looks at the frames.
  private func stop(_ script: String, _ body: @escaping ([CallFrame]) -> Void) throws -> [LuaValue] {
    lua.globals["stop"] = .function(try lua.function("stop") { call in body(try call.state.frames) })
    return try lua.run(script, name: "@script.lua")
  }

  @Test("show their variables, the innermost of a name, temporaries left out") func reading() throws {
    var names: [[String]] = [], places: [String] = [], x: LuaValue?, missing: LuaValue?, absent: LuaValue?
    _ = try stop(
      """
      local shared, x = 1, 'outer'
      local function f(x, ...)
        local y = x
        local x = shared + 1
        for i = 1, 1 do local nothing stop() end
      end
      f(10)
      """
    ) { frames in
      names = frames.map(\.names)
      places = frames.map { "\($0.place) \($0.name)" }
      (x, missing, absent) = (frames[0]["x"], frames[0]["nothing"], frames[0]["nowhere"])
    }
    #expect(names == [["shared", "x", "y", "x", "i", "nothing"], ["shared", "x", "f"]])
    #expect(places == ["script.lua:5 function 'f'", "script.lua:7 main chunk"])
    #expect(x == .integer(2))
    #expect(missing == .nil)
    #expect(absent == nil)
  }

  @Test("take assignments, to locals and to what is shared") func writing() throws {
    let results = try stop(
      """
      local shared = 1
      local function f(a)
        local read = function() return a end
        stop()
        return a, read(), shared
      end
      return f(5)
      """
    ) { frames in
      #expect(frames[0].assign(50, to: "a"))
      #expect(frames[0].assign(.integer((frames[0]["shared"]?.integer ?? 0) + 1), to: "shared"))
      #expect(!frames[0].assign(1, to: "nowhere"))
    }
    #expect(results == [50, 50, 2])
  }

  @Test("are those of the coroutine that runs") func coroutines() throws {
    var seen: [LuaValue?] = []
    let results = try stop(
      """
      local co = coroutine.wrap(function(v) local inside = v stop() return inside end)
      return co(7)
      """
    ) { frames in
      seen = [frames[0]["inside"], .integer(frames.count)]
      _ = frames[0].assign(8, to: "inside")
    }
    #expect(seen == [7, 1])
    #expect(results == [8])
  }

  @Test("read as empty once they have ended") func ending() throws {
    var kept: CallFrame?
    _ = try stop("local x = 1 stop()") { kept = $0[0] }
    kept?.end()
    #expect(kept?["x"] == nil)
    #expect(kept?.assign(1, to: "x") == false)
  }

  @Test("a failing call is observed while its variables are there") func observing() throws {
    let chunk = try lua.load("local n = 41 local function f() local m = n + 1 error('no' .. m) end f()", name: "@a.lua")
    var message: String?, m: LuaValue?, depth = 0
    #expect(throws: LuaError.self) {
      try chunk.call([]) { error in
        message = error.message
        (m, depth) = (lua.frames[0]["m"], lua.frames.count)
      }
    }
    #expect(message == "a.lua:1: no42")
    #expect(m == 42)
    #expect(depth == 2)
  }

  @Test("what is caught is not observed, and what succeeds gives its values") func caught() throws {
    let chunk = try lua.load("pcall(error, 'x') return 1, ...", name: "@a.lua")
    var observed = 0
    #expect(try chunk.call([2]) { _ in observed += 1 } == [1, 2])
    #expect(observed == 0)
  }

  @Test("Lua can be run while an error is observed, and the error stays what it was") func nested() throws {
    let chunk = try lua.load("error({code = 7})", name: "@a.lua")
    var inner: [LuaValue] = []
    do throws(LuaError) {
      try chunk.call([]) { _ in
        inner = (try? lua.run("local ok = pcall(error, 'other') return ok, 1 + 1")) ?? []
      }
      Issue.record("it fails")
    } catch {
      #expect(error.value?.table?["code"] == 7)
    }
    #expect(inner == [false, 2])
  }
}

@Suite("Upvalues") struct UpvalueTests {
  let lua = LuaState()

  @Test("are named, read, assigned and shared") func sharing() throws {
    let functions = try lua.run(
      """
      local a, b = 1, 2
      local x
      return function() return a + b end, function(v) x = v end, print
      """
    ).compactMap(\.function)
    let (sum, set, native) = (functions[0], functions[1], functions[2])
    #expect(sum.upvalueNames == ["a", "b"])
    #expect(sum.upvalue(2) == 2)
    #expect(sum.upvalue(3) == .nil)
    try sum.setUpvalue(2, to: 40)
    #expect(try sum.call() == [41])
    try sum.shareUpvalue(1, with: set, 1)
    try set.call([2])
    #expect(try sum.call() == [42])
    #expect(throws: LuaError.self) { try sum.shareUpvalue(9, with: set, 1) }
    #expect(throws: LuaError.self) { try sum.shareUpvalue(1, with: set, 0) }
    #expect(throws: LuaError.self) { try sum.shareUpvalue(1, with: native, 1) }
    #expect(throws: LuaError.self) { try sum.setUpvalue(3, to: 1) }
    #expect(native.upvalueNames.isEmpty && native.isNative)
    #expect(try sum.call() == [42])
  }

  @Test("a function says where it is from") func origin() throws {
    let function = try lua.run("\n\nreturn function(a, b, ...)\nend", name: "@file.lua").first?.function
    #expect(function?.origin?.source == "@file.lua")
    #expect(function?.origin?.shortSource == "file.lua")
    #expect(function?.origin?.lines == 3...4)
    #expect(function?.origin?.parameterList == "(a, b, ...)")
    #expect(lua.globals["print"].function?.origin == nil)
  }
}

@Suite("Profiles") struct ProfileTests {
  /// Ticks as a clock would give them, but at known places.
  @Test("count the functions in progress, Lua's and Swift's") func counting() throws {
    let lua = LuaState()
    let interrupt = lua.interrupt
    let f = Parameter("f", .function).optional
    let module = Module(
      "m", "",
      functions: [
        Function("work", "Takes three ticks.", [f]) { call in
          for _ in 0..<3 { interrupt.tick() }
          _ = try call[f]?.call()
        }
      ])
    try lua.register(module)
    lua.globals["tick"] = .function(try lua.function("tick") { _ in interrupt.tick() })
    let profile = Profile()
    try lua.profiling(into: profile) { () throws(LuaError) in
      _ = try lua.run(
        """
        local function busy() tick() local x = 1 end
        busy() busy()
        m.work()
        coroutine.wrap(function() m.work() end)()
        """, name: "@p.lua")
    }
    #expect(profile.samples == 8)
    let entries = Dictionary(uniqueKeysWithValues: profile.entries.map { ($0.name, [$0.own, $0.total]) })
    #expect(entries["m.work  (Swift)"] == [6, 6])
    #expect(entries["busy  p.lua:1"]?[1] == 2)
    #expect(entries["chunk  p.lua"]?[1] == 5)
    #expect(profile.busiestLines.first { $0.line == "p.lua:3" }?.samples == 3)
  }

  @Test("see what is pending when Lua goes on, and end with the body") func pending() throws {
    let lua = LuaState()
    let interrupt = lua.interrupt
    let profile = Profile()
    // As from a signal while Lua itself runs: the hook is armed on the running coroutine.
    lua.globals["tick"] = .function(try lua.function("tick") { _ in })
    try lua.profiling(into: profile) { () throws(LuaError) in
      interrupt.tick()
      _ = try lua.run("for i = 1, 10 do tick() end", name: "@p.lua")
    }
    #expect(profile.samples == 1)
    interrupt.tick()
    _ = try lua.run("for i = 1, 10 do tick() end", name: "@p.lua")
    #expect(profile.samples == 1)
  }

  @Test("an interrupt stops what is profiled") func interruption() throws {
    let lua = LuaState()
    let interrupt = lua.interrupt
    lua.globals["stop"] = .function(
      try lua.function("stop") { _ in
        interrupt.tick()
        interrupt.raise()
      })
    #expect(throws: LuaError.self) {
      try lua.profiling(into: Profile()) { () throws(LuaError) in _ = try lua.run("stop() while true do end") }
    }
    interrupt.clear()
    #expect(try lua.run("return 1") == [1])
  }
}
