---JSON text as Lua's values.
local Place = require "polyak.place"
local options = require "polyak.options"
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
  local before = string.sub(text, 1, at - 1)
  local _, lines = string.gsub(before, "\n", "")
  local start = string.match(before, ".*\n()") or 1
  error(string.format("json.decode: line %d, column %d: %s", lines + 1, at - start + 1, problem), 0)
end

---What stands at a place, for messages.
---@param text string
---@param at integer
---@return string
local function found(text, at)
  if at > #text then return "the text ends" end
  local word = string.match(text, "^[%w_.+-]+", at) or string.match(text, "^" .. utf8.charpattern, at)
    or string.sub(text, at, at)
  if #word > 20 then word = string.sub(word, 1, 20) .. "..." end
  return string.format("found '%s'", word)
end

---@param text string
---@param at integer
---@return integer
local function skip(text, at)
  local byte = string.byte(text, at)
  if byte and byte > 32 then return at end
  return (string.find(text, "[^ \t\r\n]", at)) or #text + 1
end

---@param text string
---@param at integer  # of the backslash
---@return string character
---@return integer next
local function escape(text, at)
  local letter = string.sub(text, at + 1, at + 1)
  if PLAIN[letter] then return PLAIN[letter], at + 2 end
  local digits = letter == "u" and string.match(text, "^%x%x%x%x", at + 2)
  if not digits then fail(text, at, "no such escape in a string") end
  local code = tonumber(digits, 16)
  if code >= 0xDC00 and code < 0xE000 then fail(text, at, "the second half of a surrogate pair without the first") end
  if code < 0xD800 or code >= 0xE000 then return utf8.char(code), at + 6 end
  local low = tonumber(string.match(text, "^\\u([dD][c-fC-F]%x%x)", at + 6) or "", 16)
  if not low then fail(text, at, "the first half of a surrogate pair without the second") end
  return utf8.char(0x10000 + (code - 0xD800) * 0x400 + low - 0xDC00), at + 12
end

---Printable ASCII between quotes, which is what it says.
local SIMPLE <const> = '^"([ !#-%[%]-~]*)"()'

---@param text string
---@param at integer  # of the opening quote
---@return string
---@return integer next
local function read_string(text, at)
  local simple, after = string.match(text, SIMPLE, at)
  if simple then return simple, after end
  local parts, from = {}, at + 1
  while true do
    local stop = string.find(text, '[%c"\\]', from)
    -- DEL is a control character to Lua and none to JSON.
    while stop and string.byte(text, stop) == 127 do stop = string.find(text, '[%c"\\]', stop + 1) end
    if not stop then fail(text, at, "the string has no end") end
    parts[#parts + 1] = string.sub(text, from, stop - 1)
    local character = string.sub(text, stop, stop)
    if character == '"' then
      local whole = table.concat(parts)
      if not utf8.len(whole) then fail(text, at, "the string is not UTF-8") end
      return whole, stop + 1
    end
    if character ~= "\\" then fail(text, stop, "a control character in a string") end
    parts[#parts + 1], from = escape(text, stop)
  end
end

local QUOTE <const>, COMMA <const>, DOT <const>, COLON <const> = string.byte('",.:', 1, -1)
local OPEN_ARRAY <const>, CLOSE_ARRAY <const>, OPEN_OBJECT <const>, CLOSE_OBJECT <const> = string.byte("[]{}", 1, -1)

---@param text string
---@param at integer
---@return number|nil
---@return integer|nil next
local function read_number(text, at)
  local plain, after = string.match(text, "^(-?[1-9]%d*%.?%d*)()[,%]}]", at)
  if plain and string.byte(plain, -1) ~= DOT then return tonumber(plain), after end
  local whole = string.match(text, "^-?%d+", at)
  if not whole or string.find(whole, "^-?0%d") then return nil end
  local rest = at + #whole
  local fraction = string.match(text, "^%.%d+", rest) or ""
  local exponent = string.match(text, "^[eE][+-]?%d+", rest + #fraction) or ""
  local stop = rest + #fraction + #exponent
  if string.find(text, "^[%w_.]", stop) then return nil end
  -- An integer that Lua's 64 bits do not hold becomes a float.
  return tonumber(string.sub(text, at, stop - 1)), stop
end

local read_value

---What follows the opening bracket.
---@param text string
---@param at integer  # of the bracket
---@param depth integer
---@return integer next
local function enter(text, at, depth)
  if depth > values.DEPTH then fail(text, at, string.format("more than %d brackets deep", values.DEPTH)) end
  return skip(text, at + 1)
end

---What follows an element: the next one, or nil behind the closing bracket.
---@param text string
---@param at integer  # behind the element
---@param close integer  # the bracket's byte
---@return integer|nil element
---@return integer after
local function step(text, at, close)
  at = skip(text, at)
  local byte = string.byte(text, at)
  if byte == COMMA then return skip(text, at + 1), at end
  if byte ~= close then fail(text, at, string.format("expected ',' or '%c', %s", close, found(text, at))) end
  return nil, at + 1
end

---@param text string
---@param at integer
---@param depth integer
---@return table
---@return integer next
local function read_array(text, at, depth)
  local array, count = {}, 0
  local next = enter(text, at, depth)
  if string.byte(text, next) == CLOSE_ARRAY then return array, next + 1 end
  local after
  repeat
    count = count + 1
    array[count], next = read_value(text, next, depth)
    next, after = step(text, next, CLOSE_ARRAY)
  until not next
  return array, after
end

---@param text string
---@param at integer
---@param depth integer
---@return table
---@return integer next
local function read_object(text, at, depth)
  local object = {}
  local next = enter(text, at, depth)
  if string.byte(text, next) == CLOSE_OBJECT then return setmetatable(object, values.OBJECT), next + 1 end
  local after
  repeat
    if string.byte(text, next) ~= QUOTE then fail(text, next, "expected a name in quotes, " .. found(text, next)) end
    local key, behind = read_string(text, next)
    if object[key] ~= nil then fail(text, next, string.format("the name '%s' comes twice", key)) end
    next = skip(text, behind)
    if string.byte(text, next) ~= COLON then fail(text, next, "expected ':', " .. found(text, next)) end
    object[key], next = read_value(text, skip(text, next + 1), depth)
    next, after = step(text, next, CLOSE_OBJECT)
  until not next
  return object, after
end

---@param text string
---@param at integer  # of the value's first character
---@param depth integer
---@return any
---@return integer next
function read_value(text, at, depth)
  local byte = string.byte(text, at)
  if byte == QUOTE then return read_string(text, at) end
  if byte == OPEN_ARRAY then return read_array(text, at, depth + 1) end
  if byte == OPEN_OBJECT then return read_object(text, at, depth + 1) end
  local x, after = read_number(text, at)
  if x then return x, after end
  local word = string.match(text, "^-?%a+", at)
  if word and WORDS[word] ~= nil and not string.find(text, "^[%w_]", at + #word) then return WORDS[word], at + #word end
  fail(text, at, "expected a value, " .. found(text, at))
end

---The value of a JSON text; an error with line and column (in bytes) where it is damaged.
---@param text string
---@return any
local function decode(text)
  if type(text) ~= "string" then options.check(options.string, text, Place.of("json.decode"):argument("text", 1)) end
  local value, after = read_value(text, skip(text, 1), 0)
  after = skip(text, after)
  if after <= #text then fail(text, after, "expected the end, " .. found(text, after)) end
  return value
end

return decode
