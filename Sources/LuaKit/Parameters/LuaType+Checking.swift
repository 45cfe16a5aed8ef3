internal import CLua
internal import CLuaShim

extension LuaType {
  /// Whether the value at an index of the stack is of the type; no Swift value is made of it.
  func check(_ state: LuaState, _ index: Int32) throws -> Outcome {
    let L = state.L
    switch kind {
    case .any: return .value
    case .number(let bounds):
      guard lua_type(L, index) == LUA_TNUMBER else { return .refused() }
      return bounds?.contains(lua_tonumberx(L, index, nil)) ?? true ? .value : .refused()
    case .integer(let range):
      guard lua_type(L, index) == LUA_TNUMBER else { return .refused() }
      var isInteger: Int32 = 0
      let value = Int(lua_tointegerx(L, index, &isInteger))
      return isInteger != 0 && range?.contains(value) ?? true ? .value : .refused()
    case .boolean: return lua_type(L, index) == LUA_TBOOLEAN ? .value : .refused()
    case .string: return lua_type(L, index) == LUA_TSTRING ? .value : .refused()
    case .table, .optionsOf: return lua_type(L, index) == LUA_TTABLE ? .value : .refused()
    case .function: return lua_type(L, index) == LUA_TFUNCTION ? .value : .refused()
    case .oneOf(let words):
      guard lua_type(L, index) == LUA_TSTRING else { return .refused() }
      let given = state.bytes(at: index)
      return words.contains { $0.utf8.elementsEqual(given) } ? .value : .refused()
    case .object(let isInstance):
      guard let object = lk_to_box(L, index)?.pointee.object else { return .refused() }
      return isInstance(Unmanaged<AnyObject>.fromOpaque(object).takeUnretainedValue()) ? .value : .refused()
    case .union(let types):
      var reason: String?, flawed: Outcome?
      for type in types {
        let outcome = try type.check(state, index)
        switch outcome {
        case .value: return outcome
        case .flawed: flawed = flawed ?? outcome
        case .refused(let why): reason = reason ?? why
        }
      }
      return flawed ?? .refused(reason: reason)
    case .custom(let decode): return try Outcome { try decode(state.readValue(at: index)) == nil ? .refused() : .value }
    case .options(let parameters, let others):
      var values = OptionValues(parameters)
      return try values.decode(others: others.first, state, index)
    }
  }

  /// "must be a number in [0, 1), got 1.5".
  func complaint(_ value: LuaValue, reason: String?) -> String {
    var text = "must be \(description), "
    text += reason ?? "got \(value.briefly)"
    if let choices, let given = value.text { text += suggestion(for: given, among: choices) }
    return text
  }
}
