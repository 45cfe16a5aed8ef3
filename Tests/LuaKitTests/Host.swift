import CLua
import PolyakPlatform

/// A host as the stock interpreter is one: its own state and allocator, which may refuse.
final class Host {
  let L: OpaquePointer
  let budget = UnsafeMutablePointer<Int>.allocate(capacity: 1)

  init() {
    budget.pointee = .max
    L = lua_newstate(
      { data, block, oldSize, newSize in
        let budget = data!.assumingMemoryBound(to: Int.self)
        if newSize == 0 {
          free(block)
          return nil
        }
        if budget.pointee <= 0 { return block != nil && newSize <= oldSize ? realloc(block, newSize) : nil }
        if budget.pointee != .max { budget.pointee -= 1 }
        return realloc(block, newSize)
      }, budget)!
    luaL_openlibs(L)
  }

  /// - Parameter name: The chunk's; the source itself where it is left out.
  func run(_ source: String, name: String? = nil) -> String {
    defer { lua_settop(L, 0) }
    guard luaL_loadbufferx(L, source, source.utf8.count, name ?? source, nil) == LUA_OK,
      lua_pcallk(L, 0, LUA_MULTRET, 0, 0, nil) == LUA_OK
    else {
      return "! " + String(cString: luaL_tolstring(L, -1, nil))
    }
    let count = lua_gettop(L)
    if count == 0 { return "" }
    return (1...count).map { String(cString: luaL_tolstring(L, $0, nil)) }.joined(separator: " ")
  }

  deinit {
    lua_close(L)
    budget.deallocate()
  }
}
