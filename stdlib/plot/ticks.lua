---Ticks: round numbers along an axis, and how they are written.
local ticks = {}

---@class plot.Tick
---@field place number
---@field value number
---@field label string  # such as "0.5", "1e-06", or what the caller gave

---1, 2 or 5 times a power of ten, near `step`.
---@param step number
---@return number
local function round_step(step)
  local power = 10.0 ^ math.floor(math.log(step, 10))
  -- The bounds are the geometric means of the neighbours.
  local factor = step / power
  local round = power * (factor < 1.414 and 1 or factor < 3.162 and 2 or factor < 7.071 and 5 or 10)
  return round < math.huge and round or power
end

---The decimal point, whatever the locale of the program makes of it.
---@param form string
---@param number number
---@return string
local function format(form, number)
  return (string.gsub(string.format(form, number), ",", "."))
end

---Labels of equally spaced ticks: as many digits as tell them apart, one power of ten for all.
---@param values number[]
---@param step number
---@return string[]
function ticks.labels(values, step)
  local size = 0
  for _, value in ipairs(values) do size = math.max(size, math.abs(value)) end
  local last = math.floor(math.log(step, 10) + 1e-9)
  local first = size > 0 and math.floor(math.log(size, 10) + 1e-9) or last
  local labels = {}
  for i, value in ipairs(values) do
    if math.abs(value) < step / 2 then
      labels[i] = "0"
    elseif (first >= 6 or first < -4) and first - last <= 6 then
      labels[i] = format(string.format("%%.%df", first - last), value / 10.0 ^ first) .. string.format("e%+03d", first)
    elseif -last <= 15 and first < 15 then
      labels[i] = format(string.format("%%.%df", math.max(0, -last)), value)
    else
      labels[i] = format("%.15g", value)
    end
  end
  return labels
end

---@param list plot.Tick[]
---@return boolean  # whether a label has so many digits that what two differ in is hard to see
function ticks.are_long(list)
  for _, tick in ipairs(list) do
    if #string.gsub(tick.label, "e.*", "") > 9 then return true end
  end
  return false
end

---The distance of so many ticks on a linear axis, rounded.
---@param axis plot.Scale
---@param wanted integer
---@return number
function ticks.step(axis, wanted)
  return round_step(math.max((axis.high / 2 - axis.low / 2) / wanted * 2, 1e-300))
end

---@param low number
---@param high number
---@param step number
---@return number[] values
---@return string[] labels
local function linear_values(low, high, step)
  local first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
  local values = {}
  -- Where the ends share more than 15 digits, counting from `first` no longer moves: at most 50 ticks then.
  for i = 0, math.min(last - first, 50) do values[#values + 1] = (first + i) * step end
  return values, ticks.labels(values, step)
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
  local list, minor = {}, {}
  for exponent = start, last, stride do
    list[#list + 1] = {
      place = place(exponent), label = string.format("1e%+03d", exponent), value = 10.0 ^ exponent,
    }
  end
  -- Of many decades every fifth or so is enough.
  local finer = stride > 10 and stride // 5 or 1
  for exponent = first - 1, last do
    if stride > 1 then
      local away = exponent - start
      if away % stride ~= 0 and away % finer == 0 then minor[#minor + 1] = place(exponent) end
    else
      for digit = 2, 9 do minor[#minor + 1] = place(exponent + math.log(digit, 10)) end
    end
  end
  return list, minor
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
        labels[#labels + 1] = (exponent >= 6 or exponent < -4) and string.format("%de%+03d", digit, exponent)
          or format("%.15g", value)
      end
    end
  end
  return values, labels
end

---The ticks that the caller wants, within the axis.
---@param axis plot.Scale
---@return plot.Tick[]
local function given_ticks(axis)
  local list = {}
  for _, tick in ipairs(axis.ticks) do
    local value, label = tick, nil
    if type(tick) == "table" then value, label = tick[1], tick[2] end
    local place = (not axis.log or value > 0) and axis.place(value + 0.0) or -1
    if place > -1e-6 and place < 1 + 1e-6 then
      list[#list + 1] = {place = place, label = label or ticks.number(value), value = value}
    end
  end
  table.sort(list, function(a, b) return a.place < b.place end)
  return list
end

---A number by itself.
---@param value number
---@return string  # such as "0.5", "1e-06"
function ticks.number(value)
  local size = math.abs(value)
  if size == 0 or size >= 1e-4 and size < 1e6 then return format("%.10g", value) end
  local mantissa, exponent = string.match(string.format("%.9e", value), "^(.-)e(.*)$")
  mantissa = string.gsub(string.gsub(string.gsub(mantissa, ",", "."), "0+$", ""), "%.$", "")
  return mantissa .. "e" .. exponent
end

---Round places to label along an axis, and the smaller ticks between them on a log axis.
---@param axis plot.Scale
---@param wanted integer  # about how many, at least 2; an axis of few decades may get one or two more
---@param step? number  # the distance of ticks on a linear axis
---@return plot.Tick[] ticks  # in ascending order
---@return number[] minor  # places
function ticks.along(axis, wanted, step)
  if axis.ticks then return given_ticks(axis), {} end
  local list, minor, values, labels = {}, {}, nil, nil
  if not axis.log then
    values, labels = linear_values(axis.low, axis.high, step or ticks.step(axis, wanted))
  elseif math.floor(axis.high + 1e-9) - math.ceil(axis.low - 1e-9) >= 1 then
    list, minor = decades(axis, wanted)
    if #list > 2 or axis.high - axis.low >= 2 or wanted < 4 then values = {} end
  end
  if not values then
    values, labels = log_values(axis)
    if #values < 3 then
      local low, high = 10.0 ^ axis.low, math.min(10.0 ^ axis.high, 1.7e308)
      local n = wanted
      -- One label alone does not show a scale.
      repeat
        values, labels = linear_values(low, high, round_step(math.max((high - low) / n, 1e-300)))
        n = n + 1
      until #values > 1 or n > wanted + 8
    end
    list, minor = {}, {}
  end
  for i, value in ipairs(values) do
    -- At the ends of what numbers can hold, a multiple of the step may be infinite.
    local place = axis.place(value)
    if place > -1e-6 and place < 1 + 1e-6 then list[#list + 1] = {place = place, label = labels[i], value = value} end
  end
  local inside = {}
  for _, place in ipairs(minor) do
    if place > -1e-9 and place < 1 + 1e-9 then inside[#inside + 1] = place end
  end
  return list, inside
end

return ticks
