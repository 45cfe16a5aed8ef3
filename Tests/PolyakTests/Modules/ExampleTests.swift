import Foundation
import LuaKit
import Testing

@testable import PolyakModules

/// The examples that help shows, run: `code  --> what its last line gives`.
@Suite("Examples") struct ExampleTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let code: String
    var testDescription: String { name }
  }

  static let all: [Example] = {
    var examples: [Example] = []
    func add(_ function: Function?, prefix: String) {
      guard let function, let code = function.example else { return }
      examples.append(Example(name: prefix + function.name, code: code))
    }
    for module in Polyak.modules {
      for function in module.functions { add(function, prefix: module.name.isEmpty ? "" : module.name + ".") }
      for type in module.classes {
        let declaration = type.luaClass
        for method in declaration.methods { add(method, prefix: declaration.name + ":") }
        add(declaration.callable, prefix: declaration.name)
      }
    }
    return examples
  }()

  @Test("give what they say", arguments: all) func run(_ example: Example) throws {
    let lines = example.code.split(separator: "\n").map(String.init)
    let last = lines[lines.count - 1].components(separatedBy: "  --> ")
    try #require(last.count == 2, "\(example.code)")
    let lua = LuaState()
    try Polyak.open(in: lua)
    let chunk = lines.dropLast().joined(separator: "\n") + "\nreturn " + last[0]
    let value = try lua.run(chunk, name: "=example").first ?? .nil
    let tostring = try #require(lua.globals["tostring"].function)
    // Whole numbers as Lua writes them, others in six digits.
    let fraction = value.number.flatMap { $0 == $0.rounded() ? nil : formatted($0) }
    #expect(try fraction ?? tostring.call([value], as: String.self) == last[1])
  }

  @Test("of functions stand in every module") func presence() {
    for module in Polyak.modules {
      for function in module.functions { #expect(function.example != nil, "\(module.name).\(function.name)") }
    }
  }
}
