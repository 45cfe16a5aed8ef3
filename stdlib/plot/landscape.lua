---A loss over a plane, and the ways of runs over it.
---
---With two parameters the plane is theirs. With more it goes through three points, or along the two principal
---directions of the runs' points (H. Li and others, 2018), through the point at which the first run ended.
local briefly = require "polyak.briefly"
local data = require "plot.data"
local options = require "polyak.options"
local palette = require "plot.palette"
local planes = require "plot.plane"
local plot_options = require "plot.options"

---What a landscape may have.
---@class (exact) plot.LandscapeOptions
---@field loss? Loss|fun(beta: number[]): number  # or listed: {L, x = {-1, 1}}
---@field trajectories? table|Trajectory|Matrix  # runs, matrices of points in rows, or {run, name = .., color = ..}
---@field plane? "principal"|number[][]  # where there are more than two parameters (default "principal")
---@field x? number[]  # {low, high} along the plane's first direction; else around the runs
---@field y? number[]
---@field points? integer  # at which the loss is computed, along each; 121 of two parameters, else 61

---The same beside the figure's options and those of contours.
---@class (exact) plot.LandscapeFigure: plot.LandscapeOptions, plot.ContourOptions, plot.Options
---@field [integer] Loss|function|nil

local landscape = {}

---@param expected string
---@param annotation string
---@return polyak.Rule
local function any(expected, annotation)
  return {expected = expected, annotation = annotation, accept = function(value) return value ~= nil end}
end

landscape.options = options.declare("plot.LandscapeOptions", {
  {"loss", any("a loss or a function of a point", "Loss|fun(beta: number[]): number"), "or listed: {L, x = {-1, 1}}"},
  {"trajectories", any("a run or a list of runs", "table|Trajectory|Matrix"),
    "runs, matrices of points in rows, or {run, name = .., color = ..}"},
  {"plane", any("'principal' or three points", '"principal"|number[][]'),
    "where there are more than two parameters", default = "principal"},
  {"x", plot_options.interval, "{low, high} along the plane's first direction; else around the runs"},
  {"y", plot_options.interval},
  {"points", options.integer {from = 2, to = 2000},
    "at which the loss is computed, along each; 121 of two parameters, else 61"},
})

---@param value any
---@param place polyak.Place
---@param count? integer
---@return number[][]
local function points_of(value, place, count)
  local source = value
  if type(value) == "userdata" then
    local ok, beta = pcall(function() return value.beta end)
    if ok and beta ~= nil then source = beta end
    local listed, plain = pcall(function() return source:totable() end)
    if listed then source = plain end
  end
  if type(source) ~= "table" or source[1] == nil or data.kind(source[1]) ~= "vector" then
    place:refuse(value, "a run, or a matrix with a point in each row")
  end
  local points = {}
  for i = 1, #source do
    local point, is_finite = data.vector(source[i], place:inside(i)), true
    if #point ~= (count or #point) or points[1] and #point ~= #points[1] then
      place:inside(i):complain(string.format("must be %d numbers, one for each parameter, got %d",
        count or #points[1], #point))
    end
    for _, number in ipairs(point) do is_finite = is_finite and number - number == 0 end
    -- Where a run has diverged it leaves every plane.
    if not is_finite then break end
    points[i] = point
  end
  return points
end

---@param given any
---@param place polyak.Place
---@param count? integer  # of parameters
---@return {points: number[][], look: table}[]
local function runs_of(given, place, count)
  if given == nil then return {} end
  local runs = {}
  local function add(value, at)
    local look = {}
    if type(value) == "table" and getmetatable(value) == nil and type(value[1]) == "userdata" and value[2] == nil then
      for key, option in pairs(value) do
        if type(key) == "string" then look[key] = option end
      end
      value = value[1]
    end
    local points = points_of(value, at, count)
    if #points > 0 then runs[#runs + 1] = {points = points, look = look} end
  end
  local is_list = type(given) == "table" and getmetatable(given) == nil
  if is_list and type(given[1]) == "table" and math.type(given[1][1]) then is_list = false end
  if is_list and next(given) ~= nil and given[1] == nil then place:refuse(given, "a run or a list of runs") end
  if is_list then
    for i, one in ipairs(given) do add(one, place:inside(i)) end
  else
    add(given, place)
  end
  return runs
end

---@param loss any
---@param place polyak.Place
---@return fun(point: number[]): number
local function callable(loss, place)
  local metatable = getmetatable(loss)
  if type(loss) ~= "function" and not (type(metatable) == "table" and rawget(metatable, "__call")) then
    place:refuse(loss, "a loss or a function of a point")
  end
  return function(point)
    local value = loss(point)
    if not math.type(value) then place:complain("must give a number, got " .. briefly(value)) end
    return value
  end
end

---The loss at points of the plane.
---@param plane plot.Plane
---@param limits {x: number[], y: number[]}
---@param points integer  # along each direction
---@param loss fun(point: number[]): number
---@return number[] x
---@return number[] y
---@return number[][] z
---@return boolean log  # whether it goes over so many decades that only logarithms show where it is small
local function over(plane, limits, points, loss)
  local places, z = {x = {}, y = {}}, {}
  for axis, list in pairs(places) do
    local low, high = limits[axis][1], limits[axis][2]
    for i = 1, points do list[i] = low + (high - low) * (i - 1) / (points - 1) end
  end
  local low, high = math.huge, -math.huge
  for i, y in ipairs(places.y) do
    local row, left = {}, planes.plus(plane.origin, plane.v, y)
    for j, x in ipairs(places.x) do
      local value = loss(planes.plus(left, plane.u, x)) + 0.0
      row[j] = value
      if value - value == 0 then low, high = math.min(low, value), math.max(high, value) end
    end
    z[i] = row
  end
  return places.x, places.y, z, low > 0 and high > 1000 * low
end

---Layers of a landscape: filled contours and the runs' ways over them.
---@param given table  # its options, as they were checked
---@param look table  # options of the contours
---@param call polyak.Place  # of the options
---@return table[]  # layers as plot takes them
---@return boolean plain  # whether the axes are the two parameters
function landscape.layers(given, look, call)
  if given.loss == nil then call:option("loss"):missing "a loss or a function of a point" end
  local loss = callable(given.loss, call:option "loss")
  local _, dimension = pcall(function() return given.loss.dimension end)
  local count = math.type(dimension) and dimension or nil
  local runs = runs_of(given.trajectories, call:option "trajectories", count)
  count = count or runs[1] and #runs[1].points[1] or given.plane ~= "principal" and #given.plane[1] or 2
  if count < 2 then call:option("loss"):complain "must be of two parameters or more, got one of 1" end
  local plane
  if given.plane ~= "principal" then
    plane = planes.through(given.plane, call:option "plane", count)
  elseif count == 2 then
    plane = {origin = {0, 0}, u = {1, 0}, v = {0, 1}}
  else
    plane = planes.of_runs(runs, call:option "plane")
  end
  local limits = {}
  for axis, name in pairs {u = "x", v = "y"} do
    local wish, found = given[name] or {}, planes.range(runs, plane, axis)
    limits[name] = {wish[1] or found and found[1], wish[2] or found and found[2]}
    if not (limits[name][1] and limits[name][2]) then
      call:option(name):missing "{low, high}, where there are no runs to be shown"
    end
  end
  local contour = {kind = "contour", filled = true}
  contour.x, contour.y, contour.z, contour.zlog = over(plane, limits, given.points or count == 2 and 121 or 61, loss)
  for key, value in pairs(look) do contour[key] = value end
  local layers = {contour}
  for i, run in ipairs(runs) do
    local x, y = {}, {}
    for k, point in ipairs(run.points) do
      local away = planes.plus(point, plane.origin, -1)
      x[k], y[k] = planes.dot(away, plane.u), planes.dot(away, plane.v)
    end
    local layer = {
      x = x, y = y, marks = true, style = "line", dash = 1,
      color = palette.pick({"red", "sky", "black", "purple", "orange"}, i),
    }
    for key, value in pairs(run.look) do layer[key] = value end
    layers[i + 1] = layer
  end
  return layers, plane.u[1] == 1 and plane.v[2] == 1 and count == 2
end

return landscape
