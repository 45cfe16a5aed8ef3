---Equations of order 2 that heavy ball has been compared with, beside its flows of order 1 to 4: the error at one time
---against the step size, and along the time at one step size.
---
---    scripts/run scripts/baselines.lua [--mu M] [--time T] [--halvings N] [--form F] [--out FOLDER]
local Outputs = require "script.outputs"
local arguments = require "script.arguments"
local columns = require "script.columns"
local csv = require "script.csv"
local figures = require "script.figures"
local orders = require "lib.orders"
local plane = require "lib.plane"

local COLORS = {"blue", "orange", "green", "purple"}

local options = arguments.read{
  name = "baselines",
  summary = "heavy ball's flows and equations of order 2 beside it, on (a1 a2 - 0.6)^2 / 2 from (2.8, 3.5).",
  {"mu", arguments.number{above = 0, below = 1}, 0.5, "momentum"},
  orders.time,
  orders.halvings(2),
  {"order", arguments.integer{from = 1, to = 8}, 4, "the flows are those of order 1 to this"},
  {"form", arguments.one_of{"matched", "piecewise", "phase"}, "matched", "the flows' form"},
  {"out", arguments.folder(), "results/baselines", "where data and plots go"},
  figures.formats,
}

local L = plane.loss()
-- So accurate that what is left is the model's error.
local accurate = {rtol = 1e-13, atol = 1e-15}

---What is compared with heavy ball: at a step size, its solution of so many steps.
---@class baselines.Model
---@field name string
---@field label string  # in the figure
---@field style table  # how it is drawn
---@field solve fun(eta: number, steps: integer): Trajectory

---@return baselines.Model[]
local function list_models()
  local models, mu = {}, options.mu
  for order = 1, options.order do
    models[order] = {
      name = ("order %d"):format(order), label = ("order %d"):format(order),
      style = {color = COLORS[(order - 1) % #COLORS + 1], dash = (order - 1) // #COLORS + 1},
      solve = function(eta, steps)
        local flow = hbf.flow{loss = L, eta = eta, mu = mu, order = order, form = options.form}
        return flow:integrate(plane.start, steps, accurate)
      end,
    }
  end
  local gradient = L:gradient(plane.start)
  ---@param name string
  ---@param label string
  ---@param kind "kovachki-stuart"|"papazov"
  ---@param velocity Vector?  # the equation's own where it is left out
  ---@param style table
  local function add(name, label, kind, velocity, style)
    table.insert(models, {
      name = name, label = label, style = style,
      solve = function(eta, steps)
        local equation = hbf.second_order{loss = L, eta = eta, mu = mu, kind = kind}
        return equation:integrate(plane.start, steps, {rtol = 1e-13, atol = 1e-15, velocity = velocity})
      end,
    })
  end
  add("KS", "KS", "kovachki-stuart", nil,
    {color = "red", style = "dashed", marker = "circle"})
  add("KS rest", "KS, rest", "kovachki-stuart", 0 * gradient,
    {color = "red", style = "dashed", marker = "square", open = true})
  add("KS settled", "KS, settled", "kovachki-stuart", -1 / (1 - mu) * gradient,
    {color = "red", style = "dashed", marker = "diamond", open = true})
  add("Papazov", "Papazov", "papazov", nil,
    {color = "black", style = "dashed", marker = "triangle"})
  return models
end

---@param model baselines.Model
---@param eta number
---@return Vector  # the distance from heavy ball at every step
local function distances(model, eta)
  local steps = math.tointeger((options.time / eta + 0.5) // 1)
  local method = optim.hb{loss = L, eta = eta, mu = options.mu}
  return hbf.discretization_error(model.solve(eta, steps), method:run(plane.start, steps))
end

---@param models baselines.Model[]
---@param errors number[][]  # by model and step size
---@return string
local function table_of(models, errors)
  local rows = {{"model", "eta = T/20", ("eta = T/%d"):format(20 * 2 ^ options.halvings), "slope"}}
  for i, model in ipairs(models) do
    local all = errors[i]
    table.insert(rows, {
      model.name, ("%.2e"):format(all[1]), ("%.2e"):format(all[#all]), ("%.2f"):format(orders.slope(all)),
    })
  end
  return columns(rows, "  ")
end

---@param models baselines.Model[]
---@param figure table
---@param curve fun(i: integer): number[], number[]  # x and y of a model
---@return table figure
local function filled(models, figure, curve)
  for i, model in ipairs(models) do
    local series = {name = model.label}
    for key, value in pairs(model.style) do series[key] = value end
    series.x, series.y = curve(i)
    table.insert(figure, series)
  end
  return figure
end

local etas = orders.step_sizes(options.time, options.halvings)
local models, errors, along = list_models(), {}, {}
-- In the middle, where errors are neither large nor rounding.
local shown = etas[#etas // 2 + 1]
for i, model in ipairs(models) do
  errors[i] = {}
  for k, eta in ipairs(etas) do
    local found = distances(model, eta)
    errors[i][k] = found[#found]
    if eta == shown then along[i] = found end
  end
end

local outputs = Outputs.open(options.out, options.format)
local names, at_end, in_time = {}, {etas}, {{}}
for k = 1, #along[1] do in_time[1][k] = (k - 1) * shown end
for i, model in ipairs(models) do
  names[i], at_end[i + 1], in_time[i + 1] = model.name:gsub(" ", "_"), errors[i], along[i]:totable()
end
csv.write(outputs:path "etas.csv", {"eta", table.unpack(names)}, at_end)
csv.write(outputs:path "times.csv", {"t", table.unpack(names)}, in_time)

io.write(("Distance from heavy ball at T = %g, mu = %g; flows in the %s form\n"):format(
  options.time, options.mu, options.form))
io.write(table_of(models, errors), [[
KS, Kovachki and Stuart: eta (1+mu)/(2 (1-mu)) b'' + b' = -grad L/(1-mu), with three velocities at the start:
-grad L/(1+mu), which alone gives it order 2, 0 (rest) and -grad L/(1-mu) (settled). Papazov and others: from rest, with
the inertia eta/(1-mu), for mu near 1; at fixed mu it is of order 1.

]])
outputs:draw(filled(models, {
  title = ("error at T = %g, µ = %g"):format(options.time, options.mu), xlabel = [[$\eta$]],
  ylabel = [[$\|\epsilon\|$]], log = "xy", legend = "outside",
}, function(i) return etas, errors[i] end), "etas")
outputs:draw(filled(models, {
  title = ("error along the time, η = %g"):format(shown), xlabel = "$t$", ylabel = [[$\|\epsilon\|$]], log = "y",
  legend = "outside",
}, function(i)
  local t, y = {}, {}
  -- All begin at heavy ball's own start, or near it.
  for k = 2, #along[i] do t[k - 1], y[k - 1] = in_time[1][k], along[i][k] end
  return t, y
end), "times")
outputs:together "baselines"
outputs:finish()
io.write(("Data and plots are in %s.\n"):format(options.out))
