---Heavy ball is gradient descent on a modified loss: how far the one is from the other, by the terms that the loss has.
---
---    scripts/run scripts/modified_loss.lua [--mu M] [--order A] [--time T] [--steps K,..] [--out FOLDER] [--format F]
local arguments = require "script.arguments"
local columns = require "script.columns"
local csv = require "script.csv"
local factorization = require "lib.factorization"
local figures = require "script.figures"
local orders = require "lib.orders"

local options = arguments.read{
  name = "modified_loss",
  summary = "gradient descent on heavy ball's modified loss against heavy ball, on |u v' - M|^2 / 2.",
  {"mu", arguments.number{from = 0, below = 1}, 0.3, "momentum"},
  {"order", arguments.integer{from = 1, to = 8}, 6, "the losses are those of 1 to so many terms"},
  {"time", arguments.number{above = 0}, factorization.time, "how long they run"},
  {"steps", arguments.list(arguments.integer{from = 1, to = 1000000}), {10, 20, 40, 80, 160},
    "of each run, step sizes being time/steps"},
  {"out", arguments.folder(), "results/modified_loss", "where data and plots go"},
  figures.formats,
}

---@type number[][]  # by terms, then by steps
local errors = {}
for terms = 1, options.order do
  errors[terms] = {}
  for i, steps in ipairs(options.steps) do
    errors[terms][i] = factorization.descent_on_modified_loss(options.time / steps, options.mu, terms, steps)
  end
end

---@return string
local function table_of_errors()
  local rows = {{"terms"}}
  for _, steps in ipairs(options.steps) do table.insert(rows[1], ("eta = %.3g"):format(options.time / steps)) end
  table.insert(rows[1], "slopes")
  for terms, row in ipairs(errors) do
    local cells, slopes = {("%d"):format(terms)}, {}
    for i, error in ipairs(row) do
      cells[i + 1] = ("%.2e"):format(error)
      if i > 1 then
        local ratio = options.steps[i] / options.steps[i - 1]
        slopes[i - 1] = ("%.2f"):format(log(row[i - 1] / error) / log(ratio))
      end
    end
    table.insert(cells, table.concat(slopes, " "))
    rows[terms + 1] = cells
  end
  return columns(rows, "  ")
end

---@return table figure
local function figure()
  local drawn = {
    title = ("Gradient descent on the modified loss, µ = %g"):format(options.mu),
    xlabel = "$\\eta$", ylabel = "distance from heavy ball", log = "xy",
  }
  local etas = {}
  for i, steps in ipairs(options.steps) do etas[i] = options.time / steps end
  for terms, row in ipairs(errors) do
    local name = terms == 1 and "1 term" or ("%d terms"):format(terms)
    table.insert(drawn, orders.series(terms, name, etas, row))
  end
  return drawn
end

local names, data = {"eta"}, {{}}
for i, steps in ipairs(options.steps) do data[1][i] = options.time / steps end
for terms, row in ipairs(errors) do
  table.insert(names, ("error_%d"):format(terms))
  table.insert(data, row)
end
csv.write(options.out .. "/modified_loss.csv", names, data)
io.write(("Gradient descent on the modified loss: distance from heavy ball at T = %g, mu = %g, by terms\n"):format(
  options.time, options.mu))
io.write(table_of_errors(), "\n")
figures.draw(figure(), options.format, function(ending) return ("%s/modified_loss.%s"):format(options.out, ending) end)
io.write(("Data and plot are in %s.\n"):format(options.out))
