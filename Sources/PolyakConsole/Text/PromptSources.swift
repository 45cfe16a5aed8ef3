import LuaKit

/// The source that messages refer to: blocks of the prompt by number, files by name.
struct PromptSources {
  private static let limit = 1000
  private var blocks: [Int: [UInt8]] = [:]
  private var latest = 0

  mutating func add(_ text: [UInt8], as number: Int) {
    blocks[number] = text
    latest = number
    blocks[number - Self.limit] = nil
  }

  /// "[3]:1", of the block that runs; nil where it has several lines.
  var latestPlace: String? {
    let name = "[\(latest)]"
    return line(1, of: name) != nil && line(2, of: name) == nil ? name + ":1" : nil
  }

  /// Line `number`, from 1, of what messages call `name`: "[3]", or a file's path.
  func line(_ number: Int, of name: String) -> String? {
    let lines = text(of: name)?.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard let lines, lines.indices.contains(number - 1) else { return nil }
    return String(decoding: lines[number - 1], as: UTF8.self)
  }

  /// The last line and its number, for an error at the end.
  func lastLine(of name: String) -> (line: Int, text: String)? {
    let lines = text(of: name)?.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.flatMap { lines in lines.last.map { (lines.count, String(decoding: $0, as: UTF8.self)) } }
  }

  /// The whole of it.
  func text(of name: String) -> [UInt8]? {
    if name.hasPrefix("["), name.hasSuffix("]"), let number = Int(name.dropFirst().dropLast()) { return blocks[number] }
    return TextFile.bytes(of: name)
  }

  /// A Lua function in words: its parameters, its place, and the comment above it.
  func definition(of function: LuaFunction) -> String? {
    guard let origin = function.origin else { return nil }
    var comment: [String] = []
    var number = origin.lines.lowerBound - 1
    while let line = line(number, of: origin.shortSource)?.trimmed, line.hasPrefix("--") {
      comment.insert("  " + line.drop { $0 == "-" }.trimmed, at: 0)
      number -= 1
    }
    let place = "\(origin.shortSource):\(origin.lines.lowerBound)"
    return (["function\(origin.parameterList)   -- \(place)"] + (comment.isEmpty ? [] : [""] + comment)).joined(separator: "\n")
  }
}
