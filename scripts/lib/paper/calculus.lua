---Derivatives and orders from numbers.
local calculus = {}

---A derivative by a central difference: some ten digits of a smooth function.
---@param f fun(x: number): number
---@param x number
---@return number
function calculus.derivative(f, x)
  local h = 1e-5 * math.max(1, math.abs(x))
  return (f(x + h) - f(x - h)) / (2 * h)
end

---The slope of an error over the last halving of the step size: its order.
---@param errors number[]|Vector  # by step size, each half of the one before
---@return number
function calculus.slope(errors)
  local n = #errors
  return math.log(errors[n - 1] / errors[n]) / math.log(2)
end

return calculus
