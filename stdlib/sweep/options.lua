---Checks what `sweep` is called with.
local spelling = require "polyak.spelling"

local options = {}

---@class (exact) sweep.Options
---@field name string  # with which messages begin
---@field folder string  # where the journal is
---@field settings? table  # what all runs share
---@field runs table<string, string|number|boolean>[]  # what tells one from another
---@field run fun(run: table, settings: table, report: fun(fraction: number)): any  # computes one
---@field cost? fun(run: table): number  # how long a run takes beside others, for the order and the time left
---@field workers? integer  # processes at once; as many as there are processors where it is left out
---@field progress? boolean  # the line that shows how far it is (default true)

---@type table<string, {[1]: string, [2]: string}>  # Lua's type, and the words for it
local KINDS = {
  name = {"string", "a string"}, folder = {"string", "a string"}, settings = {"table", "a table"},
  runs = {"table", "a list of tables"}, run = {"function", "a function"}, cost = {"function", "a function"},
  workers = {"number", "an integer >= 1"}, progress = {"boolean", "true or false"},
}
local REQUIRED = {"name", "folder", "runs", "run"}

---@param value any
---@return string
local function shown(value)
  if type(value) == "string" then return string.format("'%s'", value) end
  if type(value) == "number" then return "the number " .. value end
  if type(value) == "nil" or type(value) == "boolean" then return tostring(value) end
  return "a " .. type(value)
end

---@param given any
local function check_options(given)
  if type(given) ~= "table" then error("sweep: expected a table of options, got " .. shown(given), 0) end
  local names = {}
  for name in pairs(KINDS) do names[#names + 1] = name end
  table.sort(names)
  for name, value in pairs(given) do
    local kind = KINDS[name]
    if not kind then
      error(string.format("sweep: unknown option '%s'%s", tostring(name), spelling.hint(name, names)), 0)
    end
    if type(value) ~= kind[1] or value == "" then
      error(string.format("sweep: option '%s' must be %s, got %s", name, kind[2], shown(value)), 0)
    end
  end
  for _, name in ipairs(REQUIRED) do
    if given[name] == nil then error(string.format("sweep: option '%s' is missing (%s)", name, KINDS[name][2]), 0) end
  end
  if given.workers and not (math.tointeger(given.workers) and given.workers >= 1) then
    error("sweep: option 'workers' must be an integer >= 1, got " .. shown(given.workers), 0)
  end
end

---@param run any
---@param place string
local function check_run(run, place)
  if type(run) ~= "table" then error(string.format("sweep: %s must be a table, got %s", place, shown(run)), 0) end
  for key, value in pairs(run) do
    if type(key) ~= "string" then
      error(string.format("sweep: %s must have names alone, got the key %s", place, shown(key)), 0)
    end
    local is = type(value)
    if is ~= "string" and is ~= "number" and is ~= "boolean" or value ~= value then
      error(string.format("sweep: %s.%s must be a string, a number or a boolean, got %s", place, key, shown(value)), 0)
    end
  end
end

---@param given any
---@return sweep.Options given
function options.check(given)
  check_options(given)
  for key in pairs(given.runs) do
    if not (math.type(key) == "integer" and key >= 1 and key <= #given.runs) then
      error(string.format("sweep: option 'runs' must be a list of tables, got one with the key %s", shown(key)), 0)
    end
  end
  for i = 1, #given.runs do check_run(given.runs[i], string.format("runs[%d]", i)) end
  return given
end

---What runs cost; 1 each where nobody says.
---@param given sweep.Options
---@param runs table[]
---@return number[]
function options.costs(given, runs)
  local costs = {}
  for i, run in ipairs(runs) do
    local cost = given.cost and given.cost(run) or 1
    if type(cost) ~= "number" or not (cost > 0 and cost < math.huge) then
      error("sweep: option 'cost' must return a finite number > 0, got " .. shown(cost), 0)
    end
    costs[i] = cost
  end
  return costs
end

return options
