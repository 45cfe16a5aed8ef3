---A script for gnuplot, the numbers in it: it shows the figure where gnuplot has a window, and else in characters.
---
---    plot({1, 4, 9}, {file = "squares.gp"})  --> squares.gp
local gnuplot = require "plot.gnuplot"

---@param fig plot.Figure
---@return string  # the file's bytes
local function render(fig)
  return "# gnuplot -persist FILE shows it. For a file of it, put before the rest:\n"
    .. "#   set terminal pdfcairo size 6,4; set output 'figure.pdf'\n"
    .. "if (GPVAL_TERM eq 'unknown') set terminal dumb size 79, 24\n"
    .. gnuplot.body(fig)
end

local gp = {endings = {".gp"}, render = render}

return gp
