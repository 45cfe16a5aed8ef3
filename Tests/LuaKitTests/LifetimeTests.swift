import PolyakPlatform
import Testing

@testable import LuaKit

@Suite struct `Lifetimes` {
  let census = Census()

  private func state() throws -> LuaState {
    let lua = LuaState()
    let census = census
    try lua.setGlobal("make") { _ in Tracked(census) }
    return lua
  }

  @Test func `objects go when Lua lets go of them`() throws {
    let lua = try state()
    try lua.run("for i = 1, 1000 do make() end; kept = {make(), make()}")
    lua.collectGarbage()
    #expect(census.alive == 2)
    try lua.run("kept = nil")
    lua.collectGarbage()
    #expect(census.alive == 0)
  }

  @Test func `closing the state releases everything it held`() throws {
    do {
      let lua = try state()
      try lua.run(
        """
        kept = {make(), make()}
        co = coroutine.wrap(function() local x = make(); coroutine.yield(); return x end); co()
        setmetatable(kept, {__gc = function() after = make(); local o = make(); pcall(o.fail, o) end})
        """)
      #expect(census.alive == 3)
    }
    #expect(census.total == 5)
    #expect(census.alive == 0)
  }

  @Test func `closures go with their functions`() throws {
    let lua = LuaState()
    var object: Tracked? = Tracked(census)
    lua.globals["f"] = .function(try lua.function { [object] _ in object })
    object = nil
    lua.collectGarbage()
    #expect(census.alive == 1)
    lua.globals["f"] = nil
    lua.collectGarbage()
    #expect(census.alive == 0)
  }

  @Test func `handles hold their values, and outlive the state safely`() throws {
    var lua: LuaState? = try state()
    let results = try #require(try lua?.run("return {make()}, function() return 1 end, coroutine.create(print)"))
    lua?.collectGarbage()
    #expect(census.alive == 1)
    lua = nil
    #expect(census.alive == 0)
    let table = try #require(results[0].table)
    #expect(table.state == nil)
    #expect(table[1].isNil)
    #expect(table.count == 0)
    #expect(throws: LuaError.self) { try table.get(1) }
    let error = try #require(throws: LuaError.self) { try results[1].function?.call() }
    #expect(error.message == "the Lua state is closed")
    #expect(error.kind == .unusable)
  }

  @Test func `handles released inside a finaliser, a call or another thread give their values back`() throws {
    let lua = try state()
    final class Holder: @unchecked Sendable { var table: LuaTable? }
    let holder = Holder()
    try lua.setGlobal("hold") { call in
      holder.table = call[0].table
      return Results()
    }
    try lua.setGlobal("drop") { _ in
      holder.table = nil
      return Results()
    }
    try lua.run("hold({make()}); collectgarbage(); drop(); collectgarbage()")
    #expect(census.alive == 0)
    try lua.run("hold({make()}); setmetatable({}, {__gc = drop}); collectgarbage(); collectgarbage()")
    #expect(census.alive == 0)
    try lua.run("hold({make()})")
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { context in
        Unmanaged<Holder>.fromOpaque(context!).takeUnretainedValue().table = nil
        return nil
      }, Unmanaged.passUnretained(holder).toOpaque())
    pthread_join(thread, nil)
    #expect(census.alive == 1)
    lua.collectGarbage()
    #expect(census.alive == 0)
  }

  @Test func `a finaliser called by hand leaves an object that says so`() throws {
    let lua = try state()
    try lua.run("o = make(); getmetatable(o).__gc(o)")
    #expect(census.alive == 0)
    #expect(
      lua.answer("o:fail()")
        == "! t:1: tracked:fail: must be called with ':' on a Tracked, as in tracked:fail(...), got a finalised Tracked")
    #expect(lua.answer("o.alive") == "! t:1: Tracked: expected a Tracked, got a finalised Tracked")
    try lua.run("getmetatable(o).__gc(o); getmetatable(o).__gc(print); getmetatable(o).__gc()")
  }

  @Test func `an object stays while a method of it runs`() throws {
    let lua = try state()
    let answer = lua.answer("make():apply(function(o) getmetatable(o).__gc(o); collectgarbage(); return 1 end)")
    #expect(answer == "1")
    lua.collectGarbage()
    #expect(census.alive == 0)
  }

  @Test func `variables to be closed are closed, on errors too`() throws {
    let lua = LuaState()
    let object = Tracked(census)
    lua.globals["o"] = .object(object)
    try lua.run("do local c <close> = o end; pcall(function() local c <close> = o; error('x') end)")
    #expect(object.closes == 2)
  }

  @Test func `errors that Lua has caught go, also those that have passed through Swift`() throws {
    let lua = try state()
    try lua.setGlobal("apply") { call in Results(all: try call[0].function!.call()) }
    try lua.run("pcall(apply, function() error({make()}) end); pcall(apply, function() error(make()) end)")
    #expect(census.alive == 2)
    // Objects are finalised in the first collection, what their tables held in the second.
    try lua.run("collectgarbage(); collectgarbage()")
    #expect(census.alive == 0)
  }

  @Test func `the collector keeps pace with large Swift buffers`() throws {
    let lua = LuaState()
    let census = census
    try lua.setGlobal("big") { _ in
      let object = Tracked(census)
      object.bytes = 10 << 20
      return object
    }
    try lua.run("for i = 1, 2000 do local o = big() end")
    #expect(census.total == 2000)
    // 20 GB were claimed; what is left is a small multiple of one object.
    #expect(census.alive < 40)
    lua.collectGarbage()
    #expect(lua.memoryInUse < 1 << 20)
  }

  @Test func `a call that is kept reads as empty afterwards`() throws {
    let lua = LuaState()
    var kept: [Call] = []
    try lua.setGlobal("keep") { call in
      kept.append(call)
      return call.argumentCount
    }
    #expect(lua.answer("keep(1, 2), keep(3)") == "2 1")
    #expect(kept.count == 2)
    #expect(kept[0] !== kept[1])
    #expect(kept[0].argumentCount == 0)
    #expect(kept[0][0].isNil)
  }
}
