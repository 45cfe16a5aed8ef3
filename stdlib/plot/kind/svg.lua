---SVG, for papers and the web: no font, script or style sheet is needed to show it, and equal numbers give equal bytes.
---
---    plot({1, 4, 9}, {file = "squares.svg"})  --> squares.svg
local elements_of = require("plot.svg").elements
local glyphs = require "plot.label.glyphs"
local markup = require "plot.markup"
local picture = require "plot.picture"

---@param fig plot.Figure
---@return string  # the file's bytes
local function render(fig)
  local drawing, letters = picture.draw(fig), glyphs.new()
  local elements = elements_of(drawing, letters)
  local out = {
    markup.fill('<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="$w" '
      .. 'height="$h" viewBox="0 0 $across $down" role="img">', {
      w = drawing.scale * drawing.width, h = drawing.scale * drawing.height, across = drawing.width,
      down = drawing.height,
    }),
    "<title>" .. markup.escape(drawing.title) .. "</title>",
  }
  local notes = table.concat(drawing.notes, ". ")
  if notes ~= "" then out[#out + 1] = "<desc>" .. markup.escape(notes) .. "</desc>" end
  out[#out + 1] = letters:definition()
  out[#out + 1] = '<rect width="100%" height="100%" fill="#fff"/>'
  table.move(elements, 1, #elements, #out + 1, out)
  out[#out + 1] = "</svg>"
  return table.concat(out, "\n") .. "\n"
end

local svg = {endings = {".svg"}, render = render}

return svg
