---Scales and ticks: from numbers to places along an axis.
local axes = {}

---@class plot.Scale
---@field log boolean
---@field low number  # the axis' ends; logarithms to base 10 on a log axis
---@field high number
---@field fixed boolean  # both ends were given by the caller
---@field place fun(value: number): number  # 0 at the low end, 1 at the high end

---@class plot.Tick
---@field place number
---@field label string  # such as "0.5", "1e-06"

local largest = 1.7e308

---@param log boolean
---@param low number
---@param high number
---@param fixed boolean
---@return plot.Scale
local function scale(log, low, high, fixed)
  -- Halves, because high - low overflows where a run has diverged to both sides.
  local start, span = low / 2, high / 2 - low / 2
  local log10 = math.log
  local place = log and function(value) return (log10(value, 10) / 2 - start) / span end
    or function(value) return (value / 2 - start) / span end
  return {log = log, low = low, high = high, fixed = fixed, place = place}
end

---Least and greatest value along one axis of the points whose other coordinate lies within `window`.
---@param fig plot.Figure
---@param axis "x"|"y"
---@param window {[1]: number|nil, [2]: number|nil}
---@return number|nil low  # nil where there is no point
---@return number|nil high
local function extent(fig, axis, window)
  local low, high = math.huge, -math.huge
  local from, to = window[1] or -math.huge, window[2] or math.huge
  local other = axis == "x" and "y" or "x"
  for _, series in ipairs(fig.series) do
    local along, across, y = series[axis], series[other], series.y
    for i = 1, #y do
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
---@param axis "x"|"y"
---@param padding number  # part of the extent to leave free at either end
---@return plot.Scale
local function fit(fig, axis, padding)
  local log = fig.log[axis]
  local limits = fig.options[axis .. "lim"] or {}
  local low, high = extent(fig, axis, fig.options[(axis == "x" and "y" or "x") .. "lim"] or {})
  if not low then low, high = extent(fig, axis, {}) end
  low, high = low or limits[1] or limits[2] or (log and 1 or 0), high or limits[2] or limits[1] or 1
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
    low, high = low - room, high + room
  end
  low, high = first or math.max(low, -largest), last or math.min(high, largest)
  return scale(log, low, high, first ~= nil and last ~= nil)
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
  local x, y = fit(fig, "x", padding), fit(fig, "y", padding)
  if not fig.options.equal then return x, y, width, height end
  local xspan, yspan = x.high / 2 - x.low / 2, y.high / 2 - y.low / 2
  local unit = math.max(xspan / width, yspan / height)
  local function adapt(axis, span, length)
    local needed = span / unit
    if axis.fixed or needed >= length / 2 then return axis, needed end
    local middle, half = axis.low / 2 + axis.high / 2, unit * length / 2
    return scale(false, math.max(middle - half, -largest), math.min(middle + half, largest), false), length / 2
  end
  x, width = adapt(x, xspan, width)
  y, height = adapt(y, yspan, height)
  return x, y, width, height
end

---1, 2 or 5 times a power of ten, near `step`.
---@param step number
---@return number
local function round_step(step)
  local power = 10.0 ^ math.floor(math.log(step, 10))
  -- The bounds are the geometric means of the neighbours.
  local factor = step / power
  return power * (factor < 1.414 and 1 or factor < 3.162 and 2 or factor < 7.071 and 5 or 10)
end

---The decimal point, whatever the locale of the program makes of it.
---@param form string
---@param number number
---@return string
local function format(form, number)
  return (form:format(number):gsub(",", "."))
end

---Labels of equally spaced ticks: as many digits as tell them apart, one power of ten for all.
---@param values number[]
---@param step number
---@return string[]
local function linear_labels(values, step)
  local size = 0
  for _, value in ipairs(values) do size = math.max(size, math.abs(value)) end
  local last = math.floor(math.log(step, 10) + 1e-9)
  local first = size > 0 and math.floor(math.log(size, 10) + 1e-9) or last
  local labels = {}
  for i, value in ipairs(values) do
    if math.abs(value) < step / 2 then
      labels[i] = "0"
    elseif (first >= 6 or first < -4) and first - last <= 6 then
      labels[i] = format(("%%.%df"):format(first - last), value / 10.0 ^ first) .. ("e%+03d"):format(first)
    elseif -last <= 15 and first < 15 then
      labels[i] = format(("%%.%df"):format(math.max(0, -last)), value)
    else
      labels[i] = format("%.15g", value)
    end
  end
  return labels
end

---@param low number
---@param high number
---@param wanted integer
---@return number[] values
---@return string[] labels
local function linear_values(low, high, wanted)
  local step = round_step(math.max((high / 2 - low / 2) / wanted * 2, 1e-300))
  local first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
  local values = {}
  -- Where the ends share more than 15 digits, counting from `first` no longer moves: at most 50 ticks then.
  for i = 0, math.min(last - first, 50) do values[#values + 1] = (first + i) * step end
  return values, linear_labels(values, step)
end

---@param axis plot.Scale
---@param wanted integer
---@return plot.Tick[] ticks
---@return number[] minor
local function decades(axis, wanted)
  local first, last = math.ceil(axis.low - 1e-9), math.floor(axis.high + 1e-9)
  local stride = 1
  for _, factor in ipairs {1, 2, 3, 5, 10, 20, 30, 50, 100, 200} do
    stride = factor
    if (last - first) // stride + 1 <= wanted then break end
  end
  local start = first + -first % stride
  if start + stride > last then start = first end
  local function place(exponent) return (exponent - axis.low) / (axis.high - axis.low) end
  local ticks, minor = {}, {}
  for exponent = start, last, stride do
    ticks[#ticks + 1] = {place = place(exponent), label = ("1e%+03d"):format(exponent)}
  end
  for exponent = first - 1, last do
    if stride > 1 then
      if (exponent - start) % stride ~= 0 then minor[#minor + 1] = place(exponent) end
    else
      for digit = 2, 9 do minor[#minor + 1] = place(exponent + math.log(digit, 10)) end
    end
  end
  return ticks, minor
end

---1, 2, 5 times powers of ten, for a log axis too short for decades.
---@param axis plot.Scale
---@return number[] values
---@return string[] labels
local function log_values(axis)
  local values, labels = {}, {}
  for exponent = math.floor(axis.low), math.ceil(axis.high) do
    for _, digit in ipairs {1, 2, 5} do
      local at = exponent + math.log(digit, 10)
      if at >= axis.low - 1e-9 and at <= axis.high + 1e-9 then
        local value = digit * 10.0 ^ exponent
        values[#values + 1] = value
        labels[#labels + 1] = (exponent >= 6 or exponent < -4) and ("%de%+03d"):format(digit, exponent)
          or format("%.15g", value)
      end
    end
  end
  return values, labels
end

---Round places to label along an axis, and the smaller ticks between them on a log axis.
---@param axis plot.Scale
---@param wanted integer  # about how many, at least 2; an axis of few decades may get one or two more
---@return plot.Tick[] ticks  # in ascending order
---@return number[] minor  # places
function axes.ticks(axis, wanted)
  local ticks, minor, values, labels = {}, {}, nil, nil
  if not axis.log then
    values, labels = linear_values(axis.low, axis.high, wanted)
  elseif math.floor(axis.high + 1e-9) - math.ceil(axis.low - 1e-9) >= 1 then
    ticks, minor = decades(axis, wanted)
    if #ticks > 2 or axis.high - axis.low >= 2 or wanted < 4 then values = {} end
  end
  if not values then
    values, labels = log_values(axis)
    if #values < 3 then values, labels = linear_values(10.0 ^ axis.low, math.min(10.0 ^ axis.high, largest), wanted) end
    ticks, minor = {}, {}
  end
  for i, value in ipairs(values) do
    ticks[i] = {place = axis.place(value), label = labels[i]}
  end
  local inside = {}
  for _, place in ipairs(minor) do
    if place > -1e-9 and place < 1 + 1e-9 then inside[#inside + 1] = place end
  end
  return ticks, inside
end

return axes
