internal import CLua
internal import CLuaShim

extension LuaState {
  /// Looks for a module by its name: nil where it knows none. What it throws is the script's error.
  public typealias Searcher = (_ name: String, _ lua: LuaState) throws -> ModuleSource?

  /// Lets `require` find modules of the host's.
  ///
  ///     let sources = ["greeting": "return {hello = function() return 'hello' end}"]
  ///     try lua.addSearcher { name, _ in sources[name].map { .source($0) } }
  ///     try lua.run("return require('greeting').hello()")
  ///
  /// It stands in `package.searchers` behind those added before and `package.preload`, before the search for files. A state
  /// without `package`, such as one of ``LuaLibraries/safe``, gets a `require` that knows the modules of the host's alone:
  /// those registered (``ModulePlacement/required``), those in ``preload``, and what searchers find.
  ///
  /// The closure must not capture the state; it is its second argument. Names that are not UTF-8 are not asked for.
  public func addSearcher(_ search: @escaping Searcher) throws(LuaError) {
    try ready(20)
    if case .table(let package) = loaded["package"] {
      guard case .table(let searchers) = package["searchers"] else { throw LuaError("'package.searchers' must be a table") }
      let position = 2 + host.searchers.count
      let function = try function { call in
        let lua = try call.state
        guard let name = call[0].text, let source = try search(name, lua) else {
          return Results("no module '\(call[0].text ?? call[0].briefly)' of the program's")
        }
        return Results(try lua.loader(of: source, name))
      }
      var i = max(searchers.count, position - 1)
      while i >= position {
        searchers[i + 1] = searchers[i]
        i -= 1
      }
      searchers[position] = .function(function)
    } else if host.searchers.isEmpty {
      globals["require"] = .function(try self.function("require") { call in try call.state.requireFromHost(call) })
      lk_keep_require(L)
    }
    host.searchers.append(search)
    try throwNoted()
  }

  /// `require` of a state without `package`, as loadlib has it.
  private func requireFromHost(_ call: Call) throws -> LuaValue {
    guard case .string(let name) = call[0] else {
      throw LuaError(
        "bad argument #1 to 'require' (string expected, got \(call.argumentCount == 0 ? "no value" : call[0].typeName))")
    }
    try checkInterrupt()
    let key = LuaValue.string(name), loaded = loaded
    if loaded[key].isTrue { return loaded[key] }
    guard let loader = try preload[key].function ?? found(name) else { throw LuaError("module '\(name)' not found") }
    let result = try loader.call([key], traceback: false).first ?? .nil
    if !result.isNil { loaded[key] = result } else if loaded[key].isNil { loaded[key] = true }
    return loaded[key]
  }

  private func found(_ name: LuaString) throws -> LuaFunction? {
    guard let text = name.utf8 else { return nil }
    for search in host.searchers {
      if let source = try search(text, self) { return try loader(of: source, text) }
    }
    return nil
  }

  private func loader(of source: ModuleSource, _ name: String) throws -> LuaFunction {
    switch source {
    case .function(let function):
      guard function.link === link else { throw LuaError.foreign }
      return function
    case .module(let module): return try function { call in try call.state.register(module, as: []) }
    case .source(let text, let chunk):
      do { return try load(text, name: chunk ?? "=" + name) } catch {
        guard error.kind == .syntax else { throw error }
        throw LuaError(kind: .syntax, message: "error loading module '\(name)':\n\t\(error.message)")
      }
    }
  }
}
