---Figure 4 of Lyu et al.: how far from the sparse solution training of a diagonal linear network ends, and its implicit
---bias measured against both corollaries of order 2.
---
---    scripts/run scripts/fig4.lua [--s S,..] [--mu M,..] [--seeds N,..] [--eta H] [--theta T] [--out FOLDER] ...
local Outputs = require "script.outputs"
local arguments = require "script.arguments"
local comparison = require "lib.fig4.comparison"
local figures = require "script.figures"
local panels = require "lib.fig4.panels"
local regression = require "lib.regression"
local sweep = require "sweep"
local tables = require "lib.fig4.tables"
local training = require "lib.fig4.training"

---@param list number[]
---@param x number
---@return boolean
local function is_among(list, x)
  for _, y in ipairs(list) do
    if x == y then return true end
  end
  return false
end

local options = arguments.read{
  name = "fig4",
  summary = "where gradient descent and heavy ball end on a diagonal linear network, and why.",
  {"s", arguments.list(arguments.number{above = 0}), {0.01, 0.03, 0.1, 0.3, 0.7, 1, 1.5}, "scales of the start"},
  {"mu", arguments.list(arguments.number{from = 0, below = 1}), {0, 0.5, 0.9, 0.95}, "momenta; 0 is gradient descent"},
  {"seeds", arguments.list(arguments.integer{from = 0}), {0, 1, 2}, "seeds of the data"},
  {"eta", arguments.number{above = 0}, 1e-2, "step size"},
  {"theta", arguments.number{above = 0}, 0.9, "the start is w+ = theta s, w- = s / theta"},
  regression.equations,
  regression.unknowns,
  regression.nonzero,
  {"loss", arguments.number{above = 0}, 1e-14, "a training ends at a loss as low as this"},
  {"steps", arguments.integer{from = 1}, 2000000, "or after so many steps"},
  {"curve", arguments.number{above = 0}, nil,
    "the scale whose trainings panels (b) and (c) show; 0.1 if it is among those of --s, else the first"},
  {"normalization", arguments.one_of{"mean", "sum"}, "mean", "of the loss: |Xw - y|^2 / (2n), or a plain sum"},
  {"out", arguments.folder(), "results/fig4", "where data, plots and the journal of finished trainings go"},
  figures.formats,
  check = function(given)
    if given.curve and not is_among(given.s, given.curve) then
      return ("option '--curve' must be one of the scales --s, %s, got %.14g"):format(
        table.concat(given.s, ", "), given.curve)
    end
    return regression.check(given)
  end,
}
options.curve = options.curve or is_among(options.s, 0.1) and 0.1 or options.s[1]

---What all trainings share.
local settings = {
  eta = options.eta, theta = options.theta, n = options.n, d = options.d, nonzero = options.nonzero,
  loss = options.loss, steps = options.steps, normalization = options.normalization,
}

---@return fig4.Run[]
local function list_runs()
  local runs = {}
  for _, seed in ipairs(options.seeds) do
    for _, mu in ipairs(options.mu) do
      for _, s in ipairs(options.s) do table.insert(runs, {seed = seed, mu = mu, s = s}) end
    end
  end
  return runs
end

---@param outputs script.Outputs
---@param figure table
---@param name string
local function draw(outputs, figure, name)
  if #figure > 0 then return outputs:draw(figure, name) end
  io.write(("No training for %s.\n\n"):format(figure.title))
end

local runs = list_runs()
local results = sweep{
  name = "fig4", folder = options.out, settings = settings, runs = runs,
  run = function(run, _, report) return training.measure(settings, run, report) end,
  -- Small starts take long to leave the saddle at 0, and longer without momentum.
  cost = function(run) return (1 - run.mu) / run.s end,
}

local outputs = Outputs.open(options.out, options.format)
tables.write_runs(outputs:path "fig4a.csv", runs, results)
tables.write_curves(options, outputs:path "fig4b.csv", runs, results)
tables.write_kappas(outputs:path "fig4c.csv", runs, results)

io.write(tables.of_runs(runs, results), tables.verdict(options, results))
if #options.seeds > 1 then
  io.write "Lines go through means over the seeds, with a gap where a seed is left out.\n"
end
io.write "\n"
draw(outputs, panels.distances(options, runs, results), "fig4a")
draw(outputs, panels.losses_along(options, runs, results), "fig4b")
draw(outputs, panels.kappas(options, runs, results), "fig4c")
draw(outputs, panels.errors(options, runs, results), "fig4d")
-- Legends below would leave the panels little room.
outputs:together("fig4", {width = 1100, height = 720})
local scales, mechanism = comparison.scales(options, runs, results), comparison.mechanism(options, runs, results)
if #scales > 0 then outputs:draw(scales, "fig4-scales") end
if #mechanism > 0 then
  outputs:draw(mechanism, "fig4-mechanism")
  io.write [[
The sums of ln(kappa/kappa(0)) and the integrals of the squared gradient, heavy ball's over gradient descent's. Section
C.3.2 expects a larger kappa where heavy ball is the faster one: it is smaller where the first is above 1. By the
theory of order 2 the first is (1+mu)/(1-mu)^2 and the second 1-mu at every scale.
]]
end
outputs:finish()
io.write(("Data and plots are in %s.\n"):format(options.out))
