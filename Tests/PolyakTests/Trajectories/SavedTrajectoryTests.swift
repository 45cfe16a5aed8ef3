import Foundation
import HeavyBall
import LuaKit
import Testing

@testable import PolyakModules

@Suite("Saved trajectories") struct SavedTrajectoryTests {
  let lua = LuaState()
  let folder = TemporaryFolder()

  init() throws {
    try Polyak.open(in: lua)
    try lua.run(
      """
      L = losses.product{y = 0.6}
      X = random.new(1):normal(20, 3)
      R = losses.least_squares{X = X, y = vec(20, 1)}
      N = losses.mlp{inputs = X, labels = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1}, widths = {4}, precision = "f32"}
      b = vec{2.8, 3.5}
      rough = ode.define(2, function(t, x) return {x[2], -x[1] + sin(t)} end)
      flow = function(form, order) return hbf.flow{loss = L, eta = 5e-3, mu = 0.7, order = order, form = form} end
      changing = hbf.flow{
        loss = L, eta = function(k) return 5e-3 * k / (k + 2) end, mu = function(k) return 0.7 - 0.7 / k end, order = 2}
      rows = hbf.flow{loss = R, eta = 0.05, mu = 0.5, order = 2, form = "phase"}
      function own() return optim.define{loss = L, memory = {m = 0, ["a key"] = 1},
        step = function(b, s, k, gradient)
          local m = 0.5 * s.m - 0.01 * gradient(b)
          return b + m * s["a key"], {m = m, ["a key"] = s["a key"] * 0.999}
        end} end
      local function same(a, b)
        if type(a) == "number" then return a == b or a ~= a and b ~= b end
        if a == nil then return b == nil end
        if #a ~= #b then return false end
        for i = 1, #a do if not same(a[i], b[i]) then return false end end
        return true
      end
      -- What of two trajectories is not the same.
      function difference(t, u)
        for _, name in ipairs{"title", "ending", "diverged"} do if t[name] ~= u[name] then return name end end
        -- What stands in other lines a flow says of its own.
        if (t.message or "none"):match("[^\\n]*") ~= (u.message or "none"):match("[^\\n]*") then return "message" end
        for _, name in ipairs{"t", "beta", "m", "loss", "steps"} do if not same(t[name], u[name]) then return name end end
        for _, pair in ipairs{{t, u}, {u, t}} do
          for name, v in pairs(pair[1].memory) do if not same(v, pair[2].memory[name]) then return "memory " .. name end end
          for name, r in pairs(pair[1].recorded) do
            local s = pair[2].recorded[name]
            if not (s and same(r.values, s.values) and same(r.t, s.t) and same(r.steps, s.steps)) then return name end
          end
          for name, n in pairs(pair[1].statistics or {}) do if pair[2].statistics[name] ~= n then return name end end
        end
        return "none"
      end
      """, name: "=setup")
    lua.globals["folder"] = .string(LuaString(folder.path))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let first: String
    let loss: String
    /// From `t` on.
    let next: String
    var testDescription: String { first }
    init(_ first: String, _ loss: String, _ next: String) { (self.first, self.loss, self.next) = (first, loss, next) }
  }

  static let runs: [Case] = [
    Case("optim.gd{loss = L, eta = 5e-3}:run(b, 7)", "L", "optim.gd{loss = L, eta = 5e-3}:run(t, 5)"),
    Case("optim.hb{loss = L, eta = 0.1/3, mu = 0.7}:run(b, 7)", "L", "optim.hb{loss = L, eta = 0.1/3, mu = 0.7}:run(t, 5)"),
    Case(
      "optim.hb{loss = L, eta = 5e-3, mu = 0.7}:run(optim.hb{loss = L, eta = 1e-3, mu = 0.7}:run(b, 7), 5)", "L",
      "optim.hb{loss = L, eta = 5e-3, mu = 0.7}:run(t, 5)"),
    Case("optim.adamw{loss = L, eta = 0.1/3}:run(b, 7, {every = 2})", "L", "optim.adamw{loss = L, eta = 0.1/3}:run(t, 5)"),
    Case(
      "optim.hb{loss = L, eta = function(k) return 0.01 / (k + 2) end, mu = 0.7}:run(b, 7, {every = 3, record = {norm = function(b) return b:norm() end}})",
      "L", "optim.hb{loss = L, eta = function(k) return 0.01 / (k + 2) end, mu = 0.7}:run(t, 5)"),
    Case(
      "optim.hb{loss = L, eta = function(k) return 0.01 / (k + 2) end, mu = 0.7}:run(b, 7)", "L",
      "hbf.flow{loss = L, eta = 5e-3, mu = 0.7, nu = 0.7, order = 2, form = 'limit'}:integrate(t, 5)"),
    Case(
      "optim.hb{loss = L, eta = function(k) return 0.01 / (k + 2) end, mu = 0.7}:run(b, 7)", "L",
      "hbf.second_order{loss = L, eta = 5e-3, mu = 0.7}:integrate(t, 5)"),
    Case("own():run(b, 9)", "L", "own():run(t, 5)"),
    Case(
      "optim.hb{loss = R, eta = 0.01, mu = 0.9}:run({1, 2, 3}, 8, {batches = {size = 6, seed = 3}})", "R",
      "optim.hb{loss = R, eta = 0.01, mu = 0.9}:run(t, 9)"),
    Case(
      "optim.hb{loss = R, eta = 0.01, mu = 0.9}:run({1, 2, 3}, 8, {batches = {{1, 2}, {3, 4, 5}}})", "R",
      "optim.hb{loss = R, eta = 0.01, mu = 0.9}:run(t, 9)"),
    Case(
      "optim.gd{loss = R, eta = 0.01}:run({1, 2, 3}, 8, {batches = {size = 6, order = 'independent'}})", "R",
      "optim.gd{loss = R, eta = 0.01}:run(t, 9)"),
    Case(
      "optim.hb{loss = N, eta = 0.1, mu = 0.9}:run(N:start(), 8, {record = {loss = 2, both = function(b) return {b[1], b[2]} end}})",
      "N", "optim.hb{loss = N, eta = 0.1, mu = 0.9}:run(t, 9)"),
    Case("optim.gd{loss = L, eta = 1}:run(b, 50)", "L", "optim.gd{loss = L, eta = 1}:run(t, 50)"),
    Case("optim.gd{loss = L, eta = 5e-3}:run(b, 50, {stop = {loss = 1}})", "L", "optim.gd{loss = L, eta = 5e-3}:run(t, 5)"),
    Case("flow('limit', 3):integrate(b, 6)", "L", "flow('limit', 3):integrate(t, 6)"),
    Case("flow('piecewise', 2):integrate(b, 6, {method = 'rk4'})", "L", "flow('piecewise', 2):integrate(t, 6)"),
    Case("flow('phase', 3):integrate(b, 6)", "L", "flow('phase', 3):integrate(t, 6)"),
    Case("flow('phase', 2):integrate(b, 6, {method = 'rk4', every = 4})", "L", "flow('phase', 2):integrate(t, 6)"),
    Case("optim.hb{loss = L, eta = 5e-3, mu = 0.7}:run(b, 7)", "L", "flow('phase', 2):integrate(t, 6, {method = 'rk4'})"),
    Case("flow('limit', 2):integrate(b, 20, {stop = {loss = 30}})", "L", "flow('limit', 2):integrate(t, 6)"),
    Case("flow('limit', 1):integrate(b, 20, {max_steps = 1})", "L", "flow('limit', 1):integrate(t, 6)"),
    Case(
      "hbf.second_order{loss = L, eta = 5e-3, mu = 0.7, kind = 'kovachki-stuart'}:integrate(b, 9)", "L",
      "hbf.second_order{loss = L, eta = 5e-3, mu = 0.7, kind = 'kovachki-stuart'}:integrate(t, 9)"),
    Case("rough:integrate({1, 0}, {to = 3, points = 7})", "nil", "rough:integrate(t, {to = 5, points = 5})"),
    Case("rough:integrate({1, 0}, {times = {0.1, 0.5, 2}})", "nil", "rough:integrate(t, {to = 5, points = 5})"),
    Case(
      "rough:integrate({1, 0}, {to = 9, points = 9, stop = function(t, x) return x[1] end})", "nil",
      "rough:integrate(t, {to = 9, points = 5})"),
  ]

  /// By every integrator: with an m, what is recorded, goals between steps, steps that change, some of them with mu = 0, batches.
  static let phaseRuns = Integrators.all.map(\.name).flatMap { name in
    [
      Case(
        "flow('phase', 2):integrate(b, 9, {method = '\(name)', every = 4, record = {radius = 3}, m = {0.1, -0.2}})", "L",
        "flow('phase', 2):integrate(t, 6, {method = '\(name)', record = {radius = 2}})"),
      Case(
        "flow('phase', 2):integrate(b, 20, {method = '\(name)', stop = {loss = 1}})", "L",
        "flow('phase', 2):integrate(t, 6, {method = '\(name)', every = 'last'})"),
      Case(
        "changing:integrate(b, 9, {method = '\(name)', stop = function(b, k) return k == 7 end})", "L",
        "changing:integrate(t, 6, {method = '\(name)', every = 2})"),
      Case(
        "changing:integrate(b, 90, {method = '\(name)', every = 3, stop = function(b) return b[1] - 1 end})", "L",
        "changing:integrate(t, 6, {method = '\(name)'})"),
      Case(
        "rows:integrate({1, 2, 3}, 7, {method = '\(name)', every = 'last', batches = {size = 6, seed = 4}})", "R",
        "rows:integrate(t, 6, {method = '\(name)', record = {gradient = 2}})"),
    ]
  }

  @Test("are what they were, and go on to the bit", arguments: runs + phaseRuns, [".npz", ".json"])
  func goingOn(_ run: Case, _ ending: String) throws {
    let code = """
      local t = \(run.first)
      local path = t:save(folder .. "/run\(ending)")
      local u = trajectories.load(path, \(run.loss))
      local function on(t) return \(run.next) end
      local there, here = on(t), on(u)
      return difference(t, u) .. ", " .. difference(there, here) .. (tostring(t) == tostring(u) and "" or "\\n" .. tostring(u))
      """
    let answer = try lua.answer(to: code)
    // What a printed flow says of its validity is not in a file.
    #expect(answer.hasPrefix("none, none"), "\(answer)")
  }

  @Test func `every method of the list goes on to the bit`() throws {
    for name in ["gd", "hb", "nag", "momentum", "adam", "adamw", "rmsprop"] {
      let more = ["hb", "nag"].contains(name) ? ", mu = 0.6" : name == "momentum" ? ", mu = 0.6, nu = 0.3" : ""
      let answer = try lua.answer(
        to: """
          local method = optim.\(name){loss = L, eta = 1e-2\(more)}
          local t = method:run(b, 6)
          return difference(method:run(t, 6), method:run(trajectories.load(t:save(folder .. "/\(name).npz"), L), 6))
          """)
      #expect(answer == "none", "\(name)")
    }
  }

  @Test(
    "are refused by reason",
    arguments: [
      ("trajectories.load(folder .. '/t.npz')", "FOLDER/t.npz: to load a run on a loss takes the loss, 'product'"),
      (
        "trajectories.load(folder .. '/t.json', R)",
        "FOLDER/t.json: its points have 2 parameters, and the loss 'least_squares' has 3"
      ),
      (
        "trajectories.load(folder .. '/t.npz', losses.product{y = 1})",
        "FOLDER/t.npz: it was made on another loss: at its last point that was 40.644141271553075, and 'product' is 37.11774068275307"
      ),
      ("trajectories.load(folder .. '/t.csv', L)", "FOLDER/t.csv: the name must end in one of .npz, .json"),
      ("trajectories.load(folder .. '/none.npz', L)", "FOLDER/none.npz: No such file or directory"),
      (
        "trajectories.load(folder .. '/other.json', L)",
        "FOLDER/other.json: it is no trajectory, or damaged: it has no 'title', or another kind of value there"
      ),
    ])
  func refusal(_ expression: String, _ message: String) throws {
    try lua.run(
      "t = optim.gd{loss = L, eta = 1e-3}:run(b, 1, {every = 'last'}) t:save(folder .. '/t.npz') t:save(folder .. '/t.json')")
    _ = try folder.write("{\"a\": 1}", to: "other.json")
    #expect(try lua.failure(of: expression) == "trajectories.load: " + message.replacing("FOLDER", with: folder.path))
  }

  @Test func `every cut or turned byte is an error or changes nothing that matters`() throws {
    try lua.run("t = optim.hb{loss = L, eta = 1e-3, mu = 0.5}:run(b, 2, {batches = false})")
    for ending in [".npz", ".json"] {
      let whole = [UInt8](
        try Data(contentsOf: URL(fileURLWithPath: try lua.answer(to: "return t:save(folder .. '/w\(ending)')"))))
      for place in stride(from: 0, to: whole.count, by: 3) {
        var turned = whole
        turned[place] ^= 0x11
        for bytes in [Array(whole[..<place]), turned] {
          try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/cut\(ending)"))
          // It answers or raises an error; in neither case does anything end.
          _ = try lua.run("return pcall(trajectories.load, folder .. '/cut\(ending)', L)")
        }
      }
    }
  }
}
