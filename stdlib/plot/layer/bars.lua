---Bars from a base to each number. Those of several such layers stand beside each other.
local data = require "plot.data"
local options = require "polyak.options"
local palette = require "plot.palette"
local plot_options = require "plot.options"

---What bars may have.
---@class (exact) plot.BarOptions
---@field y? number[]|Vector  # how high they are
---@field x? number[]|Vector  # their middles; 1, 2, 3, ... where they are not given
---@field thickness? number  # of the space that there is for one (default 0x1.999999999999ap-1)
---@field base? number  # where they begin (default 0)
---@field name? string  # in the legend
---@field color? string

---The same beside the figure's options, and further layers.
---@class (exact) plot.BarFigure: plot.BarOptions, plot.Options
---@field [integer] plot.SeriesOptions|number[]|Vector|Matrix|nil

local bars = {main = "y", depth = 1, sample = {x = {1, 2, 4}, y = {3, -1, 2}, name = "a"}}

bars.options = options.declare("plot.BarOptions", {
  {"y", plot_options.numbers "number[]|Vector", "how high they are"},
  {"x", plot_options.numbers "number[]|Vector", "their middles; 1, 2, 3, ... where they are not given"},
  {"thickness", options.number {above = 0, to = 1}, "of the space that there is for one", default = 0.8},
  {"base", options.number {}, "where they begin", default = 0},
  {"name", plot_options.label, "in the legend"},
  {"color", plot_options.color},
})

---What stands for an area in the legend.
---@param name string
---@param rgb integer
---@param slot integer
---@return plot.Series
function bars.swatch(name, rgb, slot)
  return {
    shade = slot,
    x = {}, y = {}, name = name, style = "points", rgb = rgb, shape = "square", open = false, dash = false,
    marks = false,
  }
end

---@param given table  # options
---@param fig plot.Figure
---@param slot integer
---@return integer  # 0xrrggbb
function bars.rgb(given, fig, slot)
  return palette.rgb(given.color or fig.options.color or palette.pick(palette.cycle, math.max(1, slot)))
end

---@param spec plot.Specification
---@param fig plot.Figure
---@return plot.Entry[]
function bars.read(spec, fig)
  local given, place = spec.options, spec.place
  if given.y == nil then place:option("y"):missing "numbers" end
  local lists = {}
  for _, name in ipairs {"y", "x"} do
    if given[name] ~= nil then
      if data.kind(given[name]) ~= "vector" then place:option(name):refuse(given[name], "numbers") end
      lists[name] = data.vector(given[name], place:option(name))
    end
  end
  local x, y = lists.x, lists.y
  if not x then
    x = {}
    for i = 1, #y do x[i] = i + 0.0 end
  elseif #x ~= #y then
    place:option("x"):complain(string.format("must be as many numbers as y, %d, got %d", #y, #x))
  end
  if fig.log.x then place:option("x"):complain "needs a linear axis, got option 'log' for it" end
  local space, sorted = math.huge, table.move(x, 1, #x, 1, {})
  table.sort(sorted)
  for i = 2, #sorted do
    if sorted[i] > sorted[i - 1] then space = math.min(space, sorted[i] - sorted[i - 1]) end
  end
  if space == math.huge then space = 1 end
  fig.groups = (fig.groups or 0) + 1
  local mine, base = fig.groups, given.base or 0
  return {{turn = "next", add = function(slot)
    local width = space * (given.thickness or 0.8) / fig.groups
    local loops, hidden = {}, 0
    for i = 1, #y do
      if x[i] - x[i] == 0 and y[i] - y[i] == 0 then
        local left = x[i] + (mine - 1 - fig.groups / 2) * width
        loops[#loops + 1] = {
          x = {left, left, left + width, left + width},
          y = {math.max(base, fig.log.y and 0 or base), y[i], y[i], math.max(base, fig.log.y and 0 or base)},
        }
      else
        hidden = hidden + 1
      end
    end
    if hidden > 0 then
      fig.notes[#fig.notes + 1] = string.format("%d %s not shown: not finite", hidden, hidden == 1 and "bar" or "bars")
    end
    local rgb = bars.rgb(given, fig, slot)
    fig.sticky.y[base] = true
    fig.shapes[#fig.shapes + 1] = {
      kind = "area", over = false, extent = loops, loops = loops, rgb = rgb, opacity = 1, holes = false,
      shade = slot,
    }
    if given.name then fig.series[#fig.series + 1] = bars.swatch(given.name, rgb, slot) end
  end}}
end

return bars
