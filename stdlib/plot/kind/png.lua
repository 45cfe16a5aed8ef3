---PNG, drawn by gnuplot, two of its pixels for each of the options' `width` and `height`.
---
---    if os.execute "command -v gnuplot > /dev/null" then plot({1, 4, 9}, {file = "squares.png"}) end
local run = require "plot.gnuplot.run"

---@param fig plot.Figure
---@return string  # the file's bytes
local function render(fig)
  local width, height = math.tointeger(fig.options.width) or 600, math.tointeger(fig.options.height) or 400
  -- Twice as many pixels, for sharp letters on today's screens.
  return run(fig, string.format("set terminal pngcairo size %d,%d fontscale 1.5 linewidth 2 pointscale 1.6",
    2 * width, 2 * height), "PNG")
end

local png = {endings = {".png"}, render = render}

return png
