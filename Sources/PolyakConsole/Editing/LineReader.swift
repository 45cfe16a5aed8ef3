import LuaKit

/// Where the prompt's lines come from.
protocol LineReader {
  /// At the end it has left the cursor on a new line.
  ///
  /// - Parameter block: The lines before this one that it goes on from.
  func read(prompt: LuaString, behind block: [UInt8]) -> LineReading
  /// Whether there is more to read at once: what comes is pasted or from a file, and nobody types it.
  var hasMoreInput: Bool { get }
  /// Keeps a finished block for recall.
  func remember(_ block: LuaString)
  /// The blocks that can be recalled, oldest first.
  var history: [LuaString] { get }
}

enum LineReading {
  case line(LuaString)
  case end
  /// Ctrl-C while waiting.
  case interrupted
}

/// Lines of a standard input that is no terminal.
final class PlainLines: LineReader {
  private(set) var history: [LuaString] = []

  func read(prompt: LuaString, behind block: [UInt8]) -> LineReading {
    Terminal.write(prompt)
    if let line = Terminal.readLine() { return .line(line) }
    Terminal.write("\n")
    return Interruption.hasCome ? .interrupted : .end
  }

  var hasMoreInput: Bool { true }

  func remember(_ block: LuaString) { history.append(block) }
}
