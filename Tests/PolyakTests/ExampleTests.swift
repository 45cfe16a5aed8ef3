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

  static let all: [Example] = Polyak.modules.flatMap { module in
    let prefix = module.name.isEmpty ? "" : module.name + "."
    let functions = module.functions.map { (prefix + $0.name, $0.example) }
    let methods = module.classes.flatMap { type in
      let declaration = type.luaClass
      return declaration.methods.map { ("\(declaration.name):\($0.name)", $0.example) }
        + [(declaration.name, declaration.callable?.example)]
    }
    return (functions + methods).compactMap { name, example in example.map { Example(name: name, code: $0) } }
  }

  @Test("give what they say", arguments: all) func run(_ example: Example) throws {
    var lines = example.code.split(separator: "\n").map(String.init)
    let last = try #require(lines.popLast()).components(separatedBy: "  --> ")
    try #require(last.count == 2, "\(example.code)")
    let lua = LuaState()
    try Polyak.open(in: lua)
    let value = try lua.run((lines + ["return " + last[0]]).joined(separator: "\n"), name: "=example").first ?? .nil
    let tostring = try #require(lua.globals["tostring"].function)
    let text = try tostring.call([value], as: String.self)
    let rounded = value.number.map { formatted($0) }
    #expect(text == last[1] || rounded == last[1], "\(text)")
  }

  @Test("of functions stand in every module") func presence() {
    for module in Polyak.modules {
      for function in module.functions { #expect(function.example != nil, "\(module.name).\(function.name)") }
    }
  }
}
