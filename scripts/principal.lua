---The principal flow in the setting of Figure 2, where heavy ball oscillates, beside the flows of every form and order.
---
---    scripts/run scripts/principal.lua [--eta H] [--mu M] [--order A] [--steps K] [--out FOLDER] ...
local Outputs = require "script.outputs"
local arguments = require "script.arguments"
local columns = require "script.columns"
local counted = require "polyak.counted"
local csv = require "script.csv"
local figures = require "script.figures"
local plane = require "lib.plane"
local sweep = require "sweep"

-- In figures: colours by form, dashes too, since curves of several orders have one colour.
local FORMS = {
  {key = "limit", color = "gray", marker = "circle", dash = 4},
  {key = "matched", color = "orange", marker = "diamond", dash = 3},
  {key = "piecewise", color = "green", marker = "triangle", dash = 2},
  {key = "phase", color = "blue", marker = "square", dash = 1},
}
local PRINCIPAL = {color = "red", dash = 1}
-- Of each form, along the steps: those of more orders cannot be told apart.
local SHOWN_ORDERS = 3

local options = arguments.read{
  name = "principal",
  summary = "the principal flow beside flows of every form and order on (a1 a2 - 0.6)^2 / 2 from (2.8, 3.5).",
  {"eta", arguments.number{above = 0}, plane.eta, "step size"},
  {"mu", arguments.number{from = 0, below = 1}, plane.mu, "momentum"},
  {"order", arguments.integer{from = 1, to = 8}, 6, "the flows are those of order 1 to this"},
  {"steps", arguments.integer{from = 1, to = 10000}, 40, "steps of heavy ball"},
  {"out", arguments.folder(), "results/principal", "where data, plots and the journal of finished flows go"},
  figures.formats,
}

local settings = {eta = options.eta, mu = options.mu, steps = options.steps}

---@class principal.Run
---@field form string
---@field order? integer  # none of the principal flow

---@class principal.Result
---@field errors number[]  # the distance from heavy ball at every step; short where the flow failed
---@field largest? number  # none where it failed
---@field diverged? integer  # the step in which heavy ball did

---@param run principal.Run
---@return principal.Result
local function follow(run)
  local given = {loss = plane.loss(), eta = settings.eta, mu = settings.mu}
  local hb = optim.hb(given):run(plane.start, settings.steps, {progress = false})
  local flow
  if run.form == "principal" then
    flow = hbf.principal_flow(given)
  else
    given.form, given.order = run.form, run.order
    flow = hbf.flow(given)
  end
  local solution = flow:integrate(plane.start, settings.steps, {rtol = 1e-12, atol = 1e-14, progress = false})
  local errors = hbf.discretization_error(solution, hb):totable()
  local is_whole = #errors > settings.steps
  return {
    errors = errors, largest = is_whole and math.max(table.unpack(errors)) or nil, diverged = hb.diverged,
  }
end

---@return principal.Run[]
local function list_runs()
  local runs = {{form = "principal"}}
  for _, form in ipairs(FORMS) do
    for order = 1, options.order do table.insert(runs, {form = form.key, order = order}) end
  end
  return runs
end

local runs = list_runs()
local results = sweep{
  name = "principal", folder = options.out, settings = settings, runs = runs, run = follow,
  cost = function(run) return run.order and 2 ^ run.order or 2 end,
}

---@param form string
---@param order? integer
---@return principal.Result
local function result_of(form, order)
  for i, run in ipairs(runs) do
    if run.form == form and run.order == order then return results[i] end
  end
  error(form)
end

---@return string
local function table_of_largest()
  local rows = {{"form"}}
  for order = 1, options.order do table.insert(rows[1], ("order %d"):format(order)) end
  for i, form in ipairs(FORMS) do
    rows[i + 1] = {form.key}
    for order = 1, options.order do
      local largest = result_of(form.key, order).largest
      table.insert(rows[i + 1], largest and ("%.2e"):format(largest) or "-")
    end
  end
  local own = result_of "principal"
  table.insert(rows, {"principal", own.largest and ("%.2e"):format(own.largest) or "-"})
  return columns(rows, "  ")
end

---How far the setting is inside or outside of where each kind of flow can follow.
---@return string
local function verdict()
  local given, ratios = {loss = plane.loss(), eta = settings.eta, mu = settings.mu, order = 1}, {}
  for _, form in ipairs{"limit", "phase"} do
    given.form = form
    ratios[form] = hbf.flow(given):validity(plane.start)
  end
  local function is_inside(ratio) return ratio <= 1 and "inside" or "outside" end
  local diverged = results[1].diverged
  return ([[
At the start eta max|lambda| is %.3g times the radius of the forms of beta alone, %s it, and
%.3g times that of phase space, %s it. The principal flow has all orders of the quadratic part and no
others: what it is off by is of third derivatives. -: %s.
]]):format(ratios.limit, is_inside(ratios.limit), ratios.phase, is_inside(ratios.phase),
    diverged and ("heavy ball diverges in step %d"):format(diverged) or "the flow fails on the way")
end

---@return table figure
local function along()
  local figure = {
    title = ("Errors along the way: η = %g, µ = %g"):format(settings.eta, settings.mu), xlabel = "$k$",
    ylabel = [[$\|\epsilon_k\|$]], log = "y", legend = "outside",
  }
  ---@param errors number[]
  ---@param name? string
  ---@param style table
  local function add(errors, name, style)
    -- All begin at heavy ball's own start, or near it.
    local x, y = {}, {}
    for k = 2, #errors do x[k - 1], y[k - 1] = k - 1, errors[k] end
    if #x > 0 then table.insert(figure, {x = x, y = y, name = name, color = style.color, dash = style.dash}) end
  end
  local last = math.min(SHOWN_ORDERS, options.order)
  for _, form in ipairs(FORMS) do
    for order = 1, last do
      local name = last == 1 and form.key .. ", order 1" or ("%s, orders 1 to %d"):format(form.key, last)
      add(result_of(form.key, order).errors, order == 1 and name or nil, form)
    end
  end
  add(result_of("principal").errors, "principal", PRINCIPAL)
  return figure
end

---@return table figure
local function by_order()
  local figure = {
    title = "Largest errors over " .. counted(settings.steps, "step"), xlabel = "order",
    ylabel = [[$\max_k \|\epsilon_k\|$]], log = "y", legend = "outside", xticks = {},
  }
  for order = 1, options.order do figure.xticks[order] = order end
  for _, form in ipairs(FORMS) do
    local x, y = {}, {}
    for order = 1, options.order do
      local largest = result_of(form.key, order).largest
      if largest then
        table.insert(x, order)
        table.insert(y, largest)
      end
    end
    if #x > 0 then
      table.insert(figure, {x = x, y = y, name = form.key, color = form.color, dash = form.dash, marker = form.marker})
    end
  end
  local own = result_of("principal").largest
  if own then
    table.insert(figure, {
      x = {1, math.max(2, options.order)}, y = {own, own}, name = "principal", color = PRINCIPAL.color,
      dash = PRINCIPAL.dash,
    })
  end
  return figure
end

local outputs = Outputs.open(options.out, options.format)
local names, data = {"k"}, {{}}
for k = 0, settings.steps do data[1][k + 1] = k end
for i, run in ipairs(runs) do
  local column = {}
  for k = 1, settings.steps + 1 do column[k] = results[i].errors[k] or "" end
  table.insert(names, run.order and ("%s_%d"):format(run.form, run.order) or run.form)
  table.insert(data, column)
end
csv.write(outputs:path "errors.csv", names, data)

io.write(("Largest distance from heavy ball over %s, eta = %g, mu = %g\n"):format(
  counted(settings.steps, "step"), settings.eta, settings.mu))
io.write(table_of_largest(), "\n", verdict(), "\n")
outputs:draw(along(), "errors")
outputs:draw(by_order(), "orders")
outputs:together "principal"
outputs:finish()
io.write(("Data and plots are in %s.\n"):format(options.out))
