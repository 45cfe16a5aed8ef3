---Tests of the panels of scripts/fig4.lua that compare heavy ball with gradient descent, for stock Lua:
---lua5.4 Tests/LuaTests/comparison.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. here .. "/../../scripts/?.lua;" .. package.path

local comparison = require "lib.fig4.comparison"
local testing = require "testing"

local test, equal = testing.test, testing.equal

---A training of each momentum, scale and seed, whose numbers follow from these.
---@param options table
---@return table[] runs
---@return table[] results
local function trainings(options)
  local runs, results = {}, {}
  for _, seed in ipairs(options.seeds) do
    for _, mu in ipairs(options.mu) do
      for _, s in ipairs(options.s) do
        table.insert(runs, {seed = seed, mu = mu, s = s})
        table.insert(results, {
          ending = "loss", integral = (1 - mu) * s, kappa = {-1 - 5 * mu, -1 - 5 * mu - seed},
          curve = {steps = {0, 10, 20}, losses = {1, 0.5, s}},
        })
      end
    end
  end
  return runs, results
end

---@param figure table
---@return string
local function names(figure)
  local list = {}
  for i, series in ipairs(figure) do list[i] = series.name or "-" end
  return table.concat(list, "; ")
end

test("a figure of several scales has gradient descent beside the paper's momentum", function()
  local options = {seeds = {0}, mu = {0, 0.5, 0.9, 0.95}, s = {0.1, 1}}
  local figure = comparison.scales(options, trainings(options))
  equal(names(figure), "GD, s = 0.1; HB µ = 0.9, s = 0.1; GD, s = 1; HB µ = 0.9, s = 1")
  -- Step 0 has no place on its axis.
  equal(table.concat(figure[1].x, " "), "10 20")
  equal(figure[1].color .. figure[1].style .. figure[2].color .. figure[2].style, "greendashedgreenline")
end)

test("of many scales it has four, the first and the last among them", function()
  local options = {seeds = {0}, mu = {0, 0.5}, s = {1, 2, 3, 4, 5, 6, 7}}
  equal(names(comparison.scales(options, trainings(options))),
    "GD, s = 1; HB µ = 0.5, s = 1; GD, s = 3; HB µ = 0.5, s = 3; GD, s = 5; HB µ = 0.5, s = 5; GD, s = 7; "
      .. "HB µ = 0.5, s = 7")
end)

test("with one scale there is no such figure, and without a method no curve of it", function()
  local options = {seeds = {0}, mu = {0, 0.9}, s = {1}}
  equal(#comparison.scales(options, trainings(options)), 0)
  options = {seeds = {0}, mu = {0}, s = {1, 2}}
  equal(names(comparison.scales(options, trainings(options))), "GD, s = 1; GD, s = 2")
  options = {seeds = {0}, mu = {0.7}, s = {1, 2}}
  equal(names(comparison.scales(options, trainings(options))), "HB µ = 0.7, s = 1; HB µ = 0.7, s = 2")
end)

test("heavy ball's kappas and integrals are over gradient descent's from the same start", function()
  local options = {seeds = {0}, mu = {0, 0.5}, s = {0.1, 1}}
  local figure = comparison.mechanism(options, trainings(options))
  equal(names(figure), [[$\sum\ln\kappa$, µ = 0.5; $\int|\nabla L|^2$, µ = 0.5; -; -; theory of order 2]])
  equal(table.concat(figure[1].y, " ") .. "; " .. table.concat(figure[2].y, " "), "3.5 3.5; 0.5 0.5")
  equal(figure[3].y[1], 6.0)
  equal(figure[4].y[1], 0.5)
end)

test("trainings that did not converge or changed a sign are left out", function()
  local options = {seeds = {0}, mu = {0, 0.5}, s = {0.1, 1}}
  local runs, results = trainings(options)
  for i, run in ipairs(runs) do
    if run.mu > 0 and run.s == 0.1 then results[i].kappa = nil end
    if run.mu > 0 and run.s == 1 then results[i].ending = "completed" end
  end
  local figure = comparison.mechanism(options, runs, results)
  equal(names(figure), [[$\int|\nabla L|^2$, µ = 0.5; -; -; theory of order 2]])
  equal(table.concat(figure[1].x, " "), "0.1")
end)

test("without gradient descent there is nothing to compare with", function()
  local options = {seeds = {0, 1}, mu = {0.5, 0.9}, s = {0.1, 1}}
  equal(#comparison.mechanism(options, trainings(options)), 0)
end)

testing.finish()
