import LuaKit
import PolyakModules

/// Polyak in a stock Lua 5.4: `local polyak = require "polyak"`, where this library is found as `polyak.so`.
///
/// Returns the table of modules, `polyak.losses`, `polyak.vec` and so on; sets no globals.
@c public func luaopen_polyak(_ host: OpaquePointer) -> Int32 {
  LuaState.open(in: host) { lua in .table(try Polyak.table(in: lua)) }
}
