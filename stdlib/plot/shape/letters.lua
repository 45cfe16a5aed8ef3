---A text at a place of the axes.
local label = require "plot.gnuplot.label"
local numerals = require "plot.numerals"
local tex = require "plot.tex"
local text = require "plot.text"
local unicode = require "plot.label.unicode"

---@class plot.Letters: plot.Shape
---@field x number
---@field y number
---@field text string
---@field rgb integer
---@field anchor "start"|"middle"|"end"
---@field shape string
---@field is_number? boolean  # its powers of ten are raised
---@field ground? boolean  # on a pale ground, for lines go through it
---@field turn? number  # degrees counterclockwise

local letters = {}

---@param shape plot.Letters
---@param box plot.Box
---@param drawing plot.Drawing
function letters.draw(shape, box, drawing)
  local x, y = box.x.place(shape.x), 1 - box.y.place(shape.y)
  if not (x >= 0 and x <= 1 and y >= 0 and y <= 1) then return end
  drawing:text(box.left + x * box.width, box.top + y * box.height + 4, shape.text,
    {anchor = shape.anchor, size = 12, color = string.format("#%06x", shape.rgb)})
end

---@param shape plot.Letters
---@param canvas plot.Canvas
---@param scales plot.Scales
---@param owner integer
---@param screen plot.Screen
function letters.trace(shape, canvas, scales, owner, screen)
  local x, y = scales.x.place(shape.x), 1 - scales.y.place(shape.y)
  if not (x >= 0 and x <= 1 and y >= 0 and y <= 1) then return end
  local content = (screen.unicode and unicode.letters or unicode.ascii)(shape.text)
  local length = text.width(content)
  local column = math.floor(x * (canvas.columns - 1) + 0.5)
  column = column - (shape.anchor == "middle" and length // 2 or shape.anchor == "end" and length - 1 or 0)
  column = math.max(0, math.min(column, canvas.columns - length))
  local row = y * (canvas.height - 1) // (canvas.height // canvas.rows) | 0
  canvas:write(column | 0, row, text.cut(content, canvas.columns), owner)
end

local sides = {start = {"left", "west"}, middle = {"center", "center"}, ["end"] = {"right", "east"}}

---@param shape plot.Letters
---@param out string[]
function letters.gnuplot(shape, out)
  out[#out + 1] = string.format("set label %s at %s,%s %s%s front%s tc rgb '#%06x'", label.of(shape.text),
    numerals.exact(shape.x), numerals.exact(shape.y), sides[shape.anchor][1],
    shape.turn and string.format(" rotate by %.0f", shape.turn) or "", shape.ground and " boxed" or "", shape.rgb)
end

---@param shape plot.Letters
---@param out string[]
---@param name string
---@param scales plot.Scales
function letters.tex(shape, out, name, scales)
  out[#out + 1] = string.format("\\definecolor{%s}{HTML}{%06X}", name, shape.rgb)
  out[#out + 1] = string.format("\\node[%s, anchor=%s, font=\\small%s%s] at (axis cs:%s,%s) {%s};", name,
    sides[shape.anchor][2],
    shape.turn and string.format(", rotate=%.0f", shape.turn) or "",
    shape.ground and ", fill=white, fill opacity=0.75, text opacity=1, inner sep=1pt" or "",
    numerals.within(shape.x, scales.x), numerals.within(shape.y, scales.y),
    (shape.is_number and tex.number or tex.label)(shape.text))
end

return letters
