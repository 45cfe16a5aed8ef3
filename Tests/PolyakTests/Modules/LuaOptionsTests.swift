import Testing

@testable import LuaKit
@testable import LuaPrompt
@testable import PolyakModules

/// The options of functions that are written in Lua.
@Suite struct `Options of functions in Lua` {
  let lua = LuaState()
  init() throws { try Polyak.open(in: lua) }

  /// A class with rules has the fields that are written from them: scripts/check compares.
  @Test func `are all declared with rules`() throws {
    let library = AnnotatedLibrary(StandardLibrary.files)
    for file in StandardLibrary.files where String(decoding: file.text, as: UTF8.self).contains("options.declare(\"") {
      _ = try lua.require(file.module)
    }
    let declared = try #require(try lua.require("polyak.options").table?["declared"].table)
    let names = Set(declared.compactMap { $0.key.text })
    for name in names { #expect(!library.options(ofClass: name).isEmpty, "\(name)") }
    // A class without rules has no options but those of others.
    for type in library.exactClasses where !names.contains(type.name) {
      #expect(type.fields.isEmpty && !type.parents.isEmpty, "\(type.name)")
    }
    #expect(names.count > 4)
  }

  @Test(
    "raise their errors where a script has called, with file and line",
    arguments: [
      ("plot({1, 2}, {log = 3})", "plot: option 'log' must be 'x', 'y' or 'xy', got 3"),
      ("return plot({1, 2}, {lgo = 3})", "plot: unknown option 'lgo' (did you mean 'log'?)"),
      (
        "plot{{x = {1, 2}, y = {1, 2}, style = 'dotted'}}",
        "plot: option 'series[1].style' must be 'line', 'dashed', 'points' or 'steps', got string 'dotted'"
      ),
      ("plot.live{file = 'a'}", "plot.live: unknown option 'file'"),
      ("sweep{name = 3}", "sweep: option 'name' must be a string that is not empty, got 3"),
      ("sweep(3)", "sweep: takes its options by name, as in sweep{name = .., folder = .., run = ..}, got 3"),
      ("sweep{'a'}", "sweep: options have names, got the key 1"),
      (
        "optim.gd{loss = L, eta = 1}:run({1, 1}, 5, {live = {lgo = 'y'}})",
        "optimizer:run: unknown option 'live.lgo' (did you mean 'log'?)"
      ),
      (
        "optim.gd{loss = L, eta = 1}:run({1, 1}, 5, {live = {'y'}})",
        "optimizer:run: option 'live' takes options by name, got the key 1"
      ),
      ("require('script.checkpoint').open('a', 5)", "checkpoint.open: argument 'settings' must be a table, got 5"),
      ("require('script.json').encode({}, {intend = true})", "json.encode: unknown option 'intend' (did you mean 'indent'?)"),
      ("require('script.json').encode({}, 5)", "json.encode: argument 'options' must be a table, got 5"),
      ("require('script.json').encode()", "json.encode: argument 'value' is missing (any value)"),
      ("require('script.json').decode(5)", "json.decode: argument 'text' must be a string, got 5"),
      ("require('script.arguments').one_of{1, 2}", "arguments.one_of: argument 'choices[1]' must be a string, got 1"),
      ("require('script.arguments').one_of{}", "arguments.one_of: argument 'choices' must have at least one word"),
      (
        "require('script.arguments').parse({name = 'a', summary = 'b', {'eta'}}, {})",
        "arguments.parse: argument 'declared[1][2]' is missing (a table)"
      ),
      (
        "require('script.csv').write('q.csv', {'a', 'b'}, {{1, 2}, {1}})",
        "csv.write: argument 'columns[2]' must have 2 elements as the first column has, got 1"
      ),
      (
        "require('script.csv').write('q.csv', {'a', 'b'}, {{1}, {1, 2}})",
        "csv.write: argument 'columns[2]' must have 1 element as the first column has, got 2"
      ),
      (
        "require('script.csv').format({'a'}, {{1}, vec{2}})",
        "csv.format: argument 'names' must be 2 names, one for each column, got 1"
      ),
      (
        "require('script.csv').format({'a', 'b'}, {1, 2})",
        "csv.format: argument 'columns[1]' must be a list or a vector, got 1"
      ),
      ("require('script.csv').format({}, {})", "csv.format: argument 'columns' must have at least one column"),
      ("require('script.csv').format({3}, {{1}})", "csv.format: argument 'names[1]' must be a string, got 3"),
      (
        "require('script.csv').format({'a'}, {{1, {}}})",
        "csv.format: argument 'columns[1][2]' must be a number or a string, got table"
      ),
      ("require('script.arguments').integer{from = '1'}", "arguments.integer: option 'from' must be a number, got string '1'"),
      ("require('script.arguments').parse({name = 'a'}, {})", "arguments.parse: option 'summary' is missing (a string)"),
      (
        "require('script.outputs').open('/tmp'):draw({{1, 2}, lgo = 3}, 'a')",
        "plot: unknown option 'lgo' (did you mean 'log'?)"
      ),
    ])
  func scripts(_ call: String, _ message: String) throws {
    let code = "L = losses.product{y = 1}\nlocal function f()\n  \(call)\nend\nf()"
    let error = #expect(throws: LuaError.self) { try lua.run(code, name: "@s.lua") }
    // What a tail call has replaced is no place.
    #expect(error?.message == (call.hasPrefix("return ") ? "s.lua:5: " : "s.lua:3: ") + message)
    #expect(error?.fault != nil)
  }

  /// Without Polyak its own words are used.
  private func withoutPolyak<T>(_ body: () throws -> T) throws -> T {
    let errors = lua.loaded[InternalErrors.name]
    lua.loaded[InternalErrors.name] = nil
    defer { lua.loaded[InternalErrors.name] = errors }
    return try body()
  }

  @Test func `find the same nearest spelling in stock Lua`() throws {
    let lists = [
      ["x", "y", "xy"], ["log", "title", "legend", "live", "file", "equal"],
      ["name", "folder", "settings", "runs", "run", "cost"],
      ["eta", "mu"], ["steps", "step", "stop"], ["loss_at", "loss_in", "lossy"], ["Log", "log"], [], ["ä", "größe"],
    ]
    let words = [
      "", "x", "yx", "z", "lgo", "LOG", "tilte", "titel", "legned", "lge", "fil", "equals", "nmae", "run ", "rum", "ruhns",
      "setting",
      "sett", "settngis", "etaa", "ate", "m", "mmu", "stpe", "stops", "loss", "lossi", "los", "ö", "grösse", "\u{0}log",
      "a word that is far longer than every other one",
    ]
    let nearest = try #require(try lua.require("polyak.spelling").table?["nearest"].function)
    for list in lists {
      for word in words {
        let arguments = [LuaValue(word), try lua.value(of: "{\(list.map { "'\($0)'" }.joined(separator: ", "))}")]
        let found = nearestSpelling(of: word, among: list)
        #expect(try nearest.call(arguments).first?.text == found, "\(word) of \(list)")
        #expect(try withoutPolyak { try nearest.call(arguments).first?.text } == found, "\(word) of \(list)")
      }
    }
  }

  @Test(
    "say the same of what came in stock Lua",
    arguments: [
      ("nil", "nil"), ("true", "true"), ("3", "3"), ("-7", "-7"), ("1.5", "1.5"), ("2.0", "2"), ("1e300", "1e+300"),
      ("0/0", "nan"),
      ("-(0/0)", "nan"), ("1/0", "inf"), ("0.1 + 0.2", "0.3"), ("'abc'", "string 'abc'"), ("''", "string ''"), ("{}", "table"),
      ("print", "function"),
      ("('é'):rep(40)", "string '\(String(repeating: "é", count: 40))'"),
      ("('é'):rep(41)", "string '\(String(repeating: "é", count: 37))...'"),
      ("('a'):rep(100)", "string '\(String(repeating: "a", count: 37))...'"), ("coroutine.create(print)", "thread"),
      ("io.stdout", "userdata"),
      ("setmetatable({}, {__name = 'Mine'})", "table"),
    ])
  func briefly(_ expression: String, _ expected: String) throws {
    let briefly = try #require(try lua.require("polyak.briefly").function)
    let value = try lua.value(of: expression)
    #expect(try briefly.call([value]).first?.text == expected)
    #expect(try withoutPolyak { try briefly.call([value]).first?.text } == expected)
  }
}
