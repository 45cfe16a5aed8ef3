---Measured orders of error: the options that say by what, the step sizes, the slope.
local arguments = require "script.arguments"

local orders = {}

-- Errors below it are rounding.
local ROUNDING = 1e-12

-- Options for `arguments.read`.
orders.time = {"time", arguments.number{above = 0}, 0.05, "the time T over which all run"}

---@param least integer
---@return table  # an option for `arguments.read`
function orders.halvings(least)
  return {"halvings", arguments.integer{from = least, to = 12}, 5, "how often the step size T/20 is halved"}
end

---T/20 and its halves.
---@param time number
---@param halvings integer
---@return number[]
function orders.step_sizes(time, halvings)
  local etas = {}
  for i = 0, halvings do etas[i + 1] = time / (20 * 2 ^ i) end
  return etas
end

---The slope of errors by halved step sizes over the last halving that leaves more than rounding.
---@param errors number[]|Vector
---@return number
function orders.slope(errors)
  local last = #errors
  while last > 2 and errors[last] <= ROUNDING do last = last - 1 end
  return math.log(errors[last - 1] / errors[last], 2)
end

return orders
