---Reads what a caller gives to plot: tables of numbers, vectors (userdata with `#v` and `v[i]`) and matrices (userdata
---whose rows are such vectors).
local briefly = require "polyak.briefly"

local data = {}

---@alias plot.Numbers number[]|userdata
---@class plot.Curve
---@field x number[]
---@field y number[]
---@field suffix string  # "[2]" for the second of several columns, otherwise ""

---Length and first item of anything indexable. Objects of other kinds may raise an error when asked.
---@param value any
---@return integer|nil length  # nil where it has none
---@return any first
local function probe(value)
  local ok, length, first = pcall(function() return #value, value[1] end)
  if not ok or math.type(length) ~= "integer" then return nil end
  return length, first
end

---@param value any
---@return "vector"|"matrix"|nil  # nil: not numbers
function data.kind(value)
  if type(value) ~= "table" and type(value) ~= "userdata" then return nil end
  local length, first = probe(value)
  if not length then return nil end
  if math.type(first) then return "vector" end
  if type(value) == "userdata" then
    if length == 0 then return "vector" end
    return type(first) == "userdata" and "matrix" or nil
  end
  -- An empty table is an empty vector; so is one that begins with nil or text, and reading it says what is wrong.
  return (next(value) == nil or length > 0 and type(first) ~= "table" and type(first) ~= "userdata") and "vector" or nil
end

---@param value any
---@param place polyak.Place
---@return number[]  # a new table of floats
function data.vector(value, place)
  local source = value
  if type(value) == "userdata" then
    -- One crossing instead of one an element.
    local ok, plain = pcall(function() return value:totable() end)
    if ok and type(plain) == "table" then source = plain end
  end
  local numbers = {}
  for i = 1, #source do
    local number = source[i]
    if not math.type(number) then place:inside(i):refuse(number, "a number") end
    numbers[i] = number + 0.0
  end
  return numbers
end

---@param matrix userdata
---@return number[][]
local function columns(matrix)
  local rows, list = #matrix, {}
  for j = 1, #matrix[1] do
    local column = {}
    for i = 1, rows do column[i] = matrix:get(i, j) + 0.0 end
    list[j] = column
  end
  return list
end

---What to write instead of a trajectory, an ensemble or a record, which have numbers to be drawn, or a loss, which has
---none.
---@param value any
---@return string
function data.hint(value)
  local metatable = getmetatable(value)
  local name = type(metatable) == "table" and rawget(metatable, "__name")
  if name == "Trajectory" then return "; plot(hb) draws the loss of a trajectory hb, plot(hb.beta) its path" end
  if name == "Ensemble" then return "; plot(many) draws the losses of an ensemble many" end
  if name == "Record" then return "; plot(r) draws a record r" end
  if name == "Loss" then return "; plot.landscape{L, x = {..}, y = {..}} draws a loss L" end
  if name == "Optimizer" then return "; for an optimizer o draw a run hb = o:run(start, steps): plot(hb)" end
  if name == "Flow" then return "; for a flow draw hb = flow:integrate(start, steps): plot(hb)" end
  return ""
end

---@param value any
---@param place polyak.Place
---@return "vector"|"matrix"
local function kind_or_error(value, place)
  local kind = data.kind(value)
  if not kind then
    place:complain(string.format("must be numbers (a table, a vector or a matrix), got %s%s",
      briefly(value), data.hint(value)))
  end
  return kind
end

---The curves that x and y stand for. Without x, a matrix of two columns is a curve in the plane and a vector is drawn
---over 1, 2, 3, ...; with x, every column of a matrix is a curve of its own.
---@param spec plot.Specification
---@return plot.Curve[]
function data.curves(spec)
  local x, y = spec.x, spec.y
  local ys
  if kind_or_error(y, spec.y_place) == "vector" then
    ys = {data.vector(y, spec.y_place)}
  else
    ys = columns(y)
    if x == nil then
      if #ys ~= 2 then
        spec.y_place:complain(string.format(
          "must be a matrix of 2 columns, a curve in the plane, where x is left out, got one of %d", #ys))
      end
      return {{x = ys[1], y = ys[2], suffix = ""}}
    end
  end

  local xs
  if x == nil then
    xs = {}
    for i = 1, #ys[1] do xs[i] = i + 0.0 end
  else
    if kind_or_error(x, spec.x_place) == "matrix" then spec.x_place:refuse(x, "a vector") end
    xs = data.vector(x, spec.x_place)
    if #xs ~= #ys[1] then
      spec.y_place:complain(string.format("must be as many numbers as x, %d, got %d", #xs, #ys[1]))
    end
  end
  local curves = {}
  for j, column in ipairs(ys) do
    curves[j] = {x = xs, y = column, suffix = #ys > 1 and string.format("[%d]", j) or ""}
  end
  return curves
end

return data
