---The table of a sweep's results: a row for each run, short lists in columns, of long ones how long they are.
local choice = require "sweep.report.choice"
local counted = require "polyak.counted"
local means = require "sweep.report.means"

---Longer tables are for `sweep.export`.
local MOST_ROWS <const> = 1000

---@param list any[]
---@return string  # what it is of
local function noun(list)
  if means.are_numbers(list) then return "number" end
  for _, element in ipairs(list) do
    if type(element) ~= "table" then return "element" end
  end
  return "list"
end

---@param columns sweep.Column[]
---@param count integer
---@return report.Section
local function results_table(columns, count)
  local heads, cells, owners, shown = {}, {}, {}, math.min(count, MOST_ROWS)
  for i = 1, shown do cells[i] = {} end
  local function put(name, i, value, places)
    if not places[name] then
      -- `final.1` may be of a list and a name too.
      owners[name] = (owners[name] or 0) + 1
      local again = owners[name] > 1 and string.format(" (%d)", owners[name]) or ""
      heads[#heads + 1] = means.label(name) .. again
      places[name] = #heads
    end
    cells[i][places[name]] = value
  end
  for _, column in ipairs(columns) do
    local places, longest = {}, 0
    for i = 1, shown do
      local value = column.values[i]
      if type(value) == "table" then
        longest = math.max(longest, means.are_numbers(value) and #value or choice.short + 1)
      end
    end
    for i = 1, shown do
      local value = column.values[i]
      if type(value) ~= "table" then
        if value ~= nil then put(column.name, i, value, places) end
      elseif longest > choice.short then
        put(column.name, i, counted(#value, noun(value)), places)
      else
        for k, element in ipairs(value) do put(string.format("%s.%d", column.name, k), i, element, places) end
      end
    end
  end
  local some = ""
  if shown < count then
    some = string.format(" The first %d of %d runs; `sweep.export` writes all.", shown, count)
  end
  return {table = cells, columns = heads, caption = "Results." .. some}
end

return results_table
