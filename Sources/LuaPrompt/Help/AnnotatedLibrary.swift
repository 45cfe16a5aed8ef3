import LuaKit
/// Lua files whose annotations (LuaCATS: `---` comments, `@param`, `@return`, `@class`, `@field`, `@overload`, `@alias`)
/// say what their modules are: declarations for help and completion of what Swift does not declare.
///
///     let library = AnnotatedLibrary([("tools", "@tools.lua", Array(text.utf8))])
///     state.document { library.modules(of: "tools") }
///
/// A class marked `(exact)` is a table of options: a function that takes one has its fields as options.
public struct AnnotatedLibrary {
  private(set) var sources: [String: AnnotatedSource] = [:]
  private var chunkNames: [String: String] = [:]
  private var classes: [String: AnnotatedClass] = [:]
  private(set) var aliases: [String: AnnotatedType] = [:]

  /// - Parameter files: Modules, by the names that `require` takes, the names of their chunks, and their texts. Classes of
  ///   any may be spoken of in all.
  public init(_ files: [(module: String, chunkName: String, text: [UInt8])]) {
    for file in files {
      let source = AnnotatedSource(file.text)
      sources[file.module] = source
      chunkNames[file.module] = file.chunkName
      for type in source.classes { classes[type.name] = type }
      aliases.merge(source.aliases) { first, _ in first }
    }
  }

  /// What is declared of a module, under its name or another; then the classes that its functions return, and the modules
  /// in its table.
  public func modules(of name: String, as shown: String? = nil) -> [Module] {
    guard let source = sources[name], let table = source.returned else { return [] }
    let type = source.classOfTable[table].flatMap { classes[$0] }
    let header = source.header ?? AnnotationBlock([])
    let shown = shown ?? name
    var module = Module(
      shown, header.paragraphs.first ?? "", functions: functions(of: table, in: name), callable: callable(name, shown: shown))
    module.details = Array(header.paragraphs.dropFirst())
    module.example = header.example
    module.instanceName = type.map { lastPart(of: $0.name).lowercased() }
    module.fields = (type?.fields ?? []).map { field in
      Module.Field(name: field.name, type: parameterType(field.type), summary: field.note)
    }
    module.annotations = annotations(of: name, as: shown)
    var parts: [Module] = []
    for (field, part) in source.required where callable(part, shown: field) == nil {
      let pages = modules(of: part)
      guard let page = pages.first else { continue }
      module.fields.append(Module.Field(name: field, type: LuaType.table.named(part), summary: page.summary))
      parts += pages
    }
    return [module] + returnedClasses(of: module, in: name) + parts
  }

  private func functions(of table: String, in name: String) -> [Function] {
    guard let source = sources[name] else { return [] }
    var functions = (source.functions[table] ?? []).filter { !$0.name.hasPrefix("__") }.map { function($0, in: name) }
    if table == source.returned {
      for (field, module) in source.required {
        guard var found = callable(module, shown: field) else { continue }
        if found.summary.isEmpty { found.summary = sources[module]?.header?.paragraphs.first ?? "" }
        functions.insert(found, at: 0)
      }
    }
    return functions
  }

  /// The call of a module that is a function, or a table with `__call`.
  private func callable(_ name: String, shown: String) -> Function? {
    guard let source = sources[name], let table = source.returned else { return nil }
    let locals = source.functions[""] ?? []
    guard var declared = locals.first(where: { $0.name == source.call ?? table }) else { return nil }
    declared.name = shown
    if source.call != nil { declared.parameters = Array(declared.parameters.dropFirst()) }
    let overloads = source.classOfTable[table].flatMap { classes[$0] }?.overloads ?? []
    guard let first = overloads.first, case .function(let parameters, _) = first else {
      return function(declared, in: name)
    }
    var function = function(named: shown, declared.block, parameters, in: name, line: declared.line)
    function.overloads = overloads.dropFirst().compactMap { overload(shown, $0) }
    return function
  }

  /// The classes of what a module's functions return, where some file has their methods.
  private func returnedClasses(of module: Module, in name: String) -> [Module] {
    var makers: [String: String] = [:]
    for function in module.functions { if let type = function.returns?.name { makers[type] = module.fullName(of: function) } }
    return sources.sorted { $0.key < $1.key }.flatMap { file, source in
      source.classOfTable.sorted { $0.key < $1.key }.compactMap { table, type -> Module? in
        guard let maker = makers[type], file != name || table != source.returned else { return nil }
        var result = Module(type, "What `\(maker)` gives.", functions: functions(of: table, in: file))
        result.instanceName = lastPart(of: type).lowercased()
        // They are among the module's.
        result.annotations = Module.Annotations()
        return result
      }
    }
  }

  func lastPart(of name: String) -> String { name.split(separator: ".").last.map(String.init) ?? name }

  // MARK: Functions

  private func function(_ declared: AnnotatedFunction, in name: String) -> Function {
    let tags = declared.block.texts(of: "param").compactMap { text -> AnnotatedParameter? in
      var reader = AnnotatedTypeReader(text)
      return reader.parameter()
    }
    let parameters = declared.parameters.filter { $0 != "self" }.map { name in
      tags.first { $0.name == name } ?? AnnotatedParameter(name: name, type: .name("any"))
    }
    var function = function(named: declared.name, declared.block, parameters, in: name, line: declared.line)
    function.isMethod = declared.isMethod
    function.overloads = declared.block.overloads.compactMap { overload(declared.name, $0) }
    return function
  }

  private func function(
    named name: String, _ block: AnnotationBlock, _ annotated: [AnnotatedParameter], in module: String, line: Int
  ) -> Function {
    var function = Function.documented(
      name, block.paragraphs.first ?? "", parameters(annotated), returns: result(of: block), example: block.example)
    function.entryOptions = annotated.lazy.compactMap { entryOptions($0.type) }.first ?? []
    function.details = Array(block.paragraphs.dropFirst())
    function.place = chunkNames[module].map { Function.Place(source: $0, line: line) }
    return function
  }

  private func overload(_ name: String, _ type: AnnotatedType) -> Function? {
    guard case .function(let parameters, _) = type else { return nil }
    return Function.documented(name, "", self.parameters(parameters))
  }

  private func parameters(_ annotated: [AnnotatedParameter]) -> [ParameterDeclaration] {
    let names = annotated.map(\.name)
    return annotated.flatMap { parameter -> [ParameterDeclaration] in
      // What is an argument already need not be among the options too.
      if let options = options(parameter.type) {
        return options.filter { !names.contains($0.name) }.map { ParameterDeclaration(role: .option, parameter: $0) }
      }
      let role: ParameterDeclaration.Role = parameter.name == "..." ? .variadic : .positional
      return [ParameterDeclaration(role: role, parameter: declaration(parameter))]
    }
  }

  private func declaration(_ parameter: AnnotatedParameter) -> AnyParameter {
    let type = parameterType(parameter.type)
    guard parameter.isOptional || parameter.type.mayBeNil else {
      return AnyParameter(parameter.name, type, parameter.note, .required)
    }
    let (words, absence) = note(parameter.note)
    return AnyParameter(parameter.name, type, words, absence)
  }

  /// A note's words without the default that it ends with: "in pixels (default 80)", "the end (default: the last line)".
  private func note(_ text: String) -> (words: String, absence: AnyParameter.Absence) {
    guard text.hasSuffix(")"), let place = text.ranges(of: "(default").last else { return (text, .optional) }
    let rest = text[place.upperBound...].dropLast()
    var words = text[..<place.lowerBound]
    while words.last == " " { words.removeLast() }
    if rest.hasPrefix(": ") { return (String(words), .computed(String(rest.dropFirst(2)))) }
    guard rest.hasPrefix(" "), let literal = Self.literal(rest.dropFirst()) else { return (text, .optional) }
    return (String(words), .literal(literal))
  }

  private static func literal(_ text: Substring) -> LuaLiteral? {
    if text == "true" || text == "false" { return .boolean(text == "true") }
    if let integer = Int(text) { return .integer(integer) }
    if let number = Double(text) { return .number(number) }
    guard text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") else { return nil }
    return .string(String(text.dropFirst().dropLast()))
  }

  /// The classes that are tables of options.
  var exactClasses: [AnnotatedClass] { classes.values.filter(\.isExact) }

  /// The options of a class, those that it inherits among them.
  func options(ofClass name: String) -> [AnyParameter] { options(.name(name)) ?? [] }

  /// The fields of an exact class and of those it inherits from.
  private func options(_ type: AnnotatedType) -> [AnyParameter]? {
    switch type {
    case .name(let name):
      guard let declared = classes[name], declared.isExact else { return nil }
      var options = declared.fields.map(declaration)
      for parent in declared.parents {
        for option in self.options(.name(parent)) ?? [] where !options.contains(where: { $0.name == option.name }) {
          options.append(option)
        }
      }
      return options
    case .union(let types): return types.lazy.compactMap { options($0) }.first
    default: return nil
    }
  }

  /// The options of the tables that a table of options lists.
  private func entryOptions(_ type: AnnotatedType) -> [AnyParameter]? {
    switch type {
    case .name(let name):
      guard let declared = classes[name], declared.isExact else { return nil }
      if let entry = declared.entry { return options(entry) }
      return declared.parents.lazy.compactMap { entryOptions(.name($0)) }.first
    case .union(let types): return types.lazy.compactMap { entryOptions($0) }.first
    default: return nil
    }
  }

  private func result(of block: AnnotationBlock) -> LuaType? {
    let types = block.texts(of: "return").flatMap { text in
      var reader = AnnotatedTypeReader(text)
      return reader.list().map { parameterType($0, isResult: true) }
    }
    guard let first = types.first, types.count > 1 else { return types.first }
    return first.named(types.map(\.name).joined(separator: ", "))
  }
}
