---Writes columns of numbers as comma-separated values.
local atomic = require "polyak.atomic"
local caller = require "polyak.caller"
local complaint = require "polyak.complaint"

local csv = {}

---A number so that reading it gives the same double back; text in quotes where it must be.
---@param value number|string
---@param is_alone boolean  # in its line, which must not be empty
---@return string
local function field(value, is_alone)
  if math.type(value) == "integer" then return ("%d"):format(value) end
  if math.type(value) == "float" then
    local short = ("%.15g"):format(value)
    return tonumber(short) == value and short or ("%.17g"):format(value)
  end
  local text = tostring(value)
  if text:find '[,"\r\n]' or is_alone and text == "" then return '"' .. text:gsub('"', '""') .. '"' end
  return text
end

local WORDS <const> = {nan = true, inf = true, infinity = true}

---A name, in quotes where it could be taken for a number.
---@param text string
---@return string
local function name(text)
  if text:find "^[%a_][^,\"\r\n]*$" and not WORDS[text:lower()] then return text end
  return '"' .. text:gsub('"', '""') .. '"'
end

---The text of a file: a line of names, then a line for each row.
---@param names string[]
---@param columns (number[]|Vector)[]  # all of one length
---@return string
function csv.format(names, columns)
  local header = {}
  for j, text in ipairs(names) do header[j] = name(text) end
  local lines = {table.concat(header, ",")}
  for i = 1, #columns[1] do
    local row = {}
    for j, column in ipairs(columns) do row[j] = field(column[i], #columns == 1) end
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
  if not written then error(complaint(("%scannot write '%s': %s"):format(caller(), path, why))) end
  return path
end

return csv
