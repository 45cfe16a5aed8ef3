---Bars from a base to each number. Those of several such layers stand beside each other, or on each other.
local counted = require "polyak.counted"
local data = require "plot.data"
local errors = require "plot.layer.errors"
local names = require "plot.names"
local options = require "polyak.options"
local palette = require "plot.palette"
local plot_options = require "plot.options"

---What bars may have.
---@class (exact) plot.BarOptions
---@field y? number[]|Vector  # how high they are
---@field x? number[]|string[]|Vector  # their middles, or names under them; 1, 2, 3, ... where they are not given
---@field error? number|number[]|Vector|(number[]|Vector)[]  # of y: one for all, one for each, or {down, up}
---@field stacked? boolean  # on the bars of the layer before
---@field thickness? number  # of the space that there is for one (default 0x1.999999999999ap-1)
---@field base? number  # where they begin (default 0)
---@field name? string  # in the legend
---@field color? string

---The same beside the figure's options, and further layers.
---@class (exact) plot.BarFigure: plot.BarOptions, plot.Options
---@field [integer] plot.SeriesOptions|number[]|Vector|Matrix|nil

local bars = {main = "y", depth = 1, sample = {x = {"GD", "HB", "NAG"}, y = {3, -1, 2}, error = 0.5, name = "a"}}

bars.options = options.declare("plot.BarOptions", {
  {"y", plot_options.numbers "number[]|Vector", "how high they are"},
  {"x", plot_options.numbers "number[]|string[]|Vector",
    "their middles, or names under them; 1, 2, 3, ... where they are not given"},
  {"error", plot_options.numbers "number|number[]|Vector|(number[]|Vector)[]",
    "of y: one for all, one for each, or {down, up}"},
  {"stacked", options.boolean, "on the bars of the layer before"},
  {"thickness", options.number {above = 0, to = 1}, "of the space that there is for one", default = 0.8},
  {"base", options.number {}, "where they begin", default = 0},
  {"name", plot_options.label, "in the legend"},
  {"color", plot_options.color},
})

---What stands for an area in the legend.
---@param name string
---@param rgb integer
---@param slot integer
---@param opacity number
---@return plot.Series
function bars.swatch(name, rgb, slot, opacity)
  return {
    shade = slot, opacity = opacity,
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

---@param value any
---@param place polyak.Place
---@return number[]
local function numbers(value, place)
  if data.kind(value) ~= "vector" then place:refuse(value, "numbers") end
  return data.vector(value, place)
end

---@param x number[]
---@return number  # between the nearest two
local function space_of(x)
  local space, sorted = math.huge, table.move(x, 1, #x, 1, {})
  table.sort(sorted)
  for i = 2, #sorted do
    if sorted[i] > sorted[i - 1] then space = math.min(space, sorted[i] - sorted[i - 1]) end
  end
  return space < math.huge and space or 1
end

---Where the bars of a layer begin and end: on those of their group before them, upwards and downwards apart.
---@param x number[]
---@param y number[]
---@param base number
---@param tops {[1]: table<number, number>, [2]: table<number, number>}  # of the group, upwards and downwards, by x
---@return number[] from
---@return number[] to
---@return integer  # how many have the place of another one of the layer, and lie over it
local function piled(x, y, base, tops)
  local from, to, own, over = {}, {}, {{}, {}}, 0
  for i = 1, #y do
    local sign = y[i] >= 0 and 1 or 2
    local side = tops[sign]
    from[i] = side[x[i]] or base
    to[i] = from[i] + y[i] - (side[x[i]] and 0 or base)
    if x[i] - x[i] == 0 and to[i] - to[i] == 0 then
      local before = own[sign][x[i]]
      if before then over = over + 1 end
      own[sign][x[i]] = before and (sign == 1 and math.max or math.min)(before, to[i]) or to[i]
    end
  end
  for sign, side in ipairs(own) do
    for at, top in pairs(side) do tops[sign][at] = top end
  end
  return from, to, over
end

---@param spec plot.Specification
---@param fig plot.Figure
---@return plot.Entry[]
function bars.read(spec, fig)
  local given, place = spec.options, spec.place
  if given.y == nil then place:option("y"):missing "numbers" end
  local x, y, space = {}, numbers(given.y, place:option "y"), nil
  if names.are(given.x) then
    x, space = names.places(given.x, place:option "x", fig), 1
  elseif given.x ~= nil then
    x = numbers(given.x, place:option "x")
  else
    for i = 1, #y do x[i] = i + 0.0 end
  end
  if #x ~= #y then
    place:option("x"):complain(string.format("must be as many %s as y, %d, got %d", space and "names" or "numbers",
      #y, #x))
  end
  if fig.log.x then place:option("x"):complain "needs a linear axis, got option 'log' for it" end
  local groups, base = fig.groups, given.base or 0
  if given.stacked and #groups == 0 then
    place:option("stacked"):complain "needs bars before these, to stand on them"
  end
  if not given.stacked then groups[#groups + 1] = {{}, {}} end
  local mine = #groups
  local from, to, over = piled(x, y, base, groups[mine])
  if over > 0 then
    fig.notes[#fig.notes + 1] = counted(over, "bar") .. " over others of the same layer, at the same place"
  end
  return {{turn = "next", add = function(slot)
    local width = (space or space_of(x)) * (given.thickness or 0.8) / #groups
    local loops, middles, hidden = {}, {}, 0
    for i = 1, #y do
      local left = x[i] + (mine - 1 - #groups / 2) * width
      middles[i] = left + width / 2
      if x[i] - x[i] == 0 and to[i] - to[i] == 0 then
        local foot = math.max(from[i], fig.log.y and 0 or from[i])
        loops[#loops + 1] = {x = {left, left, left + width, left + width}, y = {foot, to[i], to[i], foot}}
      else
        hidden = hidden + 1
      end
    end
    if hidden > 0 then
      fig.notes[#fig.notes + 1] = string.format("%d %s not shown: not finite", hidden, hidden == 1 and "bar" or "bars")
    end
    local rgb = bars.rgb(given, fig, slot)
    fig.sticky.y[base] = true
    local columns = {{"x", names.are(given.x) and table.move(given.x, 1, #x, 1, {}) or x}, {"y", y}}
    fig.values[#fig.values + 1] = {name = given.name, rgb = rgb, x = middles, y = to, columns = columns}
    fig.shapes[#fig.shapes + 1] = {
      kind = "area", over = false, extent = loops, loops = loops, rgb = rgb, opacity = 1, holes = false,
      shade = slot,
    }
    if given.error ~= nil then
      errors.whiskers(fig, given.error, place:option "error", {x = middles, y = to}, "y", {rgb = 0x333333},
        columns)
    end
    if given.name then fig.series[#fig.series + 1] = bars.swatch(given.name, rgb, slot, 1) end
  end}}
end

return bars
