---The paper's two-parameter model in the setting of Figure 2 (section 4, Table 2), and orders of error on it.
local orders = require "lib.orders"

local plane = {}

plane.target = 0.6
plane.start = {2.8, 3.5}
plane.eta, plane.mu, plane.steps = 5e-3, 0.7, 200

---@return Loss
function plane.loss() return losses.product{x = 1, y = plane.target} end

---Heavy ball and a flow over the same time T with steps T/20 and smaller.
---@param what {order: integer, form: string, mu: number, halvings: integer, T: number?}
---@param measure fun(errors: Vector, points: Matrix): number
---@return number[] measured  # by step size
function plane.errors(what, measure)
  local L, T, measured = plane.loss(), what.T or 0.05, {}
  for i = 0, what.halvings do
    local steps = 20 * 2 ^ i // 1 | 0
    local eta = T / steps
    local flow = hbf.flow{loss = L, eta = eta, mu = what.mu, order = what.order, form = what.form}
    local solution = flow:integrate(plane.start, steps, {rtol = 1e-13, atol = 1e-15})
    local run = optim.hb{loss = L, eta = eta, mu = what.mu}:run(plane.start, steps)
    measured[i + 1] = measure(hbf.discretization_error(solution, run), solution.beta - run.beta)
  end
  return measured
end

---The measured order of a flow of heavy ball with mu = 1/2.
---@param order integer
---@param form string
---@return OrderOfError
---@return number slope  # over the last halving whose error is not rounding
function plane.order(order, form)
  local found = hbf.order_of_error{
    loss = plane.loss(), from = plane.start, T = 0.05, mu = 0.5, order = order, form = form,
  }
  return found, orders.slope(found.errors)
end

return plane
