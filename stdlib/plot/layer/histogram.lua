---How often numbers lie in each of some intervals.
local bars = require "plot.layer.bars"
local data = require "plot.data"
local options = require "polyak.options"
local plot_options = require "plot.options"

---What a histogram may have.
---@class (exact) plot.HistogramOptions
---@field values? number[]|Vector  # or listed: {1, 2, 2, 5, bins = 3}
---@field bins? integer|number[]|Vector  # how many, or their edges; else by Freedman and Diaconis, or Sturges
---@field density? boolean  # heights such that the area is 1
---@field cumulative? boolean  # of each interval and all before it
---@field name? string  # in the legend
---@field color? string

---The same beside the figure's options, and further layers.
---@class (exact) plot.HistogramFigure: plot.HistogramOptions, plot.Options
---@field [integer] plot.SeriesOptions|number[]|Vector|Matrix|nil

local histogram = {
  main = "values", depth = 1, sample = {values = {1, 2, 2, 3, 3, 3, 4, 4, 5, 1 / 0}, bins = 4, name = "a"},
}

local bins_rule = {
  expected = "an integer in [1, 100000] or edges in ascending order", annotation = "integer|number[]|Vector",
  accept = function(value)
    if not math.type(value) then return data.kind(value) == "vector" end
    return math.tointeger(value) ~= nil and value >= 1 and value <= 100000
  end,
}

histogram.options = options.declare("plot.HistogramOptions", {
  {"values", plot_options.numbers "number[]|Vector", "or listed: {1, 2, 2, 5, bins = 3}"},
  {"bins", bins_rule, "how many, or their edges; else by Freedman and Diaconis, or Sturges"},
  {"density", options.boolean, "heights such that the area is 1"},
  {"cumulative", options.boolean, "of each interval and all before it"},
  {"name", plot_options.label, "in the legend"},
  {"color", plot_options.color},
})

---@param low number
---@param high number
---@param part number
---@return number  # that part of the way from one to the other
local function between(low, high, part)
  local way = high - low
  -- It overflows where numbers have diverged to both sides.
  if way == math.huge then return (1 - part) * low + part * high end
  return low + part * way
end

---The number below which a part of sorted ones lie, between two of them on a line.
---@param sorted number[]
---@param part number
---@return number
local function quantile(sorted, part)
  local at = part * (#sorted - 1) + 1
  local low = math.min(at // 1 | 0, #sorted)
  local high = math.min(low + 1, #sorted)
  return between(sorted[low], sorted[high], at - low)
end

---Edges of equal intervals from the least number to the greatest. Freedman and Diaconis (1981): they are as wide as
---twice the distance of the quartiles over the cube root of how many numbers there are. Where that is 0, because half
---of the numbers are equal, there is one more of them than the logarithm to base 2 of that number (Sturges 1926).
---@param sorted number[]
---@param count? integer
---@return number[]
function histogram.edges(sorted, count)
  local low, high = sorted[1] or 0.0, sorted[#sorted] or 1.0
  if low == high then low, high, count = low - 0.5, high + 0.5, count or 1 end
  if not count and #sorted < 2 then count = 1 end
  if not count then
    local half = (quantile(sorted, 0.75) / 2 - quantile(sorted, 0.25) / 2) * (#sorted + 0.0) ^ (-1 / 3)
    count = half > 0 and math.ceil(math.min((high / 2 - low / 2) / (2 * half), 10000))
      or math.ceil(math.log(#sorted, 2)) + 1
  end
  local edges, step = {}, (high - low) / count
  for i = 0, count - 1 do edges[i + 1] = step < math.huge and low + i * step or between(low, high, i / count) end
  edges[count + 1] = high
  return edges
end

---@param sorted number[]
---@param edges number[]
---@return integer[]  # how many lie in each interval; the last holds its upper edge too
function histogram.counts(sorted, edges)
  local counts, last, at = {}, #edges - 1, 1
  for i = 1, last do counts[i] = 0 end
  for _, value in ipairs(sorted) do
    if value >= edges[1] and value <= edges[#edges] then
      while at < last and value >= edges[at + 1] do at = at + 1 end
      counts[at] = counts[at] + 1
    end
  end
  return counts
end

---@param given table  # options
---@param place polyak.Place
---@return number[]|nil
local function given_edges(given, place)
  if given.bins == nil or math.type(given.bins) then return nil end
  local edges = data.vector(given.bins, place:option "bins")
  if #edges < 2 then place:option("bins"):complain(string.format("must be 2 edges or more, got %d", #edges)) end
  for i = 2, #edges do
    if edges[i] <= edges[i - 1] or edges[i] ~= edges[i] then
      place:option("bins"):inside(i):complain(string.format("must be above the edge before it, %.14g, got %.14g",
        edges[i - 1], edges[i]))
    end
  end
  return edges
end

---Those that can be shown, in ascending order.
---@param spec plot.Specification
---@param fig plot.Figure
---@param noun string
---@return number[]
function histogram.sorted(spec, fig, noun)
  local place = spec.place:option "values"
  if spec.options.values == nil then place:missing "numbers" end
  if data.kind(spec.options.values) ~= "vector" then place:refuse(spec.options.values, "numbers") end
  local sorted, hidden = {}, 0
  for _, value in ipairs(data.vector(spec.options.values, place)) do
    if value - value ~= 0 or fig.log.x and value <= 0 then hidden = hidden + 1 else sorted[#sorted + 1] = value end
  end
  table.sort(sorted)
  if hidden > 0 then
    fig.notes[#fig.notes + 1] = string.format("%d %s left out of %s: not finite%s", hidden,
      hidden == 1 and "number" or "numbers", noun, fig.log.x and ", or <= 0 on a log axis" or "")
  end
  return sorted
end

---@param spec plot.Specification
---@param fig plot.Figure
---@return plot.Entry[]
function histogram.read(spec, fig)
  local given = spec.options
  local sorted = histogram.sorted(spec, fig, "the histogram")
  local edges = given_edges(given, spec.place)
  if not edges then
    local logs = sorted
    if fig.log.x then
      logs = {}
      for i, value in ipairs(sorted) do logs[i] = math.log(value, 10) end
    end
    edges = histogram.edges(logs, given.bins and math.tointeger(given.bins))
    if fig.log.x then
      for i, edge in ipairs(edges) do edges[i] = 10.0 ^ edge end
      -- As they are, whatever the logarithms have been rounded to.
      if #sorted > 1 then edges[1], edges[#edges] = sorted[1], math.max(sorted[#sorted], edges[#edges]) end
    end
  end
  local heights = histogram.counts(sorted, edges)
  local total, sum = 0, 0
  for _, count in ipairs(heights) do total = total + count end
  for i, count in ipairs(heights) do
    sum = sum + count
    if given.cumulative then
      heights[i] = given.density and sum / math.max(total, 1) or sum
    elseif given.density then
      heights[i] = count / (math.max(total, 1) * (edges[i + 1] - edges[i]))
    end
  end
  return {{turn = "next", add = function(slot)
    local x, y = {edges[1]}, {0.0}
    for i, height in ipairs(heights) do
      x[#x + 1], y[#y + 1] = edges[i], height
      x[#x + 1], y[#y + 1] = edges[i + 1], height
    end
    x[#x + 1], y[#y + 1] = edges[#edges], 0.0
    local rgb, outline = bars.rgb(given, fig, slot), {{x = x, y = y}}
    local middles, noun = {}, given.density and "density" or "count"
    for i = 1, #heights do
      middles[i] = fig.log.x and math.sqrt(edges[i]) * math.sqrt(edges[i + 1]) or edges[i] / 2 + edges[i + 1] / 2
    end
    fig.values[#fig.values + 1] = {
      name = given.name, rgb = rgb, x = middles, y = heights, columns = {
        {"from", table.move(edges, 1, #heights, 1, {})}, {"to", table.move(edges, 2, #edges, 1, {})},
        {given.cumulative and "cumulative " .. noun or noun, heights},
      },
    }
    fig.sticky.y[0] = true
    fig.shapes[#fig.shapes + 1] = {
      kind = "area", over = false, extent = outline, loops = outline, rgb = rgb, opacity = 0.45, holes = false,
      shade = slot,
    }
    fig.shapes[#fig.shapes + 1] = {
      kind = "line", over = false, extent = outline, lines = outline, rgb = rgb, width = 1.4, dash = false,
      head = false, shape = "dot",
    }
    if given.name then fig.series[#fig.series + 1] = bars.swatch(given.name, rgb, slot, 0.45) end
  end}}
end

return histogram
