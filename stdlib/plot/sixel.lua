---The kinds `.six` and `.sixel`, by gnuplot: a picture that some terminals show, as `cat` writes it there. Gnuplot
---draws no dashes in it.
local run = require "plot.gnuplot.run"

local sixel = {}

---@param fig plot.Figure
---@return string  # the file's bytes
function sixel.render(fig)
  local width, height = math.tointeger(fig.options.width) or 600, math.tointeger(fig.options.height) or 400
  return run(fig, string.format("set terminal sixelgd size %d,%d fontscale 0.75", width, height), "sixel")
end

return sixel
