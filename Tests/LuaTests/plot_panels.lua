---Tests of panels, for stock Lua: lua5.4 Tests/LuaTests/plot_panels.lua
---With gnuplot (Debian's gnuplot-nox) its scripts are run.
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local kinds = require "plot.kinds"
local plot = require "plot"
local plot_testing = require "plot_testing"
local testing = require "testing"

local test, equal, output = testing.test, testing.equal, testing.output
local written, shown, check_xml = plot_testing.written, plot_testing.shown, plot_testing.check_xml
local has_gnuplot = output "command -v gnuplot" ~= ""

local function four()
  return {
    {y = {1, 2, 3}, title = "a"}, {{y = {4, 5}, name = "b"}}, {kind = "heatmap", z = {{1, 2}, {3, 4}}},
    {kind = "histogram", 1, 2, 2, 3},
  }
end
test("every kind of file and the terminal have panels", function()
  for _, shared in ipairs {"", "x", "xy"} do
    local given = four()
    given.shared, given.title = shared ~= "" and shared or nil, "all < of them"
    check_xml(written(plot.panels, ".svg", given))
    for _, file in pairs(kinds) do
      local ending = file.endings[1]
      if has_gnuplot or ending == ".svg" or ending == ".gp" or ending == ".tex" then
        assert(#written(plot.panels, ending, given) > 100)
      end
    end
    given.width, given.height = 90, 30
    local text = shown(plot.panels, given)
    for line in text:gmatch "[^\n]+" do assert(utf8.len(line) <= 90, line) end
    local _, corners = text:gsub("┌", "")
    equal(corners, 4)
  end
end)
test("shared axes have the same limits, and labels at the outer panels alone", function()
  local script = written(plot.panels, ".gp", {{x = {1, 2}, y = {1, 2}}, {x = {5, 9}, y = {-3, 0}}, shared = "xy"})
  local _, count = script:gsub("set xrange %[0.96:9.16%]\nset yrange %[%-3.12:2.04%]", "")
  equal(count, 2)
  local _, hidden = script:gsub("set format y ''", "")
  equal(hidden, 1)
end)

test("panels of a small picture stand beside each other, each with all of its labels", function()
  local panel = function() return {1, 2, xlabel = "x", title = "T"} end
  for _, size in ipairs {
    {columns = 2, width = 150, height = 100}, {columns = 4, width = "page"}, {columns = 4, width = "column"},
    {columns = 1, height = 90},
  } do
    local content = written(plot.panels, ".svg", {
      panel(), panel(), panel(), panel(),
      title = "All", columns = size.columns, width = size.width, height = size.height,
    })
    local across, down = content:match 'viewBox="0 0 ([%d.]+) ([%d.]+)"'
    local columns, rows, boxes = size.columns, 4 // size.columns, 0
    for x, y, w, h in content:gmatch '<rect x="([%d.]+)" y="([%d.]+)" width="([%d.]+)" height="([%d.]+)" fill="none"' do
      assert(x + w <= across / columns and y + h + 35 <= (down - 34) / rows, ("%s %s %s %s"):format(x, y, w, h))
      boxes = boxes + 1
    end
    equal(boxes, 4)
  end
end)

testing.finish()
