import Testing

@testable import LuaKit

/// Each script would run, print or grow without end. Stopped by a limit, it leaves a state that goes on.
@Suite struct `Scripts that are not trusted` {
  /// What ends scripts with all limits set: memory where that comes first.
  private static let endless: [String] = [
    // The machine's own loops.
    "while true do end",
    "while true do print() end",
    "repeat until false",
    "for i = 1, math.huge do end",
    "goto again ::again:: goto again",
    "local function f() return f() end f()",
    "local n = 0 while true do n = n + 1 end",
    "for _ in function() return 1 end do end",
    "for _ in pairs(setmetatable({}, {__pairs = function() return function() return 1 end end})) do end",
    // Errors that are caught.
    "while true do pcall(function() while true do end end) end",
    "while true do pcall(error) end",
    "while true do pcall(pcall, error) end",
    "while true do xpcall(function() while true do end end, function() while true do end end) end",
    "xpcall(function() while true do end end, function(m) while true do end end)",
    "xpcall(function() while true do end end, function(m) return setmetatable({}, {__tostring = function() while true do end end}) end)",
    "xpcall(function() error('x') end, function(m) while true do end end)",
    "xpcall(function() error('x') end, function(m) while true do pcall(error) end end)",
    "local function f() xpcall(f, f) while true do end end f()",
    "error(setmetatable({}, {__tostring = function() while true do end end}))",
    "while true do load('while true do end')() end",
    "while true do load(function() while true do end end) end",
    "while true do select(2, pcall(load, function() return ' ' end)) end",
    // Coroutines.
    "coroutine.wrap(function() while true do end end)()",
    "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
    "while true do coroutine.wrap(function() for i = 1, 100 do end end)() end",
    "local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end",
    "local co = coroutine.wrap(function() while true do pcall(coroutine.yield) end end) while true do pcall(co) end",
    "while true do coroutine.wrap(function() pcall(function() while true do end end) coroutine.yield() end)() end",
    """
    local function chain(n) return coroutine.wrap(function() if n > 0 then chain(n - 1)() end while true do pcall(error) end end) end
    while true do pcall(chain(20)) end
    """,
    """
    coroutine.wrap(function()
      local x <close> = setmetatable({}, {__close = function() while true do end end})
      while true do end
    end)()
    """,
    """
    local co = coroutine.create(function()
      local x <close> = setmetatable({}, {__close = function() while true do end end})
      coroutine.yield()
    end)
    coroutine.resume(co)
    coroutine.close(co)
    """,
    """
    kept = coroutine.create(function()
      local x <close> = setmetatable({}, {__close = function() while true do end end})
      while true do end
    end)
    coroutine.resume(kept)
    """,
    // Functions of Swift's that yield, or cannot be awaited.
    "while true do pcall(ask) end",
    "while true do coroutine.wrap(ask)() end",
    "while true do pcall(coroutine.wrap(pass)) end",
    "while true do local co = coroutine.create(ask) coroutine.resume(co) coroutine.close(co) end",
    "local f = coroutine.wrap(function() while true do pcall(ask) end end) while true do pcall(f) end",
    "local f = coroutine.wrap(function() while true do pcall(pcall, ask, 1) end end) while true do f() end",
    "for _ in coroutine.wrap(function() while true do ask(1) end end) do end",
    "while true do pcall(table.sort, {3, 2, 1}, ask) end",
    """
    coroutine.wrap(function()
      local x <close> = setmetatable({}, {__close = function() while true do pcall(ask) pcall(pass) end end})
      ask()
    end)()
    while true do pcall(ask) end
    """,
    """
    local co = coroutine.create(function()
      local x <close> = setmetatable({}, {__close = function() while true do pcall(ask) pcall(pass) end end})
      ask()
    end)
    coroutine.resume(co)
    coroutine.close(co)
    """,
    "setmetatable({}, {__gc = function() while true do pcall(pass) pcall(ask) end end}) while true do local t = {} end",
    "while true do setmetatable({}, {__gc = ask}) setmetatable({}, {__gc = pass}) end",
    // Metamethods.
    "local t = setmetatable({}, {__index = function() while true do end end}) return t.x",
    "local t = setmetatable({}, {__newindex = function() while true do end end}) t.x = 1",
    "return setmetatable({}, {__add = function() while true do end end}) + 1",
    "return setmetatable({}, {__concat = function() while true do end end}) .. 'x'",
    "return #setmetatable({}, {__len = function() while true do end end})",
    "return setmetatable({}, {__lt = function() while true do end end}) < 1",
    "return setmetatable({}, {__eq = function() while true do end end}) == {}",
    "return setmetatable({}, {__call = function() while true do end end})()",
    "print(setmetatable({}, {__tostring = function() while true do end end}))",
    "return setmetatable({}, {__tostring = function() while true do end end})",
    "local x <close> = setmetatable({}, {__close = function() while true do end end})",
    "local x <close> = setmetatable({}, {__close = function() while true do pcall(error) end end}) while true do end",
    """
    local function f() local x <close> = setmetatable({}, {__close = f}) while true do end end
    f()
    """,
    // Finalisers.
    "setmetatable({}, {__gc = function() while true do end end}) collectgarbage() while true do end",
    "setmetatable({}, {__gc = function() while true do pcall(error) end end}) collectgarbage() for i = 1, 10 do end",
    "local m = {__gc = true} setmetatable({}, m) m.__gc = function() while true do end end collectgarbage() return 1 + 1",
    "local function again() setmetatable({}, {__gc = again}) end again() while true do collectgarbage() end",
    "setmetatable({}, {__gc = function(o) setmetatable(o, getmetatable(o)) end}) while true do collectgarbage('step') end",
    "setmetatable({}, {__gc = coroutine.wrap(function() while true do end end)}) collectgarbage() local x = 1",
    "setmetatable({}, {__gc = function() string.find(('a'):rep(40), ('a?'):rep(40) .. ('a'):rep(41)) while true do end end}) collectgarbage() return #'x'",
    // Patterns.
    "return ('a'):rep(1e5):find(('a*'):rep(100) .. 'b')",
    "return ('a'):rep(40):match(('a?'):rep(40) .. ('a'):rep(41))",
    "return ('a'):rep(1e5):find(('.-'):rep(100) .. 'b')",
    "return ('x'):rep(1e6):find('.-.-.-b')",
    "for _ in ('a'):rep(1e5):gmatch('.-.-.-.-b') do end",
    "return ('a'):rep(1e5):gsub('.-.-.-.-b', '')",
    "return ('('):rep(1e6):find('%b()%b()')",
    "return (('a'):rep(1e6) .. 'b'):find('(a*)%1%1%1%1c')",
    "return ('a'):rep(1e6):find('[^b]*c')",
    "while true do pcall(string.find, ('a'):rep(1e5), ('a*'):rep(50) .. 'b') end",
    "return ('x'):rep(1e6):gsub('.', function() while true do end end)",
    "return ('x'):gsub('x', setmetatable({}, {__index = function() while true do end end}))",
    "while true do ('x'):rep(1e5):gsub('', 'y') end",
    "local s, p = ('a'):rep(5e6), ('a'):rep(2e6) .. 'b' while true do s:find(p, 1, true) end",
    // Strings.
    "return ('x'):rep(2e9)",
    "while true do (''):rep(1e15) end",
    "return ('x'):rep(1e9, 'y')",
    "while true do ('x'):rep(1e6) end",
    "local s = 'x' while true do s = s .. s end",
    "local s = ('x'):rep(1e6) while true do local t = s .. 'y' end",
    "local s = ('x'):rep(1e6) while true do s:upper() s:reverse() s:byte(1, 3e4) end",
    "local s = ('x'):rep(1e6) while true do utf8.len(s) end",
    "while true do tonumber(('9'):rep(1e6)) end",
    "while true do string.format(('%99d'):rep(5), 1, 2, 3, 4, 5) end",
    "while true do pcall(string.format, ('%99.99f'):rep(100), 1e308) end",
    "local s = ('x'):rep(1e6) while true do pcall(string.pack, 's8', s) end",
    "return string.pack('c10000000000', '')",
    "while true do load(('x=1 '):rep(1e5)) end",
    "while true do load(('::a::'):rep(1e4)) end",
    "load('return ' .. ('('):rep(1e6))  while true do end",
    // Tables.
    "return table.concat(setmetatable({}, {__index = rawlen}), '', 1, 1 << 62)",
    "return table.concat(setmetatable({}, {__index = function() return '' end}), '', 1, 1 << 62)",
    "return table.move({}, 1, 1 << 52, 2)",
    "return table.move(setmetatable({}, {__newindex = rawequal}), 1, 1 << 52, 2)",
    "table.insert(setmetatable({}, {__len = function() return 1 << 52 end}), 1, 1)",
    "table.remove(setmetatable({}, {__len = function() return 1 << 52 end}), 1)",
    "local t = {} for i = 1, 1e5 do t[i] = i end while true do table.sort(t, rawequal) end",
    "local t = {} for i = 1, 1e5 do t[i] = -i end while true do table.sort(t) table.sort(t, function(a, b) return a > b end) end",
    "local t = {} for i = 1, 200 do t[i] = ('x'):rep(2e4) .. i end while true do table.sort(t) end",
    "table.sort({3, 2, 1}, function() while true do end end)",
    "table.sort(setmetatable({}, {__len = function() return 1 << 30 end, __index = function(_, i) return i end}))",
    "while true do table.unpack({}, 1, 3e4) end",
    "local t = {} while true do t[#t + 1] = t end",
    "local t = {} while true do table.insert(t, 1, t) end",
    "local t = {} while true do t[{}] = t end",
    "while true do pcall(function() local t = {} while true do t[#t + 1] = {} end end) end",
    "local t = {} for i = 1, 1e5 do t[i] = {} end while true do collectgarbage() end",
    "collectgarbage('stop') while true do local t = {} end",
    // Output.
    "while true do print('x') end",
    "while true do pcall(print, 'x') end",
    "print(('x'):rep(1e6))",
    "warn('@on') while true do warn('') warn('x') end",
    // The host's functions.
    "while true do half(1) end",
    "while true do pcall(apply, function() while true do end end) end",
    "while true do swallow(function() while true do end end) end",
    "busy()",
    "while true do pcall(busy) end",
    "while true do setmetatable({}, {__gc = error}) end",
    "while true do setmetatable({}, {__gc = function() local t = {} while true do t[#t + 1] = {} end end}) end",
    "local function f() coroutine.wrap(f)() end while true do pcall(f) end",
    "string.format('%s', setmetatable({}, {__tostring = function() while true do end end}))",
    "for _ in next, {}, nil, setmetatable({}, {__close = function() while true do end end}) do end",
    "table.sort({3, 2, 1}, coroutine.wrap(function() while true do coroutine.yield() end end)) while true do end",
    "('x'):rep(1e6):gsub('.', coroutine.wrap(function() while true do coroutine.yield() end end)) while true do end",
    "load(coroutine.wrap(function() while true do coroutine.yield(' ') end end))",
    "local t = {} for i = 1, 1e4 do t[i] = i end for i = 1, 1e4 do t[i] = nil end while true do next(t) end",
    "return ('x'):rep(1e6):find(('x'):rep(1e5) .. '[y]')",
    "return os.time(setmetatable({}, {__index = function() while true do end end}))",
    "while true do os.date(('%c'):rep(1e4)) end",
    "while true do select('#', table.unpack({}, 1, 3e4)) end",
    "local s = ('x'):rep(1e6) while true do local _ = s == s .. '' end",
    "local a, b = ('x'):rep(2e6) .. 'a', ('x'):rep(2e6) .. 'b' while true do local _ = a < b end",
    "local a, b = ('x'):rep(2e6) .. 'a', ('x'):rep(2e6) .. 'a' while true do local _ = a == b end",
    "local t = {} while true do t[('x'):rep(1e5) .. #t] = 1 end",
    "while true do local co = coroutine.create(error) coroutine.resume(co) coroutine.close(co) end",
    "while true do coroutine.close(coroutine.create(print)) end",
    "while true do xpcall(error, error) end",
    "xpcall(function() while true do end end, coroutine.wrap(function() while true do end end))",
    "while true do pcall(coroutine.wrap(function() local x <close> = setmetatable({}, {__close = error}) while true do end end)) end",
    "local x <close> = setmetatable({}, {__close = function() coroutine.wrap(function() while true do end end)() end})",
    "local s = '' for i = 1, 1e9 do s = s .. i end",
    "while true do math.random() ; (function(...) return select('#', ...) end)(1, 2, 3) end",
    "while true do string.unpack(('B'):rep(1000), ('x'):rep(1000)) end",
    "while true do utf8.char(table.unpack({65, 66}, 1, 2)) utf8.codepoint(('a'):rep(1e5), 1, 3e4) end",
    "return ('a'):rep(300000):match(('(a?)'):rep(30) .. ('a'):rep(300000) .. 'b')",
    "apply(apply, function() local t = {} while true do t[#t + 1] = t end end) while true do end",
  ]

  private static func state(_ limits: LuaLimits) throws -> LuaState {
    let lua = LuaState(libraries: .safe, limits: limits)
    try lua.setGlobal("half") { call in call[0].number.map { $0 / 2 } }
    try lua.setGlobal("apply") { call in Results(all: try call[0].function!.call(Array(call.arguments.dropFirst()))) }
    try lua.setGlobal("swallow") { call in
      _ = try? call[0].function!.call()
      return Results()
    }
    try lua.setGlobal("ask") { call in Step.yield(all: call.arguments) { .done(all: $0.arguments) } }
    lua.globals["pass"] = .function(
      try lua.asyncFunction("pass") { call, _ in
        await Task.yield()
        return Results(all: call.arguments)
      })
    try lua.setGlobal("busy") { call in
      while true { try call.state.checkInterrupt() }
      return Results()
    }
    try lua.addSearcher { name, _ in
      switch name {
      case "text": .source("return {}")
      case "endless": .source("while true do end")
      case "round": .source("return require 'round'")
      default: nil
      }
    }
    return lua
  }

  private static let all = LuaLimits(memory: 24 << 20, time: .milliseconds(60), instructions: 500_000_000, output: 10)

  /// Runs a script and answers how it ended, and checks that the state goes on.
  private func outcome(_ source: String, _ limits: LuaLimits) throws -> LuaError.Kind? {
    let lua = try Self.state(limits)
    var kind: LuaError.Kind?
    let clock = ContinuousClock(), begin = clock.now
    do throws(LuaError) {
      let results = try lua.run(source, name: "=t")
      for value in results { _ = try lua.tostring(value) }
    } catch { kind = error.kind }
    // The worst of what is one step between two looks at the clock.
    if limits.time != nil { #expect(clock.now - begin < .seconds(20), "\(source)") }
    lua.collectGarbage()
    #expect(lua.answer("(function() local n = 0 for i = 1, 1000 do n = n + i end return n end)()") == "500500", "\(source)")
    #expect(lua.answer("pcall(error, 'x', 0)") == "false x", "\(source)")
    #expect(
      lua.answer("kept and coroutine.status(kept), kept and select('#', coroutine.close(kept))").hasPrefix("nil")
        || source.contains("kept"))
    return kind
  }

  @Test("end in the error of a limit, and the host goes on", arguments: endless + SandboxScripts.endless)
  func ending(_ source: String) throws {
    let kind = try outcome(source, Self.all)
    #expect([.time, .instructions, .memory, .output].contains(kind), "\(source): \(String(describing: kind))")
  }

  @Test("end at so many instructions too, with no clock", arguments: endless + SandboxScripts.endless)
  func counted(_ source: String) throws {
    let kind = try outcome(source, LuaLimits(memory: 24 << 20, instructions: 300_000, output: 10))
    #expect([.instructions, .memory, .output].contains(kind), "\(source): \(String(describing: kind))")
  }

  @Test(
    "reach nothing outside",
    arguments: [
      "io", "debug", "package", "require", "dofile", "loadfile", "os.execute", "os.exit", "os.getenv", "os.remove", "os.rename",
      "os.tmpname", "os.setlocale", "string.dump", "load('\\27Lua')", "load('\\27Lua', 'x', 'b')", "load('\\27Lua', 'x', 'bt')",
      "load(function() return '\\27Lua' end, 'x', 'b')", "load('return 1', 'x', 'b')", "getmetatable('') or nil",
      "getmetatable(function() end)", "getmetatable(coroutine.create(print))", "getmetatable(1)",
    ])
  func closed(_ expression: String) throws {
    let lua = LuaState(libraries: .safe)
    #expect(lua.answer("(\(expression)) or nil") == "nil")
  }

  @Test func `have the rest of the language`() throws {
    let lua = try Self.state(Self.all)
    #expect(lua.answer("('x'):rep(3), math.pi > 3, utf8.len('µ'), type(os.time()), #os.date()").hasPrefix("xxx true 1 number"))
    #expect(lua.answer("load('return ...', 'n', 't', {})(5), load(function() return nil end) ~= nil") == "5 true")
    #expect(lua.answer("pcall(string.rep)").hasPrefix("false bad argument #1 to 'string.rep' (string expected, got no value)"))
    #expect(lua.answer("select(2, load('x ='))") == "[string \"x =\"]:1: unexpected symbol near <eof>")
    #expect(lua.answer("(function() local env = {} load('y = 1', 'n', nil, env)() return env.y, y end)()") == "1 nil")
    #expect(lua.answer("pcall(load('return x', 'n', 't', nil))").contains("attempt to index a nil value"))
  }

  @Test func `are given the same limits for each call, and errors that say which`() throws {
    let lua = try Self.state(LuaLimits(instructions: 100_000, output: 4))
    for _ in 0..<3 {
      let error = try #require(throws: LuaError.self) { try lua.run("local n = 0\nwhile true do n = n + 1 end", name: "=t") }
      #expect(error.kind == .instructions && error.message == "t:2: instruction limit exceeded")
      #expect(error.traceback?.contains("t:2: in main chunk") == true)
      try lua.run("for i = 1, 10000 do end")
      let output = try #require(throws: LuaError.self) { try lua.run("print('longer')", name: "=t") }
      #expect(output.kind == .output && output.message == "t:1: output limit exceeded", "\(output)")
    }
    let late = try Self.state(LuaLimits(time: .milliseconds(20)))
    let error = try #require(throws: LuaError.self) { try late.run("while true do end", name: "=t") }
    #expect(error.kind == .time && error.message == "t:1: time limit exceeded")
    let syntax = try #require(throws: LuaError.self) { try late.run("x =") }
    #expect(syntax.kind == .syntax)
    let none = LuaState(libraries: .safe, limits: LuaLimits(instructions: -1))
    #expect(throws: LuaError.self) { try none.run("return 1 + 1") }
  }

  @Test(
    "that catch the error of memory are ended by it all the same",
    arguments: [
      "while true do pcall(string.rep, 'x', 1e9) end",
      "while true do pcall(function() local t = {} while true do t[#t + 1] = {} end end) end",
      "while true do xpcall(string.rep, print, 'x', 1e9) end",
      "while true do coroutine.resume(coroutine.create(string.rep), 'x', 1e9) end",
      "while true do pcall(coroutine.wrap(function() pcall(string.rep, 'x', 1e9) end)) end",
      "while true do swallow(function() return ('x'):rep(1e9) end) end",
      "while true do load(function() return ' return {' .. ('1,'):rep(1e6) end) end",
      "local x <close> = setmetatable({}, {__close = function() while true do pcall(string.rep, 'x', 1e9) end end})",
    ])
  func memory(_ source: String) throws {
    for libraries in [LuaLibraries.safe, .standard] {
      let lua = LuaState(libraries: libraries, limits: LuaLimits(memory: 8 << 20))
      try lua.setGlobal("swallow") { call in
        _ = try? call[0].function!.call()
        return Results()
      }
      let error = try #require(throws: LuaError.self) { try lua.run(source) }
      #expect(error.kind == .memory && error.message == "not enough memory", "\(error)")
      #expect(lua.answer("#('x'):rep(1000)") == "1000")
    }
  }

  @Test func `instructions are counted to within those of a look`() throws {
    for limit in [1, 100, 255, 256, 257, 10_000, 1_000_000] {
      let lua = LuaState(libraries: .safe, limits: LuaLimits(instructions: limit))
      #expect(throws: LuaError.self) { try lua.run("n = 0 while true do n = n + 1 end") }
      // Four a round: GETTABUP, ADDI, SETTABUP, JMP.
      let n = lua.globals["n"].integer ?? 0
      #expect((limit / 5 - 60...limit / 3 + 1).contains(n), "\(limit): \(n)")
    }
    // In coroutines that each run for less than a look.
    let lua = LuaState(libraries: .safe, limits: LuaLimits(instructions: 1_000_000))
    #expect(throws: LuaError.self) {
      try lua.run("n = 0 while true do coroutine.wrap(function() for i = 1, 40 do n = n + 1 end end)() end")
    }
    #expect((lua.globals["n"].integer ?? 0) < 1_000_000)
  }

  @Test func `cannot lift the hook by debug`() throws {
    let lua = LuaState(libraries: .standard, limits: LuaLimits(instructions: 100_000))
    #expect(lua.answer("pcall(debug.sethook)") == "false debug.sethook: the hook counts for the limits of this state")
    let error = try #require(throws: LuaError.self) {
      try lua.run("pcall(debug.sethook, function() end, '', 1) while true do end")
    }
    #expect(error.kind == .instructions)
    let finaliser = try #require(throws: LuaError.self) {
      try lua.run("debug.setmetatable({}, {__gc = function() while true do end end}) collectgarbage() local x = 1")
    }
    #expect(finaliser.kind == .instructions)
    #expect(lua.answer("debug.getregistry, debug.getmetatable(io.stdout), getmetatable(io.stdout)") == "nil nil false")
    #expect(lua.answer("debug.getmetatable(setmetatable({}, {x = 1})).x, pcall(debug.getmetatable)").hasPrefix("1 false"))
  }

  @Test func `finalisers do what they do elsewhere`() throws {
    let lua = try Self.state(Self.all)
    try lua.run(
      """
      log = {}
      local function note(name) return {__gc = function(o) log[#log + 1] = name .. (o.x or '') end} end
      setmetatable({x = 1}, note 'a')
      setmetatable({x = 2}, note 'b')
      local late = {__gc = true}
      setmetatable({}, late)
      late.__gc = function() log[#log + 1] = 'late' end
      local never = {}
      setmetatable({}, never)
      never.__gc = function() log[#log + 1] = 'never' end
      local taken = {__gc = function() log[#log + 1] = 'taken' end}
      setmetatable(setmetatable({}, taken), nil)
      setmetatable({}, {__gc = function() error('lost') end})
      setmetatable({}, {__gc = function() coroutine.yield() end})
      do local meta = {__gc = print} local t = setmetatable({}, meta) assert(getmetatable(t) == meta and meta.__gc == print) setmetatable(t, nil) end
      late, taken, never = nil
      collectgarbage() collectgarbage()
      """)
    #expect(lua.answer("table.concat(log, ' ')") == "late b2 a1")
    // An object that a finaliser brings back has it again once it is asked for.
    try lua.run(
      """
      log, meta = {}, {}
      meta.__gc = function(o) log[#log + 1] = #log kept = setmetatable(o, meta) end
      setmetatable({}, meta)
      for i = 1, 3 do collectgarbage() kept = nil end
      """)
    #expect(lua.answer("#log >= 2") == "true")
  }

  @Test func `finalisers that the host's own work brings on are stopped too`() throws {
    let lua = LuaState(libraries: .safe, limits: LuaLimits(time: .milliseconds(20)))
    try lua.run("for i = 1, 3 do setmetatable({}, {__gc = function() n = (n or 0) + 1 while true do end end}) end")
    while lua.globals["n"].integer != 3 { _ = lua.makeTable(array: 100) }
    #expect(lua.answer("n") == "3")
    try lua.run("setmetatable({}, {__gc = function() n = 4 while true do pcall(error) end end})")
    lua.collectGarbage()
    #expect(lua.answer("n") == "4")
  }

  @Test func `finalisers between calls take what the last call has left`() throws {
    let lua = LuaState(libraries: .safe, limits: LuaLimits(instructions: 20_000, output: 20))
    var written = 0
    lua.output = { written += $0.count }
    lua.collector.stop()
    try lua.run(
      """
      print('0123456789')
      for i = 1, 200 do setmetatable({}, {__gc = function() n = (n or 0) + 1 print(n) while true do rounds = (rounds or 0) + 1 end end}) end
      """)
    lua.collector.restart()
    while lua.globals["n"].integer != 200 { _ = lua.makeTable(array: 100) }
    // At four instructions a round: those that are left of one call's, and two hundred times a look's.
    #expect((lua.globals["rounds"].integer ?? 0) <= (20_000 + 200 * 256) / 4)
    // That the collector goes on is a call of the host's, with limits of its own.
    #expect(written <= 11 + 20)
    try lua.run("print('0123456789')")
    #expect(lua.answer("n") == "200")
  }

  @Test func `a state is closed without their finalisers`() throws {
    let census = Census()
    do {
      let lua = try Self.state(Self.all)
      try lua.setGlobal("tracked") { _ in Tracked(census) }
      try lua.run("kept = setmetatable({tracked()}, {__gc = function() while true do end end})")
    }
    #expect(census.total == 1 && census.alive == 0)
  }

  @Test func `objects keep their metatables to themselves`() throws {
    let census = Census()
    let lua = try Self.state(Self.all)
    try lua.setGlobal("tracked") { _ in Tracked(census) }
    #expect(lua.answer("getmetatable(tracked()), pcall(setmetatable, {}, getmetatable(tracked()))").hasPrefix("false false"))
    lua.collectGarbage()
    #expect(census.alive == 0)
  }

  @Test func `are interrupted in long functions of Lua's`() throws {
    let lua = LuaState(libraries: .safe)
    let interrupt = lua.interrupt
    try lua.setGlobal("press") { _ in
      interrupt.raise()
      return Results()
    }
    for source in ["('a'):rep(1e5):find(('a*'):rep(100) .. 'b')", "table.move({}, 1, 1 << 52, 2)", "(''):rep(1)"] {
      let error = try #require(throws: LuaError.self) { try lua.run("press() local x = \(source) while true do end") }
      #expect(error.kind == .interrupted)
      interrupt.clear()
    }
  }

  @Test func `that take long to compile are stopped while the host compiles them`() throws {
    for limits in [LuaLimits(time: .milliseconds(20)), LuaLimits(instructions: 100_000)] {
      let lua = try Self.state(limits)
      let text = String(repeating: "x = y[1] + 'two' ", count: 2_000_000)
      let error = try #require(throws: LuaError.self) { try lua.load(text, name: "=long") }
      #expect(error.kind == .time || error.kind == .instructions, "\(error)")
      #expect(error.message.hasSuffix("limit exceeded"))
      let bytes = try #require(throws: LuaError.self) { try lua.load(bytes: Array(text.utf8), name: "=long") }
      #expect(bytes.kind == error.kind)
      #expect(lua.answer("1 + 1") == "2")
      let syntax = try #require(throws: LuaError.self) { try lua.run("return return") }
      #expect(syntax.kind == .syntax)
    }
    // What has been interrupted before does not compile either.
    let lua = LuaState(libraries: .safe)
    lua.interrupt.raise()
    let error = try #require(throws: LuaError.self) { try lua.load("return 1") }
    #expect(error.kind == .interrupted)
    lua.interrupt.clear()
    #expect(lua.answer("1") == "1")
  }

  @Test func `finalisers that the host has set for them are stopped too`() throws {
    let lua = try Self.state(LuaLimits(instructions: 100_000))
    let table = lua.makeTable(), metatable = lua.makeTable()
    metatable["__gc"] = .function(try lua.load("n = (n or 0) + 1 while true do end"))
    for target in [table, lua.makeTable()] { target.metatable = metatable }
    #expect(table.metatable?.isSame(as: metatable) == true && metatable["__gc"].function != nil)
    table.metatable = nil
    #expect(table.metatable == nil)
    lua.collectGarbage()
    #expect(lua.globals["n"] == 1)
    #expect(lua.answer("1") == "1")
  }

  @Test func `are given no more results at once than can be gone through in a moment`() throws {
    let lua = try Self.state(LuaLimits(instructions: 500_000_000))
    for (expression, answer) in [
      ("pcall(table.unpack, {}, 1, 32769)", "false too many results to unpack"),
      ("select('#', table.unpack({}, 1, 32768))", "32768"),
      ("pcall(string.byte, ('x'):rep(32769), 1, -1)", "false string slice too long"),
      ("select('#', ('x'):rep(32769):byte(-32768, -1))", "32768"), ("select('#', ('x'):rep(1e6):byte(5))", "1"),
      ("pcall(utf8.codepoint, ('x'):rep(1e5), 1, -1)", "false string slice too long"),
      ("pcall(string.unpack, ('B'):rep(1e5), ('x'):rep(1e5))", "false too many results"),
      ("table.unpack({1, 2, nil, 4}, 1, 4)", "1 2 nil 4"), ("table.unpack({1, 2, 3}, 2)", "2 3"), ("table.unpack({}, 2, 1)", ""),
      ("table.unpack(setmetatable({}, {__len = function() return 2 end, __index = function(_, i) return i * 10 end}))", "10 20"),
      ("pcall(table.unpack)", "false attempt to get length of a nil value"),
      ("table.unpack('ab')", "nil nil"), ("string.unpack('<I2', '\\1\\2')", "513 3"),
      ("(function() local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end return f(100000) end)()", "100000"),
      ("pcall(function() local function f() return 1 + f() end return f() end)", "false t:1: stack overflow"),
    ] { #expect(lua.answer(expression) == answer, "\(expression)") }
    // Elsewhere as ever.
    #expect(LuaState(libraries: .safe).answer("select('#', table.unpack({}, 1, 1e5))") == "100000")
  }

  @Test func `libraries are those that are named`() throws {
    let lua = LuaState(libraries: [.base, .math])
    #expect(
      lua.answer("type(print), type(math), string, table, coroutine, os, io, debug, package")
        == "function table nil nil nil nil nil nil nil")
    #expect(LuaState(libraries: []).globals.isEmpty)
    #expect(
      LuaState(libraries: .standard).answer("type(debug.sethook), type(io.write), type(require)") == "function function function")
    #expect(throws: LuaError.self) { try LuaState(libraries: [], limits: LuaLimits(instructions: 1000)).run("while true do end") }
  }
}
