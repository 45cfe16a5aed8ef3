import LuaKit

/// Which of two programs this is.
enum Dialect {
  case polyak
  /// The standard Lua 5.4 interpreter, with nothing of Polyak's but `require "polyak"`.
  case stock

  /// As the command line has it: by the program's name, or by `--stock` in the first place, which is taken off, so that
  /// `arg` is the standard interpreter's too.
  ///
  /// - Parameter arguments: The program's name first.
  init(taking arguments: inout [LuaString]) {
    let name = arguments.first?.bytes.split(separator: UInt8(ascii: "/")).last.map { LuaString(bytes: Array($0)) }
    if name == "lua" || name == "lua5.4" {
      self = .stock
    } else if arguments.dropFirst().first == "--stock" {
      arguments.remove(at: 1)
      self = .stock
    } else {
      self = .polyak
    }
  }
}
