internal import CLua
internal import CLuaShim

/// A class as one state knows it: its declaration and its metatable. Userdata point at it.
package final class ClassRuntime {
  unowned(unsafe) let state: LuaState
  let typeID: ObjectIdentifier
  package let declaration: ClassDeclaration
  let cast: ((AnyObject) -> any LuaObject)?
  private(set) var metatable: Int32 = LUA_NOREF

  init(_ type: any LuaObject.Type, _ state: LuaState) throws(LuaError) {
    self.state = state
    typeID = ObjectIdentifier(type)
    declaration = type.luaClass
    cast = declaration.cast
    // Members get their object unchecked.
    if !declaration.declares(type) { throw LuaError("the class \(type) is declared as \(declaration.name), which it is not") }
    if !declaration.isSubclass {
      throw LuaError("the class \(type) inherits members of \(declaration.parent ?? ""), which it is not")
    }
    try makeMetatable()
  }

  /// For the anchor of a borrowed state, which is no object for Lua.
  init(anchorOf state: LuaState) throws(LuaError) {
    self.state = state
    typeID = ObjectIdentifier(StateAnchor.self)
    declaration = ClassDeclaration(SwiftErrorObject.self, "Swift state", "", [])
    cast = nil
    try makeMetatable()
  }

  func isInstance(_ object: AnyObject) -> Bool {
    ObjectIdentifier(type(of: object)) == typeID || declaration.isInstance(object)
  }

  /// Answers false with the error value on the stack.
  func push(_ object: AnyObject, bytes: Int) -> Bool {
    if lk_push_known(state.context, state.L, Unmanaged.passUnretained(object).toOpaque(), max(bytes, 0)) { return true }
    let reference = Unmanaged.passRetained(object)
    let status = lk_push_object(
      state.context, state.L, reference.toOpaque(), Unmanaged.passUnretained(self).toOpaque(), metatable, max(bytes, 0))
    if status != LUA_OK { reference.release() }
    return status == LUA_OK
  }

  private func makeMetatable() throws(LuaError) {
    let L = state.L
    try state.reserve(30)
    let top = lua_gettop(L)
    var name = declaration.name
    let status = name.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { lk_push_metatable(state.context, L, $0.baseAddress, $0.count) }
    }
    guard status == LUA_OK else { throw state.takeError(status) }
    do { try fillMetatable(at: top + 1) } catch {
      lua_settop(L, top)
      throw error
    }
    let failed = lk_ref(state.context, L, &metatable)
    guard failed == LUA_OK else { throw state.takeError(failed) }
  }

  private func fillMetatable(at metatable: Int32) throws(LuaError) {
    let L = state.L
    let name = declaration.name, instance = declaration.instanceName
    func set(_ key: String, at table: Int32) throws(LuaError) {
      try state.pushString(key)
      lk_insert(L, -2)
      let status = lk_rawset(state.context, L, table)
      if status != LUA_OK { throw state.takeError(status) }
    }

    try state.pushTable(array: 0, fields: declaration.methods.count)
    let methods = lua_gettop(L)
    for method in declaration.methods {
      try state.push(box: DeclaredBox(state, method, qualifiedName: "\(instance):\(method.name)", owner: self))
      try set(method.name, at: methods)
    }
    try state.pushTable(array: 0, fields: declaration.properties.count)
    let properties = lua_gettop(L)
    for (i, property) in declaration.properties.enumerated() {
      lua_pushinteger(L, lua_Integer(i + 1))
      try set(property.name, at: properties)
    }
    let indexer = Unmanaged<FunctionBox>.passRetained(IndexBox(self))
    let status = lk_push_indexer(state.context, L, indexer.toOpaque(), invokeBox)
    if status != LUA_OK {
      indexer.release()
      throw state.takeError(status)
    }
    try set("__index", at: metatable)

    try state.push(box: NewIndexBox(self))
    try set("__newindex", at: metatable)
    for (`operator`, body) in declaration.operators {
      try state.push(
        box: ClosureBox(state, "\(name) \(`operator`.symbol)") { call in
          // Weak keys still show an object that has been finalised.
          if `operator` == .tostring, let box = lk_to_box(call.L, 1), box.pointee.object == nil {
            return try "\(name) (\(box.pointee.scoped ? "its scope has ended" : "finalised"))".pushResults(to: call.state)
          }
          return try body(call)
        })
      try set(`operator`.rawValue, at: metatable)
    }
    if let callable = declaration.callable {
      try state.push(box: DeclaredBox(state, callable, qualifiedName: instance, owner: self))
      try set("__call", at: metatable)
    }
  }
}

extension LuaState {
  package func runtime(for type: any LuaObject.Type) throws(LuaError) -> ClassRuntime {
    let id = ObjectIdentifier(type)
    for runtime in hot.pointee.classes where runtime.typeID == id { return runtime }
    let runtime = try ClassRuntime(type, self)
    hot.pointee.classes.append(runtime)
    return runtime
  }

  /// The declaration of an object's class.
  public func declaration(of object: any LuaObject) -> ClassDeclaration? {
    try? runtime(for: Swift.type(of: object)).declaration
  }
}
