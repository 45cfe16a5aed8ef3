---Tests of the kinds of layers and how each output draws them, for stock Lua: lua5.4 Tests/LuaTests/plot_layers.lua
---With gnuplot (Debian's gnuplot-nox) its scripts are run.
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local axes = require "plot.axes"
local Place = require "polyak.place"
local colormap = require "plot.colormap"
local deflate = require "plot.deflate"
local figures = require "plot.figure"
local kinds = require "plot.kinds"
local landscape = require "plot.landscape"
local layers = require "plot.layers"
local marching = require "plot.marching"
local plot = require "plot"
local plot_testing = require "plot_testing"
local png = require "plot.png"
local testing = require "testing"

local test, equal, output = testing.test, testing.equal, testing.output
local folder = testing.folder()
local has_gnuplot = output "command -v gnuplot" ~= ""

---@return string  # the file that a call of a function of plot writes
local function written(call, ending, given)
  local path = folder .. "/figure" .. ending
  given.file = path
  equal(call(given), path)
  given.file = nil
  local content = testing.read(path)
  os.remove(path)
  return content
end

---@return string  # what a call of a function of plot writes to the terminal
local function shown(call, ...)
  local pieces, real = {}, io.stdout
  rawset(io, "stdout", {write = function(self, piece) pieces[#pieces + 1] = piece return self end})
  local ok, why = pcall(call, ...)
  rawset(io, "stdout", real)
  if not ok then error(why, 0) end
  return table.concat(pieces)
end

---Raises an error where elements do not end in the order in which they begin, or text has what XML cannot hold.
---@param source string
local function check_xml(source)
  local open, rest = {}, source
  for before, slash, name, attributes, close in source:gmatch "([^<]*)<(/?)(%a+)([^>]-)(/?)>" do
    assert(not before:gsub("&%a+;", ""):find "[&>%z\1-\8\11\12\14-\31]", before)
    assert(not attributes:gsub('"[^"]*"', ""):find '"', attributes)
    if slash == "/" then
      equal(name, table.remove(open))
    elseif close == "" then
      open[#open + 1] = name
    end
  end
  equal(#open, 0)
  assert(rest:find "</svg>\n$")
end

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

-- Images --

test("checksums and base 64 are those of the standards", function()
  equal(png.crc "123456789", 0xCBF43926)
  equal(png.adler "Wikipedia", 0x11E60398)
  for source, expected in pairs {
    [""] = "", f = "Zg==", fo = "Zm8=", foo = "Zm9v", foob = "Zm9vYg==", fooba = "Zm9vYmE=", foobar = "Zm9vYmFy",
  } do
    equal(png.base64(source), expected)
  end
end)
test("gzip gives back what was deflated", function()
  math.randomseed(7)
  local lines = {}
  for i = 1, 60 do
    local pieces = {}
    for k = 1, 40 do pieces[k] = string.char(math.random(0, 255)):rep(math.random(1, i * 12)) end
    lines[i] = i % 3 == 0 and lines[i - 1] or table.concat(pieces)
  end
  lines[#lines + 1] = ""
  lines[#lines + 1] = ("a"):rep(70000)
  lines[#lines + 1] = lines[#lines]
  for length = 1, 600 do lines[#lines + 1] = ("x"):rep(length) .. "y" end
  local whole = table.concat(lines)
  local path = folder .. "/deflated.gz"
  local file = assert(io.open(path, "wb"))
  file:write("\x1f\x8b\8\0\0\0\0\0\0\3", deflate.lines(lines), string.pack("<I4I4", png.crc(whole), #whole))
  file:close()
  local got, ok = output(("gzip -dc %s"):format(path))
  os.remove(path)
  assert(ok and got == whole)
end)

---@param source string  # an SVG
---@return string[]  # bytes of its PNGs
local function images(source)
  local found = {}
  for data in source:gmatch 'base64,([^"]*)"' do
    local bits, count, bytes = 0, 0, {}
    for letter in data:gmatch "[^=]" do
      local at = ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"):find(letter, 1, true)
      bits, count = bits << 6 | at - 1, count + 6
      if count >= 8 then
        count = count - 8
        bytes[#bytes + 1] = string.char(bits >> count & 255)
      end
    end
    found[#found + 1] = table.concat(bytes)
  end
  return found
end

test("images of an SVG are PNGs whose chunks have their lengths and checksums", function()
  for _, image in ipairs(images(written(plot.heatmap, ".svg", {z = {{1, 2}, {3, 4}}}))) do
    equal(image:sub(1, 8), "\x89PNG\r\n\x1a\n")
    local at, names = 9, {}
    while at <= #image do
      local length, name = string.unpack(">I4c4", image, at)
      equal(string.unpack(">I4", image, at + 8 + length), png.crc(image:sub(at + 4, at + 7 + length)))
      at, names[#names + 1] = at + 12 + length, name
    end
    equal(table.concat(names, " "), "IHDR PLTE IDAT IEND")
  end
end)
test("a large heat map is an image of its cells, one without a place on the scale apart", function()
  local z = {}
  for i = 1, 900 do
    z[i] = {}
    for j = 1, 1300 do z[i][j] = i + j end
  end
  z[900][1] = 0 / 0
  local source = written(plot.heatmap, ".svg", {z = z})
  local image = images(source)[1]
  local columns, rows = string.unpack(">I4I4", image, 17)
  equal(columns .. " x " .. rows, "1300 x 900")
  -- Behind signature, header, palette, and the heads of chunk, zlib and block: no filter, then the row at the top.
  local at = image:find("IDAT", 1, true) + 4 + 2 + 5
  equal(image:sub(at, at + 1), "\0\0")
  assert(source:find "<desc>1 cell without a place on the colour scale: 1 not finite</desc>")
end)

for _, case in ipairs {
  -- matplotlib 3.11: to_hex(colormaps[name](i)) at i = 0, 64, 128, 200, 255.
  {"viridis", "440154 3b528b 21918c 70cf57 fde725"}, {"magma", "000004 51127c b73779 fd9869 fcfdbf"},
  {"coolwarm", "3b4cc0 8db0fe dddcdc f08b6e b40426"},
} do
  test("colours are the published ones, but for rounding: " .. case[1], function()
    local got, place = colormap.colors(case[1], 256), {0, 64, 128, 200, 255}
    local i = 0
    for hex in case[2]:gmatch "%x+" do
      i = i + 1
      local wanted, have = tonumber(hex, 16), got[place[i] + 1]
      for shift = 0, 16, 8 do assert(math.abs((wanted >> shift & 255) - (have >> shift & 255)) <= 2, hex) end
    end
  end)
end

test("a heat map in letters goes from low to high, and marks what is not finite", function()
  equal(shown(plot.heatmap, {z = {{1, 2}, {0 / 0, 4}}, width = 26, height = 10}), [[
  ┌────────┐
  │????@@@@│  @@ 4
2 ┤????@@@@│  **
  │????@@@@│  -- 2
  │    ----│
1 ┤    ----│
  │    ----│  ?? not finite
  └──┬──┬──┘
     1  2
1 cell without a place on the colour scale: 1 not finite
]])
end)

local path = {x = {1, 2}, y = {1, 2}}
for _, case in ipairs {
  {{}, "plot.heatmap: option 'z' is missing (a matrix, rows of numbers or a function of x and y)"},
  {{z = 3}, "plot.heatmap: option 'z' must be a matrix, rows of numbers or a function of x and y, got 3"},
  {{z = {1, 2}}, "plot.heatmap: option 'z' must be a matrix, rows of numbers or a function of x and y, "
    .. "got a list of numbers"},
  {{z = {{1, 2}, {3}}}, "plot.heatmap: option 'z[2]' must be as many numbers as the first row has, 2, got 1"},
  {{z = {{1, "a"}}}, "plot.heatmap: option 'z[1][2]' must be a number, got string 'a'"},
  {{z = {{1, 2}}, x = {1, 2, 3, 4}},
    "plot.heatmap: option 'x' must be a number for each, 2, or their edges, 3, got 4 numbers"},
  {{z = {{1, 2, 3}}, x = {1, 3, 2}}, "plot.heatmap: option 'x[3]' must go on in the order of those before it, "
    .. "got 2 behind 3"},
  {{z = {{1, 2}}, x = {0, 1}, log = "x"}, "plot.heatmap: option 'x[1]' must be a number > 0 on a log axis, got 0"},
  {{z = {{1, 2}}, zlog = true, zlim = {0, 1}}, "plot.heatmap: option 'zlim[1]' must be a number > 0 on a log scale, "
    .. "got 0"},
  {{z = {{1, 2}}, map = "jet"},
    "plot.heatmap: option 'map' must be 'viridis', 'magma', 'coolwarm' or 'gray', got string 'jet'"},
  {{z = math.sin}, "plot.heatmap: option 'x' is missing (numbers, or {low, high}, where z is a function)"},
  {{z = function() return "a" end, x = {0, 1}, y = {0, 1}},
    "plot.heatmap: option 'z' must give numbers, got string 'a' at x = 0, y = 0"},
  {{z = {{1, 2}}, zlimm = 1}, "plot.heatmap: unknown option 'zlimm' (did you mean 'zlim'?)"},
  {{z = {{1, 2}}, file = "a.svgg"}, "plot.heatmap: option 'file' must be a name ending in .gp, .pdf, .png, .six, "
    .. ".sixel, .svg, .tex, got string 'a.svgg' (did you mean '.svg'?)"},
  {{z = {{1, 2}}, {kind = "heatmap", z = {{1}}, path}}, "plot.heatmap: a layer in a list has no further layers"},
} do
  test("refused: " .. case[2], function() equal(testing.message(shown, plot.heatmap, case[1]), case[2]) end)
end

-- Contours --

---@param n integer
---@param f fun(x: number, y: number): number
---@return number[] places  # of columns and rows, from -2 to 2
---@return number[][] z
local function sampled(n, f)
  local places, z = {}, {}
  for i = 1, n do places[i] = -2 + 4 * (i - 1) / (n - 1) end
  for i = 1, n do
    z[i] = {}
    for j = 1, n do z[i][j] = f(places[j], places[i]) end
  end
  return places, z
end

---@param loop plot.Contour
---@return number  # the area in it
local function area(loop)
  local double = 0
  for i = 1, #loop.x - 1 do double = double + loop.x[i] * loop.y[i + 1] - loop.x[i + 1] * loop.y[i] end
  return math.abs(double) / 2
end

test("contours of a plane are straight lines from edge to edge", function()
  local places, z = sampled(9, function(x, y) return x + 2 * y end)
  local levels = {-5, -1.3, 0, 2.9}
  for k, lines in ipairs(marching.lines(places, places, z, levels)) do
    equal(#lines, 1)
    local line = lines[1]
    for i = 1, #line.x do
      local off = line.x[i] + 2 * line.y[i] - levels[k]
      assert(math.abs(off) < 1e-14)
    end
    for _, i in ipairs {1, #line.x} do
      assert(math.max(math.abs(line.x[i]), math.abs(line.y[i])) == 2)
    end
  end
end)
test("contours of a bowl are circles, each one closed line", function()
  local places, z = sampled(201, function(x, y) return x * x + y * y end)
  local levels = {0.25, 1, 2.25}
  for k, lines in ipairs(marching.lines(places, places, z, levels)) do
    equal(#lines, 1)
    local line = lines[1]
    assert(line.closed and line.x[1] == line.x[#line.x] and line.y[1] == line.y[#line.y])
    local off = area(line) - math.pi * levels[k]
    assert(math.abs(off) < 1e-3)
  end
end)
test("what is above a level is enclosed, to the edge, and holes are lines of their own", function()
  local places, z = sampled(201, function(x, y) return x * x + y * y end)
  local loops = marching.loops(places, places, z, {1})[1]
  equal(#loops, 2)
  local areas = {area(loops[1]), area(loops[2])}
  table.sort(areas)
  assert(math.abs(areas[1] - math.pi) < 1e-3)
  assert(math.abs(areas[2] - 16) < 1e-12)
end)
test("at a saddle the mean of the corners says which belong together", function()
  local z = {{1, 0}, {0, 1}}
  for _, case in ipairs {{0.4, "0.6,0 1,0.4;0,0.6 0.4,1"}, {0.6, "0,0.4 0.4,0;0.6,1 1,0.6"}} do
    local texts = {}
    for i, line in ipairs(marching.lines({0, 1}, {0, 1}, z, {case[1]})[1]) do
      local points = {}
      for k = 1, #line.x do points[k] = ("%.1f,%.1f"):format(line.x[k], line.y[k]):gsub("%.0", "") end
      table.sort(points)
      texts[i] = table.concat(points, " ")
    end
    table.sort(texts)
    local expected = {}
    for text in case[2]:gmatch "[^;]+" do expected[#expected + 1] = text end
    table.sort(expected)
    equal(table.concat(texts, ";"), table.concat(expected, ";"))
  end
end)
test("no line goes through what is not a number, and fillings leave it out", function()
  local places, z = sampled(5, function(x, y) return x == 0 and y == 0 and 0 / 0 or x end)
  for _, line in ipairs(marching.lines(places, places, z, {0.25})[1]) do
    for i = 1, #line.x do assert(math.abs(line.y[i]) >= 1) end
  end
  local whole = 0
  for _, loop in ipairs(marching.loops(places, places, z, {-3})[1]) do
    whole = whole == 0 and area(loop) or math.abs(whole - area(loop))
  end
  assert(whole < 16 and whole > 11, whole)
end)

-- Others --

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

-- Objects --

---@param numbers number[]
---@return userdata  # such as the host's vectors
local function vector(numbers)
  local methods = {totable = function() return table.move(numbers, 1, #numbers, 1, {}) end}
  return plot_testing.object({
    __len = function() return #numbers end,
    __index = function(_, key) return methods[key] or numbers[key] end,
  }, "Vector")
end

---@param t number[]
---@param loss number[]
---@param title string
---@return userdata
local function run(t, loss, title)
  local fields = {t = vector(t), loss = vector(loss), title = title}
  return plot_testing.object({__index = fields}, "Trajectory")
end

test("a run is drawn as its loss over time, by its logarithm where that spans decades", function()
  local script = written(function(given) return plot(run({0, 1, 2}, {8, 2, 0.01}, "heavy ball"), given) end, ".gp", {})
  for _, part in ipairs {
    "$series1 << EOD\n0 8\n1 2\n2 0.01\nEOD", "set title 'heavy ball'", "set xlabel 't'", "set ylabel 'loss'",
    "set logscale y",
  } do
    assert(script:find(part, 1, true), part)
  end
  script = written(function(given) return plot(run({0, 1}, {8, -2}, "gd"), given) end, ".gp", {title = "mine"})
  assert(script:find "set title 'mine'" and not script:find "logscale")
end)
test("runs stand in a list, with the options of series", function()
  local script = written(plot, ".gp", {
    {run({0, 1}, {8, 2}, "a"), name = "GD", color = "#112233"}, run({0, 1}, {7, 3}, "b"), {x = {0, 1}, y = {1, 2}},
  })
  assert(script:find("$series1 using 1:2 with lines lw 2 lc rgb '#112233' title 'GD'", 1, true), script)
  assert(script:find("$series2 << EOD\n0 7\n1 3\nEOD", 1, true) and script:find("$series3 <<", 1, true))
end)
test("columns and rows may be given from high to low, and by their edges", function()
  local expected = written(plot.heatmap, ".gp", {x = {1, 2}, y = {4, 5}, z = {{1, 2}, {3, 4}}})
  equal(written(plot.heatmap, ".gp", {x = {2, 1}, y = {5, 4}, z = {{4, 3}, {2, 1}}}), expected)
  equal(written(plot.heatmap, ".gp", {x = {0.5, 1.5, 2.5}, y = {3.5, 4.5, 5.5}, z = {{1, 2}, {3, 4}}}), expected)
  local function z(x, y) return x + 2 * (y - 4) end
  equal(written(plot.heatmap, ".gp", {x = {1, 2}, y = {4, 5}, z = z, points = 2}), expected)
end)
test("a run is drawn over a heat map", function()
  local script = written(plot.heatmap, ".gp", {z = {{1, 2}, {3, 4}}, {run({1, 2}, {1, 2}, "a"), name = "GD"}})
  assert(script:find("$series1 << EOD\n1 1\n2 2\nEOD", 1, true) and script:find("title 'GD'", 1, true))
end)
test("an ensemble of many is its median and a band with eight in ten members", function()
  local members = {}
  for i = 0, 10 do members[i + 1] = run({0, 1}, {i, 20 - i}, "") end
  local many = plot_testing.object({__len = function() return #members end, __index = {
    t = vector {0, 1}, member = function(_, i) return members[i] end,
  }}, "Ensemble")
  local script = written(function(given) return plot(many, given) end, ".gp", {})
  assert(script:find("$series1 << EOD\n0 5\n1 15\nEOD", 1, true), script)
  assert(script:find("$shape1 << EOD\n0 1\n1 11\n1 19\n0 9\n0 1\nEOD", 1, true), script)
  assert(script:find("median of 11, and 80 % of them", 1, true))
end)

test("rows are series by their colour, repeats as mean and standard deviation", function()
  local results, runs = {}, {}
  for _, mu in ipairs {0.5, 0} do
    for _, eta in ipairs {0.02, 0.01} do
      for k = 1, 2 do
        runs[#runs + 1] = {eta = eta, mu = mu}
        results[#results + 1] = {loss = 10 * mu + 100 * eta + 2 * k}
      end
    end
  end
  results[1] = nil
  local script = written(function(given)
    return plot(results, {x = "eta", y = "loss", color = "mu", runs = runs, file = given.file})
  end, ".gp", {})
  for _, part in ipairs {
    "$series1 << EOD\n0.01 4\n0.02 5\nEOD", "$series2 << EOD\n0.01 9\n0.02 11\nEOD", "title 'mu = 0'",
    "title 'mu = 0.5'", "set xlabel 'eta'", "set ylabel 'loss'",
    ("0.01 %.15g"):format(4 - math.sqrt(2)):sub(1, 15), ("0.01 %.15g"):format(4 + math.sqrt(2)):sub(1, 15),
  } do
    assert(script:find(part, 1, true), part .. script)
  end
end)
test("rows on a grid whose colour is a number are a heat map, with holes where there is none", function()
  local results = {}
  for i = 1, 3 do
    for j = 1, 4 do results[#results + 1] = {eta = 10 ^ -i, mu = j / 10, loss = i * j ~= 6 and i * j or nil} end
  end
  local script = written(function(given)
    return plot(results, {x = "eta", y = "mu", color = "loss", file = given.file})
  end, ".gp", {})
  assert(script:find("set logscale x 10", 1, true) and script:find("set cblabel 'loss'", 1, true))
  local block = script:match "%$shape1 << EOD\n(.-)EOD"
  local _, cells = block:gsub("\n", "")
  equal(cells, 12)
end)
for _, case in ipairs {
  {{x = "etaa", y = "loss"}, "plot: option 'x' must be a field of the rows (eta, loss, name), got string 'etaa' "
    .. "(did you mean 'eta'?)"},
  {{x = "eta"}, "plot: option 'y' is missing (the name of a field of the rows)"},
  {{x = "eta", y = "name"}, "plot: option 'y' must name numbers, row 1 has string 'a'"},
  {{x = "eta", y = "loss", color = "red"}, "plot: option 'color' must be a field of the rows (eta, loss, name), "
    .. "got string 'red'"},
  {{x = "eta", y = "loss", titel = "t"}, "plot: unknown option 'titel' (did you mean 'title'?)"},
} do
  test("refused of rows: " .. case[2], function()
    equal(testing.message(plot, {{eta = 1, loss = 2, name = "a"}, {eta = 2, loss = 3, name = "b"}}, case[1]), case[2])
  end)
end

test("series of the right axis have its limits, its label and its logarithm", function()
  local given = {
    {x = {1, 2}, y = {1, 2}, name = "a"}, {x = {1, 2}, y = {100, 1000}, name = "b", axis = "right", error = 1},
    y2log = true, y2label = "right", ylabel = "left",
  }
  local script = written(plot, ".gp", given)
  for _, part in ipairs {
    "set yrange [0.96:2.04]", "set logscale y2 10", "set y2label 'right'",
    "$series1 using 1:2 with", "$series2 using 1:2 axes x1y2 with", "$shape1 using 1:2 axes x1y2 with",
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

-- Landscapes --

test("a landscape lies in the plane of three points, whose distances stay", function()
  local origin = {1, 0, 0}
  local drawn = landscape.layers({
    loss = function(b) return b[1] + 10 * b[2] + 100 * b[3] end, plane = {origin, {1, 3, 0}, {1, 1, 2}},
    x = {0, 2}, y = {0, 4}, points = 3, trajectories = {{{1, 0, 0}, {1, 2, 3}}},
  }, {}, "plot.landscape")
  -- Its directions are the second and the third axis.
  for i = 1, 3 do
    for j = 1, 3 do
      local off = drawn[1].z[i][j] - (1 + 10 * (j - 1) + 200 * (i - 1))
      assert(math.abs(off) < 1e-12)
    end
  end
  equal(("%.12g %.12g"):format(drawn[2].x[2], drawn[2].y[2]), "2 3")
end)
test("the principal plane of runs is the one in which they lie, the wider direction first", function()
  -- Directions (1, 2, 2) / 3 and (2, 1, -2) / 3, places in them known.
  local places, points = {{6, 1}, {4, -2}, {-3, 1.5}, {1, -1}, {0, 0}}, {}
  for i, at in ipairs(places) do
    points[i] = {5 + (at[1] + 2 * at[2]) / 3, (2 * at[1] + at[2]) / 3, 2 * (at[1] - at[2]) / 3}
  end
  local drawn = landscape.layers({
    loss = function(b) return b[1] end, plane = "principal", points = 2, trajectories = points,
  }, {}, "plot.landscape")
  -- Their products, over which the principal directions are found: the angle to them is that of a matrix of two rows.
  local a, b, c = 0, 0, 0
  for _, at in ipairs(places) do a, b, c = a + at[1] ^ 2, b + at[1] * at[2], c + at[2] ^ 2 end
  local angle = math.atan(2 * b, a - c) / 2
  for i, at in ipairs(places) do
    local wide = at[1] * math.cos(angle) + at[2] * math.sin(angle)
    local narrow = -at[1] * math.sin(angle) + at[2] * math.cos(angle)
    assert(math.abs(math.abs(drawn[2].x[i]) - math.abs(wide)) < 1e-9)
    assert(math.abs(math.abs(drawn[2].y[i]) - math.abs(narrow)) < 1e-9)
  end
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

-- Extremes --

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
  {"bars", {y = {1e308, -1e308}}}, {"bars", {x = {5}, y = {1}}}, {"bars", {x = {1, 1}, y = {1, 2}}},
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

-- Panels --

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

for _, case in ipairs {
  {plot.contour, {z = {{1, 2}, {3, 4}}, levels = {2, 1}}, "plot.contour: option 'levels' must be an integer >= 1 or "
    .. "finite numbers in ascending order, got table"},
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
  {plot.histogram, {1, 2, bins = 0}, "plot.histogram: option 'bins' must be an integer >= 1 or edges in ascending "
    .. "order, got 0"},
  {plot.histogram, {1, 2, bins = {1, 1}}, "plot.histogram: option 'bins[2]' must be above the edge before it, 1, "
    .. "got 1"},
  {plot.histogram, {}, "plot.histogram: option 'values' is missing (numbers)"},
  {plot.density, {1, 2, bandwidth = "scot"}, "plot.density: option 'bandwidth' must be a number > 0 or 'scott' or "
    .. "'silverman', got string 'scot' (did you mean 'scott'?)"},
  {plot.bars, {y = {1, 2}, x = {1}}, "plot.bars: option 'x' must be as many numbers as y, 2, got 1"},
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
