---A sweep's table as comma-separated values: lists in a column for each element, `final.1` and so on.
local cell = require "script.csv.cell"
local complaint = require "polyak.complaint"

---@param name string
---@param value any
---@param put fun(name: string, value: any)
local function spread(name, value, put)
  if value == nil then return end
  if type(value) ~= "table" then
    put(name, value)
  else
    for i, element in ipairs(value) do spread(string.format("%s.%d", name, i), element, put) end
  end
end

---@param columns sweep.Column[]
---@param count integer  # of rows
---@return string
local function text(columns, count)
  local names, cells, header, owners = {}, {}, {}, {}
  for _, column in ipairs(columns) do
    local places = {}
    for i = 1, count do
      spread(column.name, column.values[i], function(name, value)
        local j = places[name]
        if not j then
          if owners[name] then
            error(complaint(string.format("sweep.export: columns '%s' and '%s' would both be '%s' in a .csv file; "
              .. "choose columns, or write .npz or .json", owners[name], column.name, name)))
          end
          j = #names + 1
          owners[name] = column.name
          places[name], names[j], cells[j] = j, name, {}
        end
        cells[j][i] = value
      end)
    end
  end
  for j, name in ipairs(names) do header[j] = cell(name) end
  local lines = {table.concat(header, ",")}
  for i = 1, count do
    local row = {}
    for j = 1, #names do
      local value = cells[j][i]
      row[j] = cell(type(value) == "boolean" and tostring(value) or value)
    end
    lines[#lines + 1] = table.concat(row, ",")
  end
  return table.concat(lines, "\n") .. "\n"
end

return text
