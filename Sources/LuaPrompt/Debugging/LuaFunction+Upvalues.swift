import LuaKit
internal import CLua
internal import CLuaShim

extension LuaFunction {
  /// The names of its upvalues, in Lua's order from 1; those of a C function or of stripped code are "".
  public var upvalueNames: [String] {
    withFunction { L in
      var names: [String] = []
      while let name = lua_getupvalue(L, -1, Int32(names.count + 1)) {
        lk_pop(L, 1)
        names.append(String(cString: name))
      }
      return names
    } ?? []
  }

  /// The value of an upvalue, counted from 1; nil where there is none.
  public func upvalue(_ index: Int) -> LuaValue {
    withFunction { L in
      guard let state, let index = Int32(exactly: index), lua_getupvalue(L, -1, index) != nil else { return .nil }
      return state.takeValue()
    } ?? .nil
  }

  /// Assigns to an upvalue; every function that shares it sees the value.
  ///
  /// - Throws: Where there is no such upvalue, and for a value of another state.
  public func setUpvalue(_ index: Int, to value: LuaValue) throws(LuaError) {
    let state = try liveState()
    try state.reserve(20)
    let top = lua_gettop(state.L)
    defer { lua_settop(state.L, top) }
    try pushSelf(on: state.L)
    try state.push(value)
    if !(1...255).contains(index) || lua_setupvalue(state.L, -2, Int32(index)) == nil { throw Self.noUpvalue(index) }
  }

  /// Makes an upvalue of this Lua function one and the same variable as another's of the same state.
  ///
  /// - Throws: Where either is a C function or has no such upvalue, and for a function of another state.
  public func shareUpvalue(_ index: Int, with other: LuaFunction, _ otherIndex: Int) throws(LuaError) {
    let state = try liveState()
    try state.reserve(20)
    let top = lua_gettop(state.L)
    defer { lua_settop(state.L, top) }
    try pushSelf(on: state.L)
    try state.push(reference: other)
    if isNative || other.isNative { throw LuaError("upvalues of C functions cannot be shared") }
    for (function, i) in [(self, index), (other, otherIndex)] where i < 1 || i > function.upvalueNames.count {
      throw Self.noUpvalue(i)
    }
    lua_upvaluejoin(state.L, -2, Int32(index), -1, Int32(otherIndex))
  }

  private static func noUpvalue(_ index: Int) -> LuaError { LuaError("the function has no upvalue \(index)") }

  /// Whether it is written in C or Swift.
  public var isNative: Bool { withFunction { lua_iscfunction($0, -1) != 0 } ?? true }
}
