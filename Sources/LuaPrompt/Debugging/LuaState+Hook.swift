import LuaKit
internal import CLua

extension LuaState {
  /// Takes off the hook that `debug.sethook` has set.
  public func removeHook() { lua_sethook(L, nil, 0, 0) }
}
