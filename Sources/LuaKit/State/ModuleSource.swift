/// What a searcher has found of a module: see ``LuaState/addSearcher(_:)``.
public enum ModuleSource {
  /// Lua text, which runs once and returns the module. Errors name it as the second says, as Lua takes names of chunks; nil
  /// is the module's name as it is.
  case source(String, name: String? = nil)
  /// A function that is called once, with the name, and returns the module.
  case function(LuaFunction)
  /// A declared module, which gets no global variable; help and completion know it once it is asked for.
  case module(Module)
}
