import LuaKit

extension LuaState {
  /// "string.format", for what the loaded modules hold under such a name; the shortest of several, but
  /// none like `_3`, which holds a result.
  func libraryName(of function: LuaFunction) -> String? {
    var names: [String] = []
    for (name, module) in loaded {
      guard let name = name.text, let table = module.table else { continue }
      for (key, value) in table {
        guard case .function(let other) = value, other.isSame(as: function), let key = key.text else { continue }
        if name != "_G" { names.append("\(name).\(key)") } else if !key.hasPrefix("_") { names.append(key) }
      }
    }
    if let name = names.min(by: { ($0.utf8.count, $0) < ($1.utf8.count, $1) }) { return name }
    // Those of open files are in no module.
    if case .other(let file)? = globals["io"].table?["stdout"], let methods = file.metatableIndex {
      for (key, value) in methods {
        if case .function(let other) = value, other.isSame(as: function), let key = key.text { return "file:\(key)" }
      }
    }
    return nil
  }
}
