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

---Words by value, for a sweep's runs have few values each many times; forgotten where they have many.
local LIMIT <const> = 10000
local words, count = {}, 0

---@param value string|number|boolean
---@return string
local function known_word(value)
  -- A table's keys 1 and 1.0 are one, as their words are.
  local found = words[value]
  if found then return found end
  if count == LIMIT then words, count = {}, 0 end
  found = word(value)
  words[value], count = found, count + 1
  return found
end

---The names of the run before this one, sorted, and each with its equals sign: most runs have the same.
local last, labels = {}, {}

---@param run table<string, any>
local function learn_names(run)
  local n = 0
  for key in pairs(run) do
    n = n + 1
    if not labels[key] then n = math.huge end
  end
  if n == #last then return end
  last, labels = names.sorted_keys(run), {}
  for _, key in ipairs(last) do labels[key] = word(key) .. "=" end
end

---Names longer than this are cut, and a hash of the whole stands for the rest.
local LONGEST <const>, CUT <const> = 200, 180

---A run as files are named: one text for equal runs, another for each other.
---@param run table<string, string|number|boolean>
---@return string
function names.key(run)
  learn_names(run)
  local parts = {}
  for i, key in ipairs(last) do parts[i] = labels[key] .. known_word(run[key]) end
  local key = #parts > 0 and table.concat(parts, ",") or "run"
  -- File systems take 255 bytes, and the file has an end of its own while it is written.
  return #key <= LONGEST and key or string.format("%s-%016x", string.sub(key, 1, CUT), hash(key))
end

---Whether two runs might have a key in common.
---@param key string
---@return boolean
function names.is_cut(key) return #key == CUT + 17 end

---A number for `math.randomseed`, another for each run.
---@param run table<string, string|number|boolean>
---@return integer
function names.seed(run) return hash(names.key(run)) end

return names
