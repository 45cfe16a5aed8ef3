import PolyakPlatform
import Testing

/// Variables are as the code left them, and the session goes on.
@Suite("Ctrl-C at the prompt") struct PromptInterruptionTests {
  let folder = TemporaryFolder()

  private static let long =
    "hbf.flow{loss = losses.dln{X = {{1, 0}, {1, 1}}, y = {1, 3}}, eta = .01, mu = .01, order = 64, form = 'limit'}"

  @Test(
    "stops",
    arguments: [
      ("a loop", "while true do n = n + 1 end"),
      ("a loop in a coroutine", "coroutine.wrap(function() while true do n = n + 1 end end)()"),
      ("a loop inside pcall", "while true do pcall(function() while true do n = n + 1 end end) end"),
      ("an integration", "flow:integrate(start, 1000000000000, {every = 1000000000, method = 'rk4'})"),
      ("a training run", "hb:run(start, 1000000000000, {every = 1000000000})"),
      ("the deriving of a flow", "\(Self.long):field{1, 1, 1, 1}"),
      ("the compiling of a step", "\(Self.long):integrate({1, 1, 1, 1}, 1, {method = 'rk4'})"),
      (
        "the deriving of an expansion",
        "hbf.flow{loss = losses.dln{X = {{1, 0}, {1, 1}}, y = {1, 3}}, eta = .01, mu = .01, order = 8, form = 'limit'}"
          + ":integrate({1, 1, 1, 1}, 1, {method = 'taylor', taylor_order = 60})"
      ),
      ("a flow of many trees", "hbf.flow{loss = losses.rosenbrock{}, eta = .01, mu = .01, order = 12}:field({1, 1}, 1)"),
      ("a large matrix product", "local a = mat(6000, 6000, 1) while true do local b = a * a * a * a end"),
      (
        "a function of the session's that Swift calls",
        "hb:run(start, 1000000000000, {every = 1000000000, stop = function() n = n + 1 return false end})"
      ),
    ])
  func stops(_ title: String, _ code: String) throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "local start, kept = vec{1, 1}, 'kept'") == "")
    #expect(session.answer(to: "local L = losses.rosenbrock{}") == "")
    #expect(session.answer(to: "local hb = optim.hb{loss = L, eta = 1e-5, mu = 0.5}") == "")
    #expect(session.answer(to: "local flow = hbf.flow{loss = L, eta = 1e-5, mu = 0.5, order = 2}") == "")
    #expect(session.answer(to: "n = 0") == "")
    session.type("n = n + 1 print('run' .. 'ning') \(code)\r")
    #expect(session.shows("running\r\n") != nil)
    session.type("\u{3}")
    let shown = try #require(session.shows("\n> "))
    #expect(shown.contains("interrupted!"), "\(shown)")
    #expect(session.answer(to: "n > 0, kept, start") == "true\tkept\tVector(2)  1  1\n")
    #expect(session.answer(to: "hb:run(start, 3):final() ~= nil") == "true\n")
  }

  @Test func `what a run had come to is kept as the last result`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "local hb = optim.hb{loss = losses.rosenbrock{}, eta = 1e-5, mu = 0.5}") == "")
    session.type("print('run' .. 'ning') return hb:run({1, 1.5}, 1000000000000, {every = 'last'})\r")
    #expect(session.shows("running\r\n") != nil && session.computes(for: 0.3))
    session.type("\u{3}")
    let shown = try #require(session.shows("\n> "))
    #expect(shown.contains("interrupted!") && shown.contains("interrupted at step "), "\(shown)")
    #expect(session.answer(to: "_.ending, #_, hb:run(_, 5).ending") == "interrupted\t1\tcompleted\n")
  }

  /// One run that never looks whether to go on would be only one call of machine code.
  @Test(
    "stops machine code",
    arguments: [
      "hb:run(start, 1000000000000, {every = 'last'})", "hb:run(start, 1000000000000, {every = 1000000000})",
      "hb:run(starts, 1000000000000, {every = 'last'})",
      "flow:integrate(start, 1000000000000, {every = 'last', method = 'rk4'})",
    ])
  func stopsMachineCode(_ code: String) throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "local start, starts, kept = vec{1, 1}, mat(50, 2), 'kept'") == "")
    #expect(session.answer(to: "local L = losses.rosenbrock{}") == "")
    #expect(session.answer(to: "local hb = optim.hb{loss = L, eta = 1e-5, mu = 0.5}") == "")
    #expect(session.answer(to: "local flow = hbf.flow{loss = L, eta = 1e-5, mu = 0.5, order = 2}") == "")
    let before = session.answer(to: "hb:run(vec{0.3, 0.2}, 5000, {every = 'last'}):final()")
    session.type("print('run' .. 'ning') \(code)\r")
    // Into the millions of steps.
    #expect(session.shows("running\r\n") != nil && session.computes(for: 0.3))
    session.type("\u{3}")
    let shown = try #require(session.shows("\n> "))
    #expect(shown.contains("interrupted!"), "\(shown)")
    #expect(session.answer(to: "kept, start") == "kept\tVector(2)  1  1\n")
    #expect(session.answer(to: "hb:run(vec{0.3, 0.2}, 5000, {every = 'last'}):final()") == before)
  }

  /// The system breaks off what waits for a file, and who asked for the file says so.
  @Test(
    "stops what waits for a file, and says no other error",
    arguments: [
      "data.csv 'f'", "data.npy 'f'", "dofile 'f'", "io.lines 'f'", "data.save_csv('f', vec{1})", "assert(io.open 'f')",
      "require 'f'", "pcall(dofile, 'f') while true do end",
    ])
  func waiting(_ code: String) throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "os.execute 'mkfifo f; ln -s f f.lua' local start = 7") == "")
    session.type("print('run' .. 'ning') \(code)\r")
    #expect(session.shows("running\r\n") != nil)
    if code.contains("while") {
      #expect(session.interrupt())
    } else {
      #expect(comesTrue { isWaiting(session.process) })
      session.type("\u{3}")
    }
    let shown = try #require(session.shows("\n> "))
    #expect(shown.contains("interrupted!") && !shown.contains("system call"), "\(shown)")
    #expect(session.answer(to: "start") == "7\n")
  }

  @Test("is told though a closing variable fails", arguments: ["error 'mine'", "error {}", "error()", "local x = nil + 1"])
  func failingClose(_ failure: String) throws {
    let session = try PromptSession.started(in: folder)
    session.type(
      "do local x <close> = setmetatable({}, {__close = function() \(failure) end}) print('run' .. 'ning') while true do end end\r"
    )
    #expect(session.shows("running\r\n") != nil && session.computes())
    session.type("\u{3}")
    let shown = try #require(session.shows("\n> "))
    #expect(shown.contains("interrupted!") && shown.contains("mine") == failure.contains("mine"), "\(shown)")
  }

  @Test(
    "says the second time what it does not stop, and ends the program the third time",
    arguments: [
      "setmetatable({}, {__gc = function() print('run' .. 'ning') while true do end end}) collectgarbage()",
      "xpcall(function() print('run' .. 'ning') while true do end end, function() print('hand' .. 'ling') while true do end end)",
      "print('run' .. 'ning') string.find(('a'):rep(1e5), '.-.-.-.-b$')",
      "debug.sethook(function() debug.sethook() print('run' .. 'ning') while true do end end, 'c') tostring(1)",
    ])
  func notice(_ code: String) throws {
    let session = try PromptSession.started(in: folder)
    session.type(code + "\r")
    // Inside of what is not stopped: just before it Ctrl-C would stop it.
    #expect(session.shows("running\r\n") != nil && session.computes())
    #expect(session.interrupt())
    if code.hasPrefix("xpcall") { #expect(session.shows("handling\r\n") != nil) }
    session.type("\u{3}")
    #expect(
      session.shows(
        "\r\nstill stopping, but nothing stops Lua inside a pattern match, a finaliser, a message handler or a debug hook;\r\n"
          + "Ctrl-C once more ends polyak\r\n") != nil)
    session.type("\u{3}")
    #expect(session.exitCode() == 130)
  }

  @Test func `drops a half-typed block`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "x = 1") == "")
    session.type("x = (\r")
    #expect(session.shows("\n>> ") != nil)
    session.type("2 + \u{3}")
    #expect(session.shows("\n> ") != nil)
    #expect(session.answer(to: "x") == "1\n")
  }
}
