---Heavy ball on a network at its edge of stability, and the flows that follow it there or do not.
---
---    scripts/run scripts/edge.lua [--mu M,..] [--orders A,..] [--steps K] [--widths W,..] [--out FOLDER] ...
local Outputs = require "script.outputs"
local arguments = require "script.arguments"
local columns = require "script.columns"
local csv = require "script.csv"
local figures = require "script.figures"
local following = require "lib.edge.following"
local panels = require "lib.edge.panels"
local sweep = require "sweep"

local options = arguments.read{
  name = "edge",
  summary = "heavy ball on UCI's digits at its edge of stability, and the flows beside it.",
  {"mu", arguments.list(arguments.number{from = 0, below = 1}), {0, 0.5, 0.9}, "momenta; 0 is gradient descent"},
  {"orders", arguments.list(arguments.integer{from = 1, to = 6}), {1, 2, 3}, "of the edge flows"},
  {"phase", arguments.integer{from = 1, to = 8}, 2, "order of the stable flow in phase space"},
  {"eta", arguments.number{above = 0}, 1, "step size"},
  {"from", arguments.integer{from = 1, to = 1000000}, 900, "steps of heavy ball before flows begin"},
  {"steps", arguments.integer{from = 4, to = 1000000}, 400, "steps that they follow"},
  {"looks", arguments.integer{from = 1, to = 10000}, 80, "how often they are compared, at most"},
  {"rows", arguments.integer{from = 2, to = 1797}, 200, "how many of the digits"},
  {"widths", arguments.list(arguments.integer{from = 1, to = 10000}), {20},
    "of the hidden layers; Figure 1 has 200,200"},
  {"activation", arguments.one_of{"tanh", "sigmoid", "softplus"}, "tanh", "of the hidden layers"},
  {"loss", arguments.one_of{"mse", "cross_entropy"}, "mse", "half the mean squared error, or the cross-entropy"},
  {"seed", arguments.integer{from = 0}, 0, "of the parameters at the start"},
  {"most", arguments.integer{from = 1, to = 1000}, 64, "directions that are followed at most"},
  {"central", arguments.flag(), false, "the central flow too, which takes minutes"},
  {"near", arguments.number{above = 0}, 0.05,
    "a flow holds while its smooth part is this near to the midpoints, over how far these go"},
  {"rtol", arguments.number{above = 0}, 1e-6, "of the flows' integrator"},
  {"out", arguments.folder(), "results/edge", "where data, plots and the journal of finished runs go"},
  figures.formats,
}

---What decides the numbers, beside the runs themselves.
---@type edge.Settings
local settings = {
  rows = options.rows, widths = options.widths, activation = options.activation, loss = options.loss,
  seed = options.seed, eta = options.eta, from = options.from, steps = options.steps,
  every = math.max(2, -(-options.steps // options.looks)), most = options.most, rtol = options.rtol,
}

---@return edge.Model[]
local function list_models()
  local models = {
    {key = "run", name = "heavy ball", flow = "none"},
    {key = "nudged", name = "heavy ball, last bits", flow = "nudged"},
    {key = "gradient", name = "gradient flow / (1-mu)", flow = "gradient", order = 1},
    {key = "phase", name = ("phase, order %d"):format(options.phase), flow = "phase", order = options.phase},
    {key = "plain", name = "edge, order 1, no modes", flow = "edge", order = 1, modes = "none"},
  }
  for _, order in ipairs(options.orders) do
    table.insert(models, {
      key = "edge" .. order, name = ("edge, order %d"):format(order), flow = "edge", order = order, modes = "followed",
    })
  end
  if options.central then
    table.insert(models, {key = "central", name = "central flow", flow = "central", order = 1})
  end
  return models
end

local models, runs = list_models(), {}
for _, mu in ipairs(options.mu) do
  for _, model in ipairs(models) do
    table.insert(runs, {mu = mu, flow = model.flow, order = model.order, modes = model.modes})
  end
end
---@type edge.Result[]
local results = sweep{
  name = "edge", folder = options.out, settings = settings, runs = runs, run = following.follow,
  cost = function(run) return run.flow == "central" and 100 or run.modes == "followed" and 3 ^ run.order or 1 end,
}

---@param i integer  # of the momentum
---@param j integer  # of the model
---@return edge.Result
local function result_of(i, j) return results[(i - 1) * #models + j] end

---@param values number[]
---@return number|nil
local function mean_of(values) return #values > 0 and mean(vec(values)) or nil end

---For how many steps a flow is near, from where it begins.
---@param result edge.Result
---@param moved number
---@return integer
local function held(result, moved)
  local last = 0
  for k, distance in ipairs(result.distance) do
    if distance > options.near * moved then break end
    last = result.steps[k] - settings.from
  end
  return last
end

---@param i integer
---@return string
local function table_of(i)
  local mu, own = options.mu[i], result_of(i, 1)
  local function text(value, format) return value and (format):format(value) or "-" end
  local rows = {{"", "r", "largest", "at the end", "holds", "amplitude", "sharpness", "loss"}}
  for j, model in ipairs(models) do
    local result = result_of(i, j)
    local distances = result.distance
    local is_whole = #result.steps == #own.steps
    rows[j + 1] = {
      model.name, text(result.r, "%.2g"),
      text(distances and #distances > 0 and math.max(table.unpack(distances)) or nil, "%.2g"),
      text(is_whole and distances and distances[#distances] or nil, "%.2g"),
      distances and tostring(held(result, own.moved)) or "-",
      text(result.amplitude and mean_of(result.amplitude) or nil, "%.3g"),
      text(mean_of(result.sharpness) and mean_of(result.sharpness) * settings.eta / (2 * (1 + mu)), "%.3f"),
      text(mean_of(result.loss), "%.3e"),
    }
    if result.message then table.insert(rows[j + 1], "  " .. result.message:match "[^;\n]*") end
  end
  return ("mu = %g: in %d steps from step %d the midpoints go %.3g\n"):format(
    mu, settings.steps, settings.from, own.moved) .. columns(rows, "  ")
end

local outputs = Outputs.open(options.out, options.format)
for i, mu in ipairs(options.mu) do
  local own = result_of(i, 1)
  local names, data_columns = {"k", "run_loss"}, {own.steps, own.run_loss}
  for j, model in ipairs(models) do
    for _, what in ipairs{"loss", "sharpness", "distance", "amplitude"} do
      local values = result_of(i, j)[what]
      if values then
        local column = {}
        for k = 1, #own.steps do column[k] = values[k] or "" end
        table.insert(names, what .. "_" .. model.key)
        table.insert(data_columns, column)
      end
    end
  end
  csv.write(outputs:path(("mu%g.csv"):format(mu)), names, data_columns)
end

io.write "Smooth parts of flows beside heavy ball's midpoints (w[k-1] + 2 w[k] + w[k+1])/4 on digits\n\n"
for i in ipairs(options.mu) do io.write(table_of(i), "\n") end
io.write(([[
r: the flow's `validity` at the first midpoint. largest, at the end: the distance from the midpoints. holds: for how
many steps it is at most %g of the way that they go. Means of: the norm of what alternates, the sharpness over heavy
ball's threshold 2 (1 + mu)/eta, and the loss, at midpoints or smooth parts. The central flow's amplitude is the root of
the variance that it predicts. last bits: heavy ball that goes on from an
iterate with these changed.

]]):format(options.near))
for i, mu in ipairs(options.mu) do
  local of_mu = {}
  for j in ipairs(models) do of_mu[j] = result_of(i, j) end
  for name, figure in panels.all(models, of_mu, mu, settings) do outputs:draw(figure, ("mu%g-%s"):format(mu, name)) end
end
outputs:together "edge"
outputs:finish()
io.write(("Data and plots are in %s.\n"):format(options.out))
