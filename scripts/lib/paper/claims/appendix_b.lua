---Appendix B up to B.2: the lemmas behind Theorem 3.1.
local Way = require "lib.paper.way"
local calculus = require "lib.paper.calculus"
local network = require "lib.paper.network"

local ETA, MU = network.eta, network.mu

---@type paper.Claim[]
return {
  {
    id = "eq73", place = "Equations (73)-(75)", title = "the gradients",
    says = "$\\nabla_w L = X^Tr/n$, $\\nabla_{w_\\pm}L = \\pm 2w_\\pm\\odot\\nabla_wL$, and a sum that vanishes.",
    formula = [[w_-\odot\nabla_{w_+}L + w_+\odot\nabla_{w_-}L = 0]], expected = "holds",
    check = function(printed)
      local p = network.problem()
      local beta, plus, minus = network.point(p)
      local g, computed = network.gradient_at(p, beta), p:loss():gradient(beta)
      printed:below("(74), relative", network.difference(computed, (2 * plus * g):concat(-2 * minus * g)), 1e-14)
      printed:below("(75)", (minus * computed:slice(1, p.d) + plus * computed:slice(p.d + 1)):norm(math.huge), 1e-14)
    end,
  },
  {
    id = "lemma-b1", place = "Lemma B.1, (72), (76)-(79)", title = "kappa along the flow",
    says = "The counter terms alone change $\\kappa$.",
    formula = [[\kappa_j(t) = \kappa_j(0) e^{-\eta\epsilon_j(t)}]], expected = "holds",
    check = function(printed)
      local p = network.problem()
      local flow = network.flow(p, "joint")
      local beta, plus, minus = network.point(p)
      local field = flow:field(beta)
      local rate = field:slice(1, p.d) * minus + field:slice(p.d + 1) * plus
      local gamma_plus, gamma_minus = network.counter_terms(p, flow, beta)
      printed:below("(78), relative",
        network.difference(rate, -ETA * (gamma_plus * minus + plus * gamma_minus)), 1e-9)
      local way = Way.along(p, flow, 0.3)
      local epsilon = way:integral(function(point)
        local a, b = dln.counter_terms{problem = p, beta = point, mu = MU}
        return a + b
      end)
      local change = log(dln.kappa(way:final()) / dln.kappa(p:start(0.3)))
      printed:below("(77), relative", network.difference(change, -ETA * epsilon), 1e-5)
    end,
  },
  {
    id = "lemma-b2", place = "Lemma B.2, (80)-(82), (87), (89), (106)", title = "w along the flow",
    says = "Its rate has $-4 v\\odot\\nabla_wL/(1-\\mu)$ and a sum of the counter terms.",
    formula = [[\dot w = -4 v\odot\frac{\nabla_wL}{1-\mu} - \eta\Gamma^w]], expected = "holds",
    check = function(printed)
      local p = network.problem()
      for _, hessian in ipairs{"joint", "block"} do
        local flow = network.flow(p, hessian)
        local beta, plus, minus = network.point(p)
        local field, g = flow:field(beta), network.gradient_at(p, beta)
        local rate = 2 * field:slice(1, p.d) * plus - 2 * field:slice(p.d + 1) * minus
        local gamma_plus, gamma_minus = network.counter_terms(p, flow, beta)
        local Gamma, v = 2 * (gamma_plus * plus - gamma_minus * minus), plus * plus + minus * minus
        printed:below(hessian .. " Hessian: (80), relative",
          network.difference(rate, -4 * v * g / (1 - MU) - ETA * Gamma), 1e-9)
        printed:below(hessian .. " Hessian: (106), relative",
          network.difference(g, -(1 - MU) * (rate / (4 * v) + ETA * Gamma / (4 * v))), 1e-9)
      end
    end,
  },
  {
    id = "lemma-b3", place = "Lemma B.3, (83)-(86), (90), (91)", title = "the potential's gradient along the flow",
    says = "Its rate is that of the loss's gradient in w.",
    formula = [[\frac{d}{dt}\partial_{w_j}\Lambda_j + \frac{\partial_{w_j}L}{1-\mu} = 0]], expected = "holds",
    check = function(printed)
      local p = network.problem()
      local flow = network.flow(p, "joint")
      local way = Way.along(p, flow, 0.3)
      local w, kappa = p:predictor(way:final()), dln.kappa(way:final())
      local gradient = dln.potential_gradient(w, kappa) + way:phi("joint")
      local integral = way:integral(function(beta) return network.gradient_at(p, beta) end)
      printed:below("(86): to the end, relative", network.difference(gradient, -1 / (1 - MU) * integral), 1e-5)
    end,
  },
  {
    id = "eq88", place = "Equation (88)", title = "v by w and kappa",
    says = "$v^2 - w^2 = 4\\kappa^2$, and so $v^2$ is the root.",
    formula = [[v_j^2 = \sqrt{w_j^2 + 4\kappa_j^2}]], expected = "corrected", remark = "v is the root, not its square.",
    check = function(printed, corrected)
      local p = network.problem()
      local beta, plus, minus = network.point(p)
      local v, w, kappa = plus * plus + minus * minus, p:predictor(beta), dln.kappa(beta)
      local square = w * w + 4 * kappa * kappa
      printed:below("v^2 and the root, relative", network.difference(v * v, sqrt(square)), 1e-12)
      corrected:below("v and the root, relative", network.difference(v, sqrt(square)), 1e-12)
      corrected:below("v^2 - w^2 and 4 kappa^2, relative", network.difference(v * v - w * w, 4 * kappa * kappa), 1e-12)
    end,
  },
  {
    id = "eq93", place = "Equations (92)-(95)", title = "the potential from its second derivative",
    says = "Integrated twice, with the constant that the start asks for, it is (23) and $-\\eta\\epsilon w/4$.",
    formula = [[\partial_w^2\bar\Lambda_j = \frac{1}{4\sqrt{w_j^2 + 4\kappa_j^2}}]], expected = "holds",
    check = function(printed)
      local kappa0, exponent = 0.4, 0.3
      local kappa = kappa0 * math.exp(-exponent)
      for _, w in ipairs{-1.5, 0.2, 2} do
        local first = (network.log_root(w, kappa) - math.log(2 * kappa0)) / 4
        local second = calculus.derivative(function(x) return network.log_root(x, kappa) / 4 end, w)
        printed:near(("(93) at w = %g"):format(w), second, 1 / (4 * network.root(w, kappa)), 1e-8)
        printed:near(("(94) at w = %g, as an arcsinh"):format(w), first,
          math.log((network.root(w, kappa) + w) / (2 * kappa)) / 4 - exponent / 4, 1e-14)
        printed:near(("(95) at w = %g, derived"):format(w), calculus.derivative(function(x)
          return dln.potential({x}, kappa) - exponent * x / 4
        end, w), first, 1e-8)
      end
    end,
  },
  {
    id = "eq96", place = "Equation (96)", title = "the rate of phi",
    says = "What is left of (92) is the rate of $\\varphi$.",
    formula = [[\dot\varphi_j = \frac{\eta\kappa_j^2\dot\epsilon_j}{(w_j + v_j) v_j} + \eta\frac{\Gamma_j}{4 v_j}]],
    expected = "holds",
    check = function(printed)
      local p = network.problem()
      local beta, plus, minus = network.point(p)
      local a, b = network.counter_terms(p, network.flow(p, "joint"), beta)
      local rate = a / plus + b / minus
      local w, kappa, v = p:predictor(beta), dln.kappa(beta), plus * plus + minus * minus
      local found = ETA * kappa * kappa * rate / ((w + v) * v) + ETA * 2 * (a * plus - b * minus) / (4 * v)
      -- d/dt of log(v + w)/4 at fixed w, kappa falling at eta epsilon' kappa.
      local by_time = {}
      for j = 1, p.d do
        local by_kappa = calculus.derivative(function(x) return network.log_root(w[j], x) / 4 end, kappa[j])
        local change = by_kappa * -ETA * rate[j] * kappa[j]
        by_time[j] = ETA * 2 * (a[j] * plus[j] - b[j] * minus[j]) / (4 * v[j]) - change
      end
      printed:below("by the derivative in time, relative", network.difference(found, vec(by_time)), 1e-6)
      -- phi is that of (95), whose -eta epsilon w/4 is moved to it in (97).
      printed:below("less eta epsilon'/4: (26)'s rate, relative",
        network.difference(found - ETA * rate / 4, ETA / 4 * (a / plus - b / minus)), 1e-9)
    end,
  },
  {
    id = "eq97", place = "Equation (97)", title = "the potential with phi",
    says = "The last line's integral is that of $\\gamma^+/w_+ - \\gamma^-/w_-$, times $\\eta w$.",
    formula = [[\Lambda_j = \Lambda_j^{GF} + \eta w_j \int ds [\frac{\gamma_j^{w_+}}{w_{+;j}} -]]
      .. [[ \frac{\gamma_j^{w_-}}{w_{-;j}}] ]], expected = "corrected", remark = "Times 1/4, as in (26) and (83).",
    check = function(printed, corrected)
      local p = network.problem()
      local beta, plus, minus = network.point(p)
      local a, b = network.counter_terms(p, network.flow(p, "joint"), beta)
      local w, kappa, v = p:predictor(beta), dln.kappa(beta), plus * plus + minus * minus
      local rate, Gamma = a / plus + b / minus, 2 * (a * plus - b * minus)
      local first = (kappa * kappa / (w + v) * rate - v * rate / 4 + Gamma / 4) / v
      local second = (-w * rate / 4 + Gamma / 4) / v
      printed:below("lines 1 and 2, relative", network.difference(first, second), 1e-9)
      printed:below("lines 2 and 3, relative", network.difference(second, a / plus - b / minus), 1e-9)
      corrected:below("lines 1 and 2, relative", network.difference(first, second), 1e-9)
      corrected:below("lines 2 and 3 with 1/4, relative", network.difference(second, (a / plus - b / minus) / 4), 1e-9)
    end,
  },
}
