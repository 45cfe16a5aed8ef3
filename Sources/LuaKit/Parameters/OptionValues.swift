internal import CLua
internal import CLuaShim

/// The values in a table of options, as ``ParameterType/options(_:make:)`` has checked them.
public struct OptionValues: ParameterValues {
  private var values: [ObjectIdentifier: Any] = [:]
  private var declared: [AnyParameter]
  private var unnamed: [(name: String, value: Any)] = []

  public subscript<Value>(_ parameter: Parameter<Value>) -> Value {
    get throws(LuaError) {
      if let value = values[ObjectIdentifier(parameter)] as? Value { return value }
      guard declared.contains(where: { $0 === parameter }) else {
        throw LuaError("no option '\(parameter.name)' is declared\(suggestion(for: parameter.name, among: declared.map(\.name)))")
      }
      guard let value = try parameter.absentValue(among: self) else { throw LuaError("option '\(parameter.name)' is missing") }
      return value
    }
  }

  /// The fields that are not declared by name, in the order of their names: Lua's tables keep none.
  public func others<Value>(_ type: Value.Type = Value.self) -> [(name: String, value: Value)] {
    unnamed.compactMap { field in (field.value as? Value).map { (field.name, $0) } }.sorted { $0.name < $1.name }
  }

  /// The declared options that were given, in declared order, as values of one type.
  public func given<Value>(_ type: Value.Type = Value.self) -> [(name: String, value: Value)] {
    declared.compactMap { parameter in
      (values[ObjectIdentifier(parameter)] as? Value).map { (parameter.name, $0) }
    }
  }
}

extension OptionValues {
  private init(_ declared: [AnyParameter]) { self.declared = declared }

  /// Decodes what a field may be that is not declared by name.
  typealias Other = @Sendable (LuaState, Int32) throws -> Decoded<Any>

  static func decode(
    _ parameters: [AnyParameter], others: LuaType?, _ state: LuaState, _ index: Int32
  ) throws -> Decoded<OptionValues> {
    let other = others.map { type -> Other in
      { state, index in try type.check(state, index).map { .value(state.readValue(at: index)) } }
    }
    return try decode(parameters, others: other, of: others, state, index)
  }

  /// Decodes the table at an index of the stack into values.
  static func decode(
    _ parameters: [AnyParameter], others: Other?, of otherType: LuaType?, _ state: LuaState, _ index: Int32
  ) throws -> Decoded<OptionValues> {
    let L = state.L
    guard lua_type(L, index) == LUA_TTABLE else { return .refused() }
    try state.reserve(20)
    let top = lua_gettop(L)
    defer { lua_settop(L, top) }
    let table = lua_absindex(L, index)
    var values = OptionValues(parameters)
    // lua_next cannot raise here: each key comes from the table itself, which does not change meanwhile.
    lua_pushnil(L)
    while lua_next(L, table) != 0 {
      defer { lk_pop(L, 1) }
      guard lua_type(L, -2) == LUA_TSTRING else { return .flawed(Flaw(.unnamed(state.readValue(at: -2).briefly))) }
      let key = state.bytes(at: -2)
      let value = lua_gettop(L)
      guard let parameter = parameters.first(where: { $0.name.utf8.elementsEqual(key) }) else {
        let name = state.string(at: -2)
        guard let others, case let outcome = try others(state, value), !outcome.isOfAnotherKind || parameters.isEmpty else {
          return .flawed(Flaw(.unknown(among: parameters.map(\.name), others: otherType?.name), in: [name]))
        }
        switch outcome {
        case .value(let decoded): values.unnamed.append((name, decoded))
        case .refused(let reason):
          // Where no name is known none is misspelt.
          let complaint = otherType?.complaint(state.readValue(at: value), reason: reason) ?? reason ?? "cannot be that"
          return .flawed(Flaw(.complaint(complaint), in: [name]))
        case .flawed(let flaw): return .flawed(flaw.inside(name))
        }
        continue
      }
      switch try parameter.boxed(state, value) {
      case .value(let decoded): values.values[ObjectIdentifier(parameter)] = decoded
      case .refused(let reason):
        let complaint = parameter.type.complaint(state.readValue(at: value), reason: reason)
        return .flawed(Flaw(.complaint(complaint), in: [parameter.name]))
      case .flawed(let flaw): return .flawed(flaw.inside(parameter.name))
      }
    }
    if let absent = parameters.first(where: { $0.absence == .required && values.values[ObjectIdentifier($0)] == nil }) {
      return .flawed(Flaw(.missing(absent.type.description), in: [absent.name]))
    }
    return .value(values)
  }
}
