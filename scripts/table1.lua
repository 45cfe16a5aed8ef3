---Table 1 of Lyu et al., from the exact series, and the measured order of each form of the flow.
---
---    scripts/run scripts/table1.lua [--mu M] [--time T] [--order A] [--halvings N] [--out FOLDER]
local Polynomial = require "lib.paper.polynomial"
local arguments = require "script.arguments"
local columns = require "script.columns"
local csv = require "script.csv"
local figures = require "script.figures"
local orders = require "lib.orders"
local plane = require "lib.plane"

local FORMS = {"piecewise", "limit", "matched", "phase"}
-- What is measured: heavy ball's flow in each form, and gradient descent's.
local ROWS = {"piecewise", "limit", "matched", "phase", "GD"}

local options = arguments.read{
  name = "table1",
  summary = "the heavy-ball flow's series, and the order of its error on (a1 a2 - 0.6)^2 / 2 from (2.8, 3.5).",
  {"mu", arguments.number{from = 0, below = 1}, 0.5, "momentum"},
  orders.time,
  {"order", arguments.integer{from = 1, to = 8}, 5, "the flows measured are those of order 1 to this"},
  orders.halvings(1),
  {"out", arguments.folder(), "results/table1", "where data and plots go"},
  figures.formats,
}

local ORDER_WORDS = [[
The slope is ln(e/e') / ln(eta/eta') over the last halving that leaves an error above 1e-12. The limit form's is 1
whatever its order: it starts at beta_0 with the full momentum that heavy ball has yet to build up, an error of order
eta at the start that no higher order mends. The piecewise form follows that build-up step by step; the matched form is
the limit form from the point whose orbit heavy ball settles on. In phase space the flow is of beta and m, as heavy
ball's state is. Gradient descent builds up nothing: its flow has its order from beta_0.
]]

---Table 1: the terms of the limit form, order by order.
---@return string
local function table_of_terms()
  local nodes = math.min(options.order, 3)
  local series = hbf.series(nodes)
  local rows = {{"order", "d beta/dt ="}}
  local before
  for _, tree in ipairs(series:trees()) do
    local _, count = tree:gsub("%[", "")
    local factor = count == 1 and "" or count == 2 and "eta * " or ("eta^%d * "):format(count - 1)
    rows[#rows + 1] = {count ~= before and tostring(count) or "",
      ("- %s%s * F(%s)"):format(factor, series:coefficient(tree), tree)}
    before = count
  end
  local lines = {}
  for i, row in ipairs(rows) do lines[i] = ("  %-5s  %s\n"):format(row[1], row[2]) end
  return table.concat(lines)
    .. "  F([]) = grad L, F([[]]) = Hessian grad L, F([[[]]]) = Hessian^2 grad L,\n"
    .. "  F([[][]]) = third derivative of L along grad L twice; each order has the terms above it too.\n"
end

---A coefficient of a series, or the difference of two over the same power of 1 - mu.
---@param series Series
---@param tree string
---@param less? string  # the tree whose coefficient is taken off
---@return string
local function exact(series, tree, less)
  local value, power = Polynomial.read(series:numerator(tree)), series:power(tree)
  if less then value = value - Polynomial.read(series:numerator(less)) end
  local text = tostring(value)
  if power == 0 then return text end
  local sum = text:find(" ", 1, true) and "(" .. text .. ")" or text
  return ("%s / (1-mu)%s"):format(sum, power > 1 and "^" .. power or "")
end

---Table 1 as the paper has it: gradient descent beside heavy ball, in omega1 and omega2. Since the latter is
---F([[[]]]) + F([[][]]), omega1's coefficient is that of F([[[]]]) less that of F([[][]]).
---@return string
local function table_of_the_paper()
  local rows = {{"order", "", "GD", "HB"}}
  local descent, heavy = hbf.series(3, {method = "gd"}), hbf.series(3)
  for _, row in ipairs{
    {"1", "- grad L *", "[]"}, {"2", "- eta Hessian grad L *", "[[]]"},
    {"3", "- eta^2 omega1 *", "[[[]]]", "[[][]]"}, {"", "- eta^2 omega2 *", "[[][]]"},
  } do
    table.insert(rows, {row[1], row[2], exact(descent, row[3], row[4]), exact(heavy, row[3], row[4])})
  end
  local widths = {0, 0, 0}
  for _, row in ipairs(rows) do
    for j = 1, 3 do widths[j] = math.max(widths[j], #row[j]) end
  end
  local lines = {"In the paper's terms\n"}
  for _, row in ipairs(rows) do
    table.insert(lines, (("  %%-%ds  %%-%ds  %%-%ds  %%s\n"):format(table.unpack(widths)):format(table.unpack(row))))
  end
  return table.concat(lines)
    .. "  omega1 = Hessian^2 grad L, omega2 = the derivative of Hessian grad L along grad L: F([[[]]]) + F([[][]])\n"
end

---@param etas number[]
---@return table<string, OrderOfError[]> measured  # by form, then order; of gradient descent under "GD"
local function measure(etas)
  local L, measured = plane.loss(), {}
  for _, row in ipairs(ROWS) do
    measured[row] = {}
    for order = 1, options.order do
      measured[row][order] = hbf.order_of_error{
        loss = L, from = plane.start, T = options.time, mu = row == "GD" and 0 or options.mu, order = order,
        form = row == "GD" and "limit" or row, etas = etas,
      }
    end
  end
  return measured
end

---@param measured table<string, OrderOfError[]>
---@return string
local function table_of_slopes(measured)
  local rows = {{"form"}}
  for order = 1, options.order do table.insert(rows[1], ("order %d"):format(order)) end
  for i, row in ipairs(ROWS) do
    rows[i + 1] = {row}
    for order = 1, options.order do
      table.insert(rows[i + 1], ("%.2f"):format(orders.slope(measured[row][order].errors)))
    end
  end
  return columns(rows, "  ")
end

---@param measured table<string, OrderOfError[]>
---@param etas number[]
---@param form string
local function draw(measured, etas, form)
  local figure = {
    title = ("%s form: error at T = %g, µ = %g"):format(form, options.time, options.mu),
    xlabel = [[$\eta$]], ylabel = [[$\|\epsilon\|$]], log = "xy",
  }
  for order = 1, options.order do
    table.insert(figure, orders.series(order, ("order %d"):format(order), etas, measured[form][order].errors:totable()))
  end
  figures.draw(figure, options.format, function(ending) return ("%s/%s.%s"):format(options.out, form, ending) end)
end

---@param measured table<string, OrderOfError[]>
---@param etas number[]
local function write(measured, etas)
  local names, data = {"eta"}, {etas}
  for _, row in ipairs(ROWS) do
    for order = 1, options.order do
      table.insert(names, ("%s_%d"):format(row:lower(), order))
      table.insert(data, measured[row][order].errors)
    end
  end
  csv.write(options.out .. "/errors.csv", names, data)
end

io.write("Table 1: the limit form\n", table_of_terms(), "\n", table_of_the_paper(), "\n")
local etas = orders.step_sizes(options.time, options.halvings)
local measured = measure(etas)
write(measured, etas)
local coarsest = hbf.flow{loss = plane.loss(), eta = etas[1], mu = options.mu, order = 1}
local largest = coarsest:validity(plane.start)
io.write(("Measured order of the discretization error at T = %g, mu = %g, eta = T/%d to T/%d\n"):format(
  options.time, options.mu, 20 * 2 ^ (options.halvings - 1), 20 * 2 ^ options.halvings))
local outside = largest > 1 and "; no first-order flow follows heavy ball where r > 1" or ""
io.write(("r = eta max|lambda| / (1 - sqrt(mu))^2 at the start: %.2g down to %.2g%s\n"):format(
  largest, largest / 2 ^ options.halvings, outside))
io.write(table_of_slopes(measured), "\n", ORDER_WORDS, "\n")
for _, form in ipairs(FORMS) do draw(measured, etas, form) end
io.write(("Data and plots are in %s.\n"):format(options.out))
