---Sixels, `.six` or `.sixel`, drawn by Cairo as the SVG is; by gnuplot, which has no dashes there, where Cairo is not
---installed, or there is no Polyak. A picture that some terminals show, as `cat` writes it there.
---
---    if os.execute "command -v gnuplot > /dev/null" then plot({1, 4, 9}, {file = "squares.sixel"}) end
local cairo = require "plot.cairo"
local picture = require "plot.picture"
local run = require "plot.gnuplot.run"
local sizes = require "plot.sizes"

---@param fig plot.Figure
---@return string  # the file's bytes
local function render(fig)
  local drawn = cairo.render(picture.draw(fig), "sixel", 1)
  if drawn then return drawn end
  local width, height = sizes.file(fig.options)
  local terminal = "set terminal sixelgd size %d,%d fontscale 0.75"
  return run(fig, string.format(terminal, math.ceil(width), math.ceil(height)), "sixel")
end

local sixel = {endings = {".six", ".sixel"}, render = render}

return sixel
