import LuaKit
/// What an expression is known to be without running it.
public enum Resolution {
  case unknown
  case value(LuaValue)
  /// Some instance, not there yet: what a declared function returns.
  case instance(ClassDeclaration)
  /// A declared function or method, with the name by which errors call it.
  case function(Function, name: String)
}

extension LuaState {
  /// The class of that name among the registered modules'.
  func classDeclaration(named name: String) -> ClassDeclaration? {
    for module in modules {
      for type in module.classes {
        if let declaration = (try? runtime(for: type))?.declaration, declaration.name == name { return declaration }
      }
    }
    return nil
  }

  /// What a value of a declared type is: "Trajectory", or the first class of "Trajectory or Ensemble".
  func resolution(of type: LuaType?) -> Resolution {
    guard let type else { return .unknown }
    if type.name == "string" { return .value("") }
    for word in type.name.split(separator: " ") {
      if let declaration = classDeclaration(named: String(word)) { return .instance(declaration) }
    }
    return .unknown
  }

  /// The member of that name, found by raw reads alone: no metamethod runs.
  func member(_ name: String, of owner: Resolution) -> Resolution {
    switch owner {
    case .unknown, .function: return .unknown
    case .value(.table(let table)): return member(.string(LuaString(name)), of: table)
    case .value(.object(let object)): return declaration(of: object).map { member(name, of: .instance($0)) } ?? .unknown
    case .value(.string): return globals["string"].table.map { member(.string(LuaString(name)), of: $0) } ?? .unknown
    case .value(.other(let reference)):
      return reference.metatableIndex.map { member(.string(LuaString(name)), of: $0) } ?? .unknown
    case .value: return .unknown
    case .instance(let declaration):
      if let method = declaration.methods.first(where: { $0.name == name }) {
        return .function(method, name: "\(declaration.instanceName):\(name)")
      }
      return resolution(of: declaration.properties.first { $0.name == name }?.type)
    }
  }

  /// An entry, from the table itself or from the tables behind its `__index`.
  func member(_ key: LuaValue, of table: LuaTable) -> Resolution {
    for table in table.inheritance {
      let value = table[key]
      if !value.isNil { return resolution(of: value) }
    }
    // One that loads at its first use is known by its documentation before.
    if let name = key.text, let module = help.module(of: table), let function = module.function(named: name) {
      return .function(function, name: module.fullName(of: function))
    }
    return .unknown
  }

  /// A function by its declaration, where it has one or documentation knows it.
  func resolution(of value: LuaValue) -> Resolution {
    if case .function(let function) = value, let (name, declaration) = help.declaration(of: function) {
      return .function(declaration, name: name)
    }
    return .value(value)
  }

  /// What a call gives.
  func result(of callee: Resolution) -> Resolution {
    switch callee {
    case .function(let function, _): resolution(of: function.returns)
    case .value(.object(let object)): resolution(of: declaration(of: object)?.callable?.returns)
    case .instance(let declaration): resolution(of: declaration.callable?.returns)
    default: .unknown
    }
  }

  /// The function that a call of this runs, as declared.
  func callable(_ callee: Resolution) -> (name: String, function: Function)? {
    switch callee {
    case .function(let function, let name): return (name, function)
    case .value(.object(let object)):
      return declaration(of: object).flatMap { type in type.callable.map { (type.instanceName, $0) } }
    case .instance(let type): return type.callable.map { (type.instanceName, $0) }
    case .value(.table(let table)): return help.callable(table)
    default: return nil
    }
  }

  /// Names that may stand behind a dot, or behind a colon.
  func memberNames(of owner: Resolution, methodsOnly: Bool) -> [String] {
    switch owner {
    case .unknown, .function: return []
    case .value(.object(let object)):
      return declaration(of: object).map { memberNames(of: .instance($0), methodsOnly: methodsOnly) } ?? []
    case .instance(let declaration):
      return methodsOnly ? declaration.methods.map(\.name) : declaration.memberNames
    case .value(.string): return globals["string"].table.map { names(in: $0, functionsOnly: true) } ?? []
    case .value(.table(let table)): return names(in: table, functionsOnly: methodsOnly)
    case .value(.other(let reference)):
      return reference.metatableIndex.map { names(in: $0, functionsOnly: methodsOnly) } ?? []
    case .value: return []
    }
  }

  /// Whether there is such a member, found by raw reads alone; nil where that cannot be known.
  func hasMember(_ name: String, of owner: Resolution) -> Bool? {
    let key = LuaValue.string(LuaString(name))
    switch owner {
    case .unknown, .function: return nil
    case .value(.object(let object)): return declaration(of: object).flatMap { hasMember(name, of: .instance($0)) }
    case .instance(let declaration):
      if declaration.methods.contains(where: { $0.name == name }) || declaration.memberNames.contains(name) { return true }
      // An index of any name may be there, too.
      return declaration.index.value == nil ? false : nil
    case .value(.string): return globals["string"].table.map { !$0[key].isNil }
    case .value(.table(let table)):
      let tables = table.inheritance
      if tables.contains(where: { !$0[key].isNil }) { return true }
      if let module = help.module(of: table) {
        return module.functions.contains { $0.name == name } || module.fields.contains { $0.name == name }
      }
      return tables[tables.count - 1].metatable?["__index"].isNil ?? true ? false : nil
    case .value(.other(let reference)): return reference.metatableIndex.map { !$0[key].isNil }
    case .value: return nil
    }
  }

  /// Texts that may stand between the brackets of an index.
  func textKeys(of owner: Resolution) -> [String] {
    guard case .value(.table(let table)) = owner else { return memberNames(of: owner, methodsOnly: false) }
    return table.inheritance.flatMap { table in table.compactMap { $0.key.text } }
  }

  private func names(in table: LuaTable, functionsOnly: Bool) -> [String] {
    var names: [String] = []
    for table in table.inheritance {
      for (key, value) in table {
        if functionsOnly, value.function == nil { continue }
        if let name = key.text, isName(name) { names.append(name) }
      }
    }
    if let module = help.module(of: table) {
      names += module.functions.filter { !$0.isMethod }.map(\.name) + (functionsOnly ? [] : module.fields.map(\.name))
    }
    return names
  }
}

extension LuaTable {
  /// The table, then those that `__index` names, as long as they are tables.
  fileprivate var inheritance: [LuaTable] {
    var tables = [self]
    while tables.count < 10, let next = tables[tables.count - 1].metatable?["__index"].table { tables.append(next) }
    return tables
  }
}
