import Testing

@Suite("Commands of the prompt") struct CommandTests {
  let folder = TemporaryFolder()

  @Test(
    "say what is wrong with them",
    arguments: [
      Conversation(
        "",
        """
        > :trcae
        :trcae: no such command (did you mean ':trace'?); :help lists them
        > :foo bar
        :foo: no such command; :help lists them
        > :time
        :time: expected :time expr, got nothing behind it
        > :bench
        :bench: expected :bench expr, got nothing behind it
        > :prof
        :prof: expected :prof expr, got nothing behind it
        > :save
        :save: expected :save file.lua, got nothing behind it
        > :load
        :load: expected :load file.lua, got nothing behind it
        > :load nosuch.lua
        cannot open 'nosuch.lua': No such file or directory
        > :quit now
        :quit: expected nothing behind it, got 'now'
        > :where
        :where: this prompt was not opened in a call
        > :up
        :up: no call around this one
        > :down
        :down: no call inside this one
        > !
        !: expected a command, got nothing
        > ! exit 3
        ! exit 3: ended with code 3
        > ! echo ok
        ok
        > :time error('x', 0)
        x
          at [1]:1
        > :time (
        [2]:1: unexpected symbol near <eof>
          1 | :time (
                     ^
        """)
    ])
  func wrong(_ conversation: Conversation) throws { try conversation.hold(in: .started(in: folder)) }

  @Test func `time shows the value and how long it took`() throws {
    let session = try PromptSession.started(in: folder)
    let shown = try #require(session.answer(to: ":time 20 + 1"))
    #expect(shown.wholeMatch(of: /21\n[0-9.]+ (s|ms|us|ns)\n/) != nil, "\(shown)")
    #expect(session.answer(to: "_") == "21\n")
    let statement = try #require(session.answer(to: ":time local n = 5"))
    #expect(statement.wholeMatch(of: /[0-9.]+ (s|ms|us|ns)\n/) != nil, "\(statement)")
    #expect(session.answer(to: "n") == "5\n")
  }

  @Test func `bench gives the median and the spread`() throws {
    let session = try PromptSession.started(in: folder)
    let shown = try #require(session.answer(to: ":bench math.sin(1) -- comment"))
    let form = /[0-9.]+ (s|ms|us|ns)  median; half of them within [0-9.]+ \w+ .. [0-9.]+ \w+; \d+ times \d+ runs\n/
    #expect(shown.wholeMatch(of: form) != nil, "\(shown)")
  }

  @Test func `prof says where the time went`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "function busy() local x = 0 for i = 1, 2e7 do x = x + i end return x end") == "")
    let shown = try #require(session.answer(to: ":prof busy()"))
    #expect(shown.hasPrefix("200000010000000\n"))
    #expect(shown.contains("    alone    total  function\n"))
    #expect(shown.contains("busy"))
    let short = try #require(session.answer(to: ":prof 1"))
    #expect(short.hasPrefix("1\n"))
  }

  @Test(
    "who lists variables",
    arguments: [
      Conversation(
        "",
        """
        > :who
        no variables yet
        > local t = {1, 2}
        > name = "abc"
        > :who
          name     string  3 B        abc
          local t  table   2 entries  {1, 2}
        > :who nam
          name  string  3 B  abc
        > :who zz
        no variable with 'zz' in its name
        """)
    ])
  func who(_ conversation: Conversation) throws { try conversation.hold(in: DirectSession()) }

  @Test func `save writes a script that does the same again`() throws {
    let session = try PromptSession.started(in: folder)
    try Conversation(
      "",
      """
      > local a = 40 -- a comment
      > a + 2 -- another
      42
      > _ + 1
      43
      > nil, 5
      nil	5
      > _3 * 2
      10
      > -- nothing but this
      > error('failed', 0)
      failed
        at [7]:1
      > local function twice(x)
      >>   return 2 * x
      >> end
      > twice(a);
      > return twice(_)
      160
      > handler = print
      > (handler or error)('last')
      last
      > :save a.lua
      a.lua: 12 blocks
      > :save a.lua
      :save: 'a.lua' is there already; :save! writes over it
      > :save! a.lua
      a.lua: 12 blocks
      """
    ).hold(in: session)
    let script = try folder.read("a.lua")
    #expect(script.hasPrefix("-- A session of Polyak 0.1 (Lua 5.4), saved "))
    #expect(script.contains("\nmath.randomseed("))
    #expect(script.contains("\n-- failed: failed\npcall(function(...)\nreturn error('failed', 0)\nend)\n"))
    let outcome = try polyak("a.lua", in: folder)
    #expect(outcome == Outcome(output: "42\n43\nnil\t5\n10\n160\nlast\n"))
  }

  @Test func `save does again what blocks did before they failed, and holds any number of variables`() throws {
    let locals = (1...210).map { "local v\($0) = \($0)" }.joined(separator: "\n")
    let input = """
      t = {}
      t[1] = 1 t[2] = 2 error "a"
      #t
      local p, q = 3; error "later"
      p, q
      x = 1 return x + 1
      local y = 5; y * 2
      local u local function w() return 4 end u.v = 1
      w(), u
      for i = 1, 2 do ::again:: end
      local c <const> = 1; error "constant"
      \(locals)
      v1 + v210
      :save a.lua

      """
    let typed = try polyak("-i", input: input, in: folder)
    #expect(typed.output.hasSuffix("> 211\n> a.lua: 223 blocks\n> \n"), "\(typed)")
    #expect(try polyak("a.lua", in: folder) == Outcome(output: "2\n3\tnil\n2\n10\n4\tnil\n211\n"))
  }

  @Test func `save keeps what random numbers were seeded with`() throws {
    let session = try PromptSession.started(in: folder)
    let drawn = try #require(session.answer(to: "print(math.random(1 << 40), math.random(1 << 40))"))
    #expect(session.answer(to: ":save r.lua") == "r.lua: 1 block\n")
    #expect(try polyak("r.lua", in: folder).output == drawn)
  }

  @Test(
    "save does the same again",
    arguments: [
      ("r = random.new()\nx = r:normal(3)\nx", ""),
      ("function draw() return random.new():uniform() end\nprint(draw(), draw())\nprint(draw())", ""),
      ("a, b = random.new(), random.new(3)\nprint(a.seed, b:normal(), math.random())", ""),
      ("x = math.random(1 << 40)\nrandom.new():integers(1, 1 << 40), x", ""),
      (":time x = 5\n:time x * 2\n_ + 1\nlocal y = _\ny", ""), (":prof z = 3\nz", ""),
      ("-- a comment\n(function() return 1 end)()\n-- x\n(print)('y')", ""),
      (":format long\n1\n! true\n:bench 1\n2", ":format long   (of the prompt alone)\n1\n-- ! true   (not done again)"),
      ("os.getenv 'HOME'", "-- It gives something else where these do: the environment (os.getenv 'HOME')"),
      (
        "io.open('f.txt', 'w'):write('1'):close()\n#data.csv('f.txt', {header = false}):columns() > 0 or 1",
        "files (io.open 'f.txt', data.csv 'f.txt')"
      ),
      ("(os.time() > 0)\nmath.randomseed(3)\nprint(math.random())", "the time (os.time)"), ("#_VERSION", "in the folder /"),
    ])
  func savedAgain(_ typed: String, _ said: String) throws {
    let session = try polyak(["--no-init", "-i"], input: typed + "\nprint '8<'\n:save a.lua\n", in: folder)
    let shown = session.output.replacing("> ", with: "").split(separator: "\n").dropFirst().prefix { $0 != "8<" }
    let script = try folder.read("a.lua")
    if !said.isEmpty { #expect(script.replacing("print(1)", with: "1").contains(said), "\(script)") }
    for _ in 1...2 {
      let again = try polyak("a.lua", in: folder).output.split(separator: "\n").prefix { $0 != "8<" }
      // What the commands say of time, and the prompt's digits, are theirs alone.
      let told = shown.filter { $0.firstMatch(of: /\ (ns|us|ms|s)$|median|samples?|too short/) == nil }
      #expect(Array(again) == Array(told), "\(script)")
    }
  }

  @Test func `save says what a session began behind`() throws {
    try folder.write("math.randomseed(5) x = math.random(100)", to: "a.lua")
    let session = try polyak(
      ["--no-init", "-e", "y = 1", "-i", "a.lua"], input: "math.random(100) == x\n:save b.lua\n", in: folder)
    #expect(session.errors == "")
    let script = try folder.read("b.lua")
    #expect(script.contains("\n-- It began behind other code, which is not here: -e 'y = 1' a.lua\n"))
    #expect(!script.contains("randomseed"))
    let drawn = try polyak("-e", "math.randomseed(5) math.random(100) print(math.random(100))").output
    try folder.write("math.randomseed(5) math.random(100) repl.here() print(math.random(100))", to: "c.lua")
    #expect(try polyak(["c.lua"], input: "", in: folder).output.hasSuffix("\n" + drawn))
  }

  @Test func `edit gives the last block to the editor, and runs what comes back`() throws {
    try folder.write("#!/bin/sh\nsed -i s/40/42/ \"$1\"\n", to: "editor")
    let session = try PromptSession.started(["EDITOR": "sh \(folder.path)/editor"], in: folder)
    #expect(session.answer(to: "40 + 0") == "40\n")
    #expect(session.answer(to: ":edit") == "42\n")
    #expect(session.answer(to: "_") == "42\n")
    #expect(session.answer(to: ":edit") == "nothing was changed\n")
    try folder.write("y = 40\n", to: "own file.lua")
    #expect(session.answer(to: ":edit own file.lua") == "")
    #expect(session.answer(to: "y") == "42\n")
  }

  @Test func `edit says where the editor fails`() throws {
    let session = try PromptSession.started(["VISUAL": "false"], in: folder)
    #expect(session.answer(to: ":edit") == ":edit: the editor 'false' ended with code 1\n")
  }

  @Test func `quit leaves`() throws {
    let session = try PromptSession.started(in: folder)
    session.type(":quit\r")
    #expect(session.exitCode() == 0)
  }
}
