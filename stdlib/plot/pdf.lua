---The kind `.pdf`, by gnuplot.
local numerals = require "plot.numerals"
local run = require "plot.gnuplot.run"

local pdf = {}

---@param fig plot.Figure
---@return string  # the file's bytes
function pdf.render(fig)
  local width, height = fig.options.width or 600, fig.options.height or 400
  return run(fig, string.format("set terminal pdfcairo size %s,%s font ',7' fontscale 1 pointscale 0.75",
    numerals.exact(width / 100), numerals.exact(height / 100)), "PDF")
end

return pdf
