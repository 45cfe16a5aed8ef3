internal import CLua
internal import CLuaShim

extension Call {
  /// Finds each declared parameter's stack slot and checks what is there.
  func bind(_ box: DeclaredBox) throws {
    let state = try state
    guard let L else { return }
    if let owner = box.owner { try takeSelf(checkedSelf(box, owner)) }
    let layout = box.layout
    begin(layout)
    let slots = slots

    var given = argumentCount
    var options: Int32 = 0, variadicCount = 0
    if !layout.options.isEmpty, given > 0, try lastIsOptions(layout, given) {
      options = first + Int32(given) - 1
      given -= 1
    }
    if layout.options.isEmpty, given > layout.required, try endsWithNoOptions(layout, given) { given -= 1 }
    let positional = layout.positional
    for i in 0..<min(given, positional.count) { slots[i] = first + Int32(i) }
    if given > positional.count {
      if let variadic = layout.variadic {
        slots[variadic] = first + Int32(positional.count)
        variadicCount = given - positional.count
      } else {
        try checkNoneLeft(layout, given)
      }
    }
    if !layout.options.isEmpty { try spreadOptions(layout, table: options) }

    let (entries, decoded) = (layout.entries, record.pointee.decoded)
    for i in 0..<layout.count {
      if i == layout.variadic {
        guard variadicCount > 0 else { continue }
        let room = record.pointee.room + entries[i].room
        entries[i].parameter._withUnsafeGuaranteedRef { $0.begin(room) }
        decoded[i] = true
        for k in 0..<variadicCount { try decode(state, layout, i, slots[i] + Int32(k)) }
      } else if slots[i] != 0, lua_type(L, slots[i]) != LUA_TNIL {
        try decode(state, layout, i, slots[i])
        decoded[i] = true
      } else if entries[i].isRequired {
        throw missing(i)
      }
    }
  }

  private func decode(_ state: LuaState, _ layout: ParameterLayout, _ index: Int, _ slot: Int32) throws {
    let room = record.pointee.room + layout.entries[index].room
    let outcome = try layout.entries[index].parameter._withUnsafeGuaranteedRef { try $0.decode(state, slot, into: room) }
    switch outcome {
    case .value: break
    case .refused(let reason):
      let declaration = layout.all[index]
      let complaint = declaration.type.complaint(state.readValue(at: slot), reason: reason)
      throw refusal(declaration, slot, Flaw(.complaint(complaint)))
    case .flawed(let flaw): throw refusal(layout.all[index], slot, flaw)
    }
  }

  private func refusal(_ declaration: ParameterDeclaration, _ slot: Int32, _ flaw: Flaw) -> LuaError {
    let position = Int(slot - first) + 1
    var error = error(flaw.message(declaration, position: declaration.role == .variadic ? position : nil))
    error.fault = Fault(
      function: name, path: [declaration.name] + flaw.place, position: declaration.role == .option ? nil : position,
      isName: flaw.isOfName)
    return error
  }

  private func checkedSelf(_ box: DeclaredBox, _ owner: ClassRuntime) throws -> AnyObject {
    if let reference = lk_to_box(L, 1)?.pointee.object {
      let object = Unmanaged<AnyObject>.fromOpaque(reference).takeUnretainedValue()
      if owner.isInstance(object) { return object }
    }
    let got = argumentCount == 0 ? "nothing" : self[0].briefly
    let declaration = owner.declaration
    throw error(
      "must be called with ':' on \(withArticle(declaration.name)), as in "
        + "\(declaration.instanceName):\(box.function.name)(...), got \(got)")
  }

  /// Whether the last argument is the table of options, and not a positional argument that is a table.
  private func lastIsOptions(_ layout: ParameterLayout, _ given: Int) throws -> Bool {
    let last = first + Int32(given) - 1
    guard lua_type(L, last) == LUA_TTABLE else { return false }
    // Names where an argument is missing: its options, unless it is the argument that takes such a table.
    if given <= layout.required { return try hasStringKey(last) && !isAccepted(layout.positional[given - 1], last) }
    if given <= layout.positional.count || layout.variadic != nil { return hasStringKey(last) }
    return given == layout.positional.count + 1
  }

  private func isAccepted(_ index: Int, _ slot: Int32) throws -> Bool {
    if case .value = try outcome(of: index, slot) { true } else { false }
  }

  /// What comes of reading a value of the stack as a parameter's.
  func outcome(of index: Int, _ slot: Int32) throws -> Outcome {
    var value: Any?
    return try layout.unsafelyUnwrapped.all[index].parameter.decode(try state, slot, as: &value)
  }

  private func hasStringKey(_ table: Int32) -> Bool {
    var more = false
    lua_pushvalue(L, table)
    lua_pushnil(L)
    // Lists start with 1; the first key decides.
    guard let state = record.pointee.state, lk_next(state.context, L, &more) == LUA_OK else {
      lk_pop(L, 1)
      return false
    }
    guard more else { return false }
    defer { lk_pop(L, 2) }
    return lua_type(L, -2) == LUA_TSTRING
  }

  private func checkNoneLeft(_ layout: ParameterLayout, _ given: Int) throws {
    let most = layout.positional.count
    if most == 0, !layout.options.isEmpty, (0..<given).contains(where: { !self[$0].isNil }) {
      let required = layout.options.map { layout.all[$0] }.filter(\.isRequired).map(\.name)
      let shown = (required.isEmpty ? [layout.optionNames[0]] : required).map { "\($0) = .." }.joined(separator: ", ")
      throw error(
        "takes its options by name, as in \(name){\(shown)}, got \(given == 1 ? self[0].briefly : "\(given) arguments")")
    }
    if !layout.options.isEmpty, given == most + 1 {
      let value = self[most]
      if value.isNil { return }
      var error = error("the options must be a table, got \(value.briefly)")
      error.fault = Fault(function: name, path: ["options"], position: given)
      throw error
    }
    for i in most..<given where !self[i].isNil {
      let limit = layout.options.isEmpty ? "" : " and a table of options"
      // Two objects of one kind at the end, of which one was asked for.
      let isOneCall = given == most + 1 && most > 0 && layout.options.isEmpty && areOfOneClass(self[most - 1], self[most])
      let hint = isOneCall ? "; where the last is a call that gives 2 values, (f(x)) is the first alone" : ""
      throw error(
        most == 0 && limit.isEmpty
          ? "takes no arguments, got \(given)" : "takes at most \(counted(most, "argument"))\(limit), got \(given)\(hint)")
    }
  }

  private func areOfOneClass(_ a: LuaValue, _ b: LuaValue) -> Bool {
    guard case .object(let a) = a, case .object(let b) = b else { return false }
    return type(of: a) == type(of: b)
  }

  /// Puts each option on the stack, in declared order: from there on they are arguments like others.
  private func spreadOptions(_ layout: ParameterLayout, table: Int32) throws {
    guard let L else { return }
    let state = try state
    let names = layout.optionNames
    try state.reserve(names.count + 20)
    let base = lua_gettop(L) + 1
    for (i, option) in layout.options.enumerated() {
      lua_pushnil(L)
      slots[option] = base + Int32(i)
    }
    guard table != 0 else { return }
    // lua_next cannot raise here: each key comes from the table itself, which does not change meanwhile.
    lua_pushnil(L)
    while lua_next(L, table) != 0 {
      guard lua_type(L, -2) == LUA_TSTRING else {
        let key = state.readValue(at: -2).briefly
        var error = error("options have names, got the key \(key)")
        error.fault = Fault(function: name, path: [key])
        throw error
      }
      let key = state.bytes(at: -2)
      guard let i = names.firstIndex(where: { $0.utf8.elementsEqual(key) }) else {
        let name = state.string(at: -2)
        var error = error(unknownOption([name], among: names))
        error.fault = Fault(function: self.name, path: [name], isName: true)
        throw error
      }
      lua_copy(L, -1, base + Int32(i))
      lk_pop(L, 1)
    }
  }
}
