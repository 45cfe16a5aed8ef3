---Sixels, `.six` or `.sixel`, drawn by gnuplot: a picture that some terminals show, as `cat` writes it there. There are
---no dashes in it.
---
---    if os.execute "command -v gnuplot > /dev/null" then plot({1, 4, 9}, {file = "squares.sixel"}) end
local run = require "plot.gnuplot.run"

---@param fig plot.Figure
---@return string  # the file's bytes
local function render(fig)
  local width, height = math.tointeger(fig.options.width) or 600, math.tointeger(fig.options.height) or 400
  return run(fig, string.format("set terminal sixelgd size %d,%d fontscale 0.75", width, height), "sixel")
end

local sixel = {endings = {".six", ".sixel"}, render = render}

return sixel
