import LuaKit

/// Writes declarations as annotations, a line at a time.
struct StubWriter {
  private var lines: [String] = []

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func add(_ lines: String...) { self.lines += lines }

  /// Text as comments; it may have several lines.
  private mutating func comment(_ text: String) {
    lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { "---" + $0 }
  }

  // MARK: Modules and classes

  /// - Parameter defined: Names of the classes that are written, here or in another file.
  mutating func add(_ module: Module, defined: inout Set<String>) {
    if let annotations = module.annotations {
      for type in annotations.types where defined.insert(type.name).inserted {
        lines += type.lines + (type.lines.last == "" ? [] : [""])
      }
      lines += annotations.lines
      return
    }
    let name = Self.variable(module.name)
    let prefix = name.isEmpty ? "" : name + "."
    for type in module.classes where defined.insert(type.luaClass.name).inserted { add(type.luaClass) }
    if !name.isEmpty {
      comment(module.summary)
      // With another name than the module's it is for `require` alone.
      add("---@class \(name)lib", "\(name == module.name ? "" : "local ")\(name) = {}", "")
    }
    for constant in module.constants {
      comment(constant.summary)
      add("\(prefix)\(constant.name) = \(constant.value.source)", "")
    }
    for function in module.functions { add(function, prefix: prefix) }
    if !name.isEmpty { add("return \(name)") }
  }

  private mutating func add(_ type: ClassDeclaration) {
    let call = type.callable.map { overload($0, of: type) }
    var fields: [String] = []
    for property in type.properties {
      let annotation = annotation(of: property.type, as: "\(type.name).\(property.name)")
      fields.append("---@field \(property.name) \(annotation)\(Self.note(property.summary))")
    }
    comment(type.summary)
    add("---@class \(type.name)\(type.parent.map { ": \($0)" } ?? "")")
    lines += fields
    if type.index.number != nil {
      add("---@field [integer] number")
    } else if type.index.value != nil {
      add("---@field [integer] any")
    }
    for `operator` in Operator.allCases where type.operators[`operator`] != nil {
      if let annotation = `operator`.annotation { add("---@operator \(annotation)") }
    }
    if let call { add(call) }
    add("local \(type.name) = {}", "")
    for method in type.methods { add(method, prefix: type.name + ":") }
  }

  private mutating func overload(_ function: Function, of type: ClassDeclaration) -> String {
    var parameters = function.parameters.filter { $0.role != .option }.map { parameter in
      "\(label(parameter)): \(annotation(of: parameter.type, as: "\(type.name).call.\(parameter.name)"))"
    }
    if let options = options(of: function, as: type.name + ".call.options") {
      parameters.append("options\(options.isOptional ? "?" : ""): \(options.name)")
    }
    return "---@overload fun(\(parameters.joined(separator: ", ")))" + (function.returns.map { ": " + $0.annotation } ?? "")
  }

  // MARK: Functions

  private mutating func add(_ function: Function, prefix: String) {
    let path = (prefix + function.name).replacing(":", with: ".")
    var names: [String] = [], tags: [String] = []
    let options = options(of: function, as: path + ".options")
    for parameter in function.parameters where parameter.role != .option {
      var annotation = annotation(of: parameter.type, as: path + "." + parameter.name)
      // Nothing can follow `...`: the table of options may be its last.
      if parameter.role == .variadic, let options { annotation += "|" + options.name }
      names.append(parameter.role == .variadic ? "..." : Self.variable(parameter.name))
      tags.append("---@param \(label(parameter)) \(annotation)\(note(parameter))")
    }
    if let options, names.last != "..." {
      names.append("options")
      tags.append("---@param options\(options.isOptional ? "?" : "") \(options.name)")
    }
    comment(function.summary)
    if let example = function.example {
      add("---", "---```lua")
      comment(example)
      add("---```")
    }
    lines += tags
    if let returns = function.returns { add("---@return \(returns.annotation)") }
    add("function \(prefix)\(function.name)(\(names.joined(separator: ", "))) end", "")
  }

  private func label(_ parameter: ParameterDeclaration) -> String {
    parameter.role == .variadic ? "..." : Self.variable(parameter.name) + (parameter.isRequired ? "" : "?")
  }

  /// A name as a variable may have it: parameters and modules may be called as none can be.
  static func variable(_ name: String) -> String {
    if Lexer.tokens(of: Array(name.utf8)).first?.kind == .keyword { return name + "_" }
    let plain = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return plain.first?.isNumber == true ? "_" + plain : plain
  }

  private func note(_ parameter: ParameterDeclaration) -> String {
    var words = parameter.summary
    let standIn: String? =
      switch parameter.absence {
      case .required, .optional: nil
      case .literal(let value): value.source
      case .computed(let words): words
      }
    if let standIn { words += words.isEmpty ? "default \(standIn)" : " (default \(standIn))" }
    return Self.note(words)
  }

  /// Behind a tag, on its line.
  private static func note(_ words: String) -> String {
    words.isEmpty ? "" : " # " + words.split(separator: "\n").joined(separator: " ")
  }

  // MARK: Tables of options

  /// The class of a function's options, which it writes.
  private mutating func options(of function: Function, as name: String) -> (name: String, isOptional: Bool)? {
    let options = function.parameters.filter { $0.role == .option }
    if options.isEmpty { return nil }
    addOptions(options.map(\.parameter), others: nil, as: name)
    return (name, !options.contains { $0.isRequired })
  }

  private mutating func addOptions(_ options: [AnyParameter], others: LuaType?, as name: String) {
    // Those that it speaks of stand before it.
    var fields = options.map { option -> String in
      let annotation = annotation(of: option.type, as: name + "." + option.name)
      let declaration = ParameterDeclaration(role: .option, parameter: option)
      return "---@field \(option.name)\(declaration.isRequired ? "" : "?") \(annotation)\(note(declaration))"
    }
    // Without nil it would be a field that must be there.
    if let others { fields.append("---@field [string] \(annotation(of: others, as: name + ".other"))|nil") }
    add("---@class \(name)")
    lines += fields + [""]
  }

  /// A type's annotation; tables of options in it are classes of their own, which it writes.
  ///
  /// - Parameter name: What such a class is called.
  private mutating func annotation(of type: LuaType, as name: String) -> String {
    guard !type.options.isEmpty || type.otherOptions != nil else { return type.annotation }
    switch type.kind {
    case .options(let options, let rest):
      let others = rest.first
      addOptions(options, others: others, as: name)
      return name
    case .union(let types): return types.map { annotation(of: $0, as: name) }.joined(separator: "|")
    default: return type.annotation
    }
  }
}

extension Operator {
  /// Its word and types, as far as annotations have a word for it.
  fileprivate var annotation: String? {
    let word = rawValue.dropFirst(2)
    return switch self {
    case .add, .subtract, .multiply, .divide, .modulo, .power, .floorDivide, .concat: "\(word)(any): any"
    case .negate: "\(word): any"
    case .length: "\(word): integer"
    case .equal, .less, .lessOrEqual, .tostring, .close: nil
    }
  }
}
