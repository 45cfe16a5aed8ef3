---JSON text as Lua's values.
local values = require "script.json.values"

local PLAIN = {["\\"] = "\\", ['"'] = '"', ["/"] = "/", b = "\b", f = "\f", n = "\n", r = "\r", t = "\t"}

local WORDS = {
  ["true"] = true, ["false"] = false, null = values.null,
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
  if depth > values.DEPTH then fail(text, at, ("more than %d brackets deep"):format(values.DEPTH)) end
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
  return next(object) == nil and setmetatable(object, values.OBJECT) or object, after
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
local function decode(text)
  if type(text) ~= "string" then error("json.decode: expected a string, got " .. type(text), 0) end
  local value, after = read_value(text, skip(text, 1), 0)
  after = skip(text, after)
  if after <= #text then fail(text, after, "expected the end, " .. found(text, after)) end
  return value
end

return decode
