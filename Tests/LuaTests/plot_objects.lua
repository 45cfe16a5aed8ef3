---Tests of objects and rows that plot takes, for stock Lua: lua5.4 Tests/LuaTests/plot_objects.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local plot = require "plot"
local plot_testing = require "plot_testing"
local testing = require "testing"

local test, equal = testing.test, testing.equal
local written = plot_testing.written

---@param numbers number[]
---@return userdata  # such as the host's vectors
local function vector(numbers)
  local methods = {totable = function() return table.move(numbers, 1, #numbers, 1, {}) end}
  return plot_testing.object({
    __len = function() return #numbers end,
    __index = function(_, key) return methods[key] or numbers[key] end,
  }, "Vector")
end

---@param t number[]
---@param loss number[]
---@param title string
---@return userdata
local function run(t, loss, title)
  local fields = {t = vector(t), loss = vector(loss), title = title}
  return plot_testing.object({__index = fields}, "Trajectory")
end

test("a run is drawn as its loss over time, by its logarithm where that spans decades", function()
  local script = written(function(given) return plot(run({0, 1, 2}, {8, 2, 0.01}, "heavy ball"), given) end, ".gp", {})
  for _, part in ipairs {
    "$series1 << EOD\n0 8\n1 2\n2 0.01\nEOD", "set title 'heavy ball'", "set xlabel 't'", "set ylabel 'loss'",
    "set logscale y",
  } do
    assert(script:find(part, 1, true), part)
  end
  script = written(function(given) return plot(run({0, 1}, {8, -2}, "gd"), given) end, ".gp", {title = "mine"})
  assert(script:find "set title 'mine'" and not script:find "logscale")
end)
test("runs stand in a list, with the options of series", function()
  local script = written(plot, ".gp", {
    {run({0, 1}, {8, 2}, "a"), name = "GD", color = "#112233"}, run({0, 1}, {7, 3}, "b"), {x = {0, 1}, y = {1, 2}},
  })
  assert(script:find("$series1 using 1:2 with lines lw 2 lc rgb '#112233' title 'GD'", 1, true), script)
  assert(script:find("$series2 << EOD\n0 7\n1 3\nEOD", 1, true) and script:find("$series3 <<", 1, true))
end)
test("columns and rows may be given from high to low, and by their edges", function()
  local expected = written(plot.heatmap, ".gp", {x = {1, 2}, y = {4, 5}, z = {{1, 2}, {3, 4}}})
  equal(written(plot.heatmap, ".gp", {x = {2, 1}, y = {5, 4}, z = {{4, 3}, {2, 1}}}), expected)
  equal(written(plot.heatmap, ".gp", {x = {0.5, 1.5, 2.5}, y = {3.5, 4.5, 5.5}, z = {{1, 2}, {3, 4}}}), expected)
  local function z(x, y) return x + 2 * (y - 4) end
  equal(written(plot.heatmap, ".gp", {x = {1, 2}, y = {4, 5}, z = z, points = 2}), expected)
end)
test("a run is drawn over a heat map", function()
  local script = written(plot.heatmap, ".gp", {z = {{1, 2}, {3, 4}}, {run({1, 2}, {1, 2}, "a"), name = "GD"}})
  assert(script:find("$series1 << EOD\n1 1\n2 2\nEOD", 1, true) and script:find("title 'GD'", 1, true))
end)
test("an ensemble of many is its median and a band with eight in ten members", function()
  local members = {}
  for i = 0, 10 do members[i + 1] = run({0, 1}, {i, 20 - i}, "") end
  local many = plot_testing.object({__len = function() return #members end, __index = {
    t = vector {0, 1}, member = function(_, i) return members[i] end,
  }}, "Ensemble")
  local script = written(function(given) return plot(many, given) end, ".gp", {})
  assert(script:find("$series1 << EOD\n0 5\n1 15\nEOD", 1, true), script)
  assert(script:find("$shape1 << EOD\n0 1\n1 11\n1 19\n0 9\n0 1\nEOD", 1, true), script)
  assert(script:find("median of 11, and 80 % of them", 1, true))
end)

test("rows are series by their colour, repeats as mean and standard deviation", function()
  local results, runs = {}, {}
  for _, mu in ipairs {0.5, 0} do
    for _, eta in ipairs {0.02, 0.01} do
      for k = 1, 2 do
        runs[#runs + 1] = {eta = eta, mu = mu}
        results[#results + 1] = {loss = 10 * mu + 100 * eta + 2 * k}
      end
    end
  end
  results[1] = nil
  local script = written(function(given)
    return plot(results, {x = "eta", y = "loss", color = "mu", runs = runs, file = given.file})
  end, ".gp", {})
  for _, part in ipairs {
    "$series1 << EOD\n0.01 4\n0.02 5\nEOD", "$series2 << EOD\n0.01 9\n0.02 11\nEOD", "title 'mu = 0'",
    "title 'mu = 0.5'", "set xlabel 'eta'", "set ylabel 'loss'",
    ("0.01 %.15g"):format(4 - math.sqrt(2)):sub(1, 15), ("0.01 %.15g"):format(4 + math.sqrt(2)):sub(1, 15),
  } do
    assert(script:find(part, 1, true), part .. script)
  end
end)
test("rows whose colour is no number are a series of their own", function()
  local script = written(function(given)
    return plot({{x = 1, y = 2, c = 0}, {x = 2, y = 4, c = 0}, {x = 1, y = 3, c = 0 / 0}, {x = 1, y = 5, c = 0 / 0}},
      {x = "x", y = "y", color = "c", file = given.file})
  end, ".gp", {})
  assert(script:find("title 'c = 0'", 1, true) and script:find("title 'c = nan'", 1, true), script)
end)
test("rows whose x is texts are bars, in the order in which they come, colours beside each other", function()
  local script = written(function(given)
    given.x, given.y, given.color = "method", "loss", "mu"
    return plot({
      {method = "NAG", mu = 0, loss = 1}, {method = "GD", mu = 0, loss = 2}, {method = "NAG", mu = 0, loss = 3},
      {method = "GD", mu = 0.5, loss = 4}, {loss = 9},
    }, given)
  end, ".gp", {})
  assert(script:find("set xtics ('NAG' 1, 'GD' 2)", 1, true), script)
  equal(script:match "%$shape1 << EOD\n(.-)EOD", "0.6 0\n0.6 2\n1 2\n1 0\n0.6 0\n\n1.6 0\n1.6 2\n2 2\n2 0\n1.6 0\n")
  -- Of 1 and 3 the standard deviation is the root of 2.
  local low, high = script:match "%$shape2 << EOD\n0.8 (%S+) 0.8 (%S+)\nEOD"
  assert(math.abs(high - low - 2 * math.sqrt(2)) < 1e-12, script)
end)
test("rows on a grid whose colour is a number are a heat map, with holes where there is none", function()
  local results = {}
  for i = 1, 3 do
    for j = 1, 4 do results[#results + 1] = {eta = 10 ^ -i, mu = j / 10, loss = i * j ~= 6 and i * j or nil} end
  end
  local script = written(function(given)
    return plot(results, {x = "eta", y = "mu", color = "loss", file = given.file})
  end, ".gp", {})
  assert(script:find("set logscale x 10", 1, true) and script:find("set cblabel 'loss'", 1, true))
  local block = script:match "%$shape1 << EOD\n(.-)EOD"
  local _, cells = block:gsub("\n", "")
  equal(cells, 12)
end)
test("rows on a grid with several for each pair, as by seeds, are a heat map of their means", function()
  local all, some = {}, {}
  for i = 1, 3 do
    for j = 1, 4 do
      for seed = -1, 1 do
        all[#all + 1] = {eta = i, mu = j, loss = 10 * i + j + seed / 4}
        if (i + j + seed) % 4 > 0 then some[#some + 1] = all[#all] end
      end
    end
  end
  local function script(rows, fields)
    return written(function(given)
      return plot(rows, {x = fields[1], y = fields[2], color = fields[3], file = given.file})
    end, ".gp", {})
  end
  assert(script(all, {"eta", "mu", "loss"}):find("<< EOD\n11 21 31\n12 22 32\n13 23 33\n14 24 34\nEOD", 1, true))
  -- Pairs that some seeds are missing of are pairs nevertheless.
  assert(script(some, {"eta", "mu", "loss"}):find "$shape1 << EOD")
  -- Curves that meet, each with its name, are no grid.
  local curves = {}
  for i = 1, 5 do
    for j = 1, 3 do curves[#curves + 1] = {eta = i, mu = j, accuracy = i > j and 1 or 0.5} end
  end
  local lines = script(curves, {"eta", "accuracy", "mu"})
  assert(lines:find("mu = 3", 1, true) and not lines:find("$shape1 << EOD", 1, true))
end)
for _, case in ipairs {
  {{x = "etaa", y = "loss"}, "plot: option 'x' must be a field of the rows (eta, loss, mixed, name), got string 'etaa' "
    .. "(did you mean 'eta'?)"},
  {{x = "eta"}, "plot: option 'y' is missing (the name of a field of the rows)"},
  {{x = "mixed", y = "loss"}, "plot: option 'x' must name texts, row 2 has 3"},
  {{x = "eta", y = "name"}, "plot: option 'y' must name numbers, row 1 has string 'a'"},
  {{x = "eta", y = "loss", color = "red"}, "plot: option 'color' must be a field of the rows (eta, loss, mixed, name), "
    .. "got string 'red'"},
  {{x = "eta", y = "loss", titel = "t"}, "plot: unknown option 'titel' (did you mean 'title'?)"},
} do
  test("refused of rows: " .. case[2], function()
    equal(testing.message(plot, {
      {eta = 1, loss = 2, name = "a", mixed = "a"}, {eta = 2, loss = 3, name = "b", mixed = 3},
    }, case[1]), case[2])
  end)
end

test("no rows at all are refused as such", function()
  equal(testing.message(plot, {}, {x = "eta", y = "loss"}),
    "plot: argument 'rows' must be rows of named values, got none")
end)

testing.finish()
