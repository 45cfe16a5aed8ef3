import LuaKit
/// Everything that is documented in a state, by name and by value: the declarations that also bind the functions, and what
/// ``LuaState/document(_:)`` adds for functions written in Lua or C.
public struct HelpIndex {
  let lua: LuaState

  /// What a name or a value is, in words.
  public enum Page {
    case function(Function, name: String)
    case module(Module)
    case type(ClassDeclaration)
    case property(ClassDeclaration.Property, of: ClassDeclaration)
    case constant(Module.Constant, name: String)
    case variable(type: LuaType, summary: String, name: String)
    /// An argument or an option, or one within.
    case parameter(AnyParameter, name: String)
    /// Modules whose names begin alike, such as `recipes`.
    case group([Module], name: String)

    public var text: String {
      switch self {
      case .function(let function, let name): function.help(as: name)
      case .module(let module): module.help
      case .type(let type): type.help
      case .property(let property, let type):
        "\(type.instanceName).\(property.name) -> \(property.type.name)\n\n  \(property.summary)"
      case .constant(let constant, let name): "\(name) = \(constant.value.source)\n\n  \(constant.summary)"
      case .variable(let type, let summary, let name): "\(name) -> \(type.name)\n\n  \(summary)"
      case .parameter(let parameter, let name): parameter.help(as: name)
      case .group(let modules, let name):
        ([name, ""] + aligned(modules.map { [$0.name, $0.summary] })).joined(separator: "\n")
      }
    }
  }

  /// Those declared, and those documented.
  public var modules: [Module] { lua.modules + lua.manual }

  // MARK: By name

  /// The page of "hbf.flow", "vec", "losses", "Trajectory", "trajectory:save", "flow.order".
  public func page(named name: String) -> Page? {
    if let module = modules.first(where: { $0.name == name && !name.isEmpty }) { return .module(module) }
    if let type = types.first(where: { $0.name == name }) { return .type(type) }
    let parts = name.split(whereSeparator: { $0 == "." || $0 == ":" })
    guard let last = parts.last.map(String.init) else { return nil }
    let owner = String(name.dropLast(last.count + (parts.count > 1 ? 1 : 0)))
    for module in modules where module.name == owner || module.instanceName == owner {
      if let page = page(of: last, in: module) { return page }
    }
    for type in types where type.name == owner || type.instanceName == owner {
      if let page = page(of: last, in: type) { return page }
    }
    // `optim.Trajectory`, as the module's page lists it.
    if let module = modules.first(where: { $0.name == owner && !owner.isEmpty }),
      module.classes.contains(where: { $0.luaClass.name == last })
    {
      return types.first { $0.name == last }.map { .type($0) }
    }
    // What its values are called in signatures: `optimizer`.
    if let type = types.first(where: { $0.instanceName == name }) { return .type(type) }
    if let module = modules.first(where: { $0.instanceName == name && !name.isEmpty }) { return .module(module) }
    let group = modules.filter { !name.isEmpty && $0.name.hasPrefix(name + ".") }
    if !group.isEmpty { return .group(group, name: name) }
    return parameter(named: name).map { .parameter($0, name: name) }
  }

  /// The option that a path leads to: "optimizer:run.stop.loss".
  private func parameter(named name: String) -> AnyParameter? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    let (owner, last) = (String(name[..<dot]), name[name.index(after: dot)...])
    let parameters: [AnyParameter] =
      switch page(named: owner) {
      case .function(let function, _): function.parameters.map(\.parameter)
      case .module(let module): module.callable?.parameters.map(\.parameter) ?? []
      case .parameter(let parameter, _):
        parameter.type.optionsFunction.map { options(ofFunction: $0) } ?? parameter.type.options
      default: []
      }
    return parameters.first { $0.name == last }
  }

  /// The options of a declared function, or of a module that can be called.
  func options(ofFunction name: String) -> [AnyParameter] {
    let function: Function? =
      switch page(named: name) {
      case .function(let function, _): function
      case .module(let module): module.callable
      default: nil
      }
    return (function?.parameters ?? []).filter { $0.role == .option }.map(\.parameter)
  }

  /// The names of pages whose last part is this: "optim.adam", of "adam".
  public func names(endingIn name: String) -> [String] {
    names.filter { full in
      full.count > name.count && full.hasSuffix(name) && [".", ":"].contains(full.dropLast(name.count).last)
    }
  }

  private func page(of name: String, in module: Module) -> Page? {
    let full = module.name.isEmpty ? name : "\(module.name).\(name)"
    if let function = module.function(named: name) { return .function(function, name: module.fullName(of: function)) }
    if let field = module.fields.first(where: { $0.name == name }) {
      return .variable(type: field.type, summary: field.summary, name: module.fieldPrefix + name)
    }
    return module.constants.first { $0.name == name }.map { .constant($0, name: full) }
  }

  func page(of name: String, in type: ClassDeclaration) -> Page? {
    if let method = type.methods.first(where: { $0.name == name }) {
      return .function(method, name: "\(type.instanceName):\(name)")
    }
    return type.properties.first { $0.name == name }.map { .property($0, of: type) }
  }

  /// The classes of all modules.
  var types: [ClassDeclaration] { types(of: modules) }

  func types(of modules: [Module]) -> [ClassDeclaration] {
    modules.flatMap { module in module.classes.compactMap { (try? lua.runtime(for: $0))?.declaration } }
  }

  /// Every name that has a page, as one would type it.
  public var names: [String] { names(of: modules) }

  func names(of modules: [Module]) -> [String] {
    var names: [String] = []
    for module in modules {
      let prefix = module.name.isEmpty ? "" : module.name + "."
      if !module.name.isEmpty { names.append(module.name) }
      names += module.functions.map { module.fullName(of: $0) } + module.constants.map { prefix + $0.name }
      names += module.fields.map { module.fieldPrefix + $0.name }
    }
    for type in types(of: modules) {
      names.append(type.name)
      names += type.methods.map { "\(type.instanceName):\($0.name)" }
      names += type.properties.map { "\(type.instanceName).\($0.name)" }
    }
    return names
  }

  // MARK: By value

  /// The page of a function, a module's table or an object's class.
  public func page(of value: LuaValue) -> Page? {
    switch value {
    case .function(let function): return declaration(of: function).map { .function($0.function, name: $0.name) }
    case .object(let object): return lua.declaration(of: object).map { .type($0) }
    case .table(let table):
      guard let name = loadedName(of: table) else { return nil }
      return page(named: name)
    default: return nil
    }
  }

  /// A function's declaration, and the name by which errors or the manual call it.
  func declaration(of function: LuaFunction) -> (name: String, function: Function)? {
    if let declared = function.declared { return declared }
    // One that checks what it is given and then calls another has that as an upvalue of this name.
    if let i = function.upvalueNames.firstIndex(of: "stands_for"), let other = function.upvalue(i + 1).function {
      return declaration(of: other)
    }
    if let origin = function.origin {
      return lua.documentation.functions[Function.Place(source: origin.source, line: origin.lines.lowerBound)]
    }
    guard function.isNative, let name = lua.libraryName(of: function), case .function(let declared, let full) = page(named: name)
    else { return nil }
    return (full, declared)
  }

  /// The call of a module that is a function too, such as `plot`.
  func callable(_ table: LuaTable) -> (name: String, function: Function)? {
    guard table.metatable != nil, let module = module(of: table) else { return nil }
    return module.callable.map { (module.name, $0) }
  }

  /// The module that a loaded table is.
  func module(of table: LuaTable) -> Module? {
    loadedName(of: table).flatMap { name in modules.first { $0.name == name } }
  }

  private func loadedName(of table: LuaTable) -> String? {
    for (key, value) in lua.loaded {
      if case .table(let other) = value, other.isSame(as: table), let name = key.text { return name }
    }
    return nil
  }

  // MARK: Search

  /// The names, with a summary each, of the pages in which words occur, all of them, hyphens left out ("mini-batch" is
  /// "minibatch"); those whose name has them first.
  public func search(_ words: String) -> [(name: String, summary: String)] {
    let words = words.split(whereSeparator: \.isWhitespace).map { Self.searched(String($0)) }.filter { !$0.isEmpty }
    if words.isEmpty { return [] }
    let entries = names.compactMap { name in page(named: name).map { (name: name, summary: $0.summary, text: $0.text) } }
    func has(_ text: String) -> Bool {
      let text = Self.searched(text)
      return words.allSatisfy { text.contains($0) }
    }
    let inName = entries.filter { has($0.name) }
    let inText = entries.filter { !has($0.name) && has($0.name + " " + $0.text) }
    return (inName + inText).map { ($0.name, $0.summary) }
  }

  /// Without what is written in several ways: marks, and American spellings, be they of a word's beginning alone.
  private static func searched(_ text: String) -> String {
    text.lowercased().filter { $0 != "-" && $0 != "_" }.replacing("iz", with: "is").replacing("yz", with: "ys")
      .replacing("color", with: "colour").replacing("neighbor", with: "neighbour").replacing("behavior", with: "behaviour")
      .replacing("center", with: "centre")
  }
}

extension HelpIndex.Page {
  public var summary: String {
    switch self {
    case .function(let function, _): function.summary
    case .module(let module): module.summary
    case .type(let type): type.summary
    case .property(let property, _): property.summary
    case .constant(let constant, _): constant.summary
    case .variable(_, let summary, _): summary
    case .parameter(let parameter, _): parameter.summary
    case .group(let modules, _): modules.map(\.name).joined(separator: ", ")
    }
  }

  /// Its example, of a function or a module written in Lua.
  public var example: String? {
    switch self {
    case .function(let function, _): function.example
    case .module(let module): module.example
    default: nil
    }
  }
}

extension LuaState {
  /// What is documented.
  public var help: HelpIndex { HelpIndex(lua: self) }

  /// The names of what Swift has declared here: functions, constants, classes and their members.
  public var declaredNames: [String] { help.names(of: modules) }
}

extension HelpIndex {
  /// Every module in a line.
  public var overview: String {
    var seen: Set<String> = []
    // What belongs to another module stands on its page.
    let pages = Set(modules.map(\.name))
    let named = modules.filter { module in
      let parts = module.name.split(separator: ".")
      let isPart = parts.indices.dropFirst().contains { pages.contains(parts[..<$0].joined(separator: ".")) }
      return !module.name.isEmpty && !isPart && seen.insert(module.name).inserted
    }
    let width = named.map(\.name.count).max() ?? 0
    var lines = ["Modules; ?name tells more, ??word searches.", ""]
    // Of each its first sentence.
    lines += named.map { module in
      let sentence = module.summary.firstRange(of: ". ").map { module.summary[..<$0.lowerBound] + "." }
      return "  " + module.name.padded(to: width) + "  " + (sentence ?? module.summary[...])
    }
    let globals = modules.filter(\.name.isEmpty).flatMap { $0.functions.map(\.name) }
    if !globals.isEmpty { lines += ["", "  Everywhere: " + globals.joined(separator: " ")] }
    return lines.joined(separator: "\n")
  }
}
