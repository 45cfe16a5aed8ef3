---What (6) to (8) are about: a step of the piecewise flow, its Taylor remainders by quadrature, its counter terms.
local plane = require "lib.plane"

-- Five points of Gauss and Legendre's rule on [-1, 1].
local NODES = {0, 0.5384693101056831, -0.5384693101056831, 0.9061798459386640, -0.9061798459386640}
local WEIGHTS = {0.5688888888888889, 0.4786286704993665, 0.4786286704993665, 0.2369268850561891, 0.2369268850561891}

---@class paper.Step
---@field L Loss
---@field eta number
---@field flow Flow
---@field solution Trajectory
---@field k integer
---@field mu number
local Step = {}
Step.__index = Step

---@param eta number
---@param mu number
---@param k integer
---@param order integer
---@return paper.Step
function Step.at(eta, mu, k, order)
  local L = plane.loss()
  local flow = hbf.flow{loss = L, eta = eta, mu = mu, order = order}
  local solution = flow:integrate(plane.start, k + 2, {dense = true, rtol = 1e-13, atol = 1e-15})
  return setmetatable({L = L, eta = eta, flow = flow, solution = solution, k = k, mu = mu}, Step)
end

---@param i integer
---@return Vector
function Step:point(i) return vec(self.solution.beta[i + 1]:totable()) end

---The second derivative of beta in time along the field of a step, by a central difference.
---@param beta Vector
---@param i integer
---@return Vector
function Step:acceleration(beta, i)
  local field, h = self.flow:field(beta, i), 1e-5 * self.eta
  return (self.flow:field(beta + h * field, i) - self.flow:field(beta - h * field, i)) / (2 * h)
end

---eta^2 I_k^+ and eta^2 I_k^-, by quadrature.
---@param sign 1|-1
---@return Vector
function Step:remainder(sign)
  local k, eta = self.k, self.eta
  local from = sign == 1 and k * eta or (k - 1) * eta
  local total = vec(2)
  for i, node in ipairs(NODES) do
    local t = from + eta * (1 + node) / 2
    local weight = sign == 1 and from + eta - t or t - from
    local field = sign == 1 and k or k - 1
    total = total + WEIGHTS[i] * eta / 2 * weight * self:acceleration(self.solution:at(t), field)
  end
  return total
end

---G_k and eta gamma_k at a point.
---@param beta Vector
---@param i integer  # the step
---@return Vector G
---@return Vector counter
function Step:parts(beta, i)
  local G = (1 - self.mu ^ (i + 1)) / (1 - self.mu) * self.L:gradient(beta)
  return G, -self.flow:field(beta, i) - G
end

return Step
