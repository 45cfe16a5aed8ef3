import PolyakPlatform
import Synchronization

/// Colours, where they are welcome: a terminal that has them, and no NO_COLOR (no-color.org).
struct Style {
  enum Role: String {
    case error = "31"
    case place = "36"
    case quiet = "2"
    case name = "1"
    case keyword = "35"
    case string = "32"
    case option = "34"
    case unknown = "33"
  }

  private let couldHaveColors: Bool

  var hasColors: Bool { couldHaveColors && Self.areWanted }

  /// For a standard stream.
  init(for descriptor: Int32) {
    let wish = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    couldHaveColors = Terminal.isTerminal(descriptor) && !wish && Terminal.movesCursor
  }

  init(hasColors: Bool) { couldHaveColors = hasColors }

  /// What `:colors` has set.
  static var areWanted: Bool {
    get { !areOff.load(ordering: .relaxed) }
    set { areOff.store(!newValue, ordering: .relaxed) }
  }

  private static let areOff = Atomic<Bool>(false)

  func text(_ text: String, _ role: Role) -> String {
    hasColors && !text.isEmpty ? start(role) + text + end : text
  }

  /// What puts a role's colour on, and what takes it off again; empty without colours.
  func start(_ role: Role) -> String { hasColors ? "\u{1B}[\(role.rawValue)m" : "" }
  var end: String { hasColors ? "\u{1B}[0m" : "" }
}
