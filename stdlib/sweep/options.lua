---The options of `sweep`: what they accept and what they are for.
local Fault = require "polyak.fault"
local Place = require "polyak.place"
local design = require "sweep.design"
local briefly = require "polyak.briefly"
local encode = require "script.json.encode"
local Refinement = require "sweep.refinement"
local options = require "polyak.options"
local start = require "polyak.start"

local sweep_options = {}

---@class (exact) sweep.Options
---@field name string  # with which messages begin
---@field folder string  # where the journal is
---@field settings? table  # what all runs share
---@field runs? table<string, string|number|boolean>[]  # what tells one from another
---@field grid? table<string, table|Vector>  # names and their values: a run, or all of `runs`, at each point
---@field repeats? integer  # each of them so many times, told apart by `run.replicate`
---@field refine? fun(a: table, b: table): boolean  # whether a point is added between these neighbours of the grid
---@field depth? integer  # how often the way between two of them may be halved (default 3)
---@field seed? integer  # of the random numbers that runs get (default 0)
---@field run fun(run: table, settings: table, report: fun(fraction: number), random: Random): any  # computes one
---@field on_result? fun(run: table, result: any)  # called here as each result comes
---@field wait? boolean  # false: runs that another process makes have no result here (default true)
---@field shard? string  # "2/4": only every fourth run, from the second on; without it what the command line says
---@field cost? fun(run: table): number  # how long a run takes beside others, for the order and the time left
---@field accept? boolean  # take over results of code that has changed since (default false)
---@field time_limit? number  # seconds that a run may take; one that takes longer fails
---@field workers? integer  # processes at once; as many as there are processors where it is left out
---@field progress? boolean  # the line that shows how far it is (default true)

local name = {expected = "a string that is not empty", annotation = "string", accept = function(value)
  return type(value) == "string" and value ~= ""
end}

---@param value any
---@return boolean
local function is_value(value)
  local is = type(value)
  return is == "string" and utf8.len(value) ~= nil or (is == "number" or is == "boolean") and value == value
end

---@param value any
---@param place polyak.Place
local function check_value(value, place)
  if is_value(value) then return end
  if type(value) == "string" then place:complain("must be UTF-8 text") end
  place:refuse(value, "a string, a number or a boolean")
end

---@param key any
---@param place polyak.Place
local function check_name(key, place)
  if type(key) ~= "string" then place:complain("must have names alone, got the key " .. briefly(key)) end
  if not utf8.len(key) then place:complain("must have names of UTF-8 text, got " .. briefly(key)) end
end

---@param run any
---@return boolean
local function is_run(run)
  if type(run) ~= "table" then return false end
  for key, value in pairs(run) do
    if type(key) ~= "string" or not utf8.len(key) or not is_value(value) then return false end
  end
  return true
end

---@param run any
---@param place polyak.Place
local function check_run(run, place)
  if type(run) ~= "table" then place:refuse(run, "a table") end
  for key, value in pairs(run) do
    check_name(key, place)
    check_value(value, place:inside(key))
  end
end

local settings = {
  expected = "a table", annotation = "table",
  accept = function(value) return type(value) == "table" end,
  refuse = function(values, place)
    local ok, why = pcall(encode, values)
    if ok or not Fault.is(why) then return end
    local rest = string.match(why.message, "^json%.encode: argument 'value.-' (.*)$")
    for i = 2, #why.place.path do place = place:inside(why.place.path[i]) end
    place:complain(rest)
  end,
}

local runs = {
  expected = "a list of tables", annotation = "table<string, string|number|boolean>[]",
  accept = function(value) return type(value) == "table" end,
  refuse = function(list, place)
    for key in pairs(list) do
      if not (math.type(key) == "integer" and key >= 1 and key <= #list) then
        place:complain("must be a list of tables, got one with the key " .. briefly(key))
      end
    end
    for i = 1, #list do
      if not is_run(list[i]) then check_run(list[i], place:inside(i)) end
    end
  end,
}

---@param value any
---@return integer
local function length(value) return #value end

---@param value any
---@return any
local function first(value) return value[1] end

---Whether it has values by their numbers, as lists and Vectors have.
---@param value any
---@return boolean
local function is_list(value)
  if type(value) == "table" then return true end
  return type(value) == "userdata" and pcall(length, value) and (#value == 0 or (pcall(first, value)))
end

---@param values any
---@param axis polyak.Place
local function check_axis(values, axis)
  if not is_list(values) then axis:refuse(values, "a list of values that is not empty") end
  for key in next, type(values) == "table" and values or {} do
    if not (math.type(key) == "integer" and key >= 1 and key <= #values) then
      axis:complain("must be a list of values, got one with the key " .. briefly(key))
    end
  end
  if #values == 0 then axis:complain("must be a list of values that is not empty, got one without any") end
  for i = 1, #values do check_value(values[i], axis:inside(i)) end
end

local grid = {
  expected = "a table of names and lists of values", annotation = "table<string, table|Vector>",
  accept = function(value) return type(value) == "table" end,
  refuse = function(axes, place)
    for key, values in pairs(axes) do
      check_name(key, place)
      check_axis(values, place:inside(key))
    end
  end,
}

local declared = options.declare("sweep.Options", {
  {"name", name, "with which messages begin", required = true},
  {"folder", name, "where the journal is", required = true},
  {"settings", settings, "what all runs share"},
  {"runs", runs, "what tells one from another"},
  {"grid", grid, "names and their values: a run, or all of `runs`, at each point"},
  {"repeats", options.integer{from = 1}, "each of them so many times, told apart by `run.replicate`"},
  {"refine", options.func, "whether a point is added between these neighbours of the grid",
    annotation = "fun(a: table, b: table): boolean"},
  {"depth", options.integer{from = 1}, "how often the way between two of them may be halved", default = 3},
  {"seed", options.integer{from = 0}, "of the random numbers that runs get", default = 0},
  {"run", options.func, "computes one", required = true,
    annotation = "fun(run: table, settings: table, report: fun(fraction: number), random: Random): any"},
  {"on_result", options.func, "called here as each result comes", annotation = "fun(run: table, result: any)"},
  {"wait", options.boolean, "false: runs that another process makes have no result here", default = true},
  {"shard", {expected = start.shard_rule.expected, annotation = "string", accept = function(value)
    return type(value) == "string" and start.shard_rule.read(value) ~= nil
  end}, '"2/4": only every fourth run, from the second on; without it what the command line says'},
  {"cost", options.func, "how long a run takes beside others, for the order and the time left",
    annotation = "fun(run: table): number"},
  {"accept", options.boolean, "take over results of code that has changed since", default = false},
  {"time_limit", options.number{above = 0}, "seconds that a run may take; one that takes longer fails"},
  {"workers", options.integer{from = 1}, "processes at once; as many as there are processors where it is left out"},
  {"progress", options.boolean, "the line that shows how far it is", default = true},
})

---@param given any
---@return sweep.Options
---@return sweep.Refinement|nil
function sweep_options.read(given)
  local values = options.read_alone(declared, given, "sweep")
  values.settings = values.settings or {}
  if not values.runs and not values.grid then
    Place.of("sweep"):option("runs"):complain("is missing (a list of tables), and so is 'grid'")
  end
  if values.refine and not values.grid then
    Place.of("sweep"):option("refine"):complain("needs 'grid', between whose points others are added")
  end
  if given.depth ~= nil and not values.refine then
    Place.of("sweep"):option("depth"):complain("needs 'refine', which says where points are added")
  end
  local refinement = values.refine and Refinement.new(values, function(option, ...)
    local place = Place.of("sweep")
    for _, part in ipairs(option) do place = place:inside(part) end
    place:complain(string.format(...))
  end)
  values.runs = design.runs(values, function(option, ...)
    Place.of("sweep"):option(option):complain(string.format(...))
  end)
  return values, refinement
end

---What runs cost; 1 each where nobody says.
---@param given sweep.Options
---@param list table[]
---@return number[]
function sweep_options.costs(given, list)
  local costs = {}
  for i, run in ipairs(list) do
    local cost = given.cost and given.cost(run) or 1
    if type(cost) ~= "number" or not (cost > 0 and cost < math.huge) then
      Place.of("sweep"):option("cost"):complain("must return a finite number > 0, got " .. briefly(cost))
    end
    costs[i] = cost
  end
  return costs
end

return sweep_options
