import Testing

@testable import LuaKit
@testable import PolyakModules

/// The examples of what is written in Lua, each run by the program in a folder of its own: they write files and start
/// processes. None may fail, and any line may say what it gives, `code  --> value`; a text with newlines in it stands in quotes.
@Suite struct `Examples in annotations` {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let code: String
    var testDescription: String { name }
  }

  static let all: [Example] = {
    let lua = LuaState()
    guard (try? Polyak.open(in: lua)) != nil else { return [] }
    return lua.manual.flatMap { module in
      let functions = module.functions.map { (module.fullName(of: $0), $0.example) }
      return [(module.name, module.example), (module.name + "()", module.callable?.example)] + functions
    }.compactMap { name, code in code.map { Example(name: name, code: $0) } }
  }()

  /// A program that runs the example and fails where a line gives something else.
  private func program(_ code: String) -> String {
    let lines = code.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      guard let arrow = line.firstRange(of: "  --> ") else { return String(line) }
      return "expect([==[\(line[arrow.upperBound...])]==], \(line[..<arrow.lowerBound]))"
    }
    return """
      local function expect(expected, value)
        if expected:find '^"' then expected = load("return " .. expected)() end
        if tostring(value) ~= expected then error(("gives %q, not %q"):format(tostring(value), expected), 2) end
      end
      \(lines.joined(separator: "\n"))
      """
  }

  @Test func `are there`() { #expect(Self.all.count > 60) }

  @Test("give what they say", arguments: all) func run(_ example: Example) throws {
    let folder = TemporaryFolder()
    try folder.write(program(example.code), to: "example.lua")
    let outcome = try polyak("example.lua", environment: ["LC_ALL": "C.UTF-8"], in: folder)
    #expect(outcome.errors == "")
    #expect(outcome.code == 0)
  }
}
