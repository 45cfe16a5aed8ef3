internal import CLua
internal import CLuaShim

/// A handle to a value that lives in Lua, held through the registry for as long as the handle lives.
///
/// Any thread may let go of a handle, compare two, and ask ``typeName`` and ``address``. Everything else is for the thread
/// that uses the state.
public class LuaReference {
  let link: StateLink
  let reference: Int32
  /// LUA_TNIL where there was no memory for the value.
  private let type: Int32
  /// The value's address in Lua, for identity only.
  public let address: UnsafeRawPointer?

  /// Takes the value on top of the stack. Where the host has no memory for a reference, the state notes that.
  init(poppedFrom state: LuaState) {
    link = state.link
    // For code that does nothing but make handles and let go of them.
    state.link.drain(state, atLeast: 64)
    let L = state.L
    let (type, address) = (lua_type(L, -1), lua_topointer(L, -1))
    var reference: Int32 = 0
    if lk_ref(state.context, L, &reference) == LUA_OK {
      (self.reference, self.type, self.address) = (reference, type, address.map { UnsafeRawPointer($0) })
    } else {
      lk_pop(L, 1)
      state.note(.memory)
      (self.reference, self.type, self.address) = (LUA_REFNIL, LUA_TNIL, nil)
    }
  }

  /// A stand-in for a value that could not be made, for which the caller has noted why.
  init(emptyIn state: LuaState) {
    link = state.link
    (reference, type, address) = (LUA_REFNIL, LUA_TNIL, nil)
  }

  deinit { link.release(reference) }

  /// The state, while it is there.
  public var state: LuaState? { link.state?.takeUnretainedValue() }

  /// For operations that throw: those throw, too, what others before could not do.
  package func liveState() throws(LuaError) -> LuaState {
    guard let state = link.state?.takeUnretainedValue() else { throw .closed }
    try state.throwNoted()
    link.drain(state)
    return state
  }

  /// As Lua's `type`; "nil" once the state is closed.
  public var typeName: String {
    guard link.state != nil else { return "nil" }
    return String(cString: lua_typename(nil, type))
  }

  /// An object that is one no longer, in words: "a finalised Account".
  var finalised: String? {
    guard let state, lua_checkstack(state.L, 4) != 0 else { return nil }
    _ = lk_registry_get(state.L, reference)
    defer { lk_pop(state.L, 1) }
    guard let box = lk_to_box(state.L, -1)?.pointee, box.object == nil, let type = box.type else { return nil }
    let name = Unmanaged<ClassRuntime>.fromOpaque(type)._withUnsafeGuaranteedRef { $0.declaration.name }
    return box.scoped ? "\(withArticle(name)) whose scope has ended" : "a finalised \(name)"
  }

  /// Whether both refer to one Lua value.
  public func isSame(as other: LuaReference) -> Bool {
    address != nil && address == other.address && link === other.link
  }

  /// Pushes the value. The debug library can put another in its place, which raw operations must not meet.
  package func pushSelf(on L: OpaquePointer) throws(LuaError) {
    if lk_registry_get(L, reference) == type, type != LUA_TNIL { return }
    lk_pop(L, 1)
    throw type == LUA_TNIL ? .memory : LuaError("the registry no longer holds the value of a handle")
  }
}
