---A sweep's table as NumPy's arrays, an array for each column: lists are its rows, and NaN stands for what is missing.

---@param value any
---@param depth integer
---@param shape integer[]  # grows to what holds it
local function measure(value, depth, shape)
  if type(value) ~= "table" then return end
  shape[depth] = math.max(shape[depth] or 0, #value)
  for _, element in ipairs(value) do measure(element, depth + 1, shape) end
end

---@param value any  # a number where a list is expected is a list of it alone
---@param depth integer
---@param shape integer[]
---@param list number[]
local function fill(value, depth, shape, list)
  if depth > #shape then
    list[#list + 1] = type(value) == "number" and value + 0.0 or 0 / 0
    return
  end
  for i = 1, shape[depth] do
    local element
    if type(value) == "table" then element = value[i] elseif i == 1 then element = value end
    fill(element, depth + 1, shape, list)
  end
end

---@param column sweep.Column
---@param count integer
---@return boolean has_text
---@return boolean is_whole  # integers and booleans alone, one in each row
local function kinds(column, count)
  local has_text, is_whole = false, true
  for i = 1, count do
    local value = column.values[i]
    if type(value) == "string" then has_text = true end
    if math.type(value) ~= "integer" and type(value) ~= "boolean" then is_whole = false end
  end
  return has_text, is_whole
end

---@param value any
---@return any
local function number_of(value)
  if type(value) == "boolean" then return value and 1 or 0 end
  return value
end

---@param column sweep.Column
---@param count integer
---@return {name: string, shape: integer[], values: any[]}
local function array(column, count)
  local values = {}
  local has_text, is_whole = kinds(column, count)
  local shape = {count}
  for i = 1, count do
    local value = column.values[i]
    if has_text then
      values[i] = value == nil and "" or type(value) == "table" and "" or tostring(value)
    elseif is_whole then
      values[i] = number_of(value)
    else
      measure(value, 2, shape)
    end
  end
  if not has_text and not is_whole then
    for i = 1, count do
      -- `fill` counts from the second size on: the first is the rows'.
      fill(number_of(column.values[i]), 2, shape, values)
    end
  end
  return {name = column.name, shape = shape, values = values}
end

---@param columns sweep.Column[]
---@param count integer
---@return {name: string, shape: integer[], values: any[]}[]
local function arrays(columns, count)
  local list = {}
  for i, column in ipairs(columns) do list[i] = array(column, count) end
  return list
end

return arrays
