import HeavyBall
import LuaKit
import PolyakModules
import Testing

/// What scripts can ask of the flow in phase space.
@Suite struct `The flow in phase space in scripts` {
  let lua = LuaState()

  init() throws {
    try Polyak.open(in: lua)
    try lua.run(
      """
      L, R, Q = losses.product{x = 1, y = 0.6}, losses.rosenbrock{}, losses.quadratic{A = {{2}}}
      X = random.new(1):normal(20, 3)
      D = losses.least_squares{X = X, y = vec(20, 1)}
      phase = hbf.flow{loss = L, eta = 5e-3, mu = 0.7, order = 3, form = "phase"}
      changing = hbf.flow{loss = L, eta = function(k) return 5e-3 * k / (k + 5) end, mu = 0.7, order = 3}
      best = hbf.flow{loss = losses.define(1, function(b) return 240 * log(exp(b[1]) + exp(-b[1])) end), eta = 5e-3, mu = 0.5,
        order = "best"}
      rows = hbf.flow{loss = D, eta = 0.05, mu = 0.5, order = 3, form = "phase"}
      first = hbf.flow{loss = L, eta = 5e-3, mu = 0.7, order = 2}
      limit = hbf.flow{loss = D, eta = 0.05, mu = 0.5, order = 2, form = "limit"}
      for i, order in ipairs{"best", 6} do
        local names = {{"wave", "ramp"}, {"wave_of_6", "ramp_of_6"}}
        local options = {eta = 0.3, mu = 0.5, order = order, form = "phase"}
        options.loss = losses.define(1, function(b) return cos(b[1]) end)
        _G[names[i][1]] = hbf.flow(options)
        options.loss = losses.define(1, function(b) return max(b[1] - 1, 0)^2 + 0.1 * b[1] end)
        _G[names[i][2]] = hbf.flow(options)
      end
      changes = function(options)
        options.loss, options.order, options.form = L, 3, "phase"
        options.eta, options.mu = options.eta or 1e-3, options.mu or 0.5
        return hbf.flow(options)
      end
      distance = function(a, b) return max(hbf.discretization_error(a, b)) end
      """, name: "=test")
  }

  private func text(_ expression: String) throws -> String {
    try lua.run("return tostring(\(expression))", name: "=test").first?.text ?? ""
  }

  static let said = [
    ("changing", "Flow  heavy-ball flow of order 3 in phase space, eta = a function of the step, mu = 0.7, on product"),
    ("changing.form", "phase"), ("changing.eta == 5e-3 / 6", "true"), ("changing.order", "3"),
    ("best.order", "best"), ("best.form", "phase"), ("best:validity{0} < 1", "true"),
    (
      "hbf.flow{loss = L, eta = 5e-3, mu = 0.7, nu = function(k) return 0.1 * k end, order = 'best'}",
      "Flow  momentum flow of the best order in phase space, eta = 0.005, mu = 0.7, nu = a function of the step, on product"
    ),
    // As `phase.py` has it at 40 digits; of members the least.
    ("best:best_order{1.5}", "4"), ("best:best_order({1.5}, {0})", "4"), ("best:best_order{1}", "3"),
    ("best:integrate({1.5}, 2).title", "heavy-ball flow of order 4 in phase space"),
    ("best:integrate({{1.5}, {1}}, 2):member(1).title", "heavy-ball flow of order 3 in phase space"),
    ("best:integrate({0.2}, 2, {m = {0.1}}).title", "heavy-ball flow of order 6 in phase space"),
    (
      "hbf.flow{loss = L, eta = 5e-3, mu = 0, order = 'best'}",
      "Flow  heavy-ball flow of the best order, phase form, eta = 0.005, mu = 0, on product"
    ),
    // What is long and soon stopped is not looked through to its end.
    (
      "hbf.flow{loss = L, eta = function(k) return 5e-3 + 0 * k end, mu = 0.7, order = 2}:integrate({2.8, 3.5}, 1e12, {every = 1e9, stop = function(b, k) return k > 3 end}).ending",
      "stopped"
    ),
    // From pi/2 every second term of cos vanishes; on a ramp all but the first do.
    ("wave:best_order{math.pi / 2}", "6"), ("wave_of_6:best_order{math.pi / 2}", "6"),
    ("ramp:best_order{0}", "1"), ("ramp_of_6:best_order{0}", "1"),
    ("ramp:integrate({0}, 2).title", "heavy-ball flow of order 1 in phase space"),
    // A member that nothing is known of does not lower the others' order.
    ("best:integrate({{1.5}, {1e4}}, 2):member(1).title", "heavy-ball flow of order 4 in phase space"),
    // Where all terms are 0 none stops the search.
    ("best:integrate({0}, 2).title", "heavy-ball flow of order 6 in phase space"),
    ("(select(2, phase:field({2.8, 3.5}, {0.1, 0})) - select(2, phase:field({2.8, 3.5}))):norm() > 1", "true"),
    ("changing:validity({2.8, 3.5}, 4) / changing:validity{2.8, 3.5}", "3.0"),
    // eta 2/(1 + sqrt(1/4))^2, at steps 0, 2 and 4 those of the step that comes.
    (
      "hbf.flow{loss = Q, eta = 0.1, mu = 0.25, order = 2, form = 'phase'}:integrate({1}, 4, {record = {radius = 2}}).recorded.radius.values",
      "Vector(3)  0.0888889  0.0888889  0.0888889"
    ),
    (
      "hbf.flow{loss = Q, eta = function(k) return 0.1 * k end, mu = 0.25, order = 2}:integrate({1}, 4, {record = {radius = 2}}).recorded.radius.values",
      "Vector(3)  0.0888889  0.266667  0.444444"
    ),
    (
      "hbf.flow{loss = Q, eta = 0.1, mu = 0.25, order = 2}:integrate({1}, 4, {record = {radius = 2}}).recorded.radius.values",
      "Vector(3)  0.8  0.8  0.8"
    ),
    ("phase:integrate({1, 2}, 3, {m = {0.1, 0.2}}).m[1]", "Vector(2)  0.1  0.2"),
    ("phase:integrate({{1, 2}, {2, 1}}, 3, {m = {{0.1, 0.2}, {0, 1}}}):member(2).m[1]", "Vector(2)  0  1"),
  ]

  @Test("says what it is, and what was asked for", arguments: said)
  func says(expression: String, expected: String) throws { #expect(try text(expression) == expected) }

  static let integrators = Integrators.all.map(\.name)

  /// The bounds are some ten times what the order lets through; Euler's own error is larger.
  @Test("follows its method by every integrator", arguments: integrators)
  func follows(name: String) throws {
    let isEuler = name == "euler"
    let own = isEuler ? "method = 'euler', substeps = 400" : "method = '\(name)'"
    let cases = [
      (
        "changing:integrate({2.8, 3.5}, 40, {\(own)})",
        "optim.hb{loss = L, eta = function(k) return 5e-3 * k / (k + 5) end, mu = 0.7}:run({2.8, 3.5}, 40)", 5e-4
      ),
      (
        "rows:integrate({1, 2, 3}, 9, {\(own), batches = {size = 4, seed = 2}})",
        "optim.hb{loss = D, eta = 0.05, mu = 0.5}:run({1, 2, 3}, 9, {batches = {size = 4, seed = 2}})", 5e-4
      ),
      (
        "rows:integrate({1, 2, 3}, 9, {\(own), batches = {{1, 2}, {3}, {5, 7, 9}}})",
        "optim.hb{loss = D, eta = 0.05, mu = 0.5}:run({1, 2, 3}, 9, {batches = {{1, 2}, {3}, {5, 7, 9}}})", 1e-3
      ),
      (
        "phase:integrate({2.8, 3.5}, 9, {\(own), m = {0.1, -0.1}})",
        "optim.hb{loss = L, eta = 5e-3, mu = 0.7}:run({2.8, 3.5}, 9, {memory = {m = {0.1, -0.1}}})", 2e-3
      ),
      // Curvatures of both signs, mu = 0, mu near 1, a lookahead of its own.
      (
        "hbf.flow{loss = losses.quadratic{A = {{1, 0}, {0, -1}}}, eta = 0.02, mu = 0.5, order = 4, form = 'phase'}:integrate({1, 1}, 30, {\(own)})",
        "optim.hb{loss = losses.quadratic{A = {{1, 0}, {0, -1}}}, eta = 0.02, mu = 0.5}:run({1, 1}, 30)", 1e-4
      ),
      (
        "hbf.flow{loss = L, eta = 1e-3, mu = 0, order = 3, form = 'phase'}:integrate({2.8, 3.5}, 30, {\(own)})",
        "optim.gd{loss = L, eta = 1e-3}:run({2.8, 3.5}, 30)", 1e-4
      ),
      (
        "hbf.flow{loss = L, eta = 1e-4, mu = 0.999, order = 3, form = 'phase'}:integrate({2.8, 3.5}, 60, {\(own)})",
        "optim.hb{loss = L, eta = 1e-4, mu = 0.999}:run({2.8, 3.5}, 60)", 2e-3
      ),
      (
        "hbf.flow{loss = L, eta = 1e-3, mu = 0.7, nu = 0.7, order = 3, form = 'phase'}:integrate({2.8, 3.5}, 30, {\(own)})",
        "optim.nag{loss = L, eta = 1e-3, mu = 0.7}:run({2.8, 3.5}, 30)", 1e-4
      ),
      (
        "hbf.flow{loss = L, eta = 1e-3, mu = 0.7, nu = -0.3, order = 3, form = 'phase'}:integrate({2.8, 3.5}, 30, {\(own)})",
        "optim.momentum{loss = L, eta = 1e-3, mu = 0.7, nu = -0.3}:run({2.8, 3.5}, 30)", 1e-4
      ),
    ]
    for (flow, method, bound) in cases {
      let found = try lua.value(of: "distance(\(flow), \(method))").number ?? .nan
      #expect(found < (isEuler ? max(bound, 1e-2) : bound) && found > 0, "\(flow): \(found)")
    }
  }

  @Test func `the best order is among those that follow the method best, where terms vanish at the start too`() throws {
    try lua.run(
      """
      C = losses.define(1, function(b) return cos(b[1]) end)
      iterates = optim.hb{loss = C, eta = 0.3, mu = 0.5}:run({math.pi / 2}, 5)
      errors = {}
      for order = 1, 6 do
        local flow = hbf.flow{loss = C, eta = 0.3, mu = 0.5, order = order, form = "phase"}
        errors[order] = distance(flow:integrate({math.pi / 2}, 5), iterates)
      end
      """, name: "=test")
    let answer = try lua.answer(
      to: """
        local found = distance(wave:integrate({math.pi / 2}, 5), iterates)
        return found <= 2 * min(table.unpack(errors)) or found .. ": " .. table.concat(errors, " ")
        """)
    #expect(answer == "true")
  }

  @Test func `a dense solution has m between the points too`() throws {
    let answer = try lua.answer(
      to: """
        local run = phase:integrate({2.8, 3.5}, 8, {dense = true})
        local b, m = run:at(run.t[6])
        local whole = phase:integrate({2.8, 3.5}, 8, {method = "taylor"})
        local other = select("#", first:integrate({2.8, 3.5}, 8, {dense = true}):at(0.01))
        return (b - whole.beta[6]):norm() < 1e-8 and (m - whole.m[6]):norm() < 1e-8 and other == 1
        """)
    #expect(answer == "true")
  }

  @Test func `single precision is double's to its rounding on a network`() throws {
    let answer = try lua.answer(
      to: """
        local d = data.digits{limit = 40, center = true}
        local ends = {}
        for _, precision in ipairs{"f32", "f64"} do
          local N = losses.mlp{inputs = d.X, labels = d.labels, widths = {4}, precision = precision}
          local start = losses.mlp{inputs = d.X, labels = d.labels, widths = {4}}:start()
          for i, options in ipairs{{}, {batches = {size = 10}}} do
            local flow = hbf.flow{loss = N, eta = 0.05, mu = 0.5, order = 2, form = "phase"}
            local run = flow:integrate(start, 4, options)
            ends[i] = ends[i] and (run:final() - ends[i]):norm() / (run:final() - start):norm() or run:final()
          end
        end
        return ends[1] > 0 and ends[1] < 1e-4 and ends[2] > 0 and ends[2] < 1e-4 or ends[1] .. " " .. ends[2]
        """)
    #expect(answer == "true")
  }

  @Test func `predictions of diagonal networks take it for the method that it follows, and refuse what it is not`() throws {
    try lua.run(
      """
      p = dln.problem{X = {{1, 2, 0}, {0, 1, 1}}, y = {1, 2}}
      s = p:start(0.5)
      hb = optim.hb{loss = p:loss(), eta = 0.01, mu = 0.5}
      ph = hbf.flow{loss = p:loss(), eta = 0.01, mu = 0.5, order = 4, form = "phase"}
      grows = hbf.flow{loss = p:loss(), eta = function(k) return 0.01 * k / (k + 1) end, mu = 0.5, order = 2}
      """, name: "=test")
    #expect(
      try lua.value(
        of:
          "max(abs(dln.predicted_kappa{problem = p, trajectory = hb:run(s, 2000)} / dln.predicted_kappa{problem = p, trajectory = ph:integrate(s, 2000)} - 1)) < 1e-5"
      ) == true)
    for (expression, expected) in [
      (
        "dln.predicted_kappa{problem = p, trajectory = ph:integrate(s, 9, {m = vec(#s, 0.01)})}",
        "dln.predicted_kappa: option 'trajectory' must be of one method from rest at step 0 on; before this one there were another's steps, another eta or mu, or momentum at the start"
      ),
      (
        "dln.predicted_kappa{problem = p, trajectory = grows:integrate(s, 9)}",
        "dln.predicted_kappa: option 'trajectory' must be a run of heavy ball, or its flow's, got one of heavy-ball flow of order 2 in phase space, of which the theory says nothing"
      ),
      (
        "dln.path{problem = p, trajectory = hb:run(s, 9), flow = grows}",
        "dln.path: option 'flow' must be a first-order flow, whose field is of beta alone, got form 'phase'"
      ),
    ] { #expect(try lua.failure(of: expression) == expected) }
  }

  /// By both kinds of integrators, in single runs and in members of ensembles, which other code makes.
  @Test("what fails outside of the first-order radius is told what phase space's is", arguments: ["euler", "dop853"])
  func failures(method: String) throws {
    // 0.1 * 1506.367 / (1 - sqrt(1/2))^2 and / (1 + sqrt(1/2))^2; 1506.367 by mpmath 1.3.
    let line =
      "\n  r = 1.76e+03 at the start: outside the radius of convergence, where no first-order flow follows heavy ball; for form \"phase\" too r = 51.7"
    let options = method == "euler" ? "method = 'euler', substeps = 1" : "max_steps = 100"
    for form in ["piecewise", "limit", "matched"] {
      let flow = "hbf.flow{loss = R, eta = 0.1, mu = 0.5, order = 3, form = '\(form)'}"
      let message = try text("\(flow):integrate({-1.2, 1}, 50, {\(options)}).message")
      #expect(message.hasSuffix(line) && message.contains("kept"), "\(form): \(message)")
      let member = try text("\(flow):integrate({{-1.2, 1}, {1, 1}}, 50, {\(options)}):member(1).message")
      #expect(member == message, "\(form): \(member)")
    }
  }

  static let refusals = [
    ("first:integrate({1, 2}, 3, {m = {1, 2}})", "flow:integrate: option 'm' is for form 'phase', got form 'piecewise'"),
    ("phase:integrate({1, 2}, 3, {m = {1}})", "flow:integrate: option 'm' must have 2 elements, the loss's parameters, got 1"),
    ("phase:integrate({1, 2}, 3, {m = {{1, 2}}})", "flow:integrate: option 'm' must be a vector of 2, got a 1x2 matrix"),
    (
      "phase:integrate({{1, 2}}, 3, {m = {1, 2}})",
      "flow:integrate: option 'm' must be a 1x2 matrix, a row for each start, got a vector of 2"
    ),
    (
      "phase:integrate({{1, 2}}, 3, {m = {{1, 2, 3}}})",
      "flow:integrate: option 'm' must be a 1x2 matrix, a row for each start, got a 1x3 matrix"
    ),
    ("phase:integrate({1, 2}, 3, {m = {1, 0/0}})", "flow:integrate: option 'm[2]' must be a finite number, got nan"),
    (
      "phase:integrate(phase:integrate({1, 2}, 3), 3, {m = {1, 2}})",
      "flow:integrate: option 'm' is for a start that is a point: a trajectory has its own, memory.m"
    ),
    (
      "limit:integrate({1, 2, 3}, 3, {batches = {size = 2}})",
      "flow:integrate: option 'batches' is for form 'phase', whose steps may differ, got form 'limit'"
    ),
    (
      "rows:integrate({1, 2, 3}, 3, {batches = {size = 21}})",
      "flow:integrate: option 'batches' asks for batches of 21 of 20 rows"
    ),
    (
      "rows:integrate({1, 2, 3}, 3, {batches = {size = 2}, stop = {loss = 1}})",
      "flow:integrate: option 'stop.loss' looks at all rows in every step, which a run on batches does not; give a function that looks now and then"
    ),
    (
      "hbf.flow{loss = L, eta = function(k) return 1 / k end, mu = 0.5, order = 2, form = 'limit'}",
      "hbf.flow: option 'eta' must be a number in form 'limit': steps that change are for forms 'phase' and 'piecewise'"
    ),
    (
      "hbf.flow{loss = L, eta = 1, mu = function(k) return 1 / (k + 1) end, order = 2, form = 'matched'}",
      "hbf.flow: option 'mu' must be a number in form 'matched': steps that change are for forms 'phase' and 'piecewise'"
    ),
    (
      "hbf.flow{loss = L, eta = 1, mu = 0.5, order = 'best', form = 'limit'}",
      "hbf.flow: option 'order' must be an integer in form 'limit': \"best\" is for form 'phase', whose terms are looked at"
    ),
    (
      "hbf.flow{loss = L, eta = 1, mu = 0.5, order = 'bst'}",
      "hbf.flow: option 'order' must be an integer in [1, 64], in form \"phase\" in [1, 8], \"best\" or \"auto\", got string 'bst' (did you mean 'best'?)"
    ),
    (
      "hbf.flow{loss = L, eta = {1, 2}, mu = 0.5, order = 2}",
      "hbf.flow: option 'eta' must be a number > 0 or a function of the step's number, got table"
    ),
    (
      "hbf.flow{loss = L, eta = function(k) return 0.01 * (10 - k) end, mu = 0.5, order = 2}:integrate({1, 2}, 30)",
      "flow:integrate: 'eta' is -0.01 in step 11, not a number > 0"
    ),
    (
      "phase:field({1, 2}, 3)",
      "flow:field: argument 'm' must be m, a vector, in form 'phase', whose step k is the third argument"
    ),
    (
      "hbf.flow{loss = L, eta = function(k) return 0.1 * (3 - k) end, mu = 0.5, order = 2}:field({1, 2}, {0, 0}, 2)",
      "flow:field: argument 'k' must be a step with eta > 0, got 2: beta and m jump in it"
    ),
    (
      "first:field({1, 2}, {0, 0})",
      "flow:field: argument 'm' is for form 'phase': the field of form 'piecewise' is of beta alone"
    ),
    ("limit:field({1, 2, 3}, 1)", "flow:field: k is for form 'piecewise': the field of form 'limit' has no steps"),
    (
      "first:field({1, 2}, 0, 1)", "flow:field: argument 'k' is for form 'phase'; the piecewise form's k is the second argument"
    ),
    (
      "changes{mu = function(k) return k / 10 end}:field({1, 2}, {0, 0}, 9)",
      "flow:field: 'mu' is 1 in step 10, not a number in [0, 1)"
    ),
    (
      "changes{mu = function(k) return 0.5 - k / 10 end}:field({1, 2}, {0, 0}, 9)",
      "flow:field: 'mu' is -0.5 in step 10, not a number in [0, 1)"
    ),
    (
      "changes{nu = function(k) return sqrt(5 - k) end}:field({1, 2}, {0, 0}, 9)",
      "flow:field: 'nu' is nan in step 10, not a finite number"
    ),
    (
      "changes{eta = function(k) return 1e-3 * sqrt(5 - k) end}:field({1, 2}, {0, 0}, 9)",
      "flow:field: 'eta' is nan in step 10, not a number > 0"
    ),
    (
      "changes{eta = function(k) return 1e-3 * (5 - k) end}:validity({1, 2}, 9)",
      "flow:validity: 'eta' is -0.005 in step 10, not a number > 0"
    ),
    (
      "changes{mu = function(k) return k / 10 end}:validity({1, 2}, 9)",
      "flow:validity: 'mu' is 1 in step 10, not a number in [0, 1)"
    ),
    (
      "changes{eta = function(k) return 1e-3 * k end}:field({1, 2}, {0, 0}, math.maxinteger)",
      "flow:field: argument 'k' must be an integer in [0, 1000000000000000], got 9223372036854775807"
    ),
    (
      "changes{eta = function(k) return 1e-3 * k end}:validity({1, 2}, math.maxinteger)",
      "flow:validity: argument 'k' must be an integer in [0, 1000000000000000], got 9223372036854775807"
    ),
    ("phase:best_order{0/0, 1}", "flow:best_order: argument 'beta[1]' must be a finite number, got nan"),
    ("phase:best_order({1, 2}, {1/0, 0})", "flow:best_order: argument 'm[1]' must be a finite number, got inf"),
    ("best:best_order{1e4}", "flow:best_order: the field's terms at beta and m are no finite numbers"),
    ("first:best_order({1, 2})", "flow:best_order: is for flows in form 'phase', got form 'piecewise'"),
  ]

  @Test("what does not go with it is refused", arguments: refusals)
  func refused(expression: String, expected: String) throws { #expect(try lua.failure(of: expression) == expected) }
}
