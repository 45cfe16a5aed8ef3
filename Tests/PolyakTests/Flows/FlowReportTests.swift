import HeavyBall
import LuaKit
import PolyakModules
import Testing

/// What a flow's runs and an order of error say of themselves in print, and which options and trajectories are refused.
@Suite struct `Reports of flows` {
  let lua = LuaState()

  init() throws {
    try Polyak.open(in: lua)
    try lua.run(
      """
      R, P = losses.rosenbrock{}, losses.product{y = 0.6}
      p = dln.problem{X = {{1, 2, 0}, {0, 1, 1}}, y = {1, 2}}
      s = p:start(0.5)
      hb = optim.hb{loss = p:loss(), eta = 0.01, mu = 0.5}
      lookahead = hbf.flow{loss = P, eta = 1e-3, mu = 0.5, nu = 0.5, order = 2}
      """, name: "=test")
  }

  private func text(_ expression: String) throws -> String {
    try lua.run("return tostring(\(expression))", name: "=test").first?.text ?? ""
  }

  /// Rosenbrock's Hessian at (-1.2, 1) has the eigenvalue 1506.367 (mpmath 1.3): r = 2e-4 · 1506.367 / (1 − √½)² = 3.512.
  /// In phase space r = 2e-4 · 1506.367 / (1 + √½)² = 0.1034.
  static let outside =
    "r = 3.51 at the start: outside the radius of convergence, where no first-order flow follows heavy ball; form \"phase\" does, r = 0.103"

  @Test(
    "say where they lie outside of the radius",
    arguments: [
      ("hbf.flow{loss = R, eta = 2e-4, mu = 0.5, order = 4, form = 'matched'}:integrate({-1.2, 1}, 5)", outside),
      ("hbf.flow{loss = R, eta = 2e-4, mu = 0.5, order = 1, form = 'limit'}:integrate({-1.2, 1}, 5, {every = 'last'})", outside),
      ("hbf.flow{loss = R, eta = 2e-4, mu = 0.5, order = 2}:integrate({-1.2, 1}, 5, {method = 'rk4'})", outside),
      ("hbf.flow{loss = P, eta = 1e-3, mu = 0.5, order = 1}:integrate({2.8, 3.5}, 5)", nil),
      (
        "hbf.flow{loss = losses.define(1, function(b) return exp(-b[1]) end), eta = 0.1, mu = 0, order = 1}:integrate({0}, 9)",
        nil
      ),
      // b' = e^b from 1: r = 0.1 e^b is 0.27 at the start, and 0.1/(1/e - t) at t.
      (
        "hbf.flow{loss = losses.define(1, function(b) return -exp(b[1]) end), eta = 0.1, mu = 0, order = 1, form = 'limit'}:integrate({1}, 3)",
        "r = 1.47 at t = 0.3: outside the radius of convergence, where no first-order flow follows heavy ball; for form \"phase\" too r = 1.47"
      ),
      (
        "hbf.flow{loss = R, eta = 2e-4, mu = 0.5, order = 2}:integrate({{-1.2, 1}, {0, 0}, {1, 1}}, 5)",
        "r = 3.51 at most, at the start of 2 of 3 members: outside the radius of convergence, where no first-order flow follows heavy ball; form \"phase\" does, r = 0.103"
      ),
      ("hbf.flow{loss = P, eta = 1e-3, mu = 0.5, order = 2}:integrate({{2.8, 3.5}, {1, 2}}, 5)", nil),
      // The second's eigenvalue is 40004, r = 5e-3 * 40004 / (1 + sqrt(0.7))^2 = 59.3; the third's is beyond all numbers.
      (
        "hbf.flow{loss = P, eta = 5e-3, mu = 0.7, order = 2, form = 'phase'}:integrate({{2.8, 3.5}, {200, 1}}, 5)",
        "r = 59.3 at the start of 1 of 2 members: outside the radius of convergence, where no flow follows heavy ball"
      ),
      (
        "hbf.flow{loss = P, eta = 5e-3, mu = 0.7, order = 2, form = 'phase'}:integrate({{2.8, 3.5}, {200, 1}, {1e200, 1}}, 5)",
        "r = inf at most, at the start of 2 of 3 members: outside the radius of convergence, where no flow follows heavy ball"
      ),
      (
        "hbf.flow{loss = P, eta = 5e-3, mu = 0.7, order = 2, form = 'phase'}:integrate({1e200, 1}, 5)",
        "r = inf at the start: outside the radius of convergence, where no flow follows heavy ball"
      ),
      // r = 0.8 |1 + i sqrt(1/2)|^2; phase space has no such flow, or none of so high an order.
      (
        "hbf.flow{loss = losses.quadratic{A = {{1}}}, eta = 0.8, mu = 0, nu = 0.5, order = 1}:integrate({1}, 3)",
        "r = 1.2 at the start: outside the radius of convergence, where no first-order flow follows the method"
      ),
      (
        "hbf.flow{loss = R, eta = 2e-4, mu = 0.5, order = 9, form = 'limit'}:integrate({-1.2, 1}, 1, {max_steps = 3})",
        outside.replacing("does", with: "does, to order 8")
      ),
      ("optim.hb{loss = R, eta = 2e-4, mu = 0.5}:run({-1.2, 1}, 5)", nil),
      ("hbf.flow{loss = R, eta = 2e-4, mu = 0.5, order = 2, form = 'phase'}:integrate({-1.2, 1}, 5)", nil),
      (
        "hbf.flow{loss = R, eta = 2e-3, mu = 0.5, order = 1, form = 'phase'}:integrate({-1.2, 1}, 1, {every = 'last', method = 'euler', substeps = 1})",
        "r = 1.03 at the start: outside the radius of convergence, where no flow follows heavy ball"
      ),
    ])
  func radius(expression: String, line: String?) throws {
    let lines = try text(expression).split(separator: "\n").filter { $0.contains("r = ") }.map(String.init)
    let expected = line.map { "  " + $0 }
    #expect(lines.count <= 1 && lines.first == expected)
  }

  @Test func `a flow of another nu than 0 is beta's, from its own start in every form, and is named by nu or the method`() throws
  {
    let numbers = "loss = losses.quadratic{A = {{1}}}, eta = 0.1, order = 2, "
    for form in ["piecewise", "limit", "phase"] {
      let start = "hbf.flow{\(numbers)mu = 0.5, nu = 0.5, form = '\(form)'}:integrate({1}, 1).beta:get(1, 1)"
      #expect(try text(start) == "1.0", "\(form)")
    }
    #expect(
      try text("hbf.flow{\(numbers)mu = 0.5, method = 'nag'}")
        == "Flow  momentum flow of order 2, piecewise form, eta = 0.1, mu = 0.5, nu = 0.5, on quadratic")
    #expect(
      try text("hbf.flow{\(numbers)method = {b1 = 1.5, b2 = -0.5}}")
        == "Flow  two-step flow of order 2, piecewise form, eta = 0.1, mu = 0, nu = 0.5, on quadratic")
    let adams = "loss = P, from = {1, 2}, T = 0.1, order = 3, form = 'matched', method = {b2 = -0.5}"
    let slope = try text("hbf.order_of_error{\(adams)}.slopes[3]")
    #expect((try #require(Double(slope)) - 3).magnitude < 0.1)
  }

  @Test func `an order of error has dashes where there is no number`() throws {
    let head =
      "Order of error  heavy-ball flow of order 1, limit form, to T = 0.1, r up to 0.05\n  eta          error      slope\n"
    let call = "hbf.order_of_error{loss = losses.product{y = 1}, from = {0, 0}, T = 0.1, mu = 0, order = 1, form = 'limit', "
    #expect(
      try text(call + "etas = {0.05, 0.01}}").replacing("rescaled gradient flow", with: "heavy-ball flow of order 1") == head
        + "  5.000e-02   0.00e+00\n  1.000e-02   0.00e+00        -")
    let slopes = try text(
      "hbf.order_of_error{loss = P, from = {1, 2}, T = 0.1, mu = 0.5, order = 1, etas = {0.01, 0.01, 0.005}}.slopes")
    #expect(slopes.hasPrefix("Vector(2)  nan  "))
  }

  @Test func `a number that is none has no sign`() throws {
    let lines = try text("p:train(p:start(5), {eta = 5, mu = 0.5, steps = 100})").split(separator: "\n")
    #expect(lines[1].hasPrefix("  loss  nan "))
  }

  @Test func `r in an order of error is the method's own`() throws {
    // |lambda| = 1, eta = 0.1, ((1 - 1/2)/(1 + 1/2))^2 = 1/9.
    let call =
      "hbf.order_of_error{loss = losses.quadratic{A = {{1}}}, from = {1}, T = 0.4, mu = 0.5, nu = 0.5, order = 1, etas = {0.1, 0.05}}"
    #expect(try text(call).contains("r up to 0.9\n"))
  }

  @Test(
    "a goal for the loss may be of any sign",
    arguments: [
      (
        "optim.hb{loss = losses.define(1, function(b) return b[1]^2 - 80 end), eta = 0.1, mu = 0.5}:run({2}, 1000, {stop = {loss = -78}}).ending",
        "loss"
      ),
      (
        "optim.gd{loss = losses.define(1, function(b) return b[1] end), eta = 1}:run({2}, 9, {stop = {loss = -3}}).steps[#optim.gd{loss = losses.define(1, function(b) return b[1] end), eta = 1}:run({2}, 9, {stop = {loss = -3}})]",
        "5.0"
      ),
      (
        "optim.gd{loss = losses.define(1, function(b) return b[1] end), eta = 1}:run({2}, 9, {stop = {loss = -1e3}}).ending",
        "completed"
      ),
      ("hbf.flow{loss = P, eta = 1e-3, mu = 0.5, order = 2}:integrate({0, 2}, 5, {atol = 0}).ending", "completed"),
    ])
  func goals(expression: String, expected: String) throws { #expect(try text(expression) == expected) }

  @Test("a loss in single precision has tolerances that it can hold", arguments: 1...2)
  func singlePrecision(order: Int) throws {
    try lua.run(
      """
      d = data.digits{limit = 30}
      function evaluations(precision)
        local N = losses.mlp{inputs = d.X, labels = d.labels, widths = {4}, precision = precision}
        local flow = hbf.flow{loss = N, eta = 0.01, mu = 0.5, order = \(order), form = "limit"}
        return flow:integrate(N:start(), 2, {every = "last"}).statistics.evaluations
      end
      """, name: "=test")
    #expect(try lua.value(of: "evaluations 'f32' <= evaluations 'f64'") == true)
  }

  static let refusals = [
    (
      "optim.gd{loss = P, eta = 1}:run({1, 2}, 3, {stop = {loss = 0/0}})",
      "optimizer:run: option 'stop.loss' must be a finite number, got nan"
    ),
    (
      "optim.gd{loss = P, eta = 1}:run({1, 2}, 3, {stop = {gradient = -1}})",
      "optimizer:run: option 'stop.gradient' must be a number >= 0, got -1"
    ),
    (
      "hbf.flow{loss = P, eta = 1e-3, mu = 0.5, order = 2}:integrate({1, 2}, 5, {method = 'rk4', max_step = 1})",
      "flow:integrate: option 'max_step' is for adaptive methods (\(Integrators.adaptive.map(\.name).joined(separator: ", "))), not 'rk4'"
    ),
    (
      "hbf.flow{loss = P, eta = 1e-3, mu = 0.5, order = 2}:integrate({1, 2}, 5, {max_step = 0})",
      "flow:integrate: option 'max_step' must be a number > 0, got 0"
    ),
    (
      "optim.adam{loss = P, eta = 0.1}:run({1, 2}, 5, {record = {radius = 1}})",
      "optimizer:run: option 'record.radius' is for methods with a momentum mu, which Adam has not"
    ),
    (
      "optim.two_step{loss = P, eta = 0.1, a2 = 0.5, b2 = 0}:run({1, 2}, 5, {record = {radius = 1}})",
      "optimizer:run: option 'record.radius' is for a momentum mu in [0, 1), got -0.5 of a linear two-step method"
    ),
    (
      "dln.predicted_kappa{problem = p, trajectory = p:train(p:start(5), {eta = 5, mu = 0.5, steps = 100}), mu = 0.5}",
      "dln.predicted_kappa: option 'trajectory' diverged: step 6 made a number that is not finite, and the theory is of trainings that do not"
    ),
    (
      "dln.path{problem = p, trajectory = p:train(p:start(5), {eta = 5, mu = 0.5, steps = 100}), flow = hbf.flow{loss = p:loss(), eta = 5, mu = 0.5, order = 2}}",
      "dln.path: option 'trajectory' diverged: step 6 made a number that is not finite, and the theory is of trainings that do not"
    ),
    (
      "dln.predicted_kappa{problem = p, trajectory = optim.adam{loss = p:loss(), eta = 0.01}:run(s, 9)}",
      "dln.predicted_kappa: option 'trajectory' must be a run of heavy ball, or its flow's, got one of Adam, of which the theory says nothing"
    ),
    (
      "dln.predicted_phi{problem = p, trajectory = optim.nag{loss = p:loss(), eta = 0.01, mu = 0.5}:run(s, 9), hessian = 'block'}",
      "dln.predicted_phi: option 'trajectory' must be a run of heavy ball, nu = 0, or its flow's, got one of Nesterov's accelerated gradient, eta = 0.01, mu = 0.5, nu = 0.5"
    ),
    (
      "dln.predicted_phi{problem = p, trajectory = optim.adam{loss = p:loss(), eta = 0.01}:run(s, 9)}",
      "dln.predicted_phi: option 'trajectory' must be a run of heavy ball, or its flow's, got one of Adam, of which the theory says nothing"
    ),
    (
      "dln.predicted_phi{problem = p, trajectory = p:train(p:start(5), {eta = 5, mu = 0.5, steps = 100}), order = 3}",
      "dln.predicted_phi: option 'trajectory' diverged: step 6 made a number that is not finite, and the theory is of trainings that do not"
    ),
    (
      "dln.predicted_kappa{problem = p, trajectory = hb:run(s, 9), order = 4}",
      "dln.predicted_kappa: option 'order' must be an integer in [2, 3], got 4"
    ),
    (
      "dln.predicted_kappa{problem = p, trajectory = hb:run(s, 9), order = 3, hessian = 'block'}",
      "dln.predicted_kappa: option 'order' must be 2 with hessian = 'block', got 3: the printed form has no more"
    ),
    (
      "dln.predicted_phi{problem = p, trajectory = hbf.flow{loss = p:loss(), eta = 0.01, mu = 0.5, order = 2, form = 'phase'}:integrate(s, 9), order = 3}",
      "dln.predicted_phi: option 'order' must be 2 for a trajectory of heavy-ball flow of order 2 in phase space, got 3"
    ),
    (
      "dln.counter_terms{problem = p, beta = s, mu = 0.5, order = 3, hessian = 'block', eta = 0.1}",
      "dln.counter_terms: option 'order' must be 2 with hessian = 'block', got 3: the printed form has no more"
    ),
    (
      "dln.counter_terms{problem = p, beta = s, mu = 0.5, eta = 0.1}",
      "dln.counter_terms: option 'eta' is for order 3: the terms of order 2 do not depend on it"
    ),
    (
      "dln.counter_terms{problem = p, beta = s, mu = 0.5, order = 3}",
      "dln.counter_terms: option 'eta' is missing (a number > 0)"
    ),
    (
      "dln.predicted_kappa{problem = p, trajectory = hb:run(s, 9), mu = 0.6}",
      "dln.predicted_kappa: option 'mu' must be the trajectory's, 0.5, got 0.6"
    ),
    (
      "dln.predicted_kappa{problem = p, trajectory = hb:run(s, 9), eta = 0.02}",
      "dln.predicted_kappa: option 'eta' must be the trajectory's, 0.01, got 0.02"
    ),
    (
      "dln.predicted_kappa{problem = p, trajectory = hb:run(s, 9, {memory = {m = s}})}",
      "dln.predicted_kappa: option 'trajectory' must be of one method from rest at step 0 on; before this one there were another's steps, another eta or mu, or momentum at the start"
    ),
    (
      "dln.predicted_kappa{problem = p, trajectory = p:train(p:train(s, {eta = 0.01, steps = 5}), {eta = 0.01, mu = 0.5})}",
      "dln.predicted_kappa: option 'trajectory' must be of one method from rest at step 0 on; before this one there were another's steps, another eta or mu, or momentum at the start"
    ),
    (
      "dln.predicted_kappa{problem = p, trajectory = hb:run(s, 9000, {every = 3000})}",
      "dln.predicted_kappa: the trajectory keeps too few points for the integral of (dL/dw)^2, which changes by 100% where every second of them is left out: keep more (a smaller 'every'), or train with p:train, which adds up on the way"
    ),
    (
      "dln.predicted_phi{problem = p, trajectory = hb:run(s, 3000, {every = 3000})}",
      "dln.predicted_phi: the trajectory keeps too few points for the integral of (dL/dw)^2, which changes by 100% where every second of them is left out: keep more (a smaller 'every'), or train with p:train, which adds up on the way"
    ),
    (
      "dln.predicted_kappa{problem = p, trajectory = p:flow{eta = 0.01, mu = 0.5, hessian = 'block'}:integrate(s, 9)}",
      "dln.predicted_kappa: option 'hessian' must be 'block' for a trajectory of heavy-ball flow of order 2 with diagonal Hessian blocks, got 'joint'"
    ),
    (
      "dln.predicted_phi{problem = p, trajectory = p:flow{eta = 0.01, mu = 0.5, hessian = 'block'}:integrate(s, 9, {method = 'rk4'})}",
      "dln.predicted_phi: option 'hessian' must be 'block' for a trajectory of heavy-ball flow of order 2 with diagonal Hessian blocks, got 'joint'"
    ),
    (
      "dln.path{problem = p, trajectory = optim.gd{loss = p:loss(), eta = 0.01}:run(s, 9), flow = hbf.flow{loss = p:loss(), eta = 0.01, mu = 0.5, order = 2}}",
      "dln.path: option 'trajectory' must be of heavy ball or a flow of the flow's eta = 0.01 and mu = 0.5, got one of gradient descent, eta = 0.01, mu = 0"
    ),
  ]

  @Test("what a formula does not cover is refused", arguments: refusals)
  func refused(expression: String, expected: String) throws { #expect(try lua.failure(of: expression) == expected) }

  @Test(
    "what it covers is not",
    arguments: [
      "dln.predicted_kappa{problem = p, trajectory = optim.nag{loss = p:loss(), eta = 0.01, mu = 0.5}:run(s, 9), mu = 0.5}",
      "dln.predicted_kappa{problem = p, trajectory = hb:run(s, 9, {memory = {m = s * 0}})}",
      "dln.predicted_kappa{problem = p, trajectory = hb:run(mat{s:totable(), s:totable()}, 9):member(2)}",
      "dln.predicted_kappa{problem = p, trajectory = hbf.flow{loss = p:loss(), eta = 0.01, mu = 0.5, order = 3}:integrate(s, 9)}",
      "dln.predicted_kappa{problem = p, trajectory = p:flow{eta = 0.01, mu = 0.5, hessian = 'block'}:integrate(s, 9), hessian = 'block'}",
      "dln.predicted_kappa{problem = p, trajectory = optim.hb{loss = p:loss(), eta = 1e-3, mu = 0.5}:run(s, 20000, {every = 5})}",
      "dln.predicted_phi{problem = p, trajectory = optim.nag{loss = p:loss(), eta = 0.01, mu = 0.5}:run(s, 9), order = 3}",
      "dln.predicted_kappa{problem = p, trajectory = hbf.flow{loss = p:loss(), eta = 0.01, mu = 0.5, order = 3}:integrate(s, 9), order = 3}",
      "dln.counter_terms{problem = p, beta = s, mu = 0.5, order = 3, eta = 0.1}",
      "dln.predicted_phi{problem = p, trajectory = optim.gd{loss = p:loss(), eta = 0.01}:run(s, 9), mu = 0}",
      "dln.path{problem = p, trajectory = hb:run(hb:run(s, 9), 9), flow = hbf.flow{loss = p:loss(), eta = 0.01, mu = 0.5, order = 2}}",
    ])
  func accepted(expression: String) throws { #expect(try lua.value(of: expression) != .nil) }
}
