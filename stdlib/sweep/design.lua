---The runs of a sweep: those that are given, at each point of a grid, each repeated.
local names = require "sweep.names"

local design = {}

---The points of a grid, the last name's values varying fastest; the names in alphabetic order, for a table has none.
---@param grid table<string, any>
---@return table<string, string|number|boolean>[]
local function points(grid)
  local list = {{}}
  for _, name in ipairs(names.sorted_keys(grid)) do
    local longer = {}
    for _, point in ipairs(list) do
      for i = 1, #grid[name] do
        local next_point = {[name] = grid[name][i]}
        for key, value in pairs(point) do next_point[key] = value end
        longer[#longer + 1] = next_point
      end
    end
    list = longer
  end
  return list
end

---Each of `list` with each of `others`.
---@param list table[]
---@param others table[]
---@param complain fun(name: string)  # that both have
---@return table[]
local function product(list, others, complain)
  local all = {}
  for _, run in ipairs(list) do
    for _, other in ipairs(others) do
      local both = {}
      for key, value in pairs(run) do both[key] = value end
      for key, value in pairs(other) do
        if both[key] ~= nil then complain(key) end
        both[key] = value
      end
      all[#all + 1] = both
    end
  end
  return all
end

---The points of a grid without one of its names, each with each of `runs`.
---@param given sweep.Options
---@param left_out string
---@return table<string, string|number|boolean>[]
function design.lines(given, left_out)
  local grid = {}
  for name, values in pairs(given.grid) do grid[name] = name ~= left_out and values or nil end
  return product(given.runs or {{}}, points(grid), function() end)
end

---@param given sweep.Options
---@param complain fun(option: string, form: string, ...)
---@return table<string, string|number|boolean>[]
function design.runs(given, complain)
  local list = given.runs or {{}}
  if given.grid then
    list = product(list, points(given.grid), function(name) complain("grid", "has '%s', and so has a run", name) end)
  end
  if given.repeats then
    local replicates = {}
    for i = 1, given.repeats do replicates[i] = {replicate = i} end
    list = product(list, replicates, function(name)
      complain("repeats", "tells runs apart by '%s', which a run has already", name)
    end)
  end
  return list
end

return design
