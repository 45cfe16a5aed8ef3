import LuaKit
import Testing

@testable import PolyakModules

/// Values that no function expects end in an error that says so, and never the process.
@Suite("Hostile values") struct HostileValueTests {
  let lua: LuaState

  init() throws {
    lua = LuaState()
    try Polyak.open(in: lua)
    try lua.run(
      """
      extremes = {math.mininteger, math.maxinteger, math.mininteger + 1, math.maxinteger - 1, -2.0^63, 2.0^63, 2.0^53, -2.0^53}
      L = losses.rosenbrock{}
      hb = optim.hb{loss = L, eta = 1e-4, mu = 0.5}
      T, E = hb:run({1, 1}, 4), hb:run(mat{{1, 2}, {3, 4}, {5, 6}}, 4)
      flow = hbf.flow{loss = L, eta = 1e-4, mu = 0.5, order = 2}
      itself = {} itself[1] = itself
      rows = {{1, 2}} rows[2] = rows
      deep = {} for i = 1, 200000 do deep = {deep} end
      """)
  }

  @Test(
    "a table that contains itself, or many others",
    arguments: [
      ("sin(t)", "sin: argument 'x' must be a number, vector or matrix, got table"),
      ("max(1, t)", "max: argument 2, 'more' must be a number, vector or matrix or 'rows' or 'columns', got table"),
      ("dot({1}, t)", "dot: argument 'y' must be a number, vector or matrix, got table"),
      ("vec{1, 2}^t", "^: expected a number, a vector or a matrix, got table"),
      ("t - mat(1, 1)", "-: expected a number, a vector or a matrix, got table"),
      ("sum(t)", "sum: argument 'x' must be a number, vector or matrix, got table"),
      ("logsumexp(t)", "logsumexp: argument 'x' must be a number, vector or matrix, got table"),
      ("in_formula(function(b) return b * t end)", "*: expected a number, a vector or a matrix, got table"),
      ("in_formula(function(b) return b:dot(t) end)", "s:dot: argument 'y' must be a number, vector or matrix, got table"),
      ("in_formula(function(b) return sum{b[1], t} end)", "sum: argument 'x' must be a number, vector or matrix, got table"),
      ("in_formula(function(b) return sum{{b[1], t}} end)", "sum: argument 'x' must be a number, vector or matrix, got table"),
      ("in_formula(function(b) return sum{t, b[1]} end)", "sum: argument 'x' must be a number, vector or matrix, got table"),
      ("in_formula(function(b) return t end)", "losses.define: the function must return a number, got table"),
    ])
  func nested(_ code: String, _ message: String) throws {
    try lua.run("function in_formula(f) return losses.define(2, f) end", name: "=test")
    for table in ["itself", "{itself, itself}", "deep"] {
      try lua.run("t = \(table)")
      #expect(try lua.failure(of: code) == message, "\(table)")
    }
    try lua.run("itself, rows, deep, t = nil")
  }

  @Test(
    "rows that contain themselves",
    arguments: [
      ("sin(rows)", "sin: argument 'x[2][1]' must be a number, got table"),
      ("max(1, rows)", "max: argument 2, 'more[2][1]' must be a number, got table"),
      ("dot({1}, rows)", "dot: argument 'y[2][1]' must be a number, got table"),
      ("sum(rows)", "sum: argument 'x[2][1]' must be a number, got table"),
      ("vec{1, 2}^rows", "^: expected a number, a vector or a matrix, got table"),
    ])
  func rows(_ code: String, _ message: String) throws {
    #expect(try lua.failure(of: code) == message)
  }

  @Test(
    "tables of two levels are still vectors and matrices of a formula",
    arguments: [
      ("sum{b[1], 2 * b[2], 3}", "8.0"), ("mat{{b[1], b[2]}, {3, 4}}:sum()", "10.0"), ("mat{{1, 2}, {b[1], 4}}:sum()", "8.0"),
      ("mat{vec{1, 2}, {b[1], b[2]}}:sum()", "6.0"), ("mat{b}:sum()", "3.0"), ("mat{{b[1]}}:sum()", "1.0"),
    ])
  func formulas(_ code: String, _ value: String) throws {
    #expect(try lua.text(of: lua.value(of: "losses.define(2, function(b) return \(code) end){1, 2}")) == value)
  }

  @Test func `the first and last of all integers are no elements`() throws {
    let minimum = "-9223372036854775808"
    #expect(try lua.failure(of: "vec{1}[math.mininteger]") == "Vector: no element \(minimum), it has 1")
    #expect(try lua.failure(of: "vec{1}[-2.0^63]") == "Vector: no element \(minimum), it has 1")
    #expect(try lua.failure(of: "vec{1}[math.maxinteger]") == "Vector: no element 9223372036854775807, it has 1")
    #expect(try lua.failure(of: "(function() vec{1}[math.mininteger] = 2 end)()") == "Vector: no element \(minimum), it has 1")
    // Each class that takes integers, in brackets and in methods; in formulas too.
    try lua.run(
      """
      local values = {vec{1, 2}, mat{{1, 2}, {3, 4}}, T, E, hbf.series(3), flow, L, hb, random.new(1), T.beta, T.t, E.t,
        losses.mlp{inputs = mat{{1}, {2}}, targets = mat{{1}, {2}}, widths = {2}}}
      local methods = {"get", "column", "member", "field", "integers", "at", "start", "slice", "norm"}
      count = 0
      local function try(f, ...) local ok, message = pcall(f, ...) count = count + 1
        if ok and type(message) == "userdata" and not tostring(message) then error("?") end end
      for _, i in ipairs(extremes) do
        for _, value in ipairs(values) do
          try(function() return value[i] end)
          try(function() value[i] = 1 end)
          for _, name in ipairs(methods) do
            local ok, method = pcall(function() return value[name] end)
            if ok and type(method) == "function" then
              try(method, value, i) try(method, value, i, 1) try(method, value, 1, i) try(method, value, {1, 1}, i)
              for _, j in ipairs(extremes) do try(method, value, i, j) end
            end
          end
        end
        for _, access in ipairs{function(b) return b[i] end, function(b) return mat{{b[1], b[2]}}[i] end,
          function(b) return mat{{b[1], b[2]}}:get(i, 1) end, function(b) return mat{{b[1], b[2]}}:get(1, i) end} do
          assert(not pcall(losses.define, 2, access))
        end
      end
      """)
    #expect(try lua.value(of: "count").integer ?? 0 > 600)
  }

  @Test(
    "options that are the first or last integers",
    arguments: [
      "hb:run({1, 1}, 3, {every = i})", "hb:run({1, 1}, 3, {step = i})", "hb:run(T, 3, {every = i})", "hb:run(E, 3, {every = i})",
      "hb:run({1, 1}, 3, {stop = {steps = i}})", "hb:run({1, 1}, 3, {record = {sharpness = i}})",
      "optim.adam{loss = L, eta = 0.1}:run({1, 1}, 3, {step = i, memory = hb:run({1, 1}, 2).memory})",
      "flow:integrate({1, 1}, 3, {every = i})", "flow:integrate({1, 1}, 3, {max_steps = i})",
      "flow:integrate({1, 1}, 3, {method = 'rk4', every = i})", "flow:field({1, 1}, i)",
      "hbf.coefficients{mu = 0.5, order = 2, k = i}", "hbf.symbol(i, 0.5)", "hbf.series(i)", "random.new(i)",
      "random.new(1):integers(i, math.maxinteger, 2)", "random.new(1):integers(math.mininteger, i, 2)",
      "diagnostics.sharpness(L, {1, 1}, {count = i})", "diagnostics.check_gradient(L, {1, 1}, {seed = i})",
      "dln.sparse_regression{n = 2, d = 3, nonzero = i, seed = 1}", "data.digits{limit = i}", "vec(i)", "mat(i, i)", "mat(i, 0)",
      "mat(0, i)",
      "losses.rosenbrock{n = i}", "losses.define(i, sum)", "workers.map(i, tostring)",
    ])
  func options(_ code: String) throws {
    let counted = try lua.run(
      """
      local count = 0
      for _, i in ipairs(extremes) do
        local ok, message = pcall(function() return \(code) end)
        assert(ok or type(message) == "string")
        count = count + 1
      end
      return count
      """)
    #expect(counted == [8])
    #expect(try lua.text(of: lua.value(of: "vec{1, 2}:sum()")) == "3.0")
  }
}
