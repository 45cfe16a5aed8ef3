import LuaKit
import Testing

@testable import PolyakModules

/// The module `ode` and `hbf.second_order` as scripts see them; that solutions are right is for HeavyBallTests.
@Suite("ode") struct EquationModuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let code: String
    let expected: String
    var testDescription: String { code }
    init(_ code: String, _ expected: String) { (self.code, self.expected) = (code, expected) }
  }

  private static let setup = """
    L = losses.product{x = 1, y = 0.6}
    spring = ode.define(2, function(t, x, p) return {x[2], -p.k * x[1]} end, {parameters = {k = 4}, name = "spring"})
    ramp = ode.define(1, function(t, x) return t end)
    flow = hbf.flow{loss = L, eta = 5e-3, mu = 0.7, order = 2}
    nesterov = hbf.second_order{loss = L, eta = 1e-2, kind = "su-boyd-candes"}
    """

  /// cos 2 = -0.416147, -2 sin 2 = -1.81859, cos 3 = -0.989992; the others in closed form.
  static let values = [
    Case("spring", "System  spring, 2 equations, k = 4"),
    Case("ramp", "System  solution, 1 equation that change with t"),
    Case("spring:integrate({1, 0}, {to = 1}):final()", "Vector(2)  -0.416147  -1.81859"),
    Case("spring:integrate({1, 0}, {to = -1}):final()", "Vector(2)  -0.416147  1.81859"),
    Case("spring:integrate({1, 0}, {to = 1, parameters = {k = 9}}):final()", "Vector(2)  -0.989992  -0.42336"),
    Case("#spring:integrate({1, 0}, {to = 1})", "101"),
    Case("spring:integrate({1, 0}, {to = 1, points = 3}).t", "Vector(3)  0  0.5  1"),
    Case("spring:integrate({1, 0}, {times = {0.5, 2}, from = 0}).t", "Vector(2)  0.5  2"),
    Case("spring:integrate(spring:integrate({1, 0}, {to = 0.25}), {to = 1}):final()", "Vector(2)  -0.416147  -1.81859"),
    Case("spring:integrate({1, 0}, {to = 1}).loss", "nil"),
    Case("spring:integrate({1, 0}, {to = 1, dense = true}):at(0.5)", "Vector(2)  0.540302  -1.68294"),
    Case("spring:integrate({1, 0}, {to = 9, stop = function(t, x) return x[1] end}).ending", "stopped"),
    Case(
      "(function(r) return ('%.9f'):format(r.t[#r] * 4 / math.pi) end)(spring:integrate({1, 0}, {to = 9, stop = function(t, x) return x[1] end}))",
      "1.000000000"),
    // A zero at the start is none; the next is half a period on.
    Case(
      "(function(r) return ('%.9f'):format(r.t[#r] * 2 / math.pi) end)(spring:integrate({0, 1}, {to = 9, stop = function(t, x) return x[1] end}))",
      "1.000000000"),
    // Of a system that does not depend on t too, and with parameters.
    Case(
      "spring:integrate({1, 0}, {to = 9, stop = function(t, x, p) return t - p.k / 8 end}):final()",
      "Vector(2)  0.540302  -1.68294"),
    Case(
      "spring:integrate({1, 0}, {to = 1, points = 3, record = {energy = function(t, x, p) return p.k * x[1]^2 + x[2]^2 end}})"
        + ".recorded.energy.values", "Vector(3)  4  4  4"),
    Case("ramp:integrate({1}, {from = 2, to = 4, method = 'rodas4'}):final()[1]", "7.0"),
    Case("ramp:integrate({1}, {from = 2, to = 4, method = 'euler', substeps = 1, points = 3}):final()[1]", "6.0"),
    Case("ramp:field(3, {1})[1]", "3.0"),
    Case("spring:field(0, {1, 2}, {parameters = {k = 5}})[2]", "-5.0"),
    Case("spring.parameters.k .. ' ' .. spring.dimension .. ' ' .. spring.name", "4.0 2 spring"),
    Case("spring:integrate({{1, 0}, {0, 2}}, {to = 1}):final()", "Matrix(2 x 2)\n  -0.416147   -1.81859\n   0.909297  -0.832294"),
    Case(
      "spring:integrate({1, 0}, {to = 1})",
      "Trajectory  spring, 101 points in R^2, t = 0 .. 1\n  final  (-0.416147, -1.81859)\n  *"),
    Case(
      "ode.define(2, function(t, x, p) return p.A * x + p.b end, {parameters = {A = {{0, 1}, {-1, 0}}, b = {0, 0}}})"
        + ":integrate({1, 0}, {to = math.pi / 2, parameters = {b = {1, 0}}}):final()",
      "Vector(2)  1  -2"),
    Case("nesterov", "SecondOrder  Su, Boyd and Candes' equation, eta = 0.01, on product"),
    Case("nesterov:velocity({1, 2})", "Vector(2)  0  0"),
    Case("#nesterov:integrate({1, 2}, 50).memory.v", "2"),
    Case("nesterov:integrate({1, 2}, 50, {stop = {loss = 1e-3}}).ending", "loss"),
    Case("hbf.second_order{loss = L, eta = 1e-3, mu = 0.5}:velocity({1, 2})", "Vector(2)  -1.86667  -0.933333"),
    Case("hbf.second_order{loss = L, eta = 1e-3, mu = 0.5, kind = 'papazov'}.kind", "papazov"),
  ]

  @Test("gives", arguments: values) func value(_ example: Case) throws {
    let text = try state().answer(to: "return tostring(\(example.code))")
    if example.expected.hasSuffix("*") {
      #expect(text.hasPrefix(example.expected.dropLast()), "\(text)")
    } else {
      #expect(text == example.expected)
    }
  }

  static let refusals = [
    Case(
      "ode.define(2, function(t, x) return x[1] end)",
      "ode.define: the function must return a vector of 2 numbers, such as {..} of them, got a number (symbolic)"),
    Case(
      "ode.define(1, function(t, x) end)", "ode.define: the function must return a number, got nil; does it end with 'return'?"),
    Case("ode.define(0, function() end)", "ode.define: argument 'n' must be an integer in [1, 1000000], got 0"),
    Case(
      "ode.define(1, function(t, x) return x * t end, {parameter = {}})",
      "ode.define: unknown option 'parameter' (did you mean 'parameters'?)"),
    Case(
      "ode.define(1, function(t, x, p) return x * p.a end, {parameters = {a = 1/0}})",
      "ode.define: option 'parameters.a' must be finite"),
    Case(
      "ode.define(1, function(t, x, p) return x end, {parameters = {k = 's'}})",
      "ode.define: option 'parameters.k' must be a number, vector or matrix, got string 's'"),
    Case(
      "ode.define(1, function(t, x, p) return x end, {parameters = {A = eye(2):single()}})",
      "ode.define: option 'parameters.A' must be a number, vector or matrix, but this is a FloatMatrix; its double() is a Matrix"),
    Case(
      "spring:integrate({1, 0}, {to = 1, parameters = {k = 'a'}})",
      "system:integrate: option 'parameters.k' must be a number, vector or matrix, got string 'a'"),
    Case(
      "spring:integrate({1, 0}, {to = 1, record = {a = 3}})",
      "system:integrate: option 'record.a' must be a function, got 3"),
    Case("spring:integrate({1, 0}, {})", "system:integrate: where to? Give option 'to' or 'times'"),
    Case("spring:integrate({1, 0}, {to = 0})", "system:integrate: option 'to' must not be the start's time, 0"),
    Case(
      "spring:integrate({1}, {to = 1})", "system:integrate: argument 'start' must have 2 elements, one for each equation, got 1"),
    Case("spring:integrate({1, 0/0}, {to = 1})", "system:integrate: argument 'start' must hold finite numbers"),
    Case(
      "spring:integrate({1, 0}, {to = 1, points = 1})",
      "system:integrate: option 'points' must be an integer in [2, 1000000000], got 1"),
    Case("spring:integrate({1, 0}, {to = 1, times = {1}})", "system:integrate: option 'to' does not go with 'times'"),
    Case(
      "spring:integrate({1, 0}, {times = {1, 3, 2}})",
      "system:integrate: option 'times' must grow or fall from t = 1 on, but element 3 is 2"),
    Case("spring:integrate({1, 0}, {times = {}})", "system:integrate: option 'times' must have at least one time"),
    Case(
      "spring:integrate({1, 0}, {to = 1, parameters = {q = 1}})",
      "system:integrate: option 'parameters' has an unknown parameter 'q' (the system's: 'k')"),
    Case(
      "spring:integrate({1, 0}, {to = 1, parameters = {k = {1, 2}}})",
      "system:integrate: option 'parameters.k' must be a number, got a vector of 2"),
    Case(
      "spring:integrate({1, 0}, {to = 1, stop = function(t, x) return x end})",
      "system:integrate: the function 'stop' must return a number, whose sign changes where the solution ends, got a vector of 2 (symbolic)"
    ),
    Case(
      "spring:integrate({1, 0}, {times = {1, 2}, method = 'rk4', stop = function(t, x) return x[1] end})",
      "system:integrate: option 'stop' with 'times' is for adaptive methods, not 'rk4'"),
    Case(
      "spring:integrate({1, 0}, {to = 1, substeps = 3})",
      "system:integrate: option 'substeps' is for fixed-step methods (euler, midpoint, rk4); 'dop853' chooses its steps by rtol and atol"
    ),
    Case(
      "spring:integrate({{1, 0}}, {to = 1, dense = true})",
      "system:integrate: option 'dense' is for single solutions: integrate from the starts one by one"),
    Case(
      "spring:integrate({1, 0}, {to = 1, record = {e = function() return 'x' end}})",
      "system:integrate: option 'record.e' must return a number or a vector, got string 'x' at t = 0"),
    Case(
      "spring:integrate({1, 0}, {to = 1, record = {e = function(t, x) return t < 0.5 and 1 or x end}})",
      "system:integrate: option 'record.e' must return a number, as before, got a vector of 2 at t = 0.5"),
    Case(
      "spring:integrate({1, 0}, {to = 9, stop = function(t, x) return (t == 1) and 1 or -1 end})",
      "system:integrate: at t = 1, x = (1, 1) the function 'stop' is 1, its traced formula's -1. A test of a symbolic value (if, ==, "
        + "and, or) or a value that changes from call to call is not part of the formula; write relu, abs, max or min where the "
        + "formula changes, and keep numbers that change out of it"),
    Case(
      "hbf.second_order{loss = L, eta = 1e-3, mu = 0.5, kind = 'su-boyd-candes'}",
      "hbf.second_order: option 'mu' is not for kind 'su-boyd-candes', whose damping is 3/t"),
    Case(
      "hbf.second_order{loss = L, eta = 1e-3}",
      "hbf.second_order: option 'mu' is missing (a number in [0, 1))"),
    Case(
      "nesterov:integrate({1, 2}, 5, {velocity = {1}})",
      "equation:integrate: option 'velocity' must have 2 elements, the loss's parameters, got 1"),
    Case(
      "flow:integrate({{2.8, 3.5}}, 5, {stop = {loss = 1}})",
      "flow:integrate: option 'stop' is for single runs: the members of an ensemble make their steps together"),
    Case(
      "flow:integrate({2.8, 3.5}, 5, {record = {step_smoothness = 1}})",
      "flow:integrate: option 'record.step_smoothness' is for methods: a flow has no next step"),
  ]

  @Test("refuses what it cannot do", arguments: refusals) func refusal(_ example: Case) throws {
    #expect(try state().failure(of: example.code) == example.expected)
  }

  @Test("a test of a symbol is found by the numbers that the function gives") func comparison() throws {
    let message = try state().failure(
      of: "ode.define(1, function(t, x) if x[1] == 0 then return 1 end return -x end)")
    #expect(message.hasPrefix("ode.define: at t = 0, x = (0) the function's element 1 is 1, its traced formula's "))
  }

  /// Of every integrator, the flow's loss is the goal to rounding where it stops; what is recorded is the loss there.
  @Test("flows end between two steps where the loss or the gradient is low enough, and are measured")
  func flows() throws {
    let code = """
      local seen = {}
      for _, method in ipairs{"dopri5", "dop853", "taylor", "rodas4", "euler", "midpoint", "rk4"} do
        for _, form in ipairs{"piecewise", "limit", "matched"} do
          local flow = hbf.flow{loss = L, eta = 5e-3, mu = 0.7, order = 2, form = form}
          local run = flow:integrate({2.8, 3.5}, 200, {method = method, stop = {loss = 1e-2}, record = {
            loss = 10, radius = 50, number = {every = 15, f = function(b, k) return k end}}})
          assert(run.ending == "loss" and math.abs(run.loss[#run] - 1e-2) < 1e-15, method .. form)
          assert(run.t[#run] < 5e-3 * run.steps[#run] and run.t[#run] > run.t[#run - 1], method .. form)
          local loss, whole = run.recorded.loss, flow:integrate({2.8, 3.5}, 200, {method = method})
          assert(loss.values[#loss] == run.loss[#run] and loss.t[#loss] == run.t[#run], method .. form)
          assert(math.abs(loss.values[3] - whole.loss[21]) < 1e-7 * whole.loss[21], method .. form)
          assert(run.recorded.number.values[2] == 15)
          assert(#run.recorded.radius >= 2)
          local low = flow:integrate({2.8, 3.5}, 200, {method = method, stop = {gradient = 1e-3}})
          assert(low.ending == "gradient" and math.abs(L:gradient(low:final()):norm() - 1e-3) < 1e-14, method .. form)
          local seventh = flow:integrate({2.8, 3.5}, 200, {method = method, stop = function(b, k) return k == 7 end})
          assert(seventh.ending == "stopped" and seventh.steps[#seventh] == 7 and #seventh == 8, method .. form)
          assert(#flow:integrate({2.8, 3.5}, 200, {method = method, stop = {steps = 9}}) == 10)
          assert(#flow:integrate({2.8, 3.5}, 200, {method = method, stop = {loss = 1e6}}) == 1)
          seen[#seen + 1] = method
        end
      end
      return #seen
      """
    #expect(try state().answer(to: code) == "21")
  }

  @Test("flows with a lookahead are looked at where they are shown, and go on from an event") func lookahead() throws {
    let code = """
      local flow = hbf.flow{loss = L, eta = 1e-3, mu = 0.5, nu = 0.5, order = 2, form = "limit"}
      local run = flow:integrate({2.8, 3.5}, 400, {stop = {loss = 1e-2}, record = {loss = 20}})
      assert(math.abs(run.loss[#run] - 1e-2) < 1e-15)
      assert(run.recorded.loss.values[2] == run.loss[21])
      local on = flow:integrate(run, 3)
      assert(on.t[1] == run.t[#run] and math.abs(on.t[4] - on.t[1] - 3e-3) < 1e-15)
      return tostring(run):match("stopped at t = %S+, in step %d+: the loss is low enough")
      """
    #expect(try state().answer(to: code).hasPrefix("stopped at t = "))
  }

  @Test("members of an ensemble end at times of their own, and one that goes on keeps its parameters") func endings() throws {
    let code = """
      local osc = ode.define(2, function(t, x) return {x[2], -x[1]} end)
      local E = osc:integrate({{1, 0}, {0, 1}}, {to = 10, stop = function(t, x) return x[1] end})
      local first = tostring(E):match("[^\\n]*\\n[^\\n]*")
      local decay = ode.define(1, function(t, x, p) return -p.k * x end, {parameters = {k = 2}})
      local run = decay:integrate({1}, {to = 1, parameters = {k = 3}, rtol = 1e-12})
      local path = run:save(os.tmpname() .. ".npz")
      local loaded = trajectories.load(path)
      os.remove(path)
      local on, other = decay:integrate(loaded, {to = 2, rtol = 1e-12}), decay:integrate(run, {to = 2, parameters = {k = 1}})
      local vectors = osc:integrate({1, 0}, {to = 1, record = {both = function(t, x) return x end}}).recorded.both.values
      return ("%s\\n%.10f %.10f %d %.6f"):format(first, on:final()[1] / math.exp(-6), other:final()[1] / math.exp(-4), #vectors,
        E.t[#E.t])
      """
    #expect(
      try state().answer(to: code) == """
        Ensemble  solution, 2 members in R^2, t = 0 .. 3.14159 (the first to end at 1.5708)
          2 stopped by the function given
        1.0000000000 1.0000000000 101 3.141593
        """)
  }

  @Test("solutions are saved without a loss") func saving() throws {
    let code = """
      local even = ode.define(1, function(t, x) return 1 end)
      local run = even:integrate({1}, {to = 2, points = 3, method = "euler", substeps = 1})
      local texts = {}
      for _, ending in ipairs{".csv", ".json"} do
        local name = os.tmpname()
        run:save(name .. ending)
        local file <close> = assert(io.open(name .. ending))
        texts[#texts + 1] = file:read("a")
        os.remove(name)
        os.remove(name .. ending)
      end
      return table.concat(texts)
      """
    #expect(
      try state().answer(to: code) == """
        step,t,x_1
        0,0.0,1.0
        1,1.0,2.0
        2,2.0,3.0
        {"title":"solution",
        "loss_name":null,
        "step_size":1.0,
        "steps":[0,1,2],
        "t":[0.0,1.0,2.0],
        "x":[[1.0],
        [2.0],
        [3.0]],
        "memory":{},
        "recorded":{},
        "parameters":{},
        "ending":"completed",
        "failed_step":null,
        "failed_time":null,
        "origin":0.0,
        "has_own_times":true,
        "event_time":null,
        "batches":null,
        "provenance":{"method":null,"flow_order":null,"has_own_field":false,"is_in_phase_space":false,"is_whole":false},
        "statistics":null}

        """)
  }

  private func state() throws -> LuaState {
    let state = LuaState()
    try Polyak.open(in: state)
    try state.run(Self.setup)
    return state
  }
}
