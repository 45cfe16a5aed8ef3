---Places in a call, for errors about what a function was given.
---
---    local place = Place.of "plot"
---    place:option("log"):refuse(3, "'x' or 'y'")        -- plot: option 'log' must be 'x' or 'y', got 3
---    place:argument("y", 1):inside(2):refuse("a", "a number")     -- plot: argument 'y[2]' must be a number, got ...
local Fault = require "polyak.fault"
local briefly = require "polyak.briefly"
local spelling = require "polyak.spelling"

---@class polyak.Place
---@field called string  # the function, as errors name it: "plot", "optimizer:run"
---@field path (string|integer)[]  # from the parameter on: {"series", 2, "style"}; of the call as a whole {}
---@field position? integer  # of the argument, `self` not counted; nil of an option
---@field kind "argument"|"option"
local Place = {}
Place.__index = Place

---@param called string
---@return polyak.Place  # the call as a whole
function Place.of(called) return setmetatable({called = called, path = {}, kind = "option"}, Place) end

---@param self polyak.Place
---@param key string|integer
---@param kind "argument"|"option"
---@param position? integer
---@return polyak.Place
local function further(self, key, kind, position)
  local path = table.move(self.path, 1, #self.path, 1, {})
  path[#path + 1] = key
  return setmetatable({called = self.called, path = path, kind = kind, position = position}, Place)
end

---An argument of the call.
---@param name string
---@param position integer
---@return polyak.Place
function Place:argument(name, position) return further(self, name, "argument", position) end

---An option of what is here.
---@param name string
---@return polyak.Place
function Place:option(name) return further(self, name, "option", self.position) end

---A field or an element of what is here.
---@param key string|integer
---@return polyak.Place
function Place:inside(key) return further(self, key, self.kind, self.position) end

---@return string  # "series[2].style"
function Place:written()
  local parts = {}
  for i, key in ipairs(self.path) do
    if math.type(key) == "integer" then
      parts[i] = string.format("[%d]", key)
    else
      parts[i] = (i > 1 and "." or "") .. key
    end
  end
  return table.concat(parts)
end

---@return string  # "option 'log'"
function Place:label() return string.format("%s '%s'", self.kind, self:written()) end

---Raises an error that this place is marked for.
---@param message string  # without the function's name
---@param is_name? boolean  # it is the last name of the path that is wrong
function Place:fail(message, is_name)
  error(Fault.new(string.format("%s: %s", self.called, message), self, is_name), 0)
end

---Raises that what is here is wrong: "option 'log'" and the complaint.
---@param complaint string
function Place:complain(complaint) self:fail(self:label() .. " " .. complaint) end

---Raises that what is here is not what it must be.
---@param value any
---@param expected string  # "a number > 0"
---@param words? string[]  # where only these are right
function Place:refuse(value, expected, words)
  local hint = words and spelling.hint(value, words) or ""
  self:complain(string.format("must be %s, got %s%s", expected, briefly(value), hint))
end

---Raises that nothing is here. There is no such place to be marked; the one around it is.
---@param expected string
function Place:missing(expected)
  local path = table.move(self.path, 1, #self.path - 1, 1, {})
  local around = setmetatable({called = self.called, path = path, kind = self.kind}, Place)
  if #path > 0 then around.position = self.position end
  around:fail(string.format("%s is missing (%s)", self:label(), expected))
end

---Raises that there is no such option.
---@param known string[]
function Place:unknown(known)
  local name = self.path[#self.path]
  local hint = spelling.hint(name, known)
  if hint == "" and #known > 0 and #known <= 6 then
    local quoted = {}
    for i, word in ipairs(known) do quoted[i] = string.format("'%s'", word) end
    hint = string.format(" (known are %s)", table.concat(quoted, ", "))
  end
  self:fail(string.format("unknown option '%s'%s", self:written(), hint), true)
end

return Place
