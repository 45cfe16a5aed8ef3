import LuaKit
/// A run of `---` comments, taken apart: words, code, and the tags that begin with `@`.
struct AnnotationBlock {
  struct Tag {
    let name: String
    let text: String
  }

  /// Text, a string for each paragraph and each item of a list.
  private(set) var paragraphs: [String] = []
  /// Code: lines indented by four blanks, or between fences.
  private(set) var example: String?
  private(set) var tags: [Tag] = []
  /// As they are written, without their dashes.
  let lines: [Substring]

  /// - Parameter lines: Without their dashes.
  init(_ lines: [Substring]) {
    self.lines = lines
    var paragraph: [Substring] = []
    var code: [Substring] = []
    var isFenced = false
    func isBlank(_ line: Substring) -> Bool { line.allSatisfy { $0 == " " } }
    func finishParagraph() {
      if !paragraph.isEmpty { paragraphs.append(paragraph.joined(separator: " ")) }
      paragraph = []
    }
    for line in lines {
      let words = line.drop { $0 == " " }
      if words.hasPrefix("```") {
        finishParagraph()
        isFenced.toggle()
      } else if isFenced {
        code.append(line)
      } else if isBlank(line) {
        finishParagraph()
        if !code.isEmpty { code.append("") }
      } else if line.hasPrefix("@") {
        finishParagraph()
        let name = line.dropFirst().prefix { $0 != " " }
        tags.append(Tag(name: String(name), text: String(line.dropFirst(name.count + 1).drop { $0 == " " })))
      } else if line.hasPrefix("|"), let last = tags.popLast() {
        // An alternative of an alias, on a line of its own; what stands behind it is for editors.
        let alternative = line.dropFirst().split(separator: "#", maxSplits: 1).first ?? ""
        tags.append(Tag(name: last.name, text: last.text + (last.text.contains("\"") ? " |" : " ") + alternative))
      } else if line.hasPrefix("    "), paragraph.isEmpty {
        code.append(line.dropFirst(4))
      } else {
        if words.hasPrefix("* ") { finishParagraph() }
        paragraph.append(words)
      }
    }
    finishParagraph()
    while code.last == "" { code.removeLast() }
    if !code.isEmpty { example = code.joined(separator: "\n") }
  }

  func texts(of tag: String) -> [String] { tags.filter { $0.name == tag }.map(\.text) }
}
