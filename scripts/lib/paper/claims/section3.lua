---Section 3: where flows and heavy ball end on a diagonal network.
local Way = require "lib.paper.way"
local calculus = require "lib.paper.calculus"
local network = require "lib.paper.network"

local ETA, MU = network.eta, network.mu

---@param p DiagonalProblem
---@param hessian "joint"|"block"
---@param eta number
---@param s number
---@return number  # of ln kappa after heavy ball, relative
local function kappa_error(p, hessian, eta, s)
  local start = p:start(s)
  local trained = p:train(start, {eta = eta, mu = MU, progress = false})
  return dln.prediction_error{
    predicted = dln.predicted_kappa{problem = p, trajectory = trained, mu = MU, hessian = hessian},
    found = dln.kappa(trained:final()), initial = dln.kappa(start),
  }
end

---@type paper.Claim[]
return {
  {
    id = "eq22", place = "Equations (22), (71)", title = "the network is a linear predictor",
    says = "It predicts $x^T(w_+\\odot w_+ - w_-\\odot w_-)$, and its loss is half the mean square.",
    formula = [[f(x; w) = x^T(w_+ \odot w_+ - w_- \odot w_-)]], expected = "holds",
    check = function(printed)
      local p = network.problem()
      local beta, plus, minus = network.point(p)
      local residual = p.X * (plus * plus - minus * minus) - p.y
      printed:below("loss, relative", math.abs(p:loss()(beta) / (residual:dot(residual) / (2 * p.n)) - 1), 1e-14)
    end,
  },
  {
    id = "eq23", place = "Equation (23)", title = "where gradient flow ends",
    says = "It minimizes the potential of $\\kappa(0)$ among the interpolants.",
    formula = [[\Lambda_j = \frac{1}{4} [w_j \operatorname{arcsinh}(\frac{w_j}{2\kappa_j}) -]]
      .. [[ \sqrt{4\kappa_j^2 + w_j^2} + 2\kappa_j] ]], expected = "holds",
    check = function(printed)
      local p = network.problem()
      for _, s in ipairs{0.1, 0.5} do
        local flow = hbf.flow{loss = p:loss(), eta = ETA, mu = 0, order = 1, form = "limit"}
        local final = flow:integrate(p:start(s), 100000, {every = "last", stop = {loss = 1e-22}}):final()
        local least = p:minimize{kappa = dln.kappa(p:start(s))}
        printed:below(("s = %g: from the flow's end to the minimum, relative"):format(s),
          network.difference(p:predictor(final), least), 1e-7)
      end
      local w, kappa = 0.7, 0.3
      local found = calculus.derivative(function(x) return dln.potential({x}, kappa) end, w)
      printed:near("derivative of the potential, arcsinh(w/(2 kappa))/4", found,
        (network.log_root(w, kappa) - math.log(2 * kappa)) / 4, 1e-8)
    end,
  },
  {
    id = "eq23-small", place = "Section 3, after (23)", title = "the potential for small kappa",
    says = "It tends to the 1-norm.", formula = [[\Lambda^{GF}(w; \kappa) \to \|w\|_1]], expected = "corrected",
    remark = "It tends to $\\|w\\|_1 \\ln(1/\\kappa)/4$, which grows: a multiple of the 1-norm, not it.",
    check = function(printed, corrected)
      local w = vec{1, -2, 0.5}
      for _, kappa in ipairs{1e-100, 1e-300} do
        local potential = dln.potential(w, kappa)
        printed:near(("over the 1-norm at kappa = %g"):format(kappa), potential / w:norm(1), 1, 0.05)
        corrected:near(("over |w|_1 ln(1/kappa)/4 at kappa = %g"):format(kappa),
          potential / (w:norm(1) * math.log(1 / kappa) / 4), 1, 0.05)
      end
    end,
  },
  {
    id = "eq23-large", place = "Section 3, after (23)", title = "the potential for large kappa",
    says = "It tends to the 2-norm.", formula = [[\Lambda^{GF}(w; \kappa) \to \|w\|_2]], expected = "corrected",
    remark = "It tends to $\\|w\\|_2^2/(16\\kappa)$: the square, which has the same minimum.",
    check = function(printed, corrected)
      for _, factor in ipairs{1, 3} do
        local w, kappa = factor * vec{1, -2, 0.5}, 1e3
        -- With numbers as large as kappa the potential's three terms cancel to 1e-10 of it.
        local potential = dln.potential(w, kappa)
        printed:near(("%g w: growth since w, over that of the 2-norm"):format(factor),
          potential / w:norm() / (dln.potential(w / factor, kappa) / w:norm() * factor), 1, 1e-3)
        corrected:near(("%g w: over |w|^2/(16 kappa)"):format(factor), potential * 16 * kappa / w:dot(w), 1, 1e-3)
      end
    end,
  },
  {
    id = "eq24", place = "Section 3.1, after (24)", title = "rescaled gradient flow has gradient flow's bias",
    says = "Without counter terms the end is gradient flow's.", expected = "holds",
    check = function(printed)
      local p = network.problem()
      local function final(mu)
        return hbf.flow{loss = p:loss(), eta = ETA, mu = mu, order = 1, form = "limit"}:integrate(
          p:start(0.3), 100000, {every = "last", stop = {loss = 1e-22}}):final()
      end
      for _, mu in ipairs{0.5, 0.9} do
        printed:below(("mu = %g: between the ends, relative"):format(mu),
          network.difference(p:predictor(final(mu)), p:predictor(final(0))), 1e-8)
      end
    end,
  },
  {
    id = "theorem-3.1", place = "Theorem 3.1, (25), (26), (86)", title = "where the flow ends",
    says = "It minimizes the potential of $\\kappa(\\infty)$ and $w\\cdot\\varphi(\\infty)$ among the interpolants.",
    formula = [[w(\infty) = \operatorname{argmin}_w \Lambda(w; \kappa),  X w = y]], expected = "holds",
    check = function(printed)
      local p = network.problem()
      local cases = {
        {"order 2", hbf.flow{loss = p:loss(), eta = ETA, mu = MU, order = 2, form = "limit"}},
        {"order 3", hbf.flow{loss = p:loss(), eta = ETA, mu = MU, order = 3, form = "limit"}},
      }
      for _, case in ipairs(cases) do
        local way = Way.along(p, case[2], 0.3)
        local path = dln.path{problem = p, trajectory = way.solution, flow = case[2]}
        local w, kappa, phi = p:predictor(way:final()), dln.kappa(way:final()), path.phi[#path.phi]
        printed:below(case[1] .. ": the part of its gradient outside X's rows",
          (p:kkt_residual{w = w, kappa = kappa, phi = phi}), 1e-5)
        printed:below(case[1] .. ": from the end to the minimum, relative",
          network.difference(w, p:minimize{kappa = kappa, phi = phi}), 1e-5)
        printed:above(case[1] .. ": to the minimum for kappa(0), relative",
          network.difference(w, p:minimize{kappa = dln.kappa(p:start(0.3))}), 1e-4)
      end
    end,
  },
  {
    id = "theorem-3.1-start", place = "Theorem 3.1, C.2", title = "the theorem at Figure 4's start",
    says = "The start $w_+ = \\vartheta s$, $w_- = s/\\vartheta$ leaves $\\kappa(0) = s^2$, and the theorem is used.",
    expected = "corrected",
    remark = "With w(0) other than 0 the potential has another term, $-\\frac{1}{4}\\sum_j w_j "
      .. "\\operatorname{arcsinh}(w_j(0)/(2\\kappa_j(0)))$.",
    check = function(printed, corrected)
      local p = network.problem()
      local start, flow = p:start(0.3, 0.9), network.flow(p, "joint")
      printed:below("kappa(0) - s^2", (dln.kappa(start) - 0.09):norm(math.huge), 1e-15)
      local way = Way.along(p, flow, 0.3, 0.9)
      local path = dln.path{problem = p, trajectory = way.solution, flow = flow}
      local condition = {w = p:predictor(way:final()), kappa = dln.kappa(way:final()), phi = path.phi[#path.phi]}
      printed:below("the part of the gradient outside X's rows", (p:kkt_residual(condition)), 1e-5)
      condition.start = start
      corrected:below("the same with that term", (p:kkt_residual(condition)), 1e-5)
    end,
  },
  {
    id = "corollary-3.2", place = "Corollary 3.2, (27), (113)", title = "kappa at the end to order 2",
    says = "Its exponent has the integral of the squared gradient and a term in $X^TXq$.",
    formula = [[\kappa_j = \kappa_j(0) \exp[\frac{\eta(1+\mu)}{(1-\mu)^2} (-\frac{\Phi_j}{1-\mu} +]]
      .. [[ \frac{(X^TXq)_j}{n})] ]], expected = "corrected",
    remark = "Theorem 2.1 takes all second derivatives, not those of $w_+$ and of $w_-$ alone. With them the term in q "
      .. "vanishes: $\\kappa_j = \\kappa_j(0)\\exp(-\\eta(1+\\mu)\\Phi_j/(1-\\mu)^3)$.",
    check = function(printed, corrected)
      local p = network.problem()
      for _, s in ipairs{0.1, 0.5} do
        local block, joint = {}, {}
        for i, eta in ipairs{ETA, ETA / 2, ETA / 4} do
          block[i], joint[i] = kappa_error(p, "block", eta, s), kappa_error(p, "joint", eta, s)
        end
        printed:below(("s = %g: error of ln kappa after heavy ball, relative"):format(s), block[3], 0.02)
        printed:above(("s = %g: its slope in eta"):format(s), calculus.slope(block), 0.7)
        corrected:below(("s = %g: error of ln kappa after heavy ball, relative"):format(s), joint[3], 0.02)
        corrected:above(("s = %g: its slope in eta"):format(s), calculus.slope(joint), 0.7)
      end
    end,
  },
  {
    id = "corollary-3.2-large", place = "After Corollary 3.2", title = "kappa shrinks at a large start",
    says = "Where $\\kappa(0)$ is much larger than $w(\\infty)$ every component of $\\kappa$ becomes smaller.",
    expected = "holds",
    remark = "With all second derivatives it does at every start.",
    check = function(printed)
      local p = network.problem()
      local start = p:start(3)
      local trained = p:train(start, {eta = 2e-4, mu = MU, progress = false})
      printed:below("largest w(inf)/kappa(0)", p:predictor(trained:final()):norm(math.huge) / 9, 0.2)
      printed:below("largest ln(kappa(inf)/kappa(0))", max(log(dln.kappa(trained:final()) / 9)), -1e-9)
    end,
  },
}
