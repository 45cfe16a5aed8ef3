import CStandardLibrary
import LuaKit
import LuaPrompt

/// The Lua files of stdlib/, which travel inside the program: `require "plot.axes"` finds stdlib/plot/axes.lua.
enum StandardLibrary {
  /// Those that are global variables too. They load at first use: compiling them all at start-up would double its time.
  static let globals = ["plot", "report", "sweep"]

  static func open(in state: LuaState) throws(LuaError) {
    _ = try StandardLibraryGlobals.table(in: state)
    document(in: state)
    // After `package.preload` and before any folder: a program must not behave differently where a file of the same
    // name lies about.
    try addSearcher(to: state, at: 2)
    for (name, module) in try lazyModules(in: state) {
      state.globals[name] = module
      state.loaded[name] = module
    }
  }

  /// Documents the files, and has `require` find them after all else.
  static func join(_ state: LuaState) throws(LuaError) {
    _ = try StandardLibraryGlobals.table(in: state)
    document(in: state)
    try addSearcher(to: state, at: nil)
  }

  /// The modules that ``open(in:)`` makes global, without doing so.
  static func lazyModules(in state: LuaState) throws(LuaError) -> [(name: String, module: LuaValue)] {
    // Not through `require`, which would remember it.
    let lazy = try loader(of: "polyak.lazy", in: state)?.call().first?.function
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

  /// Help and completion read the files when they are first asked.
  private static func document(in state: LuaState) {
    state.document {
      let files = files
      let library = AnnotatedLibrary(files)
      let names = files.map(\.module)
      let modules = names.filter {
        globals.contains($0) || $0 == "plot.kinds" || $0.split(separator: ".").count == 2 && $0.hasPrefix("script.")
      }
      let manual = names.compactMap { $0.hasPrefix("manual.") ? String($0.dropFirst("manual.".count)) : nil }
      return modules.flatMap { library.modules(of: $0) }
        // Functions without a module are the manual's `basic`.
        + manual.flatMap { name in
          library.modules(of: "manual." + name, as: name == "basic" ? "" : name).map {
            name.hasPrefix("recipes.") ? $0 : $0.partOfLua
          }
        }
    }
    state.offerModules((0..<polyak_lua_file_count()).map { module(at: $0) }.filter { !$0.hasPrefix("manual.") })
  }

  /// The files by the names that `require` takes.
  static var files: [(module: String, chunkName: String, text: [UInt8])] {
    (0..<polyak_lua_file_count()).map { index in
      let file = polyak_lua_file_at(index)
      let text = UnsafeRawBufferPointer(start: file.bytes, count: file.length)
      return (module(at: index), "@stdlib/" + String(cString: file.path), Array(text))
    }
  }

  /// "plot.axes", of "plot/axes.lua".
  private static func module(at index: Int) -> String {
    String(String(cString: polyak_lua_file_at(index).path).dropLast(".lua".count).map { $0 == "/" ? "." : $0 })
  }

  /// Has `require` look here, at a place among the searchers or after them all.
  private static func addSearcher(to state: LuaState, at place: Int?) throws(LuaError) {
    guard let searchers = state.globals["package"].table?["searchers"].table else {
      throw LuaError("package.searchers is not a table")
    }
    let searcher = try state.function { call in
      // No word of it where there is none: what `require` says then is Lua's own text.
      guard let name = call[0].text, let loader = try loader(of: name, in: call.state) else { return Results() }
      return Results(LuaValue.function(loader), path(of: name))
    }
    let place = place ?? searchers.count + 1
    for i in stride(from: searchers.count, through: place, by: -1) { searchers[i + 1] = searchers[i] }
    try searchers.set(place, searcher)
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
      let loader = try state.load(bytes: Array(text), name: "@" + path)
      try loader.setUpvalue(1, to: .table(try StandardLibraryGlobals.table(in: state)))
      return loader
    }
    return nil
  }
}
