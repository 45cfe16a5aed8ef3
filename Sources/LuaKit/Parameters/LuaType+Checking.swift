internal import CLua
internal import CLuaShim

extension LuaType {
  enum Outcome {
    case accepted
    case decoded(Any)
    /// It is of another kind, or for a reason not as it must be: "but element 3 is a string".
    case refused(reason: String? = nil)
    /// Something in it is wrong.
    case flawed(Flaw)
  }

  /// What a decoder gives, as an outcome.
  static func outcome(_ decode: () throws -> Any?) throws -> Outcome {
    do {
      if let value = try decode() { return .decoded(value) }
      return .refused()
    } catch let mismatch as Mismatch {
      return .refused(reason: mismatch.words)
    } catch let flaw as Flaw {
      return .flawed(flaw)
    }
  }

  func check(_ state: LuaState, _ index: Int32) throws -> Outcome {
    let L = state.L
    switch kind {
    case .any: return .accepted
    case .number(let bounds):
      guard lua_type(L, index) == LUA_TNUMBER else { return .refused() }
      return bounds?.contains(lua_tonumberx(L, index, nil)) ?? true ? .accepted : .refused()
    case .integer(let range):
      guard lua_type(L, index) == LUA_TNUMBER else { return .refused() }
      var isInteger: Int32 = 0
      let value = Int(lua_tointegerx(L, index, &isInteger))
      return isInteger != 0 && range?.contains(value) ?? true ? .accepted : .refused()
    case .boolean: return lua_type(L, index) == LUA_TBOOLEAN ? .accepted : .refused()
    case .string: return lua_type(L, index) == LUA_TSTRING ? .accepted : .refused()
    case .table, .optionsOf: return lua_type(L, index) == LUA_TTABLE ? .accepted : .refused()
    case .function: return lua_type(L, index) == LUA_TFUNCTION ? .accepted : .refused()
    case .oneOf(let words):
      guard lua_type(L, index) == LUA_TSTRING else { return .refused() }
      let given = state.bytes(at: index)
      return words.contains { $0.utf8.elementsEqual(given) } ? .accepted : .refused()
    case .object(let isInstance):
      guard let object = lk_to_box(L, index)?.pointee.object else { return .refused() }
      return isInstance(Unmanaged<AnyObject>.fromOpaque(object).takeUnretainedValue()) ? .accepted : .refused()
    case .union(let types):
      var reason: String?, flawed: Outcome?
      for type in types {
        let outcome = try type.check(state, index)
        switch outcome {
        case .accepted, .decoded: return outcome
        case .flawed: flawed = flawed ?? outcome
        case .refused(let why): reason = reason ?? why
        }
      }
      return flawed ?? .refused(reason: reason)
    case .custom(let decode): return try Self.outcome { try decode(state.readValue(at: index)) }
    case .options(let parameters, let others): return try OptionValues.check(parameters, others: others.first, state, index)
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
