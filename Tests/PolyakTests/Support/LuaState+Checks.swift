import LuaKit
import Testing

/// What tests ask of a state again and again.
extension LuaState {
  /// What an expression gives.
  func value(of expression: String) throws -> LuaValue {
    try run("return " + expression, name: "=test").first ?? .nil
  }

  /// What code returns, as text.
  func answer(to code: String) throws -> String { try text(of: run(code, name: "=test").first ?? .nil) }

  /// The message of the error that an expression raises, without its place in the test.
  func failure(of expression: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    let outcome = try run(
      "local ok, message = pcall(function() return \(expression) end) return ok, message", name: "=test")
    #expect(outcome.first == false, "\(expression)", sourceLocation: sourceLocation)
    let message = outcome.last?.text ?? ""
    return message.hasPrefix("test:1: ") ? String(message.dropFirst(8)) : message
  }
}
