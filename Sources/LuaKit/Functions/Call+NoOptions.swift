internal import CLua
internal import CLuaShim

extension Call {
  /// Whether the last argument of a function without options is a table of none, where it can be no argument: code that hands
  /// options on need not ask whether there are any.
  ///
  /// - Throws: What is in the table is an option that there is not.
  func endsWithNoOptions(_ layout: ParameterLayout, _ given: Int) throws -> Bool {
    let last = first + Int32(given) - 1
    guard lua_type(L, last) == LUA_TTABLE, layout.variadic == nil, given <= layout.positional.count + 1 else { return false }
    if given <= layout.positional.count {
      guard case .refused = try outcome(of: layout.positional[given - 1], last) else { return false }
    }
    var more = false
    lua_pushvalue(L, last)
    lua_pushnil(L)
    let status = lk_next(try state.context, L, &more)
    guard status == LUA_OK else { throw try state.takeError(status) }
    guard more else { return true }
    defer { lk_pop(L, 2) }
    // A list is an argument too many, or in the place of another.
    guard lua_type(L, -2) == LUA_TSTRING else { return false }
    let option = try state.string(at: -2)
    var error = error("unknown option '\(option)': there are none")
    error.fault = Fault(function: name, path: [option], isName: true)
    throw error
  }
}
