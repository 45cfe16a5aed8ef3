import Testing

/// The choice of a library, seen from outside: a process loads one once.
@Suite("The library for matrix products") struct MatrixProductLibraryTests {
  private static let prefix = "Polyak 0.1 (Lua 5.4)\nmatrix products: "

  /// What `--version` says of it.
  private func description(_ environment: [String: String] = [:]) throws -> String {
    let outcome = try polyak("--version", environment: environment)
    #expect(outcome.errors == "" && outcome.code == 0 && outcome.output.hasPrefix(Self.prefix))
    return String(outcome.output.dropFirst(Self.prefix.count).prefix { $0 != "\n" })
  }

  private func needsOpenBLAS() throws {
    guard try description().hasPrefix("OpenBLAS ") else { try Test.cancel("OpenBLAS is not installed") }
  }

  @Test("is shown by --version, or what is used instead")
  func shown() throws {
    let text = try description()
    if text.hasPrefix("OpenBLAS ") {
      let words = /OpenBLAS [0-9.]+, [A-Za-z0-9]+ kernels, (1 thread|([2-9]|[1-9][0-9]+) threads)/
      #expect(text.wholeMatch(of: words) != nil, "\(text)")
    } else {
      #expect(text == "built-in kernels (OpenBLAS not found; Debian: libopenblas0-pthread)")
    }
  }

  @Test(
    "can be switched off, or be another",
    arguments: [
      ("0", "built-in kernels (POLYAK_BLAS=0)"),
      (
        "/nosuch.so",
        """
        built-in kernels (POLYAK_BLAS: /nosuch.so: cannot open shared object file: No such file or directory)
        """
      ),
      ("libm.so.6", "built-in kernels (libm.so.6 has no cblas_dgemm)"),
    ])
  func chosen(_ setting: String, _ expected: String) throws {
    #expect(try description(["POLYAK_BLAS": setting]) == expected)
  }

  @Test("is what an empty setting leaves it")
  func emptySetting() throws { #expect(try description(["POLYAK_BLAS": ""]) == description()) }

  @Test("has the kernels and threads that its own variables ask for")
  func ownVariables() throws {
    try needsOpenBLAS()
    #expect(try description(["OPENBLAS_NUM_THREADS": "1"]).hasSuffix(", 1 thread"))
    #if arch(x86_64)
    #expect(try description(["OPENBLAS_CORETYPE": "Nehalem"]).contains(", Nehalem kernels, "))
    #endif
  }

  /// Says whether it is loaded after a start, a small and a large product, and what a program started then inherits.
  private static let script = """
    local function loaded()
      for line in io.lines("/proc/self/maps") do if line:find("openblas", 1, true) then return true end end
      return false
    end
    local start = loaded()
    local small = mat(10, 10, 2) * mat(10, 10, 3)
    local after_small = loaded()
    local large = mat(130, 130, 2) * mat(130, 130, 3)
    print(start, after_small, loaded(), small:get(10, 10), large:get(130, 130))
    print(io.popen("env | grep -c OPENBLAS"):read("l"))
    for line in io.lines("/proc/self/status") do if line:find("^Threads:") then print(line) end end
    """

  @Test("is loaded by the first large product alone")
  func loading() throws {
    try needsOpenBLAS()
    let outcome = try polyak("-e", Self.script).output.split(separator: "\n")
    #expect(outcome.first == "false\tfalse\ttrue\t60.0\t780.0")
    #expect(outcome.dropFirst().first == "0")
    let alone = try polyak("-e", Self.script, environment: ["OPENBLAS_NUM_THREADS": "1"]).output
    #expect(alone == "false\tfalse\ttrue\t60.0\t780.0\n1\nThreads:\t1\n")
    let off = try polyak("-e", Self.script, environment: ["POLYAK_BLAS": "0", "POLYAK_THREADS": "1"]).output
    #expect(off == "false\tfalse\tfalse\t60.0\t780.0\n0\nThreads:\t1\n")
  }

  @Test("gives the same bits each time")
  func reproducible() throws {
    let code = """
      math.randomseed(1)
      local function normal(r, c)
        local m = mat(r, c)
        for i = 1, r do for j = 1, c do m:set(i, j, math.random() - 0.5) end end
        return m
      end
      local a, b = normal(150, 170), normal(170, 140)
      local c, small = a * b, normal(40, 50) * normal(50, 30)
      for i = 1, 150, 7 do print(("%a"):format(c:get(i, i % 140 + 1))) end
      print(("%a"):format(small:get(3, 4)))
      """
    #expect(try polyak("-e", code) == polyak("-e", code))
  }
}
