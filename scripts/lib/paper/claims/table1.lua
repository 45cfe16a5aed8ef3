---Section 2.2: the flows of order 2 and 3, and what they are said to regularize, exact in mu.
local Polynomial = require "lib.paper.polynomial"
local exact = require "lib.paper.exact"
local theorem = require "lib.paper.theorem"
local trees = require "lib.paper.trees"

local mu = Polynomial.mu

---@param found string[]
---@param listed integer[][]
---@return boolean
local function same_lists(found, listed)
  local there = {}
  for _, part in ipairs(found) do there[table.concat(part, ",")] = true end
  for _, part in ipairs(listed) do
    if not there[table.concat(part, ",")] then return false end
  end
  return #found == #listed
end

---@type paper.Claim[]
return {
  {
    id = "step1", place = "Sections 2.2 and A.2, step 1", title = "the truncated series",
    says = "The counter term is cut to a sum of $\\gamma_k^{(\\sigma)}$ without powers of $\\eta$.",
    formula = [[\gamma_k = \sum_{\sigma=0}^{\alpha-2} \gamma_k^{(\sigma)}]], expected = "corrected",
    remark = "(14) and (42) have $\\eta^\\sigma$.",
    check = function(printed, corrected)
      local L = losses.product{y = 0.6}
      local beta, eta, value = {1, 2}, 1e-3, 0.5
      local g = L:gradient(beta)
      local omega1 = L:derivative(beta, L:derivative(beta, g))
      local omega2 = omega1 + L:derivative(beta, g, g)
      local first = L:derivative(beta, g) * ((1 + value) / 2 / (1 - value) ^ 3)
      local second = (omega1 * ((1 + value) ^ 2 / 4) + omega2 * ((1 + 10 * value + value ^ 2) / 12)) / (1 - value) ^ 5
      local field = hbf.flow{loss = L, eta = eta, mu = value, order = 3, form = "limit"}:field(beta)
      local function off(gamma) return (field + g / (1 - value) + eta * gamma):norm() / field:norm() end
      printed:below("the flow's field of order 3, relative", off(first + second), 1e-12)
      corrected:below("the flow's field of order 3, relative", off(first + eta * second), 1e-12)
    end,
  },
  {
    id = "eq17", place = "Equation (17), section 2.2.1", title = "the flow of order 2",
    says = "For large k the counter term of order 2 is a multiple of $\\nabla L\\cdot\\nabla^2 L$.",
    formula = [[\dot\beta = -\frac{\nabla L}{1-\mu} - \eta \frac{1+\mu}{(1-\mu)^3} \frac{\nabla L\cdot\nabla^2 L}{2}]],
    expected = "holds",
    check = function(printed)
      local form = {["[[]]"] = {(1 + mu) / 2, 3}}
      local gamma = theorem.recursion():gamma(exact.steps, 0)
      printed:same("the recursion at step 8", theorem.tends_to(gamma, exact.steps, form))
      printed:same("the series", theorem.same(theorem.limit(2)["[[]]"], form["[[]]"]))
      printed:same("at mu = 0, 1/2", theorem.limit(2, "gd")["[[]]"][1] == Polynomial.of(1, 2))
    end,
  },
  {
    id = "eq18", place = "Equations (18), (54)", title = "the index sets",
    says = "$S_{2,0}$, $S_{2,1}$ and $S_{3,1}$ have the listed elements.",
    formula = [[S_{m,\sigma} = \{(\sigma_1,\ldots,\sigma_m) : \sum_i \sigma_i = \sigma - m + 2\}]], expected = "holds",
    check = function(printed)
      printed:same("S_(2,0)", same_lists(theorem.parts(2, 0), {{0, 0}}))
      printed:same("S_(2,1)", same_lists(theorem.parts(2, 1), {{1, 0}, {0, 1}}))
      printed:same("S_(3,1)", same_lists(theorem.parts(3, 0), {{0, 0, 0}}))
    end,
  },
  {
    id = "eq19", place = "Equation (19)", title = "the second counter term",
    says = "For large k the counter term of order 3 has $(1+\\mu)(1+5\\mu)/12$ before $\\omega_2$.",
    formula = [[\gamma_k^{(1)} = \frac{1+\mu}{(1-\mu)^5} [ \frac{1+\mu}{4} \omega_1 + \frac{1+5\mu}{12} \omega_2 ] ]],
    expected = "corrected", remark = "$\\omega_2$ has $(1+10\\mu+\\mu^2)/12$, as in (20) and (70).",
    check = function(printed, corrected)
      local gamma = theorem.recursion():gamma(exact.steps, 1)
      local a = (1 + mu) ^ 2 / 4
      local first = exact.limit_of(a, (1 + mu) * (1 + 5 * mu) / 12, 5)
      local second = exact.limit_of(a, (1 + 10 * mu + mu ^ 2) / 12, 5)
      printed:same("the recursion at step 8", theorem.tends_to(gamma, exact.steps, first))
      corrected:same("the recursion at step 8", theorem.tends_to(gamma, exact.steps, second))
    end,
  },
  {
    id = "eq20", place = "Equation (20)", title = "the flow of order 3",
    says = "The flow of order 3, whose second term is printed as a number.",
    formula = [[\dot\beta = -\frac{\nabla L}{1-\mu} - \frac{\eta}{2}\frac{1+\mu}{(1-\mu)^3} - \frac{\eta^2}{4}]]
      .. [[ \frac{(1+\mu)^2}{(1-\mu)^5} [\omega_1 + \frac{1+10\mu+\mu^2}{3(1+\mu)^2}\omega_2] ]],
    expected = "corrected", remark = "The second term lacks its factor $\\nabla L\\cdot\\nabla^2 L$, as in (17).",
    check = function(printed, corrected)
      local limit = theorem.limit(3)
      local third = exact.limit_of((1 + mu) ^ 2 / 4, (1 + 10 * mu + mu ^ 2) / 12, 5)
      local same_third = theorem.same(limit[exact.omega1], third[exact.omega1])
        and theorem.same(limit[exact.omega2], third[exact.omega2])
      printed:same("terms in eta^2", same_third)
      printed:same("terms in eta: no elementary differential", limit["[[]]"][1]:is_zero())
      corrected:same("terms in eta^2", same_third)
      corrected:same("terms in eta", theorem.same(limit["[[]]"], {(1 + mu) / 2, 3}))
    end,
  },
  {
    id = "table1", place = "Table 1", title = "the flows of gradient descent and heavy ball to order 3",
    says = "The terms of both flows through order 3.", expected = "holds",
    check = function(printed)
      local heavy, descent = theorem.limit(3), theorem.limit(3, "gd")
      printed:same("GD, orders 1 and 2", descent["[]"][1] == Polynomial.of(1)
        and descent["[[]]"][1] == Polynomial.of(1, 2))
      local quarter, twelfth = Polynomial.of(1, 4), Polynomial.of(1, 12)
      printed:same("GD, order 3", descent[exact.omega1][1] == quarter + twelfth and descent[exact.omega2][1] == twelfth)
      printed:same("HB, orders 1 and 2", theorem.same(heavy["[]"], {Polynomial.of(1), 1})
        and theorem.same(heavy["[[]]"], {(1 + mu) / 2, 3}))
      local third = exact.limit_of((1 + mu) ^ 2 / 4, (1 + 10 * mu + mu ^ 2) / 12, 5)
      printed:same("HB, order 3", theorem.same(heavy[exact.omega1], third[exact.omega1])
        and theorem.same(heavy[exact.omega2], third[exact.omega2]))
    end,
  },
  {
    id = "igr", place = "Section 2.2.2", title = "the implicit gradient regularization",
    says = "Heavy ball's is $(1+\\mu)/(1-\\mu)^3$ times gradient descent's.",
    formula = [[\gamma_{HB} = \frac{1+\mu}{(1-\mu)^3} \gamma_{GD}]], expected = "corrected",
    remark = "That is the ratio of the counter terms. Relative to the loss that the flow descends it is "
      .. "$(1+\\mu)/(1-\\mu)^2$, relative to gradient descent with step $\\eta/(1-\\mu)$ it is $(1+\\mu)/(1-\\mu)$.",
    check = function(printed, corrected)
      local heavy, descent = theorem.limit(2), theorem.limit(2, "gd")
      local ratio = {heavy["[[]]"][1] * 2, heavy["[[]]"][2]}
      assert(descent["[[]]"][1] == Polynomial.of(1, 2))
      -- Times 1 - mu: over the gradient's factor in the same flow. Once more: the step differs by 1/(1 - mu).
      local relative = {ratio[1] * (1 - mu), ratio[2]}
      local same_step = {relative[1] * (1 - mu), relative[2]}
      printed:same("counter terms", theorem.same(ratio, {1 + mu, 3}))
      printed:same("relative to the loss that descends", theorem.same(relative, {1 + mu, 3}))
      corrected:same("counter terms", theorem.same(ratio, {1 + mu, 3}))
      corrected:same("relative to the loss that descends", theorem.same(relative, {1 + mu, 2}))
      corrected:same("relative to step eta/(1 - mu)", theorem.same(same_step, {1 + mu, 1}))
    end,
  },
  {
    id = "eq21-gd", place = "Section 2.2.2, before (21)", title = "gradient descent has no such regularization",
    says = "The flow of order 3 regularizes directional smoothness, which is not so for gradient descent.",
    expected = "corrected",
    remark = "Gradient descent's flow has the same gradient with the factor 1/12. Of the steps it is true: heavy "
      .. "ball's is that of gradient descent on a loss with "
      .. "$\\eta^2\\mu(1+\\mu)/(2(1-\\mu)^5) \\nabla L\\cdot\\nabla^2 L\\nabla L$, "
      .. "and there gradient descent has nothing.",
    check = function(printed, corrected)
      -- omega_1 + omega_2 has the tree [[][]] once, omega_1 not at all.
      printed:same("gradient descent's flow: the factor of omega_1 + omega_2",
        theorem.limit(3, "gd")[exact.omega2][1]:is_zero(), tostring(theorem.limit(3, "gd")[exact.omega2][1]))
      -- exp(eta F) by its first three terms, over common powers of 1 - mu: what a step adds, times -1/eta.
      local heavy = theorem.limit(3)
      local F = {}
      for tree, fraction in pairs(heavy) do
        F[trees.nodes(tree)] = F[trees.nodes(tree)] or {}
        F[trees.nodes(tree)][tree] = fraction[1] * (1 - mu) ^ (2 * trees.nodes(tree) - 1 - fraction[2])
      end
      -- Orders 3: F3 - (F1 F2 + F2 F1)/2 + F1 F1 F1/6, over (1-mu)^5, (1-mu)^4 and (1-mu)^3.
      local third = trees.sum(F[3],
        trees.scaled(trees.sum(trees.along(F[1], F[2]), trees.along(F[2], F[1])), (1 - mu) * Polynomial.of(-1, 2)),
        trees.scaled(trees.along(F[1], trees.along(F[1], F[1])), (1 - mu) ^ 2 * Polynomial.of(1, 6)))
      corrected:same("heavy ball's step: the gradient of mu(1+mu)/(2(1-mu)^5) grad L.Hessian grad L",
        trees.equal(third, trees.sum(trees.of(exact.omega1, mu * (1 + mu)), trees.of(exact.omega2, mu * (1 + mu) / 2))))
      local modified = hbf.modified_loss_series(3)
      local term = {Polynomial.read(modified:numerator "[[][]]"), modified:power "[[][]]"}
      corrected:same("the loss on which gradient descent goes as heavy ball does has it",
        theorem.same(term, {mu * (1 + mu) / 2, 5}))
      corrected:same("at mu = 0 that loss has nothing of the kind", term[1]:up_to(0):is_zero())
    end,
  },
  {
    id = "eq21-mu", place = "Section 2.2.2, before (21)", title = "the third term near mu = 1",
    says = "For $\\mu$ near 1 the third term of (20) is close to a multiple of $\\omega_1 + \\omega_2$.",
    expected = "holds",
    check = function(printed)
      printed:near("(1 + 10 mu + mu^2)/(3 (1 + mu)^2) at mu = 1",
        (1 + 10 * mu + mu ^ 2):at(1) / (3 * (1 + mu) ^ 2):at(1), 1, 0)
    end,
  },
}
