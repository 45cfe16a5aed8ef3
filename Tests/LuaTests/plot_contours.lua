---Tests of contours and landscapes, for stock Lua: lua5.4 Tests/LuaTests/plot_contours.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local Place = require "polyak.place"
local landscape = require "plot.landscape"
local marching = require "plot.marching"
local testing = require "testing"

local test, equal = testing.test, testing.equal

---@param n integer
---@param f fun(x: number, y: number): number
---@return number[] places  # of columns and rows, from -2 to 2
---@return number[][] z
local function sampled(n, f)
  local places, z = {}, {}
  for i = 1, n do places[i] = -2 + 4 * (i - 1) / (n - 1) end
  for i = 1, n do
    z[i] = {}
    for j = 1, n do z[i][j] = f(places[j], places[i]) end
  end
  return places, z
end

---@param loop plot.Contour
---@return number  # the area in it
local function area(loop)
  local double = 0
  for i = 1, #loop.x - 1 do double = double + loop.x[i] * loop.y[i + 1] - loop.x[i + 1] * loop.y[i] end
  return math.abs(double) / 2
end

test("contours of a plane are straight lines from edge to edge", function()
  local places, z = sampled(9, function(x, y) return x + 2 * y end)
  local levels = {-5, -1.3, 0, 2.9}
  for k, lines in ipairs(marching.lines(places, places, z, levels)) do
    equal(#lines, 1)
    local line = lines[1]
    for i = 1, #line.x do
      local off = line.x[i] + 2 * line.y[i] - levels[k]
      assert(math.abs(off) < 1e-14)
    end
    for _, i in ipairs {1, #line.x} do
      assert(math.max(math.abs(line.x[i]), math.abs(line.y[i])) == 2)
    end
  end
end)
test("contours of a bowl are circles, each one closed line", function()
  local places, z = sampled(201, function(x, y) return x * x + y * y end)
  local levels = {0.25, 1, 2.25}
  for k, lines in ipairs(marching.lines(places, places, z, levels)) do
    equal(#lines, 1)
    local line = lines[1]
    assert(line.closed and line.x[1] == line.x[#line.x] and line.y[1] == line.y[#line.y])
    local off = area(line) - math.pi * levels[k]
    assert(math.abs(off) < 1e-3)
  end
end)
test("what is above a level is enclosed, to the edge, and holes are lines of their own", function()
  local places, z = sampled(201, function(x, y) return x * x + y * y end)
  local loops = marching.loops(places, places, z, {1})[1]
  equal(#loops, 2)
  local areas = {area(loops[1]), area(loops[2])}
  table.sort(areas)
  assert(math.abs(areas[1] - math.pi) < 1e-3)
  assert(math.abs(areas[2] - 16) < 1e-12)
end)
test("at a saddle the mean of the corners says which belong together", function()
  local z = {{1, 0}, {0, 1}}
  for _, case in ipairs {{0.4, "0.6,0 1,0.4;0,0.6 0.4,1"}, {0.6, "0,0.4 0.4,0;0.6,1 1,0.6"}} do
    local texts = {}
    for i, line in ipairs(marching.lines({0, 1}, {0, 1}, z, {case[1]})[1]) do
      local points = {}
      for k = 1, #line.x do points[k] = ("%.1f,%.1f"):format(line.x[k], line.y[k]):gsub("%.0", "") end
      table.sort(points)
      texts[i] = table.concat(points, " ")
    end
    table.sort(texts)
    local expected = {}
    for text in case[2]:gmatch "[^;]+" do expected[#expected + 1] = text end
    table.sort(expected)
    equal(table.concat(texts, ";"), table.concat(expected, ";"))
  end
end)
test("no line goes through what is not a number, and fillings leave it out", function()
  local places, z = sampled(5, function(x, y) return x == 0 and y == 0 and 0 / 0 or x end)
  for _, line in ipairs(marching.lines(places, places, z, {0.25})[1]) do
    for i = 1, #line.x do assert(math.abs(line.y[i]) >= 1) end
  end
  local whole = 0
  for _, loop in ipairs(marching.loops(places, places, z, {-3})[1]) do
    whole = whole == 0 and area(loop) or math.abs(whole - area(loop))
  end
  assert(whole < 16 and whole > 11, whole)
end)

test("a landscape lies in the plane of three points, whose distances stay", function()
  local origin = {1, 0, 0}
  local drawn = landscape.layers({
    loss = function(b) return b[1] + 10 * b[2] + 100 * b[3] end, plane = {origin, {1, 3, 0}, {1, 1, 2}},
    x = {0, 2}, y = {0, 4}, points = 3, trajectories = {{{1, 0, 0}, {1, 2, 3}}},
  }, {}, Place.of "plot.landscape")
  -- Its directions are the second and the third axis.
  for i = 1, 3 do
    for j = 1, 3 do
      local off = drawn[1].z[i][j] - (1 + 10 * (j - 1) + 200 * (i - 1))
      assert(math.abs(off) < 1e-12)
    end
  end
  equal(("%.12g %.12g"):format(drawn[2].x[2], drawn[2].y[2]), "2 3")
end)
test("the principal plane of runs is the one in which they lie, the wider direction first", function()
  -- Directions (1, 2, 2) / 3 and (2, 1, -2) / 3, places in them known.
  local places, points = {{6, 1}, {4, -2}, {-3, 1.5}, {1, -1}, {0, 0}}, {}
  for i, at in ipairs(places) do
    points[i] = {5 + (at[1] + 2 * at[2]) / 3, (2 * at[1] + at[2]) / 3, 2 * (at[1] - at[2]) / 3}
  end
  local drawn = landscape.layers({
    loss = function(b) return b[1] end, plane = "principal", points = 2, trajectories = points,
  }, {}, Place.of "plot.landscape")
  -- Their products, over which the principal directions are found: the angle to them is that of a matrix of two rows.
  local a, b, c = 0, 0, 0
  for _, at in ipairs(places) do a, b, c = a + at[1] ^ 2, b + at[1] * at[2], c + at[2] ^ 2 end
  local angle = math.atan(2 * b, a - c) / 2
  for i, at in ipairs(places) do
    local wide = at[1] * math.cos(angle) + at[2] * math.sin(angle)
    local narrow = -at[1] * math.sin(angle) + at[2] * math.cos(angle)
    assert(math.abs(math.abs(drawn[2].x[i]) - math.abs(wide)) < 1e-9)
    assert(math.abs(math.abs(drawn[2].y[i]) - math.abs(narrow)) < 1e-9)
  end
end)

testing.finish()
