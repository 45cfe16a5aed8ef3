---Tests of figures in pages that report writes, for stock Lua: lua5.4 Tests/LuaTests/report_figures.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local colors = require "report.colors"
local report = require "report"
local report_data = require "report_data"
local testing = require "testing"

local test, equal = testing.test, testing.equal

test("figures keep numbers to the last bit", function()
  local x, y = {0.1, 1 / 3, 2 ^ 70, -1e-308, 5e-324}, {0.1 + 0.2, 2 / 3, 1 / 0, 0 / 0, -1 / 0}
  local layer = report_data.first(report.html {plots = {{x = x, y = y, name = "n"}}}).boxes[1].layers[1]
  equal(layer.name, "n")
  for j, list in ipairs {x, y} do
    for i, value in ipairs(list) do
      local got = layer.columns[j][2][i]
      got = ({Infinity = 1 / 0, ["-Infinity"] = -1 / 0, NaN = 0 / 0})[got] or got
      assert(string.pack("d", got) == string.pack("d", value) or got ~= got and value ~= value, i)
    end
  end
end)

test("every kind of layer has its numbers in the page", function()
  local function layers(given) return report_data.first(report.html {{plot = given}}).boxes[1].layers end
  local function columns(layer)
    local names = {}
    for i, column in ipairs(layer.columns) do names[i] = column[1] .. " " .. table.concat(column[2], ",") end
    return table.concat(names, "; ")
  end
  equal(columns(layers {x = {1, 2}, y = {3, 4}, error = 0.5}[1]), "x 1,2; y 3,4; error 0.5,0.5")
  equal(columns(layers {x = {1, 2}, y = {3, 4}, error = {{1, 1}, {2, 2}}, xerror = 3}[1]),
    "x 1,2; y 3,4; xerror 3,3; error down 1,1; error up 2,2")
  equal(columns(layers {x = {1, 2}, y = {3, 4}, band = {{1, 2}, {5, 6}}, style = "steps"}[1]),
    "x 1,2; y 3,4; low 1,2; high 5,6")
  equal(columns(layers {kind = "bars", x = {10, 20}, y = {3, 4}}[1]), "x 10,20; y 3,4")
  local named = {kind = "bars", x = {"GD", "$\\mu$"}, y = {3, 4}, error = {1, 2}}
  equal(columns(layers(named)[1]), "x GD,μ; y 3,4; error 1,2")
  equal(table.concat(layers({named, {kind = "bars", x = {"GD"}, y = {2}, stacked = true}})[2].y), "5")
  equal(columns(layers {kind = "histogram", 1, 2, 2, 3, bins = {1, 2, 3}}[1]), "from 1,2; to 2,3; count 1,3")
  equal(columns(layers {kind = "histogram", 1, 2, 2, 3, bins = {1, 2, 3}, cumulative = true, density = true}[1]),
    "from 1,2; to 2,3; cumulative density 0.25,1")
  equal(#layers({kind = "density", 1, 2, points = 7})[1].columns[2][2], 7)
  local grid = layers({kind = "heatmap", x = {1, 2, 4}, y = {5, 7}, z = {{1, 2, 3}, {4, 5, 6}}, zlabel = "$w$"})[1]
  equal(grid.name, "w")
  equal(table.concat(grid.x, ",") .. ";" .. table.concat(grid.xedges, ","), "1,2,4;0.5,1.5,3,5")
  equal(table.concat(grid.z[2], ","), "4,5,6")
  local named_grid = layers({kind = "heatmap", x = {"GD", "$\\mu$"}, y = {5, 7}, z = {{1, 2}, {4, 5}}})[1]
  equal(table.concat(named_grid.xnames, ","), "GD,μ")
  equal(named_grid.ynames, nil)
  equal(table.concat(layers({kind = "contour", z = {{1, 2}, {3, 4}}, {x = {1, 2}, y = {1, 2}}})[1].z[1], ","), "1,2")
  for name, kind in pairs(require "plot.layers") do
    local given = {kind = name}
    for key, value in pairs(kind.sample) do given[key] = value end
    -- A straight line and a text are no data.
    equal(#layers {given, {1, 2}} > 1, name ~= "line" and name ~= "text")
  end
  -- Two groups of bars stand beside each other, and so do their places.
  local pair = layers {{kind = "bars", 1, 2}, {kind = "bars", 3, 4}}
  equal(table.concat(pair[1].x, ",") .. ";" .. table.concat(pair[2].x, ","), "0.8,1.8;1.2,2.2")
  equal(layers({{1, 2}, {1, 2, axis = "right"}})[2].right, true)
end)

test("panels have boxes of their own, where they are drawn", function()
  local boxes = report_data.first(report.html {{panels = {{1, 2}, {1, 3, log = "y"}, columns = 2}}}).boxes
  equal(#boxes, 2)
  assert(boxes[2].box[1] > boxes[1].box[1] + boxes[1].box[3] and boxes[2].box[2] == boxes[1].box[2])
  assert(not boxes[1].y.log and boxes[2].y.log)
end)

test("a figure is drawn for narrow screens too, panels under each other, but where its size is asked for", function()
  local given = {{panels = {{1, 2}, {1, 3}}, caption = "c"}}
  local whole = report_data.first(report.html(given))
  local slim = whole.slim
  equal(slim.width .. " " .. #slim.boxes, "340 2")
  equal(whole.boxes[1].box[2], whole.boxes[2].box[2])
  assert(slim.boxes[2].box[2] > slim.boxes[1].box[2] + slim.boxes[1].box[4])
  equal(slim.boxes[1].y.high, whole.boxes[1].y.high)
  for _, sized in ipairs {{1, 2, width = 500}, {1, 2, height = 300}} do
    local page = report.html {plots = {sized}}
    equal(report_data.first(page).slim, nil)
    assert(not page:find('class="chart slim"', 1, true))
  end
  -- Large grids would be in the page twice.
  local z = {}
  for i = 1, 400 do
    z[i] = {}
    for j = 1, 300 do z[i][j] = i * j end
  end
  equal(report_data.first(report.html {{plot = {kind = "heatmap", z = z}}}).slim, nil)
end)

test("long curves keep the ends, the least and the greatest of each piece, and the page says so", function()
  local y = {}
  for i = 1, 100000 do y[i] = math.sin(i / 1000) end
  y[50001], y[70001] = 9, -9
  local page = report.html {plots = {{y = y, name = "s"}}, points = 400}
  local layer = report_data.first(page).boxes[1].layers[1]
  local x, kept = layer.columns[1][2], layer.columns[2][2]
  assert(#kept <= 400 and #kept > 200 and layer.total == 100000)
  local found = {}
  for i, at in ipairs(x) do
    equal(kept[i], y[at])
    found[at] = true
  end
  assert(found[1] and found[50001] and found[70001] and found[100000])
  assert(page:find(("The values of s have %d of 100000 points: of each piece"):format(#kept), 1, true))
  assert(not report.html({plots = {{1, 2, 3}}}):find "The values")
end)

test("large grids keep evenly spread cells, those at the ends with them", function()
  local z = {}
  for i = 1, 60 do
    z[i] = {}
    for j = 1, 90 do z[i][j] = 100 * i + j end
  end
  local page = report.html {{plot = {kind = "heatmap", z = z}}, points = 10}
  local grid = report_data.first(page).boxes[1].layers[1]
  equal(#grid.z * #grid.z[1] <= 130, true)
  equal(grid.z[1][1], 101)
  equal(grid.z[#grid.z][#grid.z[1]], 6090)
  equal(#grid.xedges, #grid.x + 1)
  equal(grid.xedges[#grid.xedges], 90.5)
  assert(page:find(("The values have %d x %d of 90 x 60 cells"):format(#grid.x, #grid.y), 1, true))
end)

test("a figure says in words what it shows", function()
  local page = report.html {{plot = {x = {1, 2, 3}, y = {4, 1 / 0, 9}, name = "$\\mu$", ylabel = "L", log = "y"}}}
  equal(page:match '<p id="about%-1" hidden>(.-)</p>', "y axis: L, logarithmic. μ: 3 points from 4 to 9")
  assert(page:find('<p class="notes">1 point of &quot;μ&quot; not shown: not finite.</p>', 1, true))
end)

test("colours of lines and letters can be seen on dark paper, and on light paper are as they were", function()
  local paper = colors.luminance(0x161B22) + 0.05
  for rgb = 0, 0xFFFFFF, 0x10305 do
    local contrast = (colors.luminance(colors.on_dark(rgb)) + 0.05) / paper
    assert(contrast >= 4.4, ("%06x"):format(rgb))
  end
  -- WCAG's own numbers: black and white, and a contrast of 21 between them.
  equal(("%.3f"):format((colors.luminance(0xFFFFFF) + 0.05) / (colors.luminance(0) + 0.05)), "21.000")
  local page = report.html {{plot = {1, 2, color = "#123456"}}}
  assert(page:find("--c123456:#123456;", 1, true))
  assert(page:find('.chart [stroke="#123456"]{stroke:var(--c123456)}', 1, true))
end)

testing.finish()
