---Appendix A.2: the counter terms of order 2 and 3 by hand, exact in mu.
local Polynomial = require "lib.paper.polynomial"
local exact = require "lib.paper.exact"
local theorem = require "lib.paper.theorem"
local trees = require "lib.paper.trees"

local mu = Polynomial.mu

---@type paper.Claim[]
return {
  {
    id = "eq56", place = "Equation (56), section 2.2.1", title = "chi of order 0",
    says = "$\\chi_j^{(0)}$ is a multiple of $\\nabla L\\cdot\\nabla^2 L$.",
    formula = [[\chi_j^{(0)} = \frac{(1-\mu^{j+1})^2 + \mu(1-\mu^j)^2}{2(1-\mu)^2} \nabla L\cdot\nabla^2 L]],
    expected = "holds",
    check = function(printed)
      local recursion = theorem.recursion()
      printed:same("j = 0..8", exact.at_all_steps(function(j)
        local value = ((1 - mu ^ (j + 1)) ^ 2 + mu * (1 - mu ^ j) ^ 2) / 2
        return trees.equal(trees.scaled(recursion:chi(j, 0), (1 - mu) ^ 2), trees.of("[[]]", value))
      end))
    end,
  },
  {
    id = "eq57", place = "Equation (57)", title = "the first counter term at step k",
    says = "Three lines that sum $\\chi_j^{(0)}$, and their value for large k.",
    formula = [[\gamma_k^{(0)} = \frac{\nabla L\cdot\nabla^2 L}{2(1-\mu)^2} \sum_{j=0}^k ]]
      .. [[ [(1+\mu)\mu^{k-j} + \mu^{k+1}(\mu^j(1+\mu)-4)] ]], expected = "holds",
    check = function(printed)
      local recursion = theorem.recursion()
      local function line(k, f)
        return trees.equal(trees.scaled(recursion:gamma(k, 0), 2 * (1 - mu) ^ 2), trees.of("[[]]", exact.sum_to(k, f)))
      end
      printed:same("line 1, k = 0..8", exact.at_all_steps(function(k)
        return trees.equal(trees.scaled(recursion:gamma(k, 0), 2), exact.weighted(k, function(j)
          return trees.sum(exact.turned(recursion, j), trees.scaled(exact.turned(recursion, j - 1), mu))
        end))
      end))
      printed:same("line 2, k = 0..8", exact.at_all_steps(function(k)
        return line(k, function(j) return mu ^ (k - j) * ((1 - mu ^ (j + 1)) ^ 2 + mu * (1 - mu ^ j) ^ 2) end)
      end))
      printed:same("line 3, k = 0..8", exact.at_all_steps(function(k)
        return line(k, function(j) return (1 + mu) * mu ^ (k - j) + mu ^ (k + 1) * (mu ^ j * (1 + mu) - 4) end)
      end))
    end,
  },
  {
    id = "eq58", place = "Equations (58)-(60)", title = "chi of order 1",
    says = "Three terms, by the elements of $S_{2,1}$ and $S_{3,1}$.",
    formula = [[\chi_j^{(1)} = \frac{1}{2}[\gamma_j^{(0)}\cdot\nabla G_j + \cdots] - \frac{1}{6}[G_j\cdot\nabla]]
      .. [[ (G_j\cdot\nabla G_j) - \cdots] ]], expected = "holds",
    check = function(printed)
      local recursion = theorem.recursion()
      local function terms(j, sign)
        local G, gamma = recursion:gamma(j, -1), recursion:gamma(j, 0)
        return trees.sum(
          trees.scaled(trees.sum(trees.along(gamma, G), trees.along(G, gamma)), Polynomial.of(1, 2)),
          trees.scaled(trees.along(G, trees.along(G, G)), Polynomial.of(sign, 6)))
      end
      printed:same("j = 0..8", exact.at_all_steps(function(j)
        return trees.equal(recursion:chi(j, 1), trees.sum(terms(j, -1), trees.scaled(terms(j - 1, 1), mu)))
      end))
    end,
  },
  {
    id = "eq61", place = "Equations (61), (62)", title = "chi of order 1 by its recursion",
    says = "With $G_j = \\mu G_{j-1} + \\nabla L$ it splits into $\\Psi_j$ and $\\mu\\Theta_j$.",
    formula = [[\chi_j^{(1)} = \Psi_j^{(1)} + \mu\Theta_j^{(1)}]], expected = "holds",
    check = function(printed)
      local recursion = theorem.recursion()
      printed:same("j = 0..8", exact.at_all_steps(function(j)
        local psi, theta = exact.parts_of_chi(recursion, j)
        return trees.equal(recursion:chi(j, 1), trees.sum(psi, trees.scaled(theta, mu)))
      end))
    end,
  },
  {
    id = "eq63", place = "Equation (63)", title = "the second counter term at step k",
    says = "It is the weighted sum of both parts.",
    formula = [[\gamma_k^{(1)} = \sum_{j=0}^k \mu^{k-j} (\Psi_j^{(1)} + \mu\Theta_j^{(1)})]], expected = "holds",
    check = function(printed)
      local recursion = theorem.recursion()
      printed:same("k = 0..8", exact.at_all_steps(function(k)
        return trees.equal(recursion:gamma(k, 1), exact.weighted(k, function(j)
          local psi, theta = exact.parts_of_chi(recursion, j)
          return trees.sum(psi, trees.scaled(theta, mu))
        end))
      end))
    end,
  },
  {
    id = "eq64", place = "Equation (64)", title = "the first counter term in closed form",
    says = "Five lines; the fourth has the powers $\\mu^{k-j}$, $\\mu^{k+j+1}$ and $\\mu^{k+1}$.",
    formula = [[\mu^{k-j}\gamma_j^{(0)} = \frac{\nabla L\cdot\nabla^2 L}{2(1-\mu)^2} [\frac{(1+\mu)\mu^{k-j}}{1-\mu}]]
      .. [[ - \frac{\mu^{k+j+1}(1+\mu)}{1-\mu} - 4(j+1)\mu^{k+1} ] ]],
    expected = "corrected", remark = "The fourth line's second power is $\\mu^{k+j+2}$, as the third line gives.",
    check = function(printed, corrected)
      local recursion, k = theorem.recursion(), exact.steps
      -- All lines times 2 (1 - mu)^3.
      local function line(value)
        return exact.at_all_steps(function(j)
          local left = trees.scaled(recursion:gamma(j, 0), mu ^ (k - j) * 2 * (1 - mu) ^ 3)
          return trees.equal(left, trees.of("[[]]", value(j)))
        end)
      end
      local function fourth(power)
        return line(function(j)
          return (1 + mu) * mu ^ (k - j) - (1 + mu) * mu ^ power(j) - 4 * (j + 1) * mu ^ (k + 1) * (1 - mu)
        end)
      end
      printed:same("line 2, j = 0..8", line(function(j)
        return mu ^ (k - j) * ((1 + mu) * (1 - mu ^ (j + 1)) + mu ^ (j + 1) * (1 + mu) * (1 - mu ^ (j + 1))
          - 4 * (j + 1) * mu ^ (j + 1) * (1 - mu))
      end))
      printed:same("line 3, j = 0..8", line(function(j)
        return (1 + mu) * (mu ^ (k - j) - mu ^ (k + 1)) + mu ^ (k + 1) * (1 + mu) * (1 - mu ^ (j + 1))
          - 4 * (j + 1) * mu ^ (k + 1) * (1 - mu)
      end))
      printed:same("line 4, j = 0..8", fourth(function(j) return k + j + 1 end))
      corrected:same("line 4, j = 0..8", fourth(function(j) return k + j + 2 end))
    end,
  },
  {
    id = "eq65", place = "Equation (65)", title = "G_j along itself",
    says = "For large k it is what the limit of $G_j$ gives.",
    formula = [[\mu^{k-j} G_j\cdot\nabla G_j = \frac{\mu^{k-j}(1-2\mu^{j+1}+\mu^{2(j+1)})}{(1-\mu)^2}]]
      .. [[ \nabla L\cdot\nabla^2 L]], expected = "holds",
    check = function(printed)
      local recursion, k = theorem.recursion(), exact.steps
      printed:same("j = 0..8", exact.at_all_steps(function(j)
        return trees.equal(trees.scaled(exact.turned(recursion, j), (1 - mu) ^ 2),
          trees.of("[[]]", 1 - 2 * mu ^ (j + 1) + mu ^ (2 * (j + 1))))
      end))
      printed:same("what is dropped has powers above mu^k", exact.at_all_steps(function(j)
        local term = trees.scaled(exact.turned(recursion, j), mu ^ (k - j))
        return theorem.tends_to(term, k, {["[[]]"] = {mu ^ (k - j), 2}})
      end))
    end,
  },
  {
    id = "eq66", place = "Equation (66)", title = "the sum of Psi",
    says = "Its value for large k.",
    formula = [[\sum_{j=0}^k \mu^{k-j}\Psi_j^{(1)} \approx \frac{1}{4(1-\mu)^4} [(1+\mu)\omega_1 + \frac{1+5\mu}{3}]]
      .. [[ \omega_2] ]], expected = "holds",
    check = function(printed)
      local recursion = theorem.recursion()
      local sum = exact.weighted(exact.steps, function(j) return (exact.parts_of_chi(recursion, j)) end)
      printed:same("k = 8", theorem.tends_to(sum, exact.steps, exact.limit_of((1 + mu) / 4, (1 + 5 * mu) / 12, 4)))
    end,
  },
  {
    id = "eq67", place = "Equation (67)", title = "the counter term along G",
    says = "For large k it does not matter whether the counter term is that of step j or of j - 1.",
    formula = [[\mu^{k-j}\gamma_j^{(0)}\cdot\nabla G_{j-1} \approx \mu^{k-j}\frac{1+\mu}{2(1-\mu)^4} \omega_1]],
    expected = "holds",
    check = function(printed)
      local recursion, k = theorem.recursion(), exact.steps
      for shift = 0, 1 do
        -- G_(j-1) and gamma_(j-1) lag a step behind: what is dropped begins at mu^k.
        printed:same(("j - %d: what is dropped has powers from mu^k on"):format(shift), exact.at_all_steps(function(j)
          local term = trees.along(recursion:gamma(j - shift, 0), recursion:gamma(j - 1, -1))
          local form = {[exact.omega1] = {mu ^ (k - j) * (1 + mu) / 2, 4}}
          return theorem.tends_to(trees.scaled(term, mu ^ (k - j)), k - 1, form)
        end))
      end
    end,
  },
  {
    id = "eq68", place = "Equation (68)", title = "the change of G along itself",
    says = "For large k it is a multiple of $\\omega_2$.",
    formula = [[\mu^{k-j}G_{j-1}\cdot\nabla(G_j\cdot\nabla G_j - G_{j-1}\cdot\nabla G_{j-1}) \approx]]
      .. [[ \frac{2\mu^{k-j}}{(1-\mu)^3}\omega_2]], expected = "corrected",
    remark = "It vanishes for large k, as (69) takes it.",
    check = function(printed, corrected)
      local recursion, k = theorem.recursion(), exact.steps
      local function is(form)
        return exact.at_all_steps(function(j)
          local change = trees.difference(exact.turned(recursion, j), exact.turned(recursion, j - 1))
          local term = trees.scaled(trees.along(recursion:gamma(j - 1, -1), change), mu ^ (k - j))
          return theorem.tends_to(term, k - 1, form(j))
        end)
      end
      printed:same("powers below mu^k", is(function(j)
        return exact.limit_of(Polynomial.of(0), 2 * mu ^ (k - j), 3)
      end))
      corrected:same("powers below mu^k: none", is(function() return {} end))
    end,
  },
  {
    id = "eq69", place = "Equation (69)", title = "the sum of Theta",
    says = "Its value for large k.",
    formula = [[\sum_{j=0}^k \mu^{k-j}\Theta_j^{(1)} \approx \frac{1+\mu}{2(1-\mu)^5}[\omega_1 + \omega_2] ]],
    expected = "holds",
    check = function(printed)
      local recursion, k = theorem.recursion(), exact.steps
      local sum = exact.weighted(k, function(j) return (select(2, exact.parts_of_chi(recursion, j))) end)
      printed:same("k = 8, powers below mu^8",
        theorem.tends_to(sum, k - 1, exact.limit_of((1 + mu) / 2, (1 + mu) / 2, 5)))
    end,
  },
  {
    id = "eq70", place = "Equation (70)", title = "the second counter term for large k",
    says = "Both sums together, and gradient descent's for $\\mu = 0$.",
    formula = [[\gamma_k^{(1)} = \frac{(1+\mu)^2}{4(1-\mu)^5} [\omega_1 + \frac{1+10\mu+\mu^2}{3(1+\mu)^2}\omega_2] ]],
    expected = "holds",
    check = function(printed)
      local a, b = (1 + mu) ^ 2 / 4, (1 + 10 * mu + mu ^ 2) / 12
      printed:same("the recursion at step 8",
        theorem.tends_to(theorem.recursion():gamma(exact.steps, 1), exact.steps, exact.limit_of(a, b, 5)))
      -- (66) and mu (69), over (1 - mu)^5.
      printed:same("(66) and (69) add up to it", (1 - mu) * (1 + mu) / 4 + mu * (1 + mu) / 2 == a
        and (1 - mu) * (1 + 5 * mu) / 12 + mu * (1 + mu) / 2 == b)
      local descent = theorem.limit(3, "gd")
      printed:same("mu = 0", theorem.tends_to(exact.omegas(Polynomial.of(1, 4), Polynomial.of(1, 12)), 0, {
        [exact.omega1] = descent[exact.omega1], [exact.omega2] = descent[exact.omega2],
      }))
    end,
  },
}
