---Points that are added to a grid, halfway between neighbours where what is asked of them says so.
---
---Neighbours are two points that differ in one number and have none between them, on the grid's own lines: along an
---axis, at values that the grid has on the others. What is added lies on such a line, and halves the way between its
---two neighbours at most `depth` times. The points follow from the results alone, and so are the same however many
---processes make them, in whatever order.
local briefly = require "polyak.briefly"
local design = require "sweep.design"
local names = require "sweep.names"

---@class sweep.Pair
---@field point table<string, string|number|boolean>  # the line's other values
---@field axis string
---@field low number
---@field high number

---@class sweep.Refinement
---@field given sweep.Options
---@field middle table<string, fun(low: number, high: number): number?>  # by axis
---@field open sweep.Pair[]
---@field depth integer  # how often it may still be halved
---@field places table<string, integer>  # of runs, by their names
---@field known integer  # how many of the runs are among the places
---@field complain fun(option: string[], form: string, ...)
local Refinement = {}
Refinement.__index = Refinement

---@param x number
---@param low number
---@param high number
---@return number|nil  # where it lies between
local function between(x, low, high) return low < x and x < high and x or nil end

---@param low number
---@param high number
---@return number|nil
local function arithmetic(low, high) return between(low + (high - low) / 2, low, high) end

---@param low number
---@param high number
---@return number|nil
local function geometric(low, high)
  local product = low * high
  local mean = product > 1e-300 and product < 1e300 and math.sqrt(product)
    or math.sqrt(math.abs(low)) * math.sqrt(math.abs(high))
  return between(low < 0 and -mean or mean, low, high)
end

---@param low integer
---@param high integer
---@return integer|nil
local function integral(low, high) return between(low // 2 + high // 2 + (low % 2 + high % 2) // 2, low, high) end

---@param values number[]  # sorted
---@return boolean
local function is_geometric(values)
  if #values < 3 or values[1] <= 0 and values[#values] >= 0 then return false end
  local ratio = values[2] / values[1]
  for i = 3, #values do
    if math.abs(values[i] / values[i - 1] / ratio - 1) > 1e-9 then return false end
  end
  return true
end

---What halves the way between two values of an axis.
---@param values number[]  # sorted
---@return fun(low: number, high: number): number?
local function middle(values)
  local mean, are_integers = is_geometric(values) and geometric or arithmetic, true
  for _, value in ipairs(values) do are_integers = are_integers and math.type(value) == "integer" end
  if not are_integers then return mean end
  if mean == arithmetic then return integral end
  return function(low, high)
    local x = geometric(low, high)
    return x and between(math.tointeger(x + 0.5 - (x + 0.5) % 1) or low, low, high)
  end
end

---@param grid table<string, any>
---@param complain fun(option: string[], form: string, ...)
---@return table<string, number[]>  # sorted
local function axes_of(grid, complain)
  local axes = {}
  for _, name in ipairs(names.sorted_keys(grid)) do
    local values = {}
    for i = 1, #grid[name] do
      local value = grid[name][i]
      if not math.type(value) or value - value ~= 0 then
        complain({"grid", name},
          "must have finite numbers alone where 'refine' is given, got %s; others belong in 'runs'", briefly(value))
      end
      values[i] = value
    end
    table.sort(values)
    axes[name] = values
  end
  return axes
end

---@param given sweep.Options
---@param complain fun(option: string[], form: string, ...)
---@return sweep.Refinement
function Refinement.new(given, complain)
  local self = setmetatable({
    given = given, middle = {}, open = {}, depth = given.depth, places = {}, known = 0, complain = complain,
  }, Refinement)
  local axes = axes_of(given.grid, complain)
  for _, axis in ipairs(names.sorted_keys(axes)) do
    self.middle[axis] = middle(axes[axis])
    for _, point in ipairs(design.lines(given, axis)) do
      for i = 2, #axes[axis] do
        self.open[#self.open + 1] = {point = point, axis = axis, low = axes[axis][i - 1], high = axes[axis][i]}
      end
    end
  end
  return self
end

---@param point table
---@param key string
---@param value any
---@return table
local function with(point, key, value)
  local other = {[key] = value}
  for name, part in pairs(point) do other[name] = part end
  return other
end

---The runs of a point: one, or one for each repetition.
---@param self sweep.Refinement
---@param point table
---@return table[]
local function runs_of(self, point)
  local runs = {}
  for i = 1, self.given.repeats or 0 do runs[i] = with(point, "replicate", i) end
  return self.given.repeats and runs or {point}
end

---A point as `refine` is given it; nil where it has results that are not there.
---@param self sweep.Refinement
---@param point table
---@param results any[]
---@return table|nil
local function described(self, point, results)
  local found = {}
  for i, run in ipairs(runs_of(self, point)) do
    found[i] = results[self.places[names.key(run)]]
    if found[i] == nil then return nil end
  end
  if self.given.repeats then return {run = point, results = found} end
  return {run = point, result = found[1]}
end

---The runs to be added, none where it has come to its end.
---@param runs table[]  # all until now
---@param results any[]
---@return table[]
function Refinement:next(runs, results)
  local added, open = {}, {}
  if self.depth == 0 then return added end
  self.depth = self.depth - 1
  for i = self.known + 1, #runs do self.places[names.key(runs[i])] = i end
  self.known = #runs
  for _, pair in ipairs(self.open) do
    local point, axis = pair.point, pair.axis
    local x = self.middle[axis](pair.low, pair.high)
    local a = x and described(self, with(point, axis, pair.low), results)
    local b = a and described(self, with(point, axis, pair.high), results)
    if b then
      local wanted = self.given.refine(a, b)
      if type(wanted) ~= "boolean" then
        self.complain({"refine"}, "must return true or false, got %s", briefly(wanted))
      end
      if wanted then
        for _, run in ipairs(runs_of(self, with(point, axis, x))) do added[#added + 1] = run end
        open[#open + 1] = {point = point, axis = axis, low = pair.low, high = x}
        open[#open + 1] = {point = point, axis = axis, low = x, high = pair.high}
      end
    end
  end
  self.open = open
  return added
end

return Refinement
