import LuaKit

/// The values of expressions, for recall: `_` is the last one, `_1` the first of the session, `_2` the second.
///
/// The last hundred are kept; earlier ones are let go, so that a session does not hold every matrix it has shown.
final class ResultHistory {
  static let limit = 100
  private let lua: LuaState
  private(set) var count = 0

  init(_ lua: LuaState) { self.lua = lua }

  /// Keeps a value, and gives the name by which it is recalled.
  func keep(_ value: LuaValue) -> String {
    count += 1
    let globals = lua.globals
    globals["_"] = value
    globals["_\(count)"] = value
    if count > Self.limit { globals["_\(count - Self.limit)"] = .nil }
    return "_\(count)"
  }

  /// Whether a global variable is one of these.
  static func isName(_ name: String) -> Bool { name.hasPrefix("_") && name.dropFirst().allSatisfy { $0.isASCII && $0.isNumber } }
}
