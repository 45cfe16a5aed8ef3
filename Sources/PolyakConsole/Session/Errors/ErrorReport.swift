import LuaKit
import LuaPrompt

/// An error as the prompt shows it: the message, the line of source with the place marked, and the calls that led there.
///
///     [2]:1: attempt to index a nil value (global 'flwo') (did you mean 'flow'?)
///       1 | flwo:field{1, 2}
///           ^~~~
struct ErrorReport {
  /// With its place.
  let message: String
  private let position: (source: String, line: Int)?
  private let excerpt: (line: Int, text: String)?
  private let marked: String?
  private let calls: [Traceback.Call]

  init(_ error: LuaError, in session: Session) {
    let traceback = Traceback(error.traceback ?? "")
    let (found, body) = Self.innermost(error.message, in: session.sources, traceback)
    let position = found ?? traceback.placeOfEntrance.flatMap { ErrorMessage.parted($0 + ": ").position }
    let prefix = position.map { "\($0.source):\($0.line): " } ?? ""
    self.position = position
    (excerpt, marked) = error.kind == .interrupted ? (nil, nil) : Self.excerpt(error, body, at: position, in: session)
    var message = prefix + body
    // An error that says nothing of itself is shown as the value it is.
    if case .table? = error.value, let value = error.value, message.hasPrefix("(error object is ") {
      message = "error: " + ValuePrinter(width: Terminal.columns).text(of: value, in: session.lua)
    }
    let line = excerpt?.text ?? ""
    if error.kind != .interrupted, let hint = Habit.hint(for: body, in: line, isSyntax: error.kind == .syntax) {
      message += " (\(hint))"
    } else if let hint = Suggestion(session.lua, session.scope).forMessage(body, line: excerpt?.text) {
      // Of a message of many lines the first says what is wrong.
      let end = message.firstIndex(of: "\n") ?? message.endIndex
      message.insert(contentsOf: " (did you mean '\(hint)'?)", at: end)
    }
    self.message = message
    calls = traceback.essential(
      beginningAt: position.map { "\($0.source):\($0.line)" }, typedAt: session.sources.latestPlace)
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

  /// The line to be shown, and the marks under it: the line in which what is wrong begins, or else that of the position.
  private static func excerpt(
    _ error: LuaError, _ body: String, at position: (source: String, line: Int)?, in session: Session
  ) -> (line: (line: Int, text: String)?, marks: String?) {
    guard let position, let source = session.sources.text(of: position.source) else { return (nil, nil) }
    let isSyntax = error.kind == .syntax
    var line = position.line
    if error.isIncompleteInput { line = source.line(at: source.count) }
    // "no visible label 'x' for <goto> at line 3" is raised at the end of the block.
    if isSyntax, let named = body.firstRange(of: " at line ").flatMap({ Int(body[$0.upperBound...]) }) { line = named }
    // A message that has another place before it has come from somewhere else.
    let fault = ErrorMessage.parted(body).position == nil ? error.fault : nil
    let marked = Marking.place(
      of: body, fault, in: source, line: line, isSyntax: isSyntax,
      isFaulty: { Self.isFunction($0, of: fault, in: session) })
    if let marked { line = source.line(at: marked.lowerBound) }
    guard let text = session.sources.line(line, of: position.source) else { return (nil, nil) }
    return ((line, text), marked.map { Marking.marks($0, in: source) })
  }

  /// Whether a path of names is the function of a fault, as far as can be seen without running anything.
  private static func isFunction(_ path: String, of fault: Fault?, in session: Session) -> Bool? {
    switch session.completer.resolution(of: path) {
    case .function(_, let name)? where name == fault?.function: true
    // Lua files' functions are known by longer names than errors have: "script.json.encode".
    case .function(let function, _)?: function.place == nil ? false : nil
    case .value(.function(let function))?: function.origin?.source.hasPrefix("@stdlib/") ?? true ? nil : false
    default: nil
    }
  }
}
