---Where a script enters the product's Lua files: an error that arises in them is raised where the script has called,
---and what the script gives is checked first.
---
---    entrance(checkpoint, "checkpoint.", {open = "prefix: string, settings: table"})
---    checkpoint.open(5)          -- s.lua:3: checkpoint.open: argument 'prefix' must be a string, got 5
---
---Errors of the script's own functions pass as they are.
local Fault = require "polyak.fault"
local Place = require "polyak.place"
local options = require "polyak.options"

local entrance = {}

local RULES <const> = {
  any = options.any,
  string = options.string, number = options.number(), table = options.table, ["function"] = options.func,
}

---@param where string
---@param declared string
---@return fun(...)  # raises an error without a place
local function checks(where, declared)
  local parameters, has_self, count = {}, false, 0
  for name, kind, mark in string.gmatch(declared, "([%w_]+): (%a+)(%??)") do
    count = count + 1
    if name == "self" then
      has_self = true
    else
      local place = Place.of(where):argument(name, count - (has_self and 1 or 0))
      parameters[#parameters + 1] = {index = count, place = place, rule = RULES[kind], is_optional = mark == "?"}
    end
  end
  return function(...)
    if has_self and type((...)) ~= "table" then Place.of(where):fail "call it with ':'" end
    for _, parameter in ipairs(parameters) do
      local value = (select(parameter.index, ...))
      if value ~= nil then
        options.check(parameter.rule, value, parameter.place)
      elseif not parameter.is_optional then
        parameter.place:missing(parameter.rule.expected)
      end
    end
  end
end

---Whether an error is one of these files', and it without its place there.
---@param why any
---@param names string[]  # with which their messages begin
---@return string|nil
local function own(why, names)
  if Fault.is(why) then return why.message end
  if type(why) ~= "string" then return nil end
  local rest, count = string.gsub(why, "^stdlib/[%w_/]+%.lua:%d+: ", "")
  -- What C functions such as those of `ipairs` cannot index has no place.
  if count > 0 or string.find(why, "^attempt to ") then return rest end
  for _, name in ipairs(names) do
    if string.sub(why, 1, #name) == name then return why end
  end
end

---Raises an error again, where what failed was called from.
---@param why any
---@param names string[]
local function raise(why, names)
  local text = own(why, names)
  if not text then error(why, 0) end
  local level = 3
  local caller = debug.getinfo(level, "Sl")
  -- A module that was called before it was loaded.
  while caller and caller.source == "@stdlib/polyak/lazy.lua" do
    level = level + 1
    caller = debug.getinfo(level, "Sl")
  end
  -- It is on its way through another of these files.
  if caller and string.sub(caller.source, 1, 8) == "@stdlib/" then error(why, 0) end
  if caller and caller.currentline > 0 then
    text = string.format("%s:%d: %s", caller.short_src, caller.currentline, text)
  end
  local fault = Fault.is(why) and why or Fault.new(text, Place.of(names[1]))
  -- Behind a tail call nobody knows how it was called.
  local called = debug.getinfo(level - 1, "nt")
  fault:remember(text, not called.istailcall and called.name or "")
  error(text, 0)
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

  local function checked(called, ...)
    check(...)
    return called(...)
  end

  -- Help finds the function by the name of this upvalue.
  return function(...)
    local results <const> = table.pack(pcall(checked, stands_for, ...))
    if not results[1] then raise(results[2], names) end
    return table.unpack(results, 2, results.n)
  end
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
