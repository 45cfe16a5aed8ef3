---Settings as the rows of a table: a line for each, parts of tables as `model.width`.
local briefly = require "polyak.briefly"
local json = require "report.json"

---More numbers of a vector or a matrix than these are not listed.
local most <const> = 100

---@param value any
---@return any[]|nil  # the numbers of a small vector, the rows of a small matrix
local function numbers_of(value)
  if type(value) ~= "userdata" then return nil end
  local ok, list = pcall(function() return value:totable() end)
  if not ok or type(list) ~= "table" then return nil end
  local count = 0
  for _, one in ipairs(list) do count = count + (type(one) == "table" and #one or 1) end
  return count > 0 and count <= most and list or nil
end

---@param value any
---@return string|nil  # what is written in one cell
local function written(value)
  if math.type(value) then return json.exact(value) end
  if type(value) == "string" or type(value) == "boolean" then return tostring(value) end
  local metatable = getmetatable(value)
  if type(value) == "table" and type(metatable) == "table" and metatable.__tostring then return tostring(value) end
  if type(value) == "userdata" then
    local ok, text = pcall(tostring, value)
    return ok and string.match(text, "^[^\n]+") or briefly(value)
  end
  if type(value) ~= "table" then return briefly(value) end
end

---@param list table
---@return string|nil  # nil where it is more than a list, or holds tables
local function joined(list)
  local parts, count = {}, 0
  for _ in pairs(list) do count = count + 1 end
  if count ~= #list or count == 0 then return nil end
  for i, value in ipairs(list) do
    if type(value) == "table" or numbers_of(value) then return nil end
    parts[i] = written(value)
  end
  return table.concat(parts, ", ")
end

---@param rows string[][]
---@param prefix string
---@param value table
---@param active table<table, true>  # those that hold it
local function add(rows, prefix, value, active)
  local keys = {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if math.type(a) and math.type(b) then return a < b end
    return tostring(a) < tostring(b)
  end)
  active[value] = true
  for _, key in ipairs(keys) do
    local member = numbers_of(value[key]) or value[key]
    local name = prefix .. (math.type(key) and json.exact(key) or tostring(key))
    local text = written(member) or joined(member)
    if text then
      rows[#rows + 1] = {name, text}
    elseif active[member] then
      rows[#rows + 1] = {name, "the table that holds it"}
    elseif next(member) == nil then
      rows[#rows + 1] = {name, "{}"}
    else
      add(rows, name .. ".", member, active)
    end
  end
  active[value] = nil
end

---@param given table
---@return report.Table
local function settings(given)
  local rows = {}
  add(rows, "", given, {})
  return {names = {"setting", "value"}, rows = rows}
end

return settings
