---What belongs to Lua and to Polyak, whose version says what it does: it is named, and not looked into.
local modules = require "polyak.modules"

---@class code.Library
---@field names table<any, string>  # of functions and modules
local Library = {}
Library.__index = Library

local LUA <const> = {"coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8"}
local OWN <const> = "@stdlib/"

---@param value any
---@return boolean
local function is_own_function(value)
  return type(value) == "function" and string.sub(debug.getinfo(value, "S").source, 1, #OWN) == OWN
end

---@param value any
---@return boolean  # whether it is a table with a function of these files
local function has_own_function(value)
  if type(value) ~= "table" then return false end
  for _, member in next, value do
    if is_own_function(member) then return true end
  end
  return false
end

---@param self code.Library
---@param name string
---@param value any
local function add(self, name, value)
  if self.names[value] then return end
  self.names[value] = name
  if type(value) ~= "table" then return end
  for key, member in next, value do
    if type(key) == "string" and (type(member) == "function" or type(member) == "table") and not self.names[member] then
      self.names[member] = name .. "." .. key
    end
  end
end

---@return code.Library
function Library.new()
  local self = setmetatable({names = {}}, Library)
  local loaded = package.loaded
  for _, name in ipairs(LUA) do
    if type(loaded[name]) == "table" then add(self, name, loaded[name]) end
  end
  local named = {}
  for name, value in pairs(modules) do named[#named + 1] = type(value) ~= "string" and name or nil end
  table.sort(named)
  for _, name in ipairs(named) do add(self, name, modules[name]) end
  for _, name in ipairs{"polyak", "plot", "sweep"} do
    -- Those that load when they are first used are not looked into, which would load them.
    if loaded[name] ~= nil then self.names[loaded[name]] = self.names[loaded[name]] or name end
  end
  named = {}
  for name, value in pairs(loaded) do
    if type(name) == "string" and has_own_function(value) then named[#named + 1] = name end
  end
  table.sort(named)
  for _, name in ipairs(named) do add(self, name, loaded[name]) end
  -- Lua's functions that are in no module; another's globals are not its own.
  for name, value in next, loaded._G or {} do
    if type(name) == "string" and (value == loaded._G or type(value) == "function"
      and debug.getinfo(value, "S").what == "C" and not self.names[value])
    then
      self.names[value] = name
    end
  end
  return self
end

---The name of what is not the script's own; nil of what is.
---@param value any
---@return string|nil
function Library:name(value)
  local name = self.names[value]
  if name or type(value) ~= "function" then return name end
  local info = debug.getinfo(value, "S")
  if info.what == "C" then return "a function written in C" end
  if is_own_function(value) then return string.format("%s:%d", string.sub(info.source, 2), info.linedefined) end
  return nil
end

---Whether a table is an object of one of these files' classes, such as `script.outputs`' files of a folder.
---@param value table
---@return boolean
function Library:is_object(value)
  local metatable = debug.getmetatable(value)
  if type(metatable) ~= "table" then return false end
  return self.names[metatable] ~= nil or has_own_function(metatable) or is_own_function(metatable.__index)
    or has_own_function(rawget(metatable, "__index"))
end

return Library
