---Sixels, `.six` or `.sixel`, drawn by gnuplot: a picture that some terminals show, as `cat` writes it there. There are
---no dashes in it.
---
---    if os.execute "command -v gnuplot > /dev/null" then plot({1, 4, 9}, {file = "squares.sixel"}) end
local run = require "plot.gnuplot.run"
local sizes = require "plot.sizes"

---@param fig plot.Figure
---@return string  # the file's bytes
local function render(fig)
  local width, height = sizes.file(fig.options)
  local terminal = "set terminal sixelgd size %d,%d fontscale 0.75"
  return run(fig, string.format(terminal, math.ceil(width), math.ceil(height)), "sixel")
end

local sixel = {endings = {".six", ".sixel"}, render = render}

return sixel
