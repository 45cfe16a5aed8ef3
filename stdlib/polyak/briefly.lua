---What came, in a few words, for the end of a message: "3", "string 'abc'", "table", "Vector".

---In stock Lua without Polyak, where there are no objects that have names of their own.
---@param value any
---@return string
local function plainly(value)
  local kind = math.type(value) or type(value)
  if kind == "string" then
    local length = utf8.len(value) or #value
    if length <= 40 then return string.format("string '%s'", value) end
    local last = utf8.len(value) and utf8.offset(value, 38) or 38
    return string.format("string '%s...'", string.sub(value, 1, last - 1))
  end
  if kind == "float" then return value ~= value and "nan" or string.format("%.14g", value) end
  if kind == "integer" or kind == "boolean" or kind == "nil" then return tostring(value) end
  return kind
end

---@param value any
---@return string
local function briefly(value)
  local errors = package.loaded["polyak.errors"]
  return (errors and errors.briefly or plainly)(value)
end

return briefly
