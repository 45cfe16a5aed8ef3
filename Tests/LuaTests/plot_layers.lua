---Tests of what all kinds of layers have in common, for stock Lua: lua5.4 Tests/LuaTests/plot_layers.lua
---With gnuplot (Debian's gnuplot-nox) its scripts are run.
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local Place = require "polyak.place"
local axes = require "plot.axes"
local figures = require "plot.figure"
local kinds = require "plot.kinds"
local layers = require "plot.layers"
local plot = require "plot"
local plot_testing = require "plot_testing"
local testing = require "testing"

local test, equal, output = testing.test, testing.equal, testing.output
local written, shown, check_xml = plot_testing.written, plot_testing.shown, plot_testing.check_xml
local folder = testing.folder()
local has_gnuplot = output "command -v gnuplot" ~= ""

---@param kind string
---@return table  # for plot
local function sample(kind)
  local item = {kind = kind}
  for key, value in pairs(layers[kind].sample) do item[key] = value end
  return {item, title = "a <b> & c", xlabel = "x", ylabel = "y"}
end

-- All kinds --

local all = {}
for kind in pairs(layers) do all[#all + 1] = kind end
table.sort(all)

for _, kind in ipairs(all) do
  test("an SVG of a layer is well-formed: " .. kind, function() check_xml(written(plot, ".svg", sample(kind))) end)
  for _, depth in ipairs {"no", "256", "truecolor"} do
    for _, language in ipairs {"C", "C.UTF-8"} do
      test(("a terminal with %s colours and LANG=%s shows a layer: %s"):format(depth, language, kind), function()
        plot_testing.environment.LANG, plot_testing.environment.TERM = language, "xterm"
        plot_testing.environment.COLORTERM = depth
        plot.is_terminal = function() return depth ~= "no" end
        for _, width in ipairs {20, 72} do
          local given = sample(kind)
          given.width, given.height = width, 16
          local text = shown(plot, given)
          assert(not text:find "[\0-\9\11-\26\28-\31]")
          local _, lines = text:gsub("\n", "")
          assert(lines >= 8 and lines <= 17, text)
          if width == 72 then
            for line in text:gsub("\27%[[%d;]*m", ""):gmatch "[^\n]+" do assert(utf8.len(line) <= 72, line) end
          end
        end
      end)
    end
  end
  test("every kind of file has a layer: " .. kind, function()
    for _, file in pairs(kinds) do
      local ending = file.endings[1]
      if has_gnuplot or ending == ".svg" or ending == ".gp" or ending == ".tex" then
        assert(#written(plot, ending, sample(kind)) > 100)
      end
    end
  end)
  test("gnuplot takes a layer as it is written: " .. kind, function()
    if not has_gnuplot then return end
    local path = folder .. "/script.gp"
    local file = assert(io.open(path, "w"))
    file:write("set terminal svg\nset output '", folder, "/figure.svg'\n", written(plot, ".gp", sample(kind)))
    file:close()
    equal(output(("gnuplot %s 2>&1"):format(path)), "")
    os.remove(path)
    os.remove(folder .. "/figure.svg")
  end)
  test("axes show all of a layer, and no more than a little beyond: " .. kind, function()
    local given = sample(kind)
    local item = given[1]
    item.kind = nil
    local place = Place.of "plot"
    local fig = figures.new({{kind = kind, options = item, place = place, x = item.x, y = item.y,
      x_place = place, y_place = place}}, {}, place)
    local x, y = axes.fit(fig, 100, 100, 0.04)
    for _, one in ipairs {{x, "x"}, {y, "y"}} do
      local scale, axis = one[1], one[2]
      local low, high = math.huge, -math.huge
      local function see(values)
        for _, value in ipairs(values) do
          if value - value == 0 then low, high = math.min(low, value), math.max(high, value) end
        end
      end
      for _, series in ipairs(fig.series) do see(series[axis]) end
      for _, shape in ipairs(fig.shapes) do for _, part in ipairs(shape.extent) do see(part[axis]) end end
      assert(scale.low <= low and scale.high >= high)
      assert(high == low or scale.high - scale.low <= 1.081 * (high - low) , axis)
    end
  end)
end

test("a single layer of a kind has the figure's options beside its own", function()
  local given = {kind = "histogram", 1, 2, 2, bins = 2, title = "counts"}
  equal(written(plot, ".gp", given), written(plot.histogram, ".gp", {1, 2, 2, bins = 2, title = "counts"}))
  equal(written(function(options) return plot({kind = "bars", 1, 2}, options) end, ".gp", {title = "b"}),
    written(plot.bars, ".gp", {1, 2, title = "b"}))
end)
test("an unknown kind of layer is refused with the nearest", function()
  equal(testing.message(shown, plot, {{kind = "heatmpa", z = {{1}}}}),
    ("plot: option 'series[1].kind' must be '%s' or '%s', got string 'heatmpa' (did you mean 'heatmap'?)"):format(
      table.concat(all, "', '", 1, #all - 1), all[#all]))
end)

local nan, inf = 0 / 0, 1 / 0
local extremes = {
  {"heatmap", {z = {{nan, nan}, {nan, inf}}}}, {"heatmap", {z = {{1}}}}, {"heatmap", {z = {{2, 2}, {2, 2}}}},
  {"heatmap", {z = {{1, 2}, {3, 4}}, zlim = {2, nil}}}, {"heatmap", {z = {{1e308, -1e308}, {3, 4}}}},
  {"heatmap", {z = {{-inf, 2}, {3, 4}}, zlog = true}}, {"heatmap", {z = {{-1, -2}, {-3, -4}}, zlog = true}},
  {"heatmap", {z = {{1, 2}, {3, 4}}, xlim = {1.2, 1.8}, ylim = {5, 9}}},
  {"heatmap", {z = function(x, y) return x*y end, x = {1e-3, 1}, y = {1, 10}, log = "xy"}},
  {"heatmap", {z = {{1, 2}, {3, 4}}, equal = true}}, {"heatmap", {z = {{1, 2}, {3, 4}}, x = {2, 1}, y = {5, 4}}},
  {"heatmap", {z = {{1, 2}, {3, 4}}, bar = false}}, {"heatmap", {z = {{1, 2}, {3, 4}}, x = {1e300, 1e308}}},
  {"contour", {z = {{2, 2}, {2, 2}}}}, {"contour", {z = {{2, 2}, {2, 2}}, filled = true}},
  {"contour", {z = {{nan, nan}, {nan, nan}}, filled = true, labels = true}},
  {"contour", {z = {{1, 2}, {3, 4}}, levels = {10, 20}, filled = true}},
  {"contour", {z = {{1, 2}, {3, 4}}, levels = {0.5}, filled = true, labels = true}},
  {"contour", {z = {{1, 2}, {3, inf}}, filled = true}}, {"contour", {z = {{-1e308, 1e308}, {3, 4}}, filled = true}},
  {"contour", {z = function(x, y) return x*y end, x = {1e-3, 1}, y = {1, 10}, log = "xy", zlog = true, filled = true}},
  {"contour", {z = {{1, 2}, {3, 4}}, levels = 1}},
  {"contour", {z = {{0, 2}, {3, 4}}, zlog = true, filled = true, levels = 200}},
  {"contour", {z = {{1, 2}, {3, 4}}, xlim = {1.2, 1.3}, ylim = {1.4, 1.8}, filled = true, labels = true}},
  {"histogram", {values = {}}}, {"histogram", {values = {3}}}, {"histogram", {values = {3, 3, 3}}},
  {"histogram", {values = {nan, inf}}}, {"histogram", {values = {1e308, -1e308}}},
  {"histogram", {values = {1, 10, 100, 0, -1}, log = "x"}},
  {"histogram", {values = {1, 10, 100}, log = "xy", bins = 5}},
  {"histogram", {values = {1, 2, 3}, density = true, cumulative = true}},
  {"histogram", {values = {1, 2, 3}, bins = {0, 1, 5}}}, {"histogram", {values = {1, 1e-300}}},
  {"histogram", {values = {1, 2, 3}, bins = {10, 11}, density = true}}, {"density", {values = {}}},
  {"density", {values = {2}}}, {"density", {values = {2, 2}}}, {"density", {values = {0}}},
  {"density", {values = {1, 2}, log = "y"}}, {"density", {values = {1e300, -1e300}}}, {"bars", {y = {}}},
  {"bars", {y = {1, 0, nan}}}, {"bars", {y = {1, 10, 100}, log = "y"}}, {"bars", {y = {-1, 10}, log = "y"}},
  {"bars", {y = {1e308, -1e308}}},
  {"bars", {x = {"a", "a"}, y = {1, -1e308}, error = 1e308}},
  {"bars", {x = {""}, y = {1}}}, {"bars", {x = {5}, y = {1}}},
  {"bars", {y = {1, nan}, {kind = "bars", y = {nan, 2}, stacked = true}, log = "y"}},
  {"bars", {x = {1, 1}, y = {1, 2}}}, {"histogram", {1e308, -1e308, 0}}, {"histogram", {1e308, -1e308, bins = 3}},
  {"histogram", {-1.7e308, 1.7e308, density = true}}, {"density", {-1.7e308, 1.7e308}}, {"density", {1e160, 3e160}},
  {"plot", {{y = {1, 2, 3}, band = {{nan, 1, 2}, {2, 3, 4}}}, log = "y"}},
  {"plot", {{y = {1, 2, 3}, error = 5}, log = "y"}}, {"plot", {{y = {}, error = 5, band = {{}, {}}}}},
  {"plot", {{y = {1, nan, 3}, error = 1, xerror = .1, axis = "right"}, log = "xy", y2log = true}},
  {"plot", {{y = {1, 2}, axis = "right"}}}, {"plot", {{kind = "line", x = 3}, {kind = "line", y = 1e308}}},
  {"plot", {{kind = "line", from = {0, 0}, to = {0, 0}, arrow = true}}},
  {"plot", {{kind = "line", from = {-1e308, 0}, to = {1e308, 1}, arrow = true}}},
  {"plot", {{kind = "text", x = 0, y = 0, text = ""}}},
  {"plot", {{kind = "text", x = 0, y = 0, text = "日本 $\\alpha^2$ <'\"\\>"}, {y = {1, 2}}}},
  {"plot", {{y = {}, style = "steps"}}}, {"panels", {{}, {y = {}}}},
  {"panels", {{1, 2}, {3, 4}, {5, 6}, {7, 8}, {9, 10}, shared = "xy"}},
  {"panels", {{y = {1, 2}, log = "y"}, {y = {1e-3, 5}, log = "y"}, shared = "y", columns = 1}},
  {"panels", {{kind = "heatmap", z = {{1, 2}, {3, 4}}}, {kind = "contour", z = {{1, 2}, {3, 4}}}, shared = "x"}},
}
for i, case in ipairs(extremes) do
  local call = case[1] == "plot" and plot or plot[case[1]]
  test(("whatever the numbers are, they are drawn: %s, %d"):format(case[1], i), function()
    for _, ending in ipairs {".svg", ".gp", ".tex"} do
      local content = written(call, ending, case[2])
      if ending == ".svg" then
        check_xml(content)
        assert(not content:find "%f[%w]nan%f[%W]" and not content:find "%f[%w]inf%f[%W]")
      end
    end
    for _, colors in ipairs {false, true} do
      plot_testing.environment.TERM = "xterm"
      plot.is_terminal = function() return colors end
      assert(#shown(call, case[2]) > 100)
    end
  end)
end

for _, case in ipairs {
  {plot.contour, {z = {{1, 2}, {3, 4}}, levels = {2, 1}}, "plot.contour: option 'levels' must be an integer in "
    .. "[1, 1000] or finite numbers in ascending order, got table"},
  {plot.contour, {z = {{1, 2}, {3, 4}}, levels = 1e6}, "plot.contour: option 'levels' must be an integer in "
    .. "[1, 1000] or finite numbers in ascending order, got 1000000"},
  {plot.histogram, {1, 2, bins = 1e9}, "plot.histogram: option 'bins' must be an integer in [1, 100000] or edges in "
    .. "ascending order, got 1000000000"},
  {plot.contour, {z = {{1, 2}}}, "plot.contour: option 'z' needs 2 rows or more for contours, got 1"},
  {plot, {{y = {1, 2}, band = 3}}, "plot: option 'series[1].band' must be {low, high}, got 3"},
  {plot, {{y = {1, 2}, band = {{1}, {2, 3}}}}, "plot: option 'series[1].band[1]' must be as many numbers as y, 2, "
    .. "got 1"},
  {plot, {{y = {1, 2}, error = "a"}}, "plot: option 'series[1].error' must be a number, numbers or {down, up}, "
    .. "got string 'a'"},
  {plot, {{y = {1, 2}, error = {1, 2, 3}}}, "plot: option 'series[1].error' must be as many numbers as y, 2, got 3"},
  {plot, {{y = {1, 2}, xerror = -1}}, "plot: option 'series[1].xerror' must be numbers >= 0, got -1"},
  {plot, {{kind = "line"}}, "plot: option 'series[1].x' is missing (or 'y', or 'from' and 'to')"},
  {plot, {{kind = "line", from = {1, 2}}}, "plot: option 'series[1].to' is missing ({x, y})"},
  {plot, {{kind = "line", x = 1, arrow = true}}, "plot: option 'series[1].arrow' needs options 'from' and 'to'"},
  {plot, {{kind = "line", y = 0}, log = "y"}, "plot: option 'series[1].y[1]' must be a number > 0 on a log axis, "
    .. "got 0"},
  {plot, {{kind = "text", x = 1, y = 2}}, "plot: option 'series[1].text' is missing (a string)"},
  {plot.histogram, {1, 2, bins = 0}, "plot.histogram: option 'bins' must be an integer in [1, 100000] or edges in "
    .. "ascending order, got 0"},
  {plot.histogram, {1, 2, bins = {1, 1}}, "plot.histogram: option 'bins[2]' must be above the edge before it, 1, "
    .. "got 1"},
  {plot.histogram, {}, "plot.histogram: option 'values' is missing (numbers)"},
  {plot.density, {1, 2, bandwidth = "scot"}, "plot.density: option 'bandwidth' must be a number > 0 or 'scott' or "
    .. "'silverman', got string 'scot' (did you mean 'scott'?)"},
  {plot.bars, {y = {1, 2}, x = {1}}, "plot.bars: option 'x' must be as many numbers as y, 2, got 1"},
  {plot.bars, {y = {1, 2}, x = {"a"}}, "plot.bars: option 'x' must be as many names as y, 2, got 1"},
  {plot.bars, {y = {1, 2}, x = {"a", 2}}, "plot.bars: option 'x[2]' must be a string, got 2"},
  {plot.bars, {y = {1, 2}, x = {1, "a"}}, "plot.bars: option 'x[2]' must be a number, got string 'a'"},
  {plot.bars, {y = {1}, x = {"a"}, log = "x"}, "plot.bars: option 'x' must be numbers on a log axis, got names"},
  {plot.bars, {y = {1}, stacked = true}, "plot.bars: option 'stacked' needs bars before these, to stand on them"},
  {plot.bars, {y = {1, 2}, error = {1}}, "plot.bars: option 'error' must be as many numbers as y, 2, got 1"},
  {plot, {{x = {"a", "$x_$"}, y = {1, 2}}}, "plot: option 'series[1].x[2]' has nothing behind '_'"},
  {plot.landscape, {}, "plot.landscape: option 'loss' is missing (a loss or a function of a point)"},
  {plot.landscape, {3}, "plot.landscape: option 'loss' must be a loss or a function of a point, got 3"},
  {plot.landscape, {math.max, y = {0, 1}}, "plot.landscape: option 'x' is missing ({low, high}, where there are no "
    .. "runs to be shown)"},
  {plot.landscape, {print, x = {0, 1}, y = {0, 1}, lvels = 3}, "plot.landscape: unknown option 'lvels' "
    .. "(did you mean 'levels'?)"},
  {plot.landscape, {print, x = {0, 1}, y = {0, 1}, plane = {{1, 0, 0}, {2, 0, 0}, {3, 0, 0}}},
    "plot.landscape: option 'plane' must be three points that do not lie on one line"},
  {plot.panels, {}, "plot.panels: takes a table of panels, as in plot.panels{{1, 4, 9}, {1, 8, 27}}, "
    .. "got one without any"},
  {plot.panels, {{1, 2, file = "a.svg"}}, "plot.panels: option 'panels[1].file' belongs beside the panels, it is of "
    .. "them all"},
  {plot.panels, {{1, 2, titel = "a"}}, "plot.panels: unknown option 'panels[1].titel' (did you mean 'title'?)"},
  {plot.panels, {{1, 2}, {{y = {1, "a"}}}}, "plot.panels: option 'panels[2][1].y[2]' must be a number, "
    .. "got string 'a'"},
  {plot.panels, {{1, 2}, {{1, 2}, log = "y"}, shared = "y"}, "plot.panels: option 'shared' needs y axes of one kind, "
    .. "got a log one in panel 2"},
  {plot.panels, {{1, 2}, colums = 2}, "plot.panels: unknown option 'colums' (did you mean 'columns'?)"},
} do
  test("refused: " .. case[3], function() equal(testing.message(shown, case[1], case[2]), case[3]) end)
end

testing.finish()
