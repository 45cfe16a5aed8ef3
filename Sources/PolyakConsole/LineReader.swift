import LuaKit

/// Where the prompt's lines come from.
protocol LineReader {
  /// At the end it has left the cursor on a new line.
  func read(prompt: LuaString) -> LineReading
  /// Keeps a finished block for recall.
  func remember(_ block: LuaString)
}

enum LineReading {
  case line(LuaString)
  case end
  /// Ctrl-C while waiting.
  case interrupted
}

/// Lines of a standard input that is no terminal.
struct PlainLines: LineReader {
  func read(prompt: LuaString) -> LineReading {
    Terminal.write(prompt)
    if let line = Terminal.readLine() { return .line(line) }
    Terminal.write("\n")
    return Interruption.hasCome ? .interrupted : .end
  }

  func remember(_ block: LuaString) {}
}
