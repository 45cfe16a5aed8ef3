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
