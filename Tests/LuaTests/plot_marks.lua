---Tests of bars, bands, steps, lines and axes at the right, for stock Lua: lua5.4 Tests/LuaTests/plot_marks.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local plot = require "plot"
local plot_testing = require "plot_testing"
local testing = require "testing"
local whiskers = require "plot.whiskers"

local test, equal = testing.test, testing.equal
local written, shown, check_xml = plot_testing.written, plot_testing.shown, plot_testing.check_xml

test("bands, error bars and lines are where the numbers say", function()
  -- The box is the same for limits that are given, so that places can be read off.
  local function element(given)
    given.xlim, given.ylim, given.width, given.height = {0, 10}, {0, 10}, 600, 400
    return written(plot, ".svg", given)
  end
  local frame = element({{y = {1, 2}}})
  local left, top, width, height = frame:match(
    '<rect x="([%d.]+)" y="([%d.]+)" width="([%d.]+)" height="([%d.]+)" fill="none"')
  local function at(x, y)
    return left + x / 10 * width, top + (1 - y / 10) * height
  end
  local function near(source, pattern, ...)
    local found = {source:match(pattern)}
    for i, expected in ipairs {...} do
      assert(found[i] and math.abs(found[i] - expected) < 0.02, pattern .. " " .. tostring(found[i]))
    end
  end
  local x1, y1 = at(2, 3)
  local _, y2 = at(2, 7)
  near(element({{x = {2}, y = {5}, error = 2, style = "points", color = "#112233"}}),
    '<path d="M([%d.]+) ([%d.]+)l0 ?(-?[%d.]+)" fill="none" stroke="#112233"', x1, y1, y2 - y1)
  local x3 = at(4, 3)
  near(element({{x = {2, 4}, y = {4, 4}, band = {{3, 3}, 7}, color = "#112233"}}),
    '<path d="M([%d.]+) ([%d.]+)l([%d.]+) 0 0 ?(-?[%d.]+)', x1, y1, x3 - x1, y2 - y1)
  local edge, level = at(0, 3)
  near(element({{y = {1}}, {kind = "line", y = 3, color = "#112233"}}),
    '<path d="M([%d.]+) ([%d.]+)l([%d.]+) 0" fill="none" stroke="#112233"', edge, level, tonumber(width))
end)
test("steps hold a value up to the next place", function()
  local script = written(plot, ".gp", {{x = {1, 2, 4}, y = {5, 3, 8}, style = "steps"}})
  assert(script:find("$series1 << EOD\n1 5\n2 5\n2 3\n4 3\n4 8\nEOD\n", 1, true), script)
end)
test("bars of several layers stand beside each other", function()
  local script = written(plot, ".gp", {{kind = "bars", 1, 2}, {kind = "bars", 3, 4}})
  local first = script:match "%$shape1 << EOD\n(.-)EOD"
  local second = script:match "%$shape2 << EOD\n(.-)EOD"
  equal(first, "0.6 0\n0.6 1\n1 1\n1 0\n0.6 0\n\n1.6 0\n1.6 2\n2 2\n2 0\n1.6 0\n")
  equal(second, "1 0\n1 3\n1.4 3\n1.4 0\n1 0\n\n2 0\n2 4\n2.4 4\n2.4 0\n2 0\n")
end)

test("bars of names have them under their middles, and layers share the places of a name", function()
  local script = written(plot.bars, ".gp", {
    x = {"GD", "HB"}, y = {1, 2}, {kind = "bars", x = {"NAG", "GD"}, y = {3, 4}},
    {x = {"HB"}, y = {5}, style = "points"},
  })
  assert(script:find("set xtics ('GD' 1, 'HB' 2, 'NAG' 3)", 1, true), script)
  local first, second = script:match "%$shape1 << EOD\n(.-)EOD", script:match "%$shape2 << EOD\n(.-)EOD"
  equal(first, "0.6 0\n0.6 1\n1 1\n1 0\n0.6 0\n\n1.6 0\n1.6 2\n2 2\n2 0\n1.6 0\n")
  equal(second, "3 0\n3 3\n3.4 3\n3.4 0\n3 0\n\n1 0\n1 4\n1.4 4\n1.4 0\n1 0\n")
  equal(script:match "%$series1 << EOD\n(.-)EOD", "2 5\n")
end)
test("stacked bars stand on those before them, upwards and downwards apart", function()
  local script = written(plot.bars, ".gp", {
    y = {1, -2}, thickness = 1, {kind = "bars", y = {3, -4}, thickness = 1, stacked = true},
    {kind = "bars", y = {-5, 6}, thickness = 1, stacked = true, error = {{1, 2}, {3, 4}}},
  })
  local expected = {{{0, 1}, {0, -2}}, {{1, 4}, {-2, -6}}, {{0, -5}, {0, 6}}}
  for layer, bars in ipairs(expected) do
    local data, at = script:match("%$shape" .. layer .. " << EOD\n(.-)EOD"), {}
    for y in data:gmatch "%S+ (%S+)\n" do at[#at + 1] = tonumber(y) end
    for i, bar in ipairs(bars) do
      equal(("%g %g"):format(at[5 * i - 4], at[5 * i - 3]), ("%g %g"):format(bar[1], bar[2]))
    end
  end
  -- Their error bars are about their ends.
  equal(script:match "%$shape4 << EOD\n(.-)EOD", "1 -6 1 -2\n2 4 2 10\n")
end)
test("an error bar has a cap at each end that is within the box", function()
  for _, case in ipairs {{{{y = {1, 2}, error = 0.5, style = "points"}}, 4},
    {{{y = {1, 2}, error = 0.5, style = "points"}, ylim = {0.8, 3}}, 3},
    {{{y = {1, 2}, xerror = 0.1, error = 0.5, style = "points"}}, 8},
    {{{kind = "bars", y = {1, 2}, error = {0.5, 0}}}, 2}} do
    local content, count = written(plot, ".svg", case[1]), 0
    for path in content:gmatch '<path d="([^"]*)" fill="none" stroke="#[0-9a-f]*" stroke%-width="1.4"/>' do
      count = count + select(2, path:gsub("[hv]7.2", ""))
    end
    equal(count, case[2])
  end
end)
test("names without room beside each other are turned in files, and cut in the terminal", function()
  local names, y = {}, {}
  for i = 1, 8 do names[i], y[i] = "a method with a long name " .. i, i end
  local turned = {}
  for _, text in ipairs(plot_testing.texts(written(plot.bars, ".svg", {x = names, y = y}))) do
    if text.label:find "^a method" then turned[#turned + 1] = text.upright end
  end
  equal(#turned, 8)
  for _, one in ipairs(turned) do assert(one) end
  assert(written(plot.bars, ".gp", {x = names, y = y}):find("set xtics rotate by 35 right (", 1, true))
  assert(written(plot.bars, ".tex", {x = names, y = y}):find("x tick label style={rotate=35", 1, true))
  local screen = shown(plot.bars, {x = names, y = y, width = 60, height = 12})
  equal(select(2, screen:gsub("a me", "")), 8)
  for line in screen:gmatch "[^\n]+" do assert(utf8.len(line) <= 60, line) end
  for _, text in ipairs(plot_testing.texts(written(plot.bars, ".svg", {x = {"GD", "HB"}, y = {1, 2}}))) do
    assert(not text.upright)
  end
end)
test("the legend shows bands and error bars", function()
  local content = written(plot, ".svg", {
    {y = {1, 2}, band = {0, 3}, name = "a"}, {y = {2, 3}, error = 0.1, name = "b"}, {y = {3, 4}, name = "c"},
  })
  equal(select(2, content:gsub('height="10" fill="#0072b2" fill%-opacity=".25"/>', "")), 1)
  equal(select(2, content:gsub('h6m%-3 0v12m%-3 0h6" fill="none" stroke="#d55e00"', "")), 1)
  equal(select(2, content:gsub("h6m%-3 0v12", "")), 1)
end)
test("the legend shows areas as they are filled", function()
  local content = written(plot, ".svg", {
    {kind = "histogram", values = {1, 2, 2}, name = "a"}, {kind = "bars", y = {1}, name = "b"},
  })
  assert(content:find('height="10" fill="#0072b2" fill-opacity=".45" stroke="#0072b2"', 1, true), content)
  assert(content:find('height="10" fill="#d55e00"/>', 1, true))
  local figure = {{kind = "histogram", values = {1, 2, 2}, name = "a"}, {kind = "bars", y = {1}, name = "b"}}
  local script, document = written(plot, ".gp", figure), written(plot, ".tex", figure)
  assert(script:find("keyentry with boxes fs transparent solid 0.45 fc rgb '#0072b2' title 'a'", 1, true), script)
  assert(document:find("addlegendimage{area legend, fill=series1, fill opacity=0.45, draw=series1}", 1, true))
  assert(document:find("addlegendimage{area legend, fill=series2, fill opacity=1, draw=none}", 1, true))
end)
test("areas without colours are told apart by their filling, in the legend too", function()
  for language, fillings in pairs {["C.UTF-8"] = {"▒▒", "░░"}, C = {"##", "::"}} do
    plot_testing.environment.LANG = language
    local text = shown(plot, {
      {kind = "bars", 1, 2, name = "A"}, {kind = "bars", 2, 1, name = "B"}, width = 40, height = 12,
    })
    for i, name in ipairs {"A", "B"} do
      assert(text:find(fillings[i] .. " " .. name, 1, true), text)
      local _, count = text:gsub(fillings[i], "")
      assert(count > 10, text)
    end
  end
end)

test("series of the right axis have its limits, its label and its logarithm", function()
  local given = {
    {x = {1, 2}, y = {1, 2}, name = "a"}, {x = {1, 2}, y = {100, 1000}, name = "b", axis = "right", error = 1},
    y2log = true, y2label = "right", ylabel = "left",
  }
  local script = written(plot, ".gp", given)
  for _, part in ipairs {
    "set yrange [0.96:2.04]", "set logscale y2 10", "set y2label 'right'",
    "$series1 using 1:2 with", "$series2 using 1:2 axes x1y2 with",
    "$shape1 using 1:2:($3-$1):($4-$2) axes x1y2 with vectors heads",
  } do
    assert(script:find(part, 1, true), part .. script)
  end
  local low, high = script:match "set y2range %[([%d.]+):([%d.]+)%]"
  assert(tonumber(low) < 100 and tonumber(low) > 90 and tonumber(high) > 1000 and tonumber(high) < 1100)
  local document = written(plot, ".tex", given)
  local _, count = document:gsub("\\begin{axis}", "")
  equal(count, 2)
  assert(document:find("\\addlegendimage{color=series2", 1, true))
  given.y2log, given.width, given.height = nil, 60, 14
  local text = shown(plot, given)
  assert(text:find("├ 1000", 1, true) and text:find("right: right", 1, true), text)
  check_xml(written(plot, ".svg", given))
end)

test("where all is drawn by the right axis the left one shows the same numbers", function()
  local text = shown(plot, {{y = {100, 1000}, axis = "right"}, y2log = true, width = 60, height = 14})
  assert(text:find("1e+03 ┤", 1, true) and text:find("├ 1e+03", 1, true), text)
end)
test("bars of one layer at one place begin where the others begin, and are told of", function()
  local text = shown(plot.bars, {x = {"a", "a", "b"}, y = {1, 2, 4}, width = 60, height = 14})
  assert(text:find("1 bar over others of the same layer, at the same place", 1, true), text)
  local _, full = text:gsub("▒▒ ", "")
  assert(full > 0 and not shown(plot.bars, {x = {"a", "b"}, y = {1, 2}}):find "same place")
  local apart = {y = {1, 2}, width = 60, height = 14, {kind = "bars", y = {1, 2}, stacked = true}}
  assert(not shown(plot.bars, apart):find "same place")
end)
test("many error bars and a long band are lines and an area of as many points as can be seen", function()
  local x, y, low, high = {}, {}, {}, {}
  for i = 1, 20000 do
    x[i], y[i] = i, math.sin(i / 100)
    low[i], high[i] = y[i] - 0.2 - i % 7 / 10, y[i] + 0.5
  end
  for name, value in pairs {error = 0.1, xerror = 3, band = {low, high}} do
    local figure = {{x = x, y = y, style = "points", [name] = value}}
    local content = written(plot, ".svg", figure)
    check_xml(content)
    assert(#content < 400000, name .. " " .. #content)
  end
end)
test("error bars without an end are told of, and those of points that are not there are not", function()
  local text = shown(plot, {y = {1, 0 / 0, 3, 4}, error = {0 / 0, 0 / 0, 1 / 0, 0.1}, width = 60, height = 10})
  assert(text:find("2 error bars not shown: not finite", 1, true), text)
  assert(not shown(plot, {y = {1, 0 / 0, 3}, error = 0.5, width = 60, height = 10}):find "error bar")
end)
test("many bars are the columns that they paint", function()
  local y = {}
  for i = 1, 20000 do y[i] = i % 1000 == 0 and 9 or i % 2 + 1 end
  local content = written(plot.bars, ".svg", {y = y, ylim = {0, 10}, color = "#112233"})
  check_xml(content)
  assert(#content < 100000, #content)
  local left, top, width, height = content:match(
    '<rect x="([%d.]+)" y="([%d.]+)" width="([%d.]+)" height="([%d.]+)" fill="none"')
  local count = 0
  for x in content:match('<path d="([^"]*)" fill="#112233"'):gmatch "M([%d.]+) " do
    count = count + 1
    assert(x - left >= -0.5 and x - left - width <= 0.5)
  end
  assert(count <= 2 * tonumber(width) + 2 and count > tonumber(width), count)
  local tallest = math.huge
  for d in content:match('<path d="([^"]*)" fill="#112233"'):gmatch "M([^Mz]*)" do
    local y0, dy = d:match "^[%d.]+ ([%d.]+)l0 ?(-?[%d.]+)"
    if y0 then tallest = math.min(tallest, tonumber(y0), tonumber(y0) + tonumber(dy)) end
  end
  assert(math.abs(tallest - (top + 0.1 * height)) < 0.1, tallest)
end)
test("error bars that lie on each other are joined, and cover what they covered", function()
  local function scale(low, high) return {place = function(value) return (value - low) / (high - low) end} end
  local scales, lines = {x = scale(0, 10), y = scale(-1, 1)}, {}
  for i = 1, 300 do
    local at, middle = i * 0.6180339887498949 % 1 * 12 - 1, i * 0.7548776662466927 % 1 * 2.4 - 1.2
    lines[i] = {x = {at, at}, y = {middle - i % 5 / 100, middle + i % 3 / 100}}
  end
  local width, height = 40, 200
  local function cells(list, project)
    local taken = {}
    for _, line in ipairs(list) do
      local column, from, to = project(line)
      for cell = from // 1, to // 1 do
        if column and cell >= 0 and cell <= height then taken[column .. " " .. cell // 1] = true end
      end
    end
    return taken
  end
  local expected = cells(lines, function(line)
    local at = line.x[1] / 10 * width
    if at < 0 or at > width then return nil, 0, 0 end
    local function up(value) return math.max(0, math.min((value + 1) / 2 * height, height)) end
    if line.y[1] > 1 or line.y[2] < -1 then return nil, 0, 0 end
    return at // 0.5 | 0, up(line.y[1]), up(line.y[2])
  end)
  local parts = whiskers.project(lines, scales, width, height)
  assert(#parts < 240)
  local got = cells(parts, function(part) return part.x[1] // 0.5 | 0, height - part.y[1], height - part.y[2] end)
  for cell in pairs(expected) do assert(got[cell], cell) end
  for cell in pairs(got) do assert(expected[cell], cell) end
end)

testing.finish()
