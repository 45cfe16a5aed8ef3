import Foundation
import Testing

/// Points that sweeps add to their grids.
@Suite("Refined grids") struct SweepRefinementTests {
  let folder = TemporaryFolder()

  /// Heavy ball on λβ²/2 with λ = 1 is stable up to η = 2 (1 + µ).
  static let border = """
    local results, runs = sweep{
      name = "border", folder = arg[1], workers = tonumber(arg[2]), progress = false, depth = 5,
      grid = {eta = {0.75, 1.5, 3.5, 4.5}, mu = {0, 0.5}},
      refine = function(a, b) return a.result ~= b.result end,
      run = function(run)
        local hb = optim.hb{loss = losses.quadratic{A = {{1}}}, eta = run.eta, mu = run.mu}
        local orbit = hb:run({1}, 3000, {every = "last"})
        return orbit.diverged ~= nil or norm(orbit:final()) > 1
      end,
    }
    local low, high = {}, {}
    for i, run in ipairs(runs) do
      local mu = run.mu
      if results[i] then high[mu] = math.min(high[mu] or math.huge, run.eta) end
      if not results[i] then low[mu] = math.max(low[mu] or 0, run.eta) end
    end
    for _, mu in ipairs{0, 0.5} do print(mu, low[mu] <= 2 * (1 + mu), high[mu] >= 2 * (1 + mu), high[mu] - low[mu]) end
    print(#runs)
    for i = 9, #runs do io.write(runs[i].mu, " ", runs[i].eta, ", ") end

    """

  @Test func `the border of divergence is found within the width that the depth gives, by any number of processes`() throws {
    let path = try folder.write(Self.border, to: "border.lua")
    let expected = """
      0\ttrue\ttrue\t0.0625
      0.5\ttrue\ttrue\t0.0625
      18
      0 2.5, 0.5 2.5, 0 2, 0.5 3, 0 2.25, 0.5 2.75, 0 2.125, 0.5 2.875, 0 2.0625, 0.5 2.9375, \

      """
    for workers in ["1", "3"] {
      // And as read from the journal.
      for _ in 1...2 {
        #expect(try polyak(path, "out\(workers)", workers, in: folder) == Outcome(output: expected))
      }
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out1/journal")
    #expect(names.contains("eta=2.9375,mu=0.5.json") && names.count == 18)
  }

  /// The numbers added to an axis, level by level, where the condition changes at `border`.
  private func added(_ axis: String, border: String, depth: Int) throws -> String {
    try polyak(
      "-e",
      """
      local axis, results, runs = \(axis)
      results, runs = sweep{name = "a", folder = "out", grid = {x = axis}, depth = \(depth),
        refine = function(a, b) return (a.run.x < \(border)) ~= (b.run.x < \(border)) end, run = function(run) return run.x end}
      for i = #axis + 1, #runs do io.write(results[i], " ") end
      """, in: folder
    ).output
  }

  @Test(
    "what is added halves the way as the axis divides it",
    arguments: [
      ("{0, 1}", "0.3", 3, ""), ("{0.0, 1.0}", "0.3", 2, "0.5 0.25 "), ("{1.0, 0.0}", "0.3", 2, "0.5 0.25 "),
      ("linspace(0, 3, 4)", "1.1", 2, "1.5 1.25 "), ("logspace(-4, 0, 3)", "0.05", 1, "0.1 "),
      ("{1e-4, 1e-2, 1}", "0.05", 1, "0.1 "), ("{-1.0, -100.0, -1e4}", "-50", 1, "-10 "),
      ("{1e200, 1e202, 1e204}", "1.5e203", 1, "1e+203 "),
      // Two numbers are no progression, and three with 0 are none of equal ratios.
      ("{1.0, 100.0}", "2", 1, "50.5 "), ("{0, 0.1, 10}", "2", 1, "5.05 "),
      ("{0, 10}", "3", 9, "5 2 3 "), ("{-3, 4}", "-1", 9, "0 -2 -1 "),
      ("{1, 16, 256}", "100", 9, "64 128 91 108 99 103 101 100 "),
      ("{math.mininteger, math.maxinteger}", "0", 1, "-1 "), ("{1, 2}", "2", 9, ""), ("{5}", "2", 9, ""),
      ("{1.0, 1.0 + 2^-52}", "1.0 + 2^-52", 9, ""),
    ])
  func middle(_ axis: String, _ border: String, _ depth: Int, _ expected: String) throws {
    #expect(try added(axis, border: border, depth: depth) == expected)
  }

  @Test func `the depth is 3 where none is given, and points that are added have their repetitions and random numbers`() throws {
    let output = try polyak(
      "-e",
      """
      local results, runs = sweep{name = "a", folder = "out", grid = {x = {0.0, 1.0}}, runs = {{k = "a"}, {k = "b"}}, repeats = 2,
        seed = 7,
        refine = function(a, b)
          assert(a.result == nil and #a.results == 2 and a.run.replicate == nil and b.results[2] == b.run.x + 2)
          return a.run.k == "b" and (a.run.x < 0.3) ~= (b.run.x < 0.3)
        end,
        run = function(run) return run.x + run.replicate end}
      for i, run in ipairs(runs) do io.write(run.k, " ", run.x, " ", run.replicate, ", ") end
      """, in: folder)
    #expect(
      output
        == Outcome(
          output: "a 0 1, a 0 2, a 1 1, a 1 2, b 0 1, b 0 2, b 1 1, b 1 2, "
            + "b 0.5 1, b 0.5 2, b 0.25 1, b 0.25 2, b 0.375 1, b 0.375 2, "))
  }

  @Test func `a run that fails ends the refinement, and the next start goes on`() throws {
    let script = """
      local results, runs = sweep{name = "a", folder = "out", grid = {x = {0.0, 1.0}}, workers = 1,
        refine = function(a, b) return (a.result < 0.3) ~= (b.result < 0.3) end,
        run = function(run) if run.x == 0.5 and not io.open("mended") then error("no", 0) end return run.x end}
      for i, result in ipairs(results) do io.write(result, " ") end
      """
    let failed = try polyak("-e", script, in: folder)
    #expect(failed.code == 1 && failed.errors.contains("a: 1 of 3 runs failed:\n  x = 0.5: no\n"), "\(failed)")
    try folder.write("", to: "mended")
    #expect(try polyak("-e", script, in: folder) == Outcome(output: "0 1 0.5 0.25 0.375 "))
  }

  static let refusals: [(String, String)] = [
    ("runs = {}, refine = print", "sweep: option 'refine' needs 'grid', between whose points others are added"),
    (
      "grid = {x = {1, 2}, m = {'gd', 'hb'}}, refine = print",
      "sweep: option 'grid.m' must have finite numbers alone where 'refine' is given, got string 'gd'; others belong in 'runs'"
    ),
    (
      "grid = {x = {1, 1/0}}, refine = print",
      "sweep: option 'grid.x' must have finite numbers alone where 'refine' is given, got inf; others belong in 'runs'"
    ),
    ("grid = {x = {1.5, 2}}, refine = function() end", "sweep: option 'refine' must return true or false, got nil"),
    ("grid = {x = {1}}, depth = 0", "sweep: option 'depth' must be an integer >= 1, got 0"),
  ]

  @Test("what cannot be refined is refused", arguments: refusals) func refusal(_ options: String, _ message: String) throws {
    let outcome = try polyak(
      "-e", "sweep{name = 'a', folder = 'out', run = function() return 1 end, \(options)}", in: folder)
    #expect(outcome.code == 1 && outcome.errors.hasPrefix("\(programPath): (command line):1: \(message)\n"), "\(outcome)")
  }
}
