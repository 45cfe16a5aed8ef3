---The elements of a drawing as SVG writes them.
local markup = require "plot.markup"
local png = require "plot.png"

local svg = {}

---@param look plot.Paint
---@return string  # attributes
local function paint(look)
  local list = {string.format('fill="%s"', look.fill or "none")}
  local function put(name, value)
    list[#list + 1] = string.format('%s="%s"', name, math.type(value) and markup.number(value) or value)
  end
  if look.opacity then put("fill-opacity", look.opacity) end
  if look.rule then put("fill-rule", look.rule) end
  if look.stroke then put("stroke", look.stroke) end
  if look.width then put("stroke-width", look.width) end
  if look.join then put("stroke-linejoin", look.join) end
  if look.dash then put("stroke-dasharray", look.dash) end
  if look.cap then put("stroke-linecap", look.cap) end
  return table.concat(list, " ")
end

---How each kind of element is written.
---@type table<string, fun(element: plot.Element, letters: plot.label.Glyphs): string>
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

function writers.text(element, letters) return letters:text(element) end

function writers.group(element, letters)
  local out = {markup.fill('<g transform="translate($x $y)">', {x = element.x, y = element.y})}
  for _, inner in ipairs(element.elements) do
    local written = writers[inner.kind](inner, letters)
    if written ~= "" then out[#out + 1] = written end
  end
  out[#out + 1] = "</g>"
  return table.concat(out, "\n")
end

function writers.image(element)
  local raster = element.raster
  return markup.fill('<image x="$x" y="$y" width="$w" height="$h" preserveAspectRatio="none"$sharp '
    .. 'xlink:href="data:image/png;base64,$data"/>', {
    x = element.x, y = element.y, w = element.width, h = element.height,
    sharp = raster.is_coarse and ' image-rendering="optimizeSpeed"' or "",
    data = png.base64(png.encode(raster)),
  })
end

---@param drawing plot.Drawing
---@param letters plot.label.Glyphs  # gets the letters that are used
---@return string[]
function svg.elements(drawing, letters)
  local elements = {}
  for _, element in ipairs(drawing.elements) do
    local written = writers[element.kind](element, letters)
    if written ~= "" then elements[#elements + 1] = written end
  end
  return elements
end

return svg
