---Tests of what plots are made of, for stock Lua: lua5.4 Tests/LuaTests/plot_parts.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. here .. "/../../scripts/?.lua;" .. package.path

local canvas = require "plot.canvas"
local means = require "lib.means"
local palette = require "plot.palette"
local spelling = require "polyak.spelling"
local testing = require "testing"
local text = require "plot.text"
local ticks = require "plot.ticks"

local test, equal = testing.test, testing.equal

-- Parts --

test("ticks are round numbers with as many digits as tell them apart", function()
  local function labels(low, high, wanted, log)
    local found = {}
    local axis = {log = log or false, low = low, high = high, place = function(value)
      return ((log and math.log(value, 10) or value) - low) / (high - low)
    end}
    for i, tick in ipairs((ticks.along(axis, wanted))) do found[i] = tick.label end
    return table.concat(found, " ")
  end
  equal(labels(0, 1, 5), "0 0.2 0.4 0.6 0.8 1.0")
  equal(labels(-3, 7, 5), "-2 0 2 4 6")
  equal(labels(0, 2e6, 4), "0 0.5e+06 1.0e+06 1.5e+06 2.0e+06")
  equal(labels(0, 3e-7, 3), "0 1e-07 2e-07 3e-07")
  equal(labels(1000000, 1000000.4, 4), "1000000.0 1000000.1 1000000.2 1000000.3 1000000.4")
  equal(labels(-6, 0, 7, true), "1e-06 1e-05 1e-04 1e-03 1e-02 1e-01 1e+00")
  equal(labels(-12, 0, 5, true), "1e-12 1e-09 1e-06 1e-03 1e+00")
  equal(labels(-0.1, 1.1, 5, true), "1 2 5 10")
  equal(labels(0, 0.1, 5, true), "1.00 1.05 1.10 1.15 1.20 1.25")
end)
test("a canvas shows dots where they were set", function()
  local grid = canvas.new(2, 1, true)
  grid:dot(0, 0, 1)
  grid:dot(3, 3, 1)
  grid:dot(4, 0, 1)
  local rows = grid:render(function() return "?" end, function(piece) return piece end)
  equal(#rows, 1)
  equal(rows[1], "⠁⢀")
end)
test("the nearest of 256 colours", function()
  equal(palette.nearest256(0xff0000), 196)
  equal(palette.nearest256(0x767676), 243)
  equal(palette.nearest256(0x0072b2), 25)
end)
test("text is made valid, cut and measured", function()
  equal(text.clean "a\xffb\27c\u{85}d", "a\u{FFFD}b c d")
  equal(text.width "β₁ = 漢", 7)
  equal(text.cut("µ漢字", 4), "µ漢")
end)
test("spelling counts swaps once and keeps to near words", function()
  equal(spelling.distance("tilte", "title"), 1)
  equal(spelling.nearest("tilte", {"file", "title"}), "title")
  equal(spelling.nearest("Log", {"log"}), "log")
  equal(spelling.nearest("zzz", {"log", "title"}), nil)
  equal(spelling.hint({}, {"log"}), "")
end)

test("means are over all repetitions, and lines have a gap where one is left out", function()
  local groups = {
    {x = 1, values = {2, 4}}, {x = 2, values = {3, 8}}, {x = 3, values = {5}}, {x = 4, values = {1, 0}},
    {x = 5, values = {}},
  }
  local function shown(count, expected)
    local figure, lines = {}, {}
    means.add(figure, groups, count, {name = "a", color = "red", style = "line"})
    for i, one in ipairs(figure) do
      lines[i] = ("%s %s %s: %s over %s"):format(
        one.name, one.style, one.marker, table.concat(one.y, " "), table.concat(one.x, " "))
      equal(one.color, "red")
    end
    equal(table.concat(lines, "\n"), expected)
  end
  shown(2, "a line nil: 3.0 5.5 over 1 2\nnil points nil: 0.5 over 4\nnil points dot: 2 4 3 8 5 1 0 over 1 1 2 2 3 4 4")
  shown(3, "a points dot: 2 4 3 8 5 1 0 over 1 1 2 2 3 4 4")
  groups = {{x = 1, values = {7}}, {x = 2, values = {8}}}
  shown(1, "a line nil: 7.0 8.0 over 1 2")
end)

testing.finish()
