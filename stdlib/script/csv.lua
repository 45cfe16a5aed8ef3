---Writes columns of numbers as comma-separated values.
local Place = require "polyak.place"
local atomic = require "polyak.atomic"
local caller = require "polyak.caller"
local cell = require "script.csv.cell"
local complaint = require "polyak.complaint"
local counted = require "polyak.counted"
local entrance = require "polyak.entrance"
local options = require "polyak.options"

local csv = {}

---What a column is: a list, or a value that has elements as a Vector has.
---@param value any
---@return boolean
local function is_column(value)
  if type(value) == "table" then return true end
  local metatable = type(value) == "userdata" and getmetatable(value)
  return type(metatable) == "table" and metatable.__len ~= nil
end

---Raises an error where names and columns are no table whose cells can be written.
---@param call polyak.Place
---@param names string[]
---@param columns (number[]|Vector)[]
---@param position integer  # of the names among the arguments
local function check(call, names, columns, position)
  local name_place, column_place = call:argument("names", position), call:argument("columns", position + 1)
  for i = 1, #names do options.check(options.string, names[i], name_place:inside(i)) end
  if #columns == 0 then column_place:complain "must have at least one column" end
  if #names ~= #columns then
    name_place:complain(string.format("must be %s, one for each column, got %d", counted(#columns, "name"), #names))
  end
  for j = 1, #columns do
    local column, place = columns[j], column_place:inside(j)
    if not is_column(column) then place:refuse(column, "a list or a vector") end
    if #column ~= #columns[1] then
      place:complain(string.format(
        "must have %s as the first column has, got %d", counted(#columns[1], "element"), #column))
    end
    for i = 1, #column do
      local kind = type(column[i])
      if kind ~= "number" and kind ~= "string" then place:inside(i):refuse(column[i], "a number or a string") end
    end
  end
end

---@param names string[]
---@param columns (number[]|Vector)[]
---@return string
local function format(names, columns)
  local header = {}
  for j, text in ipairs(names) do header[j] = cell(text) end
  local lines = {table.concat(header, ",")}
  for i = 1, #columns[1] do
    local row = {}
    for j, column in ipairs(columns) do row[j] = cell(column[i]) end
    lines[#lines + 1] = table.concat(row, ",")
  end
  return table.concat(lines, "\n") .. "\n"
end

---The text of a file: a line of names, then a line for each row.
---@param names string[]
---@param columns (number[]|Vector)[]  # all of one length
---@return string
function csv.format(names, columns)
  check(Place.of "csv.format", names, columns, 1)
  return format(names, columns)
end

---Writes a file whole or not at all; raises an error that says why where it cannot.
---@param path string
---@param names string[]
---@param columns (number[]|Vector)[]
---@return string path
function csv.write(path, names, columns)
  check(Place.of "csv.write", names, columns, 2)
  local written, why = atomic.write(path, format(names, columns))
  if not written then error(complaint(string.format("%scsv.write: cannot write '%s': %s", caller(), path, why))) end
  return path
end

entrance(csv, "csv.", {
  format = "names: table, columns: table", write = "path: string, names: table, columns: table",
})

return csv
