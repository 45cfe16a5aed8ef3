import LuaKit
import Synchronization

/// How many digits of a number are shown where people look: 6, or as many as tell it from every other.
///
/// One setting for the program, as there is one screen: objects that print themselves read ``current``.
public enum NumberStyle: Int, Sendable {
  case short, long

  /// Set by `:format`.
  public static var current: NumberStyle {
    get { NumberStyle(rawValue: setting.load(ordering: .relaxed)) ?? .short }
    set { setting.store(newValue.rawValue, ordering: .relaxed) }
  }

  private static let setting = Atomic<Int>(NumberStyle.short.rawValue)

  /// A number in this style: 0.1 + 0.2 is "0.3" or "0.30000000000000004".
  ///
  /// - Parameter marksFloats: Whether a float of integral value ends in ".0", as Lua has it.
  public func text(of x: Double, marksFloats: Bool = false) -> String {
    if x.isNaN { return "nan" }
    if x.isInfinite { return x < 0 ? "-inf" : "inf" }
    let text: String =
      switch self {
      case .short: formatted(x, digits: 6)
      // Fifteen digits tell most numbers apart, and show 0.1 as it was typed.
      case .long: [15, 16].lazy.map { formatted(x, digits: $0) }.first { Double($0) == x } ?? formatted(x, digits: 17)
      }
    return marksFloats && text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || $0 >= 0x30 && $0 <= 0x39 }) ? text + ".0" : text
  }

  /// A number with so many digits, as C's %g writes it.
  public static func text(_ x: Double, digits: Int) -> String { formatted(x, digits: digits) }
}
