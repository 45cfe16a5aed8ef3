import LuaKit
import Testing

@testable import LuaPrompt
@testable import PolyakConsole
@testable import PolyakModules

/// What help and completion find by paths and by beginnings of names.
@Suite("Names that help shows") struct HelpPathTests {
  let lua: LuaState
  init() throws { lua = try Interpreter(ignoresEnvironment: true).lua }

  @Test(
    "have pages",
    arguments: [
      ("optimizer", "Optimizer: "), ("trajectory", "Trajectory: "),
      ("optimizer:run.stop", "optimizer:run.stop -> {"), ("optimizer:run.stop.loss", "optimizer:run.stop.loss -> "),
      ("optim.hb.mu", "optim.hb.mu -> number in [0, 1)"),
      ("optimizer:run.live.log", "optimizer:run.live.log -> 'x', 'y' or 'xy'"),
      ("hbf.radius.mu", "hbf.radius.mu -> number in [0, 1)\n\n  momentum"),
    ])
  func pages(_ name: String, _ beginning: String) {
    let text = lua.help.page(named: name)?.text
    #expect(text?.hasPrefix(beginning) == true, "\(text ?? "nil")")
  }

  @Test("that several begin with list them", arguments: ["recipes", "script"]) func groups(_ name: String) throws {
    let text = try #require(lua.help.page(named: name)?.text)
    let names = lua.help.modules.map(\.name).filter { $0.hasPrefix(name + ".") }
    #expect(names.count > 3)
    for name in names { #expect(text.contains("\n  \(name)  "), "\(name)") }
  }

  @Test("that are none have none", arguments: ["optim.hb.nu", "optimizer:run.stop.every", "recip", "hbf.radius.mu.x", "."])
  func nothing(_ name: String) { #expect(lua.help.page(named: name)?.text == nil) }

  @Test func `list what is in options of options, and where the options of others are`() {
    let text = lua.help.page(named: "optimizer:run")?.text ?? ""
    for row in ["  .loss ", "    .every ", "  any other ", "see ?plot.live"] { #expect(text.contains(row), "\(row)") }
  }

  private func completion(_ source: String) -> Completion { Completer(lua).completion(of: Array(source.utf8)) }

  @Test(
    "of files are offered where a file's name may stand",
    arguments: [
      ("plot({1}, {title = \"", false), ("plot({1}, {file = \"", true), ("data.csv(\"", true),
      ("data.csv('a', {missing = \"", false),
      ("hbf.flow{[\"form\"] = \"", false), ("x = \"", true), ("print(\"", true), ("io.open(\"", true), ("nosuch(\"", true),
      ("files.make_folder \"", true),
    ])
  func files(_ source: String, _ isFile: Bool) { #expect(completion(source).isFileName == isFile) }

  @Test func `of options in brackets are completed as others are`() {
    #expect(completion("hbf.flow{[\"form\"] = \"").candidates == completion("hbf.flow{form = \"").candidates)
    #expect(completion("hbf.flow{form = \"").candidates.isEmpty == false)
  }

  @Test func `of a module that loads at its first use are known before and after`() throws {
    for isLoaded in [false, true] {
      if isLoaded { _ = try lua.run("return plot.live") }
      #expect(completion("plot.li").candidates == ["live"], "\(isLoaded)")
      #expect(completion("plot.live{titl").candidates == ["title"], "\(isLoaded)")
    }
  }

  @Test(
    "of functions in Lua files are shown as they are called",
    arguments: [
      ("plot.live", "function plot.live{"), ("require('script.csv').write", "function script.csv.write(path, names, columns)"),
    ])
  func shown(_ expression: String, _ text: String) throws {
    let value = try lua.value(of: expression)
    #expect(ValuePrinter(width: 200).text(of: value, in: lua).hasPrefix(text))
  }
}
