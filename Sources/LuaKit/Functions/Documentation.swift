internal import CLua
internal import CLuaShim
import PolyakPlatform

/// What is known of modules that no Swift declaration binds. Made when somebody asks: start-up has no use for it.
package final class Documentation {
  var sources: [() -> [Module]] = []
  var nameSources: [() -> [String]] = []
  lazy var modules = sources.flatMap { $0() }

  /// The functions of Lua files, by where they are defined.
  package lazy var functions: [Function.Place: (name: String, function: Function)] = {
    var functions: [Function.Place: (name: String, function: Function)] = [:]
    for module in modules {
      if let callable = module.callable, let place = callable.place { functions[place] = (module.name, callable) }
      for function in module.functions {
        if let place = function.place { functions[place] = (module.fullName(of: function), function) }
      }
    }
    return functions
  }()
}

extension LuaState {
  /// Adds modules to help and completion that are written in Lua or C. The closure is called once, at the first question.
  public func document(_ modules: @escaping () -> [Module]) { documentation.sources.append(modules) }

  /// Names that `require` finds by other means than files, for completion.
  public func offerModules(_ names: @escaping @autoclosure () -> [String]) { documentation.nameSources.append(names) }

  package var manual: [Module] { documentation.modules }

  /// What `require` may be given: what is loaded or known, and the files of `package.path`.
  package var requirableModules: [String] {
    var names = documentation.nameSources.flatMap { $0() }
    names += (loaded.map(\.key) + preload.map(\.key)).compactMap(\.text)
    for template in (globals["package"].table?["path"].text ?? "").split(separator: ";") {
      guard let mark = template.firstIndex(of: "?"), template[mark...] == "?.lua" else { continue }
      let folder = String(template[..<mark])
      guard let directory = opendir(folder.isEmpty ? "." : folder) else { continue }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        let file = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if file.hasSuffix(".lua") { names.append(String(file.dropLast(4))) }
      }
    }
    return names.filter { $0 != "_G" }
  }
}

extension LuaReference {
  /// The table behind its metatable's `__index`, read raw.
  package var metatableIndex: LuaTable? {
    guard let state, state.hasRoom(8) else { return nil }
    let L = state.L
    let top = lua_gettop(L)
    defer { lua_settop(L, top) }
    guard (try? pushSelf(on: L)) != nil, lua_getmetatable(L, -1) != 0, let metatable = state.readValue(at: -1).table else {
      return nil
    }
    return metatable["__index"].table
  }
}
