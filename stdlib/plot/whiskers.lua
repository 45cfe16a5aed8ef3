---Error bars and bars so many that they lie on each other: those within half a pixel are one where they overlap.
local whiskers = {}

---As many as can be told apart in any picture.
local plenty = 4000

---Joins intervals that overlap, or nearly.
---@param lows number[]
---@param highs number[]
---@param step number  # a gap less wide than this is none
---@return number[] lows  # ascending
---@return number[] highs
local function joined(lows, highs, step)
  local order = {}
  for i = 1, #lows do order[i] = i end
  table.sort(order, function(a, b) return lows[a] < lows[b] end)
  local from, to, n = {}, {}, 0
  for _, i in ipairs(order) do
    if n > 0 and lows[i] - to[n] < step then
      if highs[i] > to[n] then to[n] = highs[i] end
    else
      n = n + 1
      from[n], to[n] = lows[i], highs[i]
    end
  end
  return from, to
end

---Level or upright lines of two points each in units of the output, within the box.
---@param lines plot.Line[]  # all level or all upright
---@param scales plot.Scales
---@param width number
---@param height number
---@param step? number  # those within one step are one; half a pixel to begin with, and more where they are many
---@return plot.Line[]
function whiskers.project(lines, scales, width, height, step)
  step = step or 0.5
  local level = lines[1].y[1] == lines[1].y[2]
  local along, across = level and "x" or "y", level and "y" or "x"
  local place, side = scales[along].place, scales[across].place
  local length, breadth = level and width or height, level and height or width
  local lows, highs, columns = {}, {}, {}
  for _, line in ipairs(lines) do
    local low, high, at = place(line[along][1]), place(line[along][2]), side(line[across][1])
    if at >= 0 and at <= 1 and low <= 1 and high >= 0 then
      local column = at * breadth // step
      if not lows[column] then
        columns[#columns + 1] = column
        lows[column], highs[column] = {}, {}
      end
      local one, other = lows[column], highs[column]
      one[#one + 1], other[#other + 1] = math.max(low, 0) * length, math.min(high, 1) * length
    end
  end
  table.sort(columns)
  local parts = {}
  for _, column in ipairs(columns) do
    local from, to = joined(lows[column], highs[column], step)
    local at = math.min((column + 0.5) * step, breadth)
    for i = 1, #from do
      parts[#parts + 1] = level and {x = {from[i], to[i]}, y = {height - at, height - at}}
        or {x = {at, at}, y = {height - from[i], height - to[i]}}
    end
  end
  if #parts > plenty and step < 4 then return whiskers.project(lines, scales, width, height, 2 * step) end
  return parts
end

---Areas in units of the output, of which those narrower than half a pixel are joined to the columns that they paint.
---@param loops plot.Line[]
---@return plot.Line[]
function whiskers.narrow(loops)
  local step, kept, lows, highs, columns = 0.5, {}, {}, {}, {}
  for _, loop in ipairs(loops) do
    local left, right, low, high = math.huge, -math.huge, math.huge, -math.huge
    for i, x in ipairs(loop.x) do
      local y = loop.y[i]
      left, right, low, high = math.min(left, x), math.max(right, x), math.min(low, y), math.max(high, y)
    end
    if right - left < step then
      local column = left // step
      if not lows[column] then
        columns[#columns + 1] = column
        lows[column], highs[column] = {}, {}
      end
      local one, other = lows[column], highs[column]
      one[#one + 1], other[#other + 1] = low, high
    else
      kept[#kept + 1] = loop
    end
  end
  table.sort(columns)
  for _, column in ipairs(columns) do
    local from, to = joined(lows[column], highs[column], step)
    local left, right = column * step, (column + 1) * step
    for i = 1, #from do kept[#kept + 1] = {x = {left, left, right, right}, y = {from[i], to[i], to[i], from[i]}} end
  end
  return kept
end

return whiskers
