---Lines of equal value with their numbers, which stand along them in gaps.
local curve = require "plot.curve"
local letters = require "plot.shape.letters"
local line = require "plot.shape.line"
local markup = require "plot.markup"
local typeset = require "plot.label.typeset"

---@class plot.Isoline
---@field lines plot.Line[]  # in the axes' numbers
---@field rgb integer
---@field label? string  # a number; nil where none is shown

---@class plot.Isolines: plot.Shape
---@field levels plot.Isoline[]
---@field width number  # of the lines
---@field ground boolean  # numbers are dark on a pale ground, for areas of colours lie under them
---@field paper {width: number, height: number}  # about that of the box where another program draws it

local isolines = {}

local size, gap = 11, 4

---A line's length up to each of its points.
---@param part plot.Line
---@return number[]
local function lengths(part)
  local all = {0.0}
  for i = 2, #part.x do
    all[i] = all[i - 1] + math.sqrt((part.x[i] - part.x[i - 1]) ^ 2 + (part.y[i] - part.y[i - 1]) ^ 2)
  end
  return all
end

---@param part plot.Line
---@param along number[]  # its `lengths`
---@param at number  # a length
---@return number x
---@return number y
---@return integer  # the last point before it
local function point(part, along, at)
  local low, high = 1, #along
  while high - low > 1 do
    local middle = (low + high) // 2
    if along[middle] <= at then low = middle else high = middle end
  end
  local share = along[high] > along[low] and (at - along[low]) / (along[high] - along[low]) or 0
  return part.x[low] + share * (part.x[high] - part.x[low]), part.y[low] + share * (part.y[high] - part.y[low]), low
end

---@class plot.Placed
---@field x number
---@field y number
---@field angle number  # of the line there, in radians, downwards
---@field wide number
---@field level plot.Isoline
---@field from number  # the gap in its line
---@field to number

---The place of a number along a line: where the line is straight and near to level, within the box and off the others.
---@param part plot.Line
---@param along number[]
---@param wide number  # of the number
---@param before plot.Placed[]
---@param box {width: number, height: number}
---@param wish number  # part of the way along the line, where there are several places
---@return plot.Placed|nil
local function best(part, along, wide, before, box, wish)
  local total, half, found, least = along[#along], wide / 2 + gap, nil, math.huge
  for at = half, total - half, math.max(4, total / 200) do
    local x0, y0 = point(part, along, at - half)
    local x1, y1 = point(part, along, at + half)
    local x, y = point(part, along, at)
    local dx, dy = math.abs(x1 - x0) / 2, math.abs(y1 - y0) / 2
    local bend = 1 - math.sqrt(dx * dx + dy * dy) / half
    local score = 8 * bend + 0.3 * math.atan(dy, dx) + 0.4 * math.abs(at / total - wish)
    local reach_x, reach_y = dx + size / 2, dy + size / 2
    local free = x > reach_x and y > reach_y and x < box.width - reach_x and y < box.height - reach_y
    for _, other in ipairs(before) do
      free = free and (x - other.x) ^ 2 + (y - other.y) ^ 2 > ((wide + other.wide) / 2 + gap) ^ 2
    end
    if free and score < least then
      local angle = math.atan(y1 - y0, x1 - x0)
      if math.abs(angle) > math.pi / 2 then angle = angle - math.pi * (angle > 0 and 1 or -1) end
      least, found = score, {x = x, y = y, angle = angle, wide = wide, from = at - half, to = at + half}
    end
  end
  -- A number across a bend would hide what the line does there.
  return least < 2.5 and found or nil
end

---The parts of a line before a gap and behind it.
---@param part plot.Line
---@param along number[]
---@param place plot.Placed
---@return plot.Line[]
local function parted(part, along, place)
  local x0, y0, last = point(part, along, place.from)
  local x1, y1, first = point(part, along, place.to)
  local before, behind = {x = {}, y = {}}, {x = {x1}, y = {y1}}
  for i = 1, last do before.x[i], before.y[i] = part.x[i], part.y[i] end
  before.x[last + 1], before.y[last + 1] = x0, y0
  for i = first + 1, #part.x do behind.x[#behind.x + 1], behind.y[#behind.y + 1] = part.x[i], part.y[i] end
  return {before, behind}
end

---Numbers along the lines that have room for one, and the lines with their gaps.
---@param shape plot.Isolines
---@param scales plot.Scales
---@param box {width: number, height: number}
---@return plot.Placed[]
---@return plot.Line[][] parts  # of each level
local function arranged(shape, scales, box)
  local placed, all = {}, {}
  for k, level in ipairs(shape.levels) do
    local wide = level.label and typeset.label(typeset.numeral(level.label)).width * size
    all[k] = {}
    for i, one in ipairs(level.lines) do
      for _, part in ipairs(curve.cut(curve.project(one, scales.x, scales.y, box.width, box.height), box.width,
        box.height)) do
        local along = wide and lengths(part)
        -- Neighbours' numbers lie apart where multiples of the golden section do.
        local place = wide and along[#along] > 2.5 * (wide + 2 * gap)
          and best(part, along, wide, placed, box, (k + i) * 0.618034 % 1)
        if place then
          place.level = level
          placed[#placed + 1] = place
          table.move(parted(part, along, place), 1, 2, #all[k] + 1, all[k])
        else
          all[k][#all[k] + 1] = part
        end
      end
    end
  end
  return placed, all
end

---@param shape plot.Isolines
---@param box plot.Box
---@param drawing plot.Drawing
function isolines.draw(shape, box, drawing)
  local placed, all = arranged(shape, box, box)
  for k, level in ipairs(shape.levels) do
    drawing:path(markup.path(all[k], box.left, box.top, 1),
      {stroke = string.format("#%06x", level.rgb), width = shape.width, join = "round"})
  end
  for _, place in ipairs(placed) do
    local cos, sin = math.cos(place.angle), math.sin(place.angle)
    local x, y = box.left + place.x, box.top + place.y
    if shape.ground then
      local corners, a, b = {}, place.wide / 2 + 2, size / 2 + 1
      for i, corner in ipairs {{-a, -b}, {a, -b}, {a, b}, {-a, b}} do
        corners[i] = (i == 1 and "M" or "L") .. markup.number(x + corner[1] * cos - corner[2] * sin) .. " "
          .. markup.number(y + corner[1] * sin + corner[2] * cos)
      end
      drawing:path(table.concat(corners) .. "Z", {fill = "#ffffff", opacity = 0.75})
    end
    -- The middle of its figures lies on the line.
    drawing:text(x - 0.36 * size * sin, y + 0.36 * size * cos, typeset.numeral(place.level.label), {
      anchor = "middle", size = size, turn = -math.deg(place.angle),
      color = string.format("#%06x", shape.ground and 0x202020 or place.level.rgb),
    })
  end
end

---The lines of a level and the numbers as shapes of their own, for outputs that know no gaps.
---@param shape plot.Isolines
---@param scales plot.Scales
---@param paper {width: number, height: number}  # the box, in pixels of a file
---@return plot.LineShape[]
---@return plot.Letters[]
local function pieces(shape, scales, paper)
  local lines, texts = {}, {}
  for k, level in ipairs(shape.levels) do
    lines[k] = {lines = level.lines, rgb = level.rgb, width = shape.width, dash = false, head = false, shape = "dot"}
  end
  local function number(scale, part)
    local value = scale.low + part * (scale.high - scale.low)
    return scale.log and 10.0 ^ value or value
  end
  for i, place in ipairs((arranged(shape, scales, paper))) do
    texts[i] = {
      x = number(scales.x, place.x / paper.width), y = number(scales.y, 1 - place.y / paper.height),
      text = place.level.label, anchor = "middle", turn = -math.deg(place.angle), shape = "dot", is_number = true,
      ground = true, rgb = shape.ground and 0x202020 or place.level.rgb,
    }
  end
  return lines, texts
end

---@param shape plot.Isolines
---@param canvas plot.Canvas
---@param scales plot.Scales
---@param _ integer
---@param screen plot.Screen
function isolines.trace(shape, canvas, scales, _, screen)
  local owners = canvas.artists
  -- A cell is about as large as a letter of a file.
  local lines, texts = pieces(shape, scales, {width = 7 * canvas.columns, height = 14 * canvas.rows})
  for _, list in ipairs {lines, texts} do
    for _, one in ipairs(list) do
      owners[#owners + 1] = one
      local kind = list == lines and line or letters
      kind.trace(one, canvas, scales, #owners, screen)
    end
  end
end

---@param shape plot.Isolines
---@param out string[]
---@param name string
---@param scales plot.Scales
---@return string
function isolines.gnuplot(shape, out, name, scales)
  local lines, texts = pieces(shape, scales, shape.paper)
  local clauses = {}
  for k, one in ipairs(lines) do
    if #one.lines > 0 then clauses[#clauses + 1] = line.gnuplot(one, out, name .. "_" .. k, scales) end
  end
  for _, one in ipairs(texts) do letters.gnuplot(one, out) end
  return #clauses > 0 and table.concat(clauses, ", \\\n  ") or nil
end

---@param shape plot.Isolines
---@param out string[]
---@param name string
---@param scales plot.Scales
function isolines.tex(shape, out, name, scales)
  local lines, texts = pieces(shape, scales, shape.paper)
  for k, one in ipairs(lines) do line.tex(one, out, name .. "l" .. k, scales) end
  for k, one in ipairs(texts) do letters.tex(one, out, name .. "t" .. k, scales) end
end

return isolines
