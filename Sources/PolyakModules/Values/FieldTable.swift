import LuaKit

extension LuaState {
  /// A table that a Lua function is called with: reading a field that it has not is an error, where a plain table would give
  /// nil, of which the function makes another error elsewhere.
  ///
  /// - Parameters:
  ///   - noun: What a field is, "parameter".
  ///   - function: What the error is of, "losses.define".
  func table(of fields: [(name: String, value: LuaValue)], each noun: String, in function: String) throws -> LuaTable {
    let table = makeTable(fields: fields.count)
    for (name, value) in fields { try table.set(name, value) }
    let names = fields.map(\.name)
    let metatable = makeTable()
    metatable["__index"] = .function(
      try self.function("__index") { call -> LuaValue in
        let key = call[1]
        var hint = suggestion(for: key.text ?? "", among: names)
        if hint.isEmpty {
          let known = names.prefix(6).map { "'\($0)'" }.joined(separator: ", ")
          hint = names.isEmpty ? ": there are none" : " (known are \(known)\(names.count > 6 ? ", .." : ""))"
        }
        throw LuaError("\(function): no \(noun) \(key.text.map { "'\($0)'" } ?? key.briefly)\(hint)")
      })
    table.metatable = metatable
    return table
  }
}
