import LuaKit
import Testing

@testable import LuaPrompt
@testable import PolyakModules

@Suite struct `Documentation` {
  let lua = LuaState()
  init() throws { try Polyak.open(in: lua) }

  /// Every function in the globals and in the tables among them, without loading what loads at first use.
  @Test func `has a page with a summary for every function of a fresh state`() throws {
    var functions: [(name: String, function: LuaFunction)] = []
    for (key, value) in lua.globals {
      if case .function(let function) = value { functions.append((key.text ?? "", function)) }
      guard let table = value.table, key.text != "_G" else { continue }
      for (field, value) in table {
        if case .function(let function) = value { functions.append(("\(key.text ?? "").\(field.text ?? "")", function)) }
      }
    }
    let methods = try #require(try lua.run("return getmetatable(io.stdout).__index").first?.table)
    for (key, value) in methods {
      if case .function(let function) = value { functions.append(("file:\(key.text ?? "")", function)) }
    }
    #expect(functions.count > 200)
    for (name, function) in functions {
      let page = lua.help.page(of: .function(function))
      #expect(page != nil, "\(name)")
      #expect(page?.summary.isEmpty == false, "\(name)")
    }
  }

  @Test func `has a summary under every name, and a page of its own for each`() throws {
    for name in lua.help.names {
      let page = try #require(lua.help.page(named: name), "\(name)")
      if case .variable(_, let summary, _) = page, summary.isEmpty { continue }
      #expect(!page.summary.isEmpty, "\(name)")
    }
  }

  /// What require gives has no function that its annotations do not tell of.
  @Test func `knows every function of the modules that require finds`() throws {
    for name in lua.help.names where name.hasPrefix("script.") && !name.contains(":") {
      guard case .module(let module)? = lua.help.page(named: name), name.split(separator: ".").count == 2,
        !name.contains(where: \.isUppercase)
      else { continue }
      let value = try lua.require(module.name)
      if case .function = value { #expect(lua.help.page(of: value) != nil, "\(name)") }
      for (key, member) in value.table ?? lua.makeTable() {
        guard case .function = member, let key = key.text, !key.hasPrefix("__") else { continue }
        #expect(lua.help.page(of: member)?.summary.isEmpty == false, "\(name).\(key)")
      }
    }
  }

  @Test func `has every kind of plot, each with an example, on the page of all`() throws {
    let kinds = try #require(try lua.require("plot.kinds").table)
    let all = try #require(lua.help.page(named: "plot.kinds"))
    for (name, _) in kinds {
      let name = try #require(name.text)
      let page = try #require(lua.help.page(named: "plot.kind.\(name)"))
      #expect(page.example != nil && all.text.contains("plot.kinds.\(name)") && all.text.contains(page.summary), "\(name)")
    }
    #expect(kinds.map(\.key).count > 5)
    // The overview leads to a module, whose page leads to its parts.
    #expect(!lua.help.overview.contains("plot.kind") && lua.help.page(named: "plot")?.text.contains("see plot.kinds") == true)
  }

  @Test func `of Lua's library has no name that Lua does not have`() throws {
    for name in StandardLibraryGlobals.libraries {
      guard case .module(let module)? = lua.help.page(named: name) else {
        Issue.record("no page of \(name)")
        continue
      }
      for function in module.functions {
        #expect(lua.globals[name].table?[function.name].function != nil, "\(name).\(function.name)")
      }
    }
  }

  @Test(
    "is found by a name",
    arguments: [
      (
        "math.floor",
        "math.floor(x) -> number\n\n  The greatest integer that is not above x.\n\n  x  number\n\n  > math.floor(-1.2)  --> -2"
      ),
      ("math.pi", "math.pi -> number\n\n  the ratio of a circle's circumference to its diameter"),
      (
        "print",
        "print(...)\n\n  Writes values to standard output as `tostring` shows them, tabs between and a newline behind.\n\n  ...  any value"
      ),
      ("file:close", "file:close() -> boolean or nil, string, integer\n\n  Closes it; of a command, how it ended too."),
      (
        "store:write",
        "store:write(progress, state)\n\n  Writes a checkpoint in place of the one before.\n\n  progress  table  what JSON can hold\n  state     table"
      ),
    ])
  func names(_ name: String, _ expected: String) { #expect(lua.help.page(named: name)?.text == expected) }

  private func candidates(_ source: String) -> [String] { Completer(lua).completion(of: Array(source.utf8)).candidates }

  @Test(
    "completes options and their values",
    arguments: [
      ("plot(x, {lo", ["log"]), ("plot(x, {log = \"", ["x", "xy", "y"]),
      ("plot(x, y, {legend = \"top ", ["top left", "top right"]),
      ("plot{marker = 's", ["square", "star"]), ("plot({1, 2}, {title = 'a', tit", []),
      (
        "require \"script.js",
        StandardLibrary.files.map(\.module).filter { $0.hasPrefix("script.js") }.sorted()
      ),
      ("io.open(p, \"r", ["r", "r+", "rb"]), ("collectgarbage 'st", ["step", "stop"]),
    ])
  func completion(_ source: String, _ expected: [String]) throws {
    #expect(candidates(source) == expected)
    #expect(try lua.value(of: "package.loaded['plot.figure']").isNil)
    #expect(try lua.value(of: "rawget(plot, 'terminal_size')").isNil)
  }

  @Test func `completes the options of a module that is a function, and shows them in its call`() throws {
    let options = AnnotatedLibrary(StandardLibrary.files).options(ofClass: "sweep.Options").map(\.name)
    #expect(options.count > 5)
    #expect(candidates("sweep{") == options.sorted())
    let signature = try #require(Completer(lua).completion(of: Array("sweep{".utf8)).signature)
    let shown = signature.dropFirst("sweep{".count).dropLast().split(separator: ", ").map { $0.filter { $0 != "[" && $0 != "]" } }
    #expect(shown.map { String($0.prefix { $0 != " " }) } == options)
  }

  @Test(
    "shows how a function is called",
    arguments: [
      ("string.format(", "string.format(s, ...)"), ("('x'):rep(", "string.rep(s, count, [separator])"),
      ("io.stdout:seek(", "file:seek([from], [offset])"), ("table.sort(", "table.sort(list, [less])"),
    ])
  func signatures(_ source: String, _ expected: String) {
    #expect(Completer(lua).completion(of: Array(source.utf8)).signature == expected)
  }
}
