---Names along an axis, such as those of methods under bars or beside a heat map.
local options = require "polyak.options"
local plot_options = require "plot.options"

local names = {}

---@param value any
---@return boolean  # whether it is names where numbers may be
function names.are(value)
  return type(value) == "table" and getmetatable(value) == nil and type(value[1]) == "string"
end

---Places of names on an axis: whole numbers, in the order in which the figure's layers first say them.
---@param list string[]
---@param place polyak.Place  # of the list
---@param fig plot.Figure
---@param axis? "x"|"y"  # "x" if left out
---@return number[]
function names.places(list, place, fig, axis)
  axis = axis or "x"
  local known = fig.names[axis]
  if fig.log[axis] then place:complain "must be numbers on a log axis, got names" end
  local places = {}
  for i, name in ipairs(list) do
    options.check(plot_options.label, name, place:inside(i))
    local at = known[name]
    if not at then
      at = #known + 1
      known[at], known[name] = name, at
    end
    places[i] = at + 0.0
  end
  return places
end

---Gives each axis a tick for each of its names, where the caller says none.
---@param fig plot.Figure
function names.label(fig)
  for axis, known in pairs(fig.names) do
    if #known > 0 and not fig.options[axis .. "ticks"] then
      local list = {}
      for at, name in ipairs(known) do list[at] = {at, name} end
      fig.options[axis .. "ticks"] = list
    end
  end
end

return names
