---The density of numbers, smoothed with Gaussian kernels.
local curve = require "plot.layer.curve"
local histogram = require "plot.layer.histogram"
local options = require "polyak.options"
local plot_options = require "plot.options"

---What a density may have.
---@class (exact) plot.DensityOptions
---@field values? number[]|Vector  # or listed: {1, 2, 2, 5, bandwidth = 0.5}
---@field bandwidth? number|"scott"|"silverman"  # the kernel's standard deviation, or the rule for it (default "scott")
---@field points? integer  # of the curve (default 256)
---@field name? string  # in the legend
---@field style? "line"|"dashed"
---@field color? string

---The same beside the figure's options, and further layers.
---@class (exact) plot.DensityFigure: plot.DensityOptions, plot.Options
---@field [integer] plot.SeriesOptions|number[]|Vector|Matrix|nil

local density = {
  main = "values", depth = 1, sample = {values = {1, 2, 2, 3, 3, 3, 4, 4, 5}, bandwidth = "silverman", name = "a"},
}

density.options = options.declare("plot.DensityOptions", {
  {"values", plot_options.numbers "number[]|Vector", "or listed: {1, 2, 2, 5, bandwidth = 0.5}"},
  {"bandwidth", options.either(options.number {above = 0}, options.one_of {"scott", "silverman"}),
    "the kernel's standard deviation, or the rule for it", default = "scott"},
  {"points", options.integer {from = 2, to = 100000}, "of the curve", default = 256},
  {"name", plot_options.label, "in the legend"},
  {"style", options.one_of {"line", "dashed"}},
  {"color", plot_options.color},
})

---The kernel's standard deviation: that of the n numbers times n^(-1/5) (Scott 1992) or (3n/4)^(-1/5) (Silverman 1986).
---@param values number[]
---@param rule number|"scott"|"silverman"
---@return number
function density.bandwidth(values, rule)
  if math.type(rule) then return rule end
  local n, mean, squares = #values, 0, 0
  for i, value in ipairs(values) do mean = mean + (value - mean) / i end
  for _, value in ipairs(values) do squares = squares + (value - mean) ^ 2 end
  local deviation = n > 1 and math.sqrt(squares / (n - 1)) or 0
  if deviation == 0 then deviation = math.max(0.05 * math.abs(mean), 1e-3) end
  return deviation * (rule == "silverman" and 0.75 * n or n + 0.0) ^ (-1 / 5)
end

---@param sorted number[]
---@param width number  # the kernel's standard deviation
---@param x number[]  # ascending
---@return number[]
function density.at(sorted, width, x)
  local result, n = {}, #sorted
  local factor, exp = 1 / (n * width * math.sqrt(2 * math.pi)), math.exp
  local first, last = 1, 0
  for k, place in ipairs(x) do
    -- Beyond nine standard deviations a kernel is under 1e-17 of its height.
    while first <= n and sorted[first] < place - 9 * width do first = first + 1 end
    while last < n and sorted[last + 1] <= place + 9 * width do last = last + 1 end
    local sum = 0
    for i = first, last do
      local distance = (place - sorted[i]) / width
      sum = sum + exp(-0.5 * distance * distance)
    end
    result[k] = factor * sum
  end
  return result
end

---@param spec plot.Specification
---@param fig plot.Figure
---@return plot.Entry[]
function density.read(spec, fig)
  local given = spec.options
  local style = given.style or fig.options.style == "dashed" and "dashed" or "line"
  if fig.log.x then spec.place:option("values"):complain "need a linear x axis, got option 'log' for it" end
  local sorted = histogram.sorted(spec, fig, "the density")
  if #sorted == 0 then return {} end
  -- Squares of numbers that have diverged overflow: these are counted in units of the greatest.
  local largest = math.max(-sorted[1], sorted[#sorted])
  local unit = largest > 1e150 and largest or 1.0
  if unit > 1 then
    for i, value in ipairs(sorted) do sorted[i] = value / unit end
  end
  local rule = given.bandwidth
  local width = density.bandwidth(sorted, math.type(rule) and rule / unit or rule)
  local x, count = {}, given.points
  local low, high = sorted[1] - 3 * width, sorted[#sorted] + 3 * width
  for i = 1, count do x[i] = low + (high - low) * (i - 1) / (count - 1) end
  local y = density.at(sorted, width, x)
  if unit > 1 then
    for i = 1, count do x[i], y[i] = math.max(-1.7e308, math.min(x[i] * unit, 1.7e308)), y[i] / unit end
  end
  local points = {x = x, y = y, suffix = ""}
  return {{turn = "next", add = function(slot)
    fig.sticky.y[0] = true
    local series = curve.series(
      {name = given.name, style = style, color = given.color}, fig.options, points, slot)
    fig.series[#fig.series + 1] = series
    fig.values[#fig.values + 1] = {
      name = given.name, rgb = series.rgb, columns = {{"x", points.x}, {"density", points.y}},
    }
  end}}
end

return density
