---PNG, drawn by Cairo as the SVG is; by gnuplot where Cairo is not installed, or there is no Polyak. It has two pixels
---for each of the options' `width` and `height`.
---
---    if os.execute "command -v gnuplot > /dev/null" then plot({1, 4, 9}, {file = "squares.png"}) end
local cairo = require "plot.cairo"
local picture = require "plot.picture"
local png_file = require "plot.png"
local run = require "plot.gnuplot.run"
local sizes = require "plot.sizes"

-- For sharp letters on today's screens.
local scale = 2

---@param fig plot.Figure
---@return string  # the file's bytes
local function render(fig)
  local drawing = picture.draw(fig)
  local drawn = cairo.render(drawing, "png", scale)
  if drawn then
    local texts = {{"Title", drawing.title or ""}, {"Description", table.concat(drawing.notes, ". ")}}
    return png_file.described(drawn, texts, 96 * scale)
  end
  local width, height = sizes.file(fig.options)
  return run(fig, string.format("set terminal pngcairo size %d,%d fontscale 1.5 linewidth 2 pointscale 1.6",
    scale * width, scale * height), "PNG")
end

local png = {endings = {".png"}, render = render}

return png
