---SVG, for papers and the web: no font, script or style sheet is needed to show it, and equal numbers give equal bytes.
---
---    plot({1, 4, 9}, {file = "squares.svg"})  --> squares.svg
local markup = require "plot.markup"
local picture = require "plot.picture"
local unicode = require "plot.label.unicode"

---@param look plot.Paint
---@return string  # attributes
local function paint(look)
  local list = {string.format('fill="%s"', look.fill or "none")}
  local function put(name, value)
    list[#list + 1] = string.format('%s="%s"', name, math.type(value) and markup.number(value) or value)
  end
  if look.opacity then put("fill-opacity", look.opacity) end
  if look.stroke then put("stroke", look.stroke) end
  if look.width then put("stroke-width", look.width) end
  if look.join then put("stroke-linejoin", look.join) end
  if look.dash then put("stroke-dasharray", look.dash) end
  if look.cap then put("stroke-linecap", look.cap) end
  return table.concat(list, " ")
end

---How each kind of element is written.
---@type table<string, fun(element: plot.Element): string>
local writers = {}

function writers.path(element)
  return string.format('<path d="%s" %s/>', element.d, paint(element.look))
end

function writers.box(element)
  local radius = element.radius and markup.fill(' rx="$r"', {r = element.radius}) or ""
  return markup.fill('<rect x="$x" y="$y" width="$w" height="$h"$radius $paint/>', {
    x = element.x, y = element.y, w = element.width, h = element.height, radius = radius, paint = paint(element.look),
  })
end

function writers.text(element)
  local look = element.look
  local place = look.upright and 'transform="translate($x $y)rotate(-90)"' or 'x="$x" y="$y"'
  return markup.fill("<text " .. place .. '$anchor font-size="$size" fill="$color">$label</text>', {
    x = element.x, y = element.y, size = look.size, color = look.color,
    anchor = look.anchor and string.format(' text-anchor="%s"', look.anchor) or "",
    label = markup.label(unicode.letters(element.label), look.size),
  })
end

---@param fig plot.Figure
---@return string  # the file's bytes
local function render(fig)
  local drawing = picture.draw(fig)
  local out = {
    markup.fill('<svg xmlns="http://www.w3.org/2000/svg" width="$w" height="$h" viewBox="0 0 $w $h" role="img" '
      .. 'font-family="Helvetica, Arial, sans-serif">', {w = drawing.width, h = drawing.height}),
    "<title>" .. markup.escape(drawing.title) .. "</title>",
  }
  local notes = table.concat(drawing.notes, ". ")
  if notes ~= "" then out[#out + 1] = "<desc>" .. markup.escape(notes) .. "</desc>" end
  out[#out + 1] = '<rect width="100%" height="100%" fill="#fff"/>'
  for _, element in ipairs(drawing.elements) do out[#out + 1] = writers[element.kind](element) end
  out[#out + 1] = "</svg>"
  return table.concat(out, "\n") .. "\n"
end

local svg = {endings = {".svg"}, render = render}

return svg
