---The kind `.png`, by gnuplot.
local run = require "plot.gnuplot.run"

local png = {}

---@param fig plot.Figure
---@return string  # the file's bytes
function png.render(fig)
  local width, height = math.tointeger(fig.options.width) or 600, math.tointeger(fig.options.height) or 400
  -- Twice as many pixels, for sharp letters on today's screens.
  return run(fig, string.format("set terminal pngcairo size %d,%d fontscale 1.5 linewidth 2 pointscale 1.6",
    2 * width, 2 * height), "PNG")
end

return png
