---Names along an axis, such as those of methods under bars.
local options = require "polyak.options"
local plot_options = require "plot.options"

local names = {}

---@param value any
---@return boolean  # whether it is names where numbers may be
function names.are(value)
  return type(value) == "table" and getmetatable(value) == nil and type(value[1]) == "string"
end

---Places of names on the x axis: whole numbers, in the order in which the figure's layers first say them.
---@param list string[]
---@param place polyak.Place  # of the list
---@param fig plot.Figure
---@return number[]
function names.places(list, place, fig)
  if fig.log.x then place:complain "must be numbers on a log axis, got names" end
  local places = {}
  for i, name in ipairs(list) do
    options.check(plot_options.label, name, place:inside(i))
    local at = fig.names[name]
    if not at then
      at = #fig.names + 1
      fig.names[at], fig.names[name] = name, at
    end
    places[i] = at + 0.0
  end
  return places
end

---Gives the axis a tick for each name, where the caller says none.
---@param fig plot.Figure
function names.label(fig)
  if #fig.names == 0 or fig.options.xticks then return end
  local list = {}
  for at, name in ipairs(fig.names) do list[at] = {at, name} end
  fig.options.xticks = list
end

return names
