---Rows of named values, such as the results of a sweep, as series or as a heat map.
local briefly = require "polyak.briefly"
local colormap = require "plot.colormap"
local spelling = require "polyak.spelling"

local rows = {}

---@param given table  # options of plot
---@return boolean  # whether its first argument is rows, of which fields are named
function rows.are_meant(given) return type(given.x) == "string" or type(given.y) == "string" end

---@param list table[]  # results; a hole where there is none
---@param runs table[]|nil
---@return {[string]: any}[]  # each with what its run was told by
---@return string[] names
local function joined(list, runs)
  local count, all, known, names = runs and #runs or 0, {}, {}, {}
  for i in pairs(list) do count = math.max(count, i) end
  for i = 1, count do
    all[i] = {}
    for _, source in ipairs {runs and runs[i] or {}, type(list[i]) == "table" and list[i] or {}} do
      for key, value in pairs(source) do
        all[i][key] = value
        if type(key) == "string" and not known[key] then known[key], names[#names + 1] = true, key end
      end
    end
  end
  table.sort(names)
  return all, names
end

---@param values number[]
---@return boolean  # whether they go over so much that only a log axis tells them apart
local function needs_log(values)
  local low, high = math.huge, -math.huge
  for _, value in ipairs(values) do
    if value - value == 0 then low, high = math.min(low, value), math.max(high, value) end
  end
  return low > 0 and high >= 100 * low
end

---@param values any[]
---@param kept? boolean  # in the order in which they come
---@return any[]  # each once, numbers first, in order
local function distinct(values, kept)
  local seen, list = {}, {}
  for _, value in pairs(values) do
    if not seen[value] then seen[value], list[#list + 1] = true, value end
  end
  if kept then return list end
  table.sort(list, function(a, b)
    if type(a) == type(b) and type(a) ~= "boolean" then return a < b end
    return type(a) == "number" or type(b) ~= "number" and tostring(a) < tostring(b)
  end)
  return list
end

---@param values number[]
---@return number  # of those that came to something; NaN where none did
---@return number spread  # their standard deviation, 0 of one
local function mean_of(values)
  local mean, squares, n = 0, 0, 0
  for _, value in ipairs(values) do
    if value - value == 0 then
      n = n + 1
      mean = mean + (value - mean) / n
    end
  end
  for _, value in ipairs(values) do
    if value - value == 0 then squares = squares + (value - mean) ^ 2 end
  end
  return n > 0 and mean or 0 / 0, n > 1 and math.sqrt(squares / (n - 1)) or 0.0
end

---@param points {x: number, y: number, color: any}[]
---@return table|nil  # the options of a heat map; nil where the points are no grid
local function grid(points)
  local xs, ys, colors, at, pairs_seen, most = {}, {}, {}, {}, 0, 0
  for i, point in ipairs(points) do
    if point.y ~= point.y or point.color ~= nil and not math.type(point.color) then return nil end
    xs[i], ys[i], colors[i] = point.x, point.y, point.color
    at[point.x] = at[point.x] or {}
    local cell = at[point.x][point.y]
    if not cell then
      cell, pairs_seen = {}, pairs_seen + 1
      at[point.x][point.y] = cell
    end
    cell[#cell + 1] = point.color or 0 / 0
    most = math.max(most, #cell)
  end
  local x, y, z = distinct(xs), distinct(ys), {}
  -- Of a few points more than half of all pairs may be missing by chance; of a grid they are there.
  if #x < 2 or #y < 2 or 2 * pairs_seen <= #x * #y then return nil end
  -- Pairs that are repeated, with other seeds, are so as often as each other, or with other numbers each time; a few
  -- numbers that come again tell curves apart that meet.
  if most > 1 and #points < most * #x * #y and 2 * #distinct(colors) <= #points then return nil end
  for i, one in ipairs(y) do
    z[i] = {}
    for j, other in ipairs(x) do z[i][j] = (mean_of(at[other][one] or {})) end
  end
  return {kind = "heatmap", x = x, y = y, z = z}
end

---Points of one colour, those with the same x as their mean and the standard deviation.
---@param points {x: number, y: number}[]
---@param named boolean  # whether x is names
---@return table  # options of a series, or of bars over names
local function series(points, named)
  local groups, xs = {}, {}
  for i, point in ipairs(points) do
    xs[i] = point.x
    groups[point.x] = groups[point.x] or {}
    table.insert(groups[point.x], point.y)
  end
  local x, y, spread, repeated = distinct(xs, named), {}, {}, false
  for i, place in ipairs(x) do
    y[i], spread[i] = mean_of(groups[place])
    repeated = repeated or #groups[place] > 1
  end
  local layer = {x = x, y = y, error = repeated and spread or nil}
  if named then layer.kind = "bars" else layer.style = #x > 1 and "line" or "points" end
  return layer
end

---@param list table
---@param given table  # options of plot; those that name fields are taken out
---@param place polyak.Place  # of the options
---@return table[]  # layers as plot takes them
---@return table defaults  # of the figure
function rows.layers(list, given, place)
  local wish = {x = given.x, y = given.y, color = given.color, runs = given.runs}
  for key in pairs(wish) do given[key] = nil end
  if wish.runs ~= nil and type(wish.runs) ~= "table" then
    place:option("runs"):refuse(wish.runs, "the runs of a sweep")
  end
  local all, names = joined(list, wish.runs)
  for _, name in ipairs {"x", "y", "color"} do
    local field = wish[name]
    if field == nil and name ~= "color" then place:option(name):missing "the name of a field of the rows" end
    local known = field == nil
    for _, one in ipairs(names) do known = known or one == field end
    if #all == 0 then place:argument("rows", 1):complain "must be rows of named values, got none" end
    if not known then
      place:option(name):complain(string.format("must be a field of the rows (%s), got %s%s",
        table.concat(names, ", "), briefly(field), type(field) == "string" and spelling.hint(field, names) or ""))
    end
  end
  local points, named = {}, false
  for _, row in ipairs(all) do named = named or type(row[wish.x]) == "string" end
  for i, row in ipairs(all) do
    local point = {x = row[wish.x], y = row[wish.y], color = wish.color and row[wish.color]}
    for _, axis in ipairs {"x", "y"} do
      local value, wanted = point[axis], named and axis == "x" and "texts" or "numbers"
      if value == nil then
        point[axis] = 0 / 0
      elseif wanted == "texts" and type(value) ~= "string" or wanted == "numbers" and not math.type(value) then
        place:option(axis):complain(string.format("must name %s, row %d has %s", wanted, i, briefly(value)))
      end
    end
    -- Where there is no x a row has no place.
    if point.x == point.x then points[#points + 1] = point end
  end
  local xs, ys, colors = {}, {}, {}
  for i, point in ipairs(points) do xs[i], ys[i], colors[i] = point.x, point.y, point.color end
  local log = (not named and needs_log(xs) and "x" or "") .. (needs_log(ys) and "y" or "")
  local defaults = {xlabel = wish.x, ylabel = wish.y, log = log ~= "" and log or nil}
  local map = wish.color and not named and grid(points)
  if map then
    map.zlabel, map.zlog = wish.color, needs_log(colors)
    return {map}, defaults
  end
  if not wish.color then return {series(points, named)}, defaults end
  for i, point in ipairs(points) do
    if point.color ~= point.color then point.color, colors[i] = "nan", "nan" end
  end
  local layers, values = {}, distinct(colors)
  local shades = #values > 8 and colormap.colors("viridis", #values)
  for i, value in ipairs(values) do
    local mine = {}
    for _, point in ipairs(points) do
      if point.color == value then mine[#mine + 1] = point end
    end
    layers[i] = series(mine, named)
    layers[i].name = string.format(math.type(value) and "%s = %.6g" or "%s = %s", wish.color,
      math.type(value) and value or tostring(value))
    layers[i].color = shades and string.format("#%06x", shades[i]) or nil
  end
  return layers, defaults
end

return rows
