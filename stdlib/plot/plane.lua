---Planes in the space of parameters.
local data = require "plot.data"

local planes = {}

---@class plot.Plane
---@field origin number[]
---@field u number[]  # its directions, of length 1 and at right angles
---@field v number[]

---@param a number[]
---@param b number[]
---@return number
function planes.dot(a, b)
  local sum = 0
  for i = 1, #a do sum = sum + a[i] * b[i] end
  return sum
end

---@param a number[]
---@param b number[]
---@param factor number
---@return number[]  # a + factor b
function planes.plus(a, b, factor)
  local sum = {}
  for i = 1, #a do sum[i] = a[i] + factor * b[i] end
  return sum
end

---@param a number[]
---@return number[]|nil  # nil where its length is 0
local function unit(a)
  local length = math.sqrt(planes.dot(a, a))
  if length == 0 or length - length ~= 0 then return nil end
  return planes.plus(a, a, 1 / length - 1)
end

---Makes what is orthogonal to a direction of what is not.
---@param a number[]
---@param u number[]
---@return number[]|nil
local function across(a, u)
  local size = math.sqrt(planes.dot(a, a))
  local rest = planes.plus(a, u, -planes.dot(a, u))
  -- What is left of the same direction is rounding.
  if math.sqrt(planes.dot(rest, rest)) <= 1e-12 * size then return nil end
  rest = planes.plus(rest, u, -planes.dot(rest, u))
  return unit(rest)
end

---@param points any
---@param place polyak.Place
---@param count? integer
---@return plot.Plane
function planes.through(points, place, count)
  if type(points) ~= "table" or #points ~= 3 then place:refuse(points, "'principal' or three points") end
  local list = {}
  for i = 1, 3 do
    if data.kind(points[i]) ~= "vector" then place:inside(i):refuse(points[i], "numbers") end
    list[i] = data.vector(points[i], place:inside(i))
    local wanted = count or #list[1]
    if #list[i] ~= wanted then
      place:inside(i):complain(string.format("must be %d numbers, one for each parameter, got %d", wanted, #list[i]))
    end
  end
  local u = unit(planes.plus(list[2], list[1], -1))
  local v = u and across(planes.plus(list[3], list[1], -1), u)
  if not v then place:complain "must be three points that do not lie on one line" end
  return {origin = list[1], u = u, v = v}
end

---The direction in which points spread most, by power iteration on their products: of few points with many numbers.
---@param rows number[][]  # differences from the origin
---@param without? number[]  # a direction that is taken out before
---@return number[]|nil
local function principal(rows, without)
  local list, first, most = {}, nil, 0
  for i, row in ipairs(rows) do
    list[i] = without and planes.plus(row, without, -planes.dot(row, without)) or row
    local size = planes.dot(list[i], list[i])
    if size > most then first, most = list[i], size end
  end
  local direction = first and unit(first)
  if not direction then return nil end
  for _ = 1, 200 do
    local sum = planes.plus(direction, direction, -1)
    for _, row in ipairs(list) do sum = planes.plus(sum, row, planes.dot(row, direction)) end
    local turned = unit(sum)
    if not turned then return direction end
    local change = planes.plus(turned, direction, -1)
    direction = turned
    if planes.dot(change, change) < 1e-24 then break end
  end
  return direction
end

---@param runs {points: number[][]}[]
---@param place polyak.Place
---@return plot.Plane
function planes.of_runs(runs, place)
  local first = runs[1] and runs[1].points
  if not first then place:fail "a loss of more than two parameters needs option 'trajectories' or option 'plane'" end
  local origin = first[#first]
  -- Of long runs as many points as show where they went, of many parameters as many as take no second.
  local rows, most = {}, math.max(10, math.min(400, 200000 // #origin) // #runs)
  for _, run in ipairs(runs) do
    local stride = math.max(1, #run.points // most)
    for i = 1, #run.points, stride do rows[#rows + 1] = planes.plus(run.points[i], origin, -1) end
  end
  local u = principal(rows)
  local v = u and principal(rows, u)
  v = v and across(v, u)
  if not v then
    place:complain "cannot be found from runs whose points lie on one line; give three points as 'plane'"
  end
  return {origin = origin, u = u, v = v}
end

---@param runs {points: number[][]}[]
---@param plane plot.Plane
---@param axis "u"|"v"
---@return number[]|nil
function planes.range(runs, plane, axis)
  local low, high = math.huge, -math.huge
  for _, run in ipairs(runs) do
    for _, point in ipairs(run.points) do
      local at = planes.dot(planes.plus(point, plane.origin, -1), plane[axis])
      low, high = math.min(low, at), math.max(high, at)
    end
  end
  if low > high then return nil end
  local room = math.max(0.15 * (high - low), 1e-3 * math.max(math.abs(low), math.abs(high)), 1e-12)
  return {low - room, high + room}
end

return planes
