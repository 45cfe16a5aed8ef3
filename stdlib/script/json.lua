---Values as JSON text (RFC 8259) and back, numbers to the last bit.
---
---    local json = require "script.json"
---    json.encode{eta = 1e-2, steps = {1, 2}}     --> {"eta":0.01,"steps":[1,2]}
---    json.decode('{"eta": 0.01}').eta            --> 0.01
---
---What JSON has no words for:
---
--- * NaN and the infinities are `NaN`, `Infinity` and `-Infinity`, as Python's json module writes and reads them.
--- * Integers have no point, floats have one or an exponent: `1` and `1.0` stay what they are.
--- * A table with nothing in it is `[]`, unless `json.object` has marked it. `null` is `json.null`.
--- * What is no table and has a length is an array of its elements: Polyak's Vector, a Matrix by its rows.
--- * Text is passed on as it is; what is not UTF-8 is refused.
local json = {}

---Deeper tables than this are refused, and texts.
local DEPTH = 200

---What `null` is decoded as, since a table cannot hold nil.
json.null = setmetatable({}, {__name = "null", __tostring = function() return "null" end})

local OBJECT = {__name = "object"}

---Marks a table as an object, which matters where it is empty; tables that `decode` makes of `{}` are marked.
---@param table table
---@return table table
function json.object(table) return setmetatable(table, OBJECT) end

--- Encoding

local ESCAPES = {['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r",
  ["\t"] = "\\t"}

---@param path string  # "value.steps[3]"
---@param problem string
local function refuse(path, problem) error(("json.encode: %s %s"):format(path, problem), 0) end

---@param text string
---@param path string
---@return string
local function quoted(text, path)
  if not utf8.len(text) then refuse(path, "must be UTF-8 text") end
  return '"' .. text:gsub('[%c"\\\127]', function(character)
    return ESCAPES[character] or ("\\u%04x"):format(character:byte())
  end) .. '"'
end

---A float with 15 digits, or as many more, up to 17, as it takes to read the same float back.
---@param x number
---@return string
local function number(x)
  if math.type(x) == "integer" then return ("%d"):format(x) end
  if x ~= x then return "NaN" end
  if x == math.huge then return "Infinity" end
  if x == -math.huge then return "-Infinity" end
  local text
  for digits = 15, 17 do
    text = ("%." .. digits .. "g"):format(x)
    if tonumber(text) == x then break end
  end
  return text:find "[.e]" and text or text .. ".0"
end

---@param path string
---@param key string
---@return string
local function field(path, key)
  return key:find "^[%a_][%w_]*$" and path .. "." .. key or ("%s[%q]"):format(path, key)
end

---Whether a table is a sequence, and its length; refuses what is neither that nor an object.
---@param value table
---@param path string
---@return integer|nil length
---@return string[] keys  # of an object, sorted
local function kind(value, path)
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
  if other ~= nil then refuse(path, ("has a key that is no string, %s"):format(tostring(other))) end
  if integers > 0 and #keys > 0 then
    refuse(path, ("has both elements and names, such as '%s'"):format(keys[1]))
  end
  if integers > 0 or #keys == 0 and getmetatable(value) ~= OBJECT then
    for i = 1, integers do
      if rawget(value, i) == nil then
        refuse(path, ("is a list with a gap: %d elements, and none at %d"):format(integers, i))
      end
    end
    return integers, keys
  end
  table.sort(keys)
  return nil, keys
end

---@param value any
---@return boolean
local function has_length(value)
  local metatable = type(value) == "userdata" and getmetatable(value)
  return type(metatable) == "table" and metatable.__len ~= nil
end

---@class json.Writer
---@field out string[]
---@field active table<table, string>  # tables being written, with their paths
---@field indent boolean

local write

---@param writer json.Writer
---@param path string
---@param depth integer
---@param brackets string  # "[]" or "{}"
---@param count integer
---@param element fun(i: integer)
---@param is_flat? boolean  # numbers stand in one line
local function write_all(writer, path, depth, brackets, count, element, is_flat)
  if depth > DEPTH then refuse(path, ("is more than %d tables deep"):format(DEPTH)) end
  local out = writer.out
  local is_open = writer.indent and count > 0 and not is_flat
  out[#out + 1] = brackets:sub(1, 1)
  for i = 1, count do
    if i > 1 then out[#out + 1] = writer.indent and is_flat and ", " or "," end
    if is_open then out[#out + 1] = "\n" .. ("  "):rep(depth) end
    element(i)
  end
  if is_open then out[#out + 1] = "\n" .. ("  "):rep(depth - 1) end
  out[#out + 1] = brackets:sub(2, 2)
end

---@param writer json.Writer
---@param value table|userdata
---@param path string
---@param depth integer
local function write_container(writer, value, path, depth)
  local length, keys
  if type(value) == "table" then length, keys = kind(value, path) else length = #value end
  if length then
    local is_flat = length > 0
    for i = 1, length do is_flat = is_flat and type(value[i]) == "number" end
    write_all(writer, path, depth, "[]", length, function(i)
      write(writer, value[i], ("%s[%d]"):format(path, i), depth + 1)
    end, is_flat)
  else
    write_all(writer, path, depth, "{}", #keys, function(i)
      local key = keys[i]
      local here = field(path, key)
      writer.out[#writer.out + 1] = quoted(key, here) .. (writer.indent and ": " or ":")
      write(writer, value[key], here, depth + 1)
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
    out[#out + 1] = quoted(value, path)
  elseif is == "boolean" or value == json.null then
    out[#out + 1] = tostring(value)
  elseif is == "table" or has_length(value) then
    if writer.active[value] then refuse(path, ("is %s again, which holds it"):format(writer.active[value])) end
    writer.active[value] = path
    write_container(writer, value, path, depth)
    writer.active[value] = nil
  else
    refuse(path, "must be a table, a string, a number or a boolean, got " .. (is == "nil" and "nil" or "a " .. is))
  end
end

---A value as JSON text. Equal values give equal texts: the keys of objects are sorted by their bytes.
---
---Refused, with the value's path in the error: functions and the like, tables with both elements and names, lists with
---gaps, tables that hold themselves, text that is not UTF-8.
---@param value any
---@param options? {indent: boolean}  # indent: two blanks a level, lists of numbers in one line
---@return string
function json.encode(value, options)
  local writer = {out = {}, active = {}, indent = options and options.indent or false}
  write(writer, value, "value", 1)
  return table.concat(writer.out)
end

--- Decoding

local PLAIN = {["\\"] = "\\", ['"'] = '"', ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t"}

local WORDS = {
  ["true"] = true, ["false"] = false, null = json.null,
  NaN = -(0 / 0), Infinity = math.huge, ["-Infinity"] = -math.huge,
}

---@param text string
---@param at integer
---@param problem string
local function fail(text, at, problem)
  local before = text:sub(1, at - 1)
  local _, lines = before:gsub("\n", "")
  local start = before:match ".*\n()" or 1
  error(("json.decode: line %d, column %d: %s"):format(lines + 1, at - start + 1, problem), 0)
end

---What stands at a place, for messages.
---@param text string
---@param at integer
---@return string
local function found(text, at)
  if at > #text then return "the text ends" end
  local word = text:match("^[%w_.+-]+", at) or text:match("^" .. utf8.charpattern, at) or text:sub(at, at)
  if #word > 20 then word = word:sub(1, 20) .. "..." end
  return ("found '%s'"):format(word)
end

---@param text string
---@param at integer
---@return integer
local function skip(text, at) return (text:find("[^ \t\r\n]", at)) or #text + 1 end

---@param text string
---@param at integer  # of the backslash
---@return string character
---@return integer next
local function escape(text, at)
  local letter = text:sub(at + 1, at + 1)
  if PLAIN[letter] then return PLAIN[letter], at + 2 end
  local digits = letter == "u" and text:match("^%x%x%x%x", at + 2)
  if not digits then fail(text, at, "no such escape in a string") end
  local code = tonumber(digits, 16)
  if code >= 0xDC00 and code < 0xE000 then fail(text, at, "the second half of a surrogate pair without the first") end
  if code < 0xD800 or code >= 0xE000 then return utf8.char(code), at + 6 end
  local low = tonumber(text:match("^\\u([dD][c-fC-F]%x%x)", at + 6) or "", 16)
  if not low then fail(text, at, "the first half of a surrogate pair without the second") end
  return utf8.char(0x10000 + (code - 0xD800) * 0x400 + low - 0xDC00), at + 12
end

---@param text string
---@param at integer  # of the opening quote
---@return string
---@return integer next
local function read_string(text, at)
  local parts, from = {}, at + 1
  while true do
    local stop = text:find('[%c"\\]', from)
    -- DEL is a control character to Lua and none to JSON.
    while stop and text:byte(stop) == 127 do stop = text:find('[%c"\\]', stop + 1) end
    if not stop then fail(text, at, "the string has no end") end
    parts[#parts + 1] = text:sub(from, stop - 1)
    local character = text:sub(stop, stop)
    if character == '"' then
      local whole = table.concat(parts)
      if not utf8.len(whole) then fail(text, at, "the string is not UTF-8") end
      return whole, stop + 1
    end
    if character ~= "\\" then fail(text, stop, "a control character in a string") end
    parts[#parts + 1], from = escape(text, stop)
  end
end

---@param text string
---@param at integer
---@return number|nil
---@return integer|nil next
local function read_number(text, at)
  local whole = text:match("^-?%d+", at)
  if not whole or whole:find "^-?0%d" then return nil end
  local rest = at + #whole
  local fraction = text:match("^%.%d+", rest) or ""
  local exponent = text:match("^[eE][+-]?%d+", rest + #fraction) or ""
  local stop = rest + #fraction + #exponent
  if text:find("^[%w_.]", stop) then return nil end
  -- An integer that Lua's 64 bits do not hold becomes a float.
  return tonumber(text:sub(at, stop - 1)), stop
end

local read_value

---@param text string
---@param at integer  # of the opening bracket
---@param depth integer
---@param close string
---@param element fun(at: integer): integer  # reads one, answers what is next
---@return integer next
local function read_all(text, at, depth, close, element)
  if depth > DEPTH then fail(text, at, ("more than %d brackets deep"):format(DEPTH)) end
  local next = skip(text, at + 1)
  if text:sub(next, next) == close then return next + 1 end
  while true do
    next = skip(text, element(next))
    local character = text:sub(next, next)
    if character == close then return next + 1 end
    if character ~= "," then fail(text, next, ("expected ',' or '%s', %s"):format(close, found(text, next))) end
    next = skip(text, next + 1)
  end
end

---@param text string
---@param at integer
---@param depth integer
---@return table
---@return integer next
local function read_array(text, at, depth)
  local array, count = {}, 0
  return array, read_all(text, at, depth, "]", function(next)
    count = count + 1
    array[count], next = read_value(text, next, depth)
    return next
  end)
end

---@param text string
---@param at integer
---@param depth integer
---@return table
---@return integer next
local function read_object(text, at, depth)
  local object = {}
  local after = read_all(text, at, depth, "}", function(next)
    if text:sub(next, next) ~= '"' then fail(text, next, "expected a name in quotes, " .. found(text, next)) end
    local key, behind = read_string(text, next)
    if object[key] ~= nil then fail(text, next, ("the name '%s' comes twice"):format(key)) end
    next = skip(text, behind)
    if text:sub(next, next) ~= ":" then fail(text, next, "expected ':', " .. found(text, next)) end
    object[key], next = read_value(text, skip(text, next + 1), depth)
    return next
  end)
  return next(object) == nil and json.object(object) or object, after
end

---@param text string
---@param at integer  # of the value's first character
---@param depth integer
---@return any
---@return integer next
function read_value(text, at, depth)
  local character = text:sub(at, at)
  if character == '"' then return read_string(text, at) end
  if character == "[" then return read_array(text, at, depth + 1) end
  if character == "{" then return read_object(text, at, depth + 1) end
  local x, after = read_number(text, at)
  if x then return x, after end
  local word = text:match("^-?%a+", at)
  if word and WORDS[word] ~= nil and not text:find("^[%w_]", at + #word) then return WORDS[word], at + #word end
  fail(text, at, "expected a value, " .. found(text, at))
end

---The value of a JSON text; an error with line and column (in bytes) where it is damaged.
---@param text string
---@return any
function json.decode(text)
  if type(text) ~= "string" then error("json.decode: expected a string, got " .. type(text), 0) end
  local value, after = read_value(text, skip(text, 1), 0)
  after = skip(text, after)
  if after <= #text then fail(text, after, "expected the end, " .. found(text, after)) end
  return value
end

return json
