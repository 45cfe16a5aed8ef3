---@meta
---Functions of numbers. Angles are in radians.
---@class mathlib
---@field pi number  # the ratio of a circle's circumference to its diameter
---@field huge number  # infinity
---@field maxinteger integer  # 2^63 - 1
---@field mininteger integer  # -2^63
local math = {}

---The absolute value.
---@param x number
---@return number
function math.abs(x) end

---The angle from 0 to pi with that cosine.
---@param x number
---@return number
function math.acos(x) end

---The angle from -pi/2 to pi/2 with that sine.
---@param x number
---@return number
function math.asin(x) end

---The angle of the point (x, y), in the right quadrant.
---
---    math.atan(1, -1) == 3 * math.pi / 4  --> true
---@param y number
---@param x? number  # (default 1)
---@return number
function math.atan(y, x) end

---`math.atan` under the name that earlier versions of Lua had for it.
---@param y number
---@param x number
---@return number
function math.atan2(y, x) end

---The least integer that is not below x.
---
---    math.ceil(1.2)  --> 2
---@param x number
---@return number
function math.ceil(x) end

---The cosine.
---@param x number
---@return number
function math.cos(x) end

---The hyperbolic cosine.
---@param x number
---@return number
function math.cosh(x) end

---An angle in degrees.
---
---    math.deg(math.pi)  --> 180.0
---@param x number
---@return number
function math.deg(x) end

---The power e^x.
---@param x number
---@return number
function math.exp(x) end

---The greatest integer that is not above x.
---
---    math.floor(-1.2)  --> -2
---@param x number
---@return number
function math.floor(x) end

---What is left of x / y, with the sign of x; `%` has the sign of y.
---
---    math.fmod(-5, 3)  --> -2
---@param x number
---@param y number
---@return number
function math.fmod(x, y) end

---A number as m * 2^e, with m in [0.5, 1) and an integer e.
---
---    math.frexp(8)  --> 0.5
---@param x number
---@return number, integer
function math.frexp(x) end

---The number m * 2^e.
---
---    math.ldexp(0.5, 4)  --> 8.0
---@param m number
---@param e integer
---@return number
function math.ldexp(m, e) end

---The logarithm.
---
---    math.log(8, 2)  --> 3.0
---@param x number
---@param base? number  # (default: e)
---@return number
function math.log(x, base) end

---The logarithm to base 10.
---@param x number
---@return number
function math.log10(x) end

---The greatest of its arguments.
---@param x number
---@param ... number
---@return number
function math.max(x, ...) end

---The least of its arguments.
---@param x number
---@param ... number
---@return number
function math.min(x, ...) end

---The part before the point, as a float, and the part behind it.
---
---    select(2, math.modf(2.25))  --> 0.25
---@param x number
---@return number, number
function math.modf(x) end

---The power x^y, as `x ^ y` gives it.
---@param x number
---@param y number
---@return number
function math.pow(x, y) end

---An angle from degrees.
---
---    math.rad(180) == math.pi  --> true
---@param x number
---@return number
function math.rad(x) end

---A random number: a float in [0, 1), an integer from 1 to m, or one from m to n.
---
---`random.new(seed)` has a state of its own.
---
---    math.type(math.random(6))  --> integer
---@param m? integer
---@param n? integer
---@return number
function math.random(m, n) end

---Begins the random numbers again: the same seeds give the same.
---@param seed? number  # (default: by chance)
---@param second? integer
---@return integer, integer
function math.randomseed(seed, second) end

---The sine.
---@param x number
---@return number
function math.sin(x) end

---The hyperbolic sine.
---@param x number
---@return number
function math.sinh(x) end

---The square root, as a float.
---@param x number
---@return number
function math.sqrt(x) end

---The tangent.
---@param x number
---@return number
function math.tan(x) end

---The hyperbolic tangent.
---@param x number
---@return number
function math.tanh(x) end

---The number as an integer where it has that value, else nil.
---
---    math.tointeger(3.0)  --> 3
---@param x any
---@return integer|nil
function math.tointeger(x) end

---"integer", "float", or nil where it is no number.
---
---    math.type(1.0)  --> float
---@param x any
---@return string|nil
function math.type(x) end

---Whether m is below n when both are read as integers without a sign.
---
---    math.ult(1, -1)  --> true
---@param m integer
---@param n integer
---@return boolean
function math.ult(m, n) end

return math
