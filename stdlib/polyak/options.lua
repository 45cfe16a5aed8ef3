---The options of functions: declared once, as data, and read by their declaration.
---
---    local declared = options.declare("plot.Options", {
---      {"title", options.string, "above the picture"},
---      {"log", options.one_of{"x", "y", "xy"}},
---      {"workers", options.integer{from = 1}, "at once", default = 4},
---    })
---    local given = options.read(declared, {lgo = "y"}, Place.of "plot")
---    --> plot: unknown option 'lgo' (did you mean 'log'?)
---
---The words of errors are those of functions written in Swift. Help, completion and editors read the annotations of a
---class of the same name; scripts/lib/annotations.lua writes its fields from here.
local Place = require "polyak.place"
local briefly = require "polyak.briefly"

local options = {}

---What a value may be.
---@class polyak.Rule
---@field expected string  # for messages: "must be a number > 0"
---@field annotation string  # as annotations write the type
---@field accept fun(value: any): boolean
---@field words? string[]  # where only these are right
---@field refuse? fun(value: any, place: polyak.Place)  # raises an error of its own, deeper in the value

---@class polyak.Option
---@field [1] string  # its name
---@field [2] polyak.Rule
---@field [3]? string  # what it is for
---@field annotation? string  # its type where that says more than the rule's
---@field required? boolean
---@field default? any  # what it is where it is not given

---@class polyak.Declared
---@field [integer] polyak.Option
---@field names string[]

---@param kind type
---@param expected string
---@return polyak.Rule
local function typed(kind, expected)
  return {expected = expected, annotation = kind, accept = function(value) return type(value) == kind end}
end

options.any = {expected = "any value", annotation = "any", accept = function(value) return value ~= nil end}
options.string = typed("string", "a string")
options.boolean = typed("boolean", "true or false")
options.table = typed("table", "a table")
options.func = typed("function", "a function")

---@class polyak.Bounds
---@field from? number  # the least
---@field above? number  # what it must exceed
---@field to? number  # the greatest
---@field below? number  # what it must stay under

---@param bounds polyak.Bounds
---@return string  # " > 0", " in [0, 1)", or nothing
local function range(bounds)
  local low, high = bounds.from or bounds.above, bounds.to or bounds.below
  if low and high then
    return string.format(" in %s%.14g, %.14g%s", bounds.from and "[" or "(", low, high, bounds.to and "]" or ")")
  end
  if low then return string.format(bounds.from and " >= %.14g" or " > %.14g", low) end
  return high and string.format(bounds.to and " <= %.14g" or " < %.14g", high) or ""
end

---@param x number
---@param bounds polyak.Bounds
---@return boolean
local function is_within(x, bounds)
  return x - x == 0 -- neither infinite nor NaN
    and x >= (bounds.from or -math.huge) and x <= (bounds.to or math.huge)
    and (bounds.above == nil or x > bounds.above) and (bounds.below == nil or x < bounds.below)
end

---Any number, NaN too; within bounds, even if there are none in it, a finite one.
---@param bounds? polyak.Bounds
---@return polyak.Rule
function options.number(bounds)
  if not bounds then return typed("number", "a number") end
  local expected = (next(bounds) and "a number" or "a finite number") .. range(bounds)
  return {expected = expected, annotation = "number", accept = function(value)
    return math.type(value) and is_within(value, bounds) or false
  end}
end

---An integer, or a float of integral value.
---@param bounds? polyak.Bounds
---@return polyak.Rule
function options.integer(bounds)
  bounds = bounds or {}
  return {expected = "an integer" .. range(bounds), annotation = "integer", accept = function(value)
    local n = math.type(value) and math.tointeger(value)
    return n and is_within(n, bounds) or false
  end}
end

---One of some words.
---@param words string[]
---@return polyak.Rule
function options.one_of(words)
  local known, quoted, annotations = {}, {}, {}
  for i, word in ipairs(words) do
    known[word], quoted[i], annotations[i] = true, string.format("'%s'", word), string.format('"%s"', word)
  end
  local last = table.remove(quoted)
  return {
    expected = #quoted > 0 and table.concat(quoted, ", ") .. " or " .. last or last,
    annotation = table.concat(annotations, "|"),
    words = words,
    accept = function(value) return known[value] or false end,
  }
end

---What one rule accepts or another does.
---@param rule polyak.Rule
---@param other polyak.Rule
---@return polyak.Rule
function options.either(rule, other)
  return {
    expected = rule.expected .. " or " .. other.expected,
    annotation = rule.annotation .. "|" .. other.annotation,
    words = rule.words or other.words,
    accept = function(value) return rule.accept(value) or other.accept(value) end,
  }
end

---Raises an error where the value is not what the rule accepts.
---@param rule polyak.Rule
---@param value any
---@param place polyak.Place
function options.check(rule, value, place)
  if not rule.accept(value) then place:refuse(value, rule.expected, rule.words) end
  if rule.refuse then rule.refuse(value, place) end
end

---Those declared under a name, by it.
---@type table<string, polyak.Declared>
options.declared = {}

---@param class string  # of the annotations
---@param list polyak.Option[]
---@return polyak.Declared
function options.declare(class, list)
  list.names = {}
  for i, option in ipairs(list) do list.names[i] = option[1] end
  options.declared[class] = list
  return list
end

---@param given table
---@param declared polyak.Declared
---@param place polyak.Place
local function check_names(given, declared, place)
  local known, unknown = {}, {}
  for _, name in ipairs(declared.names) do known[name] = true end
  for key in pairs(given) do
    if type(key) ~= "string" then
      local got = briefly(key)
      if #place.path == 0 then place:fail("options have names, got the key " .. got) end
      place:complain("takes options by name, got the key " .. got)
    end
    if not known[key] then unknown[#unknown + 1] = key end
  end
  -- Tables have no order: the same mistakes get the same message.
  table.sort(unknown)
  if #unknown > 0 then place:option(unknown[1]):unknown(declared.names) end
end

---The options that a table gives, defaults for the others. Raises an error at the first that is not as declared.
---@param declared polyak.Declared
---@param given table
---@param place polyak.Place  # of the table: of options beside the arguments that of the call
---@return table
function options.read(declared, given, place)
  check_names(given, declared, place)
  local values = {}
  for _, option in ipairs(declared) do
    local name, rule = option[1], option[2]
    local value = given[name]
    if value ~= nil then options.check(rule, value, place:option(name)) else value = option.default end
    values[name] = value
  end
  for _, option in ipairs(declared) do
    if option.required and values[option[1]] == nil then place:option(option[1]):missing(option[2].expected) end
  end
  return values
end

---The same of a function that takes its options alone, by name.
---@param declared polyak.Declared
---@param given any  # its argument
---@param called string
---@return table
function options.read_alone(declared, given, called)
  local place = Place.of(called)
  if given ~= nil and type(given) ~= "table" then
    local required = {}
    for _, option in ipairs(declared) do
      if option.required then required[#required + 1] = option[1] .. " = .." end
    end
    if #required == 0 then required[1] = declared[1][1] .. " = .." end
    place:fail(string.format("takes its options by name, as in %s{%s}, got %s",
      called, table.concat(required, ", "), briefly(given)))
  end
  return options.read(declared, given or {}, place)
end

return options
