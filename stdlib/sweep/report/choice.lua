---Which figures show the results of a sweep: each number that runs gave over what tells the runs apart.
local curves = require "sweep.report.curves"
local means = require "sweep.report.means"
local names_map = require "sweep.report.names_map"
local room = require "sweep.report.room"
local rows = require "plot.rows"

local choice = {}

---More columns than these are not drawn, and shorter lists stand in the table.
choice.most, choice.short = 12, 8

---More curves than these are not told apart.
choice.colors = 12

---@param values any[]  # with gaps
---@param count integer
---@return integer distinct
---@return boolean numeric  # numbers and nothing else
---@return boolean countable  # numbers, or true and false, which have means
local function look(values, count)
  local seen, distinct, numeric, countable = {}, 0, true, true
  for i = 1, count do
    local value = values[i]
    if value ~= nil and value == value and not seen[value] then seen[value], distinct = true, distinct + 1 end
    local is_number = value == nil or math.type(value) ~= nil
    numeric = numeric and is_number
    countable = countable and (is_number or type(value) == "boolean")
  end
  return distinct, numeric, countable
end

---@class sweep.Parameter
---@field name string
---@field distinct integer
---@field numeric boolean

---Names by which runs are repetitions of each other.
local of_repetitions = {replicate = true, seed = true}

---What tells the runs apart, numbers first, those with many values before those with few.
---@param columns sweep.Column[]
---@param is_name table<string, boolean>  # of the columns that are names of runs
---@param count integer
---@return sweep.Parameter[]
function choice.parameters(columns, is_name, count)
  local list = {}
  for _, column in ipairs(columns) do
    local distinct, numeric = look(column.values, count)
    if is_name[column.name] and distinct > 1 and not of_repetitions[column.name] then
      list[#list + 1] = {name = column.name, distinct = distinct, numeric = numeric}
    end
  end
  table.sort(list, function(a, b)
    if a.numeric ~= b.numeric then return a.numeric end
    if a.distinct ~= b.distinct then return a.distinct > b.distinct end
    return a.name < b.name
  end)
  return list
end

---@param list table[]  # rows
---@param wish {x: string, y: string, color: string?}
---@param place polyak.Place
---@return table  # a figure for `plot`
local function drawn(list, wish, place)
  local layers, figure = rows.layers(list, wish, place)
  if #layers == 1 and layers[1].kind then
    for key, value in pairs(layers[1]) do figure[key] = value end
    return figure
  end
  table.move(layers, 1, #layers, 1, figure)
  return figure
end

---@param left integer
---@return string  # what is to be said of values that means are taken without
local function without(left)
  if left == 0 then return "" end
  return string.format(", without %d that %s not finite", left, left == 1 and "is" or "are")
end

---@param name string
---@param most integer  # runs of one mean
---@param left integer  # values that are not finite, of means of others
---@return string
local function caption(name, most, left)
  return name .. (most > 1 and string.format(", means of up to %d runs", most) or "") .. without(left)
end

---The figure of a column of numbers.
---@param column sweep.Column
---@param by table<string, sweep.Column>
---@param parameters sweep.Parameter[]
---@param count integer
---@param place polyak.Place
---@return report.Section|nil
local function of_numbers(column, by, parameters, count, place)
  local first, second = parameters[1], parameters[2]
  local y = means.label(column.name)
  if not first then
    local values = {}
    for i = 1, count do values[#values + 1] = means.number(column.values[i]) end
    if #values < 5 then return nil end
    return {plot = {kind = "histogram", values = values, xlabel = y}, caption = column.name}
  end
  local x, over, also = means.label(first.name), by[first.name], second and by[second.name]
  if not first.numeric then
    if second then
      local map, most, left = names_map(column, over, also, count)
      if map then return {plot = map, caption = caption(column.name, most, left)} end
    end
    local list, most, left = means.of(column, {over}, count)
    local names, heights = {}, {}
    for i, row in ipairs(list) do names[i], heights[i] = tostring(row[x]), row[y] end
    local figure = {kind = "bars", x = names, y = heights, xlabel = x, ylabel = y, width = room.width(#names)}
    if #names > room.most then
      figure = {kind = "bars", heights, xlabel = x .. ", by its place in the table", ylabel = y}
    end
    return {plot = figure, caption = caption(column.name, most, left)}
  end
  local color = second and means.label(second.name)
  if second and second.numeric and #parameters == 2 then
    local list, most, left = means.of(column, {over, also}, count)
    if means.are_grid(list, x, color) then
      return {plot = drawn(list, {x = x, y = color, color = y}, place), caption = caption(column.name, most, left)}
    end
  end
  if second and second.distinct > choice.colors then color, also = nil, nil end
  local list, others = {}, {}
  for i = 1, count do
    list[i] = {[x] = means.number(over.values[i]), [y] = means.number(column.values[i])}
    if also then
      local value = also.values[i]
      list[i][color] = type(value) == "boolean" and tostring(value) or means.label(value)
    end
  end
  for k = color and 3 or 2, #parameters do others[#others + 1] = parameters[k].name end
  local _, most, left = means.of(column, {over, also}, count)
  if #others == 0 and most > 1 then others[1] = "repetitions" end
  local rest = #others > 0 and ", means and standard deviations over " .. table.concat(others, ", ") or ""
  return {plot = drawn(list, {x = x, y = y, color = color}, place), caption = column.name .. rest .. without(left)}
end

---@param column sweep.Column
---@param count integer
---@return "number"|"list"|nil  # what can be drawn of it
local function kind_of(column, count)
  local _, some = next(column.values)
  if type(some) == "table" then return #some > choice.short and "list" or nil end
  local distinct, _, countable = look(column.values, count)
  return countable and distinct > 1 and "number" or nil
end

---The figures of a sweep: of numbers, then of lists.
---@param columns sweep.Column[]
---@param is_name table<string, boolean>  # of the columns that are names of runs
---@param count integer  # of rows
---@param place polyak.Place
---@return report.Section[]
---@return integer left  # columns that are not drawn, since there are many
function choice.figures(columns, is_name, count, place)
  local by, sections, drawn_ones, left = {}, {}, 0, 0
  for _, column in ipairs(columns) do by[column.name] = column end
  local parameters = choice.parameters(columns, is_name, count)
  for _, kind in ipairs {"number", "list"} do
    for _, column in ipairs(columns) do
      local is_drawn = not is_name[column.name] and kind_of(column, count) == kind
      if is_drawn and drawn_ones == choice.most then
        left = left + 1
      elseif is_drawn then
        drawn_ones = drawn_ones + 1
        sections[#sections + 1] = kind == "list" and curves(column, by, parameters, count)
          or kind == "number" and of_numbers(column, by, parameters, count, place) or nil
      end
    end
  end
  return sections, left
end

return choice
