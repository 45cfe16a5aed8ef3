import LuaKit

/// What is typed at the prompt until it is whole.
struct Block {
  enum State {
    case empty
    case whole(LuaFunction)
    /// More lines may complete it.
    case incomplete(LuaError)
    case wrong(LuaError)
  }

  private(set) var text: [UInt8] = []

  /// Adds a line and says what the block is with it.
  mutating func add(_ line: LuaString, in lua: LuaState) -> State {
    if !text.isEmpty { text.append(newline) }
    text += line.bytes
    // As in the stock prompt, from the days before expressions were printed.
    if text.first == UInt8(ascii: "=") { text.replaceSubrange(..<1, with: "return ".utf8) }
    if text.allSatisfy({ $0 == newline || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) {
      text = []
      return .empty
    }
    let expression = Self.compile("return ".utf8 + text, lua)
    if case .success(let chunk) = expression { return .whole(chunk) }
    switch (Self.compile(text, lua), expression) {
    case (.success(let chunk), _): return .whole(chunk)
    case (.failure(let error), .failure(let other)):
      if error.isIncompleteInput { return .incomplete(error) }
      return other.isIncompleteInput ? .incomplete(other) : .wrong(error)
    case (.failure(let error), .success): return .wrong(error)
    }
  }

  // With a newline at the end, so that a string without its closing quote is wrong and not incomplete.
  private static func compile(_ text: [UInt8], _ lua: LuaState) -> Result<LuaFunction, LuaError> {
    Result { () throws(LuaError) in try lua.load(bytes: text + [newline], name: "=stdin") }
  }
}

private let newline = UInt8(ascii: "\n")
