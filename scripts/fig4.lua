---Figure 4 of Lyu et al.: how far from the sparse solution training of a diagonal linear network ends, and its implicit
---bias measured against both corollaries of order 2.
---
---    scripts/run scripts/fig4.lua [--s S,..] [--mu M,..] [--seeds N,..] [--eta H] [--theta T] [--out FOLDER] ...
local Outputs = require "script.outputs"
local arguments = require "script.arguments"
local columns = require "script.columns"
local csv = require "script.csv"
local means = require "script.means"
local regression = require "script.regression"
local sweep = require "sweep"

-- By momentum, the same in every panel.
local COLORS = {"black", "blue", "orange", "red", "green", "purple", "sky", "gray"}
local MARKERS = {"circle", "square", "triangle", "diamond", "down", "plus", "cross", "star"}

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

---@class fig4.Run
---@field seed integer
---@field mu number
---@field s number

---What is kept of a training.
---@class fig4.Result
---@field ending "loss"|"completed"|"diverged"
---@field steps integer
---@field loss number
---@field distance number  # |w - w*|
---@field changed integer  # components of kappa that were not positive at some step
---@field r_start number  # eta max|lambda| / (1 - sqrt(mu))^2 where it began
---@field r_end number
---@field kappa? number[]  # ln(kappa/kappa(0)), where no component changed sign
---@field joint? number[]  # the same as predicted
---@field block? number[]
---@field error_joint? number
---@field error_block? number
---@field kkt? number  # the part of the optimality condition outside X's row space
---@field curve {steps: integer[], losses: number[]}  # the loss along the training

---Trains in parts, each of which goes on where the one before ended, and keeps points of the loss on the way: every
---tenth step at first, later about one in fifty.
---@param p DiagonalProblem
---@param start Vector
---@param mu number
---@param report fun(fraction: number)
---@return Trajectory  # its last part
---@return {steps: integer[], losses: number[]} curve
local function train(p, start, mu, report)
  local initial = p:loss()(start)
  local curve = {steps = {0}, losses = {initial}}
  local trained, done = start, 0
  repeat
    trained = p:train(trained, {
      eta = settings.eta, mu = mu, loss = settings.loss, progress = false, every = math.max(10, done // 50),
      steps = math.min(math.max(1000, done // 4), settings.steps - done),
    })
    local steps, losses = trained.steps, trained.loss
    -- The first point is the last of the part before.
    for i = 2, #steps do
      table.insert(curve.steps, math.tointeger(steps[i]))
      table.insert(curve.losses, losses[i])
    end
    done = curve.steps[#curve.steps]
    report(log(curve.losses[#curve.losses] / initial) / log(settings.loss / initial))
  until trained.ending ~= "completed" or done >= settings.steps
  return trained, curve
end

---How many components of kappa were not positive at some step. The training counts the steps at which one was negative,
---all but the last.
---@param trained Trajectory
---@param kappa Vector  # at the end
---@return integer
local function count_changed(trained, kappa)
  local changed = 0
  for j, count in ipairs(trained.memory.steps_of_negative_kappa) do
    if count > 0 or kappa[j] <= 0 then changed = changed + 1 end
  end
  return changed
end

---What both corollaries say about a training in which no component of kappa changed sign.
---@param result fig4.Result  # to which it is added
---@param p DiagonalProblem
---@param trained Trajectory
---@param mu number
---@param start Vector
local function compare(result, p, trained, mu, start)
  local beta = trained:final()
  local initial, kappa = dln.kappa(start), dln.kappa(beta)
  result.kappa = log(kappa / initial)
  for _, hessian in ipairs{"joint", "block"} do
    local predicted = dln.predicted_kappa{
      problem = p, trajectory = trained, mu = mu, hessian = hessian,
    }
    result[hessian] = log(predicted / initial)
    -- Far outside the theory's reach it may say 0, or more than there are numbers for.
    if min(predicted) > 0 and max(predicted) < math.huge then
      result["error_" .. hessian] = dln.prediction_error{predicted = predicted, found = kappa, initial = initial}
    end
  end
  local phi = dln.predicted_phi{problem = p, trajectory = trained, mu = mu}
  result.kkt = p:kkt_residual{w = p:predictor(beta), kappa = kappa, phi = phi, start = start}
end

---@param run fig4.Run
---@param _ table
---@param report fun(fraction: number)
---@return fig4.Result
local function measure(run, _, report)
  local p = regression.problem(settings, run.seed, settings.normalization)
  local start = p:start(run.s, settings.theta)
  local trained, curve = train(p, start, run.mu, report)
  local beta = trained:final()
  local flow = p:flow{eta = settings.eta, mu = run.mu}
  local result = {
    ending = trained.ending, steps = curve.steps[#curve.steps], loss = curve.losses[#curve.losses],
    distance = (p:predictor(beta) - p.w_star):norm(), changed = count_changed(trained, dln.kappa(beta)),
    r_start = flow:validity(start), r_end = flow:validity(beta), curve = curve,
  }
  if result.ending ~= "diverged" and result.changed == 0 then compare(result, p, trained, run.mu, start) end
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

---How a momentum is drawn, whatever else a panel shows.
---@param i integer  # its place among --mu
---@return {color: string, dash: integer, marker: string}
local function look(i)
  local place = (i - 1) % #COLORS + 1
  return {color = COLORS[place], dash = place, marker = MARKERS[place]}
end

---@param result fig4.Result
---@return boolean
local function is_inside(result) return result.r_start <= 1 and result.r_end <= 1 end

---What is unusual about a training, as the table marks it.
---@param result fig4.Result
---@return string
local function marks(result)
  local words = {}
  if result.changed > 0 then table.insert(words, "*") end
  if not is_inside(result) then table.insert(words, "r") end
  if result.ending ~= "loss" then
    table.insert(words, result.ending == "diverged" and "diverged" or "not converged")
  end
  return table.concat(words, " ")
end

---The results of one momentum, by scale: `f` of each seed's.
---@param runs fig4.Run[]
---@param results fig4.Result[]
---@param mu number
---@param f fun(result: fig4.Result): number?  # nil leaves the training out
---@return script.Group[]
local function by_scale(runs, results, mu, f)
  local groups = {}
  for i, s in ipairs(options.s) do
    groups[i] = {x = s, values = {}}
    for j, run in ipairs(runs) do
      local value = run.mu == mu and run.s == s and f(results[j])
      if value then table.insert(groups[i].values, value) end
    end
  end
  return groups
end

---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return table figure
local function distances(runs, results)
  local figure = {
    title = ("Figure 4(a): η = %g, %d %s"):format(
      options.eta, #options.seeds, #options.seeds == 1 and "seed" or "seeds"),
    xlabel = "s", ylabel = "‖w − w*‖", log = "xy",
  }
  local unfinished = {}
  for i, mu in ipairs(options.mu) do
    local style = look(i)
    style.name = method(mu)
    means.add(figure, by_scale(runs, results, mu, function(result)
      return result.ending == "loss" and result.distance or nil
    end), #options.seeds, style)
    local crosses = means.points(by_scale(runs, results, mu, function(result)
      return result.ending == "completed" and result.distance or nil
    end), {color = style.color, marker = "cross"})
    if #crosses.x > 0 then table.insert(unfinished, crosses) end
  end
  if #figure > 0 and #options.seeds > 1 then means.add_key(figure, "a seed", "dot") end
  table.move(unfinished, 1, #unfinished, #figure + 1, figure)
  if #unfinished > 0 then means.add_key(figure, "not converged", "cross") end
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
      if run.mu == mu and run.s == options.curve and run.seed == options.seeds[1] then
        local style = look(i)
        style.x, style.y, style.name = results[j].curve.steps, results[j].curve.losses, method(mu)
        table.insert(figure, style)
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
    title = ("Figure 4(c): κ at the end, s = %g"):format(options.curve),
    xlabel = "ln(κ/κ(0)) measured", ylabel = "predicted",
  }
  local least = 0
  -- From the last momentum to the first: kappa moves least without momentum, and those points would be hidden.
  for i = #options.mu, 1, -1 do
    for j, run in ipairs(runs) do
      local result = results[j]
      if run.mu == options.mu[i] and run.s == options.curve and run.seed == options.seeds[1] and result.kappa then
        local color, marker = look(i).color, look(i).marker
        local words = marks(result):gsub("^r", "r > 1")
        for _, hessian in ipairs{"block", "joint"} do
          table.insert(figure, {
            x = result.kappa, y = result[hessian], style = "points", color = color, marker = marker,
            open = hessian == "block",
            name = ("%s, %s%s"):format(method(run.mu), hessian, words == "" and "" or (" (%s)"):format(words)),
          })
        end
        for _, x in ipairs(result.kappa) do least = math.min(least, x) end
      end
    end
  end
  if #figure > 0 then
    table.insert(figure, 1, {x = {least, 0}, y = {least, 0}, name = "equal", color = "gray", style = "dashed"})
  end
  return figure
end

---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return table figure
local function errors(runs, results)
  local figure = {
    title = "Figure 4(d): relative errors of converged trainings with r <= 1", xlabel = "s", ylabel = "error",
    log = "xy", legend = "outside",
  }
  for i, mu in ipairs(options.mu) do
    for k, what in ipairs{{"error_joint", "joint"}, {"error_block", "block"}, {"kkt", "KKT residual"}} do
      local groups = by_scale(runs, results, mu, function(result)
        return result.ending == "loss" and is_inside(result) and result[what[1]] or nil
      end)
      -- Here dashes tell what is measured, and the momentum has its colour alone.
      local style = look(i)
      style.name, style.dash, style.open = ("%s, %s"):format(method(mu), what[2]), k, k == 2
      style.style = what[1] == "kkt" and "dashed" or "line"
      means.add(figure, groups, #options.seeds, style)
    end
  end
  if #figure > 0 and #options.seeds > 1 then means.add_key(figure, "a seed", "dot") end
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
  local rows, width = {{
    "seed", "mu", "s", "steps", "loss", "|w - w*|", "joint", "block", "KKT", "r start", "r end", "changed",
  }}, 0
  for _, r in ipairs(results) do width = math.max(width, #marks(r)) end
  for i, run in ipairs(runs) do
    local r = results[i]
    rows[i + 1] = {
      tostring(run.seed), ("%g"):format(run.mu), ("%g"):format(run.s), tostring(r.steps), ("%.1e"):format(r.loss),
      (r.distance < 1e4 and "%.4f" or "%.1e"):format(r.distance),
      cell(r.error_joint, "%.1e"), cell(r.error_block, "%.1e"), cell(r.kkt, "%.1e"),
      ("%.2g"):format(r.r_start), ("%.2g"):format(r.r_end), tostring(r.changed),
      marks(r) .. (" "):rep(width - #marks(r)),
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
    local curve = results[i].curve
    for k = 1, run.s == options.curve and #curve.steps or 0 do
      for j, value in ipairs{run.seed, run.mu, curve.steps[k], curve.losses[k]} do table.insert(data[j], value) end
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

---@param outputs script.Outputs
---@param figure table
---@param name string
local function draw(outputs, figure, name)
  if #figure > 0 then return outputs:draw(figure, name) end
  io.write(("No training for %s.\n\n"):format(figure.title))
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
    if not is_inside(r) then outside = outside + 1 end
  end
  return ([[
%d of %d trainings reached L <= %g; %d did not in %d steps, %d diverged.
*: components of kappa changed sign (%d trainings); ln kappa is undefined there, and the theory silent.
r: r > 1 at the start or the end (%d trainings); heavy ball oscillates there, and no flow follows it.
joint, block: max|ln kappa predicted - ln kappa| / max|ln(kappa/kappa(0))| with all second derivatives (Theorem 2.1) and
with the diagonal blocks alone, as printed in (27). KKT: the part of
asinh(w/(2 kappa))/4 + phi - asinh(w(0)/(2 kappa(0)))/4 outside X's row space.
]]):format(
    #results - unfinished - diverged, #results, options.loss, unfinished, options.steps, diverged, changed, outside)
end

local runs = list_runs()
local results = sweep{
  name = "fig4", folder = options.out, settings = settings, runs = runs, run = measure,
  -- Small starts take long to leave the saddle at 0, and longer without momentum.
  cost = function(run) return (1 - run.mu) / run.s end,
}

local outputs = Outputs.open(options.out)
write_runs(outputs:path "fig4a.csv", runs, results)
write_curves(outputs:path "fig4b.csv", runs, results)
write_kappas(outputs:path "fig4c.csv", runs, results)

io.write(table_of_runs(runs, results), verdict(results))
if #options.seeds > 1 then
  io.write "Lines go through means over the seeds, with a gap where a seed is left out.\n"
end
io.write "\n"
draw(outputs, distances(runs, results), "fig4a.svg")
draw(outputs, losses_along(runs, results), "fig4b.svg")
draw(outputs, kappas(runs, results), "fig4c.svg")
draw(outputs, errors(runs, results), "fig4d.svg")
outputs:finish()
io.write(("Data and plots are in %s.\n"):format(options.out))
