---Appendix B.3: the counter terms of order 2 of a diagonal network.
local Way = require "lib.paper.way"
local calculus = require "lib.paper.calculus"
local network = require "lib.paper.network"

local ETA, MU = network.eta, network.mu
-- What (27) and (104) have before their brackets.
local FACTOR = (1 + MU) / (1 - MU) ^ 3

---@type paper.Claim[]
return {
  {
    id = "eq98", place = "Equations (98)-(101)", title = "the blocks of the Hessian",
    says = "The second derivatives in $w_+$ alone and in $w_-$ alone.",
    formula = [[\nabla_{w_\pm}^2L = \frac{2}{n} [\pm\operatorname{diag}(X^Tr) + 2\sum_c (w_\pm\odot x_c)]]
      .. [[ (w_\pm\odot x_c)^T] ]], expected = "holds",
    check = function(printed)
      local p = network.problem()
      local beta, plus, minus = network.point(p)
      local H, normal = p:loss():hessian(beta), p.X:t() * p.X
      local g = network.gradient_at(p, beta) * p.n
      for _, case in ipairs{{"w+", plus, 1, 0}, {"w-", minus, -1, p.d}} do
        local name, half, sign, offset = table.unpack(case)
        local worst = 0
        for i = 1, p.d do
          for j = 1, p.d do
            local value = 2 / p.n * ((i == j and sign * g[j] or 0) + 2 * half[j] * normal:get(j, i) * half[i])
            worst = math.max(worst, math.abs(H:get(offset + i, offset + j) - value))
          end
        end
        printed:below(name .. ": largest difference", worst, 1e-12)
      end
    end,
  },
  {
    id = "b3-hessian", place = "Appendix B.3, before (98)", title = "the counter terms of order 2",
    says = "Each half's counter term has the gradient and the Hessian in that half alone.",
    formula = [[\gamma^{w_\pm} = \frac{1+\mu}{2(1-\mu)^3} \nabla_{w_\pm}L\cdot\nabla_{w_\pm}^2L]],
    expected = "corrected",
    remark = "Theorem 2.1's has the whole Hessian, with the mixed derivatives. What follows in B.3 inherits this.",
    check = function(printed, corrected)
      local p = network.problem()
      local beta, L = network.point(p), p:loss()
      local a, b = network.counter_terms(p, hbf.flow{loss = L, eta = ETA, mu = MU, order = 2, form = "limit"}, beta)
      local found, g = a:concat(b), L:gradient(beta)
      local zero = vec(p.d)
      local own = L:hvp(beta, g:slice(1, p.d):concat(zero)):slice(1, p.d):concat(
        L:hvp(beta, zero:concat(g:slice(p.d + 1))):slice(p.d + 1))
      printed:below("the theorem's counter terms, relative", network.difference(found, FACTOR / 2 * own), 1e-9)
      local whole = FACTOR / 2 * L:hvp(beta, g)
      corrected:below("the theorem's counter terms, relative", network.difference(found, whole), 1e-9)
      corrected:above("how much the mixed derivatives make, relative", network.difference(L:hvp(beta, g), own), 0.01)
    end,
  },
  {
    id = "eq102", place = "Equations (102), (103)", title = "the blocks along the gradient",
    says = "The products of each block with its half of the gradient.",
    formula = [[(\nabla_{w_\pm}L\cdot\nabla_{w_\pm}^2L)_j = \frac{4}{n^2} [w_{\pm;j}((X^Tr)_j)^2 \pm 2\sum_c w_{\pm;j}]]
      .. [[ x_{c;j}(x_c\odot w_\pm\odot w_\pm)^TX^Tr] ]], expected = "holds",
    check = function(printed)
      local p = network.problem()
      local beta, plus, minus = network.point(p)
      local L, zero = p:loss(), vec(p.d)
      local g, r = L:gradient(beta), network.gradient_at(p, beta) * p.n
      local up = 4 / p.n ^ 2 * (plus * r * r + 2 * plus * network.normal(p, plus * plus * r))
      local down = 4 / p.n ^ 2 * (minus * r * r - 2 * minus * network.normal(p, minus * minus * r))
      printed:below("(102), relative",
        network.difference(up, L:hvp(beta, g:slice(1, p.d):concat(zero)):slice(1, p.d)), 1e-12)
      printed:below("(103), relative",
        network.difference(down, L:hvp(beta, zero:concat(g:slice(p.d + 1))):slice(p.d + 1)), 1e-12)
    end,
  },
  {
    id = "eq104", place = "Equation (104)", title = "the counter terms over the weights",
    says = "They have the square of $X^Tr$ and a product with $w_\\pm\\odot w_\\pm$.",
    formula = [[\frac{\gamma_j^{w_\pm}}{w_{\pm;j}} = \frac{2(1+\mu)}{(1-\mu)^3n^2} [((X^Tr)_j)^2 \pm 2\sum_c x_{c;j}]]
      .. [[ (x_c\odot w_\pm\odot w_\pm)^TX^Tr] ]], expected = "corrected",
    remark = "With all second derivatives the product is with v in both.",
    check = function(printed, corrected)
      local p = network.problem()
      local beta, plus, minus = network.point(p)
      local r, v = network.gradient_at(p, beta) * p.n, plus * plus + minus * minus
      local a, b = network.counter_terms(p, network.flow(p, "joint"), beta)
      local block_a, block_b = network.counter_terms(p, network.flow(p, "block"), beta)
      local function half(sign, square)
        return 2 * FACTOR / p.n ^ 2 * (r * r + sign * 2 * network.normal(p, square * r))
      end
      printed:below("of the blocks, w+, relative", network.difference(block_a / plus, half(1, plus * plus)), 1e-9)
      printed:below("of the blocks, w-, relative", network.difference(block_b / minus, half(-1, minus * minus)), 1e-9)
      printed:below("of Theorem 2.1, w+, relative", network.difference(a / plus, half(1, plus * plus)), 1e-9)
      corrected:below("of Theorem 2.1, w+, relative", network.difference(a / plus, half(1, v)), 1e-9)
      corrected:below("of Theorem 2.1, w-, relative", network.difference(b / minus, half(-1, v)), 1e-9)
    end,
  },
  {
    id = "eq105", place = "Equation (105)", title = "the rate of epsilon",
    says = "It has the squared gradient and a term with $w\\odot\\nabla_wL$.",
    formula = [[\dot\epsilon_j = \frac{4(1+\mu)}{(1-\mu)^3} [(\nabla_wL)_j^2 + \frac{1}{n}(X^TX(w\odot\nabla_wL))_j] ]],
    expected = "corrected", remark = "With all second derivatives it is the squared gradient alone.",
    check = function(printed, corrected)
      local p = network.problem()
      local beta, plus, minus = network.point(p)
      local g = network.gradient_at(p, beta)
      local a, b = network.counter_terms(p, network.flow(p, "joint"), beta)
      local block_a, block_b = network.counter_terms(p, network.flow(p, "block"), beta)
      local as_printed = 4 * FACTOR * (g * g + network.normal(p, p:predictor(beta) * g) / p.n)
      printed:below("of the blocks, relative", network.difference(block_a / plus + block_b / minus, as_printed), 1e-9)
      printed:below("of Theorem 2.1, relative", network.difference(a / plus + b / minus, as_printed), 1e-9)
      corrected:below("of Theorem 2.1, relative", network.difference(a / plus + b / minus, 4 * FACTOR * g * g), 1e-9)
    end,
  },
  {
    id = "eq107", place = "Equation (107)", title = "the integral of the term with w",
    says = "It is $X^TXq$ to the next order.",
    formula = [[\eta\int_0^t ds (X^TX(w\odot\nabla_wL))_j = -\frac{\eta(1-\mu)}{4} (X^TXq(t))_j + O(\eta^2)]],
    expected = "holds",
    check = function(printed)
      local p, s, left = network.problem(), 0.3, {}
      for i, eta in ipairs{ETA, ETA / 2} do
        local way = Way.along(p, network.flow(p, "block", eta), s)
        local integral = way:integral(function(beta)
          return network.normal(p, p:predictor(beta) * network.gradient_at(p, beta))
        end)
        local w = p:predictor(way:final())
        local q = sqrt(w * w + 4 * s ^ 4) - 2 * s ^ 2
        left[i] = eta * (integral + (1 - MU) / 4 * network.normal(p, q)):norm()
        printed:above(("eta = %g: least q"):format(eta), min(q), 0)
      end
      printed:near("slope of what is left in eta", calculus.slope(left), 2, 0.15)
    end,
  },
  {
    id = "eq108", place = "Equation (108)", title = "epsilon at the end",
    says = "It has the integral of the squared gradient and $X^TXq$.",
    formula = [[\eta\epsilon_j = \frac{4\eta(1+\mu)}{(1-\mu)^3}\int_0^t ds (\partial_{w_j}L)^2 -]]
      .. [[ \frac{\eta(1+\mu)}{(1-\mu)^2n}(X^TXq)_j]], expected = "corrected",
    remark = "With all second derivatives it is the integral alone.",
    check = function(printed, corrected)
      local p, s = network.problem(), 0.3
      local way = Way.along(p, network.flow(p, "joint"), s)
      local w = p:predictor(way:final())
      local q = sqrt(w * w + 4 * s ^ 4) - 2 * s ^ 2
      local integral = 4 * ETA * FACTOR * way:integral(function(beta) return network.gradient_at(p, beta) ^ 2 end)
      local found = -log(dln.kappa(way:final()) / s ^ 2)
      local with_q = integral - ETA * (1 + MU) / (1 - MU) ^ 2 / p.n * network.normal(p, q)
      printed:below("along the flow of Theorem 2.1, relative", network.difference(found, with_q), 1e-5)
      corrected:below("along the flow of Theorem 2.1, relative", network.difference(found, integral), 1e-5)
    end,
  },
  {
    id = "eq109", place = "Equation (109)", title = "what phi's rate is made of",
    says = "It is a product of v with $X^TX(v\\odot\\nabla_wL)$.",
    formula = [[v_j (\frac{\gamma^{w_+}}{w_+} - \frac{\gamma^{w_-}}{w_-}) = \frac{4(1+\mu)}{(1-\mu)^3n} \sum_c\sum_i]]
      .. [[ v_j x_{c;j}x_{c;i} v_i\partial_{w_i}L]], expected = "corrected",
    remark = "With all second derivatives it is twice that.",
    check = function(printed, corrected)
      local p = network.problem()
      local beta, plus, minus = network.point(p)
      local g, w, v = network.gradient_at(p, beta), p:predictor(beta), plus * plus + minus * minus
      local product = 4 * FACTOR / p.n * v * network.normal(p, v * g)
      for _, case in ipairs{{"block", printed, 1}, {"joint", printed, 1}, {"joint", corrected, 2}} do
        local hessian, findings, factor = table.unpack(case)
        local a, b = network.counter_terms(p, network.flow(p, hessian), beta)
        local left = 2 * a * plus - 2 * b * minus - w * (a / plus + b / minus)
        local right = v * (a / plus - b / minus)
        findings:below(hessian .. " Hessian: line 1, relative", network.difference(left, right), 1e-9)
        findings:below(hessian .. " Hessian: line 2, relative", network.difference(left, factor * product), 1e-9)
      end
    end,
  },
  {
    id = "eq110", place = "Equations (110), (111)", title = "phi at the end",
    says = "It is a multiple of $X^TXw$, with a plus at the end.",
    formula = [[\varphi_j(\infty) = \frac{\eta(1+\mu)}{4(1-\mu)^2n}(X^TXw)_j]], expected = "corrected",
    remark = "The sign is a minus, as in (110) and the middle of (111). With all second derivatives it is twice that.",
    check = function(printed, corrected)
      local p = network.problem()
      for _, case in ipairs{{"block", printed, 1}, {"block", corrected, -1}, {"joint", corrected, -2}} do
        local hessian, findings, factor = table.unpack(case)
        local left = {}
        for i, eta in ipairs{ETA, ETA / 2} do
          local way = Way.along(p, network.flow(p, hessian, eta), 0.3)
          local scale = factor * eta * (1 + MU) / (4 * (1 - MU) ^ 2 * p.n)
          local claimed = scale * network.normal(p, p:predictor(way:final()))
          left[i] = (way:phi(hessian) - claimed):norm()
        end
        findings:near(("%s Hessian, times %g: slope in eta of what is left"):format(hessian, factor),
          calculus.slope(left), 2, 0.2)
      end
    end,
  },
  {
    id = "eq112", place = "Equation (112)", title = "phi at an interpolant",
    says = "It is a multiple of the gradient at the start.",
    formula = [[\varphi_j(\infty) = \frac{\eta(1+\mu)}{4(1-\mu)^2} \partial_{w_j}L(0)]], expected = "corrected",
    remark = "With all second derivatives it is twice that. Either is in X's rows, so that it moves no minimum.",
    check = function(printed, corrected)
      local p = network.problem()
      for _, case in ipairs{{"block", printed, 1}, {"joint", printed, 1}, {"joint", corrected, 2}} do
        local hessian, findings, factor = table.unpack(case)
        local left = {}
        for i, eta in ipairs{ETA, ETA / 2} do
          local way = Way.along(p, network.flow(p, hessian, eta), 0.3)
          local claimed = factor * eta * (1 + MU) / (4 * (1 - MU) ^ 2) * network.gradient_at(p, p:start(0.3))
          left[i] = (way:phi(hessian) - claimed):norm()
        end
        findings:near(("%s Hessian, times %g: slope in eta of what is left"):format(hessian, factor),
          calculus.slope(left), 2, 0.2)
      end
      local phi, kappa = 0.01 * network.gradient_at(p, p:start(0.3)), 0.09
      corrected:below("a phi in X's rows moves the minimum, relative",
        network.difference(p:minimize{kappa = kappa, phi = phi}, p:minimize{kappa = kappa}), 1e-7)
    end,
  },
}
