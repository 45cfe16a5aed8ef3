import HeavyBall
import LuaKit
import PolyakModules
import Testing

/// What scripts can ask of principal flows, of Adam's and of those of noisy gradients.
@Suite struct `Principal flows, Adam's and those of noise in scripts` {
  let lua = LuaState()

  init() throws {
    try Polyak.open(in: lua)
    try lua.run(
      """
      L, Q = losses.product{x = 1, y = 0.6}, losses.quadratic{A = {{4, -0.5}, {-0.5, 1}}, b = {0, 0.3}}
      principal = hbf.principal_flow{loss = L, eta = 5e-3, mu = 0.7}
      matched = hbf.principal_flow{loss = L, eta = 5e-3, mu = 0.7, nu = 0.1, form = "matched", modes = 1}
      adam = hbf.adam_flow{loss = Q, eta = 1e-2, beta1 = 0.5, beta2 = 0.5}
      X = random.new(1):normal(20, 3)
      D = losses.least_squares{X = X, y = X * vec{1, 2, 3}}
      noisy = {loss = D, eta = 0.01, mu = 0.5, batches = {size = 5}}
      with = function(options)
        local all = {}
        for k, v in pairs(noisy) do all[k] = v end
        for k, v in pairs(options) do all[k] = v end
        return hbf.flow(all)
      end
      T = losses.define(3, function(b) return b[2] * (b[1]^2 + 2 * b[3]^2) / 2 + 0.001 * (b[2] - 4)^2 end)
      central = hbf.central_flow{loss = T, eta = 1, mu = 0.5}
      lone = hbf.central_flow{loss = T, eta = 1, mu = 0.5, nu = 0.5, modes = 1, relaxation = 2}
      inside = hbf.adam_flow{loss = Q, eta = 1e-2, beta1 = 0, epsilon = 0.1, epsilon_place = "inside", order = 1}
      """, name: "=test")
  }

  private func text(_ expression: String) throws -> String {
    try lua.run("return tostring(\(expression))", name: "=test").first?.text ?? ""
  }

  static let said = [
    (
      "principal",
      "PrincipalFlow  principal flow in phase space, eta = 0.005, mu = 0.7, on product"
    ),
    (
      "matched",
      "PrincipalFlow  principal flow by 1 leading eigenpair, other directions as in order 1, matched form, eta = 0.005, "
        + "mu = 0.7, nu = 0.1, on product"
    ),
    ("principal.form .. principal.modes .. matched.form .. matched.modes", "phase2matched1"),
    ("principal.loss == L and principal.eta == 5e-3 and matched.nu == 0.1 and matched.mu == 0.7", "true"),
    ("hbf.principal_flow{loss = L, eta = 5e-3, mu = 0}:integrate({1, 2}, 3).title", "principal flow"),
    ("#principal:integrate({2.8, 3.5}, 5).m", "6"),
    (
      "hbf.principal_flow{loss = L, eta = 5e-3, mu = 0.7, method = 'nag'}",
      "PrincipalFlow  principal flow in phase space, eta = 0.005, mu = 0.7, nu = 0.7, on product"
    ),
    ("hbf.principal_flow{loss = L, eta = 5e-3, method = 'gd'}.mu", "0.0"),
    (
      // ηλ = 0.4 over the radius of µ = 0.5, ν = 0.2.
      "string.format('%.10f', optim.two_step{loss = losses.quadratic{A = {{4, 0}, {0, 1}}}, eta = 0.1, a2 = -0.5, b2 = -0.2}"
        + ":run({1, 1}, 2, {record = {radius = 1}}).recorded.radius.values[1] * hbf.radius(0.5, 0.2))", "0.4000000000"
    ),
    (
      "string.format('%.10f', hbf.flow{loss = losses.quadratic{A = {{4, 0}, {0, 1}}}, eta = 0.1, order = 2, method = {a2 = -0.5, "
        + "b2 = -0.2}}:integrate({1, 1}, 2, {record = {radius = 1}}).recorded.radius.values[1] * hbf.radius(0.5, 0.2))",
      "0.4000000000"
    ),
    ("principal:integrate({2.8, 3.5}, 5, {method = 'rk4'}).ending", "completed"),
    ("#principal:integrate({{2.8, 3.5}, {1, 1}}, 5)", "2"),
    ("#principal:integrate({2.8, 3.5}, 9, {record = {radius = 3}}).recorded.radius.values", "4"),
    (
      "central", "CentralFlow  central flow, eta = 1, mu = 0.5, at most 3 eigenvalues at 3, on defined"
    ),
    ("lone", "CentralFlow  central flow, eta = 1, mu = 0.5, nu = 0.5, at most 1 eigenvalue at 1.5, on defined"),
    ("central.modes .. central.threshold .. lone.nu .. lone.relaxation .. lone.eta .. lone.mu", "33.00.52.01.00.5"),
    ("central.loss == T", "true"),
    ("central:field{0, 1, 0}", "Vector(3)  -0  0.012  -0"),
    // The curvature 2 b[2] comes to 3; the variance along b[3] is 2 * 2 * 0.005 / 2^2.
    ("string.format('%.6f', central:integrate({0, 1, 0}, 2000, {every = 'last'}):final()[2])", "1.500000"),
    ("string.format('%.5f', central:integrate({0, 1, 0}, 2000).recorded.sharpness.values[2001])", "3.00000"),
    ("string.format('%.6f', central:integrate({0, 1, 0}, 2000).recorded.variance.values[2001])", "0.005000"),
    ("central:integrate({0, 1, 0}, 2000, {every = 2000}).recorded.variances.values[2][2]", "0.0"),
    ("string.format('%.6f', central:integrate({0, 1, 0}, 2000).recorded.mean_loss.values[2001])", "0.013750"),
    ("select('#', central:oscillation{0, 1, 0})", "2"),
    ("#central:oscillation{0, 1, 0}", "0"),
    ("select(2, central:oscillation{0, 1.5, 0})", "Matrix(1 x 3)\n  0  0  1"),
    (
      "#central:integrate({0, 1, 0}, 9, {every = 3, record = {variance = function() return 1 end}}).recorded.mean_loss.values",
      "4"
    ),
    ("#central:integrate({{0, 1, 0}, {0, 1.4, 0}}, 5)", "2"),
    ("central:integrate({0, 1, 0}, 20, {method = 'euler', substeps = 2, dense = true}):at(3.5)[2] > 1", "true"),
    ("central:integrate({0, 1, 0}, 900, {stop = {loss = 0.0075}}).ending", "loss"),
    (
      "adam",
      "AdamFlow  Adam flow of order 2, eta = 0.01, beta1 = 0.5, beta2 = 0.5, epsilon = 1e-08, on quadratic"
    ),
    (
      "inside",
      "AdamFlow  RMSprop flow of order 1, eta = 0.01, beta1 = 0, beta2 = 0.999, epsilon = 0.1 inside of the root, on quadratic"
    ),
    ("adam.order .. adam.epsilon_place .. inside.epsilon_place", "2outsideinside"),
    ("#adam:integrate({{1, 1}, {2, 1}}, 5)", "2"),
    ("adam:integrate({1, 1}, 30, {record = {gradient = 30}}).recorded.gradient.values[1] > 3", "true"),
    ("adam:integrate({2, 3}, 50):final()[1] < 2", "true"),
    (
      "with{noise = 'reshuffled'}",
      "NoiseFlow  heavy-ball flow of order 2 of the mean, reshuffled batches of 5, eta = 0.01, mu = 0.5, on least_squares"
    ),
    ("with{noise = 'independent'}:integrate({0, 0, 0}, 5).memory.covariance:size()", "3"),
    ("#with{noise = 'reshuffled', order = 2}:integrate({{0, 0, 0}, {1, 1, 1}}, 5)", "2"),
    (
      "hbf.flow{loss = L, eta = 0.01, mu = 0.5, noise = {covariance = 2}}",
      "NoiseFlow  heavy-ball flow of order 2 of the mean, independent noise, eta = 0.01, mu = 0.5, on product"
    ),
    ("with{order = 2}.form", "phase"),
    (
      "with{order = 2}",
      "Flow  heavy-ball flow of order 2 in phase space, eta = 0.01, mu = 0.5, on least_squares, on mini-batches"
    ),
    (
      "with{order = 2}:integrate({0, 0, 0}, 8):final() == hbf.flow{loss = D, eta = 0.01, mu = 0.5, order = 2, form = 'phase'}"
        + ":integrate({0, 0, 0}, 8, {batches = {size = 5}}):final()", "true"
    ),
    (
      "with{order = 2}:integrate({0, 0, 0}, 8, {batches = false}):final() == hbf.flow{loss = D, eta = 0.01, mu = 0.5, order = 2, "
        + "form = 'phase'}:integrate({0, 0, 0}, 8):final()", "true"
    ),
    (
      "#optim.hb{loss = D, eta = 0.01, mu = 0.5}:run({0, 0, 0}, 6, {batches = {size = 5}, record = {batch_sharpness = 2}})"
        + ".recorded.batch_sharpness.values", "4"
    ),
  ]

  @Test(arguments: said) func `say what they are`(_ expression: String, _ expected: String) throws {
    #expect(try text(expression) == expected)
  }

  @Test func `where Adam would change the sign of a component of the gradient is told in print`() throws {
    let printed = try text(
      "hbf.adam_flow{loss = Q, eta = 1e-2, beta1 = 0.5, beta2 = 0.5, epsilon = 1e-4}:integrate({1, 1}, 70)")
    #expect(printed.contains("component 2 of grad L changes sign within a step of t = 0.4: the flow models Adam up to there"))
    #expect(try !text("adam:integrate({1, 1}, 20)").contains("changes sign"))
    #expect(try text("adam:integrate({1, 1}, 70)").contains("Adam's flow ends where a component of grad L changes sign"))
  }

  @Test func `a central flow whose eigenvalues are all at the threshold says in print that there may be more`() throws {
    let few = "hbf.central_flow{loss = T, eta = 1, mu = 0.5, modes = 1}:integrate({0, 1, 0}, 400)"
    #expect(
      try text(few).contains(" on the one eigenvalue that the flow takes is at the threshold: there may be more (modes = 2)"))
    #expect(try !text("central:integrate({0, 1, 0}, 400)").contains("threshold"))
  }

  static let refusals = [
    (
      "hbf.central_flow{loss = L, eta = 1e-3, mu = 0.5, modes = 3}",
      "hbf.central_flow: option 'modes' must be at most the number of parameters, 2, got 3"
    ),
    (
      "hbf.central_flow{loss = L, eta = 1e-3, mu = 0.5, nu = -0.1}",
      "hbf.central_flow: option 'nu' must be a number >= 0, got -0.1"
    ),
    (
      "hbf.central_flow{loss = L, eta = 1e-3, mu = 0.5, relaxation = 0}",
      "hbf.central_flow: option 'relaxation' must be a number > 0, got 0"
    ),
    (
      "hbf.central_flow{loss = L, eta = 1e-3, mu = 0.5, order = 1}",
      "hbf.central_flow: unknown option 'order' (known are 'loss', 'eta', 'mu', 'nu', 'modes', 'relaxation')"
    ),
    (
      "hbf.central_flow{loss = Q, eta = 1, mu = 0.5}:integrate({1, 1}, 3)",
      "flow:integrate: the largest eigenvalue of the Hessian there is 4.08114, above the threshold 3, and no oscillation lowers it: the "
        + "method diverges"
    ),
    (
      "hbf.central_flow{loss = Q, eta = 1, mu = 0.5}:integrate({{1, 1}, {2, 1}}, 3)",
      "flow:integrate: the largest eigenvalue of the Hessian there is 4.08114, above the threshold 3, and no oscillation lowers it: the "
        + "method diverges"
    ),
    (
      "hbf.central_flow{loss = Q, eta = 1, mu = 0.5}:oscillation{1, 1}",
      "flow:oscillation: the largest eigenvalue of the Hessian there is 4.08114, above the threshold 3, and no oscillation lowers it: "
        + "the method diverges"
    ),
    (
      "central:integrate({0, 1, 0}, 3, {method = 'taylor'})",
      "flow:integrate: option 'method' must be one that takes a field's values alone (dopri5, dop853, euler, midpoint, rk4), got "
        + "'taylor': the field has no formula to be differentiated"
    ),
    (
      "hbf.principal_flow{loss = L, eta = 1e-3, mu = 0, nu = 0.1}",
      "hbf.principal_flow: option 'nu' must be 0 where mu is 0 in form 'phase', got 0.1"
    ),
    (
      "hbf.principal_flow{loss = L, eta = 1e-3, mu = 0.5, modes = 3}",
      "hbf.principal_flow: option 'modes' must be at most the number of parameters, 2, got 3"
    ),
    (
      "hbf.principal_flow{loss = L, eta = 1e-3, mu = 0.5, from = 'phase'}",
      "hbf.principal_flow: unknown option 'from' (did you mean 'form'?)"
    ),
    (
      "principal:integrate({1, 2}, 3, {method = 'taylor'})",
      "flow:integrate: option 'method' must be one that takes a field's values alone (dopri5, dop853, euler, midpoint, rk4), got "
        + "'taylor': the field has no formula to be differentiated"
    ),
    (
      "principal:integrate({1, 2}, 3, {method = 'rodas4'})",
      "flow:integrate: option 'method' must be one that takes a field's values alone (dopri5, dop853, euler, midpoint, rk4), got "
        + "'rodas4': the field has no formula to be differentiated"
    ),
    ("matched:field({1, 2}, {0, 0})", "flow:field: argument 'm' is for form 'phase'"),
    ("hbf.adam_flow{loss = L, eta = 1e-3, order = 3}", "hbf.adam_flow: option 'order' must be an integer in [1, 2], got 3"),
    (
      "hbf.flow{loss = D, eta = 0.01, mu = 0.5}",
      "hbf.flow: option 'order' is missing (an integer in [1, 64], in form \"phase\" in [1, 8], \"best\" or \"auto\")"
    ),
    (
      "hbf.flow{loss = D, eta = 0.01, mu = 0.5, batches = {size = 5}, noise = 'reshuffled', order = 3}",
      "hbf.flow: option 'order' must be 2 with noise, got 3"
    ),
    (
      "hbf.flow{loss = D, eta = 0.01, mu = 0.5, batches = {size = 5}, noise = 'reshuffled', nu = 0.1}",
      "hbf.flow: option 'nu' must be 0 with noise, got 0.1"
    ),
    (
      "hbf.flow{loss = D, eta = 0.01, mu = 0.5, batches = {size = 5}, noise = 'reshuffled', method = 'nag'}",
      "hbf.flow: option 'method' must be 'hb' or 'gd' with noise, got 'nag'"
    ),
    (
      "hbf.flow{loss = D, eta = 0.01, batches = {size = 5}, noise = 'reshuffled', method = {a2 = -0.5, b2 = -0.1}}",
      "hbf.flow: option 'method' must be 'hb' or 'gd' with noise, got {a2 = ..}"
    ),
    (
      "hbf.principal_flow{loss = L, eta = 1e-3, method = {a2 = -0.5, b2 = -0.1}}",
      "hbf.principal_flow: option 'method' must be a method of one gradient a step, got one that combines two"
    ),
    (
      "hbf.principal_flow{loss = L, eta = 1e-3, mu = 0.5, nu = 0.1, method = 'nag'}",
      "hbf.principal_flow: options 'nu' and 'method' exclude each other, got method = 'nag'"
    ),
    (
      "hbf.flow{loss = D, eta = 0.01, mu = 0.5, batches = {size = 5}, noise = 'reshuffled', form = 'phase'}",
      "hbf.flow: option 'form' is not for noise: the mean's flow has a form of its own"
    ),
    (
      "hbf.flow{loss = D, eta = 0.01, mu = 0.5, noise = 'reshuffled'}",
      "hbf.flow: option 'batches' must be {size = n} where noise is 'reshuffled', got nil"
    ),
    (
      "hbf.flow{loss = D, eta = 0.01, mu = 0.5, noise = 'independent', batches = {{1}, {2}}}",
      "hbf.flow: option 'batches' must be {size = n} where noise is 'independent', got lists of rows"
    ),
    (
      "hbf.flow{loss = D, eta = 0.01, mu = 0.5, batches = {size = 5}, noise = {covariance = 1}}",
      "hbf.flow: option 'batches' is for noise 'reshuffled' or 'independent': a covariance has no batches"
    ),
    (
      "hbf.flow{loss = D, eta = 0.01, mu = 0.5, noise = {covariance = {{1, 2}, {2, 1}}}}",
      "hbf.flow: option 'noise.covariance' must be a 3x3 matrix, got a 2x2 matrix"
    ),
    (
      "hbf.flow{loss = Q, eta = 0.01, mu = 0.5, noise = {covariance = {{1, 2}, {1, 1}}}}",
      "hbf.flow: option 'noise.covariance' must be symmetric, but elements (2, 1) and (1, 2) differ"
    ),
    (
      "hbf.flow{loss = D, eta = 0.01, mu = 0.5, batches = {size = 5}, order = 2, form = 'limit'}",
      "hbf.flow: option 'batches' is for form 'phase', whose steps may differ, got form 'limit'"
    ),
    (
      "hbf.stationary_covariance{loss = Q, at = {0, 0}, eta = 1, mu = 0.5, covariance = 1}",
      "hbf.stationary_covariance: there is none: each eigenvalue of the Hessian must be in 0 < lambda < 2(1+mu)/eta = 3"
    ),
    ("hbf.adam_flow{loss = L, eta = 1e-3, beta2 = 1}", "hbf.adam_flow: option 'beta2' must be a number in [0, 1), got 1"),
  ]

  @Test(arguments: refusals) func `refuse what they cannot be`(_ code: String, _ expected: String) throws {
    #expect(try lua.failure(of: code) == expected)
  }
}
