import LuaKit
import Testing

@testable import PolyakModules

/// Losses with a network in single precision for a part: traced, in the precision that the networks have.
@Suite struct `Losses of both precisions` {
  let lua = LuaState()
  init() throws {
    try Polyak.open(in: lua)
    try lua.run(
      """
      X, labels = mat{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, {0, 1, 1, 0}
      F = losses.mlp{inputs = X, labels = labels, widths = {8}, precision = "f32", seed = 1}
      D = losses.mlp{inputs = X, labels = labels, widths = {8}, seed = 1}
      n, b = F.dimension, F:start()
      Q = losses.define(n, function(b) return b:dot(b) end)
      A = mat(n, n) for i = 1, n do A[i][i] = 1 end
      function near(x, y, tolerance)
        return math.abs(x - y) <= tolerance * math.max(1, math.abs(y)) or error(("%s, not %s"):format(x, y))
      end
      """, name: "=test")
  }

  /// A formula, and what it is at b.
  @Test(arguments: [
    ("F(b)", "F(b)"), ("2 * F(b)", "2 * F(b)"), ("F(b) + 1e-2 * b:dot(b)", "F(b) + 1e-2 * b:dot(b)"),
    ("F(b) * F(b)", "F(b)^2"), ("F(2 * b) - F(b)", "F(2 * b) - F(b)"), ("exp(-F(b))", "exp(-F(b))"),
    ("F(b) + Q(b)", "F(b) + Q(b)"), ("logsumexp{F(b), D(b)}", "log(exp(F(b)) + exp(D(b)))"),
    ("F(b) + D(b)", "F(b) + D(b)"), ("D(b) + F(b)", "D(b) + F(b)"), ("F(b) + sum((mat(n, n, 1) * b)^2)", "F(b) + n * b:sum()^2"),
    ("F(b) + losses.quadratic{A = mat{{2, 0}, {0, 2}}}(vec{1, 2} * b[1])", "F(b) + 5 * b[1]^2"),
    ("losses.define(n, function(b) return F(b) + Q(b) end)(b) + D(b)", "F(b) + Q(b) + D(b)"),
    ("F(X:single():double()[4][1] * b)", "F(b)"), ("max(F(b), D(b))", "max(F(b), D(b))"),
    ("F(b) + p:loss()(b[1] * vec{1, 0, 0, 1})", "F(b) + p:loss()(b[1] * vec{1, 0, 0, 1})"),
  ])
  func `have the value of their parts, and a gradient`(formula: String, value: String) throws {
    try lua.run(
      """
      p = dln.problem{X = {{1, 2}}, y = {1}}
      L = losses.define(n, function(b) return \(formula) end)
      assert(near(L(b), \(value), 1e-6))
      assert(diagnostics.check_gradient(L, b) < 1e-3)
      assert(#L:hvp(b, b) == n)
      """, name: "=test")
  }

  @Test func `weight decay trains a network in single precision`() throws {
    try lua.run(
      """
      L = losses.define(n, function(b) return F(b) + 1e-3 * b:dot(b) end)
      local run = optim.hb{loss = L, eta = 0.2, mu = 0.9}:run(b, 500, {every = "last"})
      local b = run:final()
      assert(F:accuracy(b) == 1)
      -- Its points are singles, as those of the network alone.
      for i = 1, n do assert(string.unpack("f", string.pack("f", b[i])) == b[i]) end
      local other = losses.define(n, function(b) return D(b) + 1e-3 * b:dot(b) end)
      assert(near(run.loss[#run], other(b), 1e-6))
      assert(L:gradient(b):norm() < 0.01)
      """, name: "=test")
  }

  @Test func `are in double precision where a network is`() throws {
    try lua.run(
      """
      local L = losses.define(n, function(b) return F(b) + D(b) end)
      local run = optim.gd{loss = L, eta = 0.1}:run(b, 3)
      local exact = 0
      for i = 1, n do
        if string.unpack("f", string.pack("f", run:final()[i])) ~= run:final()[i] then exact = exact + 1 end
      end
      assert(exact > n / 2)
      -- The network's inputs are whole numbers, so that its double is the same loss.
      assert(near(L(b), 2 * D(b), 1e-15))
      """, name: "=test")
  }

  @Test func `flows and ensembles take them`() throws {
    try lua.run(
      """
      local L = losses.define(n, function(b) return F(b) + 1e-3 * b:dot(b) end)
      local flow = hbf.flow{loss = L, eta = 0.01, mu = 0.5, order = 2, form = "limit"}
      local double = losses.define(n, function(b) return D(b) + 1e-3 * b:dot(b) end)
      local exact = hbf.flow{loss = double, eta = 0.01, mu = 0.5, order = 2, form = "limit"}
      assert((flow:field(b) - exact:field(b)):norm() < 1e-5)
      """, name: "=test")
  }

  @Test(arguments: [
    (
      "losses.define(F.dimension, function(b) return sin(1e6 * F(b)) end)",
      "With a network in single precision the whole formula is computed in it, to 7 digits, which a formula that amplifies rounding has not: give the network precision = \"f64\"; or a value changes from call to call, which is not part of the formula"
    ),
    (
      "losses.define(F.dimension, function(b) return (1e-30 * b[1])^2 * 1e60 + F(b) end)",
      "the function gives 0.693147, its traced formula nan. With a network in single precision the whole formula is computed in it, where numbers beyond 3.4e38 are infinite: scale what is so large, or give the network precision = \"f64\""
    ),
    ("X:single() * vec{1, 2}", "*: expected a number, a vector or a matrix, got FloatMatrix; its double() is a Matrix"),
    (
      "losses.define(2, function(b) return sum(X:single() * b) end)",
      "*: expected a number, a vector or a matrix, got FloatMatrix; its double() is a Matrix"
    ),
    (
      "losses.define(2, function(b) return sum(b + X:single()) end)",
      "+: expected a number, a vector or a matrix, got FloatMatrix; its double() is a Matrix"
    ),
    (
      "sum(X:single())",
      "sum: argument 'x' must be a number, vector or matrix, but this is a FloatMatrix; its double() is a Matrix"
    ),
  ])
  func `what has no formula in single precision is refused with what to write`(expression: String, message: String) throws {
    let found = try lua.failure(of: expression)
    #expect(found.contains(message), "\(found)")
  }
}
