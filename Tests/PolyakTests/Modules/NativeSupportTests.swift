import HeavyBall
import Testing

@Suite("Native code in the program") struct NativeSupportTests {
  /// A run of many steps, its end to the last bit.
  static let run = """
    local hb = optim.hb{loss = losses.product{x = 1, y = 0.6}, eta = 1e-3, mu = 0.7}
    local t = hb:run({2.8, 3.5}, 5000, {every = 1000})
    for i = 1, #t do print(("%a %a"):format(t.beta[i][1], t.beta[i][2])) end
    """

  private func versionLine(_ outcome: Outcome) -> Substring? {
    outcome.output.split(separator: "\n").first { $0.hasPrefix("native code: ") }
  }

  @Test func `--version says what it is written in`() throws {
    #expect(versionLine(try polyak("--version"))?.dropFirst("native code: ".count) == NativeSupport.description[...])
  }

  @Test func `POLYAK_NATIVE=0 switches it off and changes no number`() throws {
    let off = ["POLYAK_NATIVE": "0"]
    #expect(versionLine(try polyak("--version", environment: off)) == "native code: off (POLYAK_NATIVE=0)")
    let found = try polyak("-e", Self.run, environment: off)
    #expect(found.output.split(separator: "\n").count == 6)
    #expect(found == (try polyak("-e", Self.run)))
    let code = "print(diagnostics.machine_code(optim.gd{loss = losses.product{y = 1}, eta = 0.1}))"
    #expect(try polyak("-e", code, environment: off).output == "nil\n")
  }

  /// On a loss of several products, whose last bits fusion changes.
  @Test(
    .enabled(if: hasNativeCode, "no native code here"),
    arguments: [
      "optim.hb{loss = L, eta = 0.05, mu = 0.7, fma = FMA}:run(START, 60)",
      "hbf.flow{loss = L, eta = 1e-3, mu = 0.7, order = 3, fma = FMA}:integrate(START, 3000, {method = 'rk4'})",
    ])
  func `fma changes last bits, and an ensemble as much as single runs`(_ run: String) throws {
    let script = """
      local L = losses.rosenbrock{b = 3}
      local function ends(fma, start)
        local run = ([[\(run)]]):gsub("FMA", tostring(fma)):gsub("START", "start")
        return load("local L, start = ... return " .. run)(L, start)
      end
      local unfused, fused = ends(false, vec{-0.4, 0.9}):final(), ends(true, vec{-0.4, 0.9}):final()
      local distance = math.max(math.abs(unfused[1] - fused[1]), math.abs(unfused[2] - fused[2]))
      print(distance > 0, distance < 1e-11)
      local rows = {{-0.4, 0.9}, {0.3, 0.2}, {0.7, -0.1}}
      local together = ends(true, rows)
      for i = 1, 3 do
        local alone, member = ends(true, vec(rows[i])):final(), together:member(i):final()
        io.write(tostring(alone[1] == member[1] and alone[2] == member[2]), " ")
      end
      """
    let outcome = try polyak("-e", script)
    #expect(outcome.output == "true\ttrue\ntrue true true ", "\(outcome)")
  }

  @Test(.enabled(if: hasNativeCode, "no native code here"))
  func `machine_code has a code for ensembles too`() throws {
    let outcome = try polyak(
      "-e",
      """
      local hb = optim.hb{loss = losses.product{y = 1}, eta = 0.1, mu = 0.5}
      local one, many = diagnostics.machine_code(hb), diagnostics.machine_code(hb, {ensemble = true})
      print(#one > 64, #many > 64, one ~= many, many == diagnostics.machine_code(hb, {ensemble = true}))
      """)
    #expect(outcome.output == "true\ttrue\ttrue\ttrue\n", "\(outcome)")
  }

  private static let hasNativeCode = ["AVX2", "AVX-512", "NEON"].contains(NativeSupport.description)

  /// Runs the program where the system lets no memory become code once it could be written: PR_SET_MDWE, Linux 6.3.
  private static func protected(_ arguments: String) throws -> Outcome {
    let script = """
      local prefix = [[perl -e 'syscall(157, 65, 1, 0, 0, 0) == 0 or exit 77; exec @ARGV' "$PROGRAM" ]]
      local pipe = io.popen(prefix .. [[\(arguments)]])
      io.write(pipe:read("a"))
      local _, _, code = pipe:close()
      os.exit(code)
      """
    return try polyak("-e", script, environment: ["PROGRAM": programPath])
  }

  private static let protects = (try? protected("-e 'print(1)'"))?.code == 0

  @Test(.enabled(if: protects && NativeSupport.description.hasPrefix("AVX"), "no PR_SET_MDWE, no perl or no AVX2"))
  func `a system that refuses gets the interpreter, and hears of it from --version alone`() throws {
    #expect(versionLine(try Self.protected("--version")) == "native code: refused by the system")
    let script = TemporaryFolder()
    let path = try script.write(Self.run, to: "run.lua")
    #expect(try Self.protected(path) == (try polyak("-e", Self.run)))
  }
}
