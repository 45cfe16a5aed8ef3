---A cell of a file of comma-separated values.

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

---A number so that reading it gives the same double back, or text; nothing of nil.
---@param value number|string|nil
---@return string
local function cell(value)
  if value == nil then return "" end
  if math.type(value) == "integer" then return string.format("%d", value) end
  if math.type(value) == "float" then
    local short = string.format("%.15g", value)
    return tonumber(short) == value and short or string.format("%.17g", value)
  end
  return quoted(tostring(value))
end

return cell
