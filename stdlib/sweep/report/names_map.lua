---A heat map over two columns of names: of texts, or true and false.
local means = require "sweep.report.means"
local room = require "sweep.report.room"

---@param a any
---@param b any
---@return boolean  # false, true, numbers, texts
local function is_before(a, b)
  if type(a) ~= type(b) then return type(a) < type(b) end
  if type(a) == "boolean" then return not a and b end
  return a < b
end

---@param list table[]  # rows
---@param field string
---@return string[] names  # in order
---@return table<any, integer> places
local function names_of(list, field)
  local values, names, places = {}, {}, {}
  for _, row in ipairs(list) do
    local value = row[field]
    if not places[value] then
      values[#values + 1] = value
      places[value] = #values
    end
  end
  table.sort(values, is_before)
  for i, value in ipairs(values) do names[i], places[value] = tostring(value), i end
  return names, places
end

---@param column sweep.Column
---@param over sweep.Column
---@param also sweep.Column
---@param count integer  # of runs
---@return table|nil  # a figure for `plot`; nil where few pairs of names are there, or there are too many
---@return integer most  # runs of one mean
---@return integer left  # values that are not finite, of means of others
local function names_map(column, over, also, count)
  local x, y, z = means.label(over.name), means.label(also.name), means.label(column.name)
  local list, most, left = means.of(column, {over, also}, count)
  if not means.are_grid(list, x, y) then return nil, most, left end
  local xs, across = names_of(list, x)
  local ys, up = names_of(list, y)
  if #xs > room.most or #ys > room.most then return nil, most, left end
  local grid = {}
  for j = 1, #ys do
    grid[j] = {}
    for i = 1, #xs do grid[j][i] = 0 / 0 end
  end
  for _, row in ipairs(list) do grid[up[row[y]]][across[row[x]]] = row[z] end
  local figure = {kind = "heatmap", x = xs, y = ys, z = grid, xlabel = x, ylabel = y, zlabel = z}
  figure.width, figure.height = room.width(#xs), room.height(#ys)
  return figure, most, left
end

return names_map
