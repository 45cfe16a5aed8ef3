import LuaKit

extension Command {
  static let history = Command(
    "history", known: ["hist", "fc"], .word("n|text"), "what was typed last: the last n entries, 20, or those with a text in them"
  ) {
    argument, session throws(LuaError) in
    let entries = session.editor?.history ?? []
    // The line at hand is the last one.
    var shown = Array(entries.enumerated().dropLast(entries.last?.text.trimmed.hasPrefix(":history") == true ? 1 : 0))
    if argument.isEmpty {
      shown = shown.suffix(20)
    } else if let count = Int(argument) {
      if count < 1 { throw LuaError(":history: expected a number of entries above 0, or a text, got '\(argument)'") }
      shown = shown.suffix(count)
    } else {
      shown = shown.filter { $0.element.text.contains(argument) }
    }
    if shown.isEmpty {
      return Terminal.write(argument.isEmpty || Int(argument) != nil ? "nothing yet\n" : "no entry with '\(argument)' in it\n")
    }
    let width = String(entries.count).count
    for (i, entry) in shown {
      // Lines that go on stand under the first one.
      let lines = entry.text.split(separator: "\n", omittingEmptySubsequences: false)
      let number = String(i + 1).padded(to: width, left: true)
      Terminal.write("\(number)  " + lines.joined(separator: "\n" + String(repeating: " ", count: width + 2)) + "\n")
    }
  }
}
