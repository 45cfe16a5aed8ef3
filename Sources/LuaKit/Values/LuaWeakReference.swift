internal import CLua
internal import CLuaShim

/// A Lua value that is known without being kept: the handle while Lua has the value, nil afterwards.
///
///     let cache = try lua.makeTable().weak
///     cache.value      // nil once the collector has been there
///
/// Lua has done with a value when nothing in Lua and no handle in Swift refers to it, and a collection has found that out; one
/// with a finaliser is gone before that runs. It costs two entries of weak tables for each value, which go with it. A closed
/// state's values are gone. For objects of Swift's own there is Swift's `weak`.
public struct LuaWeakReference<Handle: LuaReference> {
  private let link: StateLink
  private let number: Int

  /// - Throws: "not enough memory", and where the handle's state is closed.
  public init(_ handle: Handle) throws(LuaError) {
    let state = try handle.liveState()
    try state.reserve(20)
    try handle.pushSelf(on: state.L)
    var number: lua_Integer = 0
    let status = lk_weaken(state.context, state.L, &number)
    guard status == LUA_OK else { throw state.takeError(status) }
    (link, self.number) = (state.link, Int(number))
  }

  /// A handle to the value, for the thread that uses the state.
  public var value: Handle? {
    guard let state = link.state?.takeUnretainedValue(), state.hasRoom(8) else { return nil }
    lk_push_weak(state.L, lua_Integer(number))
    return state.takeValue().reference as? Handle
  }
}

extension LuaTable {
  /// The table, not kept: see ``LuaWeakReference``.
  public var weak: LuaWeakReference<LuaTable> { get throws(LuaError) { try LuaWeakReference(self) } }
}

extension LuaFunction {
  /// The function, not kept: see ``LuaWeakReference``.
  public var weak: LuaWeakReference<LuaFunction> { get throws(LuaError) { try LuaWeakReference(self) } }
}

extension LuaCoroutine {
  /// The coroutine, not kept: see ``LuaWeakReference``.
  public var weak: LuaWeakReference<LuaCoroutine> { get throws(LuaError) { try LuaWeakReference(self) } }
}
