import LuaKit

/// What a host does for its scripts: output, modules, environments, the collector.
func host() throws {
  let lua = LuaState(libraries: .safe)

  // What scripts write.
  var log: [UInt8] = []
  lua.output = { log += $0 }
  lua.warnings = { log += "warning: \($0)\n".utf8 }
  try lua.run("print('x', 1.5) warn('low on ', 'fuel')")
  expect(log == Array("x\t1.5\nwarning: low on fuel\n".utf8), "what scripts write")

  // Modules of the host's.
  let sources = ["greeting": "return {hello = function(name) return 'hello ' .. name end}"]
  try lua.addSearcher { name, _ in
    if name == "bank" { return .module(Bank.module) }
    return sources[name].map { .source($0) }
  }
  expect(try lua.run("return require('greeting').hello('you')").first?.text == "hello you", "a module in Lua")
  expect(try lua.run("return require('bank').open(10).balance").first?.number == 10, "a module in Swift")

  // A chunk with global variables of its own.
  let settings = lua.makeTable()
  try lua.run("width = 80", name: "@settings.lua", environment: settings)
  expect(settings["width"].integer == 80 && lua.globals["width"].isNil, "an environment")

  // A value that is known without being kept.
  var table: LuaTable? = lua.makeTable()
  let known = try table?.weak
  expect(known?.value != nil, "a table that is there")
  table = nil
  lua.collectGarbage()
  expect(known?.value == nil, "a table that is gone")

  // Functions and objects that end with a block.
  var found: [LuaValue] = []
  try lua.withScope { scope in
    lua.globals["account"] = try scope.object(Account(balance: 10))
    lua.globals["visit"] = .function(try scope.function("visit") { call in found.append(call[0]) })
    try lua.run("visit(account.balance)")
  }
  expect(found == [10], "a function that is called")
  do {
    try lua.run("visit(1)", name: "=host")
    expect(false, "an error")
  } catch { expect(error.message == "host:1: visit: its scope has ended", error.message) }

  // A closure that does not escape.
  func collect(into names: inout [String]) throws {
    try lua.withFunction("add", { call in names.append(call[0].text ?? "") }) { add in
      try lua.load("local add = ... add('a') add('b')").call([.function(add)])
    }
  }
  var names: [String] = []
  try collect(into: &names)
  expect(names == ["a", "b"], "a closure that does not escape")

  // The collector.
  lua.collector.setMode(.generational())
  lua.collector.stop()
  try lua.run("for i = 1, 1000 do local t = {} end")
  lua.collector.restart()
  expect(lua.collector.isRunning, "a collector that runs")
}
