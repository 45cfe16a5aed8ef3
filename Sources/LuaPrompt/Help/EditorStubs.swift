import LuaKit

extension Module {
  /// A `---@meta` file of the module and its classes, in the annotations that the Lua language server reads (LuaCATS): what
  /// a folder of such files, that the server is told of as a library, has under the module's name.
  ///
  /// Of a module written in Lua it holds that file's own annotations, without the code.
  public var editorStubs: String {
    var defined: Set<String> = []
    return Self.editorStubs(of: [self], defined: &defined)
  }

  /// One file of the modules of one name.
  fileprivate static func editorStubs(of modules: [Module], defined: inout Set<String>) -> String {
    var writer = StubWriter()
    let name = modules.first?.name ?? ""
    writer.add(name.isEmpty ? "---@meta" : "---@meta \(name)", "")
    for module in modules { writer.add(module, defined: &defined) }
    return writer.text
  }

  /// Whether there is something that an editor does not know.
  fileprivate var hasStubs: Bool { !isPartOfLua && !isPage && annotations?.isEmpty != true }
}

extension LuaState {
  /// What is documented here as the files that a Lua language server takes as a library, one for each module: names of
  /// files, and their texts. Lua's own library is not among them, for editors know it; functions of modules without a name
  /// are in `globals.lua`.
  ///
  ///     for (file, text) in lua.editorStubs { print(file) }     // "losses.lua", ...
  public var editorStubs: [(file: String, text: String)] {
    // A class that several files speak of stands in the first of them.
    var defined: Set<String> = []
    var names: Set<String> = []
    let modules = help.modules.filter(\.hasStubs)
    return modules.map(\.name).filter { names.insert($0).inserted }.map { name in
      ((name.isEmpty ? "globals" : name) + ".lua", Module.editorStubs(of: modules.filter { $0.name == name }, defined: &defined))
    }
  }
}
