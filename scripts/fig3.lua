---Figure 3 of Lyu et al.: the squared discretization error of the continuous models on a diagonal linear network.
---
---    scripts/run scripts/fig3.lua [--mu M,..] [--eta H] [--s S] [--steps K] [--seed N] [--out FOLDER] ...
local Outputs = require "script.outputs"
local arguments = require "script.arguments"
local columns = require "script.columns"
local csv = require "script.csv"
local figures = require "script.figures"
local panels = require "lib.fig3.panels"
local regression = require "lib.regression"
local sweep = require "sweep"

-- The paper's flows are integrated by Euler's method with h = eta/10.
local EULER = {method = "euler", substeps = 10}
local ACCURATE = {method = "dop853"}
local LOSSES = {mean = "|Xw - y|^2 / (2n)", sum = "|Xw - y|^2"}
-- Of the tables, beside the last step.
local SHOWN_STEPS = 5

---The continuous models, by the names of their columns.
---@class fig3.Model
---@field key string
---@field name string
---@field color string
---@field style "line"|"dashed"
---@field method table  # how it is integrated
---@field order? integer  # of a flow of Theorem 2.1
---@field form? string
---@field hessian? "joint"|"block"

---@type fig3.Model[]
local MODELS = {
  {key = "rgf", name = "RGF", color = "gray", style = "line", method = EULER, order = 1, form = "limit"},
  {key = "joint", name = "HBF 2, joint", color = "blue", style = "line", method = EULER, hessian = "joint"},
  {key = "block", name = "HBF 2, block", color = "orange", style = "line", method = EULER, hessian = "block"},
  {key = "rgf_accurate", name = "RGF, accurate", color = "gray", style = "dashed", method = ACCURATE, order = 1,
    form = "limit"},
  {key = "joint_accurate", name = "HBF 2, joint, accurate", color = "blue", style = "dashed", method = ACCURATE,
    hessian = "joint"},
  {key = "block_accurate", name = "HBF 2, block, accurate", color = "orange", style = "dashed", method = ACCURATE,
    hessian = "block"},
  {key = "piecewise_accurate", name = "HBF 2, piecewise, accurate", color = "green", style = "dashed",
    method = ACCURATE, order = 2, form = "piecewise"},
}

local options = arguments.read{
  name = "fig3",
  summary = "heavy ball against its continuous models on a diagonal linear network.",
  {"mu", arguments.list(arguments.number{from = 0, below = 1}), {0.3, 0.6, 0.9}, "momenta"},
  {"eta", arguments.number{above = 0}, 1e-3, "step size"},
  {"s", arguments.number{above = 0}, 0.01, "the scale of the start"},
  {"theta", arguments.number{above = 0}, 1, "the start is w+ = theta s, w- = s / theta"},
  {"normalization", arguments.list(arguments.one_of{"mean", "sum"}), {"mean", "sum"},
    "of the loss: |Xw - y|^2 / (2n), or a plain sum"},
  regression.equations,
  regression.unknowns,
  regression.nonzero,
  {"seed", arguments.integer{from = 0}, 0, "of the data"},
  {"steps", arguments.integer{from = 1, to = 1000000}, 4000, "steps of heavy ball"},
  {"out", arguments.folder(), "results/fig3", "where data, plots and the journal of finished runs go"},
  figures.formats,
  check = regression.check,
}

---What all runs share.
local settings = {
  eta = options.eta, s = options.s, theta = options.theta, n = options.n, d = options.d, nonzero = options.nonzero,
  seed = options.seed, steps = options.steps,
}

---@class fig3.Run
---@field normalization "mean"|"sum"
---@field mu number

---@class fig3.Result
---@field steps integer[]  # those that are shown
---@field squares table<string, number[]>  # of the distance of the predictors, by model; short where the flow failed
---@field messages table<string, string>  # why it did
---@field loss number  # heavy ball's at the end
---@field diverged? integer  # the step in which heavy ball did
---@field r_start number  # eta max|lambda| / (1 - sqrt(mu))^2
---@field r_end number

---@param run fig3.Run
---@param _ table
---@param report fun(fraction: number)
---@return fig3.Result
local function compare(run, _, report)
  local p = regression.problem(settings, settings.seed, run.normalization)
  local start, eta, mu = p:start(settings.s, settings.theta), settings.eta, run.mu
  -- Some 400 points, of which the eye can tell no more.
  local every = math.max(1, settings.steps // 400)
  local L = p:loss()
  local hb = optim.hb{loss = L, eta = eta, mu = mu}:run(start, settings.steps, {every = every, progress = false})
  local result = {steps = {}, squares = {}, messages = {}, diverged = hb.diverged, loss = hb.loss[#hb]}
  for i, k in ipairs(hb.steps) do result.steps[i] = math.tointeger(k) end
  local predictor = function(beta) return p:predictor(beta) end
  for i, model in ipairs(MODELS) do
    local flow = model.hessian and p:flow{eta = eta, mu = mu, hessian = model.hessian}
      or hbf.flow{loss = L, eta = eta, mu = mu, order = model.order, form = model.form}
    local how = {every = every, progress = function(done, all) report((i - 1 + done / all) / #MODELS) end}
    for key, value in pairs(model.method) do how[key] = value end
    local solution = flow:integrate(start, settings.steps, how)
    result.squares[model.key] = hbf.discretization_error(solution, hb, predictor) ^ 2
    result.messages[model.key] = solution.message
    if i == 1 then result.r_start, result.r_end = flow:validity(start), flow:validity(hb:final()) end
  end
  return result
end

---@param run fig3.Run
---@return string
local function title(run)
  return ("Figure 3: mu = %g, eta = %g, L = %s"):format(run.mu, settings.eta, LOSSES[run.normalization])
end

---@param k integer
---@return boolean  # whether it is 1, 2 or 5 times a power of ten
local function is_round(k)
  while k > 0 and k % 10 == 0 do k = k // 10 end
  return k == 1 or k == 2 or k == 5
end

---Which of the kept steps a table shows: the last, and round ones before it, spread over the decades.
---@param steps integer[]
---@return integer[] places
local function shown_places(steps)
  local round, places = {}, {}
  for i = 1, #steps - 1 do
    if is_round(steps[i]) then table.insert(round, i) end
  end
  local stride = math.max(1, (#round - 1) / (SHOWN_STEPS - 1))
  for k = 0, math.min(#round, SHOWN_STEPS) - 1 do table.insert(places, round[math.floor(1.5 + k * stride)]) end
  table.insert(places, #steps)
  return places
end

---@param result fig3.Result
---@return string
local function table_of_errors(result)
  local header, places = {"model"}, shown_places(result.steps)
  for _, i in ipairs(places) do table.insert(header, ("k = %d"):format(result.steps[i])) end
  local rows = {header}
  for _, model in ipairs(MODELS) do
    local row, squares = {model.name}, result.squares[model.key]
    for _, i in ipairs(places) do table.insert(row, squares[i] and ("%.1e"):format(squares[i]) or "-") end
    if result.messages[model.key] then table.insert(row, "  " .. result.messages[model.key]:match "[^;\n]*") end
    table.insert(rows, row)
  end
  return columns(rows, "  ")
end

---@param path string
---@param result fig3.Result
local function write_errors(path, result)
  local names, data = {"k"}, {result.steps}
  for _, model in ipairs(MODELS) do
    local squares, column = result.squares[model.key], {}
    for i = 1, #result.steps do column[i] = squares[i] or "" end
    table.insert(names, "squared_error_" .. model.key)
    table.insert(data, column)
  end
  csv.write(path, names, data)
end

local runs = {}
for _, normalization in ipairs(options.normalization) do
  for _, mu in ipairs(options.mu) do table.insert(runs, {normalization = normalization, mu = mu}) end
end
local results = sweep{name = "fig3", folder = options.out, settings = settings, runs = runs, run = compare}

local outputs = Outputs.open(options.out, options.format)
for i, run in ipairs(runs) do
  local result = results[i]
  local name = ("fig3-%s-mu%.14g"):format(run.normalization, run.mu)
  write_errors(outputs:path(name .. ".csv"), result)
  local diverging = result.diverged and (", diverging in step %d"):format(result.diverged) or ""
  local is_outside = math.max(result.r_start, result.r_end) > 1
  local outside = is_outside and ": no first-order flow follows heavy ball where r > 1" or ""
  io.write(title(run), "\n", ("  heavy ball ends with L = %.1e%s; r = %.2g at the start, %.2g at the end%s\n"):format(
    result.loss, diverging, result.r_start, result.r_end, outside))
  io.write(table_of_errors(result), "\n")
  outputs:draw(panels.errors(MODELS, settings.eta, run, result), name)
end
for _, normalization in ipairs(options.normalization) do
  local curves = {}
  for i, run in ipairs(runs) do
    local result = results[i]
    if run.normalization == normalization then
      table.insert(curves, {
        mu = run.mu, steps = result.steps, rescaled = result.squares.rgf, second = result.squares.joint,
      })
    end
  end
  local figure = panels.together(normalization, settings.eta, curves)
  if #figure > 0 then outputs:draw(figure, "fig3-" .. normalization) end
end
outputs:finish()
io.write(([[
joint: all second derivatives of L in (w+, w-), which Theorem 2.1 asks for; block: those of w+ and of w- alone, as the
paper's proofs take them. Without "accurate" the flows are integrated as in the paper, by Euler's method with
h = eta/10, in their form for large k from heavy ball's start; piecewise is the theorem's own form.
Data and plots are in %s.
]]):format(options.out))
