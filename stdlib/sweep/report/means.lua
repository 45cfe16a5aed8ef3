---Means of a column of results over runs that agree.
local means = {}

---@param value any
---@return number|nil  # of true and false, too
function means.number(value)
  if type(value) == "boolean" then return value and 1 or 0 end
  return math.type(value) and value or nil
end

---@param value any
---@return boolean  # whether it is a list of numbers, in which no other lists are
function means.are_numbers(value)
  if type(value) ~= "table" then return false end
  for _, element in ipairs(value) do
    if not math.type(element) then return false end
  end
  return #value > 0
end

---@param value any
---@return any  # as a label has it: no text in it is a formula
function means.label(value) return type(value) == "string" and string.gsub(value, "%$", "\\$") or value end

---Adds a value to a mean of those that came to something.
---@param mean {count: integer, finite: integer, value: number}
---@param value number|nil
local function add(mean, value)
  if not value then return end
  mean.count = mean.count + 1
  if value - value == 0 then
    mean.finite = mean.finite + 1
    mean.value = (mean.finite > 1 and mean.value or 0.0)
    mean.value = mean.value + (value - mean.value) / mean.finite
  elseif mean.finite == 0 then
    mean.value = value
  end
end

---@param value any
---@return string  # equal of equal values alone
local function key_of(value)
  if not math.type(value) then return type(value) .. tostring(value) end
  local whole = math.tointeger(value)
  return whole and string.format("%d", whole) or string.format("%.17g", value)
end

---The means over all runs that agree in some columns, as rows for `plot`: its fields are labels.
---@param column sweep.Column
---@param others sweep.Column[]  # in which they agree
---@param count integer  # of runs
---@return table[] rows
---@return integer most  # of one mean
---@return integer left  # values that are not finite, of means of others
function means.of(column, others, count)
  local list, places, most = {}, {}, 0
  for i = 1, count do
    local parts = {}
    for k, other in ipairs(others) do parts[k] = key_of(other.values[i]) end
    local key = table.concat(parts, "\0")
    local mean = places[key]
    if not mean then
      mean = {run = i, count = 0, finite = 0, value = 0 / 0}
      places[key], list[#list + 1] = mean, mean
    end
    add(mean, means.number(column.values[i]))
    most = math.max(most, mean.count)
  end
  local rows, left = {}, 0
  for i, mean in ipairs(list) do
    if mean.finite > 0 then left = left + mean.count - mean.finite end
    rows[i] = {[means.label(column.name)] = mean.value}
    for _, other in ipairs(others) do
      local value = other.values[mean.run]
      rows[i][means.label(other.name)] = means.label(value)
    end
  end
  return rows, most, left
end

---@param rows table[]
---@param x string
---@param y string
---@return boolean  # whether most pairs of their values are there
function means.are_grid(rows, x, y)
  local xs, ys, wide, high = {}, {}, 0, 0
  for _, row in ipairs(rows) do
    if row[x] == nil or row[y] == nil or row[x] ~= row[x] or row[y] ~= row[y] then return false end
    if not xs[row[x]] then xs[row[x]], wide = true, wide + 1 end
    if not ys[row[y]] then ys[row[y]], high = true, high + 1 end
  end
  return wide > 1 and high > 1 and 2 * #rows > wide * high
end

return means
