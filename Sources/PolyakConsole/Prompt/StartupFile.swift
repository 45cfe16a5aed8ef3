import PolyakPlatform
import LuaKit

/// The Lua file that is run before the first prompt: what `$POLYAK_INIT` names, or else `init.lua` in
/// `$XDG_CONFIG_HOME/polyak` (~/.config by default). An empty POLYAK_INIT means none.
enum StartupFile {
  static var path: String? {
    if let value = getenv("POLYAK_INIT").map({ String(cString: $0) }) { return value.isEmpty ? nil : value }
    guard let path = Folders.configuration.map({ $0 + "/init.lua" }), access(path, F_OK) == 0 else { return nil }
    return path
  }
}

extension Session {
  func start(with file: String) {
    Interruption.start(.prompt)
    do throws(LuaError) { try load(file: file) } catch { show(error) }
  }
}

extension Options {
  var startupFile: String? { skipsStartupFile ? nil : StartupFile.path }
}
