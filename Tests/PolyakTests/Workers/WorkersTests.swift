import Foundation
import LuaKit
import Testing

@testable import PolyakModules

@Suite("Workers, in the program") struct WorkersTests {
  let folder = TemporaryFolder()

  /// What a script prints.
  private func output(_ script: String, environment: [String: String] = [:]) throws -> String {
    let outcome = try polyak("-e", script, environment: environment, in: folder)
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome)")
    return outcome.output
  }

  /// Lua code that answers the process it runs in.
  static let process = "function process() return io.open('/proc/self/stat'):read('n') // 1 | 0 end "

  @Test(arguments: [1, 2, 5]) func `every call is made in a process of its own, and answered in its place`(_ workers: Int) throws
  {
    let text = try output(
      Self.process + """
        local seen, here = {}, process()
        local results, failures = workers.map(12, function(i) return i .. " " .. process() end, {workers = \(workers)})
        for i, text in ipairs(results) do
          local k, p = text:match "^(%d+) (%d+)$"
          assert(tonumber(k) == i and tonumber(p) ~= here and not seen[p])
          seen[p] = true
        end
        print(#results, next(failures))
        """)
    #expect(text == "12\tnil\n")
  }

  @Test func `a call sees what its function has closed over, and changes nothing for others`() throws {
    let text = try output(
      """
      local count, v = 10, vec{1, 2}
      local results = workers.map(4, function(i)
        count = count + i
        v[1] = v[1] + i
        return count .. " " .. v[1]
      end)
      print(table.concat(results, ", "), count, v[1])
      """)
    #expect(text == "11 2.0, 12 3.0, 13 4.0, 14 5.0\t10\t1.0\n")
  }

  @Test func `the dearest calls begin first`() throws {
    let text = try output(
      "workers.map(4, function(i) print(i) return '' end, {workers = 1, costs = {2, 1, 3, 2}})")
    #expect(text == "3\n1\n4\n2\n")
  }

  @Test(
    "calls begin with the first that is named, and those before follow",
    arguments: [(1, "3 1 4 2"), (3, "4 2 3 1"), (6, "1 4 2 3")])
  func beginning(_ first: Int, _ order: String) throws {
    let text = try output(
      "workers.map(4, function(i) io.write(i, '\\n') return '' end, {workers = 1, costs = {2, 1, 3, 2}, first = \(first)})")
    #expect(text.split(separator: "\n").joined(separator: " ") == order)
  }

  @Test func `a call that takes longer than its limit fails and ends, and the others go on`() throws {
    let text = try output(
      Self.process + """
        local results, failures = workers.map(3, function(i)
          if i == 2 then
            print("begun")
            io.open("process", "w"):write(process()):close()
            while true do pcall(error) end
          end
          return "fine"
        end, {time_limit = 0.5, workers = 3})
        print(results[1], results[2], results[3], failures[2].message, failures[2].traceback, next(failures, 2))
        """)
    #expect(text == "begun\nfine\tnil\tfine\ttook longer than 0.5 s\tnil\tnil\n")
    let process = try #require(pid_t(folder.read("process")))
    #expect(!isRunning(process))
  }

  static let starter = """
    local function run(i)
      if i == 1 then
        os.execute "echo $$ > a; sleep 1000 & echo $! > b; wait"
      else
        local pipe = io.popen "echo $$ > c; sleep 1000 & echo $! > d; trap '' TERM; wait; wait"
        pipe:read "a"
      end
      return ""
    end
    """

  /// The processes that its calls have started, once they are all there.
  private func started() -> [pid_t] {
    var processes: [pid_t] = []
    #expect(
      comesTrue {
        processes = ["a", "b", "c", "d"].compactMap { name in
          (try? folder.read(name)).flatMap { pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
        return processes.count == 4
      })
    return processes
  }

  @Test func `what a call has started ends with it where its time is over`() throws {
    let text = try output(
      Self.starter + """

        local _, failures = workers.map(2, function(i, report)
          return run(i)
        end, {time_limit = 3, workers = 2})
        print(failures[1].message, failures[2].message)
        """)
    #expect(text == "took longer than 3 s\ttook longer than 3 s\n")
    let processes = started()
    #expect(comesTrue { !processes.contains(where: isRunning) })
  }

  @Test func `what calls have started ends with them where the program alone is interrupted`() throws {
    let launched = try Launched(
      ["-e", Self.starter + " workers.map(2, run, {workers = 2})"], environment: [:], folder: folder.path)
    let processes = started()
    #expect(processes.allSatisfy(isRunning))
    kill(launched.process, SIGINT)
    #expect(launched.wait() != 0)
    #expect(comesTrue { !processes.contains(where: isRunning) })
  }

  @Test func `what is known of a call is asked for once it is claimed, and a failure is told of before it is given up`() throws {
    let text = try output(
      """
      local function held(i) return tostring(io.open("claim" .. i) ~= nil) end
      local results, failures = workers.map(4, function(i)
        if i == 2 then error("no", 0) end
        return "made"
      end, {
        workers = 1, files = {"1", "2", "3", "4"}, claims = {"claim1", "claim2", "claim3", "claim4"},
        find = function(i)
          print("find", i, held(i))
          if i == 3 then return "found" end
          if i == 4 then return {message = "failed elsewhere"} end
        end,
        on_result = function(i, text) print("result", i, text) end,
        on_failure = function(i, message, traceback) print("failure", i, held(i), message, traceback:match "^%C+") end,
      })
      print(results[1], results[2], results[3], failures[2].message, failures[4].message)
      print(held(1), held(2), held(3), held(4), io.open("3") == nil)
      """)
    #expect(
      text == """
        find\t1\ttrue
        result\t1\tmade
        find\t2\ttrue
        failure\t2\ttrue\tno\tstack traceback:
        find\t3\ttrue
        result\t3\tfound
        find\t4\ttrue
        made\tnil\tfound\tno\tfailed elsewhere
        false\tfalse\tfalse\tfalse\ttrue

        """)
  }

  @Test(
    "an error where calls are told of ends them all",
    arguments: [
      "find = function() error('no', 0) end", "on_failure = function() error('no', 0) end",
      "on_result = function() error('no', 0) end",
    ])
  func listeners(_ option: String) throws {
    let text = try output(
      "print(pcall(workers.map, 3, function(i) if i == 1 then error('x') end return '' end, {workers = 1, \(option)}))")
    #expect(text == "false\tno\n")
  }

  @Test func `a result of megabytes, of any bytes, comes whole`() throws {
    let text = try output(
      """
      local bytes = {}
      for i = 0, 255 do bytes[i + 1] = string.char(i) end
      local block = table.concat(bytes)
      local results = workers.map(3, function(i) return block:rep(20000 * i) end, {workers = 3})
      for i = 1, 3 do assert(results[i] == block:rep(20000 * i)) end
      print(#results[3])
      """)
    #expect(text == "15360000\n")
  }

  @Test func `lines of the standard output come whole, once, and all`() throws {
    let text = try output(
      """
      io.write("before ")     -- in the buffer when the process is copied
      workers.map(5, function(i)
        for k = 1, 400 do io.write(i, ":"); io.write(k); io.write(("x"):rep(50), "\\n") end
        io.write("")
        return ""
      end, {workers = 5})
      """)
    #expect(text.hasPrefix("before "))
    let lines = text.dropFirst("before ".count).split(separator: "\n").map(String.init)
    let expected = (1...5).flatMap { i in (1...400).map { "\(i):\($0)" + String(repeating: "x", count: 50) } }
    #expect(lines.count == 2000 && Set(lines) == Set(expected))
  }

  @Test func `files and the standard error of a call are written, its standard input is empty`() throws {
    let outcome = try polyak(
      "-e",
      """
      workers.map(1, function()
        io.stderr:write("to the errors\\n")
        print(io.read())
        kept = io.open("kept.txt", "w")
        kept:write("never closed")
        return ""
      end)
      print(io.read())
      """, input: "a line\n", in: folder)
    #expect(outcome == Outcome(output: "nil\na line\n", errors: "to the errors\n", code: 0))
    #expect(try folder.read("kept.txt") == "never closed")
  }

  static let failures: [(body: String, message: String)] = [
    ("error('boom')", "(command line):1: boom"),
    ("error({code = 1})", "(error object is a table value)"),
    ("error(setmetatable({}, {__tostring = function() return 'words' end}))", "words"),
    ("return 5", "workers.map: the function must return a string, got 5"),
    ("return", "workers.map: the function must return a string, got nil"),
    ("os.execute('kill -SEGV $PPID') while true do end", "its process was ended by signal 11 (Segmentation fault)"),
    ("os.execute('kill -9 $PPID') while true do end", "its process was ended by signal 9 (Killed)"),
    (
      "os.execute('(sleep 0.1; kill -INT $PPID) > /dev/null 2>&1 &') while true do end",
      "its process was ended by signal 2 (Interrupt)"
    ),
    ("os.exit(3)", "its process ended with exit code 3 before the function returned"),
    ("os.exit(false)", "its process ended with exit code 1 before the function returned"),
    ("os.exit(true, true)", "its process ended with exit code 0 before the function returned"),
    ("report('half')", "report: argument 'fraction' must be a number, got string 'half'"),
    ("losses.product{yy = 1}", "(command line):1: losses.product: unknown option 'yy' (did you mean 'y'?)"),
  ]

  @Test("a call that fails is told, and the others go on", arguments: failures)
  func failure(_ body: String, _ message: String) throws {
    let text = try output(
      "local results, failures = workers.map(3, function(i, report) if i == 2 then \(body) end return 'fine' end) "
        + "print(results[1], results[2], results[3], failures[1], failures[2].message, failures[3])")
    #expect(text.replacing("(command line):1: report:", with: "report:") == "fine\tnil\tfine\tnil\t\(message)\tnil\n")
  }

  @Test func `an error brings its calls`() throws {
    let text = try output(
      """
      local function inner() error("boom") end
      local _, failures = workers.map(1, function() inner() return "" end)
      print(failures[1].traceback)
      """)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(5) == [
        "stack traceback:", "\t[C]: in function 'error'", "\t(command line):1: in upvalue 'inner'",
        "\t(command line):2: in function <(command line):2>", "\t[C]: in function 'workers.map'",
      ], "\(text)")
  }

  @Test func `calls in progress when the program is killed end with it`() throws {
    let launched = try Launched(
      ["-e", "workers.map(3, function() while true do end end, {workers = 3})"], environment: [:], folder: folder.path)
    #expect(comesTrue { children(of: launched.process).count == 3 })
    let copies = children(of: launched.process)
    kill(launched.process, SIGKILL)
    #expect(launched.wait() == 128 + SIGKILL)
    #expect(comesTrue { !copies.contains(where: isRunning) })
  }

  @Test func `no process and no descriptor is left behind`() throws {
    let launched = try Launched(
      [
        "-e",
        """
        local function make(name) io.open(name, "w"):close() end
        make("ready")
        repeat local file = io.open("go") until file and file:close()
        for _ = 1, 20 do workers.map(4, function(i) return i > 1 and "" or nil end, {workers = 3}) end
        make("done")
        while true do end
        """,
      ], environment: [:], folder: folder.path)
    let exists = { [folder] name in FileManager.default.fileExists(atPath: folder.path + "/" + name) }
    let descriptors = { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(launched.process)/fd"))?.count }
    #expect(comesTrue { exists("ready") })
    let before = descriptors()
    #expect(before != nil)
    try folder.write("", to: "go")
    #expect(comesTrue { exists("done") })
    #expect(descriptors() == before)
    #expect(children(of: launched.process).isEmpty)
  }

  @Test func `Ctrl-C ends the calls at once, and the session goes on`() throws {
    let session = try PromptSession(in: folder)
    try #require(session.shows("> ") != nil)
    for manner in ["workers.map(3, function() while true do end end)", "pcall(workers.map, 3, function() while true do end end)"]
    {
      session.type("print('run' .. 'ning') \(manner)\r")
      #expect(session.shows("running\r\n") != nil)
      #expect(comesTrue { !children(of: session.process).isEmpty })
      session.type("\u{3}")
      #expect(session.shows("interrupted!") != nil)
      #expect(session.shows("\n> ") != nil)
      #expect(children(of: session.process).isEmpty)
    }
    session.type("workers.map(2, function(i) return 'call ' .. i end)[2]\r")
    #expect(session.shows("\r\ncall 2\r\n> ") != nil)
  }

  @Test func `results are written to files as they come, whole`() throws {
    let text = try output(
      """
      local _, failures = workers.map(3, function(i)
        if i == 3 then error("no") end
        return ("result " .. i .. "\\n"):rep(10000)
      end, {files = {"a", "b", "c"}})
      print(failures[3].message)
      """)
    #expect(text == "(command line):2: no\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a", "b"])
    #expect(try folder.read("b") == String(repeating: "result 2\n", count: 10000))
    let outcome = try polyak("-e", "workers.map(1, function() return '' end, {files = {'no/such'}})", in: folder)
    #expect(
      outcome.errors.hasPrefix(
        "\(programPath): (command line):1: workers.map: cannot write 'no/such': No such file or directory\n"), "\(outcome.errors)"
    )
  }

  @Test func `POLYAK_WORKERS says how many calls run at a time, and a call has one`() throws {
    #expect(try output("print(workers.count())", environment: ["POLYAK_WORKERS": "7"]) == "7\n")
    #expect(try output("print(workers.map(1, function() return tostring(workers.count()) end)[1])") == "1\n")
    for value in ["0", "x", ""] {
      let outcome = try polyak("-e", "workers.count()", environment: ["POLYAK_WORKERS": value])
      #expect(
        outcome.errors.hasPrefix(
          "\(programPath): (command line):1: POLYAK_WORKERS must be an integer >= 1, got '\(value)'\n"), "\(outcome.errors)")
    }
  }

  @Test func `a call may make calls`() throws {
    let text = try output(
      """
      local function twice(i) return tostring(2 * i) end
      print(workers.map(2, function() return table.concat(workers.map(3, twice), " ") end)[2])
      """)
    #expect(text == "2 4 6\n")
  }

  static let openBLAS = "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0"

  @Test(.enabled(if: FileManager.default.fileExists(atPath: openBLAS)))
  func `threads that OpenBLAS ends before a fork do not keep calls in the process`() throws {
    let text = try output(
      Self.process + """
        assert(package.loadlib("\(Self.openBLAS)", "*"))
        local here = process()
        for _ = 1, 3 do
          print(workers.map(1, function() return process() ~= here and "elsewhere" or "here" end)[1])
        end
        """, environment: ["OPENBLAS_NUM_THREADS": "4"])
    #expect(text == "elsewhere\nelsewhere\nelsewhere\n")
  }
}

/// The tests' own process has threads, so calls are made right here.
@Suite("Workers, in a host with threads") struct WorkersInHostTests {
  let lua = LuaState()
  init() throws { try Polyak.open(in: lua) }

  @Test func `calls are made one after another in the process, the dearest first`() throws {
    let values = try lua.run(
      """
      local order = {}
      local results = workers.map(3, function(i) order[#order + 1] = i return "call " .. i end, {workers = 5, costs = {1, 3, 2}})
      return table.concat(order, " "), table.concat(results, ", ")
      """)
    #expect(values == ["2 3 1", "call 1, call 2, call 3"])
  }

  @Test("failures read as in the program", arguments: WorkersTests.failures.filter { !$0.body.contains("os.") })
  func failure(_ body: String, _ message: String) throws {
    let values = try lua.run(
      "local results, failures = workers.map(3, function(i, report) if i == 2 then \(body) end return 'fine' end) "
        + "return results[1], results[2], results[3], failures[2].message", name: "=(command line)")
    #expect(values.dropLast() == ["fine", nil, "fine"])
    #expect(values[3].text?.replacing("(command line):1: report:", with: "report:") == message)
  }

  @Test func `a call for which memory does not suffice fails alone`() throws {
    lua.memoryLimit = lua.memoryInUse + 10_000_000
    let values = try lua.run(
      """
      local results, failures = workers.map(2, function(i) return #("x"):rep(i == 1 and 100000000 or 10) .. "" end)
      return failures[1].message, results[2]
      """)
    #expect(values == ["not enough memory", "10"])
  }

  @Test(
    "a call that takes longer than its limit is ended alone",
    arguments: [
      "while true do end", "while true do pcall(error) end", "return coroutine.wrap(function() while true do end end)()",
      "optim.hb{loss = losses.product{y = 0.6}, eta = 1e-9, mu = 0.7}:run({2.8, 3.5}, 1000000000, {every = 'last'})",
    ])
  func timeLimit(_ body: String) throws {
    let values = try lua.run(
      """
      local results, failures = workers.map(3, function(i) if i == 2 then \(body) end return "fine" end, {time_limit = 0.3})
      return results[1], results[2], results[3], failures[2].message, next(failures, 2)
      """)
    #expect(values == ["fine", nil, "fine", "took longer than 0.3 s", nil])
    #expect(!lua.interrupt.isRaised)
  }

  @Test func `an interrupt ends them all`() throws {
    lua.globals["interrupt"] = .function(try lua.function { [interrupt = lua.interrupt] _ in interrupt.raise() })
    #expect {
      try lua.run("made = 0 workers.map(3, function(i) made = i interrupt() return '' end)")
    } throws: { ($0 as? LuaError)?.kind == .interrupted }
    lua.interrupt.clear()
    #expect(lua.globals["made"] == 1)
  }

  static let refusals: [(String, String)] = [
    ("2", "argument 'f' is missing (a function)"),
    ("-1, print", "argument 'n' must be an integer in [0, 1000000], got -1"),
    ("2, print, {worker = 2}", "unknown option 'worker' (did you mean 'workers'?)"),
    ("2, print, {workers = 0}", "option 'workers' must be an integer >= 1, got 0"),
    ("2, print, {costs = {1}}", "option 'costs' must have 2 numbers, one for each call, got 1"),
    ("2, print, {costs = {1, 0}}", "option 'costs[2]' must be a number > 0, got 0"),
    ("2, print, {first = 0}", "option 'first' must be an integer >= 1, got 0"),
    ("2, print, {time_limit = 0}", "option 'time_limit' must be a number > 0, got 0"),
    (
      "1, print, {find = function() return 5 end}",
      "option 'find' must return a string, a table with a 'message', or nil, got 5"
    ),
    (
      "1, print, {find = function() return {} end}",
      "option 'find' must return a string, a table with a 'message', or nil, got table"
    ),
    ("2, print, {files = {'a'}}", "option 'files[2]' must be the name of a file, got nil"),
    ("2, print, {files = {'a', ''}}", "option 'files[2]' must be the name of a file, got string ''"),
  ]

  @Test("what is wrong is refused", arguments: refusals) func refusal(_ arguments: String, _ message: String) throws {
    let value = try lua.run("return select(2, pcall(workers.map, \(arguments)))").first
    #expect(value?.text == "workers.map: " + message)
  }
}

@Suite struct `The line of many calls` {
  @Test func `says how many are done, and the time left`() {
    let texts = { (left: Double?) in CallsLine.texts(title: "fig4", done: 37, of: 84, fraction: 0.5, secondsLeft: left) }
    let text = { (left: Double?) in texts(left)[0] }
    let bar = "fig4  37/84 runs  [############............]"
    #expect(text(nil) == bar)
    #expect(text(20.5) == bar + "  0:21 left")
    #expect(text(725) == bar + "  12:05 left")
    #expect(text(3 * 3600) == bar + "  3:00:00 left")
    #expect(text(0) == bar + "  0:00 left")
    #expect(
      texts(0).dropFirst(2) == [
        "fig4  37/84 runs  [###...]  0:00 left", "fig4  37/84 runs  0:00 left", "37/84  0:00 left", "37/84",
      ])
  }
}

@Suite struct `The queue of calls` {
  private func rest(_ queue: CallQueue) -> [Int] {
    var (queue, calls) = (queue, [Int]())
    while let call = queue.next {
      calls.append(call)
      queue.removeNext()
    }
    return calls
  }

  @Test func `begins with the dearest, or further on`() {
    #expect(rest(CallQueue(costs: [2, 1, 3, 2], first: 0)) == [2, 0, 3, 1])
    #expect(rest(CallQueue(costs: [2, 1, 3, 2], first: 6)) == [3, 1, 2, 0])
    #expect(rest(CallQueue(costs: [], first: 3)) == [])
  }

  @Test func `leaves out what others have, and goes on in the middle of the longest stretch, as far from them as may be`() {
    var queue = CallQueue(costs: Array(repeating: 1, count: 12), first: 0)
    #expect(queue.leaveOut([0, 4, 40]) == [0, 4])
    #expect(rest(queue) == [8, 9, 10, 11, 1, 2, 3, 5, 6, 7])
    queue.removeNext()
    #expect(queue.leaveOut([7, 8, 11]) == [11, 7])
    // Of the stretches 1 to 3, 5 and 6, 9 and 10 the first is the longest.
    #expect(rest(queue) == [2, 3, 5, 6, 9, 10, 1])
    #expect(queue.leaveOut(Array(0..<12)).sorted() == [1, 2, 3, 5, 6, 9, 10] && queue.isEmpty)
  }

  @Test func `goes no further than to calls that cost half of the dearest`() {
    var queue = CallQueue(costs: [8, 7, 6, 5, 3, 3, 2, 2, 1, 1, 1, 1], first: 0)
    _ = queue.leaveOut([0])
    #expect(rest(queue).prefix(3) == [2, 3, 4])
  }

  @Test("many processes meet seldom", arguments: [4, 16]) func meetings(_ count: Int) {
    // All at the same pace; each takes the next that nobody has, and looks around where it meets another.
    var queues = Array(repeating: CallQueue(costs: Array(repeating: 1, count: 1000), first: 0), count: count)
    var taken = Set<Int>(), meetings = 0
    while queues.contains(where: { !$0.isEmpty }) {
      for i in queues.indices {
        while let call = queues[i].next {
          queues[i].removeNext()
          if taken.insert(call).inserted { break }
          meetings += 1
          _ = queues[i].leaveOut(Array(taken))
        }
      }
    }
    #expect(taken.count == 1000)
    #expect(meetings < 12 * count)
  }
}

@Suite struct `Messages of a copy` {
  @Test func `come whole or not yet, however they are cut`() throws {
    let sent: [Message] = [.fraction(0.25), .value([]), .value([0, 255]), .failure(message: [1, 2], traceback: [3])]
    let bytes = sent.flatMap(\.bytes)
    for size in [1, 2, 7, bytes.count] {
      var (arrived, messages, rest): ([UInt8], [String], ArraySlice<UInt8>) = ([], [], bytes[...])
      while !rest.isEmpty {
        arrived += rest.prefix(size)
        rest = rest.dropFirst(size)
        while let message = Message.take(from: &arrived) { messages.append("\(message)") }
      }
      #expect(messages == sent.map { "\($0)" } && arrived.isEmpty)
    }
  }
}
