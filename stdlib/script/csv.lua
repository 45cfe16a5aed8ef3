---Writes columns of numbers as comma-separated values.
local atomic = require "polyak.atomic"
local complaint = require "polyak.complaint"

local csv = {}

---A number so that reading it gives the same double back; text in quotes where it must be.
---@param value number|string
---@return string
local function field(value)
  if math.type(value) == "integer" then return ("%d"):format(value) end
  if math.type(value) == "float" then
    local short = ("%.15g"):format(value)
    return tonumber(short) == value and short or ("%.17g"):format(value)
  end
  local text = tostring(value)
  return text:find '[,"\r\n]' and '"' .. text:gsub('"', '""') .. '"' or text
end

---The text of a file: a line of names, then a line for each row.
---@param names string[]
---@param columns (number[]|Vector)[]  # all of one length
---@return string
function csv.format(names, columns)
  local header = {}
  for j, name in ipairs(names) do header[j] = field(name) end
  local lines = {table.concat(header, ",")}
  for i = 1, #columns[1] do
    local row = {}
    for j, column in ipairs(columns) do row[j] = field(column[i]) end
    lines[#lines + 1] = table.concat(row, ",")
  end
  return table.concat(lines, "\n") .. "\n"
end

---Writes a file whole or not at all; raises an error that says why where it cannot.
---@param path string
---@param names string[]
---@param columns (number[]|Vector)[]
---@return string path
function csv.write(path, names, columns)
  local written, why = atomic.write(path, csv.format(names, columns))
  if not written then error(complaint(("cannot write '%s': %s"):format(path, why))) end
  return path
end

return csv
