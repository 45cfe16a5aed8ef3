internal import CLua
internal import CLuaShim

extension LuaState {
  /// What is done about an error while the calls that failed are still there.
  public enum OnError: Sendable {
    case nothing
    /// They are listed in ``LuaError/traceback``.
    case traceback
    /// The error becomes the text that the stock interpreter prints: what `__tostring` says of it, or the message and the
    /// calls. Functions that close variables get that text too.
    case report
  }

  /// Calls any value as Lua does: a function, or what has `__call`.
  @discardableResult
  public func call(
    _ callee: LuaValue, _ arguments: [LuaValue] = [], onError: OnError = .traceback
  ) throws(LuaError) -> [LuaValue] {
    try reserve(arguments.count + 20)
    let L = L
    let top = lua_gettop(L)
    do throws(LuaError) {
      try push(callee)
      for argument in arguments { try push(argument) }
    } catch {
      lua_settop(L, top)
      throw error
    }
    let handler =
      switch onError {
      case .nothing: LK_NONE
      case .traceback: LK_ASIDE
      case .report: LK_REPORT
      }
    let status = lk_call(context, L, Int32(arguments.count), LUA_MULTRET, handler)
    guard status == LUA_OK else { throw takeError(status) }
    return takeValues(above: top)
  }
}
