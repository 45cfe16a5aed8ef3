---Tests of histograms and densities against NumPy and SciPy, for stock Lua: lua5.4 Tests/LuaTests/plot_statistics.lua
---Stored values are those of NumPy 2.4 (`histogram`) and SciPy 1.17 (`stats.gaussian_kde`, the square root of its
---covariance) for the same numbers.
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local density = require "plot.layer.density"
local histogram = require "plot.layer.histogram"
local testing = require "testing"

local test, equal = testing.test, testing.equal

---@return number[]  # sorted
local function numbers(count)
  local list = {}
  for i = 1, count do list[i] = ((i * 0.6180339887498949) % 1.0) ^ 2 * 4 - (i * i * 0.1) % 1.0 end
  table.sort(list)
  return list
end

local function near(got, expected, tolerance)
  if math.abs(got - expected) > tolerance * math.max(1, math.abs(expected)) then
    error(("got %.17g, expected %.17g"):format(got, expected), 2)
  end
end

for _, case in ipairs {
  {5, nil, "3 2", {-0.467477524976866, 2.01796067500631}},
  {5, 7, "2 0 1 0 0 1 1"},
  {40, nil, "16 12 9 3", {-0.895255034841433, 3.73152252539748}},
  {40, 7, "9 10 4 6 6 2 3"},
  {300, nil, "46 66 46 34 27 28 24 20 9", {-0.899985263941778, 3.87096781128917}},
  {300, 7, "66 75 47 35 35 28 14"},
} do
  test(("%d numbers are counted as NumPy counts them in %s intervals"):format(case[1], case[2] or "its"), function()
    local sorted = numbers(case[1])
    local edges = histogram.edges(sorted, case[2])
    equal(table.concat(histogram.counts(sorted, edges), " "), case[3])
    if case[4] then
      near(edges[1], case[4][1], 1e-14)
      near(edges[#edges], case[4][2], 1e-14)
    end
  end)
end
test("where half of the numbers are equal there are as many intervals as Sturges' rule says", function()
  -- numpy.histogram_bin_edges(values, "sturges")
  local values = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5}
  equal(table.concat(histogram.edges(values), " "), "0.0 1.0 2.0 3.0 4.0 5")
end)
test("numbers whose distance is beyond all numbers have intervals and a density", function()
  local edges = histogram.edges({-1.5e308, 0.5e308, 1.5e308}, 3)
  for i, expected in ipairs {-1.5e308, -0.5e308, 0.5e308, 1.5e308} do near(edges[i], expected, 1e-12) end
  equal(#histogram.edges {-1e308, 0, 1e308}, 3)
end)
test("one value has one interval of width 1 around it, and the last edge belongs to its interval", function()
  equal(table.concat(histogram.edges({2, 2, 2}), " "), "1.5 2.5")
  equal(table.concat(histogram.counts({1, 2, 2, 3, 3, 3, 4, 4, 5}, {1, 2, 3, 4, 5}), " "), "1 2 3 3")
  equal(table.concat(histogram.counts({0, 1, 2, 9}, {1, 2, 3}), " "), "1 1")
end)

for _, case in ipairs {
  {5, "scott", 0.771532843211431, {0.166298029070735, 0.298836627432087, 0.193405977135059}},
  {5, "silverman", 0.817225981681723, {0.167052561413127, 0.293045096597759, 0.188837010106146}},
  {40, "scott", 0.589414941668919, {0.144644605280116, 0.294388025167909, 0.182228539478264}},
  {40, "silverman", 0.624322358486114, {0.146607420944079, 0.290682329946785, 0.180557219035774}},
  {300, "scott", 0.395846824426135, {0.116409359378466, 0.332088130820585, 0.164638197099665}},
  {300, "silverman", 0.419290393835626, {0.119734730423433, 0.32930086090877, 0.164526875421591}},
} do
  test(("the density of %d numbers is SciPy's by the rule of %s"):format(case[1], case[2]), function()
    local sorted = numbers(case[1])
    local width = density.bandwidth(sorted, case[2])
    near(width, case[3], 1e-13)
    for i, got in ipairs(density.at(sorted, width, {-1, 0.25, 2})) do near(got, case[4][i], 1e-12) end
  end)
end
test("a density's integral is 1", function()
  local x = {}
  for i = 0, 2000 do x[i + 1] = -10 + i / 100 end
  local sum = 0
  for _, value in ipairs(density.at({-1, 0.5, 0.7, 2}, 0.3, x)) do sum = sum + value / 100 end
  near(sum, 1, 1e-12)
end)

testing.finish()
