import PolyakPlatform
import LuaKit

/// Commands of the user's shell, with the terminal as it was before the prompt.
enum Shell {
  static func run(_ command: String) throws(LuaError) {
    if command.isEmpty { throw LuaError("!: expected a command, got nothing") }
    let code = status(command)
    if code != 0 { throw LuaError("! \(command): ended with code \(code)") }
  }

  /// The exit code; 128 and the signal's number where one ended it.
  static func status(_ command: String) -> Int32 {
    fflush(nil)
    let status = system(command)
    if status < 0 { return 127 }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}
