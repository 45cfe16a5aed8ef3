internal import CLua
internal import CLuaShim

/// `__index` where the key is no method: C has looked up the methods, and left a property's number as third argument.
final class IndexBox: FunctionBox {
  private unowned(unsafe) let runtime: ClassRuntime
  private let number: (@Sendable (AnyObject, Int) throws -> Double?)?
  private let value: (@Sendable (AnyObject, Int, LuaState) throws -> Void)?
  private let getters: [@Sendable (AnyObject, LuaState) throws -> Void]

  init(_ runtime: ClassRuntime) {
    self.runtime = runtime
    number = runtime.declaration.index.number
    value = runtime.declaration.index.value
    getters = runtime.declaration.properties.map(\.read)
    super.init(runtime.state, runtime.declaration.name)
  }

  override func invoke(_ L: OpaquePointer) -> Int32 {
    do {
      guard let object = runtime.object(L) else { throw runtime.notAnInstance(L) }
      if lua_type(L, 2) == LUA_TNUMBER {
        var isInteger: Int32 = 0
        let i = Int(lua_tointegerx(L, 2, &isInteger))
        if isInteger != 0 {
          if let number {
            if let x = try number(object, i) { lua_pushnumber(L, x) } else { lua_pushnil(L) }
            return 1
          }
          if let value {
            try value(object, i, state)
            return 1
          }
        }
        throw LuaError("\(qualifiedName): no element \(state.readValue(at: 2).briefly)")
      }
      let property = Int(lua_tointegerx(L, 3, nil))
      if getters.indices.contains(property - 1) {
        guard lua_checkstack(L, 20) != 0 else { throw LuaError.noStack }
        try getters[property - 1](object, state)
        return 1
      }
      let key = state.readValue(at: 2)
      if let list = runtime.declaration.index.list, key.text == nil, let value = try list(object, key, state) {
        try value.push(to: state)
        return 1
      }
      throw runtime.noField(key)
    } catch {
      return state.raise(runtime.located(error), in: qualifiedName)
    }
  }
}

/// `__newindex`: integers to the declared closure, names to settable properties.
final class NewIndexBox: FunctionBox {
  private unowned(unsafe) let runtime: ClassRuntime
  private let setNumber: (@Sendable (AnyObject, Int, Double) throws -> Void)?
  private let setValue: (@Sendable (AnyObject, Int, LuaValue, LuaState) throws -> Void)?

  init(_ runtime: ClassRuntime) {
    self.runtime = runtime
    setNumber = runtime.declaration.index.setNumber
    setValue = runtime.declaration.index.setValue
    super.init(runtime.state, runtime.declaration.name)
  }

  override func invoke(_ L: OpaquePointer) -> Int32 {
    do {
      guard let object = runtime.object(L) else { throw runtime.notAnInstance(L) }
      if lua_type(L, 2) == LUA_TNUMBER {
        try setElement(L, object)
      } else {
        try setField(L, object)
      }
      return 0
    } catch {
      return state.raise(runtime.located(error), in: qualifiedName)
    }
  }

  private func setElement(_ L: OpaquePointer, _ object: AnyObject) throws {
    var isInteger: Int32 = 0
    let i = Int(lua_tointegerx(L, 2, &isInteger))
    guard isInteger != 0 else { throw LuaError("\(qualifiedName): no element \(state.readValue(at: 2).briefly)") }
    if let setNumber {
      guard lua_type(L, 3) == LUA_TNUMBER else {
        throw LuaError("\(qualifiedName): element \(i) must be a number, got \(state.readValue(at: 3).briefly)")
      }
      try setNumber(object, i, lua_tonumberx(L, 3, nil))
    } else if let setValue {
      try setValue(object, i, state.readValue(at: 3), state)
    } else {
      throw LuaError("\(qualifiedName): elements cannot be assigned")
    }
  }

  private func setField(_ L: OpaquePointer, _ object: AnyObject) throws {
    let key = state.readValue(at: 2)
    let declaration = runtime.declaration
    guard let name = key.text, declaration.memberNames.contains(name) else { throw runtime.noField(key) }
    guard let property = declaration.properties.first(where: { $0.name == name }), let assign = property.assign else {
      throw LuaError("\(qualifiedName): field '\(name)' cannot be assigned")
    }
    if case .refused(let reason) = try property.type.check(state, 3) {
      let complaint = property.type.complaint(state.readValue(at: 3), reason: reason)
      throw LuaError("\(qualifiedName): field '\(name)' \(complaint)")
    }
    try assign(object, state.readValue(at: 3), state)
  }
}

extension ClassRuntime {
  /// The first argument, where it is an instance.
  func object(_ L: OpaquePointer) -> AnyObject? {
    guard let box = lk_to_box(L, 1), let reference = box.pointee.object else { return nil }
    let object = Unmanaged<AnyObject>.fromOpaque(reference).takeUnretainedValue()
    return box.pointee.type == UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque()) || isInstance(object)
      ? object : nil
  }

  /// An error of an index, with the key that is the second argument as its place.
  func located(_ error: any Error) -> any Error {
    guard var error = error as? LuaError, error.value == nil, error.fault == nil else { return error }
    let key = state.readValue(at: 2)
    error.fault = Fault(function: "\(declaration.name) []", path: [key.text ?? key.briefly])
    return error
  }

  func notAnInstance(_ L: OpaquePointer) -> LuaError {
    LuaError("\(declaration.name): expected \(withArticle(declaration.name)), got \(state.readValue(at: 1).briefly)")
  }

  func noField(_ key: LuaValue) -> LuaError {
    guard let name = key.text else {
      return LuaError("\(declaration.name): expected an index or the name of a field, got \(key.briefly)")
    }
    return LuaError("\(declaration.name): no field '\(name)'\(suggestion(for: name, among: declaration.memberNames))")
  }
}
