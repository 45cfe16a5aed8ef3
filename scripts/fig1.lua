---Figure 1 of Lyu et al.: directional smoothness and sharpness along full-batch training of a network by gradient
---descent and heavy ball.
---
---    scripts/run scripts/fig1.lua [--data DIR] [--rows N] [--epochs E] [--eta H] [--mu M] [--activation A] [--loss L]
---      [--out DIR] [--resume] ...
local arguments = require "script.arguments"
local checkpoint = require "script.checkpoint"
local columns = require "script.columns"
local complaint = require "polyak.complaint"
local csv = require "script.csv"
local figures = require "script.figures"
local json = require "script.json"
local json_file = require "script.json_file"
local Outputs = require "script.outputs"
local panels = require "lib.fig1.panels"
local training = require "lib.fig1.training"

local options = arguments.read{
  name = "fig1",
  summary = "directional smoothness and sharpness along the training of a network, and up to where methods are stable.",
  {"data", arguments.text(), nil, "a folder with CIFAR-10's binary version; UCI digits if left out"},
  {"rows", arguments.integer{from = 2}, nil, "how many rows of the data; all if left out"},
  {"epochs", arguments.integer{from = 1}, nil, "steps of each method; 6000, or 2000 with --data"},
  {"eta", arguments.number{above = 0}, nil, "step size; 0.2, or 0.1 with --data"},
  {"mu", arguments.number{from = 0, below = 1}, 0.9, "heavy ball's momentum"},
  {"widths", arguments.list(arguments.integer{from = 1, to = 100000}), {200, 200}, "of the hidden layers"},
  {"activation", arguments.one_of{"tanh", "relu", "sigmoid", "softplus"}, "tanh", "of the hidden layers"},
  {"loss", arguments.one_of{"mse", "cross_entropy"}, "mse", "half the mean squared error, or the cross-entropy"},
  {"precision", arguments.one_of{"f32", "f64"}, "f32", "of the network"},
  {"seed", arguments.integer{from = 0}, 0, "of the parameters at the start"},
  {"every", arguments.integer{from = 1}, 100,
    "epochs between two looks at sharpness and accuracy, each of which is a checkpoint"},
  {"out", arguments.folder(), "results/fig1", "where data, plots and checkpoints go"},
  figures.formats,
  {"resume", arguments.flag(), false, "go on from the checkpoints that are there, to more epochs too"},
}
options.epochs = options.epochs or (options.data and 2000 or 6000)
options.eta = options.eta or (options.data and 0.1 or 0.2)

---What decides the numbers: a checkpoint of another configuration is refused. How many epochs there are decides none.
local settings = {
  data = options.data or "digits", rows = options.rows, eta = options.eta, mu = options.mu,
  widths = options.widths, activation = options.activation, loss = options.loss, precision = options.precision,
  seed = options.seed, every = options.every,
}

---@type fig1.Method[]
local METHODS = {
  {key = "gd", name = "GD", label = "GD", color = "black", mu = 0},
  {
    key = "hb", name = ("HB mu = %g"):format(options.mu), label = ("HB µ = %g"):format(options.mu), color = "blue",
    mu = options.mu,
  },
}

---@return Network
local function make_network()
  local set = {limit = options.rows, center = true, dtype = options.precision}
  local ok, data_set = pcall(function()
    return options.data and data.cifar10(options.data, set) or data.digits(set)
  end)
  if not ok then error(complaint("fig1: " .. tostring(data_set):gsub("^[^ ]*:%d+: ", ""))) end
  if options.rows and #data_set.X < options.rows then
    error(complaint(("fig1: option '--rows' must be at most %d, the rows there are, got %d"):format(
      #data_set.X, options.rows)))
  end
  return losses.mlp{
    inputs = data_set.X, labels = data_set.labels, classes = data_set.classes, widths = options.widths,
    activation = options.activation, loss = options.loss, seed = options.seed,
  }
end

---How long it will take, by what a gradient takes: a step and two more for the directional smoothness, and at each look
---some 40 products with the Hessian of about two each.
---@param network Network
---@return number seconds  # of all processors
local function estimate(network)
  local start, gradient = network:start(), math.huge
  -- The first makes everything ready; others may be slowed down by what else runs.
  for _ = 1, 5 do
    local clock = diagnostics.clock()
    network:gradient(start)
    gradient = math.min(gradient, diagnostics.clock() - clock)
  end
  return #METHODS * (options.epochs * 3 + options.epochs / options.every * 80) * gradient
end

---@param method fig1.Method
---@return string  # how its files' names begin
local function checkpoint_of(method) return options.out .. "/checkpoint-" .. method.key end

---@param outputs script.Outputs
---@param runs table<string, fig1.Progress>
local function write_data(outputs, runs)
  local names, data_columns = {"epoch"}, {{}}
  for k = 0, options.epochs - 1 do data_columns[1][k + 1] = k end
  for _, method in ipairs(METHODS) do
    for _, what in ipairs{"smoothness", "loss"} do
      local values, column = runs[method.key][what], {}
      for k = 1, options.epochs do column[k] = values[k] or "" end
      table.insert(names, ("%s_%s"):format(method.key, what))
      table.insert(data_columns, column)
    end
  end
  csv.write(outputs:path "fig1.csv", names, data_columns)
  for _, method in ipairs(METHODS) do
    local run = runs[method.key]
    csv.write(outputs:path(("fig1-%s.csv"):format(method.key)), {"epoch", "sharpness", "accuracy"}, {
      run.looks, run.sharpness, run.accuracy,
    })
  end
end

---@param message string
local function stop(message)
  io.stderr:write("fig1: ", message, "\nTo begin anew, delete it or give another folder (--out).\n")
  os.exit(1, true)
end

local found
for _, method in ipairs(METHODS) do
  local path = checkpoint_of(method) .. ".json"
  if checkpoint.exists(checkpoint_of(method)) then
    found = true
    if not options.resume then stop(("there is a checkpoint, '%s': --resume goes on from it."):format(path)) end
  end
end
if options.resume and not found then
  local results = options.out .. "/fig1.json"
  if json_file.text(results) then
    stop(("there is no checkpoint in '%s' to go on from, and '%s' is of results."):format(options.out, results))
  end
  io.stderr:write(("fig1: there is no checkpoint in '%s': begins anew.\n"):format(options.out))
end
local network = make_network()
-- Before anything is computed: a method that has none yet would else begin with other settings than the other has.
if options.resume then
  for _, method in ipairs(METHODS) do
    local progress = training.read(
      checkpoint.open(checkpoint_of(method), settings), network.dimension, options.every)
    if progress and progress.epoch > options.epochs then
      stop(("the checkpoint '%s.json' is of epoch %d, behind --epochs, %d."):format(
        checkpoint_of(method), progress.epoch, options.epochs))
    end
  end
end
io.write(tostring(network), "\n", ("About %s on %d processors; stopped, it goes on with --resume.\n\n"):format(
  arguments.duration(estimate(network)), workers.count()))
io.stdout:flush()

local texts, failures = workers.map(#METHODS, function(i, report)
  local store = checkpoint.open(checkpoint_of(METHODS[i]), settings)
  return json.encode(training.train(network, METHODS[i], options, store, report))
end, {
  title = "fig1", note = ("; the same command with --resume goes on from the checkpoints in '%s'"):format(options.out),
})
local runs = {}
for i, method in ipairs(METHODS) do
  if not texts[i] then error(complaint(("fig1: %s: %s"):format(method.name, failures[i].message))) end
  runs[method.key] = json.decode(texts[i])
end

local bound = 2 / options.eta
local outputs = Outputs.open(options.out, options.format)
write_data(outputs, runs)
settings.epochs = options.epochs
json_file.write(outputs:path "fig1.json", settings)
local rows = {{"method", "epochs", "loss", "accuracy", "sharpness", "smoothness, last 60%"}}
for i, method in ipairs(METHODS) do
  local run = runs[method.key]
  rows[i + 1] = {
    method.name, tostring(run.epoch), ("%.3e"):format(run.loss[#run.loss]),
    ("%.4f"):format(run.accuracy[#run.accuracy]), ("%.4g"):format(run.sharpness[#run.sharpness]),
    ("%.4g"):format(panels.late_mean(run.smoothness)),
  }
  if run.diverged then table.insert(rows[i + 1], ("  diverged at epoch %d"):format(run.diverged)) end
end
io.write(columns(rows, "  "), ("Stable up to the curvature 2/eta = %.4g (GD), 2 (1 + mu)/eta = %.4g (HB).\n\n"):format(
  bound, 2 * (1 + options.mu) / options.eta))

for i, figure in ipairs(panels.all(METHODS, runs, options)) do outputs:draw(figure, "fig1" .. ("abcd"):sub(i, i)) end
outputs:together "fig1"
outputs:finish()
io.write(("Data and plots are in %s; --resume with more --epochs goes on from there.\n"):format(options.out))
io.write(("gd %.6g hb %.6g bound %.6g\n"):format(
  panels.late_mean(runs.gd.smoothness), panels.late_mean(runs.hb.smoothness), bound))
