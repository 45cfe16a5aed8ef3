---Figures of what the functions of plot are given in one table.
local arguments = require "plot.arguments"
local figure = require "plot.figure"
local landscape = require "plot.landscape"
local objects = require "plot.objects"
local panels = require "plot.panels"

local figures = {}

---A figure of curves, or of another kind of layer.
---@param given any  # as plot takes it in one table, numbers, or an object such as a run
---@param place polyak.Place  # of it
---@return plot.Figure
function figures.one(given, place)
  if objects.form(given) then given = {given} end
  local specs, own = arguments.of_panel(given, place)
  return figure.new(specs, own, place)
end

---@param given table  # as plot.panels takes it
---@param call polyak.Place  # of the options
---@param list polyak.Place  # of the panels
---@return plot.Panels
---@return table own  # the options of all
function figures.panels(given, call, list)
  local all, own = {}, {}
  for key, value in pairs(given) do
    if math.type(key) ~= "integer" then own[key] = value end
  end
  for i, item in ipairs(given) do
    local specs, of_panel = arguments.of_panel(item, list:inside(i))
    panels.check(of_panel, list:inside(i))
    all[i] = figure.new(specs, of_panel, list:inside(i))
  end
  return panels.new(all, own, call), own
end

---@param given table  # as plot.landscape takes it
---@param call polyak.Place  # of the options
---@return plot.Figure
---@return table own  # the figure's options
function figures.landscape(given, call)
  local mine, look, own = arguments.of_landscape(given, call)
  local layers, plain = landscape.layers(mine, look, call)
  if not plain then
    own.xlabel, own.ylabel = own.xlabel or "first direction", own.ylabel or "second direction"
  end
  return figure.new(arguments.of_panel(layers, call), own, call), own
end

return figures
