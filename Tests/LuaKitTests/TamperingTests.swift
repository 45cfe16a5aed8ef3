import Testing

@testable import LuaKit

/// What only LuaKit's own C code puts somewhere a script can put something else: by calling metamethods itself, by the debug
/// library, by the registry. It gets an error, or an answer, and the state goes on.
@Suite struct `Tampering` {
  let lua = LuaState()
  let census = Census()

  init() throws {
    let census = census
    try lua.setGlobal("pair") { call in Pair(call[0].number ?? 1, call[1].number ?? 2) }
    try lua.setGlobal("make") { _ in Tracked(census) }
    try lua.setGlobal("apply") { call in Results(all: try call[0].function!.call(Array(call.arguments.dropFirst()))) }
    let x = Parameter("x", .number)
    try lua.register(
      Module(
        "m", "",
        functions: [
          Function("half", "", [x], returns: .number) { try $0[x] / 2 }
        ]))
    try lua.run(
      "junk = {false, true, 0, -1, 7, 2^53, 1/0, -(0/0), math.mininteger, math.maxinteger, 'x', 'dot', {}, print, "
        + "io.stdout, coroutine.create(print), pair(), make(), m.half}")
  }

  @Test(
    "`__index` by hand looks at two arguments",
    arguments: [
      ("pair(), true, 5", "t:1: Pair: expected an index or the name of a field, got true"),
      ("pair(), nil, math.maxinteger", "t:1: Pair: expected an index or the name of a field, got nil"),
      ("pair(), {}, 1", "t:1: Pair: expected an index or the name of a field, got table"),
      ("pair(), 'z', 1", "t:1: Pair: no field 'z'"),
      ("pair()", "t:1: Pair: expected an index or the name of a field, got nil"), ("", "t:1: Pair: expected a Pair, got nil"),
      ("make(), 'x'", "t:1: Pair: expected a Pair, got Tracked"), ("pair(), 1.5, 1", "t:1: Pair: no element 1.5"),
      ("io.stdout, 'x'", "t:1: Pair: expected a Pair, got userdata"),
    ])
  func index(_ arguments: String, _ message: String) {
    #expect(lua.answer("select(2, pcall(function() return (getmetatable(pair()).__index(\(arguments))) end))") == message)
    #expect(
      lua.answer("getmetatable(pair()).__index(pair(3), 'x', 9), getmetatable(pair()).__index(pair(3), 1, 'y')") == "3.0 3.0")
  }

  /// Each of them with none to four arguments, each argument any of the junk, the right object first or not.
  @Test func `metamethods by hand`() throws {
    let tried = lua.answer(
      """
      (function()
        local tried = 0
        for _, object in ipairs{pair(), make()} do
          for event, method in pairs(getmetatable(object)) do
            if type(method) == "function" and event ~= "__gc" then
              for i = 1, #junk do
                pcall(method, junk[i])
                pcall(method, object, junk[i])
                for j = 1, #junk do
                  pcall(method, junk[i], junk[j])
                  pcall(method, object, junk[i], junk[j])
                  pcall(method, object, junk[i], junk[j], junk[i])
                  tried = tried + 3
                end
              end
              pcall(method)
            end
          end
        end
        return tried > 20000
      end)()
      """)
    #expect(tried == "true")
    #expect(lua.answer("pair(3).x, m.half(3)") == "3.0 1.5")
  }

  @Test func `upvalues that are something else`() throws {
    let tried = lua.answer(
      """
      (function()
        local tried = 0
        local _, functionBox = debug.getupvalue(m.half, 1)
        local others = {functionBox, select(2, debug.getupvalue(getmetatable(pair()).__index, 1))}
        table.move(junk, 1, #junk, #others + 1, others)
        others[#others + 1] = nil
        local metatable = getmetatable(pair())
        for _, f in ipairs{m.half, apply, metatable.__index, metatable.__newindex, metatable.__add, metatable.__call, pair,
          metatable.__tostring, getmetatable(make()).__close, pair().dot, pair().scale, coroutine.wrap(print), pcall, xpcall,
          load, coroutine.resume, coroutine.close, coroutine.wrap, debug.sethook} do
          for i = 1, 3 do
            local name, before = debug.getupvalue(f, i)
            if name then
              for j = 0, #others do
                debug.setupvalue(f, i, others[j])
                pcall(f, 1) pcall(f) pcall(f, before, "x") pcall(f, 1, 2, 3)
                pcall(function() return metatable.__index(1, "dot"), others[j].x end)
                tried = tried + 1
              end
              debug.setupvalue(f, i, before)
            end
          end
        end
        return tried > 200
      end)()
      """)
    #expect(tried == "true")
    #expect(
      lua.answer("pair(3).x, m.half(3), pair(3):dot(pair(1, 1)), #coroutine.wrap(function() return 'abc' end)()")
        == "3.0 1.5 5.0 3")
  }

  @Test func `a function that is finalised by hand while it runs ends its work`() throws {
    let answer = lua.answer(
      """
      pcall(function()
        local _, box = debug.getupvalue(apply, 1)
        local finalise = debug.getmetatable(box).__gc
        local before = apply(function() finalise(box) collectgarbage() return 5 end)
        finalise(box)
        return before, pcall(apply, print)
      end)
      """)
    #expect(answer == "true 5 false function of a closed state")
    #expect(
      lua.answer("(function() local p = pair(4) return apply(function() getmetatable(p).__gc(p) return 4 end) end)()")
        == "! t:1: function of a closed state")
  }

  @Test func `an object that is finalised while its method runs ends its work`() throws {
    #expect(
      lua.answer("make():apply(function(o) getmetatable(o).__gc(o) collectgarbage() return tostring(o) end)")
        .hasPrefix("Tracked"))
    lua.collectGarbage()
    try lua.run("junk = nil")
    lua.collectGarbage()
    #expect(census.alive == 0 && census.total > 0)
  }

  @Test func `a finalised object says so`() throws {
    #expect(lua.answer("(function() local p = pair() getmetatable(p).__gc(p) return p end)()") == "Pair (finalised)")
    #expect(
      lua.answer("(function() local p = pair() getmetatable(p).__gc(p) return p + 1 end)()")
        == "! t:1: Pair +: needs pairs or numbers, got a finalised Pair")
    #expect(
      lua.answer("(function() local p = pair() getmetatable(p).__gc(p) return p.x end)()")
        == "! t:1: Pair: expected a Pair, got a finalised Pair")
    #expect(
      lua.answer(
        "(function() local e = setmetatable({}, {__mode = 'k'}) do local p = pair() e[p] = p end "
          + "collectgarbage() return (tostring(next(e))) end)()") == "Pair (finalised)")
  }

  @Test func `a registry that holds something else`() throws {
    let lua = LuaState()
    try lua.setGlobal("pair") { call in Pair(1, 2) }
    try lua.setGlobal("apply") { call in Results(all: try call[0].function!.call()) }
    _ = lua.answer("pair()")
    for junk in ["5", "'x'", "print", "io.stdout", "true"] {
      _ = lua.answer(
        """
        (function()
          local registry = debug.getregistry()
          local kept = {}
          for key, value in pairs(registry) do
            if math.type(key) ~= "integer" or key > 2 then kept[key] = value end
          end
          for key in pairs(kept) do if type(key) == "userdata" then registry[key] = \(junk) end end
          pcall(pair) pcall(apply, error) pcall(apply, pair) pcall(coroutine.wrap(pair)) pcall(load, pair)
          for key, value in pairs(kept) do registry[key] = value end
          return pair() + 1
        end)()
        """)
    }
    #expect(lua.answer("pair() + 1") == "(2.0, 3.0)")
  }
}
