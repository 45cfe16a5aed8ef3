import Foundation
import HeavyBall
import LuaKit
import Testing

@testable import PolyakModules

@Suite struct `Diagnostics in Lua` {
  struct Case: Sendable, CustomTestStringConvertible {
    let code: String
    let expected: String
    var testDescription: String { code }
    init(_ code: String, _ expected: String) { (self.code, self.expected) = (code, expected) }
  }

  let lua = LuaState()
  init() throws {
    try Polyak.open(in: lua)
    try lua.run(
      """
      L = losses.product{y = 0.6}
      hb = optim.hb{loss = L, eta = 5e-3, mu = 0.7}
      N = dln.sparse_regression{n = 20, d = 60, nonzero = 3, seed = 0}:loss()
      b = vec(120, 0.3)
      function fmt(x) return ("%.12g"):format(x) end
      function all(v) local texts = {} for i, x in ipairs(v) do texts[i] = ("%.6g"):format(x) end return table.concat(texts, " ") end
      """, name: "=setup")
  }

  func value(_ code: String) throws -> String {
    try lua.answer(to: "return " + code)
  }

  static let values = [
    // 20.09 + 2rP/S - 3 eta rP + 2 eta^2 r^2 P^2 / S with S = 20.09, P = 9.8, r = 9.2, by hand.
    Case("fmt(diagnostics.directional_smoothness(L, {2.8, 3.5}, 5e-3))", "27.7334407805"),
    Case("fmt(diagnostics.directional_smoothness(L, {2.8, 3.5}, 0))", "29.0656097561"),
    Case("fmt(diagnostics.directional_smoothness(L, {2.8, 3.5}, {along = L:gradient{2.8, 3.5} * -5e-3}))", "27.7334407805"),
    Case("fmt(diagnostics.directional_smoothness(L, {2.8, 3.5}, nil, {along = {1e-3, 0}}))", "12.25"),
    Case("fmt(diagnostics.directional_smoothness(L, {2.8, 3.5}, 1, {along = {1e-3, 0}}))", "12.25"),
    Case("diagnostics.directional_smoothness(L, {0, 0}, 0.1) ~= diagnostics.directional_smoothness(L, {0, 0}, 0.1)", "true"),
    Case("fmt(diagnostics.sharpness(L, {2.8, 3.5}))", "29.1725200954"),
    Case("fmt(diagnostics.sharpness(losses.quadratic{A = {{-5, 0}, {0, 2}}}, {1, 1}))", "2"),
    Case("fmt(diagnostics.sharpness(losses.quadratic{A = {{-5, 0}, {0, 2}}}, {1, 1}, {largest = 'modulus'}))", "-5"),
    Case("select(2, diagnostics.sharpness(L, {2.8, 3.5}, {count = 2})).values", "Vector(2)  29.1725  -9.08252"),
    Case("select(2, diagnostics.sharpness(L, {2.8, 3.5})).iterations", "2"),
    Case("select(2, diagnostics.sharpness(N, b)).converged", "true"),
    Case("select(2, diagnostics.sharpness(N, b, {iterations = 2})).converged", "false"),
    Case("#select(2, diagnostics.sharpness(N, b, {count = 3})).vectors", "3"),
    Case(
      """
      (function()
        local _, t = diagnostics.sharpness(N, b, {count = 3})
        local v = t.vectors[2]
        return (N:hvp(b, v) - t.values[2] * v):norm() / t.values[1] <= t.residual * 1.001
      end)()
      """, "true"),
    Case(
      """
      (function()
        local _, t = diagnostics.sharpness(N, b)
        local near = b * 1.001
        local warm, cold = select(2, diagnostics.sharpness(N, near, {start = t.vectors})), select(2, diagnostics.sharpness(N, near))
        local also = select(2, diagnostics.sharpness(N, near, {start = t.vectors[1]:totable()}))
        return warm.iterations < cold.iterations and also.iterations == warm.iterations
      end)()
      """, "true"),
    Case("diagnostics.check_gradient(L, {2.8, 3.5}) < 1e-6", "true"),
    Case(
      "diagnostics.check_gradient(losses.define(2, function(b) return relu(b[1]) + b[2] end), {0, 1}, {directions = 0})", "1.0"),
    Case(
      """
      (function()
        local _, t = diagnostics.check_gradient(losses.define(2, function(b) return relu(b[2]) + b[1] end), {1, 0}, {directions = 0})
        return ("%d %s %g %g %d"):format(t.coordinate, t.direction, t.gradient, t.difference, t.checked)
      end)()
      """, "2 Vector(2)  0  1 0 0.5 2"),
    Case("all(hb:run({2.8, 3.5}, 20, {record = {loss = 8}}).recorded.loss.steps)", "0 8 16 20"),
    Case("all(hb:run({2.8, 3.5}, 20, {record = {loss = 8}}).recorded.loss.t)", "0 0.04 0.08 0.1"),
    Case(
      """
      (function()
        local mine = {every = 5, f = function(beta, step) return beta[1] + step end}
        local run = hb:run({2.8, 3.5}, 20, {record = {mine = mine}})
        for i, k in ipairs(run.recorded.mine.steps) do
          if run.recorded.mine.values[i] ~= run.beta[math.tointeger(k) + 1][1] + k then return i end
        end
        return all(run.recorded.mine.steps)
      end)()
      """, "0 5 10 15 20"),
    Case(
      "hb:run({2.8, 3.5}, 20, {record = {m = {every = 10, f = function(_, _, s) return s.m end}}}).recorded.m",
      "Record  m, 3 values in R^2, step 0 .. 20\n  (0, 0) -> (-0.0114119, -0.00401664)"),
    Case(
      """
      (function()
        local mine = {every = 1, f = function(b, k, s) return concat(b, k, s.m) end}
        local run = hb:run({2.8, 3.5}, 20, {record = {mine = mine}})
        local values = run.recorded.mine.values
        for i = 1, 20 do
          assert(values[i + 1]:slice(1, 2) == run.beta[i + 1] and values[i + 1][3] == i)
          assert((values[i + 1]:slice(4, 5) - (run.beta[i + 1] - run.beta[i])):norm() < 1e-14)
        end
        return #values == 21 and #values[1] == 5 and values[21]:slice(4, 5) == run.memory.m
      end)()
      """, "true"),
    Case("hb:run({2.8, 3.5}, 20, {record = {loss = 1}}).recorded.loss.values == hb:run({2.8, 3.5}, 20).loss", "true"),
    Case(
      "hb:run({2.8, 3.5}, 20, {record = {mine = {every = 9, f = function(_, k) return k end}}}).recorded.mine.values",
      "Vector(4)  0  9  18  20"),
    Case(
      "hb:run({2.8, 3.5}, 9, {record = {mine = {every = 9, f = function(_, k) return 0 / 0 end}}}).recorded.mine.values",
      "Vector(2)  nan  nan"),
    Case("all(hb:run(hb:run({2.8, 3.5}, 13), 9, {record = {radius = 5}}).recorded.radius.steps)", "13 15 20 22"),
    Case(
      "hb:run({2.8, 3.5}, 20, {record = {radius = 20}}).recorded.radius.values[1] == hbf.flow{loss = L, eta = 5e-3, mu = 0.7, order = 1}:validity{2.8, 3.5}",
      "true"),
    Case(
      "fmt(optim.gd{loss = L, eta = 0.1}:run({2.8, 3.5}, 1, {record = {radius = 1}}).recorded.radius.values[1])", "2.91725200954"),
    Case(
      "all(hb:run({2.8, 3.5}, 100, {every = 'last', stop = {steps = 7}, record = {gradient = 5}}).recorded.gradient.steps)",
      "0 5 7"),
    Case(
      "all(hb:run({2.8, 3.5}, 100, {stop = function(_, k) return k == 3 end, record = {gradient = 5}}).recorded.gradient.steps)",
      "0 3"),
    Case("next(hb:run({2.8, 3.5}, 3).recorded)", "nil"),
    Case(
      "diagnostics.stability{loss = L, beta = {2.8, 3.5}, eta = 0.1, mu = 0.7}",
      """
      Stability  eta = 0.1, mu = 0.7
        threshold  34 = 2 (1 + mu)/eta, beyond it alternating
        sharpness  29.1725, 0.858 of the threshold
        above 0.5 of it  1: 29.1725
        falls by 1.83e+03 a unit of time
      """),
    Case(
      "diagnostics.stability{loss = L, beta = {1, 0.5}, eta = 0.5, method = 'nag', mu = 0.5}.threshold", "3.0"),
    Case(
      "diagnostics.stability{loss = losses.quadratic{A = {{3, 0}, {0, 2}}}, beta = {1, 1}, eta = 1, method = 'gd', fraction = 0.1, vectors = true}",
      """
      Stability  eta = 1, mu = 0
        threshold  2 = 2/eta, beyond it alternating
        sharpness  3, 1.5 of the threshold
        above 0.1 of it  2: 3  2
        beyond, and falls by 0 a unit of time
      """),
    Case(
      "diagnostics.stability{loss = losses.quadratic{A = {{3, 0}, {0, 2}}}, beta = {1, 1}, eta = 1, mu = 0.5, nu = -0.5, vectors = true}.vectors",
      "Matrix(2 x 2)\n  1  0\n  0  1"),
    Case("diagnostics.stability{loss = L, beta = {2.8, 3.5}, eta = 0.1, mu = 0.7}.vectors", "nil"),
    Case(
      "(function() local s = diagnostics.stability{loss = L, beta = {2.8, 3.5}, eta = 0.1, mu = 0, nu = -1} return s.exit .. ' ' .. s.threshold .. ' ' .. tostring(s.complete and s.converged) end)()",
      "rotating 10.0 true"),
    Case(
      "all(hb:run({2.8, 3.5}, 20, {record = {stability = 20, sharpness = 20}}).recorded.stability.values * 680)",
      "29.1725 3.63411"),
    Case(
      "hb:run({2.8, 3.5}, 20, {record = {spectrum = {every = 10, above = 0.01}}}).recorded.spectrum",
      "Record  spectrum, 3 values in R^1, step 0 .. 20\n  (29.1725) -> (nan)"),
    Case("#hb:run({2.8, 3.5}, 20, {record = {spectrum = 10}}).recorded.spectrum", "3"),
    Case(
      "hb:run({2.8, 3.5}, 2, {record = {spectrum = 10}}).recorded.spectrum",
      "Record  spectrum, 2 values in R^1, step 0 .. 2\n  (nan) -> (nan)"),
    Case(
      "(function() local t = {} for _, s in ipairs{'csv', 'json', 'npz'} do local path = os.tmpname() .. '.' .. s local run = hb:run({2.8, 3.5}, 20, {record = {spectrum = {every = 10, above = 0.01}}}) if s == 'csv' then run.recorded.spectrum:save(path) local f <close> = io.open(path) t[#t + 1] = f:read('a'):gsub('\\n', ';') else run:save(path) local r = trajectories.load(path, L).recorded.spectrum t[#t + 1] = tostring(r.values == run.recorded.spectrum.values or all(r.values:flatten())) end os.remove(path) end return table.concat(t, ' ') end)()",
      "step,t,spectrum_1;0,0.0,29.172520095401808;10,0.05,nan;20,0.1,nan; 29.1725 nan nan 29.1725 nan nan"),
    Case(
      "optim.adam{loss = L, eta = 0.1}:run({2.8, 3.5}, 1, {record = {spectrum = {every = 1, threshold = 30}}}).recorded.spectrum.values[1][1]",
      "29.172520095402"),
    Case("hb:run({2.8, 3.5}, 20):midpoints().beta:size()", "19"),
    Case(
      "hb:run({2.8, 3.5}, 2):midpoints()",
      "Trajectory  midpoints of heavy ball, 1 point in R^2, t = 0.005\n  loss  3.34e+01     final  (2.61611, 3.35349)"),
    Case(
      "hb:run({2.8, 3.5}, 20, {record = {sharpness = 7}}).recorded.sharpness",
      "Record  sharpness, 4 values, step 0 .. 20\n  29.17 -> 3.634"),
    Case(
      "hb:run({2.8, 3.5}, 20, {record = {loss = 20, gradient = 1}})",
      "Trajectory  heavy ball, 21 points in R^2, t = 0 .. 0.1\n  loss  4.23e+01 -> 1.43e-02     final  (0.418329, 1.8384)\n  recorded  gradient (21), loss (2)"
    ),
  ]

  @Test(arguments: values) func `values are what they should be`(_ example: Case) throws {
    #expect(try value(example.code) == example.expected)
  }

  /// A few names are all told.
  private static var known: String {
    let names = Quantities.all.map { "'\($0.name)'" }
    return names.count > 6 ? "" : " (known are \(names.joined(separator: ", ")))"
  }

  static let refusals = [
    Case(
      "diagnostics.sharpness(L, {1})", "diagnostics.sharpness: argument 'beta' must have 2 elements, the loss's parameters, got 1"
    ),
    Case(
      "diagnostics.sharpness(L, {1, 2}, {count = 3})",
      "diagnostics.sharpness: option 'count' must be at most 2, the number of parameters, got 3"),
    Case("diagnostics.sharpness(L, {1, 2}, {count = 0})", "diagnostics.sharpness: option 'count' must be an integer >= 1, got 0"),
    Case(
      "diagnostics.sharpness(L, {1, 2}, {tol = 1})", "diagnostics.sharpness: unknown option 'tol' (did you mean 'tolerance'?)"),
    Case(
      "diagnostics.sharpness(L, {1, 2}, {tolerence = 1})",
      "diagnostics.sharpness: unknown option 'tolerence' (did you mean 'tolerance'?)"),
    Case(
      "diagnostics.sharpness(L, {1, 2}, {largest = 'modulos'})",
      "diagnostics.sharpness: option 'largest' must be 'value' or 'modulus', got string 'modulos' (did you mean 'modulus'?)"),
    Case(
      "diagnostics.sharpness(L, {1, 2}, {start = {1}})",
      "diagnostics.sharpness: option 'start' must have as many columns as the loss has parameters, 2, got 1"),
    Case(
      "diagnostics.sharpness(L, {1, 2}, {start = {1, 'a'}})",
      "diagnostics.sharpness: option 'start[2]' must be a number, got string 'a'"),
    Case(
      "diagnostics.directional_smoothness(L, {1, 2})",
      "diagnostics.directional_smoothness: argument 'eta' is missing (step size), or else option 'along' (a step)"),
    Case(
      "diagnostics.directional_smoothness(L, {1, 2}, -1)",
      "diagnostics.directional_smoothness: argument 'eta' must be a number >= 0, got -1"),
    Case(
      "diagnostics.directional_smoothness(L, {1, 2}, 1, {along = {1}})",
      "diagnostics.directional_smoothness: option 'along' must have as many elements as beta, 2, got 1"),
    Case(
      "diagnostics.check_gradient(L, {1, 2}, {directions = 0, coordinates = 0})",
      "diagnostics.check_gradient: options 'directions' and 'coordinates' are both 0: nothing to check"),
    Case(
      "hb:run({1, 2}, 20, {every = 10}):midpoints()",
      "trajectory:midpoints: needs three steps in a row, k - 1, k and k + 1, and the run kept steps 0, 10, 20: run with every = 1"
    ),
    Case(
      "optim.adam{loss = L, eta = 0.1}:run({1, 2}, 3, {record = {spectrum = 1}})",
      "optimizer:run: option 'record.spectrum' needs option 'threshold': only methods with a momentum mu have their own, which Adam has not"
    ),
    Case(
      "optim.adam{loss = L, eta = 0.1}:run({1, 2}, 3, {record = {stability = 1}})",
      "optimizer:run: option 'record.stability' is for methods with a momentum mu, which Adam has not"),
    Case(
      "hb:run({1, 2}, 3, {record = {spectrum = {every = 1, abve = 1}}})",
      "optimizer:run: unknown option 'record.spectrum.abve' (did you mean 'above'?)"),
    Case(
      "hb:run({1, 2}, 3, {record = {spectrum = {every = 1, most = 0}}})",
      "optimizer:run: option 'record.spectrum.most' must be an integer >= 1, got 0"),
    Case(
      "diagnostics.stability{loss = L, beta = {1, 2}, mu = 0.5}", "diagnostics.stability: option 'eta' is missing (a number > 0)"),
    Case(
      "diagnostics.stability{loss = L, beta = {1, 2}, eta = 0.1}",
      "diagnostics.stability: option 'mu' is missing (a number in [0, 1))"),
    Case(
      "diagnostics.stability{loss = L, beta = {1}, eta = 0.1, mu = 0}",
      "diagnostics.stability: option 'beta' must have 2 elements, the loss's parameters, got 1"),
    Case(
      "diagnostics.stability{loss = L, beta = {1, 2}, eta = 0.1, mu = 0, nu = 1, method = 'hb'}",
      "diagnostics.stability: options 'nu' and 'method' exclude each other, got method = 'hb'"),
    Case("hb:run({1, 2}, 3, {record = 5})", "optimizer:run: option 'record' must be a table of options, got 5"),
    Case("hb:run({1, 2}, 3, {record = {5}})", "optimizer:run: option 'record' takes options by name, got the key 1"),
    Case(
      "hb:run({1, 2}, 3, {record = {shapness = 5}})",
      "optimizer:run: unknown option 'record.shapness' (did you mean 'sharpness'?); one of your own is a function or {every, f}"),
    Case(
      "hb:run({1, 2}, 3, {record = {mine = 5}})",
      "optimizer:run: unknown option 'record.mine'\(known); one of your own is a function or {every, f}"),
    Case(
      "hb:run({1, 2}, 3, {record = {loss = 0}})",
      "optimizer:run: option 'record.loss' must be an integer >= 1 or a table of options, got 0"),
    Case("hb:run({1, 2}, 3, {record = {loss = {}}})", "optimizer:run: option 'record.loss.every' is missing (an integer >= 1)"),
    Case(
      "hb:run({1, 2}, 3, {record = {mine = {f = print}}})",
      "optimizer:run: option 'record.mine.every' is missing (an integer >= 1)"),
    Case(
      "hb:run({1, 2}, 3, {record = {mine = {every = 1, f = 3}}})",
      "optimizer:run: option 'record.mine.f' must be a function, got 3"),
    Case(
      "hb:run({1, 2}, 3, {record = {mine = {evry = 1, f = print}}})",
      "optimizer:run: unknown option 'record.mine.evry' (did you mean 'every'?)"),
    Case(
      "hb:run({1, 2}, 3, {record = {loss = {every = 1, f = print}}})",
      "optimizer:run: option 'record.loss' is measured as 'loss' always is: give the function f another name"),
    Case(
      "hb:run({1, 2}, 3, {record = {mine = function() return {1, 'a'} end}})",
      "optimizer:run: option 'record.mine' must return a number or a vector, got table at step 0"),
    Case(
      "hb:run({1, 2}, 3, {record = {mine = {every = 2, f = function() end}}})",
      "optimizer:run: option 'record.mine.f' must return a number or a vector, got nil at step 0"),
    Case(
      "hb:run({1, 2}, 3, {record = {mine = {every = 2, f = function(b, k) return k < 2 and b or 1 end}}})",
      "optimizer:run: option 'record.mine.f' must return a vector of 2, as before, got a number at step 2"),
    Case(
      "hb:run({1, 2}, 3, {record = {mine = {every = 2, f = function(b, k) return k < 2 and 1 or b end}}})",
      "optimizer:run: option 'record.mine.f' must return a number, as before, got a vector of 2 at step 2"),
    Case(
      "hb:run({{1, 2}, {3, 4}}, 3, {record = {loss = 1}})",
      "optimizer:run: option 'record' is for single runs: run the members of an ensemble one by one to measure on the way"),
    Case(
      "optim.adam{loss = L, eta = 0.1}:run({1, 2}, 3, {record = {radius = 1}})",
      "optimizer:run: option 'record.radius' is for methods with a momentum mu, which Adam has not"),
    Case(
      "hbf.flow{loss = L, eta = 0.1, mu = 0.5, order = 1}:integrate({{1, 2}, {1, 2}}, 3, {record = {loss = 1}})",
      "flow:integrate: option 'record' is for single runs: run the members of an ensemble one by one to measure on the way"),
    Case(
      "hb:run({1, 2}, 3, {record = {loss = 1}}).recorded.loss:save('a.json')", "record:save: a.json: the name must end in .csv"),
  ]

  @Test(arguments: refusals) func `what cannot be done is refused`(_ example: Case) throws {
    let message = try value("select(2, pcall(function() return \(example.code) end))")
    #expect(message.replacing("test:1: ", with: "") == example.expected)
  }

  @Test func `an error in a function that measures ends the run, with its place and its calls`() throws {
    try lua.run("function mine(beta, step) if step == 6 then error('here') end return step end", name: "=mine")
    let error = #expect(throws: LuaError.self) {
      try lua.run("return hb:run({2.8, 3.5}, 100, {record = {mine = {every = 3, f = mine}}})", name: "=test")
    }
    #expect(error?.message == "mine:1: here")
    #expect(error?.traceback?.contains("mine:1") == true && error?.traceback?.contains("test:1") == true)
    #expect(
      try value("select(2, pcall(hb.run, hb, {1, 2}, 9, {record = {mine = {every = 3, f = function() error({7}) end}}}))[1]")
        == "7")
  }

  @Test func `functions that measure are let go of, whether they raise or not`() throws {
    let alive = {
      try value("(function() collectgarbage() collectgarbage() local n = 0 for _ in pairs(held) do n = n + 1 end return n end)()")
    }
    try lua.run(
      """
      held = setmetatable({}, {__mode = "k"})
      function measure(fails)
        local f = function(_, step) if fails and step == 4 then error("no") end return step end
        held[f] = true
        return f
      end
      for i = 1, 50 do
        pcall(hb.run, hb, {2.8, 3.5}, 10, {record = {mine = {every = 2, f = measure(i % 2 == 0)}}})
      end
      """, name: "=test")
    #expect(try alive() == "0")
    // A trajectory holds what was measured, not the function.
    try lua.run("kept = hb:run({2.8, 3.5}, 10, {record = {mine = {every = 2, f = measure()}}})", name: "=test")
    #expect(try alive() == "0")
    #expect(try value("kept.recorded.mine.values") == "Vector(6)  0  2  4  6  8  10")
  }

  @Test func `a function that measures may use the loss and run the optimizer itself`() throws {
    try lua.run(
      """
      run = hb:run({2.8, 3.5}, 20, {record = {
        mine = {every = 4, f = function(beta) return L(beta) + hb:run(beta, 3, {record = {loss = 1}}).recorded.loss.values[4] end}}})
      plain = hb:run({2.8, 3.5}, 20)
      """, name: "=test")
    #expect(try value("run.beta == plain.beta") == "true")
    #expect(try value("run.recorded.mine.values[2] == L(plain.beta[5]) + L(hb:run(plain.beta[5], 3):final())") == "true")
  }

  @Test(arguments: [
    "diagnostics.sharpness(N, b)", "diagnostics.sharpness(L, {1, 2})", "diagnostics.check_gradient(N, b)",
    "optim.gd{loss = N, eta = 1e-3}:run(b, 10, {record = {sharpness = 1}})",
  ])
  func `stops when interrupted`(_ code: String) throws {
    lua.interrupt.flag.store(true, ordering: .relaxed)
    let error = #expect(throws: LuaError.self) { try lua.run(code) }
    #expect(error?.kind == .interrupted)
    lua.interrupt.clear()
    #expect(try value("1 + 1") == "2")
  }

  @Test func `a search whose vectors do not fit under the memory limit is an error`() throws {
    let small = LuaState(memoryLimit: 32 << 20)
    try Polyak.open(in: small)
    let error = #expect(throws: LuaError.self) {
      try small.run("diagnostics.sharpness(losses.rosenbrock{n = 100000}, vec(100000, 1))")
    }
    #expect(error?.message.hasSuffix("not enough memory") == true, "\(error?.message ?? "")")
  }

  @Test func `a record is saved with its steps and times`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/loss.csv"
    #expect(
      try value(
        "hb:run({2.8, 3.5}, 20, {record = {mine = {every = 10, f = function(_, k) return k / 4 end}}}).recorded.mine:save('\(path)')"
      ) == path)
    #expect(try folder.read("loss.csv") == "step,t,mine\n0,0.0,0.0\n10,0.05,2.5\n20,0.1,5.0\n")
  }

  @Test func `progress, stop and record work together`() throws {
    try lua.run(
      """
      reports = {}
      run = hb:run({2.8, 3.5}, 5000, {
        every = 1000, stop = function(_, k) return k == 2500 end,
        progress = function(done, all) reports[#reports + 1] = done / all end,
        record = {gradient = 500, mine = {every = 700, f = function(_, k) return k end}}})
      """, name: "=test")
    #expect(try value("all(run.steps)") == "0 1000 2000 2500")
    #expect(try value("all(run.recorded.gradient.steps)") == "0 500 1000 1500 2000 2500")
    #expect(try value("all(run.recorded.mine.values)") == "0 700 1400 2100 2500")
    #expect(try value("run.ending .. #reports") != "stopped0")
  }
}
