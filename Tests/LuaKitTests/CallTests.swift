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
    try lua.register(
      Module(
        "m", "",
        functions: [
          Function(
            "keep", "", [Keeper.x, Keeper.s], variadic: Keeper.rest, options: [Keeper.o]
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
      #expect(call.argumentCount == 0 && call.arguments.isEmpty && call[0].isNil && call[-1].isNil)
      #expect(call.name == "")
      #expect(call.error("gone").message == ": gone")
      #expect(call.fault(at: Keeper.x, complaint: "must be more").message == ": argument 'x' must be more")
      let asked: [() throws -> Void] = [
        { _ = try call.state }, { _ = try call[Keeper.x] }, { _ = try call[Keeper.s] }, { _ = try call[Keeper.o] },
        { _ = try call[Keeper.rest] }, { _ = try call.has(Keeper.x) }, { _ = try call.raw(Keeper.o) },
      ]
      for ask in asked {
        let error = #expect(throws: LuaError.self) { try ask() }
        #expect(error?.message == "the call has ended")
        #expect(error?.kind == .unusable)
      }
    }
  }

  private enum Keeper {
    nonisolated(unsafe) static var kept: [Call] = []
    static let x = Parameter("x", .number), s = Parameter("s", .string, default: "d"), o = Parameter("o", .any).optional
    static let rest = VariadicParameter("rest", .any)
    static let y = Parameter("y", .number), eta = Parameter("eta", .number), etaa = Parameter("etaa", .number)
  }

  @Test(
    "asked for what is not declared",
    arguments: [
      ("closure", "closure: no parameter 'x' is declared"), ("m.declared", "m.declared: no parameter 'x' is declared"),
      ("m.near", "m.near: no parameter 'etaa' is declared (did you mean 'eta'?)"),
      ("Pair", "pair:wrong: no parameter 'x' is declared"),
    ])
  func undeclared(_ function: String, _ message: String) throws {
    try lua.setGlobal("closure_") { _ in Results() }
    lua.globals["closure"] = .function(try lua.function("closure") { call in try call[Keeper.x] })
    try lua.register(
      Module(
        "m", "",
        functions: [
          Function("declared", "", [Keeper.y]) { call in try call[Keeper.x] },
          Function("near", "", [Keeper.eta]) { call in try call[Keeper.etaa] },
        ], classes: [Wrong.self]))
    lua.globals["wrong"] = .object(Wrong())
    let call = function == "Pair" ? "wrong:wrong()" : "\(function)(1)"
    #expect(lua.answer(call) == "! t:1: \(message)")
    #expect(lua.answer("1") == "1")
  }

  private final class Wrong: LuaObject {
    static var luaClass: ClassDeclaration {
      ClassDeclaration(
        Wrong.self, "Wrong", "", instanceName: "pair",
        [
          .method("wrong", "") { (_: Wrong, call) throws -> Double in try call[Keeper.x] }
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
