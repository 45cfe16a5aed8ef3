---Full-batch trainings of a network of UCI's digits, long enough to come to where each method gets unstable.
local digits = {}

local EPOCHS = 6000
local COLORS = {"black", "blue", "orange", "red"}

---@class paper.Training
---@field mu number
---@field eta number
---@field smoothness number[]  # directional smoothness, by epoch
---@field looks number[]  # epochs of the following
---@field sharpness number[]

---@type paper.Training[]|nil
local kept

---Gradient descent first. Once in a process.
---@param full boolean  # two layers of 50 units and 500 rows, else one of 20 and 200
---@return paper.Training[]
function digits.runs(full)
  if kept then return kept end
  local set = data.digits{limit = full and 500 or 200, center = true}
  local network = losses.mlp{
    inputs = set.X, labels = set.labels, classes = set.classes, widths = full and {50, 50} or {20},
    activation = "tanh", loss = "mse", seed = 0,
  }
  local eta = full and 0.5 or 1
  kept = {}
  for i, mu in ipairs{0, 0.5, 0.9} do
    local optimizer = mu == 0 and optim.gd{loss = network, eta = eta} or optim.hb{loss = network, eta = eta, mu = mu}
    local run = optimizer:run(network:start(), EPOCHS, {
      every = "last", record = {directional_smoothness = 1, sharpness = 200}, progress = false,
    })
    kept[i] = {
      mu = mu, eta = eta, smoothness = run.recorded.directional_smoothness.values:totable(),
      looks = run.recorded.sharpness.steps:totable(), sharpness = run.recorded.sharpness.values:totable(),
    }
  end
  return kept
end

---@param values number[]
---@param from number  # of the whole
---@param to number
---@return number
local function mean_of_part(values, from, to)
  local first, last, total = math.floor(from * #values) + 1, math.floor(to * #values), 0
  for i = first, last do total = total + values[i] end
  return total / (last - first + 1)
end

---@param values number[]
---@return number  # the least of the means over its tenths
function digits.least(values)
  local least = math.huge
  for i = 0, 9 do least = math.min(least, mean_of_part(values, i / 10, (i + 1) / 10)) end
  return least
end

---@param values number[]
---@return number  # the mean over the middle fifth
function digits.middle(values) return mean_of_part(values, 0.4, 0.6) end

---@param values number[]
---@return number  # over the last fifth
function digits.late(values) return mean_of_part(values, 0.8, 1) end

---@param runs paper.Training[]
---@param what "smoothness"|"sharpness"
---@param title string
---@param ylabel string
---@return table figure
function digits.figure(runs, what, title, ylabel)
  local figure = {title = title, xlabel = "epoch", ylabel = ylabel}
  for i, run in ipairs(runs) do
    local x, y, values = {}, {}, run[what]
    if what == "sharpness" then x, y = run.looks, values end
    -- Of single epochs the eye can tell no more than their means.
    for first = 1, what == "smoothness" and #values - 59 or 0, 60 do
      local total = 0
      for k = first, first + 59 do total = total + values[k] end
      x[#x + 1], y[#y + 1] = first + 29, total / 60
    end
    figure[i] = {x = x, y = y, name = run.mu == 0 and "GD" or ("HB µ = %g"):format(run.mu), color = COLORS[i]}
  end
  for i, run in ipairs(runs) do
    local edge = 2 * (1 + run.mu) / run.eta
    table.insert(figure, {
      x = {0, EPOCHS}, y = {edge, edge}, color = COLORS[i], style = "dashed", dash = i + 1,
      name = run.mu == 0 and "$2/\\eta$" or ("$2(1+\\mu)/\\eta$, µ = %g"):format(run.mu),
    })
  end
  return figure
end

return digits
