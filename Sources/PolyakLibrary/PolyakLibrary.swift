import CPolyakLibrary
import LuaKit
import PolyakModules

/// Polyak in a stock Lua 5.4: `local polyak = require "polyak"`, where this library is found as `polyak.so`.
///
/// Leaves the table of modules, `polyak.losses`, `polyak.vec` and so on, or an error for ``luaopen_polyak(_:)`` to raise;
/// sets no globals.
@c public func polyak_open(_ host: OpaquePointer) -> Int32 {
  LuaState.open(in: host) { lua in .table(try Polyak.table(in: lua)) }
}
