---Heavy ball on mini-batches and with noise in its gradients.
local measured = require "lib.paper.beyond.measured"
local orders = require "lib.orders"

local START = {1, -0.5}

---Three rows for least squares.
---@return Loss
---@return number[][] X
---@return number[] y
local function regression()
  local X, y = {{1, 0.3}, {-0.4, 1.2}, {0.8, -0.7}}, {1, -0.5, 0.8}
  return losses.least_squares{X = X, y = y}, X, y
end

-- All orders in which an epoch may take three rows.
local PERMUTATIONS = {{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}}

---The exact mean of heavy ball over all sequences of single rows in which each epoch has every row once: a step is a
---linear map of (beta, m, 1), and epochs are independent.
---@param X number[][]
---@param y number[]
---@param eta number
---@param mu number
---@param epochs integer
---@return Vector
local function mean_of_reshuffled(X, y, eta, mu, epochs)
  local maps = {}
  for i, x in ipairs(X) do
    local rows = {}
    for a = 1, 2 do
      -- m' = mu m - eta x (x.beta - y), beta' = beta + m'.
      local m = {-eta * x[a] * x[1], -eta * x[a] * x[2], a == 1 and mu or 0, a == 2 and mu or 0, eta * x[a] * y[i]}
      local b = {table.unpack(m)}
      b[a] = b[a] + 1
      rows[a], rows[2 + a] = b, m
    end
    rows[5] = {0, 0, 0, 0, 1}
    maps[i] = mat(rows)
  end
  local epoch
  for _, order in ipairs(PERMUTATIONS) do
    local product = maps[order[3]] * maps[order[2]] * maps[order[1]] / #PERMUTATIONS
    epoch = epoch and epoch + product or product
  end
  local state = vec{START[1], START[2], 0, 0, 1}
  for _ = 1, epochs do state = epoch * state end
  return vec{state[1], state[2]}
end

-- A mean of 400,000 pairs of runs with opposite noise of variance 1, by NumPy, with its standard error: gradient
-- descent on x^2/2 + x^3/3 + x^4/24 from 0.8 to T = 1.
local MEANS = {
  {steps = 25, mean = 0.17616859338080496, error = 8.6e-6, variance = 0.012847985318112935},
  {steps = 50, mean = 0.18352988513903432, error = 4.2e-6, variance = 0.006273176315859782},
  {steps = 100, mean = 0.1871222172076885, error = 2.1e-6, variance = 0.0030973742213644124},
}

---@type paper.Claim[]
return {
  {
    id = "noise-batches", place = "Mini-batches", title = "a flow for a sequence of batches",
    says = "The flow whose field in each step is that of the step's own rows has its order for each sequence of them.",
    expected = "holds",
    check = function(printed)
      local L = regression()
      for order = 1, 3 do
        local errors = measured.each({30, 60, 120}, function(steps)
          -- The rows in turn, so that the error is smooth in eta.
          local eta, batches = 1.2 / steps, {{1}, {2}, {3}}
          local flow = hbf.flow{loss = L, eta = eta, mu = 0.5, order = order, form = "phase"}
          local solution = flow:integrate(START, steps, {batches = batches, every = "last", rtol = 1e-13, atol = 1e-15})
          local hb = optim.hb{loss = L, eta = eta, mu = 0.5}:run(START, steps, {batches = batches, every = "last"})
          return (solution:final() - hb:final()):norm()
        end)
        printed:near(("order %d: slope"):format(order), orders.slope(errors), order, 0.15)
      end
    end,
  },
  {
    id = "noise-reshuffled", place = "Mini-batches", title = "the mean under reshuffling",
    says = "With every epoch a permutation of the m batches the mean follows a flow with a term of the batches' "
      .. "spread; without that term the flow's error is of order 1.",
    formula = [[-\nabla [ \frac{L}{1-\mu} + \frac{\eta(1+\mu)}{4(1-\mu)^3}|\nabla L|^2 + ]]
      .. [[\frac{\eta F_m(\mu)}{4(1-\mu)^2} \frac{1}{m} \sum_i |\nabla L_i - \nabla L|^2 ] ]], expected = "holds",
    check = function(printed)
      local L, X, y = regression()
      for _, mu in ipairs{0, 0.5} do
        local with, without = {}, {}
        for i, epochs in ipairs{40, 80, 160} do
          local eta = 1.2 / (3 * epochs)
          local mean = mean_of_reshuffled(X, y, eta, mu, epochs)
          local noisy = hbf.flow{loss = L, eta = eta, mu = mu, noise = "reshuffled", batches = {size = 1}}
          local plain = hbf.flow{loss = L, eta = eta, mu = mu, order = 2, form = "matched"}
          with[i] = (noisy:integrate(START, 3 * epochs):final() - mean):norm()
          without[i] = (plain:integrate(START, 3 * epochs):final() - mean):norm()
        end
        printed:near(("mu = %g: slope of the error, exact mean over all orders"):format(mu),
          orders.slope(with), 2, 0.1)
        printed:near(("mu = %g: slope without the term"):format(mu), orders.slope(without), 1, 0.15)
      end
    end,
  },
  {
    id = "noise-independent", place = "Noise", title = "the mean and the variance under independent noise",
    says = "The variance follows an equation of its own and moves the mean where the third derivative is not 0; "
      .. "without that the error of the mean is of order 1.",
    formula = [[\dot V = -\frac{2HV}{1-\mu} + \frac{\eta\sigma^2}{(1-\mu)^2}]], expected = "holds",
    check = function(printed)
      local L = losses.define{n = 1, name = "cubic", f = function(b) return b[1]^2 / 2 + b[1]^3 / 3 + b[1]^4 / 24 end}
      local with, without = {}, {}
      for i, case in ipairs(MEANS) do
        local eta = 1 / case.steps
        local noisy = hbf.flow{loss = L, eta = eta, mu = 0, noise = {covariance = 1}}:integrate({0.8}, case.steps)
        local plain = hbf.flow{loss = L, eta = eta, mu = 0, order = 2, form = "limit"}:integrate({0.8}, case.steps)
        with[i] = math.abs(noisy:final()[1] - case.mean)
        without[i] = math.abs(plain:final()[1] - case.mean)
        printed:near(("eta = %g: variance, and that of the runs"):format(eta),
          noisy.memory.covariance[1][1], case.variance, eta * case.variance)
        -- Else the slope would be of chance.
        printed:below(("eta = %g: the runs' standard error, by the mean's error"):format(eta),
          case.error / with[i], 0.1)
      end
      printed:near("slope of the mean's error", orders.slope(with), 2, 0.1)
      printed:near("slope without the variance", orders.slope(without), 1, 0.1)
    end,
  },
  {
    id = "noise-stationary", place = "Noise", title = "the covariance that stays",
    says = "On a quadratic the variance that heavy ball keeps is exact in $\\eta$.",
    formula = [[V = \frac{\eta\sigma^2(1+\mu)}{(1-\mu)\lambda(2(1+\mu) - \eta\lambda)}]], expected = "holds",
    check = function(printed)
      for _, mu in ipairs{0, 0.5, 0.9} do
        for _, lambda in ipairs{0.5, 30} do
          local eta, s = 0.05, 0.05 * lambda
          -- The covariance of (beta, m) from step to step, a, b and c its elements, to where it stays.
          local a, b, c = 0, 0, 0
          for _ = 1, 20000 do
            local mm = s * s * a - 2 * s * mu * b + mu * mu * c + eta * eta
            local bm = -s * a + mu * b + mm
            a, b, c = a - 2 * s * a + 2 * mu * b + mm, bm, mm
          end
          local found = hbf.stationary_covariance{
            loss = losses.quadratic{A = {{lambda}}}, at = {0}, eta = eta, mu = mu, covariance = 1,
          }[1][1]
          local closed = eta * (1 + mu) / ((1 - mu) * lambda * (2 * (1 + mu) - s))
          local what = ("mu = %g, eta lambda = %g"):format(mu, s)
          printed:near(what .. ": by that of 20000 steps", found / a, 1, 1e-10)
          printed:near(what .. ": by the formula", found / closed, 1, 1e-12)
        end
      end
    end,
  },
}
