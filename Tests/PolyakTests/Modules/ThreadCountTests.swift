import Foundation
import Testing

/// The number of threads, seen from outside: a process reads it once.
@Suite("The number of threads") struct ThreadCountTests {
  /// What each prints is its result to the last bit.
  static let works = [
    (
      "a network in double and single precision, its Hessian products and a flow",
      """
      for _, precision in ipairs{"f64", "f32"} do
        local r = random.new(1)
        local X = r:normal(2003, 30, {dtype = precision})
        local L = losses.mlp{inputs = X, labels = r:integers(0, 9, 2003), widths = {40, 20}, precision = precision}
        local b = 0.1 * r:normal(L.dimension)
        show(L(b)) show(L:gradient(b)) show(L:hvp(b, r:normal(L.dimension)))
        show(optim.hb{loss = L, eta = 0.1, mu = 0.9}:run(b, 5):final())
        show(hbf.flow{loss = L, eta = 1e-3, mu = 0.5, order = 2, form = "limit"}:field(b))
      end
      """
    ),
    (
      "regressions on many rows",
      """
      local r = random.new(1)
      local X = r:normal(4001, 90)
      local y = r:normal(4001)
      for _, L in ipairs{losses.least_squares{X = X, y = y}, losses.logistic{X = X, y = 2 * vec(r:integers(0, 1, 4001)) - 1}} do
        show(optim.gd{loss = L, eta = 0.01}:run(vec(90, 0.1), 20):final())
      end
      """
    ),
    (
      "a loss of one's own with long rows",
      """
      local L = losses.define(70000, function(b) return sum(exp(-b^2) * b + tanh(b / 3)) end)
      local b = random.new(1):normal(70000)
      show(L(b)) show(L:gradient(b))
      """
    ),
    (
      "an ensemble, members that diverge among it",
      """
      local starts = random.new(1):normal(3001, 2)
      starts:set(1500, 1, 1e200)
      local hb = optim.hb{loss = losses.product{x = 1, y = 0.6}, eta = 5e-3, mu = 0.7}
      local runs = hb:run(starts, 300, {every = 100})
      for i = 1, 3001, 500 do show(runs:member(i):final()) end
      local ends = runs:final()
      for i = 1, #ends do show(ends[i]) end
      """
    ),
    (
      "batches",
      """
      local r = random.new(1)
      local L = losses.mlp{inputs = r:normal(3000, 40), labels = r:integers(0, 9, 3000), widths = {50}}
      local start = 0.1 * r:normal(L.dimension)
      show(optim.gd{loss = L, eta = 0.1}:run(start, 10, {batches = {size = 512, seed = 1}}):final())
      """
    ),
    (
      "products of matrices and vectors",
      """
      local r = random.new(1)
      local A, B, v = r:normal(700, 900), r:normal(900, 300), r:normal(900)
      show((A * B):t():totable()) show(A * v) show(A:t() * (A * v))
      """
    ),
  ]

  /// A sum that every bit goes into.
  private static let show = """
    local total = 0
    local function add(value)
      if math.type(value) then
        total = (31 * total + string.unpack("<i8", string.pack("<d", value))) & math.maxinteger
      else
        for i = 1, #value do add(value[i]) end
      end
    end
    local function show(value) add(value) print(total) end

    """

  @Test("changes no bit", arguments: works.indices)
  func bits(_ work: Int) throws {
    let outcomes = try [1, 2, 3, 4].map {
      try polyak("-e", Self.show + Self.works[work].1, environment: ["POLYAK_THREADS": "\($0)"])
    }
    #expect(
      outcomes[0].code == 0 && outcomes[0].errors == "" && outcomes[0].output != "", "\(Self.works[work].0): \(outcomes[0])")
    #expect(outcomes.allSatisfy { $0 == outcomes[0] }, "\(Self.works[work].0)")
  }

  /// The last line of `--version`.
  private func shown(_ environment: [String: String]) throws -> Substring? {
    try polyak("--version", environment: environment).output.split(separator: "\n").last
  }

  @Test func `is what POLYAK_THREADS says, and shown by --version`() throws {
    #expect(try shown(["POLYAK_THREADS": "3"]) == "threads: 3")
    let processors = try polyak("-e", "print(workers.count())").output.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(try shown([:]) == "threads: \(processors)")
    for value in ["0", "x", "", "1.5"] {
      let outcome = try polyak("-e", "print(1)", environment: ["POLYAK_THREADS": value])
      #expect(outcome.output == "" && outcome.code == 1)
      #expect(outcome.errors == "\(programPath): POLYAK_THREADS must be an integer >= 1, got '\(value)'\n")
    }
  }

  /// Threads sleep, but they are there; those of a copy are none, and the caller's come again.
  @Test func `does not keep calls in the process once threads are at work`() throws {
    let script =
      WorkersTests.process + """
        local function threads()
          for line in io.lines("/proc/self/status") do
            local count = line:match "^Threads:%s*(%d+)"
            if count then return count end
          end
        end
        local A = random.new(1):normal(500, 500)
        local function norm() return (A * A):get(7, 9) end
        local here, expected = process(), norm()
        print(threads())
        for _ = 1, 3 do
          local answers = workers.map(2, function()
            return (process() ~= here and "elsewhere " or "here ") .. tostring(norm() == expected) .. " " .. threads()
          end)
          print(answers[1], answers[2], norm() == expected, threads())
        end
        """
    let outcome = try polyak("-e", script, environment: ["POLYAK_THREADS": "3", "OPENBLAS_NUM_THREADS": "3"])
    let line = "elsewhere true 1\telsewhere true 1\ttrue\t3\n"
    #expect(outcome.output == "3\n" + line + line + line && outcome.errors == "", "\(outcome)")
  }

  @Test(
    arguments: [
      "local r = random.new(1) local L = losses.mlp{inputs = r:normal(3000, 60), labels = r:integers(0, 9, 3000), widths = {80}} "
        + "optim.gd{loss = L, eta = 1e-3}:run(0.1 * r:normal(L.dimension), 1000000000, {every = 'last'})",
      "optim.gd{loss = losses.product{x = 1, y = 0.6}, eta = 1e-6}:run(random.new(1):normal(2000, 2), 1000000000, {every = 'last'})",
    ])
  func `leaves Ctrl-C to the script`(_ work: String) throws {
    let folder = TemporaryFolder()
    let path = try folder.write("print('begun')\n" + work + "\nprint('done')\n", to: "work.lua")
    let session = try PromptSession(path, environment: ["TERM": "xterm", "POLYAK_THREADS": "3"], in: folder)
    #expect(session.shows("begun") != nil)
    #expect(session.computes(for: 0.3) && session.interrupt())
    #expect(session.shows("interrupted: the script goes on with what the run had come to") != nil)
    #expect(session.shows("done") != nil && session.exitCode() == 1)
  }
}
