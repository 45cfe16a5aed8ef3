---Writes columns of numbers as comma-separated values.
local atomic = require "polyak.atomic"
local caller = require "polyak.caller"
local complaint = require "polyak.complaint"
local entrance = require "polyak.entrance"

local csv = {}

local WORDS <const> = {nan = true, inf = true, infinity = true}

---Text, in quotes where it must be: without them a number, blanks and what begins with a sign could be a number.
---@param text string
---@return string
local function quoted(text)
  if string.find(text, "^[%a_\128-\255][^,\"\r\n]*$") and not WORDS[string.lower(string.match(text, "^%S*"))]
    and string.sub(text, 1, 3) ~= "\xEF\xBB\xBF"
  then
    return text
  end
  return '"' .. string.gsub(text, '"', '""') .. '"'
end

---A number so that reading it gives the same double back, or text.
---@param value number|string
---@return string
local function field(value)
  if math.type(value) == "integer" then return string.format("%d", value) end
  if math.type(value) == "float" then
    local short = string.format("%.15g", value)
    return tonumber(short) == value and short or string.format("%.17g", value)
  end
  return quoted(tostring(value))
end

---The text of a file: a line of names, then a line for each row.
---@param names string[]
---@param columns (number[]|Vector)[]  # all of one length
---@return string
function csv.format(names, columns)
  local header = {}
  for j, text in ipairs(names) do header[j] = quoted(text) end
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
  if not written then error(complaint(string.format("%scannot write '%s': %s", caller(), path, why))) end
  return path
end

entrance(csv, "csv.", {
  format = "names: table, columns: table", write = "path: string, names: table, columns: table",
})

return csv
