import Foundation
import LuaKit
import PolyakModules
import Testing

@Suite("Sweeps") struct SweepTests {
  let folder = TemporaryFolder()

  /// Twelve runs of WORK seconds each, whose results hold what JSON finds hard. Says which are computed.
  static let script = """
    local workers = tonumber(arg[1])
    local runs = {}
    for i = 1, 12 do runs[i] = {mu = i / 10, seed = i % 3, kind = i > 6 and "late one" or "early"} end
    local results = sweep{
      name = "demo", folder = arg[2] or "out", settings = {eta = 1e-2, steps = 40}, runs = runs, workers = workers,
      cost = function(run) return run.mu end,
      run = function(run, settings, report)
        local work = tonumber(os.getenv "WORK" or 0)
        print("computing " .. run.mu)
        local start = os.clock()
        while os.clock() - start < work do report((os.clock() - start) / work) end
        return {third = run.mu / 3, v = vec{run.seed * settings.eta, 1 / 0, -1 / 0, 0 / 0}, random = math.random(1 << 60)}
      end,
    }
    for i, result in ipairs(results) do
      print(i, ("%a"):format(result.third), result.v[1], result.v[2], result.v[3], result.v[4] ~= result.v[4], result.random)
    end

    """

  private func path() throws -> String { try folder.write(Self.script, to: "demo.lua") }

  private func results(_ output: String) -> [String] {
    output.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("computing") }
  }

  private func computed(_ output: String) -> Int {
    output.split(separator: "\n").count { $0.hasPrefix("computing") }
  }

  /// A file without the checksum of the code, which `SweepCodeTests` hold.
  private func withoutChecksums(_ text: String) -> String {
    text.replacing(/"code": ?"[0-9a-f]{16}",(\n  )?/, with: "").replacing(/,(\n  )?"sum": ?"[0-9a-f]{16}"/, with: "")
  }

  private func journal(_ name: String = "out") -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/\(name)/journal")) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted()
  }

  @Test func `results are the same with 1, 2 and 5 workers, and as read from the journal, and the files too`() throws {
    let path = try path()
    var outputs: [[String]] = [], files: [[String]] = []
    for workers in ["1", "2", "5"] {
      let first = try polyak(path, workers, "out\(workers)", in: folder)
      let second = try polyak(path, workers, "out\(workers)", in: folder)
      #expect(first.code == 0 && first.errors == "" && second.errors == "")
      #expect(computed(first.output) == 12 && computed(second.output) == 0)
      outputs += [results(first.output), results(second.output)]
      files.append(try journal("out\(workers)").map { try folder.read("out\(workers)/journal/\($0)") })
    }
    #expect(Set(outputs).count == 1 && outputs[0].count == 12)
    #expect(Set(files).count == 1 && files[0].count == 12)
    // 0.1 / 3 as C prints it, and the third of a third.
    #expect(outputs[0][0].hasPrefix("1\t0x1.1111111111111p-5\t0.01\tinf\t-inf\ttrue\t"), "\(outputs[0][0])")
  }

  @Test func `a host with threads makes the same runs one after another, with the same files`() throws {
    _ = try polyak(path(), "2", in: folder)
    let lua = LuaState()
    try Polyak.open(in: lua)
    lua.output = { _ in }
    try lua.run("arg = {'2', '\(folder.path)/host'}")
    try lua.run(Self.script)
    #expect(journal().count == 12 && journal("host") == journal())
    for name in journal() { #expect(try folder.read("host/journal/\(name)") == folder.read("out/journal/\(name)")) }
  }

  @Test func `a file says what it is of`() throws {
    _ = try polyak(
      "-e",
      """
      sweep{name = "fig", folder = "out", settings = {eta = 1e-2, v = vec{1, 2.5}}, runs = {{mu = 0.5, kind = "a/b", on = true}, {}},
        run = function(run) return {x = run.mu or 0} end}
      """, in: folder)
    #expect(journal() == ["kind=%22a%2Fb%22,mu=0.5,on=true.json", "run.json"])
    #expect(
      withoutChecksums(try folder.read("out/journal/kind=%22a%2Fb%22,mu=0.5,on=true.json")) == """
        {"name":"fig","polyak":"0.1","result":{"x":0.5},"run":{"kind":"a/b","mu":0.5,"on":true},\
        "settings":{"eta":0.01,"v":[1.0,2.5]}}

        """)
    #expect(
      withoutChecksums(try folder.read("out/settings.json")) == """
        {
          "name": "fig",
          "polyak": "0.1",
          "settings": {
            "eta": 0.01,
            "v": [1.0, 2.5]
          }
        }

        """)
  }

  @Test func `a sweep that is killed goes on from what had finished`() throws {
    let path = try path()
    let whole = try polyak(path, "2", "whole", in: folder)
    let launched = try Launched([path, "3"], environment: ["WORK": "0.1"], folder: folder.path)
    var copies: [pid_t] = []
    #expect(
      comesTrue {
        copies = children(of: launched.process)
        return !copies.isEmpty && journal().count >= 3
      })
    kill(launched.process, SIGKILL)
    #expect(launched.wait() == 128 + SIGKILL)
    #expect(comesTrue { !copies.contains(where: isRunning) })
    let finished = journal()
    try #require(finished.count < 12)
    for name in finished {
      let text = withoutChecksums(try folder.read("out/journal/\(name)"))
      #expect(text.hasSuffix("\"settings\":{\"eta\":0.01,\"steps\":40}}\n"))
    }

    let again = try polyak(path, "2", in: folder)
    #expect(again.code == 0 && again.errors == "")
    #expect(computed(again.output) == 12 - finished.count)
    #expect(results(again.output) == results(whole.output))
  }

  @Test(
    "Ctrl-C, in the terminal or to the program alone, keeps what has finished and leaves nothing running",
    arguments: [true, false])
  func interruption(_ inTerminal: Bool) throws {
    let path = try path()
    let session = try PromptSession(path, "2", environment: ["TERM": "xterm", "WORK": "0.15"], in: folder)
    #expect(comesTrue { journal().count >= 3 })
    var copies: [pid_t] = []
    #expect(
      comesTrue {
        copies = children(of: session.process)
        return !copies.isEmpty
      })
    if inTerminal { session.type("\u{3}") } else { kill(session.process, SIGINT) }
    let shown = session.shows("the same command goes on from there")
    #expect(session.exitCode() == 1)
    #expect(comesTrue { !copies.contains(where: isRunning) })
    let finished = journal()
    #expect(finished.count < 12)
    #expect(
      shown?.contains(
        "\(programPath): demo: interrupted with \(finished.count) of 12 runs done; what is done is kept in 'out', and") == true,
      "\(shown ?? "")")
    #expect(session.shows("traceback", within: 0.1) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out/journal").sorted() == finished)
    let again = try polyak(path, "2", in: folder)
    #expect(computed(again.output) == 12 - finished.count && results(again.output).count == 12)
  }

  @Test func `Ctrl-C while a result is given to the script ends in one line, and keeps what else has finished`() throws {
    let path = try folder.write(
      """
      local function exists(name) local file <close> = io.open(name) return file ~= nil end
      sweep{
        name = "m", folder = "out", grid = {i = {1, 2, 3}}, workers = 2, progress = false,
        run = function(run)
          if run.i == 2 then
            -- Its last word waits for a reader then.
            repeat os.execute "sleep 0.01" until exists "given"
          elseif run.i == 3 then
            os.execute "sleep 1000"
          end
          return run.i
        end,
        on_result = function(run)
          if run.i == 2 then print "given twice" end
          io.open("given", "w"):close()
          os.execute "(sleep 0.3; kill -INT $PPID) > /dev/null 2>&1 &"
          while true do end
        end,
      }
      """, to: "on_result.lua")
    let outcome = try polyak(path, in: folder)
    #expect(outcome.code == 1 && outcome.output == "")
    let pattern =
      /.*: m: interrupted with [12] of 3 runs done; what is done is kept in 'out', and the same command goes on from there\n/
    #expect(outcome.errors.wholeMatch(of: pattern) != nil, "\(outcome.errors)")
    #expect(journal().first == "i=1.json")
  }

  @Test func `the terminal shows how far it is and the time left, and the line is gone at the end`() throws {
    let session = try PromptSession(try path(), "2", environment: ["TERM": "xterm", "WORK": "0.25"], in: folder)
    let line = try #require(session.shows(" left\u{1B}[K"))
    let pattern = /\rdemo  \d+\/12 runs  \[#*\.+\]  0:0\d left\u{1B}\[K$/
    #expect(line.contains(pattern), "\(line)")
    let rest = try #require(session.shows("\r\n12\t"))
    // Taken away before what follows is written.
    #expect(rest.contains("\r\u{1B}[K1\t0x1.1111111111111p-5"), "\(rest)")
    #expect(session.exitCode() == 0)
  }

  @Test func `two sweeps follow one another, in one folder each`() throws {
    let outcome = try polyak(
      "-e",
      """
      local function squares(name, factor)
        return sweep{name = name, folder = name, settings = {factor = factor}, runs = {{i = 1}, {i = 2}, {i = 3}},
          run = function(run, settings) return settings.factor * run.i ^ 2 end}
      end
      print(table.concat(squares("a", 1), " "), table.concat(squares("b", 2), " "))
      """, in: folder)
    #expect(outcome == Outcome(output: "1.0 4.0 9.0\t2.0 8.0 18.0\n"))
  }

  /// What a program's user reads, which has no list of calls.
  private func complaint(_ script: String) throws -> String {
    let outcome = try polyak("-e", script, in: folder)
    #expect(outcome.code == 1 && outcome.output == "" && outcome.errors.hasSuffix("\n"))
    return String(outcome.errors.dropLast())
  }

  private func sweep(_ fields: String, name: String = "fig4") -> String {
    "return sweep{name = '\(name)', folder = 'out', run = function(run) return run.seed end, \(fields)}"
  }

  static let changes: [(String, String)] = [
    ("settings = {eta = 0.01, n = 50}, runs = {}", "settings.n: 40 there, 50 here"),
    ("settings = {eta = 0.010000000000000002, n = 40}, runs = {}", "settings.eta: 0.01 there, 0.010000000000000002 here"),
    ("settings = {eta = 0.01}, runs = {}", "settings.n: 40 there, not here"),
    (
      "settings = {eta = '0.01', n = 40, sizes = {1, 2}}, runs = {}",
      "settings.eta: 0.01 there, \"0.01\" here\n  settings.sizes: not there, [1,2] here"
    ),
  ]

  @Test("runs made with other settings are refused", arguments: changes) func change(_ fields: String, _ lines: String) throws {
    _ = try polyak("-e", sweep("settings = {eta = 0.01, n = 40}, runs = {{seed = 1}}"), in: folder)
    #expect(
      try complaint(sweep(fields)) == """
        \(programPath): fig4: 'out/settings.json' is of other settings:
          \(lines)
        Give another folder, or delete 'out' with the runs in it.
        """)
    // 40 and 40.0 are one number.
    let outcome = try polyak("-e", sweep("settings = {eta = 1e-2, n = 40.0}, runs = {{seed = 1.0}}"), in: folder)
    #expect(outcome == Outcome())
  }

  @Test func `runs of another sweep or of another version are refused, and the one file that differs is named`() throws {
    let fields = "settings = {n = 40}, runs = {{seed = 1}}"
    _ = try polyak("-e", sweep(fields), in: folder)
    #expect(
      try complaint(sweep(fields, name: "fig5")).hasSuffix(
        "'out/settings.json' is of other settings:\n  name: \"fig4\" there, \"fig5\" here\n"
          + "Give another folder, or delete 'out' with the runs in it."))
    let entry = withoutChecksums(try folder.read("out/journal/seed=1.json"))
    try folder.write(entry.replacing("\"polyak\":\"0.1\"", with: "\"polyak\":\"0.0\""), to: "out/journal/seed=1.json")
    #expect(
      try complaint(sweep(fields)) == """
        \(programPath): fig4: 'out/journal/seed=1.json' is of other settings:
          polyak: "0.0" there, "0.1" here
        Give another folder, or delete 'out' with the runs in it.
        """)
  }

  @Test("without settings.json, or with a damaged one, the runs say what they are of", arguments: [nil, "{"])
  func orphans(_ settings: String?) throws {
    let fields = { (n: Int, seed: Int) in "settings = {n = \(n)}, runs = {{seed = \(seed)}}" }
    _ = try polyak("-e", sweep(fields(40, 1)), in: folder)
    if let settings {
      try folder.write(settings, to: "out/settings.json")
    } else {
      try FileManager.default.removeItem(atPath: folder.path + "/out/settings.json")
    }
    // Whether that run is asked for or another.
    for seed in [1, 2] {
      let text = try complaint(sweep(fields(50, seed)))
      #expect(
        text == """
          \(programPath): fig4: 'out/journal/seed=1.json' is of other settings:
            settings.n: 40 there, 50 here
          Give another folder, or delete 'out' with the runs in it.
          """)
      #expect((try? folder.read("out/settings.json")) == settings)
    }
    #expect(try polyak("-e", sweep(fields(40, 2)), in: folder).code == 0)
    #expect(try folder.read("out/settings.json").contains("\"n\": 40"))
    #expect(try complaint(sweep(fields(50, 2))).contains("'out/settings.json' is of other settings"))
  }

  @Test func `a run may change its own table: its file is of the run as it was given`() throws {
    let script = """
      print(#sweep{name = "a", folder = "out", runs = {{k = 1}, {}}, run = function(run) run.k, run.z = 5, {} return 1 end})
      """
    for _ in 1...2 { #expect(try polyak("-e", script, in: folder) == Outcome(output: "2\n")) }
    #expect(journal() == ["k=1.json", "run.json"])
  }

  @Test func `a folder may have any name`() throws {
    let script = "sweep{name = 'a', folder = \"it's $HOME; -x\", runs = {{x = 1}}, run = function() return 1 end}"
    #expect(try polyak("-e", script, in: folder) == Outcome())
    try FileManager.default.removeItem(atPath: folder.path + "/it's $HOME; -x/settings.json")
    #expect(try polyak("-e", script, in: folder) == Outcome())
    #expect(try complaint(script.replacing("runs", with: "settings = {n = 1}, runs")).contains("settings.json"))
  }

  @Test(
    "what failed is told by numbers",
    arguments: [
      (1, 1, "a: 1 of 1 runs failed:\n  i = 1: (command line):1: no\nThe same command tries this one again."),
      (
        2, 2,
        "a: 2 of 2 runs failed:\n  i = 1: (command line):1: no\n  i = 2: (command line):1: no\nThe same command tries these again."
      ),
      (
        1, 2,
        "a: 1 of 2 runs failed:\n  i = 1: (command line):1: no\nWhat is done is kept in 'out'; the same command tries this one again."
      ),
    ])
  func failures(_ failing: Int, _ all: Int, _ message: String) throws {
    let text = try complaint(
      "local runs = {} for i = 1, \(all) do runs[i] = {i = i} end sweep{name = 'a', folder = 'out', runs = runs, "
        + "run = function(run) if run.i <= \(failing) then error('no') end return 1 end}")
    #expect(text.hasPrefix("\(programPath): \(message)\nCalls of the first that failed, stack traceback:\n"), "\(text)")
  }

  @Test func `damaged files are named and made anew, files of runs that are not asked for are left alone`() throws {
    let fields = "settings = {n = 40}, runs = {{seed = 1}, {seed = 2}, {seed = 3}, {seed = 4}}"
    _ = try polyak("-e", sweep(fields), in: folder)
    let entry = try folder.read("out/journal/seed=1.json")
    try folder.write(String(entry.dropLast(45)), to: "out/journal/seed=1.json")
    try folder.write("[1, 2]", to: "out/journal/seed=2.json")
    try folder.write(entry, to: "out/journal/seed=3.json")
    try folder.write("", to: "out/journal/seed=9.json")
    try folder.write("{", to: "out/settings.json")
    let outcome = try polyak("-e", "for i, seed in ipairs((function() \(sweep(fields)) end)()) do print(i, seed) end", in: folder)
    #expect(outcome.output == "1\t1\n2\t2\n3\t3\n4\t4\n" && outcome.code == 0)
    #expect(
      outcome.errors == """
        fig4: warning: 'out/settings.json' is damaged, and made anew (json.decode: line 1, column 2: expected a name in quotes, the text ends)
        fig4: warning: 'out/journal/seed=1.json' is damaged, and made anew (json.decode: line 1, column 85: the string has no end)
        fig4: warning: 'out/journal/seed=2.json' is damaged, and made anew (it is no file of a sweep)
        fig4: warning: 'out/journal/seed=3.json' is damaged, and made anew (it is of another run)

        """)
    #expect(try folder.read("out/journal/seed=1.json") == entry && folder.read("out/journal/seed=9.json") == "")
    #expect(try polyak("-e", sweep(fields), in: folder) == Outcome())
  }

  @Test func `runs that fail are named once the others are done, and tried again`() throws {
    let script = """
      local function inner() error("boom") end
      sweep{name = "fig4", folder = "out", runs = {{mu = 0.5, seed = 1}, {mu = 0.5, seed = 2}, {seed = 3}, {seed = 4}, {seed = 5}},
        run = function(run)
          if run.seed == 2 and not io.open("mended") then inner() end
          if run.seed == 3 and not io.open("mended") then os.execute("kill -SEGV $PPID") while true do end end
          if run.seed == 4 and not io.open("mended") then return {f = print} end
          return run.seed
        end}
      """
    #expect(
      try complaint(script) == """
        \(programPath): fig4: 3 of 5 runs failed:
          mu = 0.5, seed = 2: (command line):1: boom
          seed = 3: its process was ended by signal 11 (Segmentation fault)
          seed = 4: the run's 'result.f' must be a table, a string, a number or a boolean, got function
        What is done is kept in 'out'; the same command tries these again.
        Calls of the first that failed, stack traceback:
        \t[C]: in function 'error'
        """.components(separatedBy: "\nstack traceback:\n\t[C]")[0].components(separatedBy: " stack traceback:")[0]
        + " stack traceback:\n\t[C]: in function 'error'\n\t(command line):1: in upvalue 'inner'\n\t(command line):4: in field 'run'"
    )
    #expect(journal() == ["mu=0.5,seed=1.json", "seed=5.json"])
    try folder.write("", to: "mended")
    #expect(try polyak("-e", script, in: folder) == Outcome())
    #expect(journal().count == 5)
  }

  @Test func `a result that cannot be kept is told without Polyak's own calls`() throws {
    let script = "sweep{name = 'a', folder = 'out', runs = {{x = 1}}, run = function() return {1, n = 2} end}"
    #expect(
      try complaint(script) == """
        \(programPath): a: 1 of 1 runs failed:
          x = 1: the run's result has both elements and names, such as 'n'
        The same command tries this one again.
        """)
  }

  @Test func `what on_result does to a run and its result is done to copies`() throws {
    let script = """
      for i = 1, 2 do
        local results, runs = sweep{name = "a", folder = "out", runs = {{x = 1}}, run = function() return {4, {k = 5}} end,
          on_result = function(run, result) run.x, result[1], result[2].k = 9, 7, 8 end}
        print(runs[1].x, results[1][1], results[1][2].k)
      end
      """
    #expect(try polyak("-e", script, in: folder) == Outcome(output: "1\t4\t5\n1\t4\t5\n"))
  }

  @Test func `what a run does to what it is given is no part of what is kept`() throws {
    let script = """
      sweep{name = "a", folder = "out", runs = {{x = 1}}, settings = {list = {1}}, run = function(run, settings)
        run.steps, settings.list[1], settings.more = run.steps or 100, 2, true
        return run.steps
      end, on_result = function(run, result) print(run.x, run.steps, result) end}
      """
    for _ in 1...2 { #expect(try polyak("-e", script, in: folder) == Outcome(output: "1\tnil\t100\n")) }
    #expect(try folder.read("out/journal/x=1.json").contains(#""settings":{"list":[1]}"#))
  }

  static let refusals: [(String, String)] = [
    ("sweep()", "sweep: option 'name' is missing (a string that is not empty)"),
    ("sweep{name = 'a', folder = 'b', runs = {}}", "sweep: option 'run' is missing (a function)"),
    (
      "sweep{name = 'a', folder = 'b', run = print}",
      "sweep: option 'runs' is missing (a list of tables), and so is 'grid'"
    ),
    (
      "sweep{name = 'a', folder = 'b', run = print, grid = {x = {}}}",
      "sweep: option 'grid.x' must be a list of values that is not empty, got one without any"
    ),
    (
      "sweep{name = 'a', folder = 'b', run = print, grid = {x = losses.quadratic{A = {{1}}}}}",
      "sweep: option 'grid.x' must be a list of values that is not empty, got Loss"
    ),
    (
      "sweep{name = 'a', folder = 'b', run = print, grid = {x = {1, 2, n = 5}}}",
      "sweep: option 'grid.x' must be a list of values, got one with the key string 'n'"
    ),
    (
      "sweep{name = 'a', folder = 'b', run = print, grid = {x = {1}}, depth = 2}",
      "sweep: option 'depth' needs 'refine', which says where points are added"
    ),
    (
      "sweep{name = 'a', folder = 'b', run = print, runs = {{replicate = 1}}, repeats = 2}",
      "sweep: option 'repeats' tells runs apart by 'replicate', which a run has already"
    ),
    (
      "sweep{name = 'a', folder = 'b', run = print, grid = {x = {1, {}}}}",
      "sweep: option 'grid.x[2]' must be a string, a number or a boolean, got table"
    ),
    (
      "sweep{name = 'a', folder = 'b', run = print, grid = {{1}}}",
      "sweep: option 'grid' must have names alone, got the key 1"
    ),
    (
      "sweep{name = 'a', folder = 'b', run = print, grid = {x = {1}}, runs = {{x = 2}}}",
      "sweep: option 'grid' has 'x', and so has a run"
    ),
    (
      "sweep{name = 'a', folder = 'b', run = print, runs = {}, repeats = 0}",
      "sweep: option 'repeats' must be an integer >= 1, got 0"
    ),
    (
      "sweep{name = 'a', folder = 'b', run = print, runs = {{x = '\\xff'}}}", "sweep: option 'runs[1].x' must be UTF-8 text"
    ),
    (
      "sweep{name = 'a', folder = 'b', run = print, grid = {x = {'a', '\\xff'}}}",
      "sweep: option 'grid.x[2]' must be UTF-8 text"
    ),
    ("sweep{name = 'a', folder = 'b', runs = {}, rum = 1}", "sweep: unknown option 'rum' (did you mean 'run'?)"),
    ("sweep{name = 'a', folder = 5, runs = {}, run = print}", "sweep: option 'folder' must be a string that is not empty, got 5"),
    (
      "sweep{name = '', folder = 'b', runs = {}, run = print}",
      "sweep: option 'name' must be a string that is not empty, got string ''"
    ),
    (
      "sweep{name = 'a', folder = 'b', runs = {}, run = print, time_limit = 0}",
      "sweep: option 'time_limit' must be a number > 0, got 0"
    ),
    (
      "sweep{name = 'a', folder = 'b', runs = {}, run = print, workers = 1.5}",
      "sweep: option 'workers' must be an integer >= 1, got 1.5"
    ),
    (
      "sweep{name = 'a', folder = 'b', runs = {a = 1}, run = print}",
      "sweep: option 'runs' must be a list of tables, got one with the key string 'a'"
    ),
    (
      "sweep{name = 'a', folder = 'b', runs = {{x = 1}, y = {x = 2}}, run = print}",
      "sweep: option 'runs' must be a list of tables, got one with the key string 'y'"
    ),
    ("sweep{name = 'a', folder = 'b', runs = {3}, run = print}", "sweep: option 'runs[1]' must be a table, got 3"),
    (
      "sweep{name = 'a', folder = 'b', runs = {{1}}, run = print}", "sweep: option 'runs[1]' must have names alone, got the key 1"
    ),
    (
      "sweep{name = 'a', folder = 'b', runs = {{x = {}}}, run = print}",
      "sweep: option 'runs[1].x' must be a string, a number or a boolean, got table"
    ),
    (
      "sweep{name = 'a', folder = 'b', runs = {{x = 0/0}}, run = print}",
      "sweep: option 'runs[1].x' must be a string, a number or a boolean, got nan"
    ),
    (
      "sweep{name = 'a', folder = 'b', runs = {{x = 1}, {x = 2}, {x = 1.0}}, run = print}",
      "a: runs 1 and 3 are the same: x = 1.0"
    ),
    (
      "sweep{name = 'a', folder = 'b', runs = {{}}, run = print, cost = function() return 0 end}",
      "sweep: option 'cost' must return a finite number > 0, got 0"
    ),
    (
      "sweep{name = 'a', folder = 'b', runs = {}, run = print, settings = {f = print}}",
      "sweep: option 'settings.f' must be a table, a string, a number or a boolean, got function"
    ),
    (
      "sweep{name = 'a', folder = '/proc/no', runs = {}, run = print}",
      "(command line):1: sweep: cannot make '/proc/no/journal': No such file or directory"
    ),
  ]

  @Test("what is wrong is refused", arguments: refusals) func refusal(_ script: String, _ message: String) throws {
    let text = try complaint(script)
    // Where a script is wrong the calls are listed; what its user asked for twice is no fault of it.
    #expect(text.contains("\nstack traceback:") == !message.hasPrefix("a: "))
    #expect(
      text.hasPrefix("\(programPath): ") && text.components(separatedBy: "\nstack traceback:")[0].hasSuffix(message), "\(text)")
  }

  @Test func `a grid has a run at each point, each repeated, with random numbers of its own wherever it is made`() throws {
    let script = """
      local results, runs, missing = sweep{name = "a", folder = arg[1], grid = {mu = vec{0, 0.5}}, repeats = 2, seed = 7,
        workers = tonumber(arg[2]), on_result = function(run, result) io.write(run.mu * 10 + run.replicate, " ") end,
        run = function(run, settings, report, random) return random:normal() end}
      print()
      for i, result in ipairs(results) do print(runs[i].mu, runs[i].replicate, ("%.16g"):format(result)) end
      print(missing)
      """
    let path = try folder.write(script, to: "grid.lua")
    // numpy.random.default_rng(SeedSequence(7, spawn_key=(k,))).standard_normal(), k the lower 63 bits of the name's FNV-1a.
    let numbers = """

      0.0\t1\t0.2923060320171468
      0.0\t2\t-1.164543737608575
      0.5\t1\t-0.5984572305092931
      0.5\t2\t-0.3589809256560137
      0

      """
    for workers in ["1", "3"] {
      let output = try polyak(path, "out\(workers)", workers, in: folder).output
      let calls = output.prefix { $0 != "\n" }.split(separator: " ").sorted()
      #expect(calls == ["1", "2", "6", "7"] && output.drop { $0 != "\n" } == numbers)
    }
    // Those that were there are told of too.
    #expect(try polyak(path, "out1", "1", in: folder).output == "1 2 6 7 " + numbers)
    #expect(
      withoutChecksums(try folder.read("out1/journal/mu=0,replicate=1.json"))
        == "{\"name\":\"a\",\"polyak\":\"0.1\",\"result\":0.2923060320171468,\"run\":{\"mu\":0.0,\"replicate\":1},\"seed\":7,\"settings\":{}}\n"
    )
    #expect(
      try complaint("sweep{name = 'a', folder = 'out1', seed = 8, runs = {}, run = print}").contains("seed: 7 there, 8 here"))
  }

  @Test func `runs are made at each point of a grid, names in alphabetic order, the last one's values varying fastest`() throws {
    let outcome = try polyak(
      "-e",
      """
      local _, runs = sweep{name = "a", folder = "out", runs = {{m = "gd"}, {m = "hb"}}, grid = {b = {1, 2}, a = {true, false}},
        run = function() return 0 end}
      for _, run in ipairs(runs) do io.write(run.m, " ", tostring(run.a), " ", run.b, ", ") end
      """, in: folder)
    #expect(
      outcome.output
        == "gd true 1, gd true 2, gd false 1, gd false 2, hb true 1, hb true 2, hb false 1, hb false 2, ")
  }

  @Test func `a run that takes longer than its limit has failed, and the others are made`() throws {
    let text = try complaint(
      "sweep{name = 'a', folder = 'out', runs = {{i = 1}, {i = 2}}, workers = 1, time_limit = 1, "
        + "run = function(run) while run.i == 1 do end return 1 end}")
    #expect(
      text
        == "\(programPath): a: 1 of 2 runs failed:\n  i = 1: took longer than 1 s\n"
        + "What is done is kept in 'out'; the same command tries this one again.")
    #expect(journal() == ["i=2.json"])
  }

  @Test func `an error where results are told of ends the sweep, and what is done is kept`() throws {
    let text = try complaint(
      "sweep{name = 'a', folder = 'out', runs = {{i = 1}, {i = 2}}, workers = 1, on_result = function() error('no') end, "
        + "run = function(run) return run.i end}")
    #expect(text.hasPrefix("\(programPath): (command line):1: no\n"), "\(text)")
    #expect(journal() == ["i=1.json"])
  }

  @Test func `names of files are of one length at most, and differ where runs do`() throws {
    let outcome = try polyak(
      "-e",
      """
      local long = ("x"):rep(300)
      local results = sweep{name = "a", folder = "out", run = function(run) return run.s .. run.n end,
        runs = {{s = long, n = 1}, {s = long, n = 2}, {s = long .. "y", n = 1}, {s = "true", n = 1}, {s = "1", n = 1}, {s = "é,=", n = 1}}}
      for _, text in ipairs(results) do io.write(#text, " ") end
      """, in: folder)
    #expect(outcome.output == "301 301 302 5 2 5 ")
    #expect(journal().count == 6 && journal().allSatisfy { $0.utf8.count <= 205 && $0.allSatisfy(\.isASCII) })
  }

  @Test func `the example of its page keeps its runs`() throws {
    let page = try #require(Page.all.first { $0.path.hasSuffix("/Sweeps.md") })
    let example = try #require(page.blocks(in: "lua").first)
    #expect(try polyak("-e", example.text, in: folder).code == 0)
    #expect(journal("results/momentum").count == 12)
  }
}
