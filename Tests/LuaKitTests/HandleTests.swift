import PolyakPlatform
import Testing

@testable import LuaKit
@testable import LuaPrompt

@Suite("Handles") struct HandleTests {
  let lua = LuaState()

  /// What takes a value or another handle.
  private static let doors: [(name: String, open: @Sendable (LuaState, LuaTable, LuaFunction) throws -> Void)] = [
    (
      "subscript by name",
      { lua, foreign, _ in
        lua.globals["x"] = .table(foreign)
        try lua.run("return 1")
      }
    ),
    (
      "subscript by number",
      { lua, foreign, _ in
        lua.globals[1] = .table(foreign)
        _ = try lua.globals.get("x")
      }
    ),
    (
      "subscript by value",
      { lua, foreign, _ in
        lua.globals[.table(foreign)] = 1
        try lua.globals.set("x", 1)
      }
    ),
    (
      "metatable",
      { lua, foreign, _ in
        let table = lua.makeTable()
        table.metatable = foreign
        #expect(table.metatable == nil)
        lua.collectGarbage()
        _ = try table.length()
      }
    ),
    (
      "upvalue",
      { lua, foreign, _ in
        let function = try #require(try lua.run("local x return function() return x end")[0].function)
        try function.setUpvalue(1, to: .table(foreign))
      }
    ),
    (
      "shared upvalue",
      { lua, _, foreign in
        let function = try #require(try lua.run("local x return function() return x end")[0].function)
        try function.shareUpvalue(1, with: foreign, 1)
      }
    ),
    ("get", { lua, foreign, _ in _ = try lua.globals.get(foreign) }),
    ("set", { lua, foreign, _ in try lua.globals.set("x", foreign) }),
    ("argument", { lua, foreign, _ in try lua.load("return ...").call([.table(foreign)]) }),
    ("observed argument", { lua, foreign, _ in try lua.load("return ...").call([.table(foreign)]) { _ in } }),
    ("callee", { lua, _, foreign in try lua.call(.function(foreign)) }),
    ("tostring", { lua, foreign, _ in _ = try lua.text(of: .table(foreign)) }),
    ("==", { lua, foreign, _ in _ = try lua.equal(.table(foreign), .table(lua.globals)) }),
    ("<", { lua, foreign, _ in _ = try lua.less(1, .table(foreign)) }),
    ("list", { lua, foreign, _ in try lua.globals.set("x", [foreign]) }),
    ("dictionary", { lua, foreign, _ in try lua.globals.set("x", ["a": foreign]) }),
    (
      "result",
      { lua, foreign, _ in
        try lua.setGlobal("f") { _ in foreign }
        try lua.run("f()")
      }
    ),
    (
      "assignment inside a call",
      { lua, foreign, _ in
        try lua.setGlobal("f") { call in
          try call.state.globals["x"] = .table(foreign)
          return 1
        }
        try lua.run("f()")
      }
    ),
  ]

  @Test("of another state are refused at every door, those of a closed one too", arguments: doors.map(\.name))
  func foreign(door: String) throws {
    let open = try #require(Self.doors.first { $0.name == door }).open
    var other: LuaState? = LuaState()
    let table = try #require(other?.makeTable())
    let function = try #require(try other?.run("local y return function() return y end")[0].function)
    // Something lies where the index points.
    let kept = try (0..<20).map { _ in try lua.load("return 1") }
    let error = try #require(throws: LuaError.self) { try open(lua, table, function) }
    #expect(error.message.hasSuffix("the value belongs to another Lua state"))
    other = nil
    let closed = try #require(throws: LuaError.self) { try open(lua, table, function) }
    #expect(closed.message.hasSuffix("the Lua state is closed"))
    #expect(try lua.run("collectgarbage() return x, #_G") == [nil, 0])
    #expect(try kept[3].call() == [1])
  }

  @Test("refuse what cannot be a key", arguments: ["nil", "NaN"])
  func keys(name: String) throws {
    let key: LuaValue = name == "nil" ? .nil : .number(.nan)
    let table = lua.makeTable()
    table[key] = 1
    #expect(table.isEmpty && table[key].isNil)
    let error = try #require(throws: LuaError.self) { try table.get("x") }
    #expect(error.message == "table index is \(name)")
    // Once.
    #expect(try table.get("x") == nil)
  }

  @Test("of a closed state read as empty, and throw") func closed() throws {
    var lua: LuaState? = LuaState()
    let table = try #require(lua?.globals)
    let other = try #require(lua?.globals)
    lua = nil
    table["x"] = 1
    table.metatable = other
    #expect(table["x"].isNil && table[.table(other)].isNil && table.count == 0 && table.metatable == nil && table.isEmpty)
    #expect(table.map { $0.key } == [] && table.typeName == "nil" && table.isSame(as: other))
    #expect(throws: LuaError.self) { try table.set("x", 1) }
    #expect(throws: LuaError.self) { try table.length() }
  }

  @Test("are not fooled by a registry that the debug library has changed") func registry() throws {
    let table = lua.makeTable(), function = try lua.load("return 1")
    try lua.run("for i = 1, #debug.getregistry() do if i > 2 then debug.getregistry()[i] = false end end", name: "=t")
    table["x"] = 1
    #expect(table["x"].isNil)
    #expect(throws: LuaError.self) { try function.call() }
  }

  @Test(
    "to a table visit all of it",
    arguments: [
      "{[object()] = 1, [object()] = 2, c = 3, [4] = 4, [{}] = 5, [print] = 6, [coroutine.create(print)] = 7, [io.stdout] = 8, [1.5] = 9, [true] = 10}",
      "setmetatable({[object()] = 1, [{}] = 2}, {__mode = 'k'})", "{}", "{1, 2, nil, 4}",
    ])
  func iteration(source: String) throws {
    try lua.setGlobal("object") { _ in Pair(1, 2) }
    let values = try lua.run(
      """
      local t, n = \(source), 0
      for _ in pairs(t) do n = n + 1 end
      return n, t
      """)
    let table = try #require(values[1].table)
    var seen = 0
    for (key, value) in table {
      #expect(table[key] == value)
      // New keys, a collection and a removal meanwhile change nothing for the others.
      table[LuaValue("new \(seen)")] = 1
      lua.collectGarbage()
      table[key] = nil
      seen += 1
    }
    #expect(values[0].integer == seen)
  }

  @Test("released on another thread than the one inside the state wait for it") func release() throws {
    final class Holder: @unchecked Sendable { var values: [Any] = [] }
    let (lua, holder) = (lua, Holder())
    holder.values = [
      lua.makeTable(), try #require(throws: LuaError.self) { try lua.run("error({})") }, LuaValue.table(lua.makeTable()),
    ]
    let (inside, released) = (Gate(), Gate())
    try lua.setGlobal("wait") { call in
      let free = try call.state.registry[3]
      inside.open()
      released.wait()
      return try call.state.registry[3] == free
    }
    let worker = Worker { #expect((try? lua.run("return wait()")) == [true]) }
    inside.wait()
    // Here the state was made.
    holder.values = []
    released.open()
    worker.join()
    #expect(lua.answer("1 + 1") == "2")
  }

  @Test("compare, hash and name their kind on any thread") func elsewhere() throws {
    let (a, b) = (lua.globals, lua.globals)
    nonisolated(unsafe) let handles = (a, b)
    let worker = Worker {
      #expect(handles.0.isSame(as: handles.1) && LuaValue.table(handles.0) == .table(handles.1))
      #expect(handles.0.typeName == "table" && handles.0.address == handles.1.address)
    }
    for i in 0..<1000 { lua.globals["x"] = .integer(i) }
    worker.join()
  }
}
