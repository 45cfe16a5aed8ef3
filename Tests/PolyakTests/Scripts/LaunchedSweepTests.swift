import Foundation
import Testing

/// What the command line and launchers say to sweeps.
@Suite("Sweeps as they are launched") struct LaunchedSweepTests {
  let folder = TemporaryFolder()

  /// Runs of six; says which it computes, and its results.
  static func script(_ options: String = "") -> String {
    """
    local results, runs, missing = sweep{name = "m", folder = "out", grid = {i = {1, 2, 3, 4, 5, 6}}, workers = 1,
      progress = false, \(options) run = function(run)
        io.write("[", run.i, "]")
        io.stdout:flush()
        return run.i * 10
      end}
    for i = 1, 6 do io.write(" ", tostring(results[i])) end
    print(" " .. missing)

    """
  }
  static let complete = " 10 20 30 40 50 60 0\n"

  private func run(
    _ arguments: String..., environment: [String: String] = [:], options: String = ""
  ) throws -> Outcome {
    let path = try folder.write(Self.script(options), to: "m.lua")
    return try polyak([path] + arguments, environment: environment, in: folder)
  }

  @Test func `shards make each run once, and each ends the script but the one that finds all the others' results`() throws {
    let notice = "is done; %@ of 6 runs are left to others, and the script ends here\n"
    func left(_ shard: String, _ count: String) -> String { "m: shard \(shard) " + notice.replacing("%@", with: count) }
    #expect(try run("--shard", "2/4") == Outcome(output: "[2][6]", errors: left("2/4", "4")))
    #expect(try run("--shard=1/4") == Outcome(output: "[1][5]", errors: left("1/4", "2")))
    #expect(try run("--shard", "2/4") == Outcome(output: "", errors: left("2/4", "2")))
    #expect(try run("--shard", "4/4") == Outcome(output: "[4]", errors: left("4/4", "1")))
    #expect(try run("--shard", "3/4") == Outcome(output: "[3]" + Self.complete))
    #expect(try run() == Outcome(output: Self.complete))
  }

  @Test func `shards of a grid that is refined are started again, and say so, until none leaves a run to others`() throws {
    func start(_ out: String, _ arguments: String...) throws -> Outcome {
      let path = try folder.write(
        """
        local results, runs = sweep{name = "m", folder = "\(out)", grid = {x = {0, 16}, y = {0, 1}}, depth = 4, progress = false,
          refine = function(a, b) return a.result ~= b.result end, run = function(run) return run.x > 5 - run.y end}
        for i, run in ipairs(runs) do print(run.x, run.y, results[i]) end

        """, to: "r.lua")
      return try polyak([path] + arguments, in: folder)
    }
    let whole = try start("whole")
    #expect(whole.code == 0 && whole.output.split(separator: "\n").count == 12)
    var outcomes: [Outcome] = []
    while outcomes.count < 12 && outcomes.suffix(2).map(\.errors) != ["", ""] {
      outcomes.append(try start("out", "--shard", outcomes.count.isMultiple(of: 2) ? "1/2" : "2/2"))
    }
    #expect(outcomes.suffix(2).map(\.output) == [whole.output, whole.output])
    let waiting = outcomes.dropLast(2)
    #expect(!waiting.isEmpty)
    for outcome in waiting {
      #expect(outcome.code == 0 && outcome.output == "")
      #expect(
        outcome.errors.hasSuffix(
          " are left to others, and the script ends here\n"
            + "The grid is refined further when these are there: start the shards again, until none leaves any\n"))
    }
  }

  @Test func `the shard that ends last has all results, also where it began first`() throws {
    let path = try folder.write(
      Self.script().replacing(
        "return run.i * 10",
        with: "while run.i == 5 and not io.open('go') do os.execute('sleep 0.02') end return run.i * 10"), to: "m.lua")
    let first = try Launched(
      [path, "--shard", "1/2"], environment: [:], folder: folder.path,
      files: (try folder.write("", to: "in"), "\(folder.path)/first", "\(folder.path)/errors"))
    #expect(comesTrue { (try? folder.read("first"))?.contains("[3]") == true })
    let second = try polyak(path, "--shard", "2/2", in: folder)
    #expect(second.output.hasPrefix("[2][4][6]") && second.errors.contains("runs are left to others"), "\(second)")
    try folder.write("", to: "go")
    #expect(first.wait() == 0)
    #expect(try folder.read("first") == "[1][3][5]" + Self.complete && folder.read("errors") == "")
  }

  @Test(
    "words that read like a share and are none are refused",
    arguments: [
      ["--shards", "1/2"], ["--shards=1/2"], ["-shard", "1/2"], ["-shard=1/2"], ["--sharD", "1/2"], ["--SHARDS", "2/2"],
    ])
  func misspelt(_ words: [String]) throws {
    let path = try folder.write(Self.script(), to: "m.lua")
    let outcome = try polyak([path] + words, environment: [:], in: folder)
    let word = words[0].split(separator: "=")[0]
    #expect(
      outcome == Outcome(output: "", errors: "\(programPath): m: unknown option '\(word)' (did you mean '--shard'?)\n", code: 1))
  }

  @Test(
    "other words are the script's own",
    arguments: [["--shards", "4"], ["--share", "1/2"], ["shard", "1/2"], ["--", "-shard", "1/2"]])
  func own(_ words: [String]) throws {
    let path = try folder.write(Self.script(), to: "m.lua")
    #expect(try polyak([path] + words, environment: [:], in: folder) == Outcome(output: "[1][2][3][4][5][6]" + Self.complete))
  }

  @Test("a script that knows of its share goes on without the other results", arguments: [true, false])
  func knowing(_ isOption: Bool) throws {
    let outcome =
      isOption ? try run(options: "shard = '2/3',") : try run("--shard", "2/3", options: "wait = false,")
    #expect(outcome == Outcome(output: "[2][5] nil 20 nil nil 50 nil 4\n"))
  }

  @Test func `an option of the sweep goes before the command line`() throws {
    let outcome = try run("--shard", "1/3", options: "shard = '3/3', wait = false,")
    #expect(outcome == Outcome(output: "[3][6] nil nil 30 nil nil 60 4\n"))
  }

  @Test("a share that is none is refused", arguments: ["0/2", "3/2", "2", "half"]) func refused(_ text: String) throws {
    let expected = "option '%@shard' must be a share i/N with 1 <= i <= N, got "
    let byWord = try run("--shard", text)
    #expect(byWord.code == 1 && byWord.output == "")
    #expect(byWord.errors == "\(programPath): m: " + expected.replacing("%@", with: "--") + "'\(text)'\n")
    let byOption = try run(options: "shard = '\(text)',")
    #expect(byOption.code == 1 && byOption.output == "")
    #expect(byOption.errors.contains("m.lua:1: sweep: " + expected.replacing("%@", with: "") + "string '\(text)'\n"))
  }

  @Test(
    "a process begins where its launcher says, and makes whatever is missing",
    arguments: [
      (["PMI_RANK": "1", "PMI_SIZE": "2"], "[4][5][6][1][2][3]"),
      (["OMPI_COMM_WORLD_RANK": "2", "OMPI_COMM_WORLD_SIZE": "3"], "[5][6][1][2][3][4]"),
      (["SLURM_PROCID": "0", "SLURM_NTASKS": "2"], "[1][2][3][4][5][6]"),
      (
        ["SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_MIN": "6", "SLURM_ARRAY_TASK_COUNT": "3"], "[3][4][5][6][1][2]"
      ),
      (["PARALLEL_SEQ": "2"], "[4][5][6][1][2][3]"),
      (["PMI_RANK": "1", "PMI_SIZE": "none"], "[1][2][3][4][5][6]"),
    ])
  func launched(_ environment: [String: String], _ order: String) throws {
    #expect(try run(environment: environment) == Outcome(output: order + Self.complete))
  }

  @Test func `the processors and threads are those that a batch system has given`() throws {
    let script = "print(workers.count())"
    let all = try polyak("-e", script)
    #expect(try polyak("-e", script, environment: ["SLURM_CPUS_PER_TASK": "1"]) == Outcome(output: "1\n"))
    #expect(try polyak("-e", script, environment: ["SLURM_CPUS_PER_TASK": "100000"]) == all)
    #expect(try polyak("-e", script, environment: ["SLURM_CPUS_PER_TASK": "1", "POLYAK_WORKERS": "3"]) == Outcome(output: "3\n"))
    let version = try polyak("--version", environment: ["SLURM_CPUS_PER_TASK": "1"]).output
    #expect(version.hasSuffix("threads: 1\n"))
    #expect(try polyak("--version", environment: ["OMP_NUM_THREADS": "1"]).output == version)
    #expect(
      try polyak("--version", environment: ["OMP_NUM_THREADS": "1", "POLYAK_THREADS": "5"]).output.hasSuffix("threads: 5\n"))
  }
}
