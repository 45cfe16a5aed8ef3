---Tests of contours and landscapes, for stock Lua: lua5.4 Tests/LuaTests/plot_contours.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local Place = require "polyak.place"
local figures = require "plot.figure"
local landscape = require "plot.landscape"
local marching = require "plot.marching"
local plot = require "plot"
local plot_testing = require "plot_testing"
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

---The labels of a contour's SVG, with the box they are in.
local function labelled(given)
  local content = plot_testing.written(plot.contour, ".svg", given)
  local box = {content:match '<rect x="([%d.]+)" y="([%d.]+)" width="([%d.]+)" height="([%d.]+)" fill="none"'}
  for i = 1, 4 do box[i] = tonumber(box[i]) end
  local list = {}
  for x, y, turn, label in content:gmatch
    'translate%(([%d.]+) ([%d.]+)%)rotate%(([%d.-]+)%)translate[^>]*aria%-label="([^"]*)"' do
    list[#list + 1] = {x = tonumber(x), y = tonumber(y), turn = tonumber(turn), label = label}
  end
  return list, box, content
end
test("numbers stand along their lines, in gaps, within the box", function()
  local list, box, content = labelled {
    x = {0, 10}, y = {0, 5}, z = function(x, y) return x + 2 * y end, levels = {4, 10, 16}, labels = true, points = 11,
  }
  equal(#list, 3)
  -- From the left edge to the right one the lines go down by the whole box.
  local slope = math.atan(box[4], box[3])
  for i, one in ipairs(list) do
    equal(one.label, ({"4", "10", "16"})[i])
    assert(math.abs(math.rad(one.turn) - slope) < 1e-3, one.turn)
    -- The baseline lies below the line by part of the letters' size of 11.
    local x, y = one.x + 0.36 * 11 * math.sin(slope), one.y - 0.36 * 11 * math.cos(slope)
    local value = 10 * (x - box[1]) / box[3] + 10 * (1 - (y - box[2]) / box[4])
    assert(math.abs(value - tonumber(one.label)) < 0.02, value)
    assert(x > box[1] + 6 and x < box[1] + box[3] - 6 and y > box[2] + 6 and y < box[2] + box[4] - 6)
  end
  -- Each line has a part before its number and one behind.
  for path in content:gmatch '<path d="(M[^"]*)" fill="none" stroke="#%x+" stroke%-width="1.4"' do
    equal(select(2, path:gsub("M", "")), 2)
  end
end)
test("the terminal shows numbers on their lines, each in its line's colour", function()
  plot_testing.environment.TERM, plot_testing.environment.COLORTERM = "xterm", "truecolor"
  plot.is_terminal = function() return true end
  local text = plot_testing.shown(plot.contour, {
    x = {0, 10}, y = {0, 5}, z = function(x, y) return x + 2 * y end, levels = {4, 16}, labels = true, width = 60,
    height = 20,
  })
  local low, high = text:match "\27%[38;2;([%d;]+)m4", text:match "\27%[38;2;([%d;]+)m16"
  assert(low and high and low ~= high, text)
end)
test("lines too short for their numbers have none, and numbers do not lie on each other", function()
  local list = labelled {
    x = {-2, 2}, y = {-2, 2}, z = function(x, y) return x * x + y * y end, levels = {0.01, 1, 1.05, 1.1, 4},
    labels = true,
  }
  for i, one in ipairs(list) do
    assert(one.label ~= "0.01")
    for k = 1, i - 1 do
      local other = list[k]
      assert((one.x - other.x) ^ 2 + (one.y - other.y) ^ 2 > 15 ^ 2)
    end
  end
end)
test("levels of islands between grid points are left out, others stay", function()
  local function lowest(f)
    local place = Place.of "plot"
    local fig = figures.new({{kind = "contour", place = place,
      options = {x = {-1, 4}, y = {-1, 4}, z = f, zlog = true, filled = true, points = 101}}}, {}, place)
    local low = fig.scale.axis.low
    -- What is lower has the lowest colour.
    equal(fig.shapes[1].rgb, fig.scale.palette[1])
    return low
  end
  -- A valley along a hyperbola, at 1 from the origin as wide as a cell where the level is 3e-4.
  assert(lowest(function(x, y) return (x * y - 0.6) ^ 2 / 2 + 1e-12 end) >= -4.5)
  -- One minimum, between points whose numbers are 1e-4 and more.
  local low = lowest(function(x, y) return 1e-12 + (x - 1.51) ^ 2 + (y - 1.52) ^ 2 end)
  assert(low < -3.2, low)
end)
test("a contour's colour may stand beside the figure's options", function()
  local content = plot_testing.written(plot.contour, ".svg", {z = {{1, 2}, {3, 4}}, color = "red", levels = {2}})
  assert(content:find('stroke="#d55e00" stroke-width="1.4"', 1, true))
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

test("contours without any line say so", function()
  for _, given in ipairs {
    {z = {{1, 2}, {3, 4}}, levels = {10}}, {z = {{4, 1}, {1, 1}}, levels = {0}},
    {z = {{1, 2, 3}, {3, 0 / 0, 4}, {2, 3, 4}}},
  } do
    local text = plot_testing.shown(plot.contour, given)
    assert(text:find("no contours: no level is crossed by z, which is in [1, 4]", 1, true), text)
  end
  for _, given in ipairs {{z = {{1, 2}, {3, 4}}}, {z = {{0 / 0, 0 / 0}, {1 / 0, 0 / 0}}}} do
    assert(not plot_testing.shown(plot.contour, given):find "no contours")
  end
end)

test("levels that are listed go over all colours, where lines alone are drawn", function()
  local colors = {}
  local given = {z = {{0, 1000}, {0, 1000}}, levels = {1, 2, 3}, bar = false}
  local content = plot_testing.written(plot.contour, ".svg", given)
  for color in content:gmatch 'fill="none" stroke="(#%x+)" stroke%-width="1.4"' do colors[#colors + 1] = color end
  -- matplotlib.colormaps["viridis"].colors[i] for i = 0, 127, 255
  equal(table.concat(colors, " "), "#440154 #21908d #fde725")
end)

testing.finish()
