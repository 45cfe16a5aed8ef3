---Numbers and texts as the data in a page has them: JSON, in which what is not finite is text, and which holds no `<`,
---so that nothing in it ends a script.
local text = require "plot.text"
local unicode = require "plot.label.unicode"

local json = {}

---A number that reads back as the same double.
---@param value number
---@return string
function json.exact(value)
  if math.type(value) == "integer" then return string.format("%d", value) end
  if value ~= value then return "NaN" end
  if value == math.huge then return "Infinity" end
  if value == -math.huge then return "-Infinity" end
  if value == value // 1 and math.abs(value) < 1e15 then
    return value == 0 and 1 / value < 0 and "-0.0" or string.format("%d", value // 1 | 0)
  end
  for digits = 15, 17 do
    local written = string.format("%." .. digits .. "g", value)
    if tonumber(written) == value then return (string.gsub(written, ",", ".")) end
  end
  return "NaN" -- not reached: 17 digits tell all doubles apart
end

---@param value number
---@return string
function json.number(value)
  local written = json.exact(value)
  return value - value ~= 0 and '"' .. written .. '"' or written
end

local signs = {['"'] = '\\"', ["\\"] = "\\\\", ["<"] = "\\u003c", [">"] = "\\u003e", ["&"] = "\\u0026"}

---@param source string
---@return string
function json.text(source) return '"' .. string.gsub(text.clean(source), '["\\<>&]', signs) .. '"' end

---@param value number|string  # a label
---@return string
local function cell(value)
  return type(value) == "string" and json.text(unicode.letters(value)) or json.number(value)
end

---@param numbers (number|string)[]
---@param chosen? integer[]  # which of them; all where there are none
---@return string
function json.list(numbers, chosen)
  local list, number = {}, cell
  if chosen then
    for i, at in ipairs(chosen) do list[i] = number(numbers[at]) end
  else
    for i = 1, #numbers do list[i] = number(numbers[i]) end
  end
  return "[" .. table.concat(list, ",") .. "]"
end

return json
