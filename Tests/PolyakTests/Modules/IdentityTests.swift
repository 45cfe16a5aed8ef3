import LuaKit
import PolyakModules
import Testing

@Suite("An object of a loss, a run or a flow") struct PolyakIdentityTests {
  @Test(
    "is itself at each reading: a key, and rawequal",
    arguments: [
      "r.t", "r.beta", "r.loss", "r.steps", "r.memory.m", "r.recorded.loss", "r.recorded.loss.values", "r.recorded.loss.t",
      "r.recorded.loss.steps", "o.loss", "f.loss", "n.loss", "p:loss()", "p.X", "p.y", "p.w_star",
      "p:flow{eta = 0.1, mu = 0.5}.loss",
      "e.t", "e:member(2)", "e:member(1).loss", "d.t", "d.kappa", "d.epsilon", "d.phi", "d.potential", "d.lambda",
      "d.residuals.kappa",
      "k.etas", "k.errors", "k.slopes",
    ])
  func identity(expression: String) throws {
    let lua = LuaState()
    try Polyak.open(in: lua)
    try lua.run(
      """
      L = losses.product{y = 0.6}
      o = optim.hb{loss = L, eta = 1e-3, mu = 0.5}
      r = o:run({1, 1}, 4, {record = {loss = 1}})
      f = hbf.flow{loss = L, eta = 1e-3, mu = 0.5, order = 1}
      n = optim.gd{loss = losses.mlp{inputs = {{0, 1}}, labels = {0}, widths = {2}, seed = 1}, eta = 0.1}
      e = o:run({{1, 1}, {2, 1}}, 3)
      p = dln.sparse_regression{n = 2, d = 3, nonzero = 1, seed = 1}
      df = hbf.flow{loss = p:loss(), eta = 0.01, mu = 0.5, order = 2, form = "limit"}
      d = dln.path{problem = p, trajectory = df:integrate(p:start(0.5), 3), flow = df}
      k = hbf.order_of_error{loss = L, from = {2.8, 3.5}, T = 0.05, mu = 0.5, order = 1, etas = {0.01, 0.005}}
      """)
    let values = try lua.run(
      """
      local a, b = \(expression), \(expression)
      return rawequal(a, b), a == b, ({[a] = 1})[b], type(a)
      """)
    #expect(values == [true, true, 1, "userdata"])
  }

  @Test("that was given comes back") func given() throws {
    let lua = LuaState()
    try Polyak.open(in: lua)
    #expect(
      try lua.run(
        """
        local L, N = losses.product{y = 0.6}, losses.mlp{inputs = {{0, 1}}, labels = {0}, widths = {2}, seed = 1}
        local p = dln.problem{X = {{1, 2, 0}}, y = {1}}
        return rawequal(hbf.flow{loss = L, eta = 1e-3, mu = 0.5, order = 1}.loss, L), rawequal(optim.gd{loss = N, eta = 0.1}.loss, N),
          rawequal(p:flow{eta = 0.1, mu = 0.5}.loss, p:loss()), rawequal(optim.hb{loss = p:loss(), eta = 0.1, mu = 0.5}.loss, p:loss())
        """) == [true, true, true, true])
  }
}
