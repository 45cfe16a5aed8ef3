---Labels of ticks on paper: how much room they take, and what stands once for all of an axis.
local ticks = require "plot.ticks"
local typeset = require "plot.label.typeset"

local tick_labels = {}

---In pixels of the layout.
tick_labels.size = 12

---How labels of the x axis lie that have no room beside each other, in degrees.
tick_labels.slant = 35

---@param label string
---@return number
local function width_of(label) return typeset.label(typeset.numeral(label)).width * tick_labels.size end

---The size in which a text goes into the picture: smaller than usual where it is long, down to what one can read.
---@param text string
---@param size number  # the usual one
---@param room number
---@return number
function tick_labels.within(text, size, room)
  local width = typeset.label(text).width * size
  return width > room and math.max(0.55 * size, size * room / width) or size
end

---@param list plot.Tick[]
---@return number
function tick_labels.widest(list)
  local most = 0
  for _, tick in ipairs(list) do most = math.max(most, width_of(tick.label)) end
  return most
end

---How far the last label of the x axis reaches past the box.
---@param list plot.Tick[]
---@param width number  # of the box
---@return number
function tick_labels.overhang(list, width)
  local tick = list[#list]
  if not tick then return 0 end
  return tick.place * width + width_of(tick.label) / 2 - width
end

---What a label takes over and under its baseline, at least what letters without accents do.
---@param label string|nil
---@param size number
---@return number height  # 0 where there is no label
---@return number depth
function tick_labels.extent(label, size)
  if not label or label == "" then return 0, 0 end
  local line = typeset.label(label)
  return math.max(line.height, 0.76) * size, math.max(line.depth, 0.24) * size
end

---@param list plot.Tick[]
---@return number height
---@return number depth
function tick_labels.highest(list)
  local height, depth = tick_labels.extent("0", tick_labels.size)
  for _, tick in ipairs(list) do
    local over, under = tick_labels.extent(typeset.numeral(tick.label), tick_labels.size)
    height, depth = math.max(height, over), math.max(depth, under)
  end
  return height, depth
end

---What slanted labels of the x axis, whose ends are at their ticks, take under the axis and left of the box.
---@param list plot.Tick[]
---@param width number  # of the box
---@return number depth
---@return number left
function tick_labels.slanted(list, width)
  local depth, left, angle = 0, 0, math.rad(tick_labels.slant)
  for _, tick in ipairs(list) do
    local long = width_of(tick.label)
    depth = math.max(depth, long * math.sin(angle))
    left = math.max(left, long * math.cos(angle) + 4 - tick.place * width)
  end
  return depth, left
end

---A round number near all of an axis.
---@param axis plot.Scale  # linear
---@return number  # 0 where it goes from below 0 to above, or nearly so
function tick_labels.offset(axis)
  local unit = 10.0 ^ (math.ceil(math.log(math.max(axis.high - axis.low, 1e-300), 10) - 1e-9) + 1)
  local offset = math.floor((axis.low / 2 + axis.high / 2) / unit + 0.5) * unit
  return offset - offset == 0 and offset or 0
end

---Ticks whose labels share so many digits that what they differ in is hard to see: labels of the differences, and the
---number that they are counted from.
---@param list plot.Tick[]
---@param axis plot.Scale
---@param step number  # between two
---@return plot.Tick[]
---@return number|nil offset
local function relative(list, axis, step)
  if #list < 2 or not ticks.are_long(list) then return list end
  local offset = tick_labels.offset(axis)
  if offset == 0 then return list end
  local first, away = math.floor(offset / step + 0.5), {}
  for i, tick in ipairs(list) do away[i] = (math.floor(tick.value / step + 0.5) - first) * step end
  local labels, short = ticks.labels(away, step), {}
  for i, tick in ipairs(list) do short[i] = {place = tick.place, label = labels[i], value = tick.value} end
  return short, offset
end

---@param offset number
---@return string  # a label
local function signed(offset)
  local whole = string.gsub(string.format("%.15g", offset), ",", ".")
  if string.find(whole, "0000$") then whole = ticks.number(offset) end
  return (offset > 0 and "+" or "") .. typeset.numeral(whole)
end

---Ticks of a linear axis whose labels have one power of ten, or share their first digits: that stands once at the end
---of the axis.
---@param axis plot.Scale
---@param wanted integer
---@param step? number
---@return plot.Tick[]
---@return number[] minor
---@return string|nil common  # a label
function tick_labels.factored(axis, wanted, step)
  local list, minor = ticks.along(axis, wanted, step)
  if axis.log or axis.ticks then return list, minor end
  local near, offset = relative(list, axis, step or ticks.step(axis, wanted))
  local power, short = nil, {}
  list = near
  local common = offset and signed(offset)
  for i, tick in ipairs(list) do
    local mantissa, own = string.match(tick.label, "^(.-)(e[+-]%d+)$")
    if not mantissa and tick.label ~= "0" or own and power and own ~= power then return list, minor, common end
    power = power or own
    short[i] = {place = tick.place, label = mantissa or "0", value = tick.value}
  end
  if not power then return list, minor, common end
  local factor = string.gsub(typeset.numeral("1" .. power), "^%$", "${\\times}")
  return short, minor, common and factor .. " " .. common or factor
end

---Ticks of the x axis, as many as fit beside each other.
---@param x plot.Scale
---@param width number
---@param step? number  # the distance to begin with
---@return plot.Tick[] ticks
---@return number[] minor
---@return string|nil common  # as `factored` says
---@return boolean fits
function tick_labels.fitting(x, width, step)
  local list, minor, common, fits
  for wanted = math.max(2, width // 64), 1, -1 do
    list, minor, common = tick_labels.factored(x, wanted, step)
    step = nil
    local before, place
    fits = true
    for _, tick in ipairs(list) do
      local wide = width_of(tick.label)
      if before and (tick.place - place) * width < (before + wide) / 2 + 10 then fits = false end
      before, place = wide, tick.place
    end
    if fits then break end
  end
  return list, minor, common, fits
end

return tick_labels
