import LuaKit

extension ReferencePage {
  /// The page of a module.
  init(_ module: Module, types: [ClassDeclaration]) {
    let group: Group = module.isPartOfLua ? .language : module.isPage ? .recipes : .modules
    let (title, subject) = module.titleAndSubject
    self.init(file: module.name, title: title, subject: subject, group: group, anchor: module.name)
    introduction = ReferenceIntroduction(summary: module.summary, details: module.details, example: module.example)
    if let callable = module.callable {
      sections.append(Section(heading: "Call", entries: [Entry(callable, as: module.name, anchor: module.name + "()")]))
    }
    let functions = Section(module, heading: module.functions.contains(where: \.isMethod) ? "Methods" : "Functions")
    if !functions.isEmpty { sections.append(functions) }
    sections += types.map { Section($0) }
    distinguishAnchors()
  }

  /// The page of the modules without a name, whose functions are global variables.
  init(globals modules: [Module], types: (Module) -> [ClassDeclaration]) {
    let subject = "What is there by its own name, without a module's before it."
    self.init(file: "globals", title: "Everywhere", subject: subject, group: .modules, anchor: "")
    introduction.summary = subject
    for module in modules {
      var section = Section(module, heading: module.summary.last == "." ? String(module.summary.dropLast()) : module.summary)
      section.introduction.details = module.details
      sections += [section] + types(module).map { Section($0) }
    }
    distinguishAnchors()
  }
}

extension Module {
  /// Of a recipe what its words begin with, and what comes behind: "Weight decay", "a penalty on large parameters".
  fileprivate var titleAndSubject: (title: String, subject: String) {
    guard isPage, let colon = summary.firstRange(of: ": ") else { return (name, summary) }
    let title = summary[..<colon.lowerBound]
    return (String(title[..<(title.firstRange(of: " (")?.lowerBound ?? title.endIndex)]), String(summary[colon.upperBound...]))
  }
}

extension ReferencePage.Section {
  fileprivate init(_ module: Module, heading: String) {
    self.init(heading: heading)
    entries = module.functions.map { ReferencePage.Entry($0, as: module.fullName(of: $0)) }
    variables = module.fields.map { field in
      let name = module.fieldPrefix + field.name
      return ReferencePage.Row(name: name, anchor: name, type: field.type.name, words: field.summary)
    }
    variables += module.constants.map { constant in
      let name = (module.name.isEmpty ? "" : module.name + ".") + constant.name
      return ReferencePage.Row(name: name, anchor: name, type: constant.value.source, words: constant.summary)
    }
  }

  fileprivate var isEmpty: Bool { entries.isEmpty && variables.isEmpty }

  fileprivate init(_ type: ClassDeclaration) {
    self.init(heading: type.name, anchor: type.name)
    introduction.summary = type.summary
    variables = type.properties.map { property in
      let name = "\(type.instanceName).\(property.name)"
      return ReferencePage.Row(name: name, anchor: name, type: property.type.name, words: property.summary)
    }
    if let callable = type.callable {
      entries.append(ReferencePage.Entry(callable, as: callable.name, anchor: type.name + "()"))
    }
    entries += type.methods.map { ReferencePage.Entry($0, as: "\(type.instanceName):\($0.name)") }
    operators = type.operatorSymbols
  }
}

extension ReferencePage.Entry {
  fileprivate init(_ function: Function, as name: String, anchor: String? = nil) {
    var tables: [ReferencePage.Table] = []
    if !function.parameters.isEmpty {
      let rows = function.parameters.flatMap { ReferencePage.Row.rows($0.parameter, isVariadic: $0.role == .variadic) }
      tables.append(ReferencePage.Table(heading: nil, rows: rows))
    }
    if !function.entryOptions.isEmpty {
      let rows = function.entryOptions.flatMap { ReferencePage.Row.rows($0) }
      tables.append(ReferencePage.Table(heading: "Each table that it lists may have:", rows: rows))
    }
    self.init(
      name: anchor ?? name, anchor: anchor ?? name,
      signatures: ([function] + function.overloads).map { $0.signature(as: name) },
      result: function.returns?.name,
      introduction: ReferenceIntroduction(summary: function.summary, details: function.details, example: function.example),
      tables: tables)
  }
}

extension ReferencePage.Row {
  /// A parameter, and below it the options of the table that it may be.
  fileprivate static func rows(_ parameter: AnyParameter, isVariadic: Bool = false) -> [Self] {
    ParameterRow.all(parameter).map { row in
      let isVariadic = isVariadic && row.depth == 0
      let standIn =
        switch row.absence {
        case .required: "required"
        case .optional: isVariadic ? "any number" : "optional"
        case .literal(let value): value.source
        case .computed(let words): words
        }
      let name = isVariadic && row.name != "..." ? row.name + ", ..." : row.name
      return Self(name: name, depth: row.depth, type: row.type.name, standIn: standIn, words: row.summary)
    }
  }
}
