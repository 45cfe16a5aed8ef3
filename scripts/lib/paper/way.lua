---A diagonal network's flow to its end, with the integrals that Appendix B takes along it.

-- Over this time the flow of paper.network is at its end, at any step size.
local TIME = 60

---@class paper.Way
---@field t Vector
---@field points Matrix
---@field spacing number
local Way = {}
Way.__index = Way

---@param p DiagonalProblem
---@param flow Flow
---@param s number
---@param theta? number
---@return paper.Way
function Way.along(p, flow, s, theta)
  local steps = math.floor(TIME / flow.eta + 0.5)
  local solution = flow:integrate(p:start(s, theta), steps, {every = steps // 6000, rtol = 1e-12, atol = 1e-14})
  return setmetatable({p = p, flow = flow, solution = solution, points = solution.beta,
    spacing = solution.t[2] - solution.t[1]}, Way)
end

---@return Vector
function Way:final() return self.solution:final() end

---The integral of a vector that is computed at every point, by Simpson's rule.
---@param f fun(beta: Vector): Vector
---@return Vector
function Way:integral(f)
  local last, total = #self.points, nil
  assert(last % 2 == 1)
  for i = 1, last do
    local weight = (i == 1 or i == last) and 1 or i % 2 == 0 and 4 or 2
    local value = weight * f(self.points[i])
    total = total and total + value or value
  end
  return total * (self.spacing / 3)
end

---phi at the end, (26), by the counter terms in closed form.
---@param hessian "joint"|"block"
---@return Vector
function Way:phi(hessian)
  return self.flow.eta / 4 * self:integral(function(beta)
    local plus, minus = dln.counter_terms{problem = self.p, beta = beta, mu = self.flow.mu, hessian = hessian}
    return plus - minus
  end)
end

return Way
