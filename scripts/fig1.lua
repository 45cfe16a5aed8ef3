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

---@class fig1.Method
---@field key string
---@field name string  # in tables
---@field label string  # in figures
---@field color string
---@field mu number

---@type fig1.Method[]
local METHODS = {
  {key = "gd", name = "GD", label = "GD", color = "black", mu = 0},
  {
    key = "hb", name = ("HB mu = %g"):format(options.mu), label = ("HB µ = %g"):format(options.mu), color = "blue",
    mu = options.mu,
  },
}

---What a method has come to.
---@class fig1.Progress
---@field epoch integer
---@field smoothness number[]  # by epoch, from 0
---@field loss number[]  # the same
---@field looks integer[]  # epochs of the following
---@field sharpness number[]
---@field accuracy number[]

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

---What a checkpoint holds; nothing where there is none. The series are in NumPy's files: as JSON they would be written
---again and again in full.
---@param store script.Store
---@param dimension integer
---@return fig1.Progress|nil
---@return table|nil state
local function read_checkpoint(store, dimension)
  local progress, state = store:read()
  if not progress then return nil end
  local epoch = math.type(progress.epoch) == "integer" and progress.epoch or -1
  local function is_series(values, count) return values ~= nil and #values == count end
  -- One that diverged has its last epoch's values too, and no look at what it diverged to.
  local diverged = progress.diverged ~= nil
  local count = diverged and epoch + 1 or epoch
  local looks = epoch // options.every + 1
  if not (count > 0 and is_series(state.smoothness, count) and is_series(state.loss, count)
    and type(progress.looks) == "table" and is_series(progress.looks, looks)
    and is_series(progress.sharpness, looks) and is_series(progress.accuracy, looks)
    and is_series(state.beta, dimension) and (state.m == nil or is_series(state.m, dimension))
    and state.vectors ~= nil and select(2, state.vectors:size()) == dimension)
  then
    error(complaint(("the checkpoint '%s.json' is damaged: its files do not belong to epoch %s"):format(
      store.prefix, progress.epoch)))
  end
  progress.smoothness, progress.loss = state.smoothness:totable(), state.loss:totable()
  state.smoothness, state.loss = nil, nil
  return progress, state
end

---@param store script.Store
---@param progress fig1.Progress
---@param state table
local function write_checkpoint(store, progress, state)
  local small = {}
  for key, value in pairs(progress) do small[key] = value end
  small.smoothness, small.loss = nil, nil
  store:write(small, {
    beta = state.beta, m = state.m, vectors = state.vectors, smoothness = vec(progress.smoothness),
    loss = vec(progress.loss),
  })
end

---@param network Network
---@param method fig1.Method
---@param report fun(fraction: number)
---@return fig1.Progress
local function train(network, method, report)
  local optimizer = method.mu == 0 and optim.gd{loss = network, eta = options.eta}
    or optim.hb{loss = network, eta = options.eta, mu = method.mu}
  local store = checkpoint.open(checkpoint_of(method), settings)
  local progress, state = read_checkpoint(store, network.dimension)
  if not progress then
    progress = {epoch = 0, smoothness = {}, loss = {}, looks = {}, sharpness = {}, accuracy = {}}
    state = {beta = network:start()}
  end

  ---@param beta Vector
  ---@param vectors? Matrix  # near the eigenvector
  ---@return Matrix
  local function look(beta, vectors)
    local sharpness, found = diagnostics.sharpness(network, beta, {start = vectors, tolerance = 1e-3, iterations = 60})
    table.insert(progress.looks, progress.epoch)
    table.insert(progress.sharpness, sharpness)
    table.insert(progress.accuracy, network:accuracy(beta))
    return found.vectors
  end

  if progress.epoch == 0 and #progress.looks == 0 then state.vectors = look(state.beta) end
  while progress.epoch < options.epochs and not progress.diverged do
    local steps = math.min(options.every, options.epochs - progress.epoch)
    local done = progress.epoch
    local run = optimizer:run(state.beta, steps, {
      every = "last", memory = {m = state.m}, step = done, record = {directional_smoothness = 1, loss = 1},
      progress = function(k) report((done + k) / options.epochs) end,
    })
    local smoothness, loss = run.recorded.directional_smoothness.values, run.recorded.loss.values
    -- The last is measured again as the next run's first, where there is a next one.
    for i = 1, #smoothness - (run.diverged and 0 or 1) do
      table.insert(progress.smoothness, smoothness[i])
      table.insert(progress.loss, loss[i])
    end
    progress.epoch = math.tointeger(run.steps[#run.steps])
    progress.diverged = run.diverged
    state = {beta = run:final(), m = run.memory.m, vectors = state.vectors}
    if not progress.diverged then state.vectors = look(state.beta, state.vectors) end
    -- A longer training passes by no others.
    if progress.diverged or progress.epoch % options.every == 0 then write_checkpoint(store, progress, state) end
  end
  return progress
end

---The mean over the last three fifths.
---@param values number[]
---@return number
local function late_mean(values)
  local first, total = math.floor(0.4 * #values) + 1, 0
  for i = first, #values do total = total + values[i] end
  return total / (#values - first + 1)
end

---Means of so many values in turn, of which the eye can tell no more, and what they spread over.
---@param values number[]
---@param count integer
---@return number[] places
---@return number[] means
---@return number[][] band  # the least and the greatest of each group
local function averaged(values, count)
  local all, places, means, low, high = vec(values), {}, {}, {}, {}
  for first = 1, #values, count do
    local last = math.min(first + count - 1, #values)
    local group = all:slice(first, last)
    table.insert(places, (first + last) / 2 - 1)
    table.insert(means, mean(group))
    table.insert(low, min(group))
    table.insert(high, max(group))
  end
  return places, means, {low, high}
end

---@param runs table<string, fig1.Progress>
---@param title string
---@param ylabel string
---@param curve fun(run: fig1.Progress): number[], number[], number[][]?  # x, y and a band
---@param log? "y"
---@param bounded? boolean
---@return table figure
local function figure_of(runs, title, ylabel, curve, log, bounded)
  local figure = {title = title, xlabel = "epoch", ylabel = ylabel, log = log}
  for _, method in ipairs(METHODS) do
    local x, y, band = curve(runs[method.key])
    table.insert(figure, {x = x, y = y, band = band, name = method.label, color = method.color, dash = 1})
  end
  -- The largest curvature at which a method is stable: 2/eta, and with momentum 2 (1 + mu)/eta.
  for i, method in ipairs(bounded and METHODS or {}) do
    local bound = 2 * (1 + method.mu) / options.eta
    table.insert(figure, {
      x = {0, options.epochs}, y = {bound, bound}, color = method.color, style = "dashed", dash = i + 1,
      name = i == 1 and [[$2/\eta$ (GD)]] or [[$2(1+\mu)/\eta$ (HB)]],
    })
  end
  return figure
end

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
    local progress = read_checkpoint(checkpoint.open(checkpoint_of(method), settings), network.dimension)
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
  return json.encode(train(network, METHODS[i], report))
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
    ("%.4g"):format(late_mean(run.smoothness)),
  }
  if run.diverged then table.insert(rows[i + 1], ("  diverged at epoch %d"):format(run.diverged)) end
end
io.write(columns(rows, "  "), ("Stable up to the curvature 2/eta = %.4g (GD), 2 (1 + mu)/eta = %.4g (HB).\n\n"):format(
  bound, 2 * (1 + options.mu) / options.eta))

local group = math.max(1, options.epochs // 300)
local smoothness = ("Figure 1: directional smoothness, η = %g"):format(options.eta)
outputs:draw(figure_of(runs, smoothness, [[$\mathcal{D}$]], function(run)
  return averaged(run.smoothness, group)
end, nil, true), "fig1a")
outputs:draw(figure_of(runs, "sharpness", "largest eigenvalue", function(run)
  return run.looks, run.sharpness
end, nil, true), "fig1b")
outputs:draw(figure_of(runs, "loss", "$L$", function(run)
  local epochs, means = averaged(run.loss, group)
  return epochs, means
end, "y"), "fig1c")
outputs:draw(figure_of(runs, "accuracy", "of the rows", function(run) return run.looks, run.accuracy end), "fig1d")
outputs:together "fig1"
outputs:finish()
io.write(("Data and plots are in %s; --resume with more --epochs goes on from there.\n"):format(options.out))
io.write(("gd %.6g hb %.6g bound %.6g\n"):format(
  late_mean(runs.gd.smoothness), late_mean(runs.hb.smoothness), bound))
