---Where a script enters the product's Lua files: an error that arises in them is raised where the script has called,
---and what the script gives is checked first.
---
---    entrance(checkpoint, "checkpoint.", {open = "prefix: string, settings: table"})
---    checkpoint.open(5)          -- s.lua:3: checkpoint.open: 'prefix' must be a string, got the number 5
---
---The calls inside are not in the traceback of such an error. Errors of the script's own functions pass as they are.
local entrance = {}

local WORDS <const> = {string = "a string", number = "a number", table = "a table", ["function"] = "a function"}

---A value, for messages.
---@param value any
---@return string
function entrance.described(value)
  if type(value) == "string" then return #value <= 40 and string.format("'%s'", value) or "a long string" end
  if type(value) == "number" then return "the number " .. value end
  if type(value) == "nil" or type(value) == "boolean" then return tostring(value) end
  local metatable = getmetatable(value)
  local name = type(metatable) == "table" and rawget(metatable, "__name")
  return "a " .. (type(name) == "string" and name or type(value))
end

---@param where string
---@param declared string
---@return fun(...)  # raises an error without a place
local function checks(where, declared)
  local parameters = {}
  for name, kind, mark in string.gmatch(declared, "([%w_]+): (%a+)(%??)") do
    parameters[#parameters + 1] = {name = name, kind = kind, is_optional = mark == "?"}
  end
  return function(...)
    for i, parameter in ipairs(parameters) do
      local value = (select(i, ...))
      if type(value) ~= parameter.kind and not (parameter.is_optional and value == nil) then
        if parameter.name == "self" then error(where .. ": call it with ':'", 0) end
        error(string.format("%s: '%s' must be %s, got %s",
          where, parameter.name, WORDS[parameter.kind], entrance.described(value)), 0)
      end
    end
  end
end

---Whether an error is one of these files', and it without its place there.
---@param why any
---@param names string[]  # with which their messages begin
---@return string|nil
local function own(why, names)
  if type(why) ~= "string" then return nil end
  local rest, count = string.gsub(why, "^stdlib/[%w_/]+%.lua:%d+: ", "")
  -- What C functions such as those of `ipairs` cannot index has no place.
  if count > 0 or string.find(why, "^attempt to ") then return rest end
  for _, name in ipairs(names) do
    if string.sub(why, 1, #name) == name then return why end
  end
end

---A function as scripts call it.
---@param where string  # its name
---@param declared string  # what it takes: "prefix: string, settings: table?"
---@param stands_for function
---@param names? string[]  # other names with which its own messages begin
---@return function
function entrance.of(where, declared, stands_for, names)
  names = {where, table.unpack(names or {})}
  local check = checks(where, declared)

  -- A tail call, so that the second level is the script's.
  local function passed(ok, ...)
    if ok then return ... end
    local text = own(..., names)
    if text then error(text, 2) end
    error((...), 0)
  end

  local function checked(called, ...)
    check(...)
    return called(...)
  end

  -- Help finds the function by the name of this upvalue.
  return function(...) return passed(pcall(checked, stands_for, ...)) end
end

---Makes functions of a table, by their names, those that scripts call.
---@param functions table
---@param prefix string  # of their names: "checkpoint."
---@param declared table<string, string>
---@param names? string[]
local function enter(_, functions, prefix, declared, names)
  for name, parameters in pairs(declared) do
    functions[name] = entrance.of(prefix .. name, parameters, functions[name], names)
  end
end

return setmetatable(entrance, {__call = enter})
