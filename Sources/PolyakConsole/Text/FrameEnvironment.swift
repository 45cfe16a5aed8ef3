import LuaKit

/// The table that stands for the global variables at a prompt inside a call: names are the call's variables first, read and
/// assigned where they are, and global variables otherwise.
final class FrameEnvironment {
  private weak var scope: LocalScope?
  private let lua: LuaState
  private var made: LuaTable?

  init(_ scope: LocalScope, _ lua: LuaState) {
    self.scope = scope
    self.lua = lua
  }

  func table() throws(LuaError) -> LuaTable {
    if let made { return made }
    let table = lua.makeTable(), metatable = lua.makeTable()
    // Weak: functions made at the prompt may outlive it, and see the global variables then.
    metatable["__index"] = .function(
      try lua.function("_ENV") { [weak self] call in
        if let name = call[1].text, let value = self?.scope?.frame?[name] { return value }
        return try call.state.globals.get(call[1])
      })
    metatable["__newindex"] = .function(
      try lua.function("_ENV") { [weak self] call in
        if let name = call[1].text, self?.scope?.frame?.assign(call[2], to: name) == true { return }
        try call.state.globals.set(call[1], call[2])
      })
    table.metatable = metatable
    made = table
    return table
  }
}
