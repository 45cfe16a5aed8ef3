---Series of points: lines, dashes or markers.
local data = require "plot.data"
local errors = require "plot.layer.errors"
local names = require "plot.names"
local options = require "plot.options"
local palette = require "plot.palette"
local sizes = require "plot.sizes"

local curve = {
  options = options.series,
  sample = {x = {1, 2, 3}, y = {4, 2, 1}, name = "a", error = 0.5, band = {{3, 1, 0}, {5, 3, 2}}, style = "steps"},
}

---A value holds from its x to the next one.
---@param x number[]
---@param y number[]
---@return number[] x
---@return number[] y
local function stepped(x, y)
  local xs, ys = {}, {}
  for i = 1, #x do
    if i > 1 then xs[#xs + 1], ys[#ys + 1] = x[i], y[i - 1] end
    xs[#xs + 1], ys[#ys + 1] = x[i], y[i]
  end
  return xs, ys
end

---@param spec table
---@param given table  # the figure's options
---@param points plot.Curve
---@param slot integer  # its place among those that take the next colour, dash and marker
---@return plot.Series
function curve.series(spec, given, points, slot)
  local style = spec.style or given.style or "line"
  local color = spec.color or given.color
  local marks = spec.marks
  if marks == nil then marks = given.marks or false end
  local name, width = spec.name, spec.linewidth or given.linewidth
  if points.suffix ~= "" then name = (name or "") .. points.suffix end
  color = color or palette.pick(palette.cycle, slot)
  local dash = palette.dashes[spec.dash]
  if dash == nil then
    -- Past the last colour the dashes shift by one, so that no pair comes twice soon.
    dash = style == "dashed" and "6 4" or palette.pick(palette.dashes, slot + (slot - 1) // #palette.cycle)
  end
  local x, y = points.x, points.y
  if style == "steps" then
    style, x, y = "line", stepped(x, y)
  end
  return {
    x = x, y = y, name = name, style = style, marks = marks, rgb = palette.rgb(color), dash = dash,
    width = width and sizes.of_points(width),
    shape = spec.marker or palette.pick(palette.shapes, slot), open = spec.open or false,
    marked = spec.marker ~= nil and style ~= "points" and not marks,
  }
end

---@param spec plot.Specification
---@param fig plot.Figure
---@return plot.Entry[]
function curve.read(spec, fig)
  if spec.y == nil then spec.y_place:missing "numbers" end
  if names.are(spec.x) then spec.x = names.places(spec.x, spec.x_place, fig) end
  local entries, given = {}, spec.options
  -- A dashed line in a colour of its own, such as a bound, leaves the others looking as they would without it.
  local turn = given.color and (given.style or fig.options.style) == "dashed" and "last" or "next"
  for i, points in ipairs(data.curves(spec)) do
    entries[i] = {turn = turn, add = function(slot)
      local series = curve.series(given, fig.options, points, slot)
      series.right = given.axis == "right"
      fig.series[#fig.series + 1] = series
      local values = {
        name = series.name, rgb = series.rgb, right = series.right, columns = {{"x", points.x}, {"y", points.y}},
      }
      fig.values[#fig.values + 1] = values
      errors.add(fig, spec, points, series, values.columns)
    end}
  end
  return entries
end

return curve
