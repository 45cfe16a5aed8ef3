---The momentum family: the gradient is taken at beta + nu m, which is Nesterov's method for nu = mu.
local Polynomial = require "lib.paper.polynomial"
local factorization = require "lib.factorization"
local measured = require "lib.paper.beyond.measured"
local orders = require "lib.orders"

local mu = Polynomial.mu

-- In Python: errors at T = 0.4 with mu = nu = 1/2 and step sizes 0.02 to 0.0025, orders 1 to 4, of iterates against the
-- flow's solution; and the radius (to 15 digits).
local ERRORS = {
  piecewise = {0.0015572279351055644, 3.844705632212082e-05, 1.5058744576397634e-06, 7.911715392662029e-08},
  matched = {0.0010969617961774222, 1.2290843534639975e-05, 8.079006773575374e-07, 6.995054324709899e-08},
}
local RADII = {
  {0.5, 0, 0.085786437626905}, {0.5, 0.5, 0.111111111111111}, {0.9, 0.3, 0.00267703513741834},
  {0.5, -0.5, 0.0717967697244908}, {0.9, 10.5, 0.00869565217391304}, {0.25, 0.25, 0.36},
}

---The limit form's coefficients over (1 - mu)^(2n - 1).
---@param nu paper.Polynomial
---@return table<string, {[1]: paper.Polynomial, [2]: integer}>
local function closed_forms(nu)
  local rest = 1 - mu
  return {
    ["[]"] = {Polynomial.of(1), 1},
    ["[[]]"] = {(1 + mu) / 2 - nu * rest, 3},
    ["[[][]]"] = {(1 + 10 * mu + mu ^ 2) / 12 - nu * (1 + mu) * rest / 2 + nu ^ 2 * rest ^ 2 / 2, 5},
    ["[[[]]]"] = {(1 + 4 * mu + mu ^ 2) / 3 - nu * (2 + mu) * rest + nu ^ 2 * rest ^ 2, 5},
  }
end

---@type paper.Claim[]
return {
  {
    id = "family-series", place = "The momentum family", title = "its series to order 3",
    says = "The flow of $\\beta$ itself has polynomials in $\\nu$ before heavy ball's trees.",
    formula = [[-\dot\beta = \frac{\nabla L}{1-\mu} + \eta [ \frac{1+\mu}{2(1-\mu)^3} - \frac{\nu}{(1-\mu)^2} ] ]]
      .. [[ \nabla^2L\nabla L + \ldots]], expected = "holds",
    check = function(printed)
      local cases = {{"1/3", Polynomial.of(1, 3)}, {"-1/2", Polynomial.of(-1, 2)}, {"2", Polynomial.of(2)}}
      for _, case in ipairs(cases) do
        local series = hbf.series(3, {nu = case[1]})
        local is_same = true
        for tree, form in pairs(closed_forms(case[2])) do
          local found, power = Polynomial.read(series:numerator(tree)), series:power(tree)
          is_same = is_same and found * (1 - mu) ^ form[2] == form[1] * (1 - mu) ^ power
        end
        printed:same(("nu = %s"):format(case[1]), is_same)
      end
      -- With nu = mu.
      local series, is_same = hbf.series(3, {method = "nag"}), true
      for tree, form in pairs(closed_forms(mu)) do
        local found, power = Polynomial.read(series:numerator(tree)), series:power(tree)
        is_same = is_same and found * (1 - mu) ^ form[2] == form[1] * (1 - mu) ^ power
      end
      printed:same("Nesterov's method", is_same)
    end,
  },
  {
    id = "family-orders", place = "The momentum family", title = "Nesterov's method has flows of each order",
    says = "From Nesterov's own start the flow of $\\beta$ has an error of its order.", expected = "holds",
    check = function(printed)
      for _, form in ipairs{"piecewise", "matched"} do
        for order = 1, 4 do
          local found = hbf.order_of_error{
            loss = factorization.loss(), from = factorization.start, T = factorization.time, mu = 0.5, method = "nag",
            order = order, form = form, etas = {0.02, 0.01, 0.005, 0.0025},
          }
          local what = ("%s, order %d"):format(form, order)
          printed:near(what .. ": slope", orders.slope(found.errors), order, 0.15)
          measured.beside(printed, what .. ": error", found.errors[4], ERRORS[form][order], 1e-3)
        end
      end
    end,
  },
  {
    id = "two-step", place = "Two-step methods", title = "linear two-step methods have flows of each order",
    says = "So have methods that take gradients at two points. Adams and Bashforth's, $a_2 = 0$ and $b_2 = -1/2$, is "
      .. "of order 2 itself: for it the flow of order 1 is one of order 2.",
    formula = [[\beta_{k+1} = (1-a_2)\beta_k + a_2\beta_{k-1} - ]]
      .. [[\eta((1-b_2)\nabla L(\beta_k) + b_2\nabla L(\beta_{k-1}))]],
    expected = "holds",
    check = function(printed)
      local function slope(a2, b2, order)
        return orders.slope(hbf.order_of_error{
          loss = factorization.loss(), from = factorization.start, T = factorization.time, order = order,
          method = {a2 = a2, b2 = b2}, form = "matched", etas = {0.005, 0.0025},
        }.errors)
      end
      for _, case in ipairs{{0, -0.25}, {-0.4, -0.5}} do
        for order = 1, 3 do
          printed:near(("a2 = %g, b2 = %g, order %d: slope"):format(case[1], case[2], order),
            slope(case[1], case[2], order), order, 0.15)
        end
      end
      printed:near("a2 = 0, b2 = -0.5, order 1: slope", slope(0, -0.5, 1), 2, 0.15)
    end,
  },
  {
    id = "family-radius", place = "The momentum family", title = "the radius of its first-order forms",
    says = "It is neither heavy ball's nor always larger.",
    formula = [[R(\mu, \nu) = ( \frac{1-\mu}{|1 + \sqrt{\mu(1+\nu) - \nu}|} )^2]], expected = "holds",
    check = function(printed)
      for _, case in ipairs(RADII) do
        measured.beside(printed, ("mu = %g, nu = %g: radius"):format(case[1], case[2]), hbf.radius(case[1], case[2]),
          case[3], 1e-12)
      end
    end,
  },
}
