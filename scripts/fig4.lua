---Figure 4 of Lyu et al.: how far from the sparse solution training of a diagonal linear network ends, and its implicit
---bias measured against both corollaries of order 2.
---
---    scripts/run scripts/fig4.lua [--s S,..] [--mu M,..] [--seeds N,..] [--eta H] [--theta T] [--out FOLDER] ...
local arguments = require "script.arguments"
local atomic = require "polyak.atomic"
local columns = require "script.columns"
local csv = require "script.csv"
local json = require "script.json"
local sweep = require "sweep"

-- By momentum, the same in every panel.
local COLORS = {"black", "blue", "orange", "red", "green", "purple", "sky", "gray"}

local options = arguments.read{
  name = "fig4",
  summary = "where gradient descent and heavy ball end on a diagonal linear network, and why.",
  {"s", arguments.list(arguments.number{above = 0}), {0.01, 0.03, 0.1, 0.3, 0.7, 1, 1.5}, "scales of the start"},
  {"mu", arguments.list(arguments.number{from = 0, below = 1}), {0, 0.5, 0.9, 0.95}, "momenta; 0 is gradient descent"},
  {"seeds", arguments.list(arguments.integer{from = 0}), {0, 1, 2}, "seeds of the data"},
  {"eta", arguments.number{above = 0}, 1e-2, "step size"},
  {"theta", arguments.number{above = 0}, 0.9, "the start is w+ = theta s, w- = s / theta"},
  {"n", arguments.integer{from = 1, to = 10000}, 40, "equations"},
  {"d", arguments.integer{from = 1, to = 10000}, 100, "unknowns"},
  {"nonzero", arguments.integer{from = 0, to = 10000}, 5, "unknowns that are not 0"},
  {"loss", arguments.number{above = 0}, 1e-14, "a training ends at a loss as low as this"},
  {"steps", arguments.integer{from = 1}, 2000000, "or after so many steps"},
  {"curve", arguments.number{above = 0}, 0.1, "the scale whose training is shown in panels (b) and (c)"},
  {"normalization", arguments.one_of{"mean", "sum"}, "mean", "of the loss: |Xw - y|^2 / (2n), or a plain sum"},
  {"out", arguments.folder(), "results/fig4", "where data, plots and the journal of finished trainings go"},
}
if options.nonzero > options.d then
  io.stderr:write(("fig4: option '--nonzero' must be at most d = %d, got %d\n"):format(options.d, options.nonzero))
  os.exit(1, true)
end

---What all trainings share.
local settings = {
  eta = options.eta, theta = options.theta, n = options.n, d = options.d, nonzero = options.nonzero,
  loss = options.loss, steps = options.steps, normalization = options.normalization, curve = options.curve,
}

---@class fig4.Run
---@field seed integer
---@field mu number
---@field s number

---What is kept of a training.
---@class fig4.Result
---@field ending string
---@field steps integer
---@field loss number
---@field distance number  # |w - w*|
---@field changed integer  # components of kappa that were negative at some step
---@field r_start number  # eta max|lambda| / (1 - sqrt(mu))^2 where it began
---@field r_end number
---@field kappa? number[]  # ln(kappa/kappa(0)), where no component changed sign
---@field joint? number[]  # the same as predicted
---@field block? number[]
---@field error_joint? number
---@field error_block? number
---@field kkt? number  # the part of the optimality condition outside X's row space
---@field curve_steps? integer[]  # of the training that is shown
---@field curve_losses? number[]

---Those steps of a training that are about evenly spaced on a logarithmic axis.
---@param run Trajectory
---@return integer[] steps
---@return number[] losses
local function thinned(run)
  local steps, losses, last = {}, {}, -1
  local all, loss = run.steps, run.loss
  for i = 1, #all do
    local k = all[i]
    if k >= last * 1.01 or i == #all then
      steps[#steps + 1], losses[#losses + 1], last = math.tointeger(k), loss[i], k
    end
  end
  return steps, losses
end

---@param run fig4.Run
---@return fig4.Result
local function train(run)
  local p = dln.sparse_regression{
    n = settings.n, d = settings.d, nonzero = settings.nonzero, seed = run.seed,
    normalization = settings.normalization,
  }
  local start = p:start(run.s, settings.theta)
  local is_shown = run.s == settings.curve
  local trained = p:train(start, {
    eta = settings.eta, mu = run.mu, loss = settings.loss, steps = settings.steps,
    every = is_shown and 10 or "last", progress = false,
  })
  local beta = trained:final()
  local w, steps = p:predictor(beta), trained.steps
  local flow = p:flow{eta = settings.eta, mu = run.mu}
  local changed = 0
  for _, count in ipairs(trained.memory.steps_of_negative_kappa) do
    if count > 0 then changed = changed + 1 end
  end
  local result = {
    ending = trained.ending, steps = math.tointeger(steps[#steps]), loss = trained.loss[#steps],
    distance = (w - p.w_star):norm(), changed = changed,
    r_start = flow:validity(start), r_end = flow:validity(beta),
  }
  if is_shown then result.curve_steps, result.curve_losses = thinned(trained) end
  if trained.ending ~= "diverged" and changed == 0 then
    local initial, kappa = dln.kappa(start), dln.kappa(beta)
    result.kappa = log(kappa / initial)
    for _, hessian in ipairs{"joint", "block"} do
      local predicted = dln.predicted_kappa{
        problem = p, trajectory = trained, mu = run.mu, hessian = hessian,
      }
      result[hessian] = log(predicted / initial)
      result["error_" .. hessian] = dln.prediction_error{predicted = predicted, found = kappa, initial = initial}
    end
    local phi = dln.predicted_phi{problem = p, trajectory = trained, mu = run.mu}
    result.kkt = p:kkt_residual{w = w, kappa = kappa, phi = phi, start = start}
  end
  return result
end

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

---@param mu number
---@return string
local function method(mu) return mu == 0 and "GD" or ("HB mu = %g"):format(mu) end

---The results of one momentum, by scale: `f` of each seed's.
---@param runs fig4.Run[]
---@param results fig4.Result[]
---@param mu number
---@param f fun(result: fig4.Result): number?  # nil leaves the training out
---@return table<number, number[]>
local function by_scale(runs, results, mu, f)
  local values = {}
  for i, run in ipairs(runs) do
    local value = run.mu == mu and f(results[i])
    if value then
      values[run.s] = values[run.s] or {}
      table.insert(values[run.s], value)
    end
  end
  return values
end

---A line through the means, and a point for each seed.
---@param figure table
---@param values table<number, number[]>
---@param name string
---@param color string
---@param style "line"|"dashed"
local function add(figure, values, name, color, style)
  local means, each = {x = {}, y = {}, name = name, color = color, style = style},
    {x = {}, y = {}, color = color, style = "points"}
  for _, s in ipairs(options.s) do
    local list = values[s]
    if list then
      local total = 0
      for _, value in ipairs(list) do
        total = total + value
        table.insert(each.x, s)
        table.insert(each.y, value)
      end
      table.insert(means.x, s)
      table.insert(means.y, total / #list)
    end
  end
  if #means.x > 0 then table.insert(figure, means) end
  if #options.seeds > 1 and #each.x > 0 then table.insert(figure, each) end
end

---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return table figure
local function distances(runs, results)
  local figure = {
    title = ("Figure 4(a): eta = %g, %d %s"):format(
      options.eta, #options.seeds, #options.seeds == 1 and "seed" or "seeds"),
    xlabel = "s", ylabel = "|w - w*|", log = "xy",
  }
  for i, mu in ipairs(options.mu) do
    local values = by_scale(runs, results, mu, function(result)
      return result.ending ~= "diverged" and result.distance or nil
    end)
    add(figure, values, method(mu), COLORS[(i - 1) % #COLORS + 1], "line")
  end
  return figure
end

---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return table figure
local function losses_along(runs, results)
  local figure = {
    title = ("Figure 4(b): s = %g"):format(options.curve), xlabel = "k", ylabel = "L", log = "y",
  }
  for i, mu in ipairs(options.mu) do
    for j, run in ipairs(runs) do
      if run.mu == mu and run.s == options.curve and run.seed == options.seeds[1] and results[j].curve_steps then
        table.insert(figure, {
          x = results[j].curve_steps, y = results[j].curve_losses, name = method(mu),
          color = COLORS[(i - 1) % #COLORS + 1],
        })
      end
    end
  end
  return figure
end

---What every component's kappa became against what the two corollaries say, for the first seed's trainings from the
---scale that is shown.
---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return table figure
local function kappas(runs, results)
  local figure = {
    title = ("Figure 4(c): kappa at the end, s = %g"):format(options.curve),
    xlabel = "ln(kappa/kappa(0)) measured", ylabel = "predicted",
  }
  local least = 0
  for i, mu in ipairs(options.mu) do
    for j, run in ipairs(runs) do
      local result = results[j]
      if run.mu == mu and run.s == options.curve and run.seed == options.seeds[1] and result.kappa then
        local color = COLORS[(i - 1) % #COLORS + 1]
        for _, hessian in ipairs{"joint", "block"} do
          table.insert(figure, {
            x = result.kappa, y = result[hessian], name = ("%s, %s"):format(method(mu), hessian), style = "points",
            color = color,
          })
        end
        for _, x in ipairs(result.kappa) do least = math.min(least, x) end
      end
    end
  end
  if #figure > 0 then
    table.insert(figure, {x = {least, 0}, y = {least, 0}, name = "equal", color = "gray", style = "dashed"})
  end
  return figure
end

---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return table figure
local function errors(runs, results)
  local figure = {
    title = "Figure 4(d): relative errors where r <= 1", xlabel = "s", ylabel = "error",
    log = "xy", legend = "outside",
  }
  for i, mu in ipairs(options.mu) do
    local color = COLORS[(i - 1) % #COLORS + 1]
    for _, what in ipairs{{"error_joint", "joint"}, {"error_block", "block"}, {"kkt", "KKT residual"}} do
      local values = by_scale(runs, results, mu, function(result)
        return math.max(result.r_start, result.r_end) <= 1 and result[what[1]] or nil
      end)
      add(figure, values, ("%s, %s"):format(method(mu), what[2]), color, what[1] == "kkt" and "dashed" or "line")
    end
  end
  return figure
end

---@param x number?
---@param format string
---@return string
local function cell(x, format) return x and format:format(x) or "-" end

---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return string
local function table_of_runs(runs, results)
  local rows = {{
    "seed", "mu", "s", "steps", "loss", "|w - w*|", "joint", "block", "KKT", "r start", "r end", "changed",
  }}
  for i, run in ipairs(runs) do
    local r = results[i]
    local note = r.ending == "diverged" and "  diverged" or r.ending ~= "loss" and "  not converged"
      or r.changed > 0 and "  *" or ""
    rows[i + 1] = {
      tostring(run.seed), ("%g"):format(run.mu), ("%g"):format(run.s), tostring(r.steps), ("%.1e"):format(r.loss),
      ("%.4f"):format(r.distance), cell(r.error_joint, "%.1e"), cell(r.error_block, "%.1e"), cell(r.kkt, "%.1e"),
      ("%.2g"):format(r.r_start), ("%.2g"):format(r.r_end), ("%d%s"):format(r.changed, note),
    }
  end
  return columns(rows, "  ")
end

---@param path string
---@param runs fig4.Run[]
---@param results fig4.Result[]
local function write_runs(path, runs, results)
  local names = {
    "seed", "mu", "s", "ending", "steps", "loss", "distance", "ln_kappa_error_joint", "ln_kappa_error_block",
    "kkt_residual", "r_start", "r_end", "sign_changes",
  }
  local data = {}
  for j = 1, #names do data[j] = {} end
  for i, run in ipairs(runs) do
    local r = results[i]
    local row = {
      run.seed, run.mu, run.s, r.ending, r.steps, r.loss, r.distance, r.error_joint or "", r.error_block or "",
      r.kkt or "", r.r_start, r.r_end, r.changed,
    }
    for j, value in ipairs(row) do data[j][i] = value end
  end
  csv.write(path, names, data)
end

---@param path string
---@param runs fig4.Run[]
---@param results fig4.Result[]
local function write_curves(path, runs, results)
  local data = {{}, {}, {}, {}}
  for i, run in ipairs(runs) do
    for k, step in ipairs(results[i].curve_steps or {}) do
      for j, value in ipairs{run.seed, run.mu, step, results[i].curve_losses[k]} do table.insert(data[j], value) end
    end
  end
  csv.write(path, {"seed", "mu", "k", "loss"}, data)
end

---A row for each component of each training in which none changed sign.
---@param path string
---@param runs fig4.Run[]
---@param results fig4.Result[]
local function write_kappas(path, runs, results)
  local data = {{}, {}, {}, {}, {}, {}, {}}
  for i, run in ipairs(runs) do
    local r = results[i]
    for j = 1, r.kappa and #r.kappa or 0 do
      for c, value in ipairs{run.seed, run.mu, run.s, j, r.kappa[j], r.joint[j], r.block[j]} do
        table.insert(data[c], value)
      end
    end
  end
  csv.write(path, {"seed", "mu", "s", "component", "ln_kappa", "ln_kappa_joint", "ln_kappa_block"}, data)
end

---@param figure table
---@param name string
local function draw(figure, name)
  if #figure == 0 then
    io.write(("No training for %s.\n\n"):format(figure.title))
    return
  end
  plot(figure)
  figure.file = ("%s/%s.svg"):format(options.out, name)
  plot(figure)
  io.write("\n")
end

---Which trainings are not what the theory is about, and why.
---@param results fig4.Result[]
---@return string
local function verdict(results)
  local unfinished, diverged, changed, outside = 0, 0, 0, 0
  for _, r in ipairs(results) do
    if r.ending == "diverged" then diverged = diverged + 1
    elseif r.ending ~= "loss" then unfinished = unfinished + 1 end
    if r.changed > 0 then changed = changed + 1 end
    if math.max(r.r_start, r.r_end) > 1 then outside = outside + 1 end
  end
  return ([[
%d of %d trainings reached L <= %g; %d did not in %d steps, %d diverged.
* In %d trainings components of kappa changed sign: ln kappa is undefined there, and the theory silent.
  r > 1, where heavy ball oscillates and no flow follows it, at the start or the end of %d trainings.
joint, block: max|ln kappa predicted - ln kappa| / max|ln(kappa/kappa(0))| with all second derivatives (Theorem 2.1) and
with the diagonal blocks alone, as printed in (27). KKT: the part of
asinh(w/(2 kappa))/4 + phi - asinh(w(0)/(2 kappa(0)))/4 outside X's row space.
]]):format(
    #results - unfinished - diverged, #results, options.loss, unfinished, options.steps, diverged, changed, outside)
end

local runs = list_runs()
local results = sweep{
  name = "fig4", folder = options.out, settings = settings, runs = runs, run = train,
  -- Small starts take long to leave the saddle at 0, and longer without momentum.
  cost = function(run) return (1 - run.mu) / run.s end,
}

local written, why = atomic.write(options.out .. "/fig4.json", json.encode({
  settings = settings, s = options.s, mu = options.mu, seeds = options.seeds,
}, {indent = true}) .. "\n")
if not written then error(("cannot write '%s/fig4.json': %s"):format(options.out, why), 0) end
write_runs(options.out .. "/fig4a.csv", runs, results)
write_curves(options.out .. "/fig4b.csv", runs, results)
write_kappas(options.out .. "/fig4c.csv", runs, results)

io.write(table_of_runs(runs, results), verdict(results), "\n")
draw(distances(runs, results), "fig4a")
draw(losses_along(runs, results), "fig4b")
draw(kappas(runs, results), "fig4c")
draw(errors(runs, results), "fig4d")
io.write(("Data and plots are in %s.\n"):format(options.out))
