---Tests of stdlib/plot.lua and what it is made of, for stock Lua: lua5.4 Tests/LuaTests/plot.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/../../stdlib/?.lua;" .. package.path

local atomic = require "polyak.atomic"
local canvas = require "plot.canvas"
local markup = require "plot.markup"
local means = require "script.means"
local palette = require "plot.palette"
local plot = require "plot"
local screen = require "plot.screen"
local spelling = require "polyak.spelling"
local text = require "plot.text"
local ticks = require "plot.ticks"

local passed, failed = 0, 0
local environment = {}
local getenv = os.getenv
rawset(os, "getenv", function(name) return environment[name] end)

---@param sentence string
---@param body fun()
local function test(sentence, body)
  environment = {LANG = "C.UTF-8"}
  plot.terminal_size, plot.is_terminal = nil, nil
  local ok, message = xpcall(body, debug.traceback)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    io.stderr:write("FAILED  ", sentence, "\n  ", tostring(message), "\n")
  end
end

local function equal(got, expected)
  if got ~= expected then error(("got\n%s\nexpected\n%s"):format(got, expected), 2) end
end

---@return string  # what a call of plot writes to the terminal
local function drawn(...)
  local pieces, real = {}, io.stdout
  rawset(io, "stdout", {write = function(self, piece) pieces[#pieces + 1] = piece return self end})
  local returned = table.pack(pcall(plot, ...))
  rawset(io, "stdout", real)
  if not returned[1] then error(returned[2], 0) end
  assert(returned.n == 1, "a plot in the terminal returns nothing")
  return table.concat(pieces)
end

local function message(...)
  local ok, why = pcall(drawn, ...)
  assert(not ok, "an error was expected")
  return why
end

local function exists(path)
  local file = io.open(path, "rb")
  if file then file:close() end
  return file ~= nil
end

local function read(path)
  local file = assert(io.open(path, "rb"))
  local content = file:read "a"
  file:close()
  return content
end

local folder = os.tmpname()
os.remove(folder)
assert(os.execute(("mkdir '%s'"):format(folder)))

local function listing()
  local pipe = assert(io.popen(("ls -A '%s'"):format(folder)))
  local names = pipe:read "a"
  pipe:close()
  return names
end

local function svg(...)
  local path = folder .. "/figure.svg"
  local figure = {...}
  figure[#figure].file = path
  equal(plot(table.unpack(figure)), path)
  local content = read(path)
  os.remove(path)
  return content
end

---Userdata such as the host's: any userdata will do for its metatable.
local function object(methods, name)
  local userdata = io.tmpfile()
  userdata:close()
  methods.__name = name
  return debug.setmetatable(userdata, methods)
end

local function vector(numbers)
  return object({__len = function() return #numbers end, __index = function(_, i) return numbers[i] end}, "Vector")
end

local function matrix(rows)
  local vectors = {}
  for i, row in ipairs(rows) do vectors[i] = vector(row) end
  local methods = {get = function(_, i, j) return rows[i][j] end}
  return object({
    __len = function() return #rows end,
    __index = function(_, key) return methods[key] or vectors[key] end,
  }, "Matrix")
end

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
  local out = drawn({-100, 100}, {ylim = {0, 1}, width = 30, height = 8})
  assert(out:find "⣿" or out:find "⡇" or out:find "⢸" or out:find "⡜", out)
end)
test("without UTF-8 series have characters of their own and formulas are spelled", function()
  environment = {LANG = "C"}
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
test("several dashed series carry glyphs of their own too, one alone is told by its dashes", function()
  local function legend(count)
    local figure = {}
    for i = 1, 5 do
      figure[i] = {y = {i, i + 1}, name = "s" .. i, style = i <= count and "dashed" or "line"}
    end
    return drawn(figure):match "^[^\n]*"
  end
  equal(legend(0), "─●─ s1   ─■─ s2   ─▲─ s3   ─◆─ s4   ─▼─ s5")
  equal(legend(1), "╌╌ s1   ─●─ s2   ─■─ s3   ─▲─ s4   ─◆─ s5")
  equal(legend(3), "╌▲╌ s1   ╌◆╌ s2   ╌▼╌ s3   ─●─ s4   ─■─ s5")
end)
test("markers are what they are given to be, in every kind of plot", function()
  local figure = {
    {y = {1, 2}, name = "a", marker = "diamond"}, {y = {3, 3}, name = "b", style = "points", open = true},
    {y = {4, 5}, name = "c", style = "points", marker = "dot"}, {y = {6, 7}, name = "d", marker = "cross"},
  }
  local out = drawn(figure)
  assert(out:find("─◆─ a   □ b   ◦ c   ─✖─ d", 1, true), out)
  equal(select(2, out:gsub("□", "")), 3)
  environment = {LANG = "C"}
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
  environment = {LANG = "C.UTF-8", COLUMNS = "33", LINES = "15"}
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
  environment = {LANG = "C"}
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
    environment = case[1]
    equal(screen.find({}).unicode, case[2])
  end
end)
test("colours need a terminal that welcomes them", function()
  local function colors(is_terminal, variables)
    environment = variables
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
  environment = {COLUMNS = "100", LINES = "x"}
  equal(size {terminal_size = function() return 120, 40 end}, "100x40")
end)
test("colours close where they end", function()
  plot.is_terminal = function() return true end
  environment.TERM = "xterm"
  local out = drawn {{y = {1, 2}, name = "a"}, {y = {2, 1}, name = "b"}}
  local _, opened = out:gsub("\27%[38;5;%d+m", "")
  local _, closed = out:gsub("\27%[0m", "")
  assert(opened > 4 and opened == closed)
end)

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

test("every Lua file of stdlib/ travels inside the program", function()
  local pipe = assert(io.popen(("cd '%s/../../stdlib' && find . -name '*.lua' | sort"):format(here)))
  local found = pipe:read "a":gsub("%./", "")
  pipe:close()
  local listed = {}
  for path in read(here .. "/../../stdlib/files.h"):gmatch '#define LUA_FILE "(.-)"' do listed[#listed + 1] = path end
  table.sort(listed)
  equal(table.concat(listed, "\n") .. "\n", found)
end)

-- Files --

test("an SVG is complete, well-formed and the same each time", function()
  local function once()
    return svg {
      {x = {1, 2, 3}, y = {1, 1e-3, 1e-6}, name = "a < b & \"c\""}, {x = {1, 3}, y = {1, 1e-2}, style = "dashed"},
      log = "y", title = "T & <x>", xlabel = "k", ylabel = "L", marks = true,
    }
  end
  local content = once()
  equal(content, once())
  equal(content:sub(1, 40), '<svg xmlns="http://www.w3.org/2000/svg" ')
  assert(content:find("<title>T &amp; &lt;x&gt;</title>", 1, true))
  assert(content:find("a &lt; b &amp; &quot;c&quot;", 1, true))
  assert(content:find('>10<tspan dy="-4.32" font-size="8.88">−6</tspan>', 1, true))
  local open = {}
  for closing, name, empty in content:gmatch "<(/?)(%a+)[^>]-(/?)>" do
    if closing == "/" then
      equal(table.remove(open), name)
    elseif empty == "" then
      open[#open + 1] = name
    end
  end
  equal(#open, 0)
  assert(not content:gsub("&%a+;", ""):find "&")
end)
test("a locale's decimal comma reaches no file", function()
  if os.setlocale("de_DE.UTF-8", "numeric") then
    local content = svg({0.5, 1.5}, {})
    os.setlocale("C", "numeric")
    assert(not content:find "%d,%d")
  end
end)
test("files of long series stay below 200 kB and keep the extremes", function()
  local n, x, y, u, gaps = 100000, {}, {}, {}, {}
  local state = 1
  local function draw() state = state * 48271 % 2147483647 return state / 2147483647 end
  for i = 1, n do x[i], y[i], u[i], gaps[i] = i, draw(), draw(), i % 2 == 0 and draw() or 0 / 0 end
  y[54321] = 7
  local flat = {}
  for i = 1, n do flat[i] = 0.5 end
  flat[54321] = 7
  local peak = svg(flat, {})
  assert(#peak < 10000)
  -- The box is 356 high and leaves 4 % of the extent free at either end.
  assert(peak:find("-329.6", 1, true), "the single peak is drawn in full height")
  for name, size in pairs {
    monotone = #svg(x, y, {}), zigzag = #svg(u, y, {}), scatter = #svg(u, y, {style = "points"}),
    gaps = #svg(x, gaps, {}),
  } do
    assert(size < 200000, name .. " " .. size)
  end
end)
test("dashes follow from a series' place, or are given", function()
  local function dashes(...)
    local found = {}
    for dash in svg({{y = {1, 2}, dash = (...)}, {y = {2, 3}, dash = select(2, ...)}, {y = {3, 4}}}):gmatch
      'stroke%-width="1.8" stroke%-linejoin="round" stroke%-(%S-"[%d. ]*)' do found[#found + 1] = dash end
    return table.concat(found, " | ")
  end
  equal(dashes(), 'linecap=" | dasharray="7 2.5 | dasharray="2 2')
  equal(dashes(3, 3), 'dasharray="2 2 | dasharray="2 2 | dasharray="2 2')
  equal(dashes(2, 1), 'dasharray="7 2.5 | linecap=" | dasharray="2 2')
end)
test("texts have the room that the widest of the usual fonts takes", function()
  -- From the tables of DejaVuSans.ttf, at 12 pixels.
  for source, width in pairs {["HB mu = 0.95"] = 84.77, ["HB mu = 0.5, block"] = 116.6,
    ["HBF 2, piecewise, accurate"] = 162.49} do
    assert(markup.width(source, 12) >= width and markup.width(source, 12) < 1.1 * width, source)
    local file = svg {{y = {1, 2, 3, 4}, name = source}}
    local x, wide = file:match '<rect x="([%d.]+)" y="[%d.]+" width="([%d.]+)" height="[%d.]+" rx="2.5"'
    local at = file:match '<text x="([%d.]+)" y="[%d.]+" font%-size="12" fill="#222">'
    assert(x + wide - at - width >= 5, "the frame is behind the text")
  end
end)
test("labels of ticks keep clear of the y axis' name and of the picture's edge", function()
  local file = svg {{x = {0, 20050}, y = {1e-12, 1e-3}}, log = "y", ylabel = "L"}
  local name = file:match 'translate%(([%d.]+) '
  local tick = file:match '<text x="([%d.]+)" y="[%d.]+" text%-anchor="end"'
  -- 10 to the power of −12, the exponent smaller.
  local label = 2 * 7.64 + 0.74 * (2 * 7.64 + 10.06)
  assert(tick - label - name >= 7, tick - label - name)
  -- 20000, centred on its tick.
  local last = file:match '<text x="([%d.]+)" y="[%d.]+" text%-anchor="middle" font%-size="12" fill="#333">20000<'
  assert(last + 5 * 7.64 / 2 <= 600, last)
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
test("a legend hides no curve", function()
  local up = svg {{y = {1, 2, 3, 4}, name = "up"}}
  assert(up:find 'rx="2.5"')
  local noise = {name = "noise", y = {}}
  for i = 1, 100 do noise.y[i] = i % 2 end
  assert(not svg({noise}):find 'rx="2.5"', "beside the box, without a frame")
  assert(not svg({{y = {1}, name = "a"}, legend = false}):find ">a<")
end)
test("a file that cannot be written leaves nothing", function()
  local path = folder .. "/none/a.svg"
  equal(message({1, 2}, {file = path}), ("plot: cannot write '%s': No such file or directory"):format(path))
  assert(os.execute(("mkdir '%s/dir.svg'"):format(folder)))
  path = folder .. "/dir.svg"
  equal(message({1, 2}, {file = path}), ("plot: cannot write '%s': Is a directory"):format(path))
  os.remove(folder .. "/dir.svg")
  equal(listing(), "")
end)
test("atomic.write replaces whole files and leaves nothing beside them", function()
  local path = folder .. "/data"
  assert(atomic.write(path, "one"))
  assert(atomic.write(path, "two"))
  equal(read(path), "two")
  equal(listing(), "data\n")
  os.remove(path)
end)
test("a full disk is reported and keeps what was there", function()
  if not exists "/dev/full" then return end
  local open = io.open
  rawset(io, "open", function(name, mode)
    if mode == "wb" then
      local real = assert(open(name, mode))
      real:close()
      return open("/dev/full", mode)
    end
    return open(name, mode)
  end)
  local written, why = atomic.write(folder .. "/full", ("x"):rep(100000))
  rawset(io, "open", open)
  equal(written, nil)
  equal(why, "No space left on device")
  equal(listing(), "")
end)
test("a plot draws no number from math.random", function()
  math.randomseed(5)
  local expected = math.random()
  math.randomseed(5)
  svg({1, 2}, {})
  drawn {1, 2}
  equal(math.random(), expected)
end)

-- Bad input --

local endings = ".gp, .pdf, .png, .six, .sixel, .svg, .tex"
local numbers = "must be numbers (a table, a vector or a matrix), got "
local mistakes = {
  {{{1, 2}, {tilte = "a"}}, "plot: unknown option 'tilte' (did you mean 'title'?)"},
  {{{1, 2}, {zzz = 1}}, "plot: unknown option 'zzz'"},
  {{{1, 2}, {zzz = 1, lgo = 2}}, "plot: unknown option 'lgo' (did you mean 'log'?)"},
  {{{1, 2}, {title = 3}}, "plot: option 'title' must be a string, got 3"},
  {{{1, 2}, {log = "z"}}, "plot: option 'log' must be 'x', 'y' or 'xy', got string 'z'"},
  {{{1, 2}, {log = true}}, "plot: option 'log' must be 'x', 'y' or 'xy', got true"},
  {{{1, 2}, {legend = "top lef"}}, "plot: option 'legend' must be true or false or 'top left', 'top right', "
    .. "'bottom left', 'bottom right' or 'outside', got string 'top lef' (did you mean 'top left'?)"},
  {{{1, 2}, {style = "point"}},
    "plot: option 'style' must be 'line', 'dashed' or 'points', got string 'point' (did you mean 'points'?)"},
  {{{{y = {1, 2}, marker = "circel"}}}, "plot: option 'series[1].marker' must be 'dot', 'circle', 'square', "
    .. "'triangle', 'diamond', 'down', 'plus', 'cross' or 'star', got string 'circel' (did you mean 'circle'?)"},
  {{{{y = {1, 2}, dash = 9}}}, "plot: option 'series[1].dash' must be an integer in [1, 8], got 9"},
  {{{1, 2}, {width = 3}}, "plot: option 'width' must be an integer in [20, 10000], got 3"},
  {{{1, 2}, {height = 10.5}}, "plot: option 'height' must be an integer in [8, 10000], got 10.5"},
  {{{1, 2}, {xlim = {2, 1}}}, "plot: option 'xlim' must be {low, high} with low < high, got table"},
  {{{1, 2}, {ylim = {0, 1}, log = "y"}}, "plot: option 'ylim[1]' must be a number > 0 on a log axis, got 0"},
  {{{1, 2}, {equal = true, log = "y"}}, "plot: option 'equal' needs linear axes, got option 'log' too"},
  {{{1, 2}, {color = "bleu"}}, "plot: option 'color' must be a name (black, orange, sky, green, yellow, blue, red, "
    .. "purple, gray) or '#rrggbb', got string 'bleu' (did you mean 'blue'?)"},
  {{{1, 2}, {file = "a.pgn"}},
    "plot: option 'file' must be a name ending in " .. endings .. ", got string 'a.pgn' (did you mean '.png'?)"},
  {{{1, 2}, {file = "a.vsg"}},
    "plot: option 'file' must be a name ending in " .. endings .. ", got string 'a.vsg' (did you mean '.svg'?)"},
  {{{1, 2}, {1, 2, 3}}, "plot: argument 'y' must be as many numbers as x, 2, got 3"},
  {{{{x = {1, 2}, y = {1}}}}, "plot: option 'series[1].y' must be as many numbers as x, 2, got 1"},
  {{{1, "a", 3}}, "plot: argument 'y[2]' must be a number, got string 'a'"},
  {{{1, "a", title = "t"}}, "plot: argument 'y[2]' must be a number, got string 'a'"},
  {{{x = {1, {}}, y = {1, 2}}}, "plot: option 'x[2]' must be a number, got table"},
  {{{{y = {1, 2}}, {y = {1, {}}}}}, "plot: option 'series[2].y[2]' must be a number, got table"},
  {{{{{1, 2}, {1, false}}}}, "plot: argument 'series[1][2][2]' must be a number, got false"},
  {{{{y = {1}}, {name = "GD"}}}, "plot: option 'series[2].y' is missing (numbers)"},
  {{{name = "GD"}}, "plot: option 'y' is missing (numbers)"},
  {{{{y = {1}}, 7}}, "plot: argument 'series[2]' must be a table with x and y, or numbers, got 7"},
  {{{{y = {1}, nmae = "GD"}}}, "plot: unknown option 'series[1].nmae' (did you mean 'name'?)"},
  {{{{y = {1}}, name = "GD"}}, "plot: option 'name' belongs into the table of a series"},
  {{"abc"}, "plot: argument 'y' " .. numbers .. "string 'abc'"},
  {{{1}, "abc"}, "plot: argument 'y' " .. numbers .. "string 'abc'"},
  {{"abc", {1}}, "plot: argument 'x' " .. numbers .. "string 'abc'"},
  {{{1}, {1}, 5}, "plot: the options must be a table, got 5"},
  {{{1}, {1}, {1}}, "plot: options have names, got the key 1"},
  {{{{y = {1}}}, 5}, "plot: argument 'options' must be a table of options behind a table of series, got 5"},
  {{{1}, {1}, {}, {}}, "plot: takes at most 2 arguments and a table of options, got 4"},
  {{}, "plot: argument 'y' is missing (numbers, or a table of series)"},
  {{matrix {{1, 2, 3}}},
    "plot: argument 'y' must be a matrix of 2 columns, a curve in the plane, where x is left out, got one of 3"},
  {{matrix {{1, 2}}, {1}}, "plot: argument 'x' must be a vector, got userdata"},
  {{object({}, "Trajectory")}, "plot: argument 'y' " .. numbers .. "userdata; "
    .. "for a trajectory hb write plot(hb.t, hb.loss), or plot(hb.beta)"},
  {{object({}, "Ensemble")}, "plot: argument 'y' " .. numbers .. "userdata; "
    .. "of an ensemble many, many:member(1) is a trajectory"},
  {{object({}, "Loss")}, "plot: argument 'y' " .. numbers .. "userdata; "
    .. "a loss is drawn along a run hb of it: plot(hb.t, hb.loss)"},
}
for _, case in ipairs(mistakes) do
  test("refused: " .. case[2], function() equal(message(table.unpack(case[1])), case[2]) end)
end

rawset(os, "getenv", getenv)
os.remove(folder)
print(("%d passed, %d failed"):format(passed, failed))
os.exit(failed == 0)
