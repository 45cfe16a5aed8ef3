---Numbers over a grid: z of a heat map or of contours, with the places of its columns and rows.
local briefly = require "polyak.briefly"
local data = require "plot.data"
local options = require "polyak.options"
local plot_options = require "plot.options"

local grid = {}

---@class plot.Grid
---@field x number[]  # of the columns' middles, ascending
---@field y number[]  # of the rows' middles, ascending
---@field xedges number[]  # one more than x
---@field yedges number[]
---@field z number[][]  # z[i][j] at y[i], x[j]
---@field low number  # least and greatest number that can be shown; inf and -inf where there is none
---@field high number
---@field infinite integer  # how many are not finite
---@field below integer  # how many a log scale cannot show

---How many places a range {low, high} has where z is a function.
local across = 101

grid.options = {
  {"z", plot_options.numbers "number[][]|Matrix|fun(x: number, y: number): number", "a row for each y"},
  {"x", plot_options.numbers "number[]|Vector",
    "of the columns, their middles or edges; where z is a function {low, high} will do"},
  {"y", plot_options.numbers "number[]|Vector", "of the rows"},
  {"points", options.integer {from = 2, to = 10000}, "along {low, high}, where z is a function", default = across},
}

---@param value any
---@param place polyak.Place
---@return number[]
local function row_of(value, place)
  if data.kind(value) ~= "vector" then place:refuse(value, "a row of numbers") end
  return data.vector(value, place)
end

---@param z any
---@param place polyak.Place
---@return number[][]
local function rows_of(z, place)
  if type(z) == "userdata" and data.kind(z) == "matrix" then
    -- One crossing; what a matrix holds are numbers.
    local ok, plain = pcall(function() return z:totable() end)
    if ok and type(plain) == "table" then return plain end
  end
  local first = (type(z) == "table" or type(z) == "userdata") and z[1] or nil
  if not (type(first) == "table" or type(first) == "userdata") then
    place:complain("must be a matrix, rows of numbers or a function of x and y, got "
      .. (data.kind(z) and "a list of numbers" or briefly(z)))
  end
  local rows = {}
  for i = 1, #z do
    rows[i] = row_of(z[i], place:inside(i))
    if #rows[i] ~= #rows[1] then
      place:inside(i):complain(string.format("must be as many numbers as the first row has, %d, got %d",
        #rows[1], #rows[i]))
    end
  end
  if #rows[1] == 0 then place:refuse(z, "a matrix with numbers in it") end
  return rows
end

---@param list number[]
---@param place polyak.Place
---@param log boolean
---@return boolean  # whether it descends
local function check_order(list, place, log)
  local sign = #list > 1 and list[2] < list[1] and -1 or 1
  for i, value in ipairs(list) do
    if value - value ~= 0 then place:inside(i):refuse(value, "a finite number") end
    if log and value <= 0 then place:inside(i):refuse(value, "a number > 0 on a log axis") end
    if i > 1 and sign * (value - list[i - 1]) <= 0 then
      place:inside(i):complain(string.format("must go on in the order of those before it, got %.14g behind %.14g",
        value, list[i - 1]))
    end
  end
  return sign < 0
end

---@param a number
---@param b number
---@param log boolean
---@return number
local function between(a, b, log) return log and math.sqrt(a) * math.sqrt(b) or a / 2 + b / 2 end

---Edges half way between neighbours; those at the ends are as far from their middles on either side.
---@param middles number[]
---@param log boolean
---@return number[]
local function edges_of(middles, log)
  local n, edges = #middles, {}
  for i = 1, n - 1 do edges[i + 1] = between(middles[i], middles[i + 1], log) end
  if n == 1 then
    local one = middles[1]
    return log and {one / math.sqrt(10), one * math.sqrt(10)} or {one - 0.5, one + 0.5}
  end
  edges[1] = log and middles[1] * (middles[1] / edges[2]) or 2 * middles[1] - edges[2]
  edges[n + 1] = log and middles[n] * (middles[n] / edges[n]) or 2 * middles[n] - edges[n]
  return edges
end

---@param given any
---@param place polyak.Place
---@param log boolean
---@param count integer|nil  # of columns or rows; nil where z is a function
---@param points integer  # along a range
---@return number[] middles
---@return number[] edges
---@return boolean descends
local function places_of(given, place, log, count, points)
  local list
  if given == nil then
    if not count then place:missing "numbers, or {low, high}, where z is a function" end
    list = {}
    for i = 1, count do list[i] = i + 0.0 end
  else
    if data.kind(given) ~= "vector" then place:refuse(given, "numbers, in order") end
    list = data.vector(given, place)
  end
  local descends = check_order(list, place, log)
  if descends then
    local turned = {}
    for i, value in ipairs(list) do turned[#list + 1 - i] = value end
    list = turned
  end
  if not count and #list == 2 then
    local low, high = list[1], list[2]
    list = {}
    for i = 1, points do
      local part = (i - 1) / (points - 1)
      list[i] = log and low * (high / low) ^ part or low + (high - low) * part
    end
  end
  if count and #list == count + 1 then
    local middles = {}
    for i = 1, count do middles[i] = between(list[i], list[i + 1], log) end
    return middles, list, descends
  end
  if count and #list ~= count or #list == 0 then
    place:complain(string.format("must be a number for each, %d, or their edges, %d, got %d numbers",
      count or 1, (count or 1) + 1, #list))
  end
  return list, edges_of(list, log), descends
end

---@param f fun(x: number, y: number): number
---@param x number[]
---@param y number[]
---@param place polyak.Place
---@return number[][]
local function computed(f, x, y, place)
  local rows = {}
  for i = 1, #y do
    local row = {}
    for j = 1, #x do
      local value = f(x[j], y[i])
      if not math.type(value) then
        place:complain(string.format("must give numbers, got %s at x = %.6g, y = %.6g", briefly(value), x[j], y[i]))
      end
      row[j] = value + 0.0
    end
    rows[i] = row
  end
  return rows
end

---@param z number[][]
---@param logarithmic boolean
---@return number low
---@return number high
---@return integer infinite
---@return integer below
local function extremes(z, logarithmic)
  local low, high, infinite, below = math.huge, -math.huge, 0, 0
  local least = logarithmic and 0 or -math.huge
  for i = 1, #z do
    local row = z[i]
    for j = 1, #row do
      local value = row[j]
      if value - value ~= 0 then
        infinite = infinite + 1
      elseif value <= least then
        below = below + 1
      else
        if value < low then low = value end
        if value > high then high = value end
      end
    end
  end
  return low, high, infinite, below
end

---What a layer was given for x, y and z.
---@param given {x: any, y: any, z: any, points: integer, zlog: boolean?}
---@param place polyak.Place  # of the options
---@param log {x: boolean, y: boolean}
---@return plot.Grid
function grid.read(given, place, log)
  local z = given.z
  if z == nil then place:option("z"):missing "a matrix, rows of numbers or a function of x and y" end
  local rows = type(z) ~= "function" and rows_of(z, place:option "z") or nil
  local x, xedges, leftward = places_of(given.x, place:option "x", log.x, rows and #rows[1], given.points)
  local y, yedges, downward = places_of(given.y, place:option "y", log.y, rows and #rows, given.points)
  if not rows then
    rows = computed(z, x, y, place:option "z")
  else
    if downward then
      local turned = {}
      for i, row in ipairs(rows) do turned[#rows + 1 - i] = row end
      rows = turned
    end
    if leftward then
      for i, row in ipairs(rows) do
        local turned = {}
        for j, value in ipairs(row) do turned[#row + 1 - j] = value end
        rows[i] = turned
      end
    end
  end
  local low, high, infinite, below = extremes(rows, given.zlog or false)
  return {
    x = x, y = y, xedges = xedges, yedges = yedges, z = rows,
    low = low, high = high, infinite = infinite, below = below,
  }
end

return grid
