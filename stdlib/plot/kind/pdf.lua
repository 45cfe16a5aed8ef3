---PDF, drawn by gnuplot.
---
---    if os.execute "command -v gnuplot > /dev/null" then plot({1, 4, 9}, {file = "squares.pdf"}) end
local numerals = require "plot.numerals"
local run = require "plot.gnuplot.run"

---@param fig plot.Figure
---@return string  # the file's bytes
local function render(fig)
  local width, height = fig.options.width or 600, fig.options.height or 400
  return run(fig, string.format("set terminal pdfcairo size %s,%s font ',7' fontscale 1 pointscale 0.75",
    numerals.exact(width / 100), numerals.exact(height / 100)), "PDF")
end

local pdf = {endings = {".pdf"}, render = render}

return pdf
