import LuaKit
import PolyakModules

extension Interpreter {
  /// What the standard interpreter does to a state before anything runs in it, and Polyak as a module like any other.
  static func openStock(_ lua: LuaState) throws(LuaError) {
    try lua.globals["collectgarbage"].function?.call(["generational"])
    let opener = try lua.function { call in Results(LuaValue.table(try Polyak.table(in: call.state))) }
    lua.preload["polyak"] = .function(opener)
  }

  /// Runs `body` inside a function that Lua calls, as the standard interpreter runs everything: tracebacks end with it,
  /// and levels count from it.
  func insideMainFunction(_ body: @escaping () throws(LuaError) -> Void) throws(LuaError) {
    // Let go of afterwards: Lua keeps the function, which would keep the state alive.
    var body: (() throws(LuaError) -> Void)? = body
    var outcome = Result<Void, LuaError>.success(())
    let main = try lua.function { _ in
      do throws(LuaError) { try body?() } catch { outcome = .failure(error) }
      return Results()
    }
    defer { body = nil }
    do throws(LuaError) { try main.call(traceback: false) } catch {
      // An interrupt is not held up by `main` either; where it stopped the body is told there.
      try outcome.get()
      throw error
    }
    try outcome.get()
  }
}
