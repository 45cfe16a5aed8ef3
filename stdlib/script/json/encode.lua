---Lua's values as JSON text.
local Place = require "polyak.place"
local briefly = require "polyak.briefly"
local options = require "polyak.options"
local values = require "script.json.values"

local ESCAPES = {['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r",
  ["\t"] = "\\t"}

---@class json.Writer
---@field out string[]
---@field active table<table, string>  # tables being written, with their paths
---@field keys (string|integer)[]  # that lead to what is being written
---@field indent boolean

---@param writer json.Writer
---@param path string  # "value.steps[3]"
---@param problem string
local function refuse(writer, path, problem)
  if #path > 80 then path = string.sub(path, 1, 40) .. "..." .. string.sub(path, -30) end
  local place = Place.of("json.encode"):argument("value", 1)
  for _, key in ipairs(writer.keys) do place = place:inside(key) end
  place:fail(string.format("argument '%s' %s", path, problem))
end

---@param writer json.Writer
---@param text string
---@param path string
---@return string
local function quoted(writer, text, path)
  if not utf8.len(text) then refuse(writer, path, "must be UTF-8 text") end
  return '"' .. string.gsub(text, '[%c"\\\127]', function(character)
    return ESCAPES[character] or string.format("\\u%04x", string.byte(character))
  end) .. '"'
end

---A float with 15 digits, or as many more, up to 17, as it takes to read the same float back.
---@param x number
---@return string
local function number(x)
  if math.type(x) == "integer" then return string.format("%d", x) end
  if x ~= x then return "NaN" end
  if x == math.huge then return "Infinity" end
  if x == -math.huge then return "-Infinity" end
  local text
  for digits = 15, 17 do
    text = string.format("%." .. digits .. "g", x)
    if tonumber(text) == x then break end
  end
  return string.find(text, "[.e]") and text or text .. ".0"
end

---@param path string
---@param key string
---@return string
local function field(path, key)
  return string.find(key, "^[%a_][%w_]*$") and path .. "." .. key or string.format("%s[%q]", path, key)
end

---Whether a table is a sequence, and its length; refuses what is neither that nor an object.
---@param writer json.Writer
---@param value table
---@param path string
---@return integer|nil length
---@return string[] keys  # of an object, sorted
local function kind(writer, value, path)
  local keys, integers, other = {}, 0, nil
  for key in next, value do
    if math.type(key) == "integer" then
      integers = integers + 1
    elseif type(key) == "string" then
      keys[#keys + 1] = key
    else
      other = key
    end
  end
  if other ~= nil then refuse(writer, path, string.format("has a key that is no string, %s", tostring(other))) end
  if integers > 0 and #keys > 0 then
    refuse(writer, path, string.format("has both elements and names, such as '%s'", keys[1]))
  end
  if integers > 0 or #keys == 0 and getmetatable(value) ~= values.OBJECT then
    for i = 1, integers do
      if rawget(value, i) == nil then
        refuse(writer, path, string.format("is a list with a gap: %d elements, and none at %d", integers, i))
      end
    end
    return integers, keys
  end
  table.sort(keys)
  return nil, keys
end

---@param value any
---@param index integer
---@return any
local function element_at(value, index) return value[index] end

---Whether what is no table has elements, as a Vector has. A length alone does not make them: a Trajectory has one.
---@param value any
---@return boolean
local function has_elements(value)
  local metatable = type(value) == "userdata" and getmetatable(value)
  if type(metatable) ~= "table" or not metatable.__len then return false end
  return #value == 0 or (pcall(element_at, value, 1))
end

local write

---@param writer json.Writer
---@param path string
---@param depth integer
---@param brackets string  # "[]" or "{}"
---@param count integer
---@param element fun(i: integer)
---@param is_flat? boolean  # numbers stand in one line
local function write_all(writer, path, depth, brackets, count, element, is_flat)
  if depth > values.DEPTH then refuse(writer, path, string.format("is more than %d tables deep", values.DEPTH)) end
  local out = writer.out
  local is_open = writer.indent and count > 0 and not is_flat
  out[#out + 1] = string.sub(brackets, 1, 1)
  for i = 1, count do
    if i > 1 then out[#out + 1] = writer.indent and is_flat and ", " or "," end
    if is_open then out[#out + 1] = "\n" .. string.rep("  ", depth) end
    element(i)
  end
  if is_open then out[#out + 1] = "\n" .. string.rep("  ", depth - 1) end
  out[#out + 1] = string.sub(brackets, 2, 2)
end

---@param writer json.Writer
---@param value table|userdata
---@param path string
---@param depth integer
local function write_container(writer, value, path, depth)
  local length, keys
  if type(value) == "table" then length, keys = kind(writer, value, path) else length = #value end
  if length then
    local is_flat = length > 0
    for i = 1, length do is_flat = is_flat and type(value[i]) == "number" end
    write_all(writer, path, depth, "[]", length, function(i)
      writer.keys[depth] = i
      write(writer, value[i], string.format("%s[%d]", path, i), depth + 1)
      writer.keys[depth] = nil
    end, is_flat)
  else
    write_all(writer, path, depth, "{}", #keys, function(i)
      local key = keys[i]
      local here = field(path, key)
      writer.keys[depth] = key
      writer.out[#writer.out + 1] = quoted(writer, key, here) .. (writer.indent and ": " or ":")
      write(writer, value[key], here, depth + 1)
      writer.keys[depth] = nil
    end)
  end
end

---@param writer json.Writer
---@param value any
---@param path string
---@param depth integer
function write(writer, value, path, depth)
  local out = writer.out
  local is = type(value)
  if is == "number" then
    out[#out + 1] = number(value)
  elseif is == "string" then
    out[#out + 1] = quoted(writer, value, path)
  elseif is == "boolean" or value == values.null then
    out[#out + 1] = tostring(value)
  elseif is == "table" or has_elements(value) then
    local before = writer.active[value]
    if before then refuse(writer, path, string.format("is %s again, which holds it", before)) end
    writer.active[value] = path
    write_container(writer, value, path, depth)
    writer.active[value] = nil
  else
    refuse(writer, path, "must be a table, a string, a number or a boolean, got " .. briefly(value))
  end
end

---@class (exact) json.Options
---@field indent? boolean  # two blanks a level, lists of numbers in one line (default false)

local OPTIONS <const> = Place.of("json.encode"):argument("options", 2)
local declared = options.declare("json.Options", {
  {"indent", options.boolean, "two blanks a level, lists of numbers in one line", default = false},
})

---A value as JSON text. Equal values give equal texts: the keys of objects are sorted by their bytes.
---
---Refused, with the value's path in the error: functions and the like, tables with both elements and names, lists with
---gaps, tables that hold themselves, text that is not UTF-8.
---@param value any
---@param given? json.Options
---@return string
local function encode(value, given)
  if given ~= nil then options.check(options.table, given, OPTIONS) end
  local indent = options.read(declared, given or {}, Place.of "json.encode").indent
  local writer = {out = {}, active = {}, keys = {}, indent = indent}
  write(writer, value, "value", 1)
  return table.concat(writer.out)
end

return encode
