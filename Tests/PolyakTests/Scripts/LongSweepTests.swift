import Foundation
import LuaKit
import Testing

/// Sweeps of so many runs that their files become few.
@Suite("Long sweeps", .serialized) struct LongSweepTests {
  let folder = TemporaryFolder()

  /// Runs of next to no work, each told to `log`.
  private func script(_ count: Int) -> String {
    """
    local runs = {}
    for i = 1, \(count) do runs[i] = {i = i} end
    local results = sweep{name = "long", folder = "out", settings = {c = 3}, runs = runs, progress = false, workers = 1,
      run = function(run, settings)
        local log <close> = io.open("log", "a")
        log:write(run.i, "\\n")
        return {v = run.i / settings.c, list = {run.i}}
      end}
    local sum = 0
    for i = 1, #runs do
      assert(results[i].v == i / 3 and results[i].list[1] == i)
      sum = sum + results[i].v
    end
    print(#results, ("%.6f"):format(sum))
    """
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out/journal").sorted()
  }

  @Test func `two processes make each of many runs once, into few files, and a third reads them`() throws {
    let path = try folder.write(script(360), to: "long.lua")
    let processes = try (0..<2).map { i in
      try Launched(
        [path], environment: ["HOME": folder.path], folder: folder.path,
        files: (try folder.write("", to: "in"), "\(folder.path)/o\(i)", "\(folder.path)/e\(i)"))
    }
    for (i, process) in processes.enumerated() {
      #expect(process.wait() == 0)
      #expect(try folder.read("o\(i)") == "360\t21660.000000\n" && folder.read("e\(i)") == "")
    }
    let log = try folder.read("log").split(separator: "\n")
    #expect(log.count == 360 && Set(log).count == 360)
    #expect(try names().count < 300 && names().contains { $0.hasSuffix(".runs") })
    #expect(try polyak(path, in: folder) == Outcome(output: "360\t21660.000000\n"))
    #expect(try folder.read("log").split(separator: "\n").count == 360)
  }

  @Test func `a folder with a file for each run is read as it is, and has few afterwards`() throws {
    try FileManager.default.createDirectory(atPath: folder.path + "/out/journal", withIntermediateDirectories: true)
    for i in 1...300 {
      try folder.write(
        "{\"name\":\"long\",\"polyak\":\"0.1\",\"result\":{\"list\":[\(i)],\"v\":\(Double(i) / 3)},\"run\":{\"i\":\(i)},"
          + "\"settings\":{\"c\":3}}\n", to: "out/journal/i=\(i).json")
    }
    try folder.write("{\"name\": \"long\", \"polyak\": \"0.1\", \"settings\": {\"c\": 3}}", to: "out/settings.json")
    let path = try folder.write(script(300), to: "long.lua")
    let outcome = Outcome(output: "300\t15050.000000\n")
    #expect(try polyak(path, in: folder) == outcome)
    #expect(try names().count == 2)
    #expect(try polyak(path, in: folder) == outcome)
    #expect(throws: Error.self) { try folder.read("log") }
  }

  @Test("on a disk that fills up no run is lost", .enabled(if: FaultTests.isRoot)) func fullDisk() throws {
    // 300 files of a page each, and no room for a segment.
    let script = """
      local function results(count)
        local runs = {}
        for i = 1, count do runs[i] = {i = i} end
        return pcall(sweep, {name = "full", folder = "out", runs = runs, progress = false, workers = 1,
          run = function(run) return ("x"):rep(3000) .. run.i end})
      end
      local ok, why = results(400)
      print(ok, tostring(why):match "No space left on device")
      os.remove("filling")
      local made = 0
      for name in io.popen("ls out/journal | grep -c json"):lines() do made = tonumber(name) end
      print(made > 100, select(2, results(made))[made] == ("x"):rep(3000) .. made)
      """
    try folder.write(script, to: "full.lua")
    let output = try polyak(
      [
        "-c",
        "exec 2>&1; unshare -m sh -c 'mkdir d && mount -t tmpfs -o size=1800k none d && cd d && head -c 400000 /dev/zero > filling && \"$0\" ../full.lua' \"$0\"",
        programPath,
      ], in: folder, program: "/bin/sh"
    ).output
    #expect(output == "false\tNo space left on device\ntrue\ttrue\n")
  }

  @Test func `a run that fails in one process has failed in the others, and is made again by the next command`() throws {
    let script = """
      local ok, why = pcall(sweep, {name = "f", folder = "out", runs = {{i = 1}, {i = 2}, {i = 3}}, workers = 1, progress = false,
        run = function(run)
          local log <close> = io.open("log", "a")
          log:write(run.i, "\\n")
          os.execute("sleep 0.2")
          if run.i < 3 then error("no " .. run.i) end
          return run.i
        end})
      print(ok, tostring(why):match "^f: [^\\n]*\\n[^\\n]*\\n[^\\n]*")

      """
    let path = try folder.write(script, to: "f.lua")
    func log() throws -> [Substring] { try folder.read("log").split(separator: "\n") }
    for round in 1...2 {
      let processes = try (0..<2).map { i in
        try Launched(
          [path], environment: ["HOME": folder.path], folder: folder.path,
          files: (try folder.write("", to: "in"), "\(folder.path)/o\(i)", "\(folder.path)/e\(i)"))
      }
      for (i, process) in processes.enumerated() {
        #expect(process.wait() == 0)
        #expect(
          try folder.read("o\(i)") == """
            false\tf: 2 of 3 runs failed:
              i = 1: \(path):6: no 1
              i = 2: \(path):6: no 2

            """)
      }
      #expect(try log().sorted() == (Array(repeating: "1", count: round) + Array(repeating: "2", count: round) + ["3"]))
    }
  }

  @Test func `a sweep's folder is looked at and exported from a script and from the prompt`() throws {
    let outcome = try polyak(
      "-e",
      """
      sweep{name = "fig", folder = "out", runs = {{mu = 0.5, kind = "a"}, {mu = 0.9, kind = "b"}},
        run = function(run) return {loss = run.mu / 3, final = vec{1, run.mu}} end}
      local status = sweep.status "out"
      print(status.done, status.running, status.left, (tostring(status):match "[^\\n]*"))
      print(sweep.export("out", "a.npz"), sweep.export("out", "a.csv"))
      local csv = data.csv "a.csv"
      print(table.concat(csv.names, " "), csv.X, csv.text.kind[2])
      print(sweep.retry "out")
      sweep.status "no"
      """, in: folder)
    #expect(
      outcome.output == """
        2\t0\t0\tfig in 'out': 2 of 2 runs done, 0 running, 0 left
        a.npz\ta.csv
        mu final.1 final.2 loss\tMatrix(2 x 4)
          0.5  1  0.5  0.166667
          0.9  1  0.9       0.3\tb
        0 failures forgotten

        """)
    #expect(
      outcome.errors.contains(
        "(command line):9: sweep.status: argument 'folder' must be the folder of a sweep, got 'no' (there is no 'no/settings.json')"
      ), "\(outcome.errors)")
  }
}
