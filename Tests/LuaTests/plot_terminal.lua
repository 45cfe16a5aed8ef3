---Tests of what plot draws in the terminal, for stock Lua: lua5.4 Tests/LuaTests/plot_terminal.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local plot = require "plot"
local plot_testing = require "plot_testing"
local screen = require "plot.screen"
local testing = require "testing"
local text = require "plot.text"

local test, equal = testing.test, testing.equal
local drawn, matrix, svg, vector = plot_testing.drawn, plot_testing.matrix, plot_testing.svg, plot_testing.vector

local small = {width = 30, height = 8}

-- What is drawn --

test("a line in braille, framed and labelled", function()
  equal(drawn({1, 2, 3, 4}, small), [[
  ┌──────────────────────────┐
4 ┤                     ⣀⠤⠔⠒⠉│
  │               ⢀⡠⠤⠒⠊⠉     │
  │          ⢀⣀⠤⠒⠉⠁          │
2 ┤     ⣀⡠⠤⠒⠊⠁               │
  │⣀⠤⠔⠒⠉                     │
  └┬───────┬────────┬───────┬┘
   1       2        3       4
]])
end)
test("x is 1, 2, 3, ... where there is no x", function()
  equal(drawn({1, 4, 9}, small), drawn({1, 2, 3}, {1, 4, 9}, small))
end)
test("vectors, tables and series draw the same", function()
  local expected = drawn({0, 1, 3}, {5, 2, 4}, small)
  equal(drawn(vector {0, 1, 3}, vector {5, 2, 4}, small), expected)
  equal(drawn {x = {0, 1, 3}, y = vector {5, 2, 4}, width = 30, height = 8}, expected)
  equal(drawn {{x = {0, 1, 3}, y = {5, 2, 4}}, width = 30, height = 8}, expected)
  equal(drawn({{{0, 1, 3}, vector {5, 2, 4}}}, small), expected)
  equal(drawn(matrix {{0, 5}, {1, 2}, {3, 4}}, small), expected)
end)
test("every column of a matrix over x is a curve", function()
  local expected = drawn {
    {x = {1, 2}, y = {3, 4}, name = "[1]"}, {x = {1, 2}, y = {5, 0}, name = "[2]"}, width = 40, height = 12,
  }
  equal(drawn({1, 2}, matrix {{3, 5}, {4, 0}}, {width = 40, height = 12}), expected)
end)
test("numbers and options in one table", function()
  equal(drawn {1, 4, 9, width = 30, height = 8}, drawn({1, 4, 9}, small))
end)
test("options may follow a table of series", function()
  equal(drawn({{y = {1, 2}}}, small), drawn {{y = {1, 2}}, width = 30, height = 8})
end)
test("empty, constant and single-point series draw", function()
  for _, y in ipairs {{}, {5, 5, 5}, {3}, {0}, {-1e300}, {0 / 0}, {1e-320, 0}} do
    for _, log in ipairs {false, "x", "y", "xy"} do
      local given = {width = 40, height = 12, log = log or nil}
      assert(#drawn(y, given) > 100)
      assert(svg(y, {log = log or nil}):find "</svg>")
    end
  end
  assert(#drawn {} > 100)
end)
test("a run that has diverged to both sides draws", function()
  local y = {1.7e308, -1.7e308, 1e-308, 5e-324, 1}
  assert(drawn(y, small):find "┤")
  assert(drawn(y, {log = "y"}):find('1 point not shown: y <= 0 on a log axis\n', 1, true))
  local file = svg(y, {log = "xy"})
  assert(not file:find "nan" and not file:find "inf")
end)
test("limits at the ends of what numbers can hold draw", function()
  for _, limits in ipairs {{5e-324, 1e-320}, {-1.79e308, 1.79e308}, {1.79e308}, {1e16, 1e16 + 2}} do
    assert(#drawn({1, 2}, {ylim = limits}) > 100)
    assert(not svg({1, 2}, {xlim = limits, ylim = limits}):find "nan")
  end
end)
test("numbers that differ by rounding alone are constant", function()
  assert(drawn({1, 1 + 2e-16, 1}, small):find("1.00 ┤", 1, true))
end)
test("what cannot be shown is counted by series and reason", function()
  local out = drawn {
    {x = {1, 2, 3, 4, 5}, y = {1, 0, -2, 0 / 0, 5}, name = "HB"}, {x = {0, 1}, y = {1, 2}, name = "GD"}, log = "xy",
  }
  assert(out:find('1 point of "HB" not shown: not finite\n', 1, true), out)
  assert(out:find('2 points of "HB" not shown: y <= 0 on a log axis\n', 1, true), out)
  assert(out:find('1 point of "GD" not shown: x <= 0 on a log axis\n', 1, true), out)
end)
test("series that lose as many points for one reason share a note", function()
  local figure = {log = "y"}
  for i = 1, 5 do figure[i] = {y = {0, 1, 2}, name = "s" .. i} end
  assert(drawn(figure):find('1 point each of "s1", "s2" and 3 others not shown: y <= 0 on a log axis\n', 1, true))
end)
test("a gap breaks the line", function()
  local out = drawn({1, 1, 0 / 0, 1, 1}, small)
  assert(out:find "⠉⠉⠉    +⠉⠉⠉", out)
end)
test("lines are cut at the limits", function()
  local _, rows = drawn({-100, 100}, {ylim = {0, 1}, width = 30, height = 8}):gsub("            ⡇           │", "")
  equal(rows, 5)
end)
test("without UTF-8 series have characters of their own and formulas are spelled", function()
  plot_testing.environment = {LANG = "C"}
  local out = drawn {
    {y = {1, 2, 3}, name = "µ = 0.5"}, {y = {3, 2, 1}, name = "HB"}, title = "‖ε‖² ⟿ 0", width = 40, height = 12,
  }
  assert(not out:find "[\x80-\xff]", out)
  assert(out:find("** mu = 0.5   ++ HB", 1, true), out)
  assert(out:find("||eps||^2 ? 0", 1, true), out)
end)
test("without colours braille series carry glyphs of their own", function()
  local out = drawn {{y = {1, 2, 3}, name = "a"}, {y = {3, 2, 1}, name = "b"}}
  assert(out:find "─●─ a   ─■─ b" and select(2, out:gsub("●", "")) > 1 and select(2, out:gsub("■", "")) > 1, out)
end)
test("dashed series carry glyphs of their own too", function()
  local function legend(count)
    local figure = {}
    for i = 1, 5 do
      figure[i] = {y = {i, i + 1}, name = "s" .. i, style = i <= count and "dashed" or "line"}
    end
    return drawn(figure):match "^[^\n]*"
  end
  equal(legend(0), "─●─ s1   ─■─ s2   ─▲─ s3   ─◆─ s4   ─▼─ s5")
  equal(legend(1), "╌●╌ s1   ─■─ s2   ─▲─ s3   ─◆─ s4   ─▼─ s5")
  equal(legend(3), "╌●╌ s1   ╌■╌ s2   ╌▲╌ s3   ─◆─ s4   ─▼─ s5")
end)
test("markers are what they are given to be, in every kind of plot", function()
  local figure = {
    {y = {1, 2}, name = "a", marker = "diamond"}, {y = {3, 3}, name = "b", style = "points", open = true},
    {y = {4, 5}, name = "c", style = "points", marker = "dot"}, {y = {6, 7}, name = "d", marker = "cross"},
  }
  local out = drawn(figure)
  assert(out:find("─◆─ a   □ b   ◦ c   ─✖─ d", 1, true), out)
  equal(select(2, out:gsub("□", "")), 3)
  plot_testing.environment = {LANG = "C"}
  out = drawn(figure)
  assert(out:find("xx a   HH b   .. c   %% d", 1, true), out)
  local file = svg(figure)
  assert(file:find('z" fill="none" stroke="#d55e00" stroke-width="1.3"/>', 1, true), "an open square")
  local discs = svg {{y = {1, 2}, style = "points", marker = "circle", open = true, color = "black"}}
  local circles = select(2, discs:gsub("M[%d.]+ [%d.]+ a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 %-6.4 0z", ""))
  equal(circles, 2)
end)
test("glyphs tell a hundred points from another hundred", function()
  local y, z = {}, {}
  for i = 1, 100 do y[i], z[i] = i, 200 - i end
  local out = drawn {{y = y, name = "a", style = "points"}, {y = z, name = "b", style = "points"}}
  assert(select(2, out:gsub("●", "")) > 20 and select(2, out:gsub("■", "")) > 20, out)
end)
test("no line is wider than the terminal", function()
  plot_testing.environment = {LANG = "C.UTF-8", COLUMNS = "33", LINES = "15"}
  local figure = {title = ("long title "):rep(9), xlabel = ("x"):rep(99), log = "x"}
  for i = 1, 5 do figure[i] = {y = {i, 2 * i}, name = "series " .. i} end
  for line in drawn(figure):gmatch "[^\n]*" do assert(text.width(line) <= 33, line) end
end)
test("titles cannot move the cursor", function()
  assert(not drawn({1, 2}, {title = "a\27[2Jb\rc"}):find "[\27\r]")
end)
test("ticks of the x axis are there on a log axis that begins at a tick", function()
  assert(drawn({1, 10, 100}, {1, 2, 3}, {log = "x", width = 60}):find "1e%+00 +1e%+01 +1e%+02")
end)
test("equal gives a unit the same length on both axes", function()
  plot_testing.environment = {LANG = "C"}
  local out = drawn({0, 1, 1, 0, 0}, {0, 0, 1, 1, 0}, {equal = true, width = 80, height = 25})
  -- A cell is twice as high as wide.
  local columns, rows = #out:match "%+(%-+)%+", select(2, out:gsub("[|+][* ]+|", ""))
  assert(rows > 15 and math.abs(columns - 2 * rows) <= 1, ("%d columns, %d rows"):format(columns, rows))
end)

-- Where it is drawn --

test("the first locale variable that is not empty decides", function()
  for _, case in ipairs {
    {{LANG = "C.UTF-8"}, true}, {{LANG = "de_DE.utf8"}, true}, {{}, false}, {{LC_ALL = "C", LANG = "C.UTF-8"}, false},
    {{LC_ALL = "", LC_CTYPE = "C.UTF-8", LANG = "C"}, true}, {{LC_CTYPE = "POSIX", LANG = "C.UTF-8"}, false},
  } do
    plot_testing.environment = case[1]
    equal(screen.find({}).unicode, case[2])
  end
end)
test("colours need a terminal that welcomes them", function()
  local function colors(is_terminal, variables)
    plot_testing.environment = variables
    return screen.find({is_terminal = function() return is_terminal end}).colors
  end
  equal(colors(true, {TERM = "xterm"}), 256)
  equal(colors(true, {TERM = "xterm", COLORTERM = "truecolor"}), 16777216)
  equal(colors(true, {TERM = "dumb"}), 0)
  equal(colors(true, {TERM = ""}), 0)
  equal(colors(true, {}), 0)
  equal(colors(true, {TERM = "xterm", NO_COLOR = "1"}), 0)
  equal(colors(false, {TERM = "xterm"}), 0)
  equal(screen.find({}).colors, 0)
end)
test("size: variables, then the host, then 80 x 24", function()
  local function size(host)
    local found = screen.find(host)
    return found.columns .. "x" .. found.lines
  end
  equal(size {}, "80x24")
  equal(size {terminal_size = function() return 120, 40 end}, "120x40")
  equal(size {terminal_size = function() return nil end}, "80x24")
  plot_testing.environment = {COLUMNS = "100", LINES = "x"}
  equal(size {terminal_size = function() return 120, 40 end}, "100x40")
end)
test("colours close where they end", function()
  plot.is_terminal = function() return true end
  plot_testing.environment.TERM = "xterm"
  local out = drawn {{y = {1, 2}, name = "a"}, {y = {2, 1}, name = "b"}}
  local _, opened = out:gsub("\27%[38;5;%d+m", "")
  local _, closed = out:gsub("\27%[0m", "")
  assert(opened > 4 and opened == closed)
end)

testing.finish()
