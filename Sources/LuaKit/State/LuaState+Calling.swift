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
    try ready(arguments.count + 20)
    let top = lua_gettop(L)
    try push(callee)
    return try callTop(arguments, above: top, onError)
  }

  /// Calls what is on top of the stack, for which there is room, and leaves the stack as high as `top`.
  func callTop(_ arguments: [LuaValue], above top: Int32, _ onError: OnError) throws(LuaError) -> [LuaValue] {
    let L = L
    for argument in arguments {
      do { try push(argument) } catch {
        lua_settop(L, top)
        throw error
      }
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
