import PolyakPlatform

/// The user's folders for Polyak, as the XDG base directory specification has them: a relative path is not to be used.
enum Folders {
  /// Where the history is kept: `$XDG_STATE_HOME/polyak`, ~/.local/state by default.
  static var state: String? { folder("XDG_STATE_HOME", otherwise: ".local/state") }
  /// Where the startup file is looked for: `$XDG_CONFIG_HOME/polyak`, ~/.config by default.
  static var configuration: String? { folder("XDG_CONFIG_HOME", otherwise: ".config") }

  private static func folder(_ variable: String, otherwise: String) -> String? {
    if let value = getenv(variable).map({ String(cString: $0) }), value.hasPrefix("/") { return value + "/polyak" }
    guard let home = getenv("HOME").map({ String(cString: $0) }), home.hasPrefix("/") else { return nil }
    return "\(home)/\(otherwise)/polyak"
  }

  /// Makes a folder and those around it, for the user alone.
  static func make(_ folder: String) {
    for end in folder.indices.dropFirst() where folder[end] == "/" { mkdir(String(folder[..<end]), 0o700) }
    mkdir(folder, 0o700)
  }
}
