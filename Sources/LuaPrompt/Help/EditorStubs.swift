import LuaKit
// Annotations in the form that the Lua language server reads (LuaCATS), made from the declarations.

extension Module {
  /// A `---@meta` file of the module and its classes.
  public var editorStubs: String {
    var lines = ["---@meta", ""]
    let prefix = name.isEmpty ? "" : name + "."
    for type in classes { lines += type.luaClass.stubLines }
    if !name.isEmpty { lines += ["---\(summary)", "---@class \(name)lib", "\(name) = {}", ""] }
    for constant in constants {
      lines += ["---\(constant.summary)", "\(prefix)\(constant.name) = \(constant.value.source)", ""]
    }
    for function in functions { lines += function.stubLines(prefix: prefix) }
    return lines.joined(separator: "\n")
  }
}

extension Function {
  func stubLines(prefix: String) -> [String] {
    var lines: [String] = []
    let options = parameters.filter { $0.role == .option }
    let optionsType = (prefix + name).replacing(":", with: ".") + ".options"
    if !options.isEmpty {
      lines.append("---@class \(optionsType)")
      for option in options {
        lines.append("---@field \(option.name)\(option.isRequired ? "" : "?") \(option.type.annotation)\(note(option))")
      }
      lines.append("")
    }
    lines.append("---\(summary)")
    if let example {
      lines += ["---", "---```lua"] + example.split(separator: "\n").map { "---" + $0 } + ["---```"]
    }
    var names: [String] = []
    for parameter in parameters where parameter.role != .option {
      let isVariadic = parameter.role == .variadic
      names.append(isVariadic ? "..." : parameter.name)
      let label = isVariadic ? "..." : parameter.name + (parameter.isRequired ? "" : "?")
      lines.append("---@param \(label) \(parameter.type.annotation)\(note(parameter))")
    }
    if !options.isEmpty {
      let isOptional = !options.contains { $0.isRequired }
      lines.append("---@param options\(isOptional ? "?" : "") \(optionsType)")
      if names.last == "..." { names.removeLast() }
      names.append("options")
    }
    if let returns { lines.append("---@return \(returns.annotation)") }
    lines += ["function \(prefix)\(name)(\(names.joined(separator: ", "))) end", ""]
    return lines
  }

  private func note(_ parameter: ParameterDeclaration) -> String {
    var words = parameter.summary
    let standIn: String? = switch parameter.absence {
    case .required, .optional: nil
    case .literal(let value): value.source
    case .computed(let words): words
    }
    if let standIn { words += words.isEmpty ? "default \(standIn)" : " (default \(standIn))" }
    return words.isEmpty ? "" : " # " + words
  }
}

extension ClassDeclaration {
  var stubLines: [String] {
    var lines = ["---\(summary)", "---@class \(name)"]
    for property in properties { lines.append("---@field \(property.name) \(property.type.annotation) # \(property.summary)") }
    if index.number != nil { lines.append("---@field [integer] number") } else if index.value != nil {
      lines.append("---@field [integer] any")
    }
    let words = [
      "__add": "add", "__sub": "sub", "__mul": "mul", "__div": "div", "__mod": "mod", "__pow": "pow", "__idiv": "idiv",
      "__concat": "concat",
    ]
    for (event, _) in ClassDeclaration.symbols where operators[event] != nil {
      if let word = words[event] { lines.append("---@operator \(word)(any): any") }
    }
    if operators["__unm"] != nil { lines.append("---@operator unm: any") }
    if operators["__len"] != nil { lines.append("---@operator len: integer") }
    if let callable {
      let parameters = callable.parameters.filter { $0.role == .positional }.map { "\($0.name): \($0.type.annotation)" }
      let result = callable.returns.map { ": " + $0.annotation } ?? ""
      lines.append("---@overload fun(\(parameters.joined(separator: ", ")))\(result)")
    }
    lines += ["local \(name) = {}", ""]
    for method in methods { lines += method.stubLines(prefix: name + ":") }
    return lines
  }
}
