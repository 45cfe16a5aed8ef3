---The options of `plot`: one line each, with what it accepts. Checks and messages follow from the two lists.
local spelling = require "polyak.spelling"
local palette = require "plot.palette"

local options = {}

---@class plot.Rule
---@field expected string  # for messages: "expected ..."
---@field accept fun(value: any): boolean
---@field words? string[]  # where only these are accepted

---@param value any
---@return string  # for messages: "got ..."
function options.describe(value)
  local kind = math.type(value) or type(value)
  if kind == "string" then return #value <= 40 and string.format("'%s'", value) or "a long string" end
  if kind == "integer" or kind == "float" then return string.format("the number %s", value) end
  if kind == "boolean" or kind == "nil" then return tostring(value) end
  local meta = getmetatable(value)
  local name = type(meta) == "table" and rawget(meta, "__name")
  return "a " .. (type(name) == "string" and name or kind)
end

---@param kind type
---@param expected string
---@return plot.Rule
local function typed(kind, expected)
  return {expected = expected, accept = function(value) return type(value) == kind end}
end

---@param words string[]
---@param also? boolean  # true and false are accepted too
---@return plot.Rule
local function one_of(words, also)
  local known, quoted = {}, {}
  for i, word in ipairs(words) do known[word], quoted[i] = true, string.format("'%s'", word) end
  local last = table.remove(quoted)
  local expected = (also and "true, false, " or "") .. table.concat(quoted, ", ") .. " or " .. last
  return {expected = expected, words = words, accept = function(value)
    return known[value] or also and type(value) == "boolean" or false
  end}
end

---@param least integer
---@param most integer
---@return plot.Rule
local function whole(least, most)
  return {expected = string.format("a whole number from %d to %d", least, most), accept = function(value)
    local n = math.type(value) and math.tointeger(value)
    return n ~= nil and n ~= false and n >= least and n <= most
  end}
end

---Either end may be left to the data: {0, nil}, {nil, 1}.
local interval = {expected = "{low, high} with low < high", accept = function(value)
  if type(value) ~= "table" then return false end
  for key, limit in pairs(value) do
    if key ~= 1 and key ~= 2 or not math.type(limit) or limit ~= limit or math.abs(limit) == math.huge then
      return false
    end
  end
  return not (value[1] and value[2]) or value[1] < value[2]
end}

local text = typed("string", "a string")
local flag = typed("boolean", "true or false")
local color = {
  expected = "a name (" .. table.concat(palette.names, ", ") .. ") or '#rrggbb'",
  words = palette.names,
  accept = function(value) return type(value) == "string" and palette.rgb(value) ~= nil end,
}

---What a figure or any one of its series may set.
local shared = {
  style = one_of {"line", "dashed", "points"},
  color = color,
  marks = flag,
}

options.figure = {
  title = text, xlabel = text, ylabel = text,
  log = one_of {"x", "y", "xy"},
  xlim = interval, ylim = interval,
  equal = flag,
  legend = one_of({"top left", "top right", "bottom left", "bottom right", "outside"}, true),
  file = text, live = flag,
  width = whole(20, 10000), height = whole(8, 10000),
  style = shared.style, color = shared.color, marks = shared.marks,
}

local anything = {expected = "numbers", accept = function() return true end}

options.series = {
  x = anything, y = anything,
  name = text,
  dash = whole(1, #palette.dashes),
  marker = one_of(palette.markers),
  open = flag,
  style = shared.style, color = shared.color, marks = shared.marks,
}

---@param rules table<string, plot.Rule>
---@return string[]
local function names(rules)
  local list = {}
  for name in pairs(rules) do list[#list + 1] = name end
  table.sort(list)
  return list
end

---Raises an error where a key of `given` is not an option or its value is not what the option accepts. Keys are taken
---in a fixed order, so that the same mistake gets the same message.
---@param given table
---@param rules table<string, plot.Rule>
---@param where string  # "plot", or "plot: series 2"
function options.check(given, rules, where)
  local unknown = {}
  for key in pairs(given) do
    if not rules[key] and math.type(key) ~= "integer" then unknown[#unknown + 1] = tostring(key) end
  end
  if #unknown > 0 then
    table.sort(unknown)
    error(string.format("%s: unknown option '%s'%s", where, unknown[1], spelling.hint(unknown[1], names(rules))), 0)
  end
  for _, name in ipairs(names(rules)) do
    local value, rule = given[name], rules[name]
    if value ~= nil and not rule.accept(value) then
      local hint = rule.words and spelling.hint(value, rule.words) or ""
      error(string.format("%s: option '%s': expected %s, got %s%s",
        where, name, rule.expected, options.describe(value), hint), 0)
    end
  end
end

return options
