---Lines between points, with a head where they are arrows. A coordinate may be infinite, or 0 on a log axis: there the
---line goes on to the edge of the box.
local curve = require "plot.curve"
local markup = require "plot.markup"
local numerals = require "plot.numerals"
local whiskers = require "plot.whiskers"

---@class plot.LineShape: plot.Shape
---@field lines plot.Line[]  # in the axes' numbers
---@field rgb integer
---@field width number
---@field dash string|false
---@field head boolean  # an arrow's, at the end of each line
---@field capped? boolean  # with a stroke across at both ends: an error bar
---@field backdrop? boolean  # a legend may lie on it
---@field shape string  # its marker, for terminals without braille

local line = {}

---@param shape plot.LineShape
---@param scales plot.Scales
---@param width number
---@param height number
---@return plot.Line[]
local function projected(shape, scales, width, height)
  if shape.capped and #shape.lines > 2000 then return whiskers.project(shape.lines, scales, width, height) end
  local all = {}
  for _, one in ipairs(shape.lines) do
    for _, part in ipairs(curve.cut(curve.project(one, scales.x, scales.y, width, height), width, height)) do
      all[#all + 1] = part
    end
  end
  return all
end

---@param part plot.Line
---@param length number
---@return number[] corners  # x and y in turns of a triangle whose tip is the line's end; none where it is a point
local function head(part, length)
  local n = #part.x
  local x, y = part.x[n], part.y[n]
  local dx, dy = x - part.x[1], y - part.y[1]
  if n > 2 then dx, dy = x - part.x[n - 1], y - part.y[n - 1] end
  local size = math.sqrt(dx * dx + dy * dy)
  if size == 0 then return {} end
  dx, dy = dx / size * length, dy / size * length
  return {x, y, x - dx - 0.4 * dy, y - dy + 0.4 * dx, x - dx + 0.4 * dy, y - dy - 0.4 * dx}
end

---Strokes across the ends of level and upright lines that are not cut off at the box.
---@param parts plot.Line[]
---@param shape plot.LineShape
---@param box plot.Box
---@return string  # a path
local function caps(parts, shape, box)
  local pieces, n, half = {}, markup.number, 2.2 + shape.width
  for _, part in ipairs(parts) do
    for i, x in ipairs(part.x) do
      local y, level = part.y[i], part.y[1] == part.y[#part.y]
      local inside = level and x > 0 and x < box.width or not level and y > 0 and y < box.height
      if inside then
        pieces[#pieces + 1] = string.format("M%s %s%s%s", n(box.left + x - (level and 0 or half)),
          n(box.top + y - (level and half or 0)), level and "v" or "h", n(2 * half))
      end
    end
  end
  return table.concat(pieces)
end

---@param shape plot.LineShape
---@param box plot.Box
---@param drawing plot.Drawing
function line.draw(shape, box, drawing)
  local color, n = string.format("#%06x", shape.rgb), markup.number
  local parts = projected(shape, box, box.width, box.height)
  drawing:path(markup.path(parts, box.left, box.top, 1), {
    stroke = color, width = shape.width, dash = shape.dash, join = "round",
  })
  if shape.capped then drawing:path(caps(parts, shape, box), {stroke = color, width = shape.width}) end
  if not shape.head then return end
  for _, part in ipairs(parts) do
    local at, pieces = head(part, 6 + 2 * shape.width), {}
    for i = 1, #at, 2 do
      pieces[#pieces + 1] = (i == 1 and "M" or "L") .. n(box.left + at[i]) .. " " .. n(box.top + at[i + 1])
    end
    if #pieces > 0 then drawing:path(table.concat(pieces) .. "Z", {fill = color}) end
  end
end

---@param shape plot.LineShape
---@param box plot.Box
---@return plot.Line[]
function line.cover(shape, box) return shape.backdrop and {} or projected(shape, box, box.width, box.height) end

---@param dx number  # to the right
---@param dy number  # downwards
---@return string
local function pointer(dx, dy)
  if math.abs(dx) > math.abs(dy) then return dx > 0 and ">" or "<" end
  return dy > 0 and "v" or "^"
end

---@param shape plot.LineShape
---@param canvas plot.Canvas
---@param scales plot.Scales
---@param owner integer
function line.trace(shape, canvas, scales, owner)
  local function nearest(place) return math.floor(place + 0.5) // 1 | 0 end
  for _, part in ipairs(projected(shape, scales, canvas.width - 1, canvas.height - 1)) do
    local dash = shape.dash and canvas.braille and 0 or nil
    for i = 2, #part.x do
      dash = canvas:line(nearest(part.x[i - 1]), nearest(part.y[i - 1]), nearest(part.x[i]), nearest(part.y[i]), owner,
        dash)
    end
    if shape.head then
      local n = #part.x
      canvas:glyph(nearest(part.x[n]), nearest(part.y[n]),
        pointer(part.x[n] - part.x[n - 1], part.y[n] - part.y[n - 1]), owner)
    end
  end
end

---@param shape plot.LineShape
---@param out string[]
---@param name string
---@param scales plot.Scales
---@return string|nil
function line.gnuplot(shape, out, name, scales)
  local lengths = {}
  for length in string.gmatch(shape.dash or "", "%S+") do lengths[#lengths + 1] = numerals.exact(1.8 * length) end
  local look = string.format("lw %s%s lc rgb '#%06x'", numerals.exact(1.1 * shape.width),
    shape.dash and " dt (" .. table.concat(lengths, ",") .. ")" or "", shape.rgb)
  if not shape.head then out[#out + 1] = name .. " << EOD" end
  for i, one in ipairs(shape.lines) do
    local function at(k) return numerals.within(one.x[k], scales.x), numerals.within(one.y[k], scales.y) end
    if shape.head then
      local x0, y0 = at(#one.x - 1)
      local x1, y1 = at(#one.x)
      out[#out + 1] = string.format("set arrow from %s,%s to %s,%s filled front %s", x0, y0, x1, y1, look)
    else
      if i > 1 and not shape.capped then out[#out + 1] = "" end
      local points = {}
      for k = 1, #one.x do points[k] = string.format("%s %s", at(k)) end
      out[#out + 1] = table.concat(points, shape.capped and " " or "\n")
    end
  end
  if shape.head then return nil end
  out[#out + 1] = "EOD"
  if shape.capped then
    return string.format("%s using 1:2:($3-$1):($4-$2) with vectors heads size graph 0.008,90 %s notitle", name, look)
  end
  return string.format("%s using 1:2 with lines %s notitle", name, look)
end

---@param shape plot.LineShape
---@param out string[]
---@param name string
---@param scales plot.Scales
function line.tex(shape, out, name, scales)
  local dash = {}
  for length in string.gmatch(shape.dash or "", "%S+") do
    dash[#dash + 1] = (#dash % 2 == 0 and "on " or "off ") .. length .. "pt"
  end
  out[#out + 1] = string.format("\\definecolor{%s}{HTML}{%06X}", name, shape.rgb)
  local look = string.format("%s, line width=%spt%s%s", name, numerals.exact(0.6 * shape.width),
    shape.dash and ", dash pattern=" .. table.concat(dash, " ") or "",
    shape.head and ", -latex" or shape.capped and ", |-|" or "")
  for _, one in ipairs(shape.lines) do
    local points = {}
    for k = 1, #one.x do
      points[k] = string.format("(axis cs:%s,%s)",
        numerals.within(one.x[k], scales.x), numerals.within(one.y[k], scales.y))
    end
    out[#out + 1] = string.format("\\draw[%s] %s;", look, table.concat(points, " -- "))
  end
end

return line
