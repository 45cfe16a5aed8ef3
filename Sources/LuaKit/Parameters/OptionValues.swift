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
      return try withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { room throws(LuaError) in
        let value = room.baseAddress.unsafelyUnwrapped
        guard try parameter.standIn(among: self, into: value) else { throw LuaError("option '\(parameter.name)' is missing") }
        return value.move()
      }
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
  init(_ declared: [AnyParameter]) { self.declared = declared }

  /// Reads what a field may be that is not declared by name.
  typealias Other = @Sendable (LuaState, Int32, inout Any?) throws -> Outcome

  mutating func decode(others: LuaType?, _ state: LuaState, _ index: Int32) throws -> Outcome {
    let other = others.map { type -> Other in
      { state, index, any in
        let outcome = try type.check(state, index)
        if case .value = outcome { any = state.readValue(at: index) }
        return outcome
      }
    }
    return try decode(others: other, of: others, state, index)
  }

  /// Reads the table at an index of the stack.
  mutating func decode(others: Other?, of otherType: LuaType?, _ state: LuaState, _ index: Int32) throws -> Outcome {
    let L = state.L
    guard lua_type(L, index) == LUA_TTABLE else { return .refused() }
    try state.reserve(20)
    let top = lua_gettop(L)
    defer { lua_settop(L, top) }
    let table = lua_absindex(L, index)
    let parameters = declared
    // lua_next cannot raise here: each key comes from the table itself, which does not change meanwhile.
    lua_pushnil(L)
    while lua_next(L, table) != 0 {
      defer { lk_pop(L, 1) }
      guard lua_type(L, -2) == LUA_TSTRING else { return .flawed(Flaw(.unnamed(state.readValue(at: -2).briefly))) }
      let key = state.bytes(at: -2)
      let value = lua_gettop(L)
      guard let parameter = parameters.first(where: { $0.name.utf8.elementsEqual(key) }) else {
        let name = state.string(at: -2)
        var decoded: Any?
        guard let others, case let outcome = try others(state, value, &decoded), !outcome.isOfAnotherKind || parameters.isEmpty
        else {
          return .flawed(Flaw(.unknown(among: parameters.map(\.name), others: otherType?.name), in: [name]))
        }
        switch outcome {
        case .value: if let decoded { unnamed.append((name, decoded)) }
        case .refused(let reason):
          // Where no name is known none is misspelt.
          let complaint = otherType?.complaint(state.readValue(at: value), reason: reason) ?? reason ?? "cannot be that"
          return .flawed(Flaw(.complaint(complaint), in: [name]))
        case .flawed(let flaw): return .flawed(flaw.inside(name))
        }
        continue
      }
      var decoded: Any?
      switch try parameter.decode(state, value, as: &decoded) {
      case .value: values[ObjectIdentifier(parameter)] = decoded
      case .refused(let reason):
        let complaint = parameter.type.complaint(state.readValue(at: value), reason: reason)
        return .flawed(Flaw(.complaint(complaint), in: [parameter.name]))
      case .flawed(let flaw): return .flawed(flaw.inside(parameter.name))
      }
    }
    if let absent = parameters.first(where: { $0.absence == .required && values[ObjectIdentifier($0)] == nil }) {
      return .flawed(Flaw(.missing(absent.type.description), in: [absent.name]))
    }
    return .value
  }
}
