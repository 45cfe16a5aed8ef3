import LuaKit
import Testing

@testable import PolyakModules

@Suite("Errors that flows carry along, settled starts, and steps that change, in Lua") struct ErrorOptionTests {
  let lua = LuaState()

  init() throws {
    try Polyak.open(in: lua)
    try lua.run(
      """
      L = losses.product{x = 1, y = 0.6}
      b = vec{2.8, 3.5}
      function flow(order, form, more)
        local options = {loss = L, eta = 2.5e-4, mu = 0.5, order = order, form = form}
        for name, value in pairs(more or {}) do options[name] = value end
        return hbf.flow(options)
      end
      hb = optim.hb{loss = L, eta = 2.5e-4, mu = 0.5}
      run = hb:run(b, 50)
      """, name: "=test")
  }

  func value(_ expression: String) throws -> LuaValue { try lua.value(of: expression) }

  @Test(
    "a trajectory has an error for each kept step, near the one that there is",
    arguments: ["matched", "piecewise", "limit", "phase"])
  func error(form: String) throws {
    try lua.run(
      """
      t = flow(2, '\(form)'):integrate(b, 50, {error = true, every = 5})
      found = t.beta[11] - run.beta[51]
      """, name: "=test")
    #expect(try value("#t.error == 11 and #t.error[1] == 2") == true)
    #expect(try value("(t.error[11] - found):norm() < 0.1 * found:norm()") == true)
    #expect(try value("t.memory.error == t.error[11]") == true)
    #expect(try value("flow(2, '\(form)'):integrate(b, 5).error").isNil)
    // Beside equal steps as well.
    #expect(
      try value("(flow(2, '\(form)'):integrate(b, 50, {error = true, method = 'rk4'}).error[51] - t.error[11]):norm() < 1e-8")
        == true)
    // On from its end.
    #expect(try value("flow(2, '\(form)'):integrate(t, 2, {error = true}).error[1] == t.error[11]") == true)
  }

  @Test func `its band holds the loss of heavy ball's run, and is drawn`() throws {
    try lua.run(
      """
      t = flow(1, 'piecewise'):integrate(b, 50, {error = true})
      low, high = t.loss_range[1], t.loss_range[2]
      inside = 0
      for k = 1, 51 do
        assert(low[k] <= t.loss[k] and t.loss[k] <= high[k])
        -- As far as the leading error is the error.
        local width = 0.2 * (high[k] - low[k])
        if low[k] - width <= run.loss[k] and run.loss[k] <= high[k] + width then inside = inside + 1 end
      end
      """, name: "=test")
    #expect(try value("inside") == 51)
    #expect(try value("run.loss_range").isNil)
  }

  @Test("the order that an error asks for is the lowest that keeps to it", arguments: ["matched", "piecewise", "phase"])
  func auto(form: String) throws {
    try lua.run(
      """
      auto = flow('auto', '\(form)')
      function largest(t)
        local most = 0
        for k = 1, #t.error do most = max(most, t.error[k]:norm()) end
        return most
      end
      """, name: "=test")
    #expect(try value("auto.order").text == "auto")
    for tolerance in ["1e-1", "1e-3", "1e-5", "1e-6"] {
      try lua.run(
        """
        t = auto:integrate(b, 50, {error = \(tolerance)})
        order = tonumber(t.title:match('order (%d)') or 1)
        """, name: "=test")
      #expect(try value("largest(t) <= \(tolerance)") == true)
      #expect(
        try value("order == 1 or largest(flow(order - 1, '\(form)'):integrate(b, 50, {error = true})) > \(tolerance)") == true)
      // What it promises of heavy ball holds but for what the leading error leaves out.
      // The matched form is not about the first steps.
      #expect(try value("max(hbf.discretization_error(t, run):slice(20, -1)) < 1.3 * \(tolerance)") == true)
    }
  }

  @Test func `where no order will do that is said`() throws {
    let failure = try lua.failure(of: "flow('auto', 'limit'):integrate(b, 50, {error = 1e-6})")
    #expect(
      failure.hasPrefix(
        "flow:integrate: option 'error' is 1e-06, which no order keeps in form 'limit': order 1 comes nearest, with "),
      "\(failure)")
    #expect(failure.hasSuffix("; this form has not heavy ball's first steps, form 'matched' has"), "\(failure)")
    let outside = try lua.failure(of: "flow('auto', 'matched', {eta = 2e-2}):integrate(b, 20, {error = 1e-9})")
    #expect(outside.contains("which no order keeps in form 'matched': "), "\(outside)")
  }

  @Test func `heavy ball started settled gives the limit form its order`() throws {
    try lua.run(
      """
      settled = hb:run(b, 50, {momentum = 'settled'})
      rest = hb:run(b, 50)
      m = diagnostics.slow_manifold{loss = L, beta = b, eta = 2.5e-4, mu = 0.5, order = 4}
      limit = flow(3, 'limit'):integrate(b, 50, {error = true, momentum = 'settled'})
      """, name: "=test")
    #expect(try value("hb:run(b, 50, {memory = {m = m}}):final() == settled:final()") == true)
    #expect(try value("limit.error[1] == vec{0, 0}") == true)
    #expect(
      try value("max(hbf.discretization_error(limit, settled)) < 1e-2 * max(hbf.discretization_error(limit, rest))") == true)
    #expect(
      try value(
        "flow(3, 'phase'):integrate(b, 5, {momentum = 'settled'}).m[1] == diagnostics.slow_manifold{loss = L, beta = b, eta = 2.5e-4, mu = 0.5, order = 3}"
      )
        == true)
    let slope = try value(
      "hbf.order_of_error{loss = L, from = b, T = 0.05, mu = 0.5, order = 3, form = 'limit', momentum = 'settled'}.slopes[5]")
    #expect((try #require(slope.number) - 3).magnitude < 0.1)
  }

  @Test func `in phase space the error of steps that change, and of steps on mini-batches, is near the one that there is`() throws
  {
    try lua.run(
      """
      X = random.new(1):normal(12, 2)
      fit = losses.least_squares{X = X, y = X * vec{1, 2}}
      drawn = {batches = {size = 3, seed = 5}}
      grow = function(k) return 0.7 * (k - 1) / (k + 5) end
      function off(mu, options)
        local run = optim.hb{loss = fit, eta = 2e-2, mu = mu}:run({0, 0}, 30, {batches = options.batches})
        options.error = true
        local t = hbf.flow{loss = fit, eta = 2e-2, mu = mu, order = 2, form = "phase"}:integrate({0, 0}, 30, options)
        local found = t.beta[31] - run.beta[31]
        return (t.error[31] - found):norm() / found:norm()
      end
      auto = hbf.flow{loss = fit, eta = 2e-2, mu = 0.5, order = "auto", form = "phase"}
      found = auto:integrate({0, 0}, 30, {batches = {size = 3, seed = 5}, error = 1e-4})
      """, name: "=test")
    for run in ["off(grow, {})", "off(0.5, {batches = {size = 3, seed = 5}})", "off(grow, {batches = {size = 3, seed = 5}})"] {
      let off = try #require(try value(run).number)
      #expect(off < 0.15, "\(run): \(off)")
    }
    #expect(try value("found.title:match('order [23] in phase space') and #found.error") == 31)
  }

  @Test func `Nesterov's method started settled gives its limit form its order, and a two-step method's is off by nothing`()
    throws
  {
    try lua.run(
      """
      settled = optim.nag{loss = L, eta = 2.5e-4, mu = 0.5}:run(b, 50, {momentum = 'settled'})
      m = diagnostics.slow_manifold{loss = L, beta = b, eta = 2.5e-4, mu = 0.5, nu = 0.5, order = 4}
      function distance(order, options)
        return max(hbf.discretization_error(flow(order, 'limit', {nu = 0.5}):integrate(b, 50, options), settled))
      end
      """, name: "=test")
    #expect(
      try value("optim.nag{loss = L, eta = 2.5e-4, mu = 0.5}:run(b, 50, {memory = {m = m}}):final() == settled:final()") == true)
    #expect(try value("distance(2) < 0.1 * distance(1) and distance(3) < 0.1 * distance(2)") == true)
    let slope = try value(
      "hbf.order_of_error{loss = L, from = b, T = 0.05, mu = 0.5, nu = 0.5, order = 3, form = 'phase', momentum = 'settled'}.slopes[5]"
    )
    #expect((try #require(slope.number) - 3).magnitude < 0.1)
    #expect(
      try value(
        "hbf.flow{loss = L, eta = 2.5e-4, method = {a2 = -0.5, b2 = -0.3}, order = 3, form = 'limit'}:integrate(b, 5, {error = true, momentum = 'settled'}).error[1] == vec{0, 0}"
      ) == true)
  }

  @Test func `the piecewise form follows steps that change`() throws {
    try lua.run(
      """
      turn = function(k) return 0.4 * k / (k + 5) end
      warm = function(k) return 1e-3 * (1 - 0.9 * exp(-k / 10)) end
      grow = function(k) return 0.7 * k / (k + 5) end
      method = optim.hb{loss = L, eta = warm, mu = grow}:run(b, 60)
      function distance(order)
        return max(hbf.discretization_error(flow(order, 'piecewise', {eta = warm, mu = grow}):integrate(b, 60), method))
      end
      errors = {distance(1), distance(2), distance(3), distance(4)}
      """, name: "=test")
    #expect(try value("errors[2] < 0.2 * errors[1] and errors[3] < 0.3 * errors[2] and errors[4] < 0.5 * errors[3]") == true)
    try lua.run(
      """
      method = optim.momentum{loss = L, eta = warm, mu = grow, nu = turn}:run(b, 60)
      function distance(order)
        local options = {eta = warm, mu = grow, nu = turn}
        return max(hbf.discretization_error(flow(order, 'piecewise', options):integrate(b, 60), method))
      end
      """, name: "=test")
    #expect(try value("distance(2) < 0.2 * distance(1) and distance(3) < 0.3 * distance(2)") == true)
    // A form is chosen where none is given, as before.
    #expect(try value("hbf.flow{loss = L, eta = warm, mu = grow, order = 2}.form").text == "phase")
    #expect(
      try value("flow(2, 'piecewise', {mu = grow}):field(b, 3) ~= flow(2, 'piecewise', {mu = grow}):field(b, 4)") == true)
  }

  static let refusals: [(String, String)] = [
    (
      "flow(2):integrate(b, 5, {error = 1e-3})",
      "flow:integrate: option 'error' must be true or false with a given order: a number chooses order \"auto\""
    ),
    (
      "flow('auto'):integrate(b, 5)",
      "flow:integrate: option 'error' must be a number > 0 with order \"auto\", which it chooses"
    ),
    (
      "flow('auto'):integrate(b, 5, {error = true})",
      "flow:integrate: option 'error' must be a number > 0 with order \"auto\", which it chooses"
    ),
    ("flow('auto'):field(b)", "flow:field: the flow has no order yet: with order \"auto\" integrate finds it"),
    ("flow('auto', 'matched'):start(b)", "flow:start: the flow has no order yet: with order \"auto\" integrate finds it"),
    ("flow('auto', 'phase'):best_order(b)", "flow:best_order: the flow has no order yet: with order \"auto\" integrate finds it"),
    (
      "flow(2):integrate(mat{{1, 2}, {2, 3}}, 5, {error = true})",
      "flow:integrate: option 'error' is for single runs, from one start"
    ),
    (
      "flow(8, 'phase'):integrate(b, 5, {error = true})",
      "flow:integrate: option 'error' needs the flow of the next order, and 8 is the highest of form 'phase'"
    ),
    (
      "flow(2, 'matched'):integrate(b, 5, {momentum = 'settled'})",
      "flow:integrate: option 'momentum' must be \"rest\" in form 'matched', which has heavy ball's first steps from rest in it"
    ),
    (
      "flow(2, 'phase'):integrate(b, 5, {momentum = 'settled', m = {1, 2}})",
      "flow:integrate: option 'momentum' must be \"rest\" unless the start is a point, and m is not given"
    ),
    (
      "optim.gd{loss = L, eta = 1e-3}:run(b, 5, {momentum = 'settled'})",
      "optimizer:run: option 'momentum' must be \"rest\" for gradient descent: \"settled\" is for heavy ball and its family, of constant eta, mu and nu that are not both 0"
    ),
    (
      "optim.adam{loss = L, eta = 1e-3}:run(b, 5, {momentum = 'settled'})",
      "optimizer:run: option 'momentum' must be \"rest\" for Adam: \"settled\" is for heavy ball and its family, of constant eta, mu and nu that are not both 0"
    ),
    (
      "hb:run(run, 5, {momentum = 'settled'})",
      "optimizer:run: option 'momentum' must be \"rest\" unless the start is a point, without memory or step"
    ),
    (
      "hb:run(b, 5, {momentum = 'setled'})",
      "optimizer:run: option 'momentum' must be 'rest' or 'settled', got string 'setled' (did you mean 'settled'?)"
    ),
    (
      "hbf.order_of_error{loss = L, from = b, T = 0.05, mu = 0.5, order = 2, form = 'piecewise', momentum = 'settled'}",
      "hbf.order_of_error: option 'momentum' must be \"rest\" in form 'piecewise', which has heavy ball's first steps from rest in it"
    ),
    (
      "flow(2, 'piecewise', {mu = function(k) return k / (k + 3) end}):field(b)",
      "flow:field: needs k, the step, where eta, mu or nu change"
    ),
    (
      "flow(2, 'piecewise', {eta = function(k) return 1e-3 * max(0, 4 - k) end}):integrate(b, 9)",
      "flow:integrate: 'eta' is 0 in step 4: the field of form 'piecewise' takes the time eta"
    ),
  ]

  @Test("what does not go together is refused", arguments: refusals)
  func refused(expression: String, expected: String) throws { #expect(try lua.failure(of: expression) == expected) }
}
