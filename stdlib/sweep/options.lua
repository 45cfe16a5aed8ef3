---The options of `sweep`: what they accept and what they are for.
local Place = require "polyak.place"
local briefly = require "polyak.briefly"
local options = require "polyak.options"

local sweep_options = {}

---@class (exact) sweep.Options
---@field name string  # with which messages begin
---@field folder string  # where the journal is
---@field settings? table  # what all runs share
---@field runs table<string, string|number|boolean>[]  # what tells one from another
---@field run fun(run: table, settings: table, report: fun(fraction: number)): any  # computes one
---@field cost? fun(run: table): number  # how long a run takes beside others, for the order and the time left
---@field workers? integer  # processes at once; as many as there are processors where it is left out
---@field progress? boolean  # the line that shows how far it is (default true)

local name = {expected = "a string that is not empty", annotation = "string", accept = function(value)
  return type(value) == "string" and value ~= ""
end}

---@param run any
---@param place polyak.Place
local function check_run(run, place)
  if type(run) ~= "table" then place:refuse(run, "a table") end
  for key, value in pairs(run) do
    if type(key) ~= "string" then place:complain("must have names alone, got the key " .. briefly(key)) end
    local is = type(value)
    if is ~= "string" and is ~= "number" and is ~= "boolean" or value ~= value then
      place:inside(key):refuse(value, "a string, a number or a boolean")
    end
  end
end

local runs = {
  expected = "a list of tables", annotation = "table<string, string|number|boolean>[]",
  accept = function(value) return type(value) == "table" end,
  refuse = function(list, place)
    for key in pairs(list) do
      if not (math.type(key) == "integer" and key >= 1 and key <= #list) then
        place:complain("must be a list of tables, got one with the key " .. briefly(key))
      end
    end
    for i = 1, #list do check_run(list[i], place:inside(i)) end
  end,
}

local declared = options.declare("sweep.Options", {
  {"name", name, "with which messages begin", required = true},
  {"folder", name, "where the journal is", required = true},
  {"settings", options.table, "what all runs share"},
  {"runs", runs, "what tells one from another", required = true},
  {"run", options.func, "computes one", required = true,
    annotation = "fun(run: table, settings: table, report: fun(fraction: number)): any"},
  {"cost", options.func, "how long a run takes beside others, for the order and the time left",
    annotation = "fun(run: table): number"},
  {"workers", options.integer{from = 1}, "processes at once; as many as there are processors where it is left out"},
  {"progress", options.boolean, "the line that shows how far it is", default = true},
})

---@param given any
---@return sweep.Options
function sweep_options.read(given)
  local values = options.read_alone(declared, given, "sweep")
  values.settings = values.settings or {}
  return values
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
