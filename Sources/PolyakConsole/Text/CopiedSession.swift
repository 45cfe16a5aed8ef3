import LuaKit
import LuaPrompt

/// What was typed in a session copied from a page or a terminal, apart from what was printed in it.
///
/// A copy often begins in mid-line, behind the first prompt: `x = 5` above `> x` was typed too. What is no code above the
/// first prompt, a heading or the end of what was shown before, is left out, and told.
struct CopiedSession {
  private(set) var entries: [[UInt8]] = []
  /// The lines above the first prompt that are no code.
  private(set) var leftOut: [[UInt8]] = []
  /// How far its prompts are indented.
  let indentation: Int
  /// The last entry where the copy ends inside it: more lines may complete it.
  private(set) var unfinished: [UInt8]?

  private let state: ([UInt8]) -> Block.State
  /// Whether lines that go on have a prompt of their own: examples in help have the first prompt at each line.
  private let hasSecondPrompts: Bool
  private var lastIsIncomplete: Bool?
  /// Whether what was printed last stands above what was typed last.
  private var endsTyped = false

  /// Nil where the text is none.
  ///
  /// - Parameters:
  ///   - open: An entry that is not whole yet, which the text goes on from.
  ///   - indentation: That of the session's prompts, where it is known.
  ///   - state: Of lines without prompts.
  init?(_ text: [UInt8], after open: [UInt8] = [], indentation known: Int? = nil, _ state: @escaping ([UInt8]) -> Block.State) {
    let lines = text.split(separator: newline, omittingEmptySubsequences: false)
    let start = lines.firstIndex { !Block.isBlank($0) } ?? 0
    // Below other lines, prompts stand at the margin.
    let first = known ?? CopiedLine(lines[start])?.indentation ?? 0
    guard let prompt = lines.indices.first(where: { CopiedLine(lines[$0], indentation: first) != nil }) else { return nil }
    let isKnown = known != nil || open.isEmpty && prompt == start
    if !isKnown, Self.isCode(open.isEmpty ? text : open + [newline] + text, state) { return nil }
    self.state = state
    indentation = first
    hasSecondPrompts = lines.contains { CopiedLine($0, indentation: first)?.isFirst == false }
    if !open.isEmpty {
      entries = [open]
      for line in lines[..<prompt] { join(line) }
    } else if prompt > start, !takeUnprompted(lines[start..<prompt], goOn: CopiedLine(lines[prompt])?.isFirst == false) {
      return nil
    }
    for line in lines[prompt...] { add(line) }
    entries.removeAll(where: Block.isBlank)
    if endsTyped, isIncomplete { unfinished = entries.popLast() }
  }

  /// Whether `> ` at the beginning of a line may be a comparison, or stand in a long text. Behind a whole line that is a
  /// number alone it does not compare: that was printed.
  private static func isCode(_ text: [UInt8], _ state: ([UInt8]) -> Block.State) -> Bool {
    if case .wrong = state(text) { return false }
    let lines = text.split(separator: newline, omittingEmptySubsequences: false)
    for (line, next) in zip(lines, lines.dropFirst()) where CopiedLine(next, indentation: 0) != nil && isPrinted(line) {
      if case .whole = state(Array(text[..<line.endIndex])) { return false }
    }
    return true
  }

  /// Whether a line is nothing but numbers, texts and the like.
  private static func isPrinted(_ line: ArraySlice<UInt8>) -> Bool {
    let line = Array(line), tokens = Lexer.tokens(of: line)
    return !tokens.isEmpty
      && tokens.allSatisfy {
        $0.kind == .number || $0.kind == .string || ["-", "true", "false", "nil"].contains($0.text(in: line))
      }
  }

  /// The lines above the first prompt; false where that stands in a long text or comment which begins in them.
  private mutating func takeUnprompted(_ lines: ArraySlice<ArraySlice<UInt8>>, goOn: Bool) -> Bool {
    let all = Array(lines.joined(separator: [newline])), first = Array(lines[lines.startIndex])
    if let last = Array(Lexer(all)).last, !last.isFinished, all[last.range].contains(UInt8(ascii: "[")), !goOn { return false }
    var typed = 0
    switch state(all) {
    case .whole: typed = lines.count
    case .incomplete where goOn: typed = lines.count
    default: if case .whole = state(first) { typed = 1 }
    }
    if typed > 0 { entries = [Array(lines.prefix(typed).joined(separator: [newline]))] }
    leftOut = lines.dropFirst(typed).filter { !Block.isBlank($0) }.map { Array($0) }
    return true
  }

  private mutating func add(_ line: ArraySlice<UInt8>) {
    guard let copied = CopiedLine(line, indentation: indentation) else {
      // Printed; but some write the first prompt of an entry alone.
      if isIncomplete, goesOn(with: line) { join(line) } else if !Block.isBlank(line) { endsTyped = false }
      return
    }
    if let last = entries.last, !Block.isBlank(last), !copied.isFirst || goesOnBehindFirstPrompt(copied) {
      join(copied.typed)
    } else {
      entries.append(Array(copied.typed))
      lastIsIncomplete = nil
    }
    endsTyped = true
  }

  private mutating func join(_ line: ArraySlice<UInt8>) {
    entries[entries.count - 1] += [newline] + line
    lastIsIncomplete = nil
  }

  private mutating func goesOnBehindFirstPrompt(_ line: CopiedLine) -> Bool {
    !hasSecondPrompts && isIncomplete && goesOn(with: line.typed)
  }

  private func goesOn(with line: ArraySlice<UInt8>) -> Bool {
    guard let last = entries.last else { return false }
    if case .wrong = state(last + [newline] + line) { return false }
    return true
  }

  /// Whether the last entry needs more lines.
  private var isIncomplete: Bool {
    mutating get {
      if let known = lastIsIncomplete { return known }
      var found = false
      if let last = entries.last, case .incomplete = state(last) { found = true }
      lastIsIncomplete = found
      return found
    }
  }
}

private let newline = UInt8(ascii: "\n")
