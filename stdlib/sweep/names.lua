---How a sweep's runs are named, in messages and as files.
local encode = require "script.json.encode"

local names = {}

---@param bytes string
---@return integer  # 64 bits, FNV-1a
local function hash(bytes)
  local h = 0xcbf29ce484222325
  for i = 1, #bytes do h = (h ~ string.byte(bytes, i)) * 0x100000001b3 end
  return h
end

local RESERVED = {["true"] = true, ["false"] = true, Infinity = true}

---A value in a file's name. Different values have different words; 1 and 1.0 are one value.
---@param value string|number|boolean
---@return string
local function word(value)
  if type(value) == "number" then value = math.tointeger(value) or value end
  if type(value) == "string" and string.find(value, "^[%a_][%w_.-]*$") and not RESERVED[value] then return value end
  return (string.gsub(encode(value), type(value) == "string" and "[^%w_.-]" or "[^%w.+-]", function(character)
    return string.format("%%%02X", string.byte(character))
  end))
end

---@param run table<string, any>
---@return string[]
function names.sorted_keys(run)
  local keys = {}
  for key in pairs(run) do keys[#keys + 1] = key end
  table.sort(keys)
  return keys
end

---A run as messages name it: `mu = 0.9, seed = 0`.
---@param run table<string, string|number|boolean>
---@return string
function names.describe(run)
  local parts = {}
  for i, key in ipairs(names.sorted_keys(run)) do
    local value = run[key]
    parts[i] = string.format("%s = %s", key, type(value) == "string" and value or encode(value))
  end
  return #parts > 0 and table.concat(parts, ", ") or "the run"
end

---A run as files are named: one text for equal runs, another for each other.
---@param run table<string, string|number|boolean>
---@return string
function names.key(run)
  local parts = {}
  for i, key in ipairs(names.sorted_keys(run)) do parts[i] = word(key) .. "=" .. word(run[key]) end
  local key = #parts > 0 and table.concat(parts, ",") or "run"
  -- File systems take 255 bytes, and the file has an end of its own while it is written.
  return #key <= 200 and key or string.format("%s-%016x", string.sub(key, 1, 180), hash(key))
end

---A number for `math.randomseed`, another for each run.
---@param run table<string, string|number|boolean>
---@return integer
function names.seed(run) return hash(names.key(run)) end

return names
