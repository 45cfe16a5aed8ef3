---What the claims about Theorem 2.1's algebra share: the paper's letters as sums over trees.
local Polynomial = require "lib.paper.polynomial"
local trees = require "lib.paper.trees"

local mu = Polynomial.mu

local exact = {}

-- Coefficients of finite k are compared at all steps up to this; forms for large k up to this power of mu.
exact.steps = 8
-- omega_1 and omega_2 of (19): Hessian^2 grad L, and the derivative of Hessian grad L along grad L.
exact.omega1, exact.omega2 = "[[[]]]", "[[][]]"

---a omega_1 + b omega_2.
---@param a paper.Polynomial|integer
---@param b paper.Polynomial|integer
---@return paper.Sum
function exact.omegas(a, b)
  local second = trees.sum(trees.of(exact.omega1, 1), trees.of(exact.omega2, 1))
  return trees.sum(trees.of(exact.omega1, a), trees.scaled(second, b))
end

---The form for large k that a omega_1 + b omega_2, over a power of 1 - mu, is.
---@param a paper.Polynomial
---@param b paper.Polynomial
---@param power integer
---@return table<string, {[1]: paper.Polynomial, [2]: integer}>
function exact.limit_of(a, b, power)
  local form = {}
  for tree, value in pairs(exact.omegas(a, b)) do form[tree] = {value, power} end
  return form
end

exact.gradient = trees.of("[]", 1)

---Whether something holds at every step from 0 on, up to exact.steps or another one.
---@param holds fun(k: integer): boolean
---@param last? integer
---@return boolean
function exact.at_all_steps(holds, last)
  for k = 0, last or exact.steps do
    if not holds(k) then return false end
  end
  return true
end

---@param f fun(j: integer): paper.Polynomial
---@param k integer
---@return paper.Polynomial
function exact.sum_to(k, f)
  local total = Polynomial.of(0)
  for j = 0, k do total = total + f(j) end
  return total
end

---@param f fun(j: integer): paper.Sum
---@param k integer
---@return paper.Sum
function exact.weighted(k, f)
  local total = {}
  for j = 0, k do total = trees.sum(total, trees.scaled(f(j), mu ^ (k - j))) end
  return total
end

---@param recursion paper.Recursion
---@param j integer
---@return paper.Sum
function exact.turned(recursion, j)
  local G = recursion:gamma(j, -1)
  return trees.along(G, G)
end

---(62)'s Psi_j and Theta_j.
---@param recursion paper.Recursion
---@param j integer
---@return paper.Sum psi
---@return paper.Sum theta
function exact.parts_of_chi(recursion, j)
  local gamma, before = recursion:gamma(j, 0), recursion:gamma(j - 1, 0)
  local both, G = trees.sum(gamma, before), recursion:gamma(j - 1, -1)
  local half, sixth = Polynomial.of(1, 2), Polynomial.of(1, 6)
  local psi = trees.difference(
    trees.scaled(trees.sum(trees.along(gamma, exact.gradient), trees.along(exact.gradient, gamma)), half),
    trees.scaled(trees.along(exact.gradient, exact.turned(recursion, j)), sixth))
  local theta = trees.difference(
    trees.scaled(trees.sum(trees.along(both, G), trees.along(G, both)), half),
    trees.scaled(trees.along(G, trees.difference(exact.turned(recursion, j), exact.turned(recursion, j - 1))), sixth))
  return psi, theta
end

return exact
