---Values as texts, which tell them from others and are shown: what a table of many values holds is summed up.
local encode = require "script.json.encode"
local fingerprints = require "polyak.fingerprints"

local values = {}

-- So many fields of a table are told apart one by one, and so long a text is shown.
local MOST_FIELDS <const>, LONGEST_TEXT <const> = 32, 80
-- A list of so many numbers is summed up as a Vector is, and no number of it becomes a text.
local LONG_LIST <const> = 1000

---@param text string
---@return string
function values.shown(text)
  if #text > LONGEST_TEXT or not utf8.len(text) then
    return string.format("a string of %d bytes, %s", #text, fingerprints.of(text))
  end
  return encode(text)
end

---@param value any
---@return string
function values.number(value)
  if value == 0 and 1 / value < 0 then return "-0.0" end
  return encode(math.tointeger(value) or value)
end

---@param name string
---@param key any
---@return string
function values.inside(name, key)
  if type(key) == "string" then
    if string.find(key, "^[%a_][%w_]*$") then return name .. "." .. key end
    return string.format("%s[%s]", name, values.shown(key))
  end
  return string.format("%s[%s]", name, type(key) == "number" and values.number(key) or tostring(key))
end

---@param value table
---@return any[]  # the keys that have an order; numbers first
---@return integer  # how many others there are
function values.keys_of(value)
  local keys, others = {}, 0
  for key in next, value do
    local is = type(key)
    if is == "number" or is == "string" or is == "boolean" then keys[#keys + 1] = key else others = others + 1 end
  end
  table.sort(keys, function(a, b)
    local x, y = type(a), type(b)
    if x ~= y then return x == "number" or x == "string" and y == "boolean" end
    if x == "boolean" then return a and not b end
    return a < b
  end)
  return keys, others
end

---A table of many rows of numbers; nil of any other.
---@param value table
---@return string|nil
local function summary_of_rows(value)
  local count = 0
  for _, member in next, value do
    if type(member) ~= "table" or debug.getmetatable(member) then return nil end
    count = count + 1
  end
  local fingerprint = rawlen(value) == count and fingerprints.of(value)
  return fingerprint and string.format("a list of %d rows, %s", count, fingerprint) or nil
end

---@param value number|string|boolean
---@return string
local function told(value) return type(value) == "number" and values.number(value) or type(value) .. tostring(value) end

---A table that holds nothing but numbers, texts and booleans, or rows of numbers, too many to be shown; nil of any
---other.
---@param value table
---@return string|nil
function values.summary(value)
  local count, numbers = 0, 0
  if rawlen(value) > MOST_FIELDS and type(rawget(value, 1)) == "table" then return summary_of_rows(value) end
  for key, member in next, value do
    local is = type(member)
    if type(key) == "table" or type(key) == "function" or type(key) == "userdata" then return nil end
    if is ~= "number" and is ~= "string" and is ~= "boolean" then return nil end
    count = count + 1
    if is == "number" then numbers = numbers + 1 end
  end
  if count <= MOST_FIELDS then return nil end
  if count > LONG_LIST and numbers == count and rawlen(value) == count then
    return string.format("a list of %d numbers, %s", count, fingerprints.of(value))
  end
  local pieces = {}
  for _, key in ipairs((values.keys_of(value))) do
    pieces[#pieces + 1] = string.pack("s8s8", told(key), told(rawget(value, key)))
  end
  return string.format("a table of %d values, %s", count, fingerprints.of(table.concat(pieces)))
end

---@param value userdata
---@return string
function values.describe_object(value)
  local metatable = debug.getmetatable(value)
  local kind = type(metatable) == "table" and rawget(metatable, "__name")
  kind = type(kind) == "string" and kind or "userdata"
  if io.type(value) then return "a file" end
  local fingerprint = fingerprints.of(value)
  local ok, text = pcall(tostring, value)
  -- What has no text of its own is printed with its address.
  if not ok or string.find(text, ": 0x%x+$") then return kind end
  local line = string.match(text, "[^\n]*")
  if #line > LONGEST_TEXT then
    line = string.sub(line, 1, utf8.len(line) and utf8.offset(line, 0, LONGEST_TEXT) - 1 or LONGEST_TEXT) .. ".."
  end
  local parts = {line, fingerprint}
  -- What is not shown of it tells it from others too.
  if line ~= text then parts[#parts + 1] = fingerprints.of(text) end
  return table.concat(parts, ", ")
end

return values
