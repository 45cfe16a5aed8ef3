---Theorem 2.1's recursion in exact arithmetic: every G_k and gamma_k^(sigma) as a sum over trees whose coefficients are
---polynomials in mu. Word for word, and so by exponentially many Lie derivatives: for a few orders and steps.
---
---What the paper writes for large k is the power series in mu that the coefficients of step k share up to mu^k: what is
---dropped has powers above that alone.
local Polynomial = require "lib.paper.polynomial"
local trees = require "lib.paper.trees"

local mu = Polynomial.mu

local theorem = {}

---All lists of m numbers from 0 on with a sum: S_{m,sigma} has those of m numbers with the sum sigma - m + 2.
---@param m integer
---@param sum integer
---@return integer[][]
function theorem.parts(m, sum)
  if m == 1 then return {{sum}} end
  local lists = {}
  for first = 0, sum do
    for _, rest in ipairs(theorem.parts(m - 1, sum - first)) do
      table.insert(rest, 1, first)
      lists[#lists + 1] = rest
    end
  end
  return lists
end

---@param m integer
---@return integer
local function factorial(m) return m <= 1 and 1 or m * factorial(m - 1) end

---@class paper.Recursion
---@field private memory table<string, paper.Sum>
local Recursion = {}
Recursion.__index = Recursion

---@return paper.Recursion
function theorem.recursion() return setmetatable({memory = {}}, Recursion) end

---gamma_k^(sigma), where gamma_k^(-1) is G_k; 0 before step 0.
---@param k integer
---@param sigma integer
---@return paper.Sum
function Recursion:gamma(k, sigma)
  if k < 0 then return {} end
  local key = k .. "," .. sigma
  if not self.memory[key] then
    local new = sigma == -1 and trees.of("[]", 1) or self:chi(k, sigma)
    self.memory[key] = trees.sum(trees.scaled(self:gamma(k - 1, sigma), mu), new)
  end
  return self.memory[key]
end

---The term of order sigma of the Taylor remainder of a step's field: of I_k^+ with sign -1, from the field of step k,
---and of I_(k+1)^- with sign 1, from the same (37), (38).
---@param k integer
---@param sigma integer
---@param sign 1|-1
---@return paper.Sum
function Recursion:remainder(k, sigma, sign)
  local sum = {}
  for m = 2, sigma + 2 do
    for _, part in ipairs(theorem.parts(m, sigma - m + 2)) do
      local term = self:gamma(k, part[m] - 1)
      for i = m - 1, 1, -1 do term = trees.along(self:gamma(k, part[i] - 1), term) end
      sum = trees.sum(sum, trees.scaled(term, Polynomial.of((sign == 1 or m % 2 == 0) and 1 or -1, factorial(m))))
    end
  end
  return sum
end

---@param k integer
---@param sigma integer
---@return paper.Sum
function Recursion:chi(k, sigma)
  return trees.sum(self:remainder(k, sigma, -1), trees.scaled(self:remainder(k - 1, sigma, 1), mu))
end

---Whether a sum of step k is, up to mu^k, a form for large k: coefficients over powers of 1 - mu, by tree.
---@param sum paper.Sum
---@param k integer
---@param form table<string, {[1]: paper.Polynomial, [2]: integer}>
---@return boolean
function theorem.tends_to(sum, k, form)
  for tree in pairs(sum) do
    if not form[tree] and not sum[tree]:up_to(k):is_zero() then return false end
  end
  for tree, fraction in pairs(form) do
    local there = (sum[tree] or Polynomial.of(0)):up_to(k)
    if there ~= fraction[1]:over(fraction[2], k) then return false end
  end
  return true
end

---The engine's own form for large k, as the above.
---@param nodes integer
---@param method? "hb"|"gd"
---@return table<string, {[1]: paper.Polynomial, [2]: integer}>
function theorem.limit(nodes, method)
  local series, form = hbf.series(nodes, {method = method or "hb"}), {}
  for _, tree in ipairs(series:trees()) do
    form[tree] = {Polynomial.read(series:numerator(tree)), series:power(tree)}
  end
  return form
end

---@param a {[1]: paper.Polynomial, [2]: integer}  # a numerator, and the power of 1 - mu below it
---@param b {[1]: paper.Polynomial, [2]: integer}
---@return boolean
function theorem.same(a, b) return a[1] * (1 - mu) ^ b[2] == b[1] * (1 - mu) ^ a[2] end

return theorem
