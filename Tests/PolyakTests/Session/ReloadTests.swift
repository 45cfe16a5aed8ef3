import Testing

/// `:reload`, in a session that a script has begun.
@Suite("Reloading a script") struct ReloadTests {
  let folder = TemporaryFolder()

  private func started(_ arguments: String...) throws -> PromptSession {
    try folder.write("set enable-bracketed-paste off\n", to: ".inputrc")
    let session = try PromptSession(
      "--no-init", "-i", arguments[0], environment: ["INPUTRC": folder.path + "/.inputrc", "LC_ALL": "C.UTF-8"], in: folder)
    try #require(session.shows("Ctrl-D leaves\r\n> ") != nil)
    return session
  }

  @Test func `runs it anew, with the modules that have changed and those that require them`() throws {
    try folder.write("return {version = 'old'}\n", to: "lower.lua")
    try folder.write(
      "local lower = require 'lower'\nreturn {name = function() return 'upper on ' .. lower.version end}\n", to: "upper.lua")
    try folder.write("return {count = 0}\n", to: "other.lua")
    try folder.write(
      "upper, other = require 'upper', require('other')\neta, old = 0.1, 'of the first'\nfunction f() return eta end\n",
      to: "script.lua")
    let session = try started("script.lua")
    #expect(session.answer(to: "mine, local_one = 41, 1") == "")
    #expect(session.answer(to: "local kept = 'kept'; other.count = 7") == "")
    #expect(session.answer(to: "f(), upper.name()") == "0.1\tupper on old\n")
    try folder.write("return {version = 'new one'}\n", to: "lower.lua")
    try folder.write(
      "upper, other = require 'upper', require('other')\neta = 0.2\nfunction f() return 10 * eta end\nfresh = 1\n",
      to: "script.lua")
    #expect(
      session.answer(to: ":reload")
        == """
        script.lua: run again; taken anew: lower (changed), upper (requires lower)
          new        fresh
          changed    eta, f, upper
          gone       old
          as before  kept, local_one, mine, other

        """)
    #expect(session.answer(to: "f(), upper.name(), other.count, mine, kept, old") == "2.0\tupper on new one\t7\t41\tkept\tnil\n")
  }

  @Test(
    "leaves the session as it was where the script fails",
    arguments: [
      ("eta = = 3\n", "unexpected symbol near '='"),
      ("eta, made = 3, 1\nlocal x = nil + 1\n", "attempt to perform arithmetic on a nil value"),
      ("eta, made = 3, 1\nrequire 'helper'\nerror 'no'\n", "no"),
    ])
  func failing(_ text: String, _ message: String) throws {
    try folder.write("return {version = 1}\n", to: "helper.lua")
    try folder.write("helper = require 'helper'\neta = 0.1\n", to: "script.lua")
    let session = try started("script.lua")
    #expect(session.answer(to: "local mine = 'mine'") == "")
    try folder.write("return {version = 22}\n", to: "helper.lua")
    try folder.write(text, to: "script.lua")
    let shown = try #require(session.answer(to: ":reload"))
    #expect(shown.contains(message), "\(shown)")
    #expect(session.answer(to: "eta, made, mine, helper.version, require('helper') == helper") == "0.1\tnil\tmine\t1\ttrue\n")
    // Mended, it is taken over.
    try folder.write("helper = require 'helper'\neta = 0.3\n", to: "script.lua")
    #expect(session.answer(to: ":reload")?.contains("taken anew: helper (changed)\n") == true)
    #expect(session.answer(to: "eta, helper.version") == "0.3\t22\n")
  }

  @Test func `takes the file that is named, or was loaded last, its local variables too`() throws {
    try folder.write("local x = 1\nfunction get() return x end\n", to: "one.lua")
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: ":reload") == "no module has changed, and there is no script to run again\n")
    #expect(session.answer(to: ":load one.lua") == "")
    #expect(session.answer(to: "x, get()") == "1\t1\n")
    try folder.write("local x = 2\nfunction get() return x end\n", to: "one.lua")
    #expect(session.answer(to: ":reload") == "one.lua: run again\n  changed    get, x\n")
    #expect(session.answer(to: "x, get()") == "2\t2\n")
    try folder.write("y = 5\n", to: "two.lua")
    #expect(session.answer(to: ":reload two.lua") == "two.lua: run again\n  new        y\n  as before  get, x\n")
    #expect(session.answer(to: ":reload nosuch.lua")?.hasSuffix("cannot open 'nosuch.lua': No such file or directory\n") == true)
    #expect(session.answer(to: ":reload") == "two.lua: run again\n  as before  get, x, y\n")
  }

  @Test func `renews modules of the session where there is no script, and keeps what was assigned since`() throws {
    try folder.write("return {version = 1}\n", to: "module_of_mine.lua")
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "local m = require 'module_of_mine'; n = m") == "")
    try folder.write("return {version = 2, more = true}\n", to: "module_of_mine.lua")
    #expect(
      session.answer(to: ":reload")
        == "no script: modules alone; taken anew: module_of_mine (changed)\n  changed    m, n\n")
    #expect(session.answer(to: "m.version, n.version, require('module_of_mine') == m") == "2\t2\ttrue\n")
  }

  @Test func `does not take away what was assigned at the prompt`() throws {
    try folder.write("a, b = 1, 2\n", to: "script.lua")
    let session = try started("script.lua")
    #expect(session.answer(to: "a = 'mine'") == "")
    try folder.write("c = 3\n", to: "script.lua")
    #expect(session.answer(to: ":reload") == "script.lua: run again\n  new        c\n  gone       b\n  as before  a\n")
    #expect(session.answer(to: "a, b, c") == "mine\tnil\t3\n")
  }
}

@Suite("The history in words") struct HistoryCommandTests {
  let folder = TemporaryFolder()

  @Test func `shows the last entries, as many as are asked for, or those with a text`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: ":history") == "nothing yet\n")
    for i in 1...25 { #expect(session.answer(to: "x\(i) = \(i)") == "") }
    #expect(session.answer(to: "for i = 1, 2 do\n  y = i\nend") == "")
    #expect(session.answer(to: ":history 3") == "25  x24 = 24\n26  x25 = 25\n27  for i = 1, 2 do\n      y = i\n    end\n")
  }

  @Test(
    "refuses what is no number of entries, and says where there is none",
    arguments: [
      (":history 0", "above 0"), (":history -2", "above 0"), (":history nosuch text", "no entry with 'nosuch text' in it\n"),
    ])
  func refused(_ typed: String, _ expected: String) throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "x = 1") == "")
    #expect(session.answer(to: typed)?.contains(expected) == true)
  }

  @Test func `is that of the lines read where there is no terminal`() throws {
    let outcome = try polyak("--no-init", "-i", input: "x = 1\ny = 2\n:history x\n:history 1\n")
    #expect(outcome.output.contains("> 1  x = 1\n"))
  }
}
