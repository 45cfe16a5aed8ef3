---The flow of Adam and RMSProp, of order 1 and 2.
local measured = require "lib.paper.beyond.measured"
local orders = require "lib.orders"

local START, TIME = {1.5, 2, 1.2}, 0.4

-- By NumPy, SciPy's integrator at 1e-13: errors of orders 1 and 2 at T = 0.4 with h = 0.00025.
local CASES = {
  {beta1 = 0.5, beta2 = 0.7, epsilon = 0.1, outside = {0.0002339436497707861, 7.924860498601813e-07},
    inside = {0.000258304101618599, 8.694294728445279e-07}},
  {beta1 = 0.7, beta2 = 0.9, epsilon = 0.001, outside = {0.0013678866715375925, 1.6594163253907525e-05},
    inside = {0.0013691564503824172, 1.6610428099267965e-05}},
  {beta1 = 0.9, beta2 = 0.8, epsilon = 0.5, outside = {0.0008083597669672533, 7.71394562929815e-06},
    inside = {0.0009888429248072464, 9.759425790168153e-06}},
  {beta1 = 0, beta2 = 0.9, epsilon = 0.1, outside = {0.0016311970372995636, 1.8653301694615896e-05},
    inside = {0.0017660706033666756, 2.042211607902359e-05}},
}

---@return Loss
local function loss()
  return losses.define{
    n = 3, name = "quartic",
    f = function(x)
      return 0.75 * x[1]^2 + 0.4 * x[2]^2 + 0.55 * x[3]^2 + 0.3 * x[1] * x[2] + 0.1 * x[1] * x[3] - 0.2 * x[2] * x[3]
        + x[1]^4 / 4 + 0.3 * x[1] * x[2] * x[3]
    end,
  }
end

---Where Adam ends with epsilon inside of the root, which optim.adam does not have.
---@param L Loss
---@param case {beta1: number, beta2: number, epsilon: number}
---@param h number
---@param steps integer
---@return Vector
local function inside(L, case, h, steps)
  local b, m, v = vec(START), {0, 0, 0}, {0, 0, 0}
  for k = 1, steps do
    local g, next = L:gradient(b), {}
    for j = 1, 3 do
      m[j] = case.beta1 * m[j] + (1 - case.beta1) * g[j]
      v[j] = case.beta2 * v[j] + (1 - case.beta2) * g[j] ^ 2
      local mean, square = m[j] / (1 - case.beta1 ^ k), v[j] / (1 - case.beta2 ^ k)
      next[j] = b[j] - h * mean / math.sqrt(square + case.epsilon)
    end
    b = vec(next)
  end
  return b
end

---@type paper.Claim[]
return {
  {
    id = "adam", place = "Adam and RMSProp", title = "their flow has orders 1 and 2",
    says = "While no component of the gradient changes its sign, the flow is off by as many powers of the step size as "
      .. "its order, from Adam's own start, wherever $\\varepsilon$ stands; $\\beta_1 = 0$ is RMSProp.",
    formula = [[\dot\beta_j = -\frac{1}{|g_j|+\varepsilon} [ g_j + \frac{h}{2} ( \frac{1+\beta_1}{1-\beta_1} - ]]
      .. [[\frac{1+\beta_2}{1-\beta_2} \frac{|g_j|}{|g_j|+\varepsilon} ) (Hs)_j ] ]], expected = "holds",
    check = function(printed)
      local L = loss()
      for _, case in ipairs(CASES) do
        for _, place in ipairs{"outside", "inside"} do
          local settings = {
            loss = L, beta1 = case.beta1, beta2 = case.beta2, epsilon = case.epsilon,
          }
          local errors = {{}, {}}
          for i, steps in ipairs{800, 1600} do
            settings.eta = TIME / steps
            settings.order, settings.epsilon_place = nil, nil
            local method = place == "inside" and inside(L, case, settings.eta, steps)
              or optim.adam(settings):run(START, steps, {every = "last"}):final()
            settings.epsilon_place = place
            for order = 1, 2 do
              settings.order = order
              local solution = hbf.adam_flow(settings):integrate(START, steps, {
                every = "last", rtol = 1e-13, atol = 1e-15,
              })
              errors[order][i] = (solution:final() - method):norm()
            end
          end
          for order = 1, 2 do
            local what = ("beta1 = %g, beta2 = %g, epsilon = %g %s, order %d"):format(
              case.beta1, case.beta2, case.epsilon, place, order)
            printed:near(what .. ": slope", orders.slope(errors[order]), order, 0.05)
            measured.beside(printed, what .. ": error", errors[order][2], case[place][order], 1e-3)
          end
        end
      end
    end,
  },
}
