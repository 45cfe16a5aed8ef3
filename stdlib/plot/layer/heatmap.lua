---Numbers over a grid as colours.
local color_scale = require "plot.color_scale"
local counted = require "polyak.counted"
local grids = require "plot.grid"
local names = require "plot.names"
local options = require "polyak.options"
local plot_options = require "plot.options"

---What a heat map may have.
---@class (exact) plot.HeatmapOptions
---@field z? number[][]|Matrix|fun(x: number, y: number): number  # a row for each y
---@field x? number[]|string[]|Vector  # of the columns, middles, edges or names; {low, high} where z is a function
---@field y? number[]|string[]|Vector  # of the rows
---@field points? integer  # along {low, high}, where z is a function (default 101)
---@field map? "viridis"|"magma"|"coolwarm"|"gray"  # colours; coolwarm is for numbers with a sign, its middle at 0
---@field zlog? boolean  # colours by the logarithm
---@field zlim? number[]  # {low, high} of the colours; either may be nil
---@field zlabel? string  # beside the colour bar
---@field bar? boolean  # the colour bar (default true)

---A heat map's options beside the figure's, and layers over it.
---@class (exact) plot.HeatmapFigure: plot.HeatmapOptions, plot.Options
---@field [integer] plot.SeriesOptions|number[]|Vector|Matrix|nil

local heatmap = {
  main = "z", depth = 2, sample = {x = {1, 2, 4}, y = {1, 3}, z = {{1, 2, 3}, {0 / 0, 4, 8}}, zlog = true},
}

heatmap.options = options.declare("plot.HeatmapOptions", {
  grids.options[1],
  {"x", plot_options.numbers "number[]|string[]|Vector",
    "of the columns, middles, edges or names; {low, high} where z is a function"},
  {"y", plot_options.numbers "number[]|string[]|Vector", "of the rows"}, grids.options[4],
  table.unpack(color_scale.options(plot_options.interval)),
})

---@param map plot.Grid
---@param log boolean
---@return string|nil  # what has the colour of what is no place on the scale
---@return string|nil note
function heatmap.missing(map, log)
  local reasons = {}
  if map.infinite > 0 then reasons[1] = string.format("%d not finite", map.infinite) end
  if map.below > 0 then reasons[#reasons + 1] = string.format("%d <= 0 on a log scale", map.below) end
  if #reasons == 0 then return nil end
  local label = map.infinite == 0 and "<= 0" or log and map.below > 0 and "none" or "not finite"
  return label, string.format("%s without a place on the colour scale: %s",
    counted(map.infinite + map.below, "cell"), table.concat(reasons, ", "))
end

---@param spec plot.Specification
---@param fig plot.Figure
---@return plot.Entry[]
function heatmap.read(spec, fig)
  local given = spec.options
  color_scale.check(given, spec.place)
  local named = {}
  for _, axis in ipairs {"x", "y"} do
    named[axis] = names.are(given[axis])
    if named[axis] then given[axis] = names.places(given[axis], spec.place:option(axis), fig, axis) end
  end
  local map = grids.read(given, spec.place, fig.log)
  for axis in pairs(named) do
    -- Names are no edges.
    if named[axis] and #given[axis] ~= #map[axis] then
      spec.place:option(axis):complain(string.format("must be a name for each, %d, got %d", #map[axis], #given[axis]))
    end
  end
  local scale = color_scale.new(given, map.low, map.high)
  local note
  scale.missing, note = heatmap.missing(map, given.zlog)
  fig.notes[#fig.notes + 1] = note
  if given.bar ~= false then fig.scale = fig.scale or scale end
  fig.colored = true
  local x, y = map.xedges, map.yedges
  local corners = {x = {x[1], x[#x]}, y = {y[1], y[#y]}}
  for axis, ends in pairs(corners) do
    for _, value in ipairs(ends) do fig.sticky[axis][value] = true end
  end
  return {{add = function()
    fig.values[#fig.values + 1] = {columns = {}, grid = map, zlabel = given.zlabel}
    fig.shapes[#fig.shapes + 1] = {kind = "image", over = false, extent = {corners}, grid = map, scale = scale}
  end}}
end

return heatmap
