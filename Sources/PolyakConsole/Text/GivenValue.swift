import LuaKit

/// What an error says that it got: "must be a number in [0, 1), got 1.7".
struct GivenValue {
  /// "1.7", with what may stand behind it; nil where the message does not say it.
  private let words: String?

  init(_ message: String) {
    let parts = message.split(separator: ", got ")
    words = parts.count > 1 ? parts.last.map(String.init) : nil
  }

  /// Whether a value that stands in the source can have been what came. Numbers may be said in fewer digits than they have,
  /// and a number may be how many there were of something.
  func canBe(_ literal: LuaValue) -> Bool {
    guard let words else { return true }
    let word = words.prefix { !" ,;(".contains($0) }
    switch (literal, Double(word)) {
    case (.number(let x), let y?): return abs(x - y) <= 1e-5 * abs(y)
    case (.number, nil): return !Self.kinds.contains(String(word))
    case (_, .some): return false
    case (.string, nil):
      return word == "string" ? words.hasPrefix(literal.briefly) : !Self.kinds.contains(String(word))
    default: return word == literal.briefly || !Self.kinds.contains(String(word))
    }
  }

  /// The same of a value of a kind, "table" or "function".
  func canBe(_ kind: String) -> Bool {
    let word = words.map { $0.prefix { !" ,;(".contains($0) } } ?? ""
    return word == kind || !Self.kinds.contains(String(word))
  }

  /// How values are said that are no objects and no numbers.
  private static let kinds: Set<String> = ["nil", "true", "false", "table", "function", "string", "nan", "inf", "-inf"]
}
