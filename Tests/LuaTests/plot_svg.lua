---Tests of the pictures that plot writes, for stock Lua: lua5.4 Tests/LuaTests/plot_svg.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local markup = require "plot.markup"
local plot = require "plot"
local plot_testing = require "plot_testing"
local testing = require "testing"

local test, equal = testing.test, testing.equal
local drawn, svg = plot_testing.drawn, plot_testing.svg

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
    local at = file:match '<text x="([%d.]+)" y="[%d.]+" font%-size="12" fill="#222222">'
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
  local last = file:match '<text x="([%d.]+)" y="[%d.]+" text%-anchor="middle" font%-size="12" fill="#333333">20000<'
  assert(last + 5 * 7.64 / 2 <= 600, last)
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
  local path = testing.folder() .. "/none/a.svg"
  local refusal = "plot: cannot write '%s': "
  equal(testing.message(plot, {1, 2}, {file = path}), refusal:format(path) .. "No such file or directory")
  assert(os.execute(("mkdir '%s/dir.svg'"):format(testing.folder())))
  path = testing.folder() .. "/dir.svg"
  equal(testing.message(plot, {1, 2}, {file = path}), refusal:format(path) .. "Is a directory")
  os.remove(testing.folder() .. "/dir.svg")
  equal(testing.listing(), "")
end)
test("a plot draws no number from math.random", function()
  math.randomseed(5)
  local expected = math.random()
  math.randomseed(5)
  svg({1, 2}, {})
  drawn {1, 2}
  equal(math.random(), expected)
end)

testing.finish()
