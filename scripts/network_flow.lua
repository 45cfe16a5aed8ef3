---Heavy ball on a network against its continuous models: the flows that the paper leaves to future work.
---
---    scripts/run scripts/network_flow.lua [--rows N] [--steps K] [--eta H] [--mu M] [--widths W,..] [--out DIR] ...
local arguments = require "script.arguments"
local columns = require "script.columns"
local csv = require "script.csv"
local figures = require "script.figures"
local json_file = require "script.json_file"
local Outputs = require "script.outputs"

---A continuous model of heavy ball.
---@class network_flow.Model
---@field key string
---@field name string
---@field order integer
---@field form "limit"|"matched"|"phase"
---@field color string
---@field style "line"|"dashed"

---@type network_flow.Model[]
local MODELS = {
  {key = "rgf", name = "RGF", order = 1, form = "limit", color = "gray", style = "line"},
  {key = "limit2", name = "HBF 2, limit", order = 2, form = "limit", color = "blue", style = "dashed"},
  {key = "matched2", name = "HBF 2, matched", order = 2, form = "matched", color = "blue", style = "line"},
  {key = "limit3", name = "HBF 3, limit", order = 3, form = "limit", color = "orange", style = "dashed"},
  {key = "matched3", name = "HBF 3, matched", order = 3, form = "matched", color = "orange", style = "line"},
  {key = "phase1", name = "HBF 1, phase", order = 1, form = "phase", color = "gray", style = "dashed"},
  {key = "phase2", name = "HBF 2, phase", order = 2, form = "phase", color = "green", style = "line"},
  {key = "phase3", name = "HBF 3, phase", order = 3, form = "phase", color = "purple", style = "line"},
}

local options = arguments.read{
  name = "network_flow",
  summary = "heavy ball on a network of the UCI digits against the flows that model it.",
  {"rows", arguments.integer{from = 2, to = 1797}, 300, "how many of the digits"},
  {"steps", arguments.integer{from = 1, to = 100000}, 300, "steps of heavy ball"},
  {"eta", arguments.number{above = 0}, 0.01, "step size"},
  {"mu", arguments.number{from = 0, below = 1}, 0.5, "momentum"},
  {"widths", arguments.list(arguments.integer{from = 1, to = 10000}), {50, 50}, "of the hidden layers"},
  {"activation", arguments.one_of{"tanh", "sigmoid", "softplus", "relu"}, "tanh", "of the hidden layers"},
  {"loss", arguments.one_of{"mse", "cross_entropy"}, "cross_entropy",
    "half the mean squared error, or the cross-entropy"},
  {"seed", arguments.integer{from = 0}, 0, "of the parameters at the start"},
  {"rtol", arguments.number{above = 0}, 1e-9, "of the flows' integrator"},
  {"out", arguments.folder(), "results/network_flow", "where data and plots go"},
  figures.formats,
}

local digits = data.digits{limit = options.rows, center = true}
local network = losses.mlp{
  inputs = digits.X, labels = digits.labels, classes = digits.classes, widths = options.widths,
  activation = options.activation, loss = options.loss, seed = options.seed,
}
local start, every = network:start(), math.max(1, options.steps // 300)
local look = math.max(1, options.steps // 10)

local hb = optim.hb{loss = network, eta = options.eta, mu = options.mu}:run(
  start, options.steps, {every = every, record = {radius = look}})
local radius = hb.recorded.radius

---@class network_flow.Result
---@field errors Vector  # norms of epsilon_k, at the steps of heavy ball that are kept
---@field evaluations integer
---@field seconds number
---@field message? string

---@type network_flow.Result[]
local results = {}
for i, model in ipairs(MODELS) do
  local clock = diagnostics.clock()
  local flow = hbf.flow{
    loss = network, eta = options.eta, mu = options.mu, order = model.order, form = model.form,
  }
  local solution = flow:integrate(start, options.steps, {
    every = every, rtol = options.rtol, atol = options.rtol * 1e-2,
  })
  results[i] = {
    errors = hbf.discretization_error(solution, hb), evaluations = solution.statistics.evaluations,
    seconds = diagnostics.clock() - clock, message = solution.message,
  }
end

---@return string
local function table_of_errors()
  local places, rows = {}, {{"flow"}}
  for _, fraction in ipairs{0.03, 0.1, 0.3, 1} do
    local k = math.max(2, math.floor(fraction * (#hb - 1)) + 1)
    if k <= #hb and places[#places] ~= k then
      table.insert(places, k)
      table.insert(rows[1], ("k = %d"):format(hb.steps[k]))
    end
  end
  table.insert(rows[1], "evaluations")
  table.insert(rows[1], "seconds")
  for i, model in ipairs(MODELS) do
    local row, result = {model.name}, results[i]
    for _, k in ipairs(places) do
      table.insert(row, k <= #result.errors and ("%.2e"):format(result.errors[k]) or "-")
    end
    table.insert(row, tostring(result.evaluations))
    table.insert(row, ("%.1f"):format(result.seconds))
    if result.message then table.insert(row, "  " .. result.message:match "[^;\n]*") end
    table.insert(rows, row)
  end
  return columns(rows, "  ")
end

---@return table figure
local function errors()
  local figure = {
    title = ("Discretization error on a network: η = %g, µ = %g"):format(options.eta, options.mu),
    xlabel = "$k$", ylabel = [[$\|\epsilon_k\|$]], log = "y", legend = "outside",
  }
  for i, model in ipairs(MODELS) do
    -- All start where heavy ball does, or near: there is nothing to show at k = 0.
    local x, y = {}, {}
    for k = 2, #results[i].errors do x[k - 1], y[k - 1] = hb.steps[k], results[i].errors[k] end
    if #x > 0 then
      table.insert(figure, {
        x = x, y = y, name = model.name, color = model.color, style = model.style,
        -- Dashes are for the form that begins with too much momentum, and for order 1.
        dash = model.style == "line" and 1 or nil,
      })
    end
  end
  return figure
end

local names, data_columns = {"k"}, {hb.steps}
for i, model in ipairs(MODELS) do
  local column = {}
  for k = 1, #hb do column[k] = k <= #results[i].errors and results[i].errors[k] or "" end
  table.insert(names, "error_" .. model.key)
  table.insert(data_columns, column)
end
local outputs = Outputs.open(options.out, options.format)
csv.write(outputs:path "errors.csv", names, data_columns)
csv.write(outputs:path "radius.csv", {"k", "r"}, {radius.steps, radius.values})
json_file.write(outputs:path "settings.json", {
  rows = options.rows, steps = options.steps, eta = options.eta, mu = options.mu, widths = options.widths,
  activation = options.activation, loss = options.loss, seed = options.seed, rtol = options.rtol,
})

local r = radius.values
local outside = max(r) > 1 and ", beyond 1, where no first-order flow follows heavy ball" or ""
io.write(tostring(network), "\n")
local narrower = hbf.radius(options.mu) / hbf.radius(options.mu, 0, "phase")
io.write(("  loss %.3e -> %.3e; r = eta max|lambda| / (1 - sqrt(mu))^2: %.2g -> %.2g%s\n"):format(
  hb.loss[1], hb.loss[#hb], r[1], r[#r], outside))
io.write(("  in phase space, by (1 + sqrt(mu))^2: %.2g -> %.2g\n"):format(narrower * r[1], narrower * r[#r]))
io.write("Norms of the discretization error epsilon_k\n", table_of_errors(), "\n")
outputs:draw(errors(), "errors")
outputs:draw({
  {x = radius.steps, y = r, name = "r"}, title = "$r$ along the way", xlabel = "$k$",
  ylabel = [[$\eta \max|\lambda| / (1 - \sqrt{\mu})^2$]],
}, "radius")
outputs:finish()
io.write(("Data and plots are in %s.\n"):format(options.out))
