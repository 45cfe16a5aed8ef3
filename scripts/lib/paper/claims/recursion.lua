---Section 2.1: Theorem 2.1's recursion, exact in mu.
local Polynomial = require "lib.paper.polynomial"
local exact = require "lib.paper.exact"
local theorem = require "lib.paper.theorem"
local trees = require "lib.paper.trees"

local mu = Polynomial.mu

---@type paper.Claim[]
return {
  {
    id = "eq9", place = "Equations (9), (10), (36)", title = "the ansatz of a series in the step size",
    says = "The counter term and the Taylor remainders are sought as power series in $\\eta$.",
    formula = [[\gamma_k = \sum_\sigma \eta^\sigma \gamma_k^{(\sigma)}]], expected = "not testable",
    remark = "An ansatz. What follows from it is tested: Theorem 2.1 and Lemma A.1.",
  },
  {
    id = "eq13", place = "Equations (13), (16), (44), (55), Remark 2", title = "G_k in closed form",
    says = "$G_k = \\mu G_{k-1} + \\nabla L$ sums to a multiple of the gradient, which tends to that of rescaled "
      .. "gradient flow.",
    formula = [[G_k = \frac{1 - \mu^{k+1}}{1 - \mu} \nabla L \to \frac{\nabla L}{1 - \mu}]], expected = "holds",
    check = function(printed)
      local recursion = theorem.recursion()
      printed:same("(1 - mu) G_k = (1 - mu^(k+1)) grad L, k <= 8", exact.at_all_steps(function(k)
        return trees.equal(trees.scaled(recursion:gamma(k, -1), 1 - mu), trees.of("[]", 1 - mu ^ (k + 1)))
      end))
      local limit = {["[]"] = {Polynomial.of(1), 1}}
      printed:same("large k", theorem.tends_to(recursion:gamma(exact.steps, -1), exact.steps, limit))
    end,
  },
  {
    id = "eq15", place = "Theorem 2.1, (13)-(15), (39)-(41)", title = "the recursion, and its form for large k",
    says = "Each order's counter term follows from those below it; for large k it no longer depends on k.",
    formula = [[\gamma_k^{(\sigma)} = \sum_{j=0}^k \mu^{k-j} \chi_j^{(\sigma)}]], expected = "holds",
    check = function(printed)
      local recursion, limit = theorem.recursion(), theorem.limit(4)
      for sigma = -1, 2 do
        local form = {}
        for tree, fraction in pairs(limit) do
          if trees.nodes(tree) == sigma + 2 then form[tree] = fraction end
        end
        printed:same(("the recursion at step 8, sigma = %d, and heavy ball as a two-step method"):format(sigma),
          theorem.tends_to(recursion:gamma(exact.steps, sigma), exact.steps, form))
      end
      local worst = 0
      for _, value in ipairs{0.3, 0.7, 0.95} do
        for _, k in ipairs{0, 1, 2, 5} do
          local computed = hbf.coefficients{mu = value, order = 4, form = "piecewise", k = k}
          for sigma = -1, 2 do
            for tree, polynomial in pairs(recursion:gamma(k, sigma)) do
              worst = math.max(worst, math.abs(computed[tree] / polynomial:at(value) - 1))
            end
          end
        end
      end
      printed:below("coefficients that the flow computes, relative error", worst, 1e-10)
    end,
  },
  {
    id = "remark2", place = "Remark 2", title = "without momentum the results are gradient descent's",
    says = "For $\\mu = 0$ no term depends on k, and the flow is that of gradient descent.", expected = "holds",
    check = function(printed)
      local recursion, descent = theorem.recursion(), theorem.limit(4, "gd")
      printed:same("steps 0 to 8 at mu = 0 and gradient descent's own series, 4 orders", exact.at_all_steps(function(k)
        for tree, fraction in pairs(descent) do
          local there = recursion:gamma(k, trees.nodes(tree) - 2)[tree]
          if (there or Polynomial.of(0)):up_to(0) ~= fraction[1] then return false end
        end
        return true
      end))
    end,
  },
  {
    id = "remark2-powers", place = "Remark 2", title = "heavy ball differs by powers of eta (1+mu)/(1-mu)^2",
    says = "Relative to the rescaled gradient each order's difference from gradient descent is a power of "
      .. "$\\eta (1+\\mu)/(1-\\mu)^2$.", expected = "corrected",
    remark = "So it is in order 2 and in $\\omega_1$ of order 3; $\\omega_2$ has $1 + 10\\mu + \\mu^2$ "
      .. "and not $(1+\\mu)^2$.",
    check = function(printed, corrected)
      local limit = theorem.limit(3)
      local omega1 = {limit[exact.omega1][1] - limit[exact.omega2][1], limit[exact.omega1][2]}
      local function is_power(fraction, n, over)
        -- Over 1/(1 - mu), the gradient's own factor.
        return theorem.same(fraction, {(1 + mu) ^ n / over, 2 * n + 1})
      end
      local second, first = is_power(limit["[[]]"], 1, 2), is_power(omega1, 2, 4)
      printed:same("order 2", second)
      printed:same("order 3, omega_1", first)
      printed:same("order 3, omega_2", is_power(limit[exact.omega2], 2, 12))
      corrected:same("order 2", second)
      corrected:same("order 3, omega_1", first)
      corrected:same("order 3, omega_2", theorem.same(limit[exact.omega2], {(1 + 10 * mu + mu * mu) / 12, 5}))
    end,
  },
  {
    id = "remark3", place = "Remark 3", title = "higher orders from lower ones, by a program",
    says = "Each order follows from those below it, and a program could do the algebra.",
    expected = "holds", remark = "Named is Theorem 3.1, which is about diagonal networks; meant is Theorem 2.1.",
    check = function(printed)
      local limit, count, is_palindromic = theorem.limit(8), {}, true
      for tree, fraction in pairs(limit) do
        local nodes = trees.nodes(tree)
        count[nodes] = (count[nodes] or 0) + 1
        is_palindromic = is_palindromic and fraction[1]:is_palindromic(nodes - 1) and fraction[2] == 2 * nodes - 1
      end
      printed:same("coefficients of each order, one for each rooted tree of so many nodes",
        table.concat(count, " ") == "1 1 2 4 9 20 48 115", table.concat(count, " "))
      printed:same("palindromic numerators over (1 - mu)^(2 nodes - 1)", is_palindromic)
    end,
  },
  {
    id = "step3", place = "Section 2.1, step (3)", title = "what the orders are matched with",
    says = "Each order of the counter term is that of $I_k^+$ alone.",
    formula = [[\gamma_k^{(\sigma)} = (I_k^+)^{(\sigma)}]], expected = "corrected",
    remark = "(39): $\\gamma_k - \\mu\\gamma_{k-1}$ is matched with $I_k^+ + \\mu I_k^-$.",
    check = function(printed, corrected)
      local recursion = theorem.recursion()
      for sigma = 0, 1 do
        printed:same(("sigma = %d, k = 1..8"):format(sigma), exact.at_all_steps(function(k)
          return k == 0 or trees.equal(recursion:gamma(k, sigma), recursion:remainder(k, sigma, -1))
        end))
        corrected:same(("sigma = %d, k = 0..8"):format(sigma), exact.at_all_steps(function(k)
          local left = trees.difference(recursion:gamma(k, sigma), trees.scaled(recursion:gamma(k - 1, sigma), mu))
          local right = trees.sum(
            recursion:remainder(k, sigma, -1), trees.scaled(recursion:remainder(k - 1, sigma, 1), mu))
          return trees.equal(left, right)
        end))
      end
    end,
  },
}
