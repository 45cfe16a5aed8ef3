---PDF, drawn by Cairo, its letters as outlines; by gnuplot where Cairo is not installed, or there is no Polyak. A pixel
---of the options is 3/4 of a point, as in an SVG.
---
---    if os.execute "command -v gnuplot > /dev/null" then plot({1, 4, 9}, {file = "squares.pdf"}) end
local cairo = require "plot.cairo"
local numerals = require "plot.numerals"
local picture = require "plot.picture"
local run = require "plot.gnuplot.run"
local sizes = require "plot.sizes"

---@param fig plot.Figure
---@return string  # the file's bytes
local function render(fig)
  local drawn = cairo.render(picture.draw(fig), "pdf", 0.75)
  if drawn then return drawn end
  local width, height = sizes.file(fig.options)
  return run(fig, string.format("set terminal pdfcairo size %s,%s font ',7' fontscale 1 pointscale 0.75",
    numerals.exact(width / 96), numerals.exact(height / 96)), "PDF")
end

local pdf = {endings = {".pdf"}, render = render}

return pdf
