---Tests of pictures that are drawn over, for stock Lua: lua5.4 Tests/LuaTests/plot_live.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local live = require "plot.live"
local plot = require "plot"
local testing = require "testing"

local equal = testing.equal
local environment = {}
rawset(os, "getenv", function(name) return environment[name] end)
local clock = 0
rawset(os, "clock", function() return clock end)

---A terminal: what is written to it moves its cursor, wraps and scrolls. When it becomes narrower, it wraps what no
---longer fits, as many terminals do.
local Terminal = {}
Terminal.__index = Terminal

local function terminal(columns, lines)
  return setmetatable({columns = columns, lines = lines, rows = {{}}, row = 1, column = 1, writes = 0}, Terminal)
end

function Terminal:newline()
  self.row, self.column = self.row + 1, 1
  self.rows[self.row] = self.rows[self.row] or {}
end

---The first row that is in the window.
function Terminal:top() return math.max(1, #self.rows - self.lines + 1) end

function Terminal:write(text)
  self.writes = self.writes + 1
  local at = 1
  while at <= #text do
    local count, command = text:match("^\27%[([%d;]*)(%a)", at)
    if command then
      at = at + #count + 3
      if command == "A" then
        self.row = math.max(self:top(), self.row - tonumber(count))
      elseif command == "H" then
        self.row, self.column = self:top(), 1
      elseif command == "K" then
        for i = self.column, self.columns do self.rows[self.row][i] = nil end
      elseif command == "J" then
        local first = count == "2" and self:top() or self.row + 1
        if count == "" then for i = self.column, self.columns do self.rows[self.row][i] = nil end end
        for i = first, #self.rows do self.rows[i] = {} end
      else
        equal(command, "m")
      end
    else
      local character = text:match("^" .. utf8.charpattern, at)
      at = at + #character
      if character == "\n" then
        self:newline()
      elseif character == "\r" then
        self.column = 1
      else
        if self.column > self.columns then self:newline() end
        self.rows[self.row][self.column] = character
        self.column = self.column + 1
      end
    end
  end
  return self
end

function Terminal:flush() return self end

function Terminal:resize(columns, lines)
  if columns < self.columns then
    local rows, row = {}, 1
    for i, cells in ipairs(self.rows) do
      local last = 0
      for k in pairs(cells) do last = math.max(last, k) end
      if i == self.row then row = #rows + 1 end
      for first = 1, math.max(last, 1), columns do
        rows[#rows + 1] = table.move(cells, first, math.min(first + columns - 1, last), 1, {})
      end
    end
    self.rows, self.row = rows, row
  end
  self.columns, self.lines = columns, lines
end

---What the window shows, without blank lines at its end.
function Terminal:shown()
  local out = {}
  for i = self:top(), #self.rows do
    local line = {}
    for k = 1, self.columns do line[k] = self.rows[i][k] or " " end
    out[#out + 1] = table.concat(line):gsub(" +$", "")
  end
  return (table.concat(out, "\n"):gsub("\n+$", "")) .. "\n"
end

local screen

local function test(sentence, body)
  environment, clock = {LANG = "C.UTF-8", TERM = "xterm", NO_COLOR = "1"}, 0
  screen = terminal(60, 20)
  plot.terminal_size = function() return screen.columns, screen.lines end
  plot.is_terminal = function() return true end
  local real = io.stdout
  testing.test(sentence, function()
    rawset(io, "stdout", setmetatable({}, {__index = function(_, name)
      return function(_, ...) return screen[name](screen, ...) end
    end}))
    local ok, why = xpcall(body, debug.traceback)
    rawset(io, "stdout", real)
    if not ok then error(why, 0) end
  end)
end

---What a plot as high as a live one shows on an empty terminal one column narrower: the last one stays free.
local function alone(...)
  local before = screen
  screen = terminal(before.columns - 1, ((before.lines - 2) * 4 + 2) // 3)
  plot(...)
  local shown = screen:shown()
  screen = before
  return shown
end

test("in a loop the picture is drawn over the one before", function()
  screen:write "before\n"
  for n = 2, 6 do
    local y = {}
    for i = 1, n do y[i] = i * i end
    plot(y, {live = true, title = "n = " .. n, height = 12})
    equal(screen:shown(), "before\n" .. alone(y, {title = "n = " .. n, height = 12}))
  end
  equal(screen.column, 1)
end)
test("each picture is one write, so that nothing flickers", function()
  for n = 2, 6 do plot({1, n}, {live = true}) end
  equal(screen.writes, 5)
end)
test("a picture of fewer lines leaves none of the one before", function()
  for _, height in ipairs {16, 10, 14} do
    plot({1, 2}, {live = true, height = height})
    equal(screen:shown(), alone({1, 2}, {height = height}))
  end
end)
---Runs a line as the prompt does, with nothing but C above it.
local function typed(line)
  rawset(_G, "plot", plot)
  coroutine.wrap(assert(load(line)))()
  rawset(_G, "plot", nil)
end

test("another line typed at the prompt has a picture of its own", function()
  local line = "for n = 2, 4 do plot({1, n}, {live = true, height = 8}) end"
  typed(line)
  typed(line)
  local one = alone({1, 4}, {height = 8})
  screen.lines = 30
  equal(screen:shown(), one .. one)
end)
test("a call that is the whole line has a picture of its own", function()
  for _ = 1, 2 do typed "return plot({1, 2}, {live = true, height = 8})" end
  screen.lines = 30
  local one = alone({1, 2}, {height = 8})
  equal(screen:shown(), one .. one)
end)
test("whatever the window becomes, the picture fills it and nothing else is left", function()
  for _, size in ipairs {{60, 20}, {40, 20}, {40, 12}, {90, 12}, {90, 40}, {30, 11}, {25, 30}, {80, 24}, {79, 24}} do
    screen:resize(size[1], size[2])
    plot({1, 2, 3}, {live = true, title = "t", xlabel = "x"})
    local shown, expected = screen:shown(), alone({1, 2, 3}, {title = "t", xlabel = "x"})
    equal(shown:sub(-#expected), expected)
    local _, pictures = shown:gsub("┌", "")
    equal(pictures, 1)
  end
end)
test("a size that is asked for is not larger than the window", function()
  for _ = 1, 2 do plot({1, 2}, {live = true, width = 200, height = 100}) end
  equal(screen:shown(), alone({1, 2}))
end)
test("a window too small for a plot keeps what it shows, until it is larger again", function()
  plot({1, 2}, {live = true})
  local before = screen:shown()
  screen.lines = 5
  plot({1, 3}, {live = true})
  screen.lines = 20
  equal(screen:shown(), before)
  plot({1, 3}, {live = true})
  equal(screen:shown(), alone {1, 3})
end)
test("what a log axis cannot show is counted", function()
  plot({1, 0, 10}, {live = true, log = "y"})
  assert(screen:shown():find("1 point not shown: y <= 0 on a log axis\n", 1, true))
end)
for case, change in pairs {
  ["that is no terminal"] = function() plot.is_terminal = function() return false end end,
  ["that cannot go back"] = function() environment.TERM = "dumb" end,
  ["that nobody knows"] = function() plot.is_terminal = nil end,
} do
  test("nothing is drawn on an output " .. case, function()
    change()
    plot({1, 2}, {live = true})
    local points = plot.live()
    points:add(1, 2)
    points:close()
    equal(live.follow("f", "title", {}), nil)
    equal(screen.writes, 0)
  end)
end

test("points that come one by one are drawn ten times a second, the last ones at the end", function()
  local points, x, y = plot.live {title = "loop"}, {}, {}
  for i = 1, 1000 do
    clock = i / 1000
    x[i], y[i] = i, i * i
    points:add(i, i * i)
  end
  assert(screen.writes >= 9 and screen.writes <= 11, screen.writes)
  points:close()
  equal(screen:shown(), alone(x, y, {title = "loop"}))
  points:close()
  points:add(1, 2)
  assert(screen.writes <= 12)
end)
test("points may be of several series, by name", function()
  do
    local points <close> = plot.live {log = "y"}
    for i = 1, 5 do
      points:add(i, i, "up")
      points:add(i, 6 - i, "down")
    end
  end
  equal(screen:shown(), alone {
    {x = {1, 2, 3, 4, 5}, y = {1, 2, 3, 4, 5}, name = "up"}, {x = {1, 2, 3, 4, 5}, y = {5, 4, 3, 2, 1}, name = "down"},
    log = "y",
  })
end)
test("a million points take little memory, and the last one is shown", function()
  local points = plot.live()
  clock = -1e9
  collectgarbage()
  local before = collectgarbage "count"
  for i = 1, 1000000 do points:add(i, i % 7) end
  collectgarbage()
  assert(collectgarbage "count" - before < 500)
  points:close()
  assert(screen:shown():find "1.0e%+06\n", screen:shown())
end)
for _, size in ipairs {{40, 10}, {30, 10}, {40, 9}, {40, 8}, {40, 6}, {40, 3}, {15, 12}, {40, 2}} do
  test(("a run's picture never scrolls a window of %d x %d"):format(size[1], size[2]), function()
    screen = terminal(size[1], size[2])
    local add, finish = live.follow("f", "heavy ball", {})
    for i = 1, 5 do
      clock = i
      add(i, 1 / i, (" %d%% done"):format(i))
      assert(#screen.rows <= screen.lines, #screen.rows)
      assert(screen:shown():find((" %d%%%% done\n$"):format(i)), screen:shown())
    end
    equal(screen:shown():find "0.2" ~= nil, size[1] > 20 and size[2] >= 8)
    finish({1, 2}, {1, 0.5}, " all done")
    assert(#screen.rows <= screen.lines and screen:shown():find " all done\n$", screen:shown())
  end)
end
test("a run's loss has a log axis as long as it is not negative", function()
  local add, finish = live.follow("f", "heavy ball", {})
  add(0, 0, "a")
  assert(not screen:shown():find "1e")
  clock = 1
  add(1, 1e-9, " 10%  1e+06 steps/s")
  assert(screen:shown():find "1e%-0?9" and screen:shown():find "\n 10%%  1e%+06 steps/s\n$", screen:shown())
  assert(screen:shown():find "heavy ball")
  finish({0, 1, 2}, {0, 1e-9, -1}, "3 steps")
  assert(not screen:shown():find "1e" and screen:shown():find "\n3 steps\n$", screen:shown())
end)

local mistakes = {
  {function() return plot({1, 2}, {live = 1}) end, "plot: option 'live' must be true or false, got 1"},
  {function() return plot({1, 2}, {live = true, file = "a.svg"}) end,
    "plot: option 'live' is for the terminal, got option 'file' too"},
  {function() plot.live {file = "a.svg"} end, "plot.live: unknown option 'file'"},
  {function() plot.live(3) end, "plot.live: takes its options by name, as in plot.live{title = ..}, got 3"},
  {function() live.follow("optimizer:run", "t", {lgo = "y"}) end,
    "optimizer:run: unknown option 'live.lgo' (did you mean 'log'?)"},
}
for _, case in ipairs(mistakes) do
  test("refused: " .. case[2], function()
    local ok, why = pcall(case[1])
    assert(not ok)
    -- Without the place in this file.
    equal((why:gsub("^[^:]*plot_live%.lua:%d+: ", "")), case[2])
  end)
end
test("refused: what is no number", function()
  local ok, why = pcall(function() plot.live():add(1, "a") end)
  assert(not ok and why:find("plot.live:add: argument 'y' must be a number, got string 'a'", 1, true), why)
end)

testing.finish()
