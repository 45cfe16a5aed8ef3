---The finished runs of a sweep as a table: a row for each, its columns the names of the runs and of what they gave.
local complaint = require "polyak.complaint"
local json = require "script.json"
local names = require "sweep.names"
local options = require "polyak.options"

local export_table = {}

---@class sweep.Row
---@field run table<string, string|number|boolean>
---@field result any

---@class sweep.Column
---@field name string
---@field values any[]  # by row, with gaps: numbers, strings and booleans, or lists of numbers
---@field twice? table  # a run that has two values for it

---Whether a value is a list of numbers, or of such lists.
---@param value any
---@return boolean
local function is_array(value)
  if type(value) ~= "table" or #value == 0 then return false end
  for _, element in ipairs(value) do
    if type(element) ~= "number" and not is_array(element) then return false end
  end
  return true
end

---Calls `put` with each part of a result that a column is to hold: `loss`, `error.flow`, `steps.2`.
---@param name string|nil
---@param value any
---@param put fun(name: string, value: any)
local function walk(name, value, put)
  if value == json.null then return end
  if type(value) ~= "table" or is_array(value) then
    put(name or "result", value)
  elseif #value > 0 then
    for i, element in ipairs(value) do walk(string.format("%s.%d", name or "result", i), element, put) end
  else
    for _, key in ipairs(names.sorted_keys(value)) do walk(name and name .. "." .. key or key, value[key], put) end
  end
end

---@param a any
---@param b any
---@return boolean|nil  # nil where they are equal
local function is_before(a, b)
  -- Among numbers NaN is the last.
  if a == b or a ~= a and b ~= b then return nil end
  if a ~= a and type(b) == "number" then return false end
  if b ~= b and type(a) == "number" then return true end
  if type(a) == type(b) and type(a) ~= "boolean" then return a < b end
  -- What is missing first, then false, true, numbers, texts.
  local order = {["nil"] = 1, boolean = 2, number = 3, string = 4}
  if type(a) ~= type(b) then return order[type(a)] < order[type(b)] end
  return not a
end

---Rows in the order of a grid: by the first name's values, then the second's.
---@param rows sweep.Row[]
---@param run_names string[]
local function sort(rows, run_names)
  table.sort(rows, function(a, b)
    for _, name in ipairs(run_names) do
      local before = is_before(a.run[name], b.run[name])
      if before ~= nil then return before end
    end
    return false
  end)
end

---@param rows sweep.Row[]  # are sorted
---@return sweep.Column[]
function export_table.columns(rows)
  local is_name, columns, by_name = {}, {}, {}
  for _, row in ipairs(rows) do
    for name in pairs(row.run) do is_name[name] = true end
  end
  local run_names = names.sorted_keys(is_name)
  sort(rows, run_names)
  local function put(name, i, value)
    local column = by_name[name]
    if not column then
      column = {name = name, values = {}}
      by_name[name], columns[#columns + 1] = column, column
    end
    if column.values[i] ~= nil then column.twice = column.twice or rows[i].run end
    column.values[i] = value
  end
  for _, name in ipairs(run_names) do
    for i, row in ipairs(rows) do put(name, i, row.run[name]) end
  end
  for i, row in ipairs(rows) do
    walk(nil, row.result, function(name, value) put(is_name[name] and "result." .. name or name, i, value) end)
  end
  return columns
end

---@param columns sweep.Column[]
---@param wanted any[]  # names
---@param call polyak.Place
---@return sweep.Column[]
function export_table.chosen(columns, wanted, call)
  local by_name, known, list, places = {}, {}, {}, {}
  local option = call:option "columns"
  if #wanted == 0 then option:complain("must be a list of names that is not empty, got an empty list") end
  for i, column in ipairs(columns) do by_name[column.name], known[i] = column, column.name end
  for i = 1, #wanted do
    local place = option:inside(i)
    options.check(options.string, wanted[i], place)
    list[i] = by_name[wanted[i]]
    if not list[i] then place:refuse(wanted[i], "the name of a column", known) end
    local before = places[wanted[i]]
    if before then place:complain(string.format("is '%s' again, which columns[%d] is", wanted[i], before)) end
    places[wanted[i]] = i
  end
  return list
end

---Refuses columns of which a run has two values.
---@param columns sweep.Column[]
---@param called string
function export_table.check(columns, called)
  for _, column in ipairs(columns) do
    if column.twice then
      error(complaint(string.format("%s: run %s has two values for column '%s'; choose others by 'columns'",
        called, names.describe(column.twice), column.name)))
    end
  end
end

return export_table
