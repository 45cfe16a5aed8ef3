import LuaKit
import LuaPrompt

/// Several lines of code that came at once, taken apart as if each were typed: `v = vec{3, 4}` and `(v * 2):norm()` below
/// it are two entries, though Lua would read them as one call.
///
/// What goes on is indented, or begins with an operator; what needs the next line to be whole has it.
struct PastedLines {
  private let text: [UInt8]
  private let lines: [Range<Int>]
  private let commands: Set<String>

  /// - Parameter commands: The names of the prompt's commands, each of which begins an entry.
  init(_ text: [UInt8], commands: Set<String>) {
    (self.text, self.commands) = (text, commands)
    var lines: [Range<Int>] = []
    var start = 0
    for end in text.indices.filter({ text[$0] == newline }) + [text.count] {
      lines.append(start..<end)
      start = end + 1
    }
    self.lines = lines
  }

  /// What is done at once, in order. Wrong where the lines are nothing when they are taken apart.
  ///
  /// - Parameter state: Of one statement, expression, chunk or command.
  func pieces(_ state: ([UInt8]) -> Block.State) -> Block.State {
    var pieces: [Block.Piece] = []
    var next = 0
    while next < lines.count {
      if Block.isBlank(text[lines[next]]) {
        next += 1
        continue
      }
      guard let found = piece(from: next, state) else { return .empty }
      switch found.state {
      case .whole(let whole): pieces += whole
      case let other: return other
      }
      next = found.end
    }
    return .whole(pieces)
  }

  /// The lines from one on that belong together, and what they are; nil where they are wrong.
  private func piece(from first: Int, _ state: ([UInt8]) -> Block.State) -> (state: Block.State, end: Int)? {
    if let command = Block.command(Array(text[lines[first]])) { return (.whole([.command(command)]), first + 1) }
    var scan = OpenBlocks()
    var latest: (state: Block.State, end: Int)?
    for line in first..<lines.count {
      scan.add(text[lines[line]])
      // What stands open needs no look of the compiler's at each line.
      if scan.isOpen, line + 1 < lines.count { continue }
      let found = state(Array(text[lines[first].lowerBound..<lines[line].upperBound]))
      switch found {
      case .whole: latest = (found, line + 1)
      case .incomplete: latest = line + 1 == lines.count ? (found, line + 1) : latest
      case .empty, .wrong, .session: return latest
      }
      if case .whole = found, !scan.isCommentAlone, !goesOn(at: line + 1, from: first) { return latest }
    }
    return latest
  }

  /// Whether a line is meant to go on from those before it.
  private func goesOn(at line: Int, from first: Int) -> Bool {
    guard line < lines.count, !Block.isBlank(text[lines[line]]) else { return false }
    if indentation(of: line) > indentation(of: first) { return true }
    let code = Array(text[lines[line]])
    guard let token = Lexer.tokens(of: code).first else { return false }
    if token.text(in: code) == ":", let name = Block.command(code)?.dropFirst().prefix(while: { !$0.isWhitespace }) {
      return !commands.contains(String(name))
    }
    return Self.continuing.contains(token.text(in: code))
  }

  /// Those that cannot begin a statement or an expression.
  private static let continuing: Set<String> = [
    ".", ":", "+", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=", "and", "or", "&", "|", "<<", ">>", ",", "=",
    ")", "}", "]",
  ]

  private func indentation(of line: Int) -> Int {
    text[lines[line]].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
  }
}

/// Whether blocks, brackets, a text or a comment stand open behind the lines so far.
private struct OpenBlocks {
  private var depth = 0
  /// From the beginning of a token that has not come to its end.
  private var unfinished: [UInt8] = []
  /// Whether there was nothing but comments.
  private(set) var isCommentAlone = true

  var isOpen: Bool { depth > 0 || !unfinished.isEmpty }

  mutating func add(_ line: ArraySlice<UInt8>) {
    let source = unfinished.isEmpty ? Array(line) : unfinished + [newline] + line
    unfinished = []
    for token in Lexer(source) {
      if token.kind != .comment { isCommentAlone = false }
      // A text in quotes ends with its line unless a backslash goes on.
      let goesOn =
        !token.isFinished
        && (source[token.range.lowerBound] != UInt8(ascii: "\"") && source[token.range.lowerBound] != UInt8(ascii: "'")
          || source.last == UInt8(ascii: "\\"))
      if goesOn { unfinished = Array(source[token.range]) } else { depth += StatementDepth.change(token, source) }
    }
  }
}

private let newline = UInt8(ascii: "\n")
