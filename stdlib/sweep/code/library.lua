---What belongs to Lua and to Polyak, whose version says what it does: it is named, and not looked into. What a script
---has put into their tables is the script's.
local modules = require "polyak.modules"

---@class code.Library
---@field names table<any, string>  # of functions and modules
---@field additions table<string, table<string, any>>  # by the last name, `sign`, and the whole one, `math.sign`
local Library = {}
Library.__index = Library

local LUA <const> = {"coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8"}
local OWN <const> = "@stdlib/"
local FOLDERS <const> = {plot = true, polyak = true, script = true, sweep = true}

-- What these have beside functions.
local FIELDS <const> = {
  io = {stderr = true, stdin = true, stdout = true},
  math = {huge = true, maxinteger = true, mininteger = true, pi = true},
  package = {config = true, cpath = true, loaded = true, path = true, preload = true, searchers = true},
  utf8 = {charpattern = true},
}

---@param value any
---@return boolean
local function is_own_function(value)
  return type(value) == "function" and string.sub(debug.getinfo(value, "S").source, 1, #OWN) == OWN
end

---@param value function
---@return boolean
local function is_script_function(value) return debug.getinfo(value, "S").what ~= "C" and not is_own_function(value) end

---Whether it is the class of an object of these files: all its functions are theirs.
---@param value any
---@return boolean
local function is_own_class(value)
  local is_own = false
  for _, member in next, type(value) == "table" and value or {} do
    if type(member) == "function" then
      if not is_own_function(member) then return false end
      is_own = true
    end
  end
  return is_own
end

---Whether a module is one of these files: of one of their folders, and with a function of theirs. A module of the
---script's may hand on such functions too.
---@param name string
---@param value any
---@return boolean
local function is_own_module(name, value)
  if type(value) ~= "table" or not FOLDERS[string.match(name, "^[^.]*")] then return false end
  for _, member in next, value do
    if is_own_function(member) then return true end
  end
  return false
end

---@param value table
---@return string[]
local function names_in(value)
  local names = {}
  for key in next, value do names[#names + 1] = type(key) == "string" and key or nil end
  table.sort(names)
  return names
end

---@param self code.Library
---@param key string
---@param name string
---@param value any
local function add_addition(self, key, name, value)
  self.additions[key] = self.additions[key] or {}
  self.additions[key][name] = value
end

---@param self code.Library
---@param name string
---@param value any
---@param fields? table<string, boolean>  # what it has beside functions; nil where that is not known
local function add(self, name, value, fields)
  if self.names[value] then return end
  self.names[value] = name
  if type(value) ~= "table" then return end
  for _, key in ipairs(names_in(value)) do
    local member, whole = rawget(value, key), name .. "." .. key
    if type(member) == "function" and is_script_function(member)
      or fields and type(member) ~= "function" and not fields[key]
    then
      add_addition(self, key, whole, member)
    elseif (type(member) == "function" or type(member) == "table") and not self.names[member] then
      self.names[member] = whole
    end
  end
end

---@return code.Library
function Library.new()
  local self = setmetatable({names = {}, additions = {}}, Library)
  local loaded = package.loaded
  for _, name in ipairs(LUA) do
    if type(loaded[name]) == "table" then add(self, name, loaded[name], FIELDS[name] or {}) end
  end
  for _, name in ipairs(names_in(modules)) do
    if type(modules[name]) ~= "string" then add(self, name, modules[name], {}) end
  end
  for _, name in ipairs{"polyak", "plot", "sweep"} do
    -- Those that load when they are first used are not looked into, which would load them.
    local value = loaded[name]
    if value ~= nil then self.names[value] = self.names[value] or name end
    for _, key in ipairs(type(value) == "table" and names_in(value) or {}) do
      local member = rawget(value, key)
      if type(member) == "function" and is_script_function(member) then
        add_addition(self, key, name .. "." .. key, member)
      end
    end
  end
  for _, name in ipairs(names_in(loaded)) do
    if is_own_module(name, loaded[name]) then add(self, name, loaded[name]) end
  end
  -- Lua's functions that are in no module; another's globals are not its own.
  for _, name in ipairs(names_in(loaded._G or {})) do
    local value = rawget(loaded._G, name)
    if value == loaded._G or type(value) == "function" and debug.getinfo(value, "S").what == "C"
      and not self.names[value]
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
  local index = rawget(metatable, "__index")
  if self.names[metatable] or is_own_function(index) then return true end
  -- The script may have its own tables inherit from a module.
  return is_own_class(index) and (index == metatable or not self.names[index])
end

return Library
