import LuaKit

/// What stdlib's files find as globals: Lua's own functions and libraries as they were when the state opened. A user's
/// variable called `table`, or a changed `string.format`, breaks none of them.
///
/// The streams `io.stdin`, `io.stdout` and `io.stderr` are those of the user's `io`, which may be replaced to catch what
/// is written; so is `arg`, the command line. Files of stdlib/ find Polyak's modules by `require`.
enum StandardLibraryGlobals {
  private static let key = "polyak.globals"

  private static let functions = [
    "assert", "collectgarbage", "dofile", "error", "getmetatable", "ipairs", "load", "loadfile", "next", "pairs", "pcall",
    "print", "rawequal", "rawget", "rawlen", "rawset", "require", "select", "setmetatable", "tonumber", "tostring", "type",
    "warn", "xpcall", "_VERSION",
  ]
  static let libraries = ["coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8"]
  private static let streams = ["stdin", "stdout", "stderr"]

  /// The table of a state, made when first asked for.
  static func table(in state: LuaState) throws(LuaError) -> LuaTable {
    if case .table(let table) = state.registry[key] { return table }
    let table = state.makeTable()
    let globals = state.globals
    for name in functions { table[name] = globals[name] }
    for name in libraries {
      guard let library = globals[name].table else { continue }
      let copy = try library.copied()
      if name == "io" {
        for stream in streams { copy[stream] = .nil }
        try inherit(copy, from: library, streams)
      }
      table[name] = .table(copy)
    }
    try inherit(table, from: globals, ["arg"])
    state.registry[key] = .table(table)
    return table
  }

  /// Has a table find some names, and no others, in another one.
  private static func inherit(_ table: LuaTable, from other: LuaTable, _ names: [String]) throws(LuaError) {
    guard let state = table.state else { return }
    let metatable = state.makeTable()
    metatable["__index"] = .function(
      try state.function { call in
        guard let name = call[1].text, names.contains(name) else { return LuaValue.nil }
        return other[name]
      })
    table.metatable = metatable
  }
}
