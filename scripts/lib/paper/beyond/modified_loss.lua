---The loss on which gradient descent goes as heavy ball does, and the loss and the metric of the limit flow.
local Polynomial = require "lib.paper.polynomial"
local factorization = require "lib.factorization"
local measured = require "lib.paper.beyond.measured"
local orders = require "lib.orders"

local mu = Polynomial.mu

-- In Python, gradients by JAX: gradient descent on the loss cut after its terms, from the matched start, against heavy
-- ball, at T = 0.4 with eta = 0.00125.
local ERRORS = {
  {mu = 0.5, terms = 1, error = 0.0005492913265280803}, {mu = 0.5, terms = 2, error = 5.445024818147074e-06},
  {mu = 0.3, terms = 3, error = 2.47484212521675e-08}, {mu = 0.5, terms = 4, error = 1.1366221898616317e-08},
}
-- The flow's own loss at the start, and what is left of its gradient and the metric beside the field.
local FLOW_LOSSES = {
  {mu = 0, eta = 0.01, value = 0.5999800805354166, left = 8.867040584619917e-08},
  {mu = 0.3, eta = 0.01, value = 0.8634255865907026, left = 2.6097717217133243e-06},
  {mu = 0.9, eta = 0.0025, value = 10.931400527452809, left = 0.09006922854182964},
}

---@param n integer
---@param k integer
---@return integer
local function choose(n, k)
  local result = 1
  for i = 1, k do result = result * (n - k + i) // i end
  return result
end

---1, 1 + mu, 1 + 3 mu + mu^2, ...
---@param n integer
---@return paper.Polynomial
local function narayana(n)
  local sum = Polynomial.of(0)
  for j = 1, n do sum = sum + mu ^ (j - 1) * Polynomial.of(choose(n, j) * choose(n, j - 1), n) end
  return sum
end

---1, 1 + mu, 1 + 4 mu + mu^2, ...: permutations of n by their descents.
---@param n integer
---@return paper.Polynomial
local function eulerian(n)
  local numbers = {1}
  for size = 2, n do
    local next = {}
    for j = 1, size do next[j] = j * (numbers[j] or 0) + (size - j + 1) * (numbers[j - 1] or 0) end
    numbers = next
  end
  local sum = Polynomial.of(0)
  for j, number in ipairs(numbers) do sum = sum + mu ^ (j - 1) * Polynomial.of(number) end
  return sum
end

---@param n integer
---@return integer
local function factorial(n) return n <= 1 and 1 or n * factorial(n - 1) end

---@type paper.Claim[]
return {
  {
    id = "modified-series", place = "The modified loss", title = "its coefficients",
    says = "Before a path of n nodes stand Narayana's polynomials, before a star Euler's.",
    formula = [[\hat L = \frac{L}{1-\mu} + \frac{\eta\mu}{2(1-\mu)^3}|\nabla L|^2 + ]]
      .. [[\frac{\eta^2\mu(1+\mu)}{2(1-\mu)^5} \nabla L\cdot\nabla^2L\nabla L + \ldots]], expected = "holds",
    check = function(printed)
      local series = hbf.modified_loss_series(8)
      for n = 2, 8 do
        -- Rooted at an end, at the middle.
        local path, star = "[" .. ("["):rep(n - 1) .. ("]"):rep(n - 1) .. "]", "[" .. ("[]"):rep(n - 1) .. "]"
        local expected = mu * narayana(n - 1) / 2
        printed:same(("path of %d nodes"):format(n), series:power(path) == 2 * n - 1
          and Polynomial.read(series:numerator(path)) == expected)
        -- A star of fewer nodes is a path.
        if n >= 4 then
          expected = mu * eulerian(n - 1) * Polynomial.of(1, factorial(n - 1))
          printed:same(("star of %d nodes"):format(n), series:power(star) == 2 * n - 1
            and Polynomial.read(series:numerator(star)) == expected)
        end
      end
      -- The third tree of five nodes, by exact fractions in Python.
      local fork = "[[][][[]]]"
      printed:same("fork of 5 nodes", series:power(fork) == 9 and Polynomial.read(series:numerator(fork))
        == mu * (1 + mu) * (1 + 7 * mu + mu ^ 2) / 2)
    end,
  },
  {
    id = "modified-orders", place = "The modified loss", title = "gradient descent on it follows heavy ball",
    says = "With as many terms as the order, from the matched start, its error is of that order.",
    formula = [[\beta_{k+1} = \beta_k - \eta \nabla\hat L(\beta_k)]], expected = "holds",
    check = function(printed)
      for _, case in ipairs(ERRORS) do
        local errors = measured.each({160, 320}, function(steps)
          local eta = factorization.time / steps
          return factorization.descent_on_modified_loss(eta, case.mu, case.terms, steps)
        end)
        local what = ("mu = %g, %d %s"):format(case.mu, case.terms, case.terms == 1 and "term" or "terms")
        printed:near(what .. ": slope", orders.slope(errors), case.terms, 0.1)
        measured.beside(printed, what .. ": error", errors[2], case.error, 1e-3)
      end
      local errors = measured.each({40, 80}, function(steps)
        return factorization.descent_on_modified_loss(factorization.time / steps, 0.3, 6, steps)
      end)
      printed:near("mu = 0.3, 6 terms: slope", orders.slope(errors), 6, 0.2)
    end,
  },
  {
    id = "flow-loss", place = "The flow's own loss", title = "the flow of order 4 goes down a loss in a metric",
    says = "The limit flow is, to order 4, the gradient of a loss in a metric; it is no gradient of itself.",
    formula = [[\dot\beta = -M \nabla\tilde L]], expected = "holds",
    check = function(printed)
      local L, at = factorization.loss(), factorization.start
      -- The flow's loss and what its gradient and the metric leave of the field.
      local function parts(eta, momentum)
        local settings = {loss = L, eta = eta, mu = momentum, order = 4, form = "limit"}
        local field = hbf.flow(settings):field(at)
        settings.form = nil
        local own = hbf.flow_loss(settings)
        settings.beta, settings.v = at, own:gradient(at)
        return own(at), (field + hbf.flow_metric(settings)):norm()
      end
      for _, case in ipairs(FLOW_LOSSES) do
        local value, left = parts(case.eta, case.mu)
        local where = ("mu = %g, eta = %g: "):format(case.mu, case.eta)
        measured.beside(printed, where .. "the loss at the start", value, case.value, 1e-12)
        measured.beside(printed, where .. "what is left of the field", left, case.left, 1e-6)
      end
      local left = {}
      for i, eta in ipairs{0.01, 0.005, 0.0025} do left[i] = select(2, parts(eta, 0.3)) end
      printed:near("mu = 0.3: what is left, its slope", orders.slope(left), 4, 0.1)
    end,
  },
  {
    id = "flow-loss-falls", place = "The flow's own loss", title = "the loss falls along the flow",
    says = "Along the flow of order 4 its loss falls at every step.", expected = "holds",
    check = function(printed)
      local L = factorization.loss()
      for _, momentum in ipairs{0.3, 0.7} do
        local settings = {loss = L, eta = 0.01, mu = momentum, order = 4}
        local own = hbf.flow_loss(settings)
        settings.form = "limit"
        local points, rises = hbf.flow(settings):integrate(factorization.start, 200).beta, 0
        for k = 2, #points do
          if own(points[k]) >= own(points[k - 1]) then rises = rises + 1 end
        end
        printed:below(("mu = %g: steps of 200 at which it does not"):format(momentum), rises, 0)
      end
    end,
  },
}
