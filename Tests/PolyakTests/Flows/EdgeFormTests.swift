import HeavyBall
import LuaKit
import PolyakModules
import Testing

@Suite("Forms \"edge\" and \"auto\" in Lua") struct EdgeFormTests {
  let lua = LuaState()

  init() throws {
    try Polyak.open(in: lua)
    try lua.run(
      """
      L = losses.define(2, function(b) return b[1] * b[2]^2 / 2 + (b[1] - 3.05)^2 / 100 + b[2]^4 * 0.075 end)
      Q = losses.quadratic{A = {{3, 0}, {0, 0.5}}}
      with = function(options)
        local all = {loss = L, eta = 1, mu = 0.5, order = 2, form = "edge"}
        for k, v in pairs(options) do all[k] = v end
        return all
      end
      flow = hbf.flow(with{order = 3})
      measured = function(options)
        local all = with{from = {2.98, 0.03}, T = 8, etas = {1, 1}}
        all.eta = nil
        for k, v in pairs(options) do all[k] = v end
        return hbf.order_of_error(all)
      end
      -- r times the radius, on a quadratic of these eigenvalues.
      within = function(eigenvalues, options)
        options.loss = losses.define(#eigenvalues, function(b) return dot(vec(eigenvalues), b * b) / 2 end)
        local point = {}
        for i in ipairs(eigenvalues) do point[i] = 1 end
        return hbf.flow(with(options)):validity(point) * hbf.radius(0.5, 0, "edge")
      end
      round = function(x) return string.format("%.6g", x) end
      many = {-5, 3.5, 2}
      for i = 4, 70 do many[i] = 1 - i / 100 end
      run = flow:integrate({2.98, 0.03}, 20)
      hb = optim.hb{loss = L, eta = 1, mu = 0.5}:run({2.98, 0.03}, 20)
      """, name: "=test")
  }

  private func text(_ expression: String) throws -> String {
    try lua.run("return tostring(\(expression))", name: "=test").first?.text ?? ""
  }

  static let said: [(String, String)] = [
    (
      "flow",
      "EdgeFlow  heavy-ball flow of order 3 on both sides of the edge, at most 2 high directions, eta = 1, mu = 0.5, on defined"
    ),
    (
      "hbf.flow(with{modes = 1, mu = 0})",
      "EdgeFlow  heavy-ball flow of order 2 on both sides of the edge, 1 high direction, eta = 1, mu = 0, on defined"
    ),
    (
      "hbf.flow(with{modes = 'none', order = 1})",
      "EdgeFlow  heavy-ball flow of order 1 on both sides of the edge, no directions told apart, eta = 1, mu = 0.5, on defined"
    ),
    ("hbf.flow(with{form = 'auto', most = 1}).form", "auto"),
    ("flow.eta .. flow.mu .. flow.order .. flow.form", "1.00.53edge"),
    ("flow.loss == L", "true"),
    // λ = 3 in the high direction, 0.5 in the low one, over (1 + √½)².
    ("string.format('%.12f', hbf.flow(with{loss = Q}):validity{1, 1} * hbf.radius(0.5, 0, 'edge'))", "0.500000000000"),
    // The largest are high, not those of largest modulus: |10|, |-10|; |-2|, |1 - 3|, |0 - 3|; |-10|; beyond 64 parameters too.
    ("round(within({-10, 3}, {modes = 1}))", "10"),
    ("round(within({-10, 5}, {most = 1}))", "10"),
    ("round(within({-2, 1, 0}, {modes = 2}))", "3"),
    ("round(within({-10, 9, 8.5}, {modes = 1}))", "10"),
    ("round(within({-4, 9, 7, 6}, {most = 1}))", "7"),
    ("round(within(many, {modes = 2}))", "5"),
    ("round(within(many, {most = 1}))", "5"),
    ("flow:integrate({2.98, 0.03}, 20, {max_steps = 25}).ending", "too many steps"),
    ("flow:integrate({2.98, 0.03}, 20, {max_steps = 25}).statistics.accepted", "25"),
    ("hbf.flow(with{batches = false}).order", "2"),
    ("hbf.flow(with{seed = 1e308}):integrate({2.98, 0.03}, 20):final() == vec{2.98, 0.03}", "true"),
    ("#run.alternating .. ' ' .. #run:smooth() .. ' ' .. #run.m", "21 21 21"),
    ("norm(run:smooth()[4] - run.alternating[4] - run.beta[4]) < 1e-15", "true"),
    ("run.recorded.high.steps[1] .. run.recorded.high.steps[2]", "0.010.0"),
    ("#run.recorded.seeds.values .. sum(run.recorded.seeds.values)", "20.0"),
    // Heavy ball itself is what its points are held against, and the midpoints its smooth part.
    ("hbf.discretization_error(run, hb)[21] < 2e-5", "true"),
    ("norm(run:smooth()[20] - (hb.beta[19] + 2 * hb.beta[20] + hb.beta[21]) / 4) < 2e-3", "true"),
    ("measured{}.errors[1] < measured{order = 1}.errors[1] / 3", "true"),
    ("measured{at = 'midpoints'}.errors[1] < 2e-3", "true"),
    ("measured{loss = function(eta) return L end}.errors[1] == measured{}.errors[1]", "true"),
    ("flow:integrate(hb, 5):final() ~= flow:integrate(hb:final(), 5):final()", "true"),
    ("#flow:integrate(mat{{2.98, 0.03}, {2.9, 0.02}}, 5)", "2"),
    ("flow:integrate({2.98, 0.03}, 40, {stop = {loss = 6e-4}}).ending", "loss"),
    ("flow:integrate({2.98, 0.03}, 40, {record = {loss = 7}}).recorded.loss.steps == vec{0, 7, 14, 21, 28, 35, 40}", "true"),
    ("flow:integrate({2.98, 0.03}, 25, {every = 10}).steps == vec{0, 10, 20, 25}", "true"),
    ("hbf.radius(0.5, 0, 'auto') == hbf.radius(0.5, 0, 'phase')", "true"),
  ]

  @Test("say what they are, and are heavy ball's", arguments: said)
  func saying(_ expression: String, _ expected: String) throws { #expect(try text(expression) == expected) }

  static let refusals: [(String, String)] = [
    ("hbf.flow(with{modes = 3})", "hbf.flow: option 'modes' must be at most the number of parameters, 2, got 3"),
    ("hbf.flow(with{most = 3})", "hbf.flow: option 'most' must be at most the number of parameters, 2, got 3"),
    ("hbf.flow(with{most = 1, modes = 1})", "hbf.flow: option 'most' is for modes = \"followed\""),
    ("hbf.flow(with{seed = 1, modes = 'all'})", "hbf.flow: option 'seed' is for modes = \"followed\" or a number of them"),
    (
      "hbf.flow(with{split_every = 1, order = 1, modes = 'none'})",
      "hbf.flow: option 'split_every' is not for modes = \"none\", which chooses no directions"
    ),
    ("hbf.flow(with{modes = 'none'})", "hbf.flow: option 'order' must be 1 with modes = \"none\", got 2"),
    ("hbf.flow(with{order = 7})", "hbf.flow: option 'order' must be an integer in [1, 6] in form 'edge', got 7"),
    ("hbf.flow(with{order = 'best'})", "hbf.flow: option 'order' must be an integer in form 'edge'"),
    ("hbf.flow(with{nu = 0.5})", "hbf.flow: option 'nu' must be heavy ball's (nu = 0) in form 'edge'"),
    ("hbf.flow(with{method = 'nag'})", "hbf.flow: option 'method' must be heavy ball's (nu = 0) in form 'edge'"),
    ("hbf.flow(with{mu = function(k) return 1 / k / 2 end})", "hbf.flow: option 'mu' must be a number in form 'edge'"),
    (
      "hbf.flow(with{form = 'auto', modes = 1})",
      "hbf.flow: option 'modes' is for form 'edge': form 'auto' follows those that it meets"
    ),
    ("hbf.flow(with{form = 'phase', seed = 1})", "hbf.flow: option 'seed' is for forms 'edge' and 'auto', not 'phase'"),
    ("hbf.flow(with{seed = -1})", "hbf.flow: option 'seed' must be a number >= 0, got -1"),
    (
      "flow:integrate({1, 1}, 5, {dense = true})",
      "flow:integrate: option 'dense' must be false: what flows is read off iterates, which are at steps"
    ),
    ("measured{momentum = 'settled'}", "hbf.order_of_error: option 'momentum' must be \"rest\" in form 'edge'"),
    ("measured{loss = function() return 1 end}", "hbf.order_of_error: the function 'loss' must return a loss, got 1"),
    ("hbf.radius(0.5, 0.1, 'edge')", "hbf.radius: argument 'nu' must be 0 in form 'edge', got 0.1"),
    (
      "hb:smooth()",
      "trajectory:smooth: the run keeps no smooth part: single runs of flows in form \"edge\" or \"auto\" do"
    ),
  ]

  @Test("refuse what they have no formula for", arguments: refusals)
  func refusing(_ expression: String, _ expected: String) throws {
    let message = try lua.run("return select(2, pcall(function() return \(expression) end))", name: "=test").first?.text
    #expect(message?.contains(expected) == true, "\(message ?? "nothing")")
  }

  @Test("are saved and loaded with what alternates")
  func saving() throws {
    let folder = TemporaryFolder()
    for name in ["run.npz", "run.json"] {
      let path = "\(folder.path)/\(name)"
      #expect(
        try lua.run(
          """
          run:save("\(path)")
          local again = trajectories.load("\(path)", L)
          return again.alternating == run.alternating and again:smooth() == run:smooth()
            and flow:integrate(again, 5):final() == flow:integrate(run, 5):final()
          """, name: "=test") == [.boolean(true)])
    }
  }
}
