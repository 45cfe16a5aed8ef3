---What plot draws of objects that are no numbers: a run's loss over time, the spread of an ensemble's, a series'
---coefficients over mu. Each kind is a function here, by the name of its class.
local data = require "plot.data"

local objects = {}

---@type table<string, fun(value: any): plot.Form>
local forms = {}

---A layer as plot takes it from a table, and options that the figure has where the caller gives none.
---@class plot.Form
---@field layers table[]
---@field defaults table

---More lines than this are not told apart.
local most = 8

---@param values number[]
---@return boolean  # whether only a log axis shows where they are small
local function needs_log(values)
  local low, high = math.huge, -math.huge
  for _, value in ipairs(values) do
    if value - value == 0 then low, high = math.min(low, value), math.max(high, value) end
  end
  return low > 0 and high > 100 * low
end

---@param vector any
---@return number[]
local function plain(vector) return vector:totable() end

---The columns of a matrix over t.
---@param t number[]
---@param matrix any
---@param name string
---@return table[]
local function columns(t, matrix, name)
  local rows, layers = matrix:totable(), {}
  for j = 1, math.min(most, #rows[1]) do
    local y = {}
    for i, row in ipairs(rows) do y[i] = row[j] end
    layers[j] = {x = t, y = y, name = string.format("%s[%d]", name, j)}
  end
  return layers
end

---@param run any
---@return plot.Form
function forms.Trajectory(run)
  local t = plain(run.t)
  if not run.loss then return {layers = columns(t, run.beta, "x"), defaults = {xlabel = "t", title = run.title}} end
  local loss = plain(run.loss)
  return {
    -- A flow that has carried its error along is drawn with it.
    layers = {{x = t, y = loss, band = run.loss_range}},
    defaults = {xlabel = "t", ylabel = "loss", title = run.title, log = needs_log(loss) and "y" or nil},
  }
end

---@param record any
---@return plot.Form
function forms.Record(record)
  local t, values = plain(record.t), record.values
  local defaults = {xlabel = "t", ylabel = record.name}
  if data.kind(values) == "matrix" then return {layers = columns(t, values, record.name), defaults = defaults} end
  return {layers = {{x = t, y = plain(values)}}, defaults = defaults}
end

---On a log axis, as few eigenvalues are where few others are; what is less than a millionth of the most is rounding's.
---@param density any
---@return plot.Form
function forms.SpectralDensity(density)
  local y, least = plain(density.density), density.density:max() * 1e-6
  for i, value in ipairs(y) do
    if value <= least then y[i] = 0 / 0 end
  end
  return {
    layers = {{x = plain(density.values), y = y}}, defaults = {xlabel = "eigenvalue", ylabel = "density", log = "y"},
  }
end

---@param sorted number[]
---@param part number
---@return number
local function quantile(sorted, part)
  local at = part * (#sorted - 1) + 1
  local low = at // 1 | 0
  local high = math.min(low + 1, #sorted)
  return sorted[low] + (at - low) * (sorted[high] - sorted[low])
end

---Of few members each; of many the middle one, and a band that holds eight in ten of them.
---@param many any
---@return plot.Form
function forms.Ensemble(many)
  local losses, times, all = {}, {}, {}
  -- A thousand of them show how all are spread.
  local stride = math.max(1, #many // 1000)
  for i = 1, #many, stride do
    local member = many:member(i)
    losses[#losses + 1], times[#times + 1] = plain(member.loss), plain(member.t)
    for _, value in ipairs(losses[#losses]) do all[#all + 1] = value end
  end
  local defaults = {xlabel = "t", ylabel = "loss", log = needs_log(all) and "y" or nil}
  local layers = {}
  if #losses <= most or data.kind(many.t) == "matrix" then
    for i = 1, math.min(most, #losses) do
      layers[i] = {x = times[i], y = losses[i], name = string.format("member %d", (i - 1) * stride + 1)}
    end
    return {layers = layers, defaults = defaults}
  end
  local t, middle, low, high = plain(many.t), {}, {}, {}
  for k = 1, #t do
    local sorted = {}
    for _, loss in ipairs(losses) do
      -- A member that has diverged has no loss from there on.
      if loss[k] and loss[k] - loss[k] == 0 then sorted[#sorted + 1] = loss[k] end
    end
    table.sort(sorted)
    if #sorted == 0 then
      middle[k], low[k], high[k] = 0 / 0, 0 / 0, 0 / 0
    else
      middle[k], low[k], high[k] = quantile(sorted, 0.5), quantile(sorted, 0.1), quantile(sorted, 0.9)
    end
  end
  layers[1] = {
    x = t, y = middle, band = {low, high}, name = string.format("median of %d, and 80 %% of them", #many),
  }
  return {layers = layers, defaults = defaults}
end

---Coefficients by tree over mu.
---@param series any
---@return plot.Form
function forms.Series(series)
  local layers, mu = {}, {}
  for i = 0, 90 do mu[i + 1] = i / 100 end
  for i, tree in ipairs(series:trees()) do
    if i <= most then layers[i] = {x = mu, y = {}, name = tree} end
  end
  for k, value in ipairs(mu) do
    local coefficients = series:at(value)
    for _, layer in ipairs(layers) do layer.y[k] = coefficients[layer.name] end
  end
  local all = {}
  for _, layer in ipairs(layers) do table.move(layer.y, 1, #layer.y, #all + 1, all) end
  return {
    layers = layers, defaults = {xlabel = "mu", ylabel = "coefficient", log = needs_log(all) and "y" or nil},
  }
end

---@param value any
---@return (fun(value: any): plot.Form)|nil
function objects.form(value)
  if type(value) ~= "userdata" then return nil end
  local metatable = getmetatable(value)
  local name = type(metatable) == "table" and rawget(metatable, "__name")
  return forms[name]
end

return objects
