---Tests of the pictures that plot writes, for stock Lua: lua5.4 Tests/LuaTests/plot_svg.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local plot = require "plot"
local plot_testing = require "plot_testing"
local testing = require "testing"

local test, equal = testing.test, testing.equal
local drawn, svg = plot_testing.drawn, plot_testing.svg

---The first text of an SVG that has a label.
local function texts(content, label)
  for _, text in ipairs(plot_testing.texts(content)) do
    if text.label == label then return text end
  end
end

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
  assert(content:find('aria-label="10⁻⁶"', 1, true) and not content:find "<text")
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
  assert(#peak < 14000)
  -- The box leaves 4 % of the extent free at either end.
  local height = peak:match '<rect x="[%d.]+" y="14" width="[%d.]+" height="([%d.]+)"'
  local highest = 0
  local line = peak:match '<path d="([^"]*)" fill="none" stroke="#0072b2"'
  for rise in line:gmatch "-(%d*%.?%d*)" do highest = math.max(highest, tonumber(rise)) end
  assert(math.abs(highest - height / 1.08) < 0.1, ("%g of %g"):format(highest, height))
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
test("a legend is as wide as its texts", function()
  -- From the tables of DejaVuSans.ttf, at 12 pixels.
  for source, width in pairs {["HB mu = 0.95"] = 84.77, ["HBF 2, piecewise, accurate"] = 162.49} do
    local file = svg {{y = {1, 2, 3, 4}, name = source}}
    local x, wide = file:match '<rect x="([%d.]+)" y="[%d.]+" width="([%d.]+)" height="[%d.]+" rx="2.5"'
    local text = texts(file, source)
    equal(text.size, 12)
    local room = x + wide - text.x - width
    assert(room >= 5 and room < 11, room)
  end
end)
test("labels of ticks keep clear of the y axis' name and of the picture's edge", function()
  local file = svg {{x = {0, 20050}, y = {1e-12, 1e-3}}, log = "y", ylabel = "L"}
  local name, tick = texts(file, "L"), texts(file, "10⁻¹²")
  assert(name.upright and tick.x - name.x >= 7, tick.x - name.x)
  -- 20000, centred on its tick: five digits of 7.64.
  local last = texts(file, "20000")
  assert(last.x + 5 * 7.64 <= 600, last.x)
end)
test("names of axes and titles have the room that their formulas take", function()
  local plain = {{1, 2}, xlabel = "k", ylabel = "L", title = "T"}
  local tall = {
    {1, 2}, xlabel = [[$\frac{k}{\sqrt{2}}$]], ylabel = [[$\frac{a}{b}$]],
    title = [[$\left(\frac{\frac12}{3}\right)^2$]],
  }
  local function box(figure)
    local x, y, width, height = svg(figure):match '<rect x="([%d.]+)" y="([%d.]+)" width="([%d.]+)" height="([%d.]+)" f'
    return tonumber(x), tonumber(y), x + width, y + height
  end
  local x, y, _, bottom = box(plain)
  local left, top, _, lower = box(tall)
  assert(left > x + 2 and top > y + 3 and lower < bottom - 3, ("%g %g %g"):format(left - x, top - y, lower - bottom))
end)
test("equal labels are drawn of the same letters, each defined once", function()
  local content = svg {{y = {1, 2}, name = "aabb $a_a$"}, title = "abba"}
  local defined = {}
  for name in content:gmatch '<path id="(%w+)"' do
    assert(not defined[name], name)
    defined[name] = true
  end
  assert(defined.regular61 and defined.italic61 and not defined.bold61)
  for name in content:gmatch 'href="#(%w+)"' do assert(defined[name], name) end
end)
test("letters without outlines are left to whoever shows the picture", function()
  local content = svg({1, 2}, {title = "中文 e\u{301} & x"})
  assert(content:find(">中</text>.*>文</text>") and content:find('>e\u{301}</text>', 1, true))
end)
test("a legend hides no curve", function()
  local up = svg {{y = {1, 2, 3, 4}, name = "up"}}
  assert(up:find 'rx="2.5"')
  local noise = {name = "noise", y = {}}
  for i = 1, 100 do noise.y[i] = i % 2 end
  assert(not svg({noise}):find 'rx="2.5"', "beside the box, without a frame")
  assert(not texts(svg {{y = {1}, name = "a"}, legend = false}, "a"))
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
