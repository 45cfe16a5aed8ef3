import LuaKit
import Testing

@testable import PolyakModules

@Suite struct `Diagonal linear networks in Lua` {
  let lua = LuaState()
  init() throws {
    try Polyak.open(in: lua)
    try lua.run(
      """
      p = dln.problem{X = {{1, 2, 0}, {0, 1, 1}}, y = {1, 2}, w_star = {1, 0, 2}}
      run = optim.hb{loss = p:loss(), eta = 0.01, mu = 0.5}:run(p:start(0.1), 2000)
      flow = hbf.flow{loss = p:loss(), eta = 0.01, mu = 0.5, order = 2, form = 'limit'}
      """, name: "=test")
  }

  func value(_ expression: String) throws -> LuaValue { try lua.value(of: expression) }

  @Test func `a problem says what it holds`() throws {
    #expect(try value("tostring(p)").text == "DiagonalProblem  2 equations, 3 unknowns, w* with 2 nonzeros")
    #expect(
      try value("tostring(dln.problem{X = {{1}, {2}}, y = {1, 2}, w_star = {1}, normalization = 'sum'})").text == """
        DiagonalProblem  2 equations, 1 unknown, w* with 1 nonzero, plain sum of squares
          n >= d: unless columns of X are dependent, the interpolant is unique, or there is none
        """)
    #expect(try value("p.n == 2 and p.d == 3 and p.w_star == vec{1, 0, 2} and p.y == vec{1, 2} and p.X[2][3] == 1") == true)
    #expect(try value("p.note").isNil)
  }

  @Test func `its loss is the one losses makes, in either normalization`() throws {
    #expect(try value("p:loss()(p:start(1, 2)) == losses.dln{X = p.X, y = p.y}(p:start(1, 2))") == true)
    #expect(try value("p:loss{normalization = 'sum'}(p:start(1, 2)) / p:loss()(p:start(1, 2))") == 4)
    #expect(
      try value(
        "losses.dln{X = p.X, y = p.y, normalization = 'sum'}(p:start(1, 2)) == p:loss{normalization = 'sum'}(p:start(1, 2))")
        == true)
  }

  @Test func `points, matrices of points and trajectories have predictors and kappas`() throws {
    #expect(try value("p:predictor{2, 1, 0, 1, 1, 3} == vec{3, 0, -9}") == true)
    #expect(try value("p:predictor{{2, 1, 0, 1, 1, 3}}[1] == vec{3, 0, -9}") == true)
    #expect(try value("p:predictor(run)[2001] == p:predictor(run:final())") == true)
    #expect(try value("dln.kappa(run)[2001] == dln.kappa(run:final())") == true)
    #expect(try value("select('#', p:split(run:final()))") == 2)
  }

  @Test func `training stops at its goal and remembers the integral of every step`() throws {
    try lua.run(
      """
      trained = p:train(p:start(0.1), {eta = 0.01, mu = 0.5})
      kept = p:train(p:start(0.1), {eta = 0.01, mu = 0.5, every = 1})
      """, name: "=test")
    #expect(try value("trained.ending").text == "loss")
    #expect(try value("#trained == 1 and trained.loss[1] <= 1e-14") == true)
    #expect(try value("trained:final() == kept:final()") == true)
    // The left sum over all steps is what the memory holds, in another order of additions.
    try lua.run(
      """
      sum = vec(3)
      for k = 1, #kept - 1 do
        local r = p.X * p:predictor(kept.beta[k]) - p.y
        local g = p.X:t() * r / 2
        sum = sum + 0.01 * g * g
      end
      """, name: "=test")
    #expect(try value("(sum - trained.memory.integral_gradient_squared):norm() < 1e-14") == true)
    #expect(try value("p:train(kept, {eta = 0.01, mu = 0.5}):final() == kept:final()") == true)
  }

  @Test func `predictions take the start and the integral that a training remembers, or those of a run's points`() throws {
    try lua.run(
      """
      trained = p:train(p:start(0.1), {eta = 0.01, mu = 0.5})
      first = p:train(p:start(0.1), {eta = 0.01, mu = 0.5, steps = 50})
      continued = p:train(first, {eta = 0.01, mu = 0.5})
      """, name: "=test")
    #expect(try value("trained.memory.start == p:start(0.1)") == true)
    #expect(
      try value(
        """
        (dln.predicted_kappa{problem = p, trajectory = trained, mu = 0.5}
          / dln.predicted_kappa{problem = p, trajectory = run, mu = 0.5} - 1):norm() < 1e-6
        """) == true)
    #expect(
      try value(
        """
        dln.predicted_kappa{problem = p, trajectory = trained, mu = 0.5}
          == dln.predicted_kappa{problem = p, trajectory = continued, mu = 0.5}
        """) == true)
    #expect(try value("dln.predicted_phi{problem = p, trajectory = run, mu = 0.5, hessian = 'block'}[1]") == -0.0075)
    #expect(try value("dln.prediction_error{predicted = 1, found = {1, -2}, initial = 1}").number?.isNaN == true)
    #expect(try value("dln.prediction_error{predicted = 1, found = {1, 1}, initial = 1}") == 0)
    #expect(try value("dln.prediction_error{predicted = 2, found = {1, 1}, initial = 1}") == LuaValue.number(.infinity))
  }

  @Test func `a path has its curves and prints a summary`() throws {
    try lua.run("path = dln.path{problem = p, trajectory = run, flow = flow}", name: "=test")
    #expect(try value("#path == 2001 and #path.kappa == 2001 and path.sign_changes == 0") == true)
    #expect(try value("path.lambda[1] == 0 and path.t[2001] == 20") == true)
    #expect(try value("#path.residuals.kappa") == 2001)
    let text = try #require(try value("tostring(path)").text).split(separator: "\n")
    #expect(text[0] == "DiagonalPath  heavy ball, 2001 points, t = 0 .. 20")
    #expect(text[1] == "  kappa  0.01 -> 0.0063 to 0.009631")
    #expect(text.count == 4)
  }

  @Test func `flows of methods that look ahead have their kappa predicted to the order of the theory`() throws {
    try lua.run(
      """
      q = dln.sparse_regression{n = 10, d = 6, nonzero = 2, seed = 3}
      function errors(form, eta)
        local run = hbf.flow{loss = q:loss(), eta = eta, mu = 0.5, nu = 0.5, order = 3, form = form}:integrate(q:start(0.3), 8 / eta)
        local function error(order)
          return dln.prediction_error{
            predicted = dln.predicted_kappa{problem = q, trajectory = run, order = order}, found = dln.kappa(run:final()),
            initial = 0.09,
          }
        end
        return error(2), error(3)
      end
      function falls(form)
        local second, third = errors(form, 4e-3)
        local later, last = errors(form, 2e-3)
        return second / later, third / last
      end
      """, name: "=test")
    for form in ["limit", "matched", "piecewise", "phase"] {
      let (second, third) = (
        try #require(try value("(falls('\(form)'))").number), try #require(try value("select(2, falls('\(form)'))").number)
      )
      #expect((second - 2).magnitude < 0.25 && (third - 4).magnitude < 0.4, "\(form): \(second), \(third)")
    }
  }

  @Test func `the minimiser says how it was found`() throws {
    #expect(try value("select(2, p:minimize{kappa = 0.1}).residual < 1e-12") == true)
    #expect(try value("select(2, p:minimize{kappa = 0.1}).iterations < 10") == true)
    #expect(
      try value(
        "p:kkt_residual{w = p:minimize{kappa = {0.1, 0.2, 0.3}, start = p:start(1, 2)}, kappa = {0.1, 0.2, 0.3}, start = p:start(1, 2)} < 1e-12"
      ) == true)
  }

  @Test func `random data is NumPy's, of a seed`() throws {
    try lua.run("q = dln.sparse_regression{n = 40, d = 100, nonzero = 5, seed = 0}", name: "=test")
    // default_rng(0).standard_normal((40, 100)): its first and last numbers.
    #expect(try value("q.X[1][1]") == 0.1257302210933933)
    #expect(try value("q.X[40][100]") == -0.8705242998530732)
    #expect(try value("q.X == random.new(0):normal(40, 100)") == true)
    #expect(try value("q.w_star:sum() == 5 and q.w_star[5] == 1 and q.w_star[6] == 0") == true)
    #expect(try value("(q.y - q.X * q.w_star):norm() == 0") == true)
    try lua.run(
      """
      q = dln.sparse_regression{n = 4, d = 10, nonzero = 3, amplitude = -2, support = 'random', seed = 3}
      r = random.new(3)
      r:normal(4, 10)
      places = r:permutation(10)
      """, name: "=test")
    #expect(try value("q.w_star:sum() == -6 and q.w_star[places[1]] == -2 and q.w_star[places[3]] == -2") == true)
  }

  @Test(
    "says what was wrong",
    arguments: [
      (
        "dln.sparse_regression{n = 4, d = 10, nonzero = 11}",
        "dln.sparse_regression: option 'nonzero' must be at most d = 10, got 11"
      ),
      (
        "dln.sparse_regression{n = 0, d = 10, nonzero = 1}",
        "dln.sparse_regression: option 'n' must be an integer >= 1, got 0"
      ),
      (
        "dln.sparse_regression{n = 1 << 40, d = 1 << 40, nonzero = 1}",
        "dln.sparse_regression: 1099511627776 x 1099511627776 numbers do not fit into memory"
      ),
      (
        "dln.sparse_regression{n = 4, d = 10, nonzero = 1, support = 'frist'}",
        "dln.sparse_regression: option 'support' must be 'first' or 'random', got string 'frist' (did you mean 'first'?)"
      ),
      (
        "dln.problem{X = {{1, 2}}, y = {1, 2}}",
        "dln.problem: option 'y' must have 1 element, one for each row of X, got 2"
      ),
      ("dln.problem{X = {{1, 1/0}}, y = {1}}", "dln.problem: option 'X[1][2]' must be a finite number, got inf"),
      ("dln.problem{X = {{1, 2}}, y = {0/0}}", "dln.problem: option 'y[1]' must be a finite number, got nan"),
      ("dln.problem{X = {{1, 2}}, y = {1}, w_star = {1}}", "dln.problem: option 'w_star' must have 2 elements, got 1"),
      (
        "dln.problem{X = {{1, 2}}, y = {1}, normalisation = 'sum'}",
        "dln.problem: unknown option 'normalisation' (did you mean 'normalization'?)"
      ),
      (
        "dln.problem{X = {{1, 2}}, y = {1}, normalization = 'men'}",
        "dln.problem: option 'normalization' must be 'mean' or 'sum', got string 'men' (did you mean 'mean'?)"
      ),
      ("p:start(0)", "p:start: argument 's' must be a number > 0, got 0"),
      ("p:start(-1, 0.9)", "p:start: argument 's' must be a number > 0, got -1"),
      ("p:start(1, 0)", "p:start: argument 'theta' must be a number > 0, got 0"),
      (
        "p:start(1e-300, 1)",
        "p:start: s and theta are so extreme that w+, w- or kappa = s^2 are no positive numbers"
      ),
      ("dln.potential({1, 0/0}, 1)", "dln.potential: argument 'w[2]' must be a finite number, got nan"),
      ("dln.problem{X = mat(0, 3), y = {}}", "dln.problem: option 'X' must have at least one row and one column"),
      (
        "dln.sparse_regression{n = 4, d = 9, nonzero = 3, amplitude = 1e308}",
        "dln.sparse_regression: option 'amplitude' is so large that y is not finite"
      ),
      (
        "p:minimize{kappa = 1, start = {1, 1, 1, 0, 1, 1}}",
        "p:minimize: option 'start' must have w+ w- > 0 in every component, but in component 1 it is 0"
      ),
      ("p:minimize{kappa = 1e308}", "p:minimize: option 'kappa' must be in [1e-300, 1e300], got 1e+308"),
      ("dln.potential({1, 2}, 0)", "dln.potential: argument 'kappa' must be a number > 0 or vector of such, got 0"),
      ("dln.potential({1, 2}, {1, 0})", "dln.potential: argument 'kappa[2]' must be a number > 0, got 0"),
      (
        "dln.potential({1, 2}, {1, -1})",
        "dln.potential: argument 'kappa[2]' must be a number > 0, got -1: a component of w+ or w- changed sign, where the theory is silent"
      ),
      ("dln.potential_gradient({1, 2}, {1})", "dln.potential_gradient: argument 'kappa' must have 2 elements, got 1"),
      ("p:minimize{kappa = -1}", "p:minimize: option 'kappa' must be a number > 0 or vector of such, got -1"),
      ("p:minimize{kappa = 1, phi = {1}}", "p:minimize: option 'phi' must have 3 elements, got 1"),
      ("p:minimize{kappa = 1, start = {1, 1, 1}}", "p:minimize: option 'start' must have 6 elements, got 3"),
      (
        "dln.problem{X = {{1, 2}, {2, 4}}, y = {1, 3}}:minimize{kappa = 1}",
        "p:minimize: there is no w with X w = y: the rank of X's 2 rows is 1, and y does not depend in the same way (the nearest X w is 0.2 |y| away, rows of X of length 1)"
      ),
      ("p:kkt_residual{w = {1, 2}, kappa = 1}", "p:kkt_residual: option 'w' must have 3 elements, got 2"),
      ("p:predictor{1, 2}", "p:predictor: argument 'beta' must have 6 elements, w+ and then w-, got 2"),
      ("dln.kappa{1, 2, 3}", "dln.kappa: argument 'beta' must have an even number of elements, w+ and then w-, got 3"),
      (
        "dln.predicted_kappa{problem = p, trajectory = optim.gd{loss = p:loss(), eta = 0.01}:run(p:start(0.1), 9, {every = 'last'}), mu = 0}",
        "dln.predicted_kappa: the trajectory does not have the points from step 0 on, which the integral is over: keep them (every = n), or train with p:train, which adds up on the way"
      ),
      (
        "dln.predicted_kappa{problem = p, trajectory = optim.gd{loss = p:loss{normalization = 'sum'}, eta = 0.01}:run(p:start(0.1), 9), mu = 0}",
        "dln.predicted_kappa: option 'trajectory' must be on the problem's loss, as p:loss() gives it"
      ),
      (
        "p:train(run, {eta = 0.1})",
        "p:train: argument 'start' must be a point, or a trajectory that p:train made of this problem"
      ),
      (
        "dln.predicted_kappa{problem = p, trajectory = run, mu = 0.5, hessian = 'blok'}",
        "dln.predicted_kappa: option 'hessian' must be 'joint' or 'block', got string 'blok' (did you mean 'block'?)"
      ),
      (
        "dln.path{problem = p, trajectory = run, flow = hbf.flow{loss = losses.product{y = 1}, eta = 1, mu = 0, order = 1}}",
        "dln.path: option 'flow' must be heavy ball's flow on the problem's loss, got heavy-ball flow of order 1 on product"
      ),
      (
        "dln.path{problem = p, trajectory = run, flow = hbf.flow{loss = p:loss{normalization = 'sum'}, eta = 1, mu = 0, order = 1}}",
        "dln.path: option 'flow' must be on the problem's loss, which differs from the flow's where the trajectory begins"
      ),
      (
        "p:train(mat{{1, 1, 1, 1, 1, 1}}, {eta = 0.1})",
        "p:train: argument 'start' must be one point: each training stops at its own step"
      ),
    ])
  func errors(expression: String, expected: String) throws {
    #expect(try lua.failure(of: expression) == expected)
  }
}
