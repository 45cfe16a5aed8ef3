---Table 2 and Figure 2 of Lyu et al.: heavy ball and its continuous models on the two-parameter model of section 4.
---
---    scripts/run scripts/fig2.lua [--eta H] [--mu M] [--order A] [--steps K] [--method euler|rk4]
---                                 [--form limit|phase] [--out FOLDER]
local arguments = require "script.arguments"
local columns = require "script.columns"
local csv = require "script.csv"
local fig2 = require "lib.fig2"
local figures = require "script.figures"
local plane = require "lib.plane"

local START = plane.start
local SHOWN_STEPS = {1, 5, 10, 20, 50, 200}
-- The paper's flows are integrated with h = eta/10.
local SUBSTEPS = 10
-- Of the paper's flow beside those in phase space.
local PAPERS_COLOR, PAPERS_DASH = "gray", 7

local options = arguments.read{
  name = "fig2",
  summary = "gradient descent, heavy ball and the heavy-ball flow on (a1 a2 - 0.6)^2 / 2 from (2.8, 3.5).",
  {"eta", arguments.number{above = 0}, plane.eta, "step size"},
  {"mu", arguments.number{from = 0, below = 1}, plane.mu, "momentum"},
  {"order", arguments.integer{from = 1, to = 8}, 3, "the flows shown are those of order 1 to this"},
  {"steps", arguments.integer{from = 1, to = 1000000}, plane.steps, "steps of each method"},
  {"method", arguments.one_of{"euler", "rk4"}, nil,
    "integrator of the flows, with h = eta/10; if absent the paper's, euler, or rk4 in phase space"},
  {"form", arguments.one_of{"limit", "phase"}, "limit",
    "of the flows: the paper's, or in phase space, with the paper's of that order beside them"},
  {"out", arguments.folder(), "results/fig2", "where data and plots go"},
  figures.formats,
}

-- Euler's own error hides how far the flows in phase space are from heavy ball.
local method = options.method or (options.form == "phase" and "rk4" or "euler")

---@return fig2.Curve gd
---@return fig2.Curve hb
---@return fig2.Curve[] flows  # by order
---@return Flow flow  # the one of highest order
local function compute()
  local L = plane.loss()
  local eta, mu, steps = options.eta, options.mu, options.steps
  local flows, flow = {}, nil
  local function integrate(order, form)
    flow = hbf.flow{loss = L, eta = eta, mu = mu, order = order, form = form}
    local curve = fig2.flow(order, form, flow:integrate(START, steps, {method = method, substeps = SUBSTEPS}))
    if form ~= options.form then curve.color, curve.dash = PAPERS_COLOR, PAPERS_DASH end
    table.insert(flows, curve)
  end
  if options.form == "phase" then integrate(options.order, "limit") end
  for order = 1, options.order do integrate(order, options.form) end
  return fig2.gradient_descent(optim.gd{loss = L, eta = eta}:run(START, steps)),
    fig2.heavy_ball(optim.hb{loss = L, eta = eta, mu = mu}:run(START, steps)), flows, flow
end

---@param x number
---@return string
local function coordinate(x) return (math.abs(x) < 1e6 and "%.6f" or "%.2e"):format(x) end

---@param curves fig2.Curve[]
---@return string
local function table_of_ends(curves)
  local rows = {{"method", "a1", "a2", "loss"}}
  for i, curve in ipairs(curves) do
    local run = curve.run
    local final, loss = run:final(), run.loss
    rows[i + 1] = {curve.name, coordinate(final[1]), coordinate(final[2]), ("%.2e"):format(loss[#loss])}
    if run.diverged then table.insert(rows[i + 1], ("  diverged at step %d"):format(run.diverged)) end
  end
  return columns(rows, "  ")
end

---@param flows fig2.Curve[]
---@param squares Vector[]
---@return string
local function table_of_errors(flows, squares)
  local rows = {{"flow"}}
  for _, k in ipairs(SHOWN_STEPS) do
    if k <= options.steps then table.insert(rows[1], ("k = %d"):format(k)) end
  end
  for i, flow in ipairs(flows) do
    rows[i + 1] = {flow.name}
    for _, k in ipairs(SHOWN_STEPS) do
      if k <= options.steps then
        table.insert(rows[i + 1], k < #squares[i] and ("%.2e"):format(squares[i][k + 1]) or "-")
      end
    end
  end
  return columns(rows, "  ")
end

---What the figure can and cannot show, by the flow's validity at the start.
---@param flow Flow
---@return string
local function verdict(flow)
  local r = flow:validity(START)
  if options.form == "phase" then
    return ("r = eta max|lambda| / (1 + sqrt(mu))^2 = %.3g at the start: %s the radius of phase space.\n"):format(
      r, r <= 1 and "inside" or "outside")
  end
  local phase = hbf.flow{loss = flow.loss, eta = options.eta, mu = options.mu, order = 1, form = "phase"}
  local text = ("r = eta max|lambda| / (1 - sqrt(mu))^2 = %.1f at the start: "):format(r)
  if r <= 1 then return text .. "inside the flow's radius of convergence.\n" end
  return text .. [[
outside the flow's radius of convergence.
Heavy ball oscillates there and no first-order flow follows it, so no order can be read off this figure; a small last
error is luck that the integrator has a part in (compare --method rk4). ]] .. (phase:validity(START) <= 1 and [[
The flow in phase space does follow it: --form
phase.
]] or [[
Nor does one in phase space.
]])
end

---Two columns for each curve; a run that ended early leaves the rest empty.
---@param path string
---@param curves fig2.Curve[]
local function write_orbits(path, curves)
  local names, data, steps = {"k", "t"}, {{}, {}}, options.steps
  for k = 0, steps do data[1][k + 1], data[2][k + 1] = k, k * options.eta end
  for _, curve in ipairs(curves) do
    for j = 1, 2 do
      local column, values = curve.run.beta:column(j), {}
      for k = 1, steps + 1 do values[k] = k <= #column and column[k] or "" end
      table.insert(names, ("%s_a%d"):format(curve.key, j))
      table.insert(data, values)
    end
  end
  csv.write(path, names, data)
end

---@param path string
---@param flows fig2.Curve[]
---@param squares Vector[]
local function write_errors(path, flows, squares)
  local names, data = {"k"}, {{}}
  for k = 0, options.steps do data[1][k + 1] = k end
  for i, flow in ipairs(flows) do
    local values = {}
    for k = 1, options.steps + 1 do values[k] = k <= #squares[i] and squares[i][k] or "" end
    table.insert(names, "squared_error_" .. flow.key)
    table.insert(data, values)
  end
  csv.write(path, names, data)
end

local gd, hb, flows, flow = compute()
local squares = fig2.squared_errors(flows, hb)
local all = {gd, hb, table.unpack(flows)}

local folder = options.out
write_orbits(folder .. "/fig2a.csv", all)
write_errors(folder .. "/fig2b.csv", flows, squares)

io.write(("End points after %d steps, eta = %g, mu = %g, flows by %s with h = eta/%d\n"):format(
  options.steps, options.eta, options.mu, method, SUBSTEPS))
io.write(table_of_ends(all), "\n")
io.write("Squared discretization error |epsilon_k|^2\n")
io.write(table_of_errors(flows, squares), "\n")
io.write(verdict(flow), "\n")
local drawn = {fig2a = fig2.orbits(options.eta, options.mu, gd, hb, flows), fig2b = fig2.errors(flows, squares)}
for _, name in ipairs{"fig2a", "fig2b"} do
  figures.draw(drawn[name], options.format, function(ending) return ("%s/%s.%s"):format(folder, name, ending) end)
end
figures.together({drawn.fig2a, drawn.fig2b}, options.format, function(ending) return folder .. "/fig2." .. ending end)
io.write(("Data and plots are in %s.\n"):format(folder))
