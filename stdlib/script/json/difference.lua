---Where two values, as JSON holds them, differ.
local json = require "script.json"

---@param path string
---@param key string|integer
---@return string
local function inside(path, key)
  if math.type(key) == "integer" then return string.format("%s[%d]", path, key) end
  return path == "" and key or path .. "." .. key
end

---@param value any
---@return string
local function shown(value)
  local text = json.encode(value)
  return #text > 60 and string.sub(text, 1, utf8.offset(text, 0, 58) - 1) .. "..." or text
end

---@param there any
---@param here any
---@param path string
---@param lines string[]
local function compare(there, here, path, lines)
  -- 1 and 1.0 are one number, and NaN is NaN.
  if there == here or there ~= there and here ~= here then return end
  if type(there) == "table" and type(here) == "table" and there ~= json.null and here ~= json.null then
    local keys = {}
    for key in pairs(there) do keys[#keys + 1] = key end
    for key in pairs(here) do
      if there[key] == nil then keys[#keys + 1] = key end
    end
    table.sort(keys, function(a, b)
      if type(a) == type(b) then return a < b end
      return type(a) == "number"
    end)
    for _, key in ipairs(keys) do compare(there[key], here[key], inside(path, key), lines) end
    return
  end
  lines[#lines + 1] = string.format("%s: %s there, %s here",
    path, there == nil and "not" or shown(there), here == nil and "not" or shown(here))
end

---A line for each place where the values differ, such as `settings.n: 40 there, 50 here`; none where they are equal.
---Numbers are compared exactly.
---@param there any
---@param here any
---@return string[]
local function difference(there, here)
  local lines = {}
  compare(there, here, "", lines)
  return lines
end

return difference
