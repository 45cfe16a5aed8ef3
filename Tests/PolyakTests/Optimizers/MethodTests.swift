import LuaKit
import Testing

@testable import PolyakModules

@Suite struct `Methods from Lua` {
  let lua = LuaState()
  init() throws {
    try Polyak.open(in: lua)
    try lua.run("L = losses.product{x = 1, y = 0.6}", name: "=test")
  }

  /// Whether every value that code returns is true.
  private func holds(_ code: String) throws -> Bool {
    let values = try lua.run(code, name: "=test")
    return !values.isEmpty && values.allSatisfy { $0 == true }
  }

  @Test(
    arguments: [
      // What is given, and the loop's numbers of step k.
      ("eta = function(k) return 1e-3 / k end, mu = 0.5", "1e-3 / k", "0.5"),
      ("eta = 1e-3, mu = function(k) return (k - 1) / (k + 2) end", "1e-3", "(k - 1) / (k + 2)"),
      ("eta = function(k) return 1e-3 * min(1, k / 10) end, mu = function() return 0.25 end", "1e-3 * min(1, k / 10)", "0.25"),
      (
        "eta = function(k) return 1e-3 * exp(-k / 9) end, mu = function(k) return 1 - 1 / sqrt(k + 1) end",
        "1e-3 * exp(-k / 9)", "1 - 1 / sqrt(k + 1)"
      ),
    ])
  func `steps whose numbers change are those of a loop`(settings: String, eta: String, mu: String) throws {
    #expect(
      try holds(
        """
          local b, m, t = vec{2.8, 3.5}, vec(2, 0), 0
          for k = 1, 50 do
            local eta, mu = \(eta), \(mu)
            m = mu * m - eta * L:gradient(b)
            b, t = b + m, t + eta
          end
          local hb = optim.hb{loss = L, \(settings)}
          local run = hb:run({2.8, 3.5}, 50)
          local parts = hb:run(hb:run({2.8, 3.5}, 20), 30)
          return (run:final() - b):norm() < 1e-13, math.abs(run.t[51] - t) < 1e-15, parts:final() == run:final(),
            parts.t[31] == run.t[51]
        """))
  }

  @Test(
    arguments: ["{2.8, 3.5}", "{{2.8, 3.5}, {2.8, 3.5}, {2.8, 3.5}}"])
  func `vectors of numbers make a member for each, from one start or one for each`(start: String) throws {
    #expect(
      try holds(
        """
          local eta, mu = vec{1e-4, 1e-3, 2e-3}, {0, 0.5, 0.9}
          local e = optim.hb{loss = L, eta = eta, mu = mu}:run(\(start), 100)
          for i = 1, 3 do
            local one, own = e:member(i), optim.hb{loss = L, eta = eta[i], mu = mu[i]}:run({2.8, 3.5}, 100)
            assert(one:final() == own:final() and one.t[101] == own.t[101] and one.memory.m == own.memory.m)
            assert(e.t:get(i, 101) == own.t[101])
          end
          local same = optim.hb{loss = L, eta = 1e-3, mu = mu}:run(\(start), 9)
          return #e == 3, optim.hb{loss = L, eta = eta, mu = mu}.eta == eta, #same.t == 10
        """))
  }

  @Test(
    arguments: [
      (
        "optim.hb{loss = L, eta = 0.1, mu = 1.5}",
        "optim.hb: option 'mu' must be a number in [0, 1), a function of the step's number or a vector, got 1.5"
      ),
      (
        "optim.hb{loss = L, eta = {0.1, 0}, mu = 0}",
        "optim.hb: option 'eta' must be a number > 0, a function of the step's number or a vector, but element 2 is 0, not a number > 0"
      ),
      (
        "optim.hb{loss = L, eta = {}, mu = 0}",
        "optim.hb: option 'eta' must be a number > 0, a function of the step's number or a vector, got an empty vector"
      ),
      (
        "optim.hb{loss = L, eta = {1, 2}, mu = {0.1, 0.2, 0.3}}",
        "optim.hb: option 'mu' must have as many elements as 'eta', which has 2, got 3"
      ),
      (
        "optim.gd{loss = L, eta = function(k) return k - 1 end}",
        "optim.gd: option 'eta' must be a number > 0, a function of the step's number or a vector, but the function gives 0 "
          + "for step 1, not a number > 0"
      ),
      (
        "optim.gd{loss = L, eta = function(k) return 'x' end}",
        "optim.gd: option 'eta' must be a number > 0, a function of the step's number or a vector, but the function returns "
          + "string 'x' for the step's number, not a number"
      ),
      (
        "optim.gd{loss = L, eta = function(k) return k == 1 and 0.1 or 0.2 end}",
        "optim.gd: option 'eta' must be a number > 0, a function of the step's number or a vector, but the function gives 0.1 "
          + "for step 1 and its traced formula 0.2: a test (if, and, or, ==) or a value that changes from call to call is no "
          + "part of a formula; write where(k - 100, a, b), max or min where it changes"
      ),
      (
        "optim.gd{loss = L, eta = function(k) return k == 50 and 0.1 or 0.2 end}",
        "optim.gd: option 'eta' must be a number > 0, a function of the step's number or a vector, but the function gives 0.1 "
          + "for step 50 and its traced formula 0.2: a test (if, and, or, ==) or a value that changes from call to call is no "
          + "part of a formula; write where(k - 100, a, b), max or min where it changes"
      ),
      (
        "optim.gd{loss = L, eta = function(k) return 1e-3 * (1 - k / 5) end}:run({1, 2}, 10)",
        "optimizer:run: 'eta' is -0.0002 in step 6, not a number > 0"
      ),
      (
        "optim.hb{loss = L, eta = 1e-3, mu = function(k) return k / 4 end}:run(optim.gd{loss = L, eta = 0.1}:run({1, 2}, 3), 10)",
        "optimizer:run: 'mu' is 1 in step 4, not a number in [0, 1)"
      ),
      (
        "optim.hb{loss = L, eta = 1e-3, mu = function(k) return k - 1 end}:step(optim.gd{loss = L, eta = 0.1}:run({1, 2}, 3))",
        "optimizer:step: 'mu' is 3 in step 4, not a number in [0, 1)"
      ),
      (
        "optim.define{loss = L, memory = {m = 0}, step = function(b, m, k, g) local q if k == 1 then q = g(b) else q = m.m / (k - 1) + g(b) end return b - 1e-3 * q, {m = q} end}",
        "optim.define: in step 1 the function gives finite numbers and its traced formula does not: a test of a symbolic value (if, ==, "
          + "and, or) or a value that changes from call to call is no part of a formula, and a number that is not finite is one too "
          + "where where(..) does not choose it"
      ),
      (
        "optim.define{loss = L, step = function(b) return b, {m = 1} end}",
        "optim.define: the step returns table to be remembered, but 'memory' has no starting values"
      ),
      (
        "optim.gd{loss = L, eta = function(k) return 1e-4 end}:run({1, 2}, 3, {step = 1e14})",
        "optimizer:run: option 'step' must be at most 100000000 where step sizes change or rows are drawn: all before it are gone "
          + "through"
      ),
      (
        "optim.define{loss = L, memory = {M = eye(2), s = 2}, step = function(b, m, k, g) return m.M * b, m end}:run({1, 2}, 3, {memory = {s = {1}}})",
        "optimizer:run: option 'memory.s' must be a finite number"
      ),
      (
        "optim.gd{loss = L, eta = {1, 2}}:run({{1, 2}, {1, 2}, {1, 2}}, 3)",
        "optimizer:run: argument 'start' must be one point or 2, as many as the vectors of numbers have elements, got 3"
      ),
      (
        "optim.gd{loss = L, eta = {1, 2}}:run(optim.gd{loss = L, eta = 0.1}:run({1, 2}, 3), 3)",
        "optimizer:run: argument 'start' must be one point or 2: an ensemble goes on from no trajectory"
      ),
      (
        "optim.gd{loss = L, eta = {1, 2}}:step{1, 2}",
        "optimizer:step: a method with a number for each member makes ensembles; see run"
      ),
      (
        "optim.gd{loss = L, eta = 0.1, weight_decay = -1}",
        "optim.gd: option 'weight_decay' must be a number >= 0, a function of the step's number or a vector, got -1"
      ),
      (
        "optim.define{loss = L, eta = {1, 2}, step = function(b) return b end}",
        "optim.define: option 'eta' must be a number > 0 or a function of the step's number, got table"
      ),
      (
        "optim.define{loss = L, step = function(b) return 1 end}",
        "optim.define: the step must return the next parameters, a vector of 2, got a number"
      ),
      (
        "optim.define{loss = L, step = function(b) return end}",
        "optim.define: the step must return the next parameters, a vector of 2, got nil"
      ),
      (
        "optim.define{loss = L, memory = {m = 0}, step = function(b) return b end}",
        "optim.define: the step must return the next parameters and a table of what is to be remembered, got Symbol and nil"
      ),
      (
        "optim.define{loss = L, memory = {m = 0}, step = function(b) return b, {} end}",
        "optim.define: the step must return what is to be remembered as 'm', a number, vector or matrix, got nil"
      ),
      (
        "optim.define{loss = L, memory = {m = 0}, step = function(b) return b, {m = 1, n = 2} end}",
        "optim.define: the step returns string 'n' to be remembered, which 'memory' has no starting value for"
      ),
      (
        "optim.define{loss = L, memory = {m = {1, 2, 3}}, step = function(b) return b, {m = b} end}",
        "optim.define: the step returns a vector of 2 for 'm', which was a vector of 3 before"
      ),
      (
        "optim.define{loss = L, memory = {1}, step = function(b) return b end}",
        "optim.define: option 'memory' must be a table, but it has the key 1, which is no name"
      ),
      (
        "optim.define{loss = L, memory = {m = 'x'}, step = function(b) return b end}",
        "optim.define: option 'memory' must be a table, but 'm' is string 'x', not a number, vector or matrix"
      ),
      (
        "optim.define{loss = L, step = function(b, _, k) if k == 1 then return b end return b / 2 end}",
        "optim.define: in step 1 the function gives 0.886962 in the next parameters, its traced formula 0.443481: a test of a "
          + "symbolic value (if, ==, and, or) or a value that changes from call to call is no part of a formula"
      ),
      (
        "optim.define{loss = L, step = function(b, _, k, gradient) return b - gradient(b[1]) end}",
        "gradient: expected a point of 2 parameters, got a number (symbolic)"
      ),
    ])
  func `of numbers that do not suit an error says what`(source: String, message: String) throws {
    #expect(try lua.failure(of: source) == message)
  }

  @Test(
    arguments: [
      ("gd{loss = L, eta = 0.01}", "", "return b - 0.01 * gradient(b)"),
      ("hb{loss = L, eta = 0.01, mu = 0.5}", "m = 0", "local m = 0.5 * s.m - 0.01 * gradient(b) return b + m, {m = m}"),
      (
        "nag{loss = L, eta = 0.01, mu = 0.5}", "m = {0, 0}",
        "local m = 0.5 * s.m - 0.01 * gradient(b + 0.5 * s.m) return b + m, {m = m}"
      ),
      (
        "nag{loss = L, eta = 0.01, mu = function(k) return (k - 1) / (k + 2) end}", "m = 0, t = 1",
        "local mu = (s.t - 1) / (s.t + 2) local m = mu * s.m - 0.01 * gradient(b + mu * s.m) return b + m, {m = m, t = s.t + 1}"
      ),
      (
        "adam{loss = L, eta = 0.01}", "m = 0, v = 0",
        """
        local g = gradient(b)
        local m, v = 0.9 * s.m + 0.1 * g, 0.999 * s.v + 0.001 * g^2
        return b - 0.01 * m / (1 - 0.9^k) / (sqrt(v / (1 - 0.999^k)) + 1e-8), {m = m, v = v}
        """
      ),
    ])
  func `steps that a function makes are those of the methods they are`(method: String, memory: String, step: String) throws {
    #expect(
      try holds(
        """
          local own = optim.define{loss = L, memory = {\(memory)}, step = function(b, s, k, gradient) \(step) end}
          local expected = optim.\(method)
          local run, all = own:run({2.8, 3.5}, 60), expected:run({2.8, 3.5}, 60)
          local parts = own:run(own:run({2.8, 3.5}, 25), 35)
          local many = own:run({{2.8, 3.5}, {1, 2}}, 60)
          return (run:final() - all:final()):norm() < 1e-12, parts:final() == run:final(), many:member(1):final() == run:final(),
            run.t[61] == 60
        """))
  }

  @Test(
    "runs on mini-batches take the rows that are asked for",
    arguments: [
      ("{{1, 2}, {3, 4, 5}, {20, 20}}", "({{1, 2}, {3, 4, 5}, {20, 20}})[(k - 1) % 3 + 1]"),
      ("{size = 6, seed = 3}", "epochs[(k - 1) // 3 + 1]:slice(6 * ((k - 1) % 3) + 1, 6 * ((k - 1) % 3) + 6):totable()"),
      (
        "{size = 6, order = 'cyclic'}",
        "{(6 * k - 6) % 20 + 1, (6 * k - 5) % 20 + 1, (6 * k - 4) % 20 + 1, (6 * k - 3) % 20 + 1, (6 * k - 2) % 20 + 1, (6 * k - 1) % 20 + 1}"
      ),
      ("{size = 6, seed = 3, order = 'independent'}", "draws[k]:totable()"),
    ])
  func batches(option: String, rows: String) throws {
    #expect(
      try holds(
        """
        local X = random.new(1):normal(20, 3)
        local y = X * vec{1, -2, 0.5}
        local first, second, epochs, draws = random.new(3), random.new(3), {}, {}
        for i = 1, 20 do epochs[i], draws[i] = vec(first:permutation(20)), vec(second:integers(1, 20, 6)) end
        local hb = optim.hb{loss = losses.least_squares{X = X, y = y}, eta = 0.05, mu = 0.5}
        local b, m = vec(3, 0), vec(3, 0)
        for k = 1, 20 do
          local g, rows = vec(3, 0), \(rows)
          for _, i in ipairs(rows) do g = g + (X[i]:dot(b) - y[i]) * X[i] / #rows end
          m = 0.5 * m - 0.05 * g
          b = b + m
        end
        local run = hb:run({0, 0, 0}, 20, {batches = \(option)})
        local part = hb:run({0, 0, 0}, 7, {batches = \(option)})
        local own = optim.define{loss = hb.loss, memory = {m = 0}, step = function(b, s, k, gradient)
          local m = 0.5 * s.m - 0.05 * gradient(b)
          return b + m, {m = m}
        end}
        return (run:final() - b):norm() < 1e-13, hb:run(part, 13):final() == run:final(),
          hb:run(part, 13, {batches = false}):final() ~= run:final(),
          (own:run({0, 0, 0}, 20, {batches = \(option)}):final() - b):norm() < 1e-13
        """))
  }

  @Test(
    "batches that cannot be taken are refused",
    arguments: [
      ("{size = 21}", "option 'batches' asks for batches of 21 of 20 rows"),
      ("{{1, 21}}", "option 'batches' asks for row 21 of 20 rows"),
      ("{{1, 0}}", "option 'batches' must be lists of rows, but element 1 has 0"),
      ("{{1, 2}, {}}", "option 'batches' must be lists of rows, but element 2 is empty"),
      ("{{1, 2}, 'a'}", "option 'batches' must be lists of rows, but element 2 is string 'a'"),
      ("{siz = 3}", "unknown option 'batches.siz' (did you mean 'size'?)"),
      (
        "{size = 3, order = 'cylic'}",
        "option 'batches.order' must be 'reshuffled', 'cyclic' or 'independent', got string 'cylic' (did you mean 'cyclic'?)"
      ),
      ("{}", "option 'batches.size' is missing (an integer >= 1)"),
      ("3", "option 'batches' must be a table {size = n, ..}, list of lists of rows or false, got 3"),
      ("true", "option 'batches' must be a table {size = n, ..}, list of lists of rows or false, got true"),
      (
        "{size = 3}, record = {step_smoothness = 1}",
        "option 'record.step_smoothness' looks along a step on all rows, which a run on batches does not make"
      ),
      (
        "{size = 3}, stop = {loss = 1}",
        "option 'stop.loss' looks at all rows in every step, which a run on batches does not; give a function that looks now and "
          + "then"
      ),
    ])
  func refused(batches: String, message: String) throws {
    try lua.run("L = losses.least_squares{X = random.new(1):normal(20, 3), y = vec(20, 1)}", name: "=test")
    let source = "optim.gd{loss = L, eta = 0.1}:run({0, 0, 0}, 5, {batches = \(batches)})"
    #expect(try lua.failure(of: source) == "optimizer:run: " + message)
  }

  @Test("what is remembered keeps its shape: in records, at the end, in files and where it is given") func shapes() throws {
    let answer = try lua.answer(
      to: """
        local turn = optim.define{loss = losses.product{y = 0.6}, memory = {M = mat{{0, 1}, {-1, 0}}, s = 2},
          step = function(b, m) return m.M * b, {M = m.M, s = m.s + 1} end}
        local run = turn:run({1, 2}, 3, {record = {s = function(b, k, m) return m.s end, M = function(b, k, m) return m.M:get(1, 2) end}})
        local path = run:save(os.tmpname() .. ".json")
        local loaded = trajectories.load(path, losses.product{y = 0.6})
        os.remove(path)
        local given = turn:run({1, 2}, 1, {memory = {M = {{2, 0}, {0, 2}}, s = 7}})
        return table.concat({run.memory.s, run.memory.M:get(1, 2), run.recorded.s.values[4], run.recorded.M.values[4], loaded.memory.s,
          loaded.memory.M:get(2, 1), given.memory.s, given:final()[2]}, " ")
        """)
    #expect(answer == "5.0 1.0 5.0 1.0 5.0 -1.0 8.0 4.0")
  }

  @Test("a test for one step is found, however late") func lateTest() throws {
    let source = """
      optim.define{loss = losses.product{y = 0.6}, step = function(b, m, k, g)
        if k == 250 then return 0 * b end
        return b - 0.1 * g(b)
      end}
      """
    let message = try lua.failure(of: source)
    #expect(
      message.contains("optim.define: in step 250 the function gives 0 in the next parameters, its traced formula "), "\(message)"
    )
  }

  @Test("a step goes on with the batches of the run before") func steppingOnBatches() throws {
    let answer = try lua.answer(
      to: """
        local X = random.new(0):normal(20, 2)
        local L = losses.least_squares{X = X, y = X * vec{1, 2}}
        local function method() return optim.hb{loss = L, eta = 0.1, mu = 0.5} end
        local m, options = method(), {batches = {size = 5, seed = 1}}
        local whole = method():run({0, 0}, 13, options)
        local a = m:run({0, 0}, 10, options)
        local b = m:step()
        m:step(m:run(a, 1))
        return tostring(b == whole.beta[12]) .. " " .. tostring(m:step() == whole.beta[14])
        """)
    #expect(answer == "true true")
  }
}
