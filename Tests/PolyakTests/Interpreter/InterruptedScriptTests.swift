import Foundation
import Testing

/// A script that Ctrl-C ends cleans up after itself.
@Suite("Ctrl-C in a script") struct InterruptedScriptTests {
  let folder = TemporaryFolder()

  /// Runs a script, presses Ctrl-C once it shows "running", and gives what it shows from there.
  private func interrupted(_ script: String) throws -> String {
    let session = try PromptSession(try folder.write(script, to: "script.lua"), in: folder)
    #expect(session.shows("running\r\n") != nil && session.computes())
    session.type("\u{3}")
    #expect(session.exitCode() == 1)
    return session.shows("[C]: in ?") ?? ""
  }

  private var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "script.lua" }.sorted() }
  }

  @Test(
    "closes its variables, and tells the line where it was",
    arguments: [
      "busy()", "while true do pcall(busy) end", "while true do xpcall(busy, print) end",
      "coroutine.wrap(busy)()", "coroutine.resume(coroutine.create(busy))", "while true do load(busy) end",
      "vec{1, 2}:map(busy)", "table.sort({1, 2, 3}, busy)",
    ])
  func closing(_ call: String) throws {
    let shown = try interrupted(
      """
      local lock <close> = setmetatable({}, {__close = function(_, e)
        -- As much as a program may have to do: Swift functions that look whether to go on, and errors of its own.
        data.save_npy("kept.npy", vec(100000, 7))
        assert(optim.gd{loss = losses.product{y = 1}, eta = 1e-3}:run({1, 1}, 5000).loss[5001])
        assert(not pcall(error))
        os.remove("lock")
        print("closed", tostring(e):match("interrupted!"))
      end})
      io.open("lock", "w"):close()
      local function busy()
        print("running")
        local n = 0
        while true do n = n + 1 end -- line 13
      end
      \(call)
      """)
    #expect(try files == ["kept.npy"])
    #expect(shown.contains("closed\tinterrupted!"), "\(shown)")
    #expect(shown.contains("script.lua:13: in "), "\(shown)")
    #expect(!shown.contains("metamethod"), "\(shown)")
    #expect(try polyak("-e", "print(data.npy('kept.npy'):sum())", in: folder).output == "700000.0\n")
  }

  @Test(
    "gives what a run has come to the first time, and the script goes on to the next",
    arguments: [
      ("gd:run({1, 1}, 1e12, {every = 'last'})", "work.steps[1] > 0 and work.ending"),
      ("gd:run({1, 1}, 10, {stop = busy})", "#work == 1 and work.ending"),
      ("gd:run({{1, 1}, {2, 1}}, 1e12, {every = 'last'})", "#work == 2 and work:member(1).ending"),
      ("flow:integrate({1, 1}, 1e9, {every = 'last', method = 'rk4', substeps = 100})", "work.ending"),
      ("system:integrate({1}, {to = 1e6, points = 2, max_step = 1e-4, max_steps = 1e12})", "work.ending"),
      (
        "system:integrate({1}, {to = 1e6, points = 2, max_step = 1e-4, max_steps = 1e12, record = {e = function(t, x) return x[1] end}})",
        "work.recorded.e.values[#work] == work.x:get(#work, 1) and work.ending"
      ),
    ])
  func goingOn(_ run: String, _ check: String) throws {
    let script = try folder.write(
      """
      local gd = optim.gd{loss = losses.product{y = 0.9}, eta = 1e-12}
      local flow = hbf.flow{loss = losses.product{y = 0.9}, eta = 1e-6, mu = 0.5, order = 2, form = "limit"}
      local system = ode.define(1, function(t, x) return {-x[1]} end)
      local function busy()
        while true do end
      end
      local function long() return \(run) end
      print("running")
      local work = long()
      print("went on", \(check))
      print("running anew")
      while true do pcall(long) end
      """, to: "script.lua")
    let session = try PromptSession(script, in: folder)
    #expect(session.shows("running\r\n") != nil && session.computes())
    #expect(session.interrupt())
    let shown = session.shows("running anew\r\n")
    let notice = "polyak: interrupted: the script goes on with what the run had come to; Ctrl-C once more ends it\r\n"
    #expect(shown?.contains(notice) == true, "\(shown ?? "")")
    #expect(shown?.firstMatch(of: /went on\tinterrupted\r\n/) != nil, "\(shown ?? "")")
    #expect(session.computes())
    session.type("\u{3}")
    #expect(session.exitCode() == 1)
    #expect(session.shows("interrupted!") != nil)
  }

  @Test func `of many at a time gives none of half a run`() throws {
    let script = try folder.write(
      """
      workers.map(2, function()
        print("running")
        optim.gd{loss = losses.product{y = 0.9}, eta = 1e-12}:run({1, 1}, 1e12, {every = "last"})
        return "a result"
      end)
      print("went on")
      """, to: "script.lua")
    let session = try PromptSession(script, in: folder)
    #expect(session.shows("running\r\n") != nil)
    session.type("\u{3}")
    #expect(session.exitCode() == 1)
    let shown = session.shows("interrupted")
    #expect(shown?.contains("went on") == false, "\(shown ?? "")")
  }

  @Test func `leaves no half-written file`() throws {
    _ = try interrupted(
      """
      local atomic = require "polyak.atomic"
      local text = ("x"):rep(20000000)
      print("running")
      while true do atomic.write("big.txt", text) end
      """)
    #expect(try files.allSatisfy { $0 == "big.txt" })
  }

  @Test func `by the name of lua does as lua does`() throws {
    let script = try folder.write(
      """
      local x <close> = setmetatable({}, {__close = function() print("closed") end})
      print("running")
      while true do end
      """, to: "script.lua")
    let session = try PromptSession("--stock", script, in: folder)
    #expect(session.shows("running\r\n") != nil)
    session.type("\u{3}")
    #expect(session.shows("closed\r\n") != nil)
    #expect(session.shows("interrupted!\r\nstack traceback:\r\n") != nil)
    #expect(session.exitCode() == 1)
  }
}
