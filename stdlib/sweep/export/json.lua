---A sweep's table as JSON: a list of objects, one for each run.
local encode = require "script.json.encode"
local json = require "script.json"

---@param columns sweep.Column[]
---@param count integer
---@return string
local function text(columns, count)
  local rows = {}
  for i = 1, count do
    local row = json.object{}
    for _, column in ipairs(columns) do row[column.name] = column.values[i] end
    rows[i] = encode(row)
  end
  return "[\n" .. table.concat(rows, ",\n") .. "\n]\n"
end

return text
