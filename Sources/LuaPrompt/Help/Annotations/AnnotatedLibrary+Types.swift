import LuaKit
extension AnnotatedLibrary {
  /// A type for help and completion; nothing is checked by it.
  func parameterType(_ type: AnnotatedType, isResult: Bool = false) -> LuaType {
    switch type {
    case .name(let name): return named(name)
    case .word(let word): return .string(oneOf: word)
    case .table: return .table
    case .list(let element):
      let inner = parameterType(element)
      if element == .name("any") { return LuaType.table.named("list", annotation: "any[]") }
      let name = inner.name.contains(" ") ? "(\(inner.name))[]" : inner.name + "[]"
      return LuaType(name: name, annotation: inner.annotation + "[]", kind: .table)
    case .function(let parameters, _):
      let names = parameters.map(\.name).joined(separator: ", ")
      return LuaType.function.named("function(\(names))")
    case .union(let types):
      let words = types.compactMap { type in if case .word(let word) = type { word } else { nil } }
      var parts = types.filter { type in
        if case .word = type { return false }
        return isResult || type != .name("nil")
      }.map { parameterType($0) }
      if !words.isEmpty { parts.append(.string(oneOf: words)) }
      guard let first = parts.first else { return .any }
      return parts.dropFirst().reduce(first) { $0.or($1) }
    }
  }

  private func named(_ name: String) -> LuaType {
    switch name {
    case "string": return .string
    case "number": return .number
    case "integer": return .integer
    case "boolean": return .boolean
    case "table": return .table
    case "function": return .function
    case "any": return .any
    default:
      if let alias = aliases[name] { return parameterType(alias) }
      return LuaType(name: name, annotation: name, kind: .any)
    }
  }
}
