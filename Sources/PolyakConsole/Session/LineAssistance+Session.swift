import LuaKit
import LuaPrompt

extension LineAssistance {
  /// By what a session knows: its variables, commands and functions.
  init(_ session: Session) {
    let completion = LineCompletion(lua: session.lua) { session.completer }
    complete = { completion.completion(of: $0, behind: $1) }
    colours = { line, block in
      let (code, words) = Self.code(in: line, behind: block)
      guard let code else { return words }
      let before = block.isEmpty ? [] : block + [UInt8(ascii: "\n")]
      // What stands for the command before the code keeps places as they are.
      let source = before + Array(repeating: UInt8(ascii: " "), count: code) + line[code...]
      return words
        + Highlighter(session.completer).spans(of: source, from: before.count).map { span in
          Highlighter.Span(span.range.lowerBound - before.count..<span.range.upperBound - before.count, span.role)
        }
    }
    hint = { line, block in
      guard let code = Self.code(in: line, behind: block).code else { return nil }
      return session.completer.hint(for: (block.isEmpty ? [] : block + [UInt8(ascii: "\n")]) + line[code...])
    }
  }

  /// Where Lua begins in a line, nil where it has none, and the colours of what is a command before it.
  private static func code(in line: [UInt8], behind block: [UInt8]) -> (code: Int?, spans: [Highlighter.Span]) {
    let start = line.firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } ?? line.count
    guard block.isEmpty, start < line.count, Block.command(line) != nil else { return (0, []) }
    guard line[start] == UInt8(ascii: ":") else { return (nil, []) }
    let end = line[start...].firstIndex { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } ?? line.count
    let name = String(decoding: line[(start + 1)..<end], as: UTF8.self)
    guard let command = Command.all.first(where: { $0.name == name }) else {
      return (nil, [Highlighter.Span(start..<end, .unknown)])
    }
    if case .expression = command.argument { return (end, [Highlighter.Span(start..<end, .keyword)]) }
    return (nil, [Highlighter.Span(start..<end, .keyword)])
  }
}
