---Areas within closed lines, filled with a colour; what lies within two of them is outside, so that there are holes.
local curve = require "plot.curve"
local markup = require "plot.markup"
local numerals = require "plot.numerals"
local palette = require "plot.palette"
local whiskers = require "plot.whiskers"

---@class plot.Area: plot.Shape
---@field loops plot.Line[]  # closed, in the axes' numbers
---@field rgb integer
---@field opacity number
---@field holes boolean  # some loops lie in others
---@field shade? integer  # its place among areas that are told apart
---@field backdrop? boolean  # a legend may lie on it

local area = {}

---Cuts a closed line at the box, an edge after the other (Sutherland and Hodgman 1974).
---@param loop plot.Line
---@param width number
---@param height number
---@return plot.Line
local function clip(loop, width, height)
  for _, edge in ipairs {{"x", 0, 1}, {"x", width, -1}, {"y", 0, 1}, {"y", height, -1}} do
    local axis, limit, sign = edge[1], edge[2], edge[3]
    local x, y, along = loop.x, loop.y, loop[edge[1]]
    local xs, ys, n, crosses = {}, {}, #x, false
    for i = 1, n do crosses = crosses or sign * (along[i] - limit) < 0 end
    for i = 1, crosses and n or 0 do
      local before = i == 1 and n or i - 1
      local is, was = sign * (along[i] - limit) >= 0, sign * (along[before] - limit) >= 0
      if is ~= was then
        local part = (limit - along[before]) / (along[i] - along[before])
        xs[#xs + 1] = axis == "x" and limit or x[before] + part * (x[i] - x[before])
        ys[#ys + 1] = axis == "y" and limit or y[before] + part * (y[i] - y[before])
      end
      if is then xs[#xs + 1], ys[#ys + 1] = x[i], y[i] end
    end
    if crosses then loop = {x = xs, y = ys} end
  end
  return loop
end

---Corners of a closed line up to which all of them are kept; of more, those that paint the same.
local plenty = 4000

---@param shape plot.Area
---@param scales plot.Scales
---@param width number
---@param height number
---@return plot.Line[]
local function projected(shape, scales, width, height)
  local all = {}
  for _, loop in ipairs(shape.loops) do
    local there = curve.project(loop, scales.x, scales.y, width, height)[1]
    if there and #there.x > plenty then there = curve.thin(there, 0.5) end
    local inside = there and clip(there, width, height)
    if inside and #inside.x > 2 then all[#all + 1] = inside end
  end
  -- So many are bars, narrower than can be told apart.
  if #all > plenty and not shape.holes then return whiskers.narrow(all) end
  return all
end

---@param shape plot.Area
---@param box plot.Box
---@param drawing plot.Drawing
function area.draw(shape, box, drawing)
  local pieces = {}
  for i, loop in ipairs(projected(shape, box, box.width, box.height)) do
    pieces[i] = markup.path({loop}, box.left, box.top, 1) .. "z"
  end
  drawing:path(table.concat(pieces), {
    fill = string.format("#%06x", shape.rgb), opacity = shape.opacity < 1 and shape.opacity or nil,
    rule = shape.holes and "evenodd" or nil,
  })
end

---The parts of a horizontal line that lie in the area.
---@param loops plot.Line[]
---@param at number
---@return number[]  # where they begin and end, in turns
local function crossings(loops, at)
  local found = {}
  for _, loop in ipairs(loops) do
    local x, y, n = loop.x, loop.y, #loop.x
    for i = 1, n do
      local before = i == 1 and n or i - 1
      if (y[before] <= at) ~= (y[i] <= at) then
        found[#found + 1] = x[before] + (at - y[before]) / (y[i] - y[before]) * (x[i] - x[before])
      end
    end
  end
  table.sort(found)
  return found
end

---@param shape plot.Area
---@param box plot.Box
---@return plot.Line[]  # level ones, near each other
function area.cover(shape, box)
  if shape.backdrop then return {} end
  local loops, lines = projected(shape, box, box.width, box.height), {}
  for at = 2, box.height, 4 do
    local found = crossings(loops, at)
    for i = 1, #found - 1, 2 do lines[#lines + 1] = {x = {found[i], found[i + 1]}, y = {at, at}} end
  end
  return lines
end

---@param shade integer|nil  # its place among areas that are told apart; nil of one that belongs to a line
---@param screen plot.Screen
---@return string  # what fills it where there are no colours
function area.character(shade, screen)
  if not shade then return screen.unicode and "░" or ":" end
  return palette.pick(screen.unicode and palette.shades or palette.ascii_shades, shade)
end

---@param rgb integer
---@param opacity number
---@return integer  # as on a dark terminal
local function dimmed(rgb, opacity)
  local result = 0
  for shift = 0, 16, 8 do result = result | ((rgb >> shift & 255) * opacity // 1 | 0) << shift end
  return result
end

---@param shape plot.Area
---@param canvas plot.Canvas
---@param scales plot.Scales
---@param screen plot.Screen
function area.trace(shape, canvas, scales, _, screen)
  local halves = screen.colors > 0 and 2 or 1
  local columns, rows = canvas.columns, canvas.rows * halves
  local loops = projected(shape, scales, columns, rows)
  local color = dimmed(shape.rgb, math.max(0.35, shape.opacity))
  for row = 0, rows - 1 do
    local found = crossings(loops, row + 0.5)
    for i = 1, #found - 1, 2 do
      for column = math.max(0, math.ceil(found[i] - 0.5)), math.min(columns, math.ceil(found[i + 1] - 0.5)) - 1 do
        if halves == 2 then
          canvas:back(column, row, color)
        else
          canvas:shade(column, row, area.character(shape.shade, screen))
        end
      end
    end
  end
end

---@param loop plot.Line
---@param x number
---@param y number
---@return boolean  # whether a point lies in it
local function encloses(loop, x, y)
  local inside, before = false, #loop.x
  for i = 1, #loop.x do
    local y0, y1 = loop.y[before], loop.y[i]
    if (y0 <= y) ~= (y1 <= y) and x < loop.x[before] + (y - y0) / (y1 - y0) * (loop.x[i] - loop.x[before]) then
      inside = not inside
    end
    before = i
  end
  return inside
end

---Loops turned so that those in an even number of others go round one way and the rest the other way: programs that
---count turns find the same places outside.
---@param loops plot.Line[]
---@return plot.Line[]
local function oriented(loops)
  local turned = {}
  for k, loop in ipairs(loops) do
    local depth, double, before = 0, 0, #loop.x
    for i = 1, #loop.x do
      double = double + loop.x[before] * loop.y[i] - loop.x[i] * loop.y[before]
      before = i
    end
    for other, outer in ipairs(loops) do
      if other ~= k and encloses(outer, loop.x[1], loop.y[1]) then depth = depth + 1 end
    end
    turned[k] = loop
    if (double > 0) ~= (depth % 2 == 0) then
      local x, y, n = {}, {}, #loop.x
      for i = 1, n do x[i], y[i] = loop.x[n + 1 - i], loop.y[n + 1 - i] end
      turned[k] = {x = x, y = y}
    end
  end
  return turned
end

---@param shape plot.Area
---@param out string[]
---@param name string
---@param scales plot.Scales
---@return string
function area.gnuplot(shape, out, name, scales)
  out[#out + 1] = name .. " << EOD"
  local loops = shape.holes and oriented(shape.loops) or shape.loops
  local first = loops[1]
  for i, loop in ipairs(loops) do
    local function put(one, k)
      out[#out + 1] = numerals.within(one.x[k], scales.x) .. " " .. numerals.within(one.y[k], scales.y)
    end
    if i > 1 and not shape.holes then out[#out + 1] = "" end
    for k = 1, #loop.x do put(loop, k) end
    put(loop, 1)
    -- It fills one closed line at a time: ways to and fro, which enclose nothing, join those in which others lie.
    if i > 1 and shape.holes then put(first, 1) end
  end
  out[#out + 1] = "EOD"
  return string.format("%s using 1:2 with filledcurves closed fc rgb '#%06x' fs transparent solid %s noborder notitle",
    name, shape.rgb, numerals.exact(shape.opacity))
end

---@param shape plot.Area
---@param out string[]
---@param name string
---@param scales plot.Scales
function area.tex(shape, out, name, scales)
  out[#out + 1] = string.format("\\definecolor{%s}{HTML}{%06X}", name, shape.rgb)
  local pieces = {}
  for i, loop in ipairs(shape.loops) do
    local points = {}
    for k = 1, #loop.x do
      points[k] = string.format("(axis cs:%s,%s)",
        numerals.within(loop.x[k], scales.x), numerals.within(loop.y[k], scales.y))
    end
    pieces[i] = table.concat(points, " -- ") .. " -- cycle"
  end
  if #pieces == 0 then return end
  out[#out + 1] = string.format("\\fill[%s, fill opacity=%s, even odd rule] %s;", name, numerals.exact(shape.opacity),
    table.concat(pieces, "\n  "))
end

return area
