---The small parts of an SVG: numbers, texts, paths and markers.
local text = require "plot.text"

local markup = {}

---A length in whole hundredths, as short as it can be written: 150 is "1.5", -5 is "-.05". Built from integers, since
---`string.format` writes a comma where the program's locale asks for one.
---@param hundredths integer
---@return string
local function short(hundredths)
  local sign = hundredths < 0 and "-" or ""
  local whole, rest = math.abs(hundredths) // 100, math.abs(hundredths) % 100
  if rest == 0 then return sign .. whole end
  local digits = rest % 10 == 0 and tostring(rest // 10) or string.format("%02d", rest)
  return sign .. (whole > 0 and whole or "") .. "." .. digits
end

---@param length number  # in pixels
---@return integer
local function hundredths(length)
  return math.floor(100 * length + 0.5) // 1 | 0
end

---@param length number
---@return string
function markup.number(length)
  return short(hundredths(length))
end

local entities = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;"}

---@param source string
---@return string
function markup.escape(source)
  return (string.gsub(text.clean(source), '[&<>"]', entities))
end

---@param template string  # each `$name` is replaced
---@param values table<string, string|number>  # numbers are lengths
---@return string
function markup.fill(template, values)
  return (string.gsub(template, "%$(%a+)", function(name)
    local value = values[name]
    return math.type(value) and markup.number(value) or value
  end))
end

---A path through lines, relative from point to point, which takes half the bytes. Deltas of rounded places are exact,
---so that rounding does not add up.
---@param lines plot.Line[]  # of two points or more
---@param left number
---@param top number
---@param precision integer  # 1: hundredths of a pixel; 10: tenths
---@return string
function markup.path(lines, left, top, precision)
  local pieces = {}
  for _, line in ipairs(lines) do
    local px, py
    for i = 1, #line.x do
      local x = hundredths((left + line.x[i]) / precision) * precision
      local y = hundredths((top + line.y[i]) / precision) * precision
      if i == 1 then
        pieces[#pieces + 1] = string.format("M%s %s", short(x), short(y))
      elseif x ~= px or y ~= py or i == 2 then
        local dx, dy = short(x - px), short(y - py)
        pieces[#pieces + 1] = (i == 2 and "l" or string.find(dx, "^-") and "" or " ")
          .. dx .. (string.find(dy, "^-") and "" or " ") .. dy
      end
      px, py = x, y
    end
  end
  return table.concat(pieces)
end

---Outlines about the origin, of radius 1, as lists of points; `strokes` enclose nothing. The others are round.
local shapes = {
  square = {{-0.85, -0.85, 0.85, -0.85, 0.85, 0.85, -0.85, 0.85}},
  triangle = {{0, -1.1, 1.05, 0.8, -1.05, 0.8}},
  diamond = {{0, -1.2, 1.2, 0, 0, 1.2, -1.2, 0}},
  down = {{0, 1.1, 1.05, -0.8, -1.05, -0.8}},
  plus = {{-1.1, 0, 1.1, 0}, {0, -1.1, 0, 1.1}, strokes = true},
  cross = {{-0.85, -0.85, 0.85, 0.85}, {-0.85, 0.85, 0.85, -0.85}, strokes = true},
  star = {{-1.1, 0, 1.1, 0}, {-0.55, -0.95, 0.55, 0.95}, {-0.55, 0.95, 0.55, -0.95}, strokes = true},
}

---@param x number
---@param y number
---@param radius number
---@return string  # a path around a disc
function markup.circle(x, y, radius)
  return markup.fill("M$x $y a$r $r 0 1 0 $d 0a$r $r 0 1 0 -$d 0z", {x = x - radius, y = y, r = radius, d = 2 * radius})
end

---Markers of one series: one path, and with a halo one under it.
---@param xs number[]
---@param ys number[]
---@param shape string  # one of `palette.markers`
---@param radius number
---@param color string
---@param open? boolean  # its outline alone
---@param halo? boolean  # a thin white edge sets a filled marker off the lines under it
---@return plot.Element[]
function markup.markers(xs, ys, shape, radius, color, open, halo)
  if #xs == 0 then return {} end
  local outline, pieces = shapes[shape], {}
  if shape == "dot" then radius = 0.6 * radius end
  local stroked = open or outline and outline.strokes
  for i = 1, #xs do
    if not outline then
      -- A stroke of no length with round ends is a disc.
      pieces[i] = open and markup.circle(xs[i], ys[i], radius)
        or string.format("M%s %sh0", markup.number(xs[i]), markup.number(ys[i]))
    else
      for _, stroke in ipairs(outline) do
        local line = {x = {}, y = {}}
        for k = 1, #stroke, 2 do
          line.x[#line.x + 1], line.y[#line.y + 1] = xs[i] + radius * stroke[k], ys[i] + radius * stroke[k + 1]
        end
        pieces[#pieces + 1] = markup.path({line}, 0, 0, 10) .. (outline.strokes and "" or "z")
      end
    end
  end
  local path, disc = table.concat(pieces), not outline and not open
  local look = disc and {stroke = color, width = 2 * radius, cap = "round"}
    or stroked and {stroke = color, width = 1.3} or {fill = color}
  local elements = {{kind = "path", d = path, look = look}}
  if halo then
    local under = {stroke = "#ffffff", width = disc and 2 * radius + 2.4 or 2.4, cap = disc and "round" or nil}
    table.insert(elements, 1, {kind = "path", d = path, look = under})
  end
  return elements
end

return markup
