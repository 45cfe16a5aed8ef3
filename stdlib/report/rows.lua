---Tables as they are given: rows, columns by their names, or matrices.
local briefly = require "polyak.briefly"
local counted = require "polyak.counted"

local tables = {}

---@class report.Table
---@field names string[]
---@field rows any[][]  # by place, with gaps: numbers, strings and booleans
---@field class? string  # of the element

---@param value any
---@return any[]|nil  # its elements, where it is a list or has some as a Vector has
local function elements(value)
  if type(value) == "userdata" then
    local ok, plain = pcall(function() return value:totable() end)
    return ok and type(plain) == "table" and plain or nil
  end
  return type(value) == "table" and value or nil
end

---@param list table
---@return integer  # the greatest place in it
local function length(list)
  local most = 0
  for key in pairs(list) do
    if math.type(key) == "integer" then most = math.max(most, key) end
  end
  return most
end

---@param source table
---@return string[]
local function sorted_names(source)
  local names = {}
  for key in pairs(source) do
    if type(key) == "string" then names[#names + 1] = key end
  end
  table.sort(names)
  return names
end

---@param wanted any  # option 'columns'
---@param place polyak.Place
---@return string[]|nil
local function wanted_names(wanted, place)
  if wanted == nil then return nil end
  if type(wanted) ~= "table" or #wanted == 0 then place:refuse(wanted, "a list of names") end
  local places = {}
  for i = 1, #wanted do
    local name, at = wanted[i], place:inside(i)
    if type(name) ~= "string" then at:refuse(name, "a string") end
    if places[name] then at:complain(string.format("is '%s' again, which columns[%d] is", name, places[name])) end
    places[name] = i
  end
  return wanted
end

---Refuses names of columns that are not there.
---@param wanted string[]|nil
---@param known string[]
---@param place polyak.Place  # of option 'columns'
local function check_known(wanted, known, place)
  local is_known = {}
  for _, name in ipairs(known) do is_known[name] = true end
  for i, name in ipairs(wanted or {}) do
    if not is_known[name] then place:inside(i):refuse(name, "the name of a column", known) end
  end
end

---Refuses what stands beside the rows in their table, and would be seen nowhere.
---@param source table
---@param place polyak.Place
local function check_rows(source, place)
  local name = sorted_names(source)[1]
  if name then
    local is_option = name == "columns" or name == "caption"
    local hint = is_option and string.format(": write {table = {..}, %s = ..}", name) or ""
    place:complain(string.format("must be rows or columns by their names, got rows and '%s'%s", name, hint))
  end
  for key in pairs(source) do
    if math.type(key) ~= "integer" or key < 1 then
      place:complain(string.format("must have rows from 1 on, got the key %s", briefly(key)))
    end
  end
end

---@param cell any
---@param place polyak.Place
---@return any
local function checked(cell, place)
  if cell == nil or math.type(cell) or type(cell) == "string" or type(cell) == "boolean" then return cell end
  place:refuse(cell, "a number, a string, true or false")
end

---@param source table  # columns by their names
---@param names string[]
---@param place polyak.Place
---@return any[][]
local function of_columns(source, names, place)
  local rows, count = {}, nil
  for j, name in ipairs(names) do
    local at = place:inside(name)
    local column = elements(source[name])
    if not column then at:refuse(source[name], "a list or a vector") end
    local rows_here = length(column)
    count = count or rows_here
    if rows_here ~= count then
      at:complain(string.format("must have %s as the first column has, got %d", counted(count, "element"), rows_here))
    end
    for i = 1, count do
      rows[i] = rows[i] or {}
      rows[i][j] = checked(column[i], at:inside(i))
    end
  end
  return rows
end

---@param source any[]  # rows
---@param names string[]|nil
---@param place polyak.Place
---@param columns_place polyak.Place
---@return any[][] rows
---@return string[] names
local function of_rows(source, names, place, columns_place)
  check_rows(source, place)
  local rows, widest, known = {}, 0, {}
  for i = 1, length(source) do
    local row = elements(source[i])
    if not row then
      -- A list of numbers is a column.
      row = {checked(source[i], place:inside(i))}
    end
    rows[i], widest = row, math.max(widest, length(row))
    for _, name in ipairs(sorted_names(row)) do known[name] = true end
  end
  local is_named = next(known) ~= nil
  local all = is_named and sorted_names(known) or nil
  if is_named and widest > 0 then place:complain "must have rows with names or rows without, got both in one" end
  if is_named then check_known(names, all, columns_place) end
  if not names then
    names = all or {}
    if not all then
      for j = 1, widest do names[j] = string.format("%d", j) end
    end
  end
  if not is_named and widest > #names then
    place:complain(string.format("must have rows of %s, one for each name, got %d", counted(#names, "cell"), widest))
  end
  local cells = {}
  for i, row in ipairs(rows) do
    cells[i] = {}
    for j, name in ipairs(names) do
      local key = is_named and name or j
      cells[i][j] = checked(row[key], place:inside(i):inside(key))
    end
  end
  return cells, names
end

---What a table was given as: a list of rows, each a list or with names; columns by name; a matrix.
---@param given any
---@param columns any  # the columns' names, in order; those of what has names where they are not given
---@param place polyak.Place  # of the table
---@param columns_place polyak.Place
---@return report.Table
function tables.read(given, columns, place, columns_place)
  local source = elements(given)
  if not source then place:refuse(given, "rows, columns by their names or a matrix") end
  local names = wanted_names(columns, columns_place)
  local known = sorted_names(source)
  if length(source) == 0 and #known > 0 then
    check_known(names, known, columns_place)
    names = names or known
    return {names = names, rows = of_columns(source, names, place)}
  end
  local rows
  rows, names = of_rows(source, names, place, columns_place)
  if #names == 0 then place:complain "must have a column or more, got none" end
  return {names = names, rows = rows}
end

return tables
