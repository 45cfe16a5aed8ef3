import Testing

@Suite("The prompt's start") struct StartupTests {
  let folder = TemporaryFolder()

  @Test(
    "runs a file of the user's",
    arguments: [
      ("none", [:], "nil"),
      ("what POLYAK_INIT names", ["POLYAK_INIT": "own.lua"], "own\tlocal"),
      ("init.lua in XDG_CONFIG_HOME", ["XDG_CONFIG_HOME": "HOME/conf"], "conf\tlocal"),
      ("POLYAK_INIT rather than that", ["POLYAK_INIT": "own.lua", "XDG_CONFIG_HOME": "HOME/conf"], "own\tlocal"),
      ("none where POLYAK_INIT is empty", ["POLYAK_INIT": "", "XDG_CONFIG_HOME": "HOME/conf"], "nil"),
      ("none where XDG_CONFIG_HOME is relative", ["XDG_CONFIG_HOME": "conf"], "nil"),
    ] as [(String, [String: String], String)])
  func file(_ title: String, _ environment: [String: String], _ shown: String) throws {
    _ = try polyak("-e", "files.make_folder('conf/polyak')", in: folder)
    try folder.write("origin = 'conf' local kind = 'local'", to: "conf/polyak/init.lua")
    try folder.write("origin = 'own' local kind = 'local'", to: "own.lua")
    let session = try PromptSession.started(
      environment.mapValues { $0.replacing("HOME", with: folder.path) }, in: folder)
    let expression = shown == "nil" ? "origin" : "origin, kind"
    #expect(session.answer(to: expression) == shown + "\n")
  }

  @Test func `does without it at --no-init`() throws {
    try folder.write("origin = 'own'", to: "own.lua")
    let session = try PromptSession("--no-init", environment: ["POLYAK_INIT": "own.lua"], in: folder)
    #expect(session.shows("\n> ") != nil)
    #expect(session.answer(to: "origin") == "nil\n")
  }

  @Test(
    "comes all the same where that fails",
    arguments: [
      ("error('no', 0)", "no\r\n"), ("x = = 2", "own.lua:1: unexpected symbol near '='\r\n  1 | x = = 2\r\n"),
    ])
  func failing(_ text: String, _ shown: String) throws {
    try folder.write(text, to: "own.lua")
    let session = try PromptSession(environment: ["POLYAK_INIT": "own.lua"], in: folder)
    #expect(session.shows("leaves\r\n" + shown) != nil)
    #expect(session.shows("\n> ") != nil)
    #expect(session.answer(to: "1 + 1") == "2\n")
  }

  @Test func `says where POLYAK_INIT names nothing`() throws {
    let session = try PromptSession(environment: ["POLYAK_INIT": "nosuch.lua"], in: folder)
    #expect(session.shows("cannot open 'nosuch.lua': No such file or directory\r\n> ") != nil)
  }

  @Test func `is no part of scripts`() throws {
    try folder.write("print 'own'", to: "own.lua")
    let outcome = try polyak("-e", "print 'script'", environment: ["POLYAK_INIT": "own.lua"], in: folder)
    #expect(outcome.output == "script\n")
  }
}

@Suite("A prompt inside a script") struct InnerPromptTests {
  let folder = TemporaryFolder()

  @Test func `reads and assigns locals and upvalues, up and down the calls`() throws {
    try folder.write(
      """
      local outer = 1
      local function f(a)
        local b = a + outer
        repl.here()
        print('after', a, b, outer)
      end
      f(10)
      print 'end'

      """, to: "a.lua")
    let session = try PromptSession("a.lua", in: folder)
    #expect(session.shows("at a.lua:4  in function 'f'   :where shows the calls, Ctrl-D goes on\r\n> ") != nil)
    #expect(session.answer(to: "a, b, outer") == "10\t11\t1\n")
    #expect(session.answer(to: "b = 100") == "")
    #expect(session.answer(to: "outer = outer + 1") == "")
    #expect(session.answer(to: "new_global = 5") == "")
    #expect(session.answer(to: "local c = a * 2") == "")
    #expect(session.answer(to: "c") == "20\n")
    #expect(session.answer(to: ":up")?.hasPrefix("a.lua:7  main chunk") == true)
    #expect(session.answer(to: "a, outer") == "nil\t2\n")
    #expect(session.answer(to: ":up") == ":up: no call around this one\n")
    #expect(session.answer(to: ":where")?.contains("-> a.lua:7  main chunk\n") == true)
    #expect(session.answer(to: ":down")?.hasPrefix("a.lua:4") == true)
    #expect(session.answer(to: "a") == "10\n")
    session.type("\u{4}")
    #expect(session.shows("after\t10\t100\t2\r\nend\r\n") != nil)
    #expect(session.exitCode() == 0)
  }

  @Test(
    "opens",
    arguments: [
      ("in a coroutine", "local co = coroutine.wrap(function() local v = 7 repl.here() print('v', v) end) co()"),
      (
        "in what Swift calls",
        "local hb = optim.hb{loss = losses.product{y = 1}, eta = 0.01, mu = 0.5} local done "
          + "hb:run({1, 2}, 3, {stop = function() local v = 7 if not done then done = true repl.here() print('v', v) end end})"
      ),
      ("inside pcall", "pcall(function() local v = 7 repl.here() print('v', v) end)"),
    ])
  func opens(_ place: String, _ script: String) throws {
    try folder.write(script + "\nprint 'end'\n", to: "a.lua")
    let session = try PromptSession("a.lua", in: folder)
    #expect(session.shows("\n> ") != nil)
    #expect(session.answer(to: "v") == "7\n")
    #expect(session.answer(to: "v = v + 1") == "")
    #expect(session.answer(to: "error('mine', 0)")?.hasPrefix("mine\n  at [3]:1\n") == true)
    session.type("\u{4}")
    #expect(session.shows("v\t8\r\nend\r\n") != nil)
    #expect(session.exitCode() == 0)
  }

  @Test func `opens within another prompt`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "function f(a) repl.here() return a end") == "")
    #expect(session.answer(to: "f(1)")?.hasPrefix("at [1]:1  in ") == true)
    #expect(session.answer(to: "a") == "1\n")
    #expect(session.answer(to: "a = 2") == "")
    session.type("\u{4}")
    #expect(session.shows("\r\n2\r\n> ") != nil)
    #expect(session.answer(to: "a") == "nil\n")
  }

  @Test func `opens with -i where the script fails`() throws {
    try folder.write("local function f(x)\n  local y = x + 1\n  return y.z.w\nend\nf(1)\n", to: "a.lua")
    let session = try PromptSession("-i", "a.lua", in: folder)
    #expect(session.shows("a.lua:3: attempt to index a ") != nil)
    #expect(session.shows("\n> ") != nil)
    #expect(session.answer(to: "x, y") == "1\t2\n")
    session.type("\u{4}")
    #expect(session.exitCode() == 1)
  }

  @Test func `comes after a script with -i, its global variables there`() throws {
    try folder.write("x = 7", to: "a.lua")
    let session = try PromptSession("-i", "a.lua", in: folder)
    #expect(session.shows("\n> ") != nil)
    #expect(session.answer(to: "x") == "7\n")
    session.type("\u{4}")
    #expect(session.exitCode() == 0)
  }

  @Test func `reads lines from an input that is no terminal`() throws {
    try folder.write("local x = 1 repl.here() print('x', x)", to: "a.lua")
    let outcome = try polyak("a.lua", input: "x\nx = 5\n", in: folder)
    #expect(outcome.output.hasSuffix("> 1\n> > \nx\t5\n"), "\(outcome)")
    #expect(outcome.code == 0)
  }
}
