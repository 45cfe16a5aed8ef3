import CStandardLibrary
import LuaKit

/// The Lua files of stdlib/, which travel inside the program: `require "plot.axes"` finds stdlib/plot/axes.lua.
enum StandardLibrary {
  /// Those that are global variables too. They load at first use: compiling them all at start-up would double its time.
  static let globals = ["plot", "sweep"]

  static func open(in state: LuaState) throws(LuaError) {
    // After `package.preload` and before any folder: a program must not behave differently where a file of the same
    // name lies about.
    try addSearcher(to: state, at: 2)
    for (name, module) in try lazyModules(in: state) {
      state.globals[name] = module
      state.loaded[name] = module
    }
  }

  /// The modules that ``open(in:)`` makes global, without doing so.
  static func tables(in state: LuaState) throws(LuaError) -> [(name: String, module: LuaValue)] {
    try addSearcher(to: state, at: nil)
    return try lazyModules(in: state)
  }

  private static func lazyModules(in state: LuaState) throws(LuaError) -> [(name: String, module: LuaValue)] {
    let lazy = try state.require("polyak.lazy").function
    var modules: [(name: String, module: LuaValue)] = []
    for name in globals {
      // Through the call: a closure that held the state would keep it alive.
      let load = try state.function { call in
        try loader(of: name, in: call.state)?.call([.string(LuaString(name))]).first ?? .nil
      }
      modules.append((name, try lazy?.call([.string(LuaString(name)), .function(load)]).first ?? .nil))
    }
    return modules
  }

  /// Has `require` look here, at a place among the searchers or after them all.
  private static func addSearcher(to state: LuaState, at place: Int?) throws(LuaError) {
    guard let searchers = state.globals["package"].table?["searchers"].table else {
      throw LuaError("package.searchers is not a table")
    }
    let searcher = try state.function { call in
      guard let name = call[0].text, let loader = try loader(of: name, in: call.state) else {
        return Results("no module '\(call[0].text ?? "")' in Polyak's standard library")
      }
      return Results(LuaValue.function(loader), path(of: name))
    }
    let place = place ?? searchers.count + 1
    for i in stride(from: searchers.count, through: place, by: -1) { searchers[i + 1] = searchers[i] }
    searchers[place] = .function(searcher)
  }

  private static func path(of module: String) -> String {
    "stdlib/" + String(module.map { $0 == "." ? "/" : $0 }) + ".lua"
  }

  /// The module's file, compiled; nil where there is none.
  private static func loader(of module: String, in state: LuaState) throws(LuaError) -> LuaFunction? {
    let path = path(of: module)
    for index in 0..<polyak_lua_file_count() {
      let file = polyak_lua_file_at(index)
      guard path == "stdlib/" + String(cString: file.path) else { continue }
      let text = UnsafeRawBufferPointer(start: file.bytes, count: file.length)
      return try state.load(bytes: Array(text), name: "@" + path)
    }
    return nil
  }
}
