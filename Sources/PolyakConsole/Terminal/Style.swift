import PolyakPlatform

/// Colours, where they are welcome: a terminal that has them, and no NO_COLOR (no-color.org).
struct Style {
  enum Role: String {
    case error = "31"
    case place = "36"
    case quiet = "2"
    case name = "1"
  }

  let hasColors: Bool

  /// For a standard stream.
  init(for descriptor: Int32) {
    let wish = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    let terminal = getenv("TERM").map { String(cString: $0) } ?? ""
    hasColors = Terminal.isTerminal(descriptor) && !wish && !terminal.isEmpty && terminal != "dumb"
  }

  init(hasColors: Bool) { self.hasColors = hasColors }

  func text(_ text: String, _ role: Role) -> String {
    hasColors && !text.isEmpty ? "\u{1B}[\(role.rawValue)m\(text)\u{1B}[0m" : text
  }
}
