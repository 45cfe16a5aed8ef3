---The small diagonal network on which section 3 and Appendix B are tested: its loss's parts by the paper's letters, and
---its flow's counter terms.
local network = {}

network.eta, network.mu = 5e-3, 0.5

---Four equations in seven unknowns, with a sparse solution.
---@return DiagonalProblem
function network.problem() return dln.sparse_regression{n = 4, d = 7, nonzero = 2, seed = 3} end

---A point with w+ and w- that differ.
---@param p DiagonalProblem
---@return Vector beta
---@return Vector plus
---@return Vector minus
function network.point(p)
  local random_numbers = random.new(5)
  local beta = 0.5 + 0.3 * random_numbers:normal(2 * p.d)
  return beta, beta:slice(1, p.d), beta:slice(p.d + 1)
end

---The gradient of the loss in w, (73).
---@param p DiagonalProblem
---@param w Vector
---@return Vector
function network.gradient(p, w) return p.X:t() * (p.X * w - p.y) / p.n end

---The same at a point.
---@param p DiagonalProblem
---@param beta Vector
---@return Vector
function network.gradient_at(p, beta) return network.gradient(p, p:predictor(beta)) end

---X^T X v.
---@param p DiagonalProblem
---@param v Vector
---@return Vector
function network.normal(p, v) return p.X:t() * (p.X * v) end

---gamma+ and gamma-, from a flow's field: it is -grad L/(1 - mu) - eta gamma (24).
---@param p DiagonalProblem
---@param flow Flow
---@param beta Vector
---@return Vector plus
---@return Vector minus
function network.counter_terms(p, flow, beta)
  local gamma = (-flow:field(beta) - p:loss():gradient(beta) / (1 - flow.mu)) / flow.eta
  return gamma:slice(1, p.d), gamma:slice(p.d + 1)
end

---Both flows of order 2: with the joint Hessian and with its blocks alone.
---@param p DiagonalProblem
---@param hessian "joint"|"block"
---@param eta? number
---@return Flow
function network.flow(p, hessian, eta) return p:flow{eta = eta or network.eta, mu = network.mu, hessian = hessian} end

---v as (88) has it, the root of w^2 + 4 kappa^2.
---@param w number
---@param kappa number
---@return number
function network.root(w, kappa) return math.sqrt(w * w + 4 * kappa * kappa) end

---The logarithm of (94), four times the derivative of the potential in w but for a constant.
---@param w number
---@param kappa number
---@return number
function network.log_root(w, kappa) return math.log(network.root(w, kappa) + w) end

---The relative difference of two vectors.
---@param a Vector
---@param b Vector
---@return number
function network.difference(a, b) return (a - b):norm() / math.max(a:norm(), b:norm()) end

return network
