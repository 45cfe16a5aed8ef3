import Foundation
import Testing

/// Several processes on one sweep's folder.
@Suite("Shared sweeps") struct SharedSweepTests {
  let folder = TemporaryFolder()

  static let script = """
    local runs = {}
    for i = 1, 10 do runs[i] = {mu = i / 20} end
    local results = sweep{name = "m", folder = "out", settings = {eta = 1e-3}, runs = runs, workers = 1, progress = false,
      run = function(run)
        local log = io.open("log", "a")
        log:write(run.mu, "\\n")
        log:close()
        os.execute("sleep 0.15")
        return {v = run.mu * 2}
      end}
    for i = 1, 10 do io.write(results[i].v, " ") end

    """
  static let output = "0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0 ".replacing("1.0 ", with: "1 ")

  private func launch(_ path: String, _ name: String) throws -> Launched {
    try Launched(
      [path], environment: ["HOME": folder.path], folder: folder.path,
      files: (try folder.write("", to: "in"), "\(folder.path)/\(name)", "\(folder.path)/\(name)-errors"))
  }

  private func journal() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out/journal").sorted()
  }

  @Test func `every run is made once, and each process has all results`() throws {
    let path = try folder.write(Self.script, to: "m.lua")
    let processes = try (0..<3).map { try launch(path, "o\($0)") }
    for (i, process) in processes.enumerated() {
      #expect(process.wait() == 0)
      #expect(try folder.read("o\(i)") == Self.output && folder.read("o\(i)-errors") == "")
    }
    let log = try folder.read("log").split(separator: "\n")
    #expect(log.count == 10 && Set(log).count == 10)
    #expect(try journal().allSatisfy { $0.hasSuffix(".json") } && journal().count == 10)
  }

  /// All files in the sweep's folder.
  private func files() -> [String] {
    (FileManager.default.enumerator(atPath: folder.path + "/out")?.compactMap { $0 as? String } ?? []).sorted()
  }

  @Test func `a run that fails is begun once for all processes, which the status counts`() throws {
    let path = try folder.write(
      """
      sweep{name = "m", folder = "out", grid = {i = {1, 2, 3, 4, 5, 6}}, workers = 1, progress = false, run = function(run)
        local log = io.open("log", "a")
        log:write(run.i, "\\n")
        log:close()
        os.execute("sleep 0.1")
        if run.i % 2 == 0 then error("no", 0) end
        return run.i
      end}
      """, to: "m.lua")
    // Stopped in its first run: what fails meanwhile has not failed before it began.
    let first = try launch(path, "o0")
    #expect(comesTrue { (try? folder.read("log"))?.isEmpty == false })
    let processes = try [first] + (1..<3).map { try launch(path, "o\($0)") }
    for (i, process) in processes.enumerated() {
      #expect(process.wait() == 1)
      #expect(try folder.read("o\(i)-errors").contains("m: 3 of 6 runs failed:\n  i = 2: no\n  i = 4: no\n  i = 6: no\n"))
    }
    #expect(try journal() == ["i=1.json", "i=2.failed", "i=3.json", "i=4.failed", "i=5.json", "i=6.failed"])
    let status = try polyak("sweep", "status", "out", in: folder)
    #expect(status.output.hasPrefix("m in 'out': 3 of 6 runs done, 0 running, 3 failed, 0 left\n"), "\(status)")
  }

  @Test func `a process whose output nobody reads keeps its runs`() throws {
    let path = try folder.write(
      """
      local results = sweep{name = "m", folder = "out", grid = {i = {1, 2}}, workers = 2, progress = false, run = function(run)
        local log = io.open("log", "a")
        log:write(run.i, "\\n")
        log:close()
        if run.i == 1 then io.write(("x"):rep(300000), "\\n") end
        while not io.open("go") do os.execute("sleep 0.02") end
        return run.i
      end}
      print(results[1], results[2])

      """, to: "m.lua")
    #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
    let reader = open(folder.path + "/pipe", O_RDWR | O_NONBLOCK)
    defer { close(reader) }
    let launch = { [folder] (name: String) in
      try Launched(
        [path], environment: ["HOME": folder.path, "POLYAK_CLAIM_LEASE": "0.2"], folder: folder.path,
        files: (try folder.write("", to: "in"), "\(folder.path)/\(name)", "\(folder.path)/\(name)-errors"))
    }
    let first = try launch("pipe")
    #expect(comesTrue { (try? folder.read("log"))?.split(separator: "\n").count == 2 })
    let second = try launch("second")
    usleep(1_500_000)
    try folder.write("", to: "go")
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    var count = 0
    #expect(
      comesTrue {
        let part = read(reader, &bytes, bytes.count)
        count += max(part, 0)
        return count == 300_001 + "1\t2\n".utf8.count
      })
    #expect(first.wait() == 0 && second.wait() == 0)
    #expect(try folder.read("log").split(separator: "\n").sorted() == ["1", "2"])
  }

  @Test func `what a process has left that was killed at its end goes with the next start, of whatever use that is`() throws {
    let path = try folder.write(
      """
      sweep{name = "m", folder = "out", grid = {i = {1, 2, 3}}, workers = 1, progress = false,
        run = function(run) return run.i end,
        on_result = function(run)
          if run.i == 3 and not io.open("again") then
            io.open("again", "w"):close()
            os.execute("kill -KILL $PPID")
          end
        end}
      """, to: "m.lua")
    #expect(try launch(path, "first").wait() == 128 + SIGKILL)
    #expect(files().contains("journal/i=3.json") && files().contains { $0.contains("claim") })
    #expect(try launch(path, "second").wait() == 0)
    #expect(files().filter { $0.contains("claim") || $0.hasSuffix(".part") } == [])
    #expect(try journal() == ["i=1.json", "i=2.json", "i=3.json"])
  }

  @Test func `a process that does not wait leaves the runs of others without results`() throws {
    let script = """
      local results, _, missing = sweep{name = "m", folder = "out", grid = {i = {1, 2, 3}}, workers = 1, progress = false,
        wait = arg[1] == "wait", run = function(run)
          if run.i == 1 then
            io.open("begun", "w"):close()
            while not io.open("go") do os.execute("sleep 0.05") end
          end
          return run.i
        end}
      print(results[1], results[2], results[3], missing)

      """
    let path = try folder.write(script, to: "m.lua")
    let first = try Launched(
      [path, "wait"], environment: ["HOME": folder.path], folder: folder.path,
      files: (try folder.write("", to: "in"), "\(folder.path)/first", "\(folder.path)/first-errors"))
    #expect(comesTrue { FileManager.default.fileExists(atPath: folder.path + "/begun") })
    #expect(try polyak(path, "hurry", in: folder) == Outcome(output: "nil\t2\t3\t1\n"))
    try folder.write("", to: "go")
    #expect(first.wait() == 0)
    #expect(try folder.read("first") == "1\t2\t3\t0\n")
  }

  @Test("the run of a process that dies is taken over, and nothing of it stays", arguments: [SIGKILL, SIGTERM, SIGHUP])
  func takingOver(_ signal: Int32) throws {
    let path = try folder.write(Self.script, to: "m.lua")
    let first = try launch(path, "first")
    #expect(comesTrue { (try? folder.read("log"))?.isEmpty == false })
    let second = try launch(path, "second")
    #expect(comesTrue { (try? folder.read("log"))?.split(separator: "\n").count ?? 0 >= 3 })
    kill(first.process, signal)
    #expect(first.wait() == 128 + signal)
    #expect(second.wait() == 0)
    #expect(try folder.read("second") == Self.output)
    let log = try folder.read("log").split(separator: "\n")
    #expect(log.count <= 11 && Set(log).count == 10, "\(log)")
    #expect(try journal().allSatisfy { $0.hasSuffix(".json") } && journal().count == 10)
  }

  @Test("a sweep that a signal ends leaves no claim", arguments: [SIGTERM, SIGHUP, SIGINT])
  func signals(_ signal: Int32) throws {
    let path = try folder.write(Self.script, to: "m.lua")
    let process = try launch(path, "first")
    #expect(comesTrue { (try? folder.read("log"))?.split(separator: "\n").count ?? 0 >= 3 })
    kill(process.process, signal)
    _ = process.wait()
    #expect(comesTrue { (try? journal().allSatisfy { $0.hasSuffix(".json") }) == true })
  }

  @Test func `one that was stopped for longer than a lease comes back to the results of whoever took over`() throws {
    let script = """
      local results = sweep{name = "m", folder = "out", grid = {i = {1, 2}}, workers = 1, progress = false, run = function(run)
        io.open("begun", "w"):close()
        os.execute("sleep 0.3")
        return os.getenv "NAME"
      end}
      print(results[1], results[2])

      """
    let path = try folder.write(script, to: "m.lua")
    let launch = { [folder] name in
      try Launched(
        [path], environment: ["HOME": folder.path, "POLYAK_CLAIM_LEASE": "0.5", "NAME": name], folder: folder.path,
        files: (try folder.write("", to: "in"), "\(folder.path)/\(name)", "\(folder.path)/\(name)-errors"))
    }
    let first = try launch("first")
    #expect(comesTrue { FileManager.default.fileExists(atPath: folder.path + "/begun") })
    kill(first.process, SIGSTOP)
    let second = try launch("second")
    #expect(second.wait() == 0)
    kill(first.process, SIGCONT)
    #expect(first.wait() == 0)
    #expect(try folder.read("second") == "second\tsecond\n")
    #expect(try folder.read("first") == "second\tsecond\n" && folder.read("first-errors") == "")
    #expect(try journal() == ["i=1.json", "i=2.json"])
  }
}
