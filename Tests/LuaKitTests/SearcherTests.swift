import Testing

@testable import LuaKit

@Suite struct `Searchers for modules` {
  private static let x = Parameter("x", .number, "the number")
  private static let declared = Module(
    "declared", "One in Swift.", functions: [Function("half", "Half.", [x], returns: .number) { call in try call[x] / 2 }])

  /// Of each kind, by name.
  private static func search(_ name: String, _ lua: LuaState) throws -> ModuleSource? {
    switch name {
    case "text": .source("calls = (calls or 0) + 1 return {name = ...}")
    case "nothing": .source("local x = 1")
    case "no": .source("return false")
    case "bad": .source("x =")
    case "named": .source("error('here')", name: "@own.lua")
    case "failing": .source("error('here')")
    case "throwing": throw Failure(text: "no disk")
    case "function": .function(try lua.load("return {given = ...}"))
    case "declared": .module(declared)
    default: nil
    }
  }

  private static func states() throws -> [LuaState] {
    let states = [
      LuaState(), LuaState(libraries: .safe),
      LuaState(libraries: .safe, limits: LuaLimits(memory: 1 << 24, instructions: 100_000)),
    ]
    for lua in states { try lua.addSearcher(search) }
    return states
  }

  @Test(
    "find text, functions and declared modules, once",
    arguments: [
      ("require('text').name, require('text') == require('text'), calls", "text true 1"),
      ("(require('nothing'))", "true"), ("(require('no'))", "false"), ("require('function').given", "function"),
      ("require('declared').half(3), declared", "1.5 nil"),
      ("pcall(require('declared').half, 'x')", "false declared.half: argument 'x' must be a number, got string 'x'"),
      ("pcall(require, 'failing')", "false failing:1: here"), ("pcall(require, 'named')", "false own.lua:1: here"),
      ("select('#', pcall(require, 'named'))", "2"), ("require('string') == string", "true"),
      ("(pcall(require, 'failing')), (pcall(require, 'failing'))", "false false"),
    ])
  func finding(_ expression: String, _ answer: String) throws {
    for lua in try Self.states() { #expect(lua.answer(expression) == answer) }
  }

  @Test func `say what is not there, what does not parse, and what the host throws`() throws {
    for lua in try Self.states() {
      let has = lua.globals["package"].table != nil
      let missing = lua.answer("pcall(require, 'absent')")
      #expect(missing.hasPrefix("false module 'absent' not found"))
      #expect(
        !has || missing.contains("\n\tno field package.preload['absent']\n\tno module 'absent' of the program's\n\tno file"))
      #expect(
        lua.answer("select(2, pcall(require, 'bad'))").hasSuffix(
          "error loading module 'bad':\n\tbad:1: unexpected symbol near <eof>"))
      #expect(lua.answer("tostring(select(2, pcall(require, 'throwing')))").hasSuffix("no disk"))
      #expect(lua.answer("pcall(require)").contains("bad argument #1 to 'require' (string expected, got no value)"))
      #expect(lua.answer("pcall(require, {})").contains("bad argument #1 to 'require' (string expected, got table)"))
      #expect(lua.answer("(pcall(require, '\\xff'))") == "false")
    }
  }

  @Test func `come in the order in which they are added, behind what is loaded already`() throws {
    for lua in [LuaState(), LuaState(libraries: .safe)] {
      try lua.addSearcher { name, _ in name == "a" ? .source("return 1") : nil }
      try lua.addSearcher { name, _ in ["a", "b"].contains(name) ? .source("return 2") : nil }
      lua.preload["p"] = .function(try lua.load("return 3"))
      lua.loaded["q"] = 4
      #expect(lua.answer("(require 'a'), (require 'b'), (require 'p'), (require 'q')") == "1 2 3 4")
      #expect(try lua.require("b") == 2)
    }
  }

  @Test func `are asked by the host whatever a script has made of require, by any name`() throws {
    for lua in [LuaState(), LuaState(libraries: .safe)] {
      try lua.addSearcher { name, _ in ["a", "nul\0x"].contains(name) ? .source("return '\(name.count)'") : nil }
      for code in ["require = function() return 'hijacked' end", "require = nil"] {
        try lua.run(code)
        #expect(try lua.require("a") == "1")
        // Lua's own reads a name up to its NUL.
        if lua.globals["package"].isNil { #expect(try lua.require("nul\0x") == "5") }
      }
    }
  }

  @Test func `whose function is of another state are refused`() throws {
    let (lua, other) = (LuaState(), LuaState())
    let foreign = try other.load("return 1")
    try lua.addSearcher { _, _ in .function(foreign) }
    #expect(lua.answer("pcall(require, 'a')").contains("the value belongs to another Lua state"))
  }

  @Test func `add a require where there is none, of registered modules too, and no package`() throws {
    let lua = LuaState(libraries: .safe)
    #expect(lua.answer("require, package") == "nil nil")
    try lua.register(Self.declared, as: .required)
    try lua.addSearcher { _, _ in nil }
    #expect(lua.answer("type(require), package, declared, require('declared').half(1)") == "function nil nil 0.5")
    #expect(lua.answer("pcall(require, 'os.execute')") == "false module 'os.execute' not found")
    #expect(lua.modules.map(\.name) == ["declared"])
  }

  @Test func `keep modules of modules of the host's, and end where they go round`() throws {
    let lua = LuaState(libraries: .safe, limits: LuaLimits(memory: 1 << 24, time: .seconds(5)))
    try lua.addSearcher { name, _ in
      switch name {
      case "outer": .source("return {inner = require 'inner'}")
      case "inner": .source("return 7")
      case "round": .source("return require 'round'")
      default: nil
      }
    }
    #expect(lua.answer("require('outer').inner") == "7")
    #expect(lua.answer("pcall(require, 'round')").contains("stack overflow"))
    #expect(lua.answer("1") == "1")
  }
}
