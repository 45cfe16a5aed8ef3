---Appendix A.1: the remainders as series, exact in mu.
local Polynomial = require "lib.paper.polynomial"
local exact = require "lib.paper.exact"
local theorem = require "lib.paper.theorem"
local trees = require "lib.paper.trees"

local mu = Polynomial.mu

---@type paper.Claim[]
return {
  {
    id = "lemma-a1", place = "Lemma A.1, (37), (38), (46)-(50)", title = "the Taylor remainders as series",
    says = "The remainders are sums over $S_{q,p}$ of iterated Lie derivatives.",
    formula = [[(I_k^+)^{(p)} = \sum_{q=2}^{p+2} \sum_{S_{q,p}} \frac{(-1)^q}{q!} L^{(k,\sigma_1)}\cdots]]
      .. [[ L^{(k,\sigma_{q-1})} \gamma_k^{(\sigma_q-1)}]], expected = "holds",
    check = function(printed)
      local recursion = theorem.recursion()
      -- d^n beta/dt^n along the whole field, by orders of eta, with no index sets: (47) by the chain rule.
      local function derivatives(k, count)
        local field, list = {}, {}
        for order = 0, 3 do field[order] = trees.scaled(recursion:gamma(k, order - 1), -1) end
        list[1] = field
        for n = 2, count do
          list[n] = {}
          for order = 0, 3 do
            local sum = {}
            for i = 0, order do sum = trees.sum(sum, trees.along(field[i], list[n - 1][order - i])) end
            list[n][order] = sum
          end
        end
        return list
      end
      for _, case in ipairs{{-1, "I_k^+"}, {1, "I_(k+1)^-"}} do
        local sign = case[1]
        printed:same(case[2] .. ", p <= 2, k <= 4, against the chain rule", exact.at_all_steps(function(k)
          local list = derivatives(k, 4)
          for p = 0, 2 do
            local sum = {}
            -- (46): eta^n/(n+2)! times the derivative of order n+2, here of order p in eta.
            for n = 0, p do
              local weight = Polynomial.of((sign == 1 and n % 2 == 1) and -1 or 1, n == 0 and 2 or n == 1 and 6 or 24)
              sum = trees.sum(sum, trees.scaled(list[n + 2][p - n], weight))
            end
            if not trees.equal(sum, recursion:remainder(k, p, sign)) then return false end
          end
          return true
        end, 4))
      end
      local is_right = true
      for n = 0, 20 do
        -- The integral of tau^n (1 - tau) from 0 to 1.
        is_right = is_right and Polynomial.of(1, n + 1) - Polynomial.of(1, n + 2) == Polynomial.of(1, (n + 1) * (n + 2))
      end
      printed:same("(46)'s integral, n <= 20", is_right)
    end,
  },
  {
    id = "eq47", place = "Equation (47)", title = "the derivatives of beta along the flow",
    says = "The derivative of order n has the sign $(-1)^n$ and n - 1 Lie derivatives.",
    formula = [[\frac{d^n}{dt^n}\beta = (-1)^n (L^{(k)})^{n-1} (G_k + \eta\gamma_k)]], expected = "holds",
    remark = "On the way an index slips: the derivative that is derived is of order n - 1, not n.",
    check = function(printed)
      -- Of n nodes there are (n-1)! trees whose nodes are numbered as they came: each once.
      local sum, field = exact.gradient, exact.gradient
      for n = 1, 7 do
        local total, factorial = Polynomial.of(0), 1
        for _, value in pairs(sum) do total = total + value end
        for i = 2, n - 1 do factorial = factorial * i end
        printed:same(("n = %d: %d trees"):format(n, factorial), total == Polynomial.of(factorial))
        sum = trees.along(field, sum)
      end
    end,
  },
  {
    id = "eq43", place = "Equations (42), (43), (45)", title = "what the truncated series leaves",
    says = "With the counter term cut at $\\alpha - 2$ the functional equation holds to order $\\alpha - 2$.",
    formula = [[I_k^+ + \mu I_k^- - \gamma_k + \mu\gamma_{k-1} = O(\eta^{\alpha-1})]], expected = "holds",
    remark = "The sum that is subtracted is printed with $\\gamma_k^{(p)}$ for $\\gamma_k^{(\\sigma)}$.",
    check = function(printed)
      local recursion = theorem.recursion()
      for alpha = 2, 4 do
        local what = ("alpha = %d: orders below %d vanish, k <= 6"):format(alpha, alpha - 1)
        printed:same(what, exact.at_all_steps(function(k)
          for sigma = 0, alpha - 2 do
            local left = trees.difference(trees.scaled(recursion:gamma(k - 1, sigma), mu), recursion:gamma(k, sigma))
            if not trees.equal(trees.sum(left, recursion:chi(k, sigma)), {}) then return false end
          end
          return true
        end, 6))
        printed:same(("alpha = %d: that order does not"):format(alpha), next(recursion:chi(3, alpha - 1)) ~= nil)
      end
    end,
  },
}
