---Scales: from numbers to places along an axis.
local axes = {}

---@class plot.Scale
---@field log boolean
---@field low number  # the axis' ends; logarithms to base 10 on a log axis
---@field high number
---@field fixed boolean  # both ends were given by the caller
---@field origin? number  # what another program's numbers along it are counted from
---@field place fun(value: number): number  # 0 at the low end, 1 at the high end
---@field ticks? (number|{[1]: number, [2]: string})[]  # where the caller wants them

local largest = 1.7e308

---@param log boolean
---@param low number  # a logarithm where `log`
---@param high number
---@param fixed boolean
---@return plot.Scale
function axes.scale(log, low, high, fixed)
  -- Halves, because high - low overflows where a run has diverged to both sides.
  local start, span = low / 2, math.max(high / 2 - low / 2, 1e-300)
  local log10 = math.log
  local place = log and function(value) return (log10(value, 10) / 2 - start) / span end
    or function(value) return (value / 2 - start) / span end
  return {log = log, low = low, high = high, fixed = fixed, place = place}
end

---Least and greatest value along one axis of the points whose other coordinate lies within `window`.
---@param fig plot.Figure
---@param axis "x"|"y"|"y2"
---@param window {[1]: number|nil, [2]: number|nil}
---@return number|nil low  # nil where there is no point
---@return number|nil high
local function extent(fig, axis, window)
  local low, high = math.huge, -math.huge
  local from, to = window[1] or -math.huge, window[2] or math.huge
  local name, other = axis == "x" and "x" or "y", axis == "x" and "y" or "x"
  local function counts(one) return axis == "x" or (one.right or false) == (axis == "y2") end
  -- What a shape has at the ends of an axis, wherever they are, is infinite, or 0 on a log axis.
  local least, huge = fig.log[axis] and 0 or -math.huge, math.huge
  for _, shape in ipairs(fig.shapes) do
    for _, outline in ipairs(counts(shape) and shape.extent or {}) do
      for _, value in ipairs(outline[name]) do
        if value > least and value < huge then
          if value < low then low = value end
          if value > high then high = value end
        end
      end
    end
  end
  for _, series in ipairs(fig.series) do
    local along, across, y = series[name], series[other], series.y
    for i = 1, counts(series) and #y or 0 do
      local value, side = along[i], across[i]
      -- A point that cannot be shown has NaN for y, whatever its x.
      if y[i] == y[i] and side >= from and side <= to then
        if value < low then low = value end
        if value > high then high = value end
      end
    end
  end
  if low > high then return nil end
  return low, high
end

---@param fig plot.Figure
---@param axis "x"|"y"|"y2"
---@param padding number  # part of the extent to leave free at either end
---@return plot.Scale
local function fit(fig, axis, padding)
  local log = fig.log[axis]
  local limits = fig.options[axis .. "lim"] or {}
  local low, high = extent(fig, axis, fig.options[(axis == "x" and "y" or "x") .. "lim"] or {})
  if not low then low, high = extent(fig, axis, {}) end
  low, high = low or limits[1] or limits[2] or (log and 1 or 0), high or limits[2] or limits[1] or 1
  local sticky_low, sticky_high = fig.sticky[axis][low], fig.sticky[axis][high]
  if log then low, high = math.log(low, 10), math.log(high, 10) end
  local first = limits[1] and (log and math.log(limits[1], 10) or limits[1] + 0.0)
  local last = limits[2] and (log and math.log(limits[2], 10) or limits[2] + 0.0)

  -- What one end is fixed to may lie beyond all data.
  low, high = first or low, last or high
  if low > high then if first then high = low else low = high end end
  -- Differences of rounding errors are no signal: a constant is drawn as one, in the middle.
  local size = math.max(math.abs(low), math.abs(high))
  if high / 2 - low / 2 <= math.max(0.5e-12 * size, 1e-300) and not (first and last) then
    local half = log and 0.5 or size > 1e-300 and 0.05 * size or 1
    low, high = low - half, high + half
  else
    local room = padding * (high / 2 - low / 2) * 2
    -- An image fills its box, and bars stand on their edge.
    low = sticky_low and low or low - room
    high = sticky_high and high or high + room
  end
  low, high = first or math.max(low, -largest), last or math.min(high, largest)
  return axes.scale(log, low, high, first ~= nil and last ~= nil)
end

---The axis that the left side shows: that of the right where all is drawn by it.
---@param fig plot.Figure
---@return "y"|"y2"
local function left_axis(fig)
  local any = false
  for _, list in ipairs {fig.series, fig.shapes} do
    for _, one in ipairs(list) do
      if not one.right then return "y" end
      any = true
    end
  end
  return any and not fig.options.ylim and "y2" or "y"
end

---The scales of both axes. With option `equal`, a unit is as long on both: the box shrinks along the axis that needs
---less, to a half at most, from where on the axis shows more instead unless its limits are fixed.
---@param fig plot.Figure
---@param width number  # of the box, in units that are as long on both axes
---@param height number
---@param padding number
---@return plot.Scale x
---@return plot.Scale y
---@return number width
---@return number height
function axes.fit(fig, width, height, padding)
  local x, y = fit(fig, "x", padding), fit(fig, left_axis(fig), padding)
  x.ticks, y.ticks = fig.options.xticks, fig.options.yticks
  if not fig.options.equal then return x, y, width, height end
  local xspan, yspan = x.high / 2 - x.low / 2, y.high / 2 - y.low / 2
  local unit = math.max(xspan / width, yspan / height)
  local function adapt(axis, span, length)
    local needed = span / unit
    if axis.fixed or needed >= length / 2 then return axis, needed end
    local middle, half = axis.low / 2 + axis.high / 2, unit * length / 2
    return axes.scale(false, math.max(middle - half, -largest), math.min(middle + half, largest), false), length / 2
  end
  x, width = adapt(x, xspan, width)
  y, height = adapt(y, yspan, height)
  x.ticks, y.ticks = fig.options.xticks, fig.options.yticks
  return x, y, width, height
end

---The scale of the axis at the right.
---@param fig plot.Figure
---@param padding number
---@return plot.Scale|nil  # nil where nothing is drawn by it
function axes.right(fig, padding)
  for _, list in ipairs {fig.series, fig.shapes} do
    for _, one in ipairs(list) do
      if one.right then return fit(fig, "y2", padding) end
    end
  end
end

---The scales by which something is drawn.
---@param one plot.Series|plot.Shape
---@param x plot.Scale
---@param y plot.Scale
---@param y2 plot.Scale|nil
---@return plot.Scales
function axes.of(one, x, y, y2) return {x = x, y = one.right and y2 or y} end

return axes
