import Testing

@testable import LuaKit

/// A host's mistakes with a call are errors.
@Suite struct `Calls` {
  let lua = LuaState()

  @Test func `one that is kept reads as a call without arguments, and what it must have throws`() throws {
    var kept: [Call] = []
    try lua.setGlobal("keep") { call in
      kept.append(call)
      return Results()
    }
    try lua.register(Module("m", "", functions: [
      Function(
        "keep", "", .positional("x", .number), .optional("s", .string, default: "d"), .option("o", .any, default: nil)
      ) { call in
        Keeper.kept.append(call)
        return Results()
      }
    ]))
    try lua.run("keep(1, 'a', {}) m.keep(1, 'a', {o = 2})")
    kept += Keeper.kept
    Keeper.kept = []
    try #require(kept.count == 2)
    // Others have come and gone meanwhile.
    try lua.run("for i = 1, 100 do pcall(keep, i) end")
    for call in kept.prefix(2) {
      #expect(call.argumentCount == 0 && call.arguments.isEmpty && call[0].isNil && call[-1].isNil && call.variadics.isEmpty)
      #expect(call.name == "" && !call.declares("x") && !call.has("x") && call.raw("s").isNil)
      #expect(call.label("x") == "argument 'x'")
      #expect(call.error("gone").message == ": gone")
      let asked: [() throws -> Void] = [
        { _ = try call.state }, { _ = try call.number("x") }, { _ = try call.numberIfPresent("x") }, { _ = try call.integer("x") },
        { _ = try call.string("s") }, { _ = try call.boolean("x") }, { _ = try call.table("x") }, { _ = try call.function("x") },
        { _ = try call.object("x", Pair.self) }, { _ = try call.value("x", as: Double.self) }, { _ = try call.valueIfPresent("o", as: Int.self) },
      ]
      for ask in asked {
        let error = #expect(throws: LuaError.self) { try ask() }
        #expect(error?.message == "the call has ended")
        #expect(error?.kind == .unusable)
      }
      #expect(try call.variadics(as: Double.self).isEmpty)
    }
  }

  private enum Keeper { nonisolated(unsafe) static var kept: [Call] = [] }

  @Test("asked for what is not declared", arguments: [
    ("closure", "closure: no parameter 'x' is declared"), ("m.declared", "m.declared: no parameter 'x' is declared"),
    ("m.near", "m.near: no parameter 'etaa' is declared (did you mean 'eta'?)"),
    ("Pair", "pair:wrong: no parameter 'x' is declared"),
  ])
  func undeclared(_ function: String, _ message: String) throws {
    try lua.setGlobal("closure_") { _ in Results() }
    lua.globals["closure"] = .function(try lua.function("closure") { call in try call.number("x") })
    try lua.register(Module("m", "", functions: [
      Function("declared", "", .positional("y", .number)) { call in try call.number("x") },
      Function("near", "", .positional("eta", .number)) { call in try call.number("etaa") },
    ], classes: [Wrong.self]))
    lua.globals["wrong"] = .object(Wrong())
    let call = function == "Pair" ? "wrong:wrong()" : "\(function)(1)"
    #expect(lua.answer(call) == "! t:1: \(message)")
    #expect(lua.answer("1") == "1")
  }

  private final class Wrong: LuaObject {
    static var luaClass: ClassDeclaration {
      ClassDeclaration(Wrong.self, "Wrong", "", instanceName: "pair", [
        .method("wrong", "") { (_: Wrong, call) throws -> Double in try call.number("x") }
      ])
    }
  }

  @Test func `a closure that asks the call for the state lets it go`() throws {
    weak var state: LuaState?
    do {
      let lua = LuaState()
      state = lua
      try lua.setGlobal("f") { call in try call.state.makeTable() }
      #expect(lua.answer("type(f())") == "table")
    }
    #expect(state == nil)
  }
}
