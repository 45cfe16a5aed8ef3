import Foundation
import Testing

/// A session as it stands in a terminal: what is typed behind `> ` and `>> `, and below it exactly what is shown.
struct Conversation: CustomTestStringConvertible {
  let testDescription: String
  private let turns: [(typed: String, shown: String)]

  init(_ title: String, _ text: String) {
    testDescription = title
    var turns: [(typed: String, shown: String)] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("> ") {
        turns.append((String(line.dropFirst(2)), ""))
      } else if line.hasPrefix(">> "), !turns.isEmpty {
        turns[turns.count - 1].typed += "\n" + line.dropFirst(3)
      } else if !turns.isEmpty {
        turns[turns.count - 1].shown += line + "\n"
      }
    }
    self.turns = turns
  }

  /// Types it all, and compares.
  func hold(in session: PromptSession, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try hold(sourceLocation) { session.answer(to: $0) }
  }

  /// The same without a terminal, in some milliseconds.
  func hold(in session: DirectSession, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try hold(sourceLocation) { session.answer(to: $0) }
  }

  private func hold(_ sourceLocation: SourceLocation, _ answer: (String) -> String?) throws {
    for turn in turns {
      let shown = try #require(answer(turn.typed), "no prompt behind: \(turn.typed)", sourceLocation: sourceLocation)
      #expect(shown == turn.shown, "behind: \(turn.typed)", sourceLocation: sourceLocation)
    }
  }
}

extension PromptSession {
  /// A session whose first prompt is there. Without bracketed paste, which readline announces to the terminal at each
  /// prompt.
  static func started(_ environment: [String: String] = [:], in folder: TemporaryFolder) throws -> PromptSession {
    try folder.write("set enable-bracketed-paste off\n", to: ".inputrc")
    let session = try PromptSession(
      environment: ["INPUTRC": folder.path + "/.inputrc", "LC_ALL": "C.UTF-8"].merging(environment) { $1 }, in: folder)
    try #require(session.shows("Ctrl-D leaves\r\n> ") != nil)
    return session
  }

  /// Types lines, and gives what is shown from then to the next prompt; nil where none comes.
  func answer(to lines: String, within seconds: Double = 30) -> String? {
    let lines = lines.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines.dropLast() {
      type(line + "\r")
      guard shows("\n>> ", within: seconds) != nil else { return nil }
    }
    type((lines.last ?? "") + "\r")
    guard let shown = shows("\n> ", within: seconds) else { return nil }
    // Behind the line as it was typed, before the prompt.
    let rest = shown.replacingOccurrences(of: "\r\n", with: "\n").drop { $0 != "\n" }
    return String(rest.dropFirst().dropLast(2))
  }
}
