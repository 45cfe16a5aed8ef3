import LuaKit
import LuaPrompt

/// An error as the prompt shows it: the message, the line of source with the place marked, and the calls that led there.
///
///     [2]:1: attempt to index a nil value (global 'flwo') (did you mean 'flow'?)
///       1 | flwo:field{1, 2}
///           ^~~~
struct ErrorReport {
  private let message: String
  private let position: (source: String, line: Int)?
  private let excerpt: (line: Int, text: String)?
  private let marked: String?
  private let calls: [Traceback.Call]

  init(_ error: LuaError, in session: Session) {
    let traceback = Traceback(error.traceback ?? "")
    let (found, body) = Self.innermost(error.message, in: session.sources, traceback)
    let position = found ?? Self.entered(traceback, session.sources)
    let prefix = position.map { "\($0.source):\($0.line): " } ?? ""
    self.position = position
    excerpt =
      error.kind == .interrupted
      ? nil
      : position.flatMap { position in
        if error.isIncompleteInput { return session.sources.lastLine(of: position.source) }
        // "no visible label 'x' for <goto> at line 3" is raised at the end of the block.
        let named = error.kind == .syntax ? body.firstRange(of: " at line ").flatMap { Int(body[$0.upperBound...]) } : nil
        let line = named ?? position.line
        return session.sources.line(line, of: position.source).map { (line, $0) }
      }
    var message = prefix + body
    // An error that says nothing of itself is shown as the value it is.
    if case .table? = error.value, let value = error.value, message.hasPrefix("(error object is ") {
      message = "error: " + ValuePrinter(width: Terminal.columns).text(of: value, in: session.lua)
    }
    let line = excerpt?.text ?? ""
    if error.kind != .interrupted, let hint = Habit.hint(for: body, in: line, isSyntax: error.kind == .syntax) {
      message += " (\(hint))"
    } else if let hint = Suggestion(session.lua, session.scope).forMessage(body, line: excerpt?.text) {
      message += " (did you mean '\(hint)'?)"
    }
    self.message = message
    marked = excerpt.map { Marking.marks(for: body, fault: error.fault, in: $0.text, isSyntax: error.kind == .syntax) }
    calls = traceback.essential(beginningAt: position.map { "\($0.source):\($0.line)" })
  }

  func text(_ style: Style) -> String {
    var lines: [String] = []
    if let position {
      let place = "\(position.source):\(position.line):"
      lines.append(style.text(place, .place) + style.text(String(message.dropFirst(place.count)), .error))
    } else {
      lines.append(style.text(message, .error))
    }
    if let excerpt {
      let number = "  \(excerpt.line) | "
      lines.append(style.text(number, .quiet) + excerpt.text)
      if let marked, !marked.isEmpty {
        lines.append(String(repeating: " ", count: number.count) + style.text(marked, .error))
      }
    }
    let shown = calls.prefix(6)
    lines += shown.map { style.text("  \($0.text)", .quiet) }
    if calls.count > shown.count { lines.append(style.text("  ... \(calls.count - shown.count) more, :trace shows all", .quiet)) }
    return lines.joined(separator: "\n")
  }

  /// A message taken apart where `coroutine.wrap` has put the place of its call before that of the error inside it: the
  /// place is the inner one, if the calls show the outer one, or the same.
  private static func innermost(
    _ message: String, in sources: PromptSources, _ traceback: Traceback
  ) -> (position: (source: String, line: Int)?, body: String) {
    var (position, body) = ErrorMessage.parted(message)
    while let outer = position {
      let (inner, rest) = ErrorMessage.parted(body)
      guard let inner, body.hasPrefix("\(inner.source):\(inner.line): ") else { break }
      let isShown = traceback.calls.contains { $0.place == "\(outer.source):\(outer.line)" }
      guard inner == outer || isShown && sources.line(inner.line, of: inner.source) != nil else { break }
      (position, body) = (inner, rest)
    }
    return (position, body)
  }

  /// Where the product's own files were called, of an error that arose in them and does not say it.
  private static func entered(_ traceback: Traceback, _ sources: PromptSources) -> (source: String, line: Int)? {
    guard let place = traceback.placeOfEntrance else { return nil }
    return place.isEmpty ? sources.latestPlace : ErrorMessage.parted(place + ": ").position
  }
}
