---Bands and error bars of a curve.
local briefly = require "polyak.briefly"
local counted = require "polyak.counted"
local data = require "plot.data"

local errors = {}

---@param value any
---@param place polyak.Place
---@param count integer
---@return number[]
local function of_each(value, place, count)
  if data.kind(value) ~= "vector" then place:refuse(value, "numbers") end
  local list = data.vector(value, place)
  if #list ~= count then place:complain(string.format("must be as many numbers as y, %d, got %d", count, #list)) end
  return list
end

---Two lists in one.
---@param value any
---@return boolean
local function is_pair(value)
  return type(value) == "table" and value[1] ~= nil and not math.type(value[1]) and value[2] ~= nil and value[3] == nil
end

---@param value any
---@param place polyak.Place
---@param count integer
---@return number[] down
---@return number[] up
local function distances(value, place, count)
  local down, up
  if math.type(value) then
    down = {}
    for i = 1, count do down[i] = value end
    up = down
  elseif is_pair(value) then
    down, up = of_each(value[1], place:inside(1), count), of_each(value[2], place:inside(2), count)
  elseif data.kind(value) == "vector" then
    down = of_each(value, place, count)
    up = down
  else
    place:complain("must be a number, numbers or {down, up}, got " .. briefly(value))
  end
  for i = 1, count do
    local least = math.min(down[i], up[i])
    if least < 0 then place:complain(string.format("must be numbers >= 0, got %.14g", least)) end
  end
  return down, up
end

---@param middle number
---@param away number
---@param log boolean
---@return number  # what lies below 0 on a log axis lies at its end
local function end_of(middle, away, log)
  local value = middle + away
  return log and value < 0 and 0 or value
end

---Adds error bars.
---@param fig plot.Figure
---@param value any  # as given
---@param place polyak.Place  # of it
---@param points {x: number[], y: number[]}
---@param axis "x"|"y"  # along which they lie
---@param look {rgb: integer, right?: boolean}
---@param columns {[1]: string, [2]: any[]}[]  # of the layer's numbers: get the errors
function errors.whiskers(fig, value, place, points, axis, look, columns)
  local count, lines, infinite, log = #points.y, {}, 0, fig.log[axis == "y" and look.right and "y2" or axis]
  local down, up = distances(value, place, count)
  local name = axis == "x" and "xerror" or "error"
  if down == up then
    columns[#columns + 1] = {name, down}
  else
    columns[#columns + 1], columns[#columns + 2] = {name .. " down", down}, {name .. " up", up}
  end
  for i = 1, count do
    local x, y = points.x[i], points.y[i]
    local middle = axis == "x" and x or y
    local low, high = end_of(middle, -down[i], log), end_of(middle, up[i], log)
    if x - x == 0 and y - y == 0 then
      if low - low ~= 0 or high - high ~= 0 then
        infinite = infinite + 1
      elseif low < high then
        lines[#lines + 1] = axis == "x" and {x = {low, high}, y = {y, y}} or {x = {x, x}, y = {low, high}}
      end
    end
  end
  if infinite > 0 then fig.notes[#fig.notes + 1] = counted(infinite, "error bar") .. " not shown: not finite" end
  fig.shapes[#fig.shapes + 1] = {
    kind = "line", over = false, extent = lines, lines = lines, rgb = look.rgb, width = 1.4, dash = false,
    head = false, capped = true, shape = "dot", right = look.right,
  }
end

---@param fig plot.Figure
---@param spec plot.Specification
---@param points plot.Curve
---@param series plot.Series
---@param columns {[1]: string, [2]: any[]}[]  # get its sides
local function band(fig, spec, points, series, columns)
  local given, place = spec.options.band, spec.place:option "band"
  local count, log = #points.y, fig.log[series.right and "y2" or "y"]
  if type(given) ~= "table" or given[1] == nil or given[2] == nil or given[3] ~= nil then
    place:complain("must be {low, high}, got " .. briefly(given))
  end
  local sides = {}
  for side = 1, 2 do
    local value = given[side]
    if math.type(value) then
      sides[side] = {}
      for i = 1, count do sides[side][i] = value end
    else
      sides[side] = of_each(value, place:inside(side), count)
    end
  end
  columns[#columns + 1], columns[#columns + 2] = {"low", sides[1]}, {"high", sides[2]}
  local loops, from = {}, nil
  local function close(last)
    if from and last > from then
      local x, y = {}, {}
      for i = from, last do x[#x + 1], y[#y + 1] = points.x[i], end_of(sides[1][i], 0, log) end
      for i = last, from, -1 do x[#x + 1], y[#y + 1] = points.x[i], end_of(sides[2][i], 0, log) end
      loops[#loops + 1] = {x = x, y = y}
    end
    from = nil
  end
  for i = 1, count do
    local x, low, high = points.x[i], sides[1][i], sides[2][i]
    local shown = x - x == 0 and low - low == 0 and high - high == 0 and not (fig.log.x and x <= 0)
    if not shown then close(i - 1) elseif not from then from = i end
  end
  close(count)
  fig.shapes[#fig.shapes + 1] = {
    kind = "area", over = false, extent = loops, loops = loops, rgb = series.rgb, opacity = 0.25, holes = false,
    right = series.right,
  }
end

---Adds what a curve's options say of its uncertainty.
---@param fig plot.Figure
---@param spec plot.Specification
---@param points plot.Curve
---@param series plot.Series  # the curve
---@param columns {[1]: string, [2]: any[]}[]  # of its numbers: get what is given of their uncertainty
function errors.add(fig, spec, points, series, columns)
  series.banded, series.whiskers = spec.options.band ~= nil, spec.options.error ~= nil
  if series.banded then band(fig, spec, points, series, columns) end
  for _, axis in ipairs {"x", "y"} do
    local name = axis == "x" and "xerror" or "error"
    local value = spec.options[name]
    if value ~= nil then errors.whiskers(fig, value, spec.place:option(name), points, axis, series, columns) end
  end
end

return errors
