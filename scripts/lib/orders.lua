---Measured orders of error: the options that say by what, the step sizes, the slope, the look of an order.
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

local COLORS = {"blue", "orange", "green", "purple", "red", "sky", "gray", "black"}
local MARKERS = {"circle", "square", "triangle", "diamond", "down", "plus", "cross", "star"}

---The errors of an order as a series of a figure, every step size marked.
---@param order integer
---@param name string
---@param etas number[]
---@param errors number[]
---@return table series
function orders.series(order, name, etas, errors)
  local place = (order - 1) % #COLORS + 1
  return {x = etas, y = errors, name = name, color = COLORS[place], marker = MARKERS[place]}
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
