---Lines along which numbers over a grid are equal, and the areas between them.
local color_scale = require "plot.color_scale"
local grids = require "plot.grid"
local heatmap = require "plot.layer.heatmap"
local marching = require "plot.marching"
local options = require "polyak.options"
local palette = require "plot.palette"
local plot_options = require "plot.options"
local sizes = require "plot.sizes"
local ticks = require "plot.ticks"

---What contours may have.
---@class (exact) plot.ContourOptions
---@field z? number[][]|Matrix|fun(x: number, y: number): number  # a row for each y
---@field x? number[]|Vector  # of the columns, their middles or edges; where z is a function {low, high} will do
---@field y? number[]|Vector  # of the rows
---@field points? integer  # along {low, high}, where z is a function (default 101)
---@field levels? integer|number[]|Vector  # about how many round numbers, or which (default 8)
---@field filled? boolean  # the areas between the lines
---@field labels? boolean  # the level on its lines
---@field color? string  # of all lines, not by their level
---@field map? "viridis"|"magma"|"coolwarm"|"gray"  # colours; coolwarm is for numbers with a sign, its middle at 0
---@field zlog? boolean  # colours by the logarithm
---@field zlim? number[]  # {low, high} of the colours; either may be nil
---@field zlabel? string  # beside the colour bar
---@field bar? boolean  # the colour bar (default true)

---Contours' options beside the figure's, and layers over them.
---@class (exact) plot.ContourFigure: plot.ContourOptions, plot.Options
---@field [integer] plot.SeriesOptions|number[]|Vector|Matrix|nil

local contour = {
  main = "z", depth = 2,
  sample = {
    x = {1, 2, 4, 5}, y = {1, 3, 4}, z = {{1, 2, 3, 1}, {2, 9, 8, 2}, {1, 3, 2, 0 / 0}}, levels = {2, 4, 6},
    filled = true, labels = true,
  },
}

local levels_rule = {
  expected = "an integer in [1, 1000] or finite numbers in ascending order", annotation = "integer|number[]|Vector",
  accept = function(value)
    if math.type(value) then return math.tointeger(value) ~= nil and value >= 1 and value <= 1000 end
    if type(value) ~= "table" and type(value) ~= "userdata" then return false end
    local ok, ascend = pcall(function()
      local before = -math.huge
      for i = 1, #value do
        if not math.type(value[i]) or value[i] - value[i] ~= 0 or value[i] <= before then return false end
        before = value[i]
      end
      return #value > 0
    end)
    return ok and ascend
  end,
}

contour.options = options.declare("plot.ContourOptions", {
  grids.options[1], grids.options[2], grids.options[3], grids.options[4],
  {"levels", levels_rule, "about how many round numbers, or which", default = 8},
  {"filled", options.boolean, "the areas between the lines"},
  {"labels", options.boolean, "the level on its lines"},
  {"color", plot_options.color, "of all lines, not by their level"},
  table.unpack(color_scale.options(plot_options.interval)),
})

---@param given table  # options
---@param scale plot.ColorScale
---@return number[] levels  # within the scale
---@return string[] labels
local function levels_of(given, scale)
  local axis, levels, labels = scale.axis, {}, {}
  if not math.type(given.levels) then
    for i = 1, #given.levels do
      levels[i] = given.levels[i] + 0.0
      labels[i] = (string.gsub(string.format("%.6g", given.levels[i]), ",", "."))
    end
    return levels, labels
  end
  for _, tick in ipairs((ticks.along(axis, math.max(2, given.levels)))) do
    levels[#levels + 1], labels[#labels + 1] = tick.value, tick.label
  end
  return levels, labels
end

---The highest level whose lines are islands between single columns and rows: in a valley narrower than these it shows
---the grid, not the numbers.
---@param lines plot.Contour[][]
---@param levels number[]
---@return number|nil
local function lost(lines, levels)
  for k = #levels - 1, 1, -1 do
    local points = 0
    for _, line in ipairs(lines[k]) do points = points + #line.x end
    if #lines[k] > 4 and points < 24 * #lines[k] then return levels[k] end
  end
end

---The scale of colours with the levels and their labels. By the logarithm it begins where the grid still shows a level,
---where it is not said how low it goes.
---@param given table  # options
---@param map plot.Grid
---@return plot.ColorScale
---@return number[] levels
---@return string[] labels
---@return plot.Contour[][] lines
local function scaled(given, map)
  local low, high = map.low, map.high
  -- Lines have the colours of the scale from the first of their levels to the last; areas go on to all numbers.
  local listed = not math.type(given.levels)
  if listed and not given.filled and #given.levels > 1 and (given.levels[1] > 0 or not given.zlog) then
    low, high = given.levels[1] + 0.0, given.levels[#given.levels] + 0.0
  end
  local first = low
  while true do
    local scale = color_scale.new(given, low, high)
    local levels, labels = levels_of(given, scale)
    -- The level at which it begins is the one that was lost.
    if low > first and #levels > 1 and levels[1] <= low * (1 + 1e-9) then
      table.remove(levels, 1)
      table.remove(labels, 1)
    end
    local wished = not given.zlog or listed or given.zlim and given.zlim[1]
    local lines = marching.lines(map.x, map.y, map.z, levels)
    local least = not wished and lost(lines, levels)
    if not least or least <= low then return scale, levels, labels, lines end
    low = least
  end
end

---@param scale plot.ColorScale
---@param low number
---@param high number
---@return integer  # the colour half way between, 0xrrggbb
local function color_between(scale, low, high)
  local axis = scale.axis
  local place = (math.max(0, axis.place(low)) + math.min(1, axis.place(high))) / 2
  return scale.palette[math.max(1, math.min(255, place * 255 // 1 + 1 | 0))]
end

---The scale with one colour for all between two levels.
---@param scale plot.ColorScale
---@param bounds number[]
---@return plot.ColorScale
local function stepped(scale, bounds)
  local steps = {[0] = scale.palette[0]}
  local at, axis = 1, scale.axis
  for i = 1, 255 do
    while at < #bounds - 1 and axis.place(bounds[at + 1]) <= (i - 0.5) / 255 do at = at + 1 end
    steps[i] = color_between(scale, bounds[at], bounds[at + 1])
  end
  return {axis = axis, palette = steps, label = scale.label, missing = scale.missing}
end

---@param lines plot.Contour[][]
---@param map plot.Grid
---@return string|nil  # a note where there is no line at all
local function none(lines, map)
  for _, of_level in ipairs(lines) do
    if #of_level > 0 then return nil end
  end
  if map.low > map.high then return nil end
  return string.format("no contours: no level is crossed by z, which is in [%.6g, %.6g]", map.low, map.high)
end

---@param spec plot.Specification
---@param fig plot.Figure
---@return plot.Entry[]
function contour.read(spec, fig)
  local given, place = spec.options, spec.place
  local color = given.color or fig.options.color
  color_scale.check(given, place)
  local map = grids.read(given, place, fig.log)
  for _, axis in ipairs {"x", "y"} do
    if #map[axis] < 2 then
      place:option("z"):complain(string.format("needs 2 %s or more for contours, got 1",
        axis == "x" and "columns" or "rows"))
    end
  end
  local scale, levels, labels, lines = scaled(given, map)
  local note
  scale.missing, note = heatmap.missing(map, given.zlog)
  if not given.filled then scale.missing = nil end
  fig.colored = fig.colored or given.filled
  fig.notes[#fig.notes + 1] = note
  fig.notes[#fig.notes + 1] = none(lines, map)
  local x, y = map.x, map.y
  local corners = {x = {x[1], x[#x]}, y = {y[1], y[#y]}}
  for axis, ends in pairs(corners) do
    for _, value in ipairs(ends) do fig.sticky[axis][value] = true end
  end
  local bounds = {math.min(map.low, levels[1])}
  for _, level in ipairs(levels) do
    if level > bounds[#bounds] then bounds[#bounds + 1] = level end
  end
  bounds[#bounds + 1] = math.max(map.high, bounds[#bounds])
  -- Lines of one colour need no bar, and neither does a level with its label.
  if given.bar or given.bar == nil and (given.filled or not (color or given.labels)) then
    fig.scale = fig.scale or (given.filled and stepped(scale, bounds) or scale)
  end

  local function put(shape)
    shape.extent, shape.backdrop = {corners}, true
    fig.shapes[#fig.shapes + 1] = shape
  end
  local function fill()
    local floor = math.max(map.low, -1.7e308)
    local starts = {}
    for k = 1, #bounds - 1 do starts[k] = math.max(bounds[k], floor) end
    if scale.missing then
      local left, right, bottom, top = x[1], x[#x], y[1], y[#y]
      put {kind = "area", over = false, rgb = scale.palette[0], opacity = 1, holes = false,
        loops = {{x = {left, right, right, left}, y = {bottom, bottom, top, top}}}}
    end
    for k, loops in ipairs(marching.loops(x, y, map.z, starts)) do
      if #loops > 0 then
        put {kind = "area", over = false, loops = loops, rgb = color_between(scale, bounds[k], bounds[k + 1]),
          opacity = 1, holes = true}
      end
    end
  end
  return {{add = function()
    fig.values[#fig.values + 1] = {columns = {}, grid = map, zlabel = given.zlabel}
    if given.filled and map.low <= map.high then fill() end
    local shown = {}
    for k, level in ipairs(levels) do
      shown[k] = {
        lines = lines[k], label = given.labels and labels[k] or nil,
        rgb = color and palette.rgb(color) or given.filled and 0x404040
          or color_between(scale, level, level),
      }
    end
    local width, height = sizes.layout(fig.options)
    put {
      kind = "isolines", over = false, levels = shown, width = given.filled and 0.7 or 1.4,
      ground = given.filled or false, paper = {width = 0.88 * width, height = 0.85 * height},
    }
  end}}
end

return contour
