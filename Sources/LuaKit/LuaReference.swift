internal import CLua
internal import CLuaShim

/// A handle to a value that lives in Lua, held through the registry for as long as the handle lives.
public class LuaReference {
  let link: StateLink
  let reference: Int32

  /// Takes the value on top of the stack.
  init(poppedFrom state: LuaState) {
    link = state.link
    state.link.drain(state)
    var reference: Int32 = 0
    if lk_ref(state.context, state.L, &reference) != LUA_OK {
      lk_pop(state.L, 1)
      reference = LUA_REFNIL
    }
    self.reference = reference
  }

  /// Nil in Lua's eyes: what there is where even a stack slot is refused.
  init(emptyIn state: LuaState) {
    link = state.link
    reference = LUA_REFNIL
  }

  deinit { link.release(reference) }

  /// The state, while it is there.
  public var state: LuaState? { link.state?.takeUnretainedValue() }

  func liveState() throws(LuaError) -> LuaState {
    guard let state = link.state else { throw .closed }
    return state.takeUnretainedValue()
  }

  /// As Lua's `type`.
  public var typeName: String {
    guard let state, lua_checkstack(state.L, 4) != 0 else { return "nil" }
    defer { lk_pop(state.L, 1) }
    return String(cString: lua_typename(state.L, lk_registry_get(state.L, reference)))
  }

  /// The class of an object that Lua has finalised.
  var finalisedClass: String? {
    guard let state, lua_checkstack(state.L, 4) != 0 else { return nil }
    _ = lk_registry_get(state.L, reference)
    defer { lk_pop(state.L, 1) }
    guard let box = lk_to_box(state.L, -1)?.pointee, box.object == nil, let type = box.type else { return nil }
    return Unmanaged<ClassRuntime>.fromOpaque(type)._withUnsafeGuaranteedRef { $0.declaration.name }
  }

  /// Whether both refer to one Lua value.
  public func isSame(as other: LuaReference) -> Bool { address != nil && address == other.address }

  /// The value's address in Lua, for identity only.
  public var address: UnsafeRawPointer? {
    guard let state, lua_checkstack(state.L, 4) != 0 else { return nil }
    _ = lk_registry_get(state.L, reference)
    defer { lk_pop(state.L, 1) }
    return lua_topointer(state.L, -1)
  }
}
