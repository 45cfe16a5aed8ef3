---Polynomials in mu with exact fractions as coefficients.
---
---    local mu = Polynomial.mu
---    (1 - mu) ^ 2 == 1 - 2 * mu + mu * mu     --> true
---    tostring((1 + mu) / 2)                   --> 1/2 + 1/2 mu
---
---Fractions are of 64-bit integers; what does not fit is an error, never another number.

---@class paper.Polynomial
---@field [integer] {[1]: integer, [2]: integer}|nil  # numerator and denominator by power, from 0 on; 0 is left out
---@operator add: paper.Polynomial
---@operator sub: paper.Polynomial
---@operator mul: paper.Polynomial
---@operator div: paper.Polynomial
---@operator unm: paper.Polynomial
---@operator pow: paper.Polynomial
local Polynomial = {}
Polynomial.__index = Polynomial

---@param a integer
---@param b integer
---@return integer
local function product(a, b)
  if math.abs(a + 0.0) * math.abs(b + 0.0) >= 2.0 ^ 63 then error("an exact fraction has more than 64 bits", 0) end
  return a * b
end

---@param a integer
---@param b integer
---@return integer
local function divisor(a, b)
  while b ~= 0 do a, b = b, a % b end
  return math.abs(a)
end

---@param p integer
---@param q integer
---@return {[1]: integer, [2]: integer}|nil  # nothing for 0
local function fraction(p, q)
  if p == 0 then return nil end
  local d = divisor(p, q)
  if q < 0 then d = -d end
  return {p // d, q // d}
end

---@param a {[1]: integer, [2]: integer}
---@param b {[1]: integer, [2]: integer}
---@return {[1]: integer, [2]: integer}|nil
local function total(a, b)
  local d = divisor(a[2], b[2])
  return fraction(product(a[1], b[2] // d) + product(b[1], a[2] // d), product(a[2], b[2] // d))
end

---@param a {[1]: integer, [2]: integer}
---@param b {[1]: integer, [2]: integer}
---@return {[1]: integer, [2]: integer}|nil
local function times(a, b)
  local d, e = divisor(a[1], b[2]), divisor(b[1], a[2])
  return fraction(product(a[1] // d, b[1] // e), product(a[2] // e, b[2] // d))
end

---@param value paper.Polynomial|integer
---@return paper.Polynomial
local function lifted(value)
  if getmetatable(value) == Polynomial then return value --[[@as paper.Polynomial]] end
  return setmetatable({[0] = fraction(value --[[@as integer]], 1)}, Polynomial)
end

Polynomial.mu = setmetatable({[1] = {1, 1}}, Polynomial)

---@param p integer
---@param q? integer
---@return paper.Polynomial
function Polynomial.of(p, q) return setmetatable({[0] = fraction(p, q or 1)}, Polynomial) end

---The polynomial of coefficients as texts, `3` or `5/6`, the constant term first.
---@param texts string[]
---@return paper.Polynomial
function Polynomial.read(texts)
  local made = setmetatable({}, Polynomial)
  for i, text in ipairs(texts) do
    local p, q = text:match "^(%-?%d+)/?(%d*)$"
    made[i - 1] = fraction(math.tointeger(tonumber(p)), math.tointeger(tonumber(q)) or 1)
  end
  return made
end

function Polynomial.__add(a, b)
  a, b = lifted(a), lifted(b)
  local made = setmetatable({}, Polynomial)
  for power, value in pairs(a) do made[power] = b[power] and total(value, b[power]) or not b[power] and value or nil end
  for power, value in pairs(b) do
    if not a[power] then made[power] = value end
  end
  return made
end

function Polynomial.__mul(a, b)
  a, b = lifted(a), lifted(b)
  local made = setmetatable({}, Polynomial)
  for i, x in pairs(a) do
    for j, y in pairs(b) do
      local there, new = rawget(made, i + j), times(x, y)
      made[i + j] = there and new and total(there, new) or not there and new or nil
    end
  end
  return made
end

function Polynomial.__unm(a) return a * -1 end

function Polynomial.__sub(a, b) return a + lifted(b) * -1 end

---Division by an integer.
function Polynomial.__div(a, q) return a * Polynomial.of(1, q) end

function Polynomial.__pow(a, n)
  local made = lifted(1)
  for _ = 1, n do made = made * a end
  return made
end

function Polynomial.__eq(a, b) return next(a - b) == nil end

---@return boolean
function Polynomial:is_zero() return next(self) == nil end

---The lowest power that is there; none of 0.
---@return integer|nil
function Polynomial:lowest()
  local least
  for power in pairs(self) do least = least and math.min(least, power) or power end
  return least
end

---Without the powers above one.
---@param highest integer
---@return paper.Polynomial
function Polynomial:up_to(highest)
  local made = setmetatable({}, Polynomial)
  for power, value in pairs(self) do
    if power <= highest then made[power] = value end
  end
  return made
end

---The power series of self / (1 - mu)^p, up to a power of mu.
---@param p integer
---@param highest integer
---@return paper.Polynomial
function Polynomial:over(p, highest)
  local geometric = setmetatable({}, Polynomial)
  for power = 0, highest do geometric[power] = {1, 1} end
  local made = self:up_to(highest)
  for _ = 1, p do made = (made * geometric):up_to(highest) end
  return made
end

---@param x number
---@return number
function Polynomial:at(x)
  local sum = 0.0
  for power, value in pairs(self) do sum = sum + value[1] / value[2] * x ^ power end
  return sum
end

---Whether the coefficients up to a degree are the same from both ends.
---@param degree integer
---@return boolean
function Polynomial:is_palindromic(degree)
  for power in pairs(self) do
    if power > degree then return false end
  end
  for power = 0, degree do
    local a, b = self[power], self[degree - power]
    if (a == nil) ~= (b == nil) or a and (a[1] ~= b[1] or a[2] ~= b[2]) then return false end
  end
  return true
end

function Polynomial:__tostring()
  local powers, words = {}, {}
  for power in pairs(self) do powers[#powers + 1] = power end
  table.sort(powers)
  for i, power in ipairs(powers) do
    local value = self[power]
    local number = value[2] == 1 and tostring(value[1]) or ("%d/%d"):format(value[1], value[2])
    words[i] = power == 0 and number or ("%s mu%s"):format(number, power > 1 and "^" .. power or "")
  end
  return #words == 0 and "0" or table.concat(words, " + ")
end

return Polynomial
