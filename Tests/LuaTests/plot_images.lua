---Tests of images and heat maps, for stock Lua: lua5.4 Tests/LuaTests/plot_images.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local colormap = require "plot.colormap"
local deflate = require "plot.deflate"
local plot = require "plot"
local plot_testing = require "plot_testing"
local png = require "plot.png"
local testing = require "testing"

local test, equal, output = testing.test, testing.equal, testing.output
local written, shown = plot_testing.written, plot_testing.shown
local folder = testing.folder()

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

test("rows and columns may have names", function()
  local script = written(plot.heatmap, ".gp", {x = {"GD", "HB"}, y = {"a", "b", "c"}, z = {{1, 2}, {3, 4}, {5, 6}}})
  for _, part in ipairs {
    "set xtics ('GD' 1, 'HB' 2)", "set ytics ('a' 1, 'b' 2, 'c' 3)", "set xrange [0.5:2.5]", "set yrange [0.5:3.5]",
  } do
    assert(script:find(part, 1, true), part)
  end
  local text = shown(plot.heatmap, {x = {"GD", "HB"}, y = {"a", "b"}, z = {{1, 2}, {3, 4}}, width = 40, height = 12})
  assert(text:find "\nb ┤" and text:find "\na ┤" and text:find "GD +HB", text)
end)
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
  {{z = {{1, 2}}, x = {"a", "b", "c"}}, "plot.heatmap: option 'x' must be a name for each, 2, got 3"},
  {{z = {{1, 2}}, x = {"a", 2}}, "plot.heatmap: option 'x[2]' must be a string, got 2"},
  {{z = {{1, 2}}, y = {"a"}, log = "y"}, "plot.heatmap: option 'y' must be numbers on a log axis, got names"},
  {{z = {{1, 2}}, zlimm = 1}, "plot.heatmap: unknown option 'zlimm' (did you mean 'zlim'?)"},
  {{z = {{1, 2}}, file = "a.svgg"}, "plot.heatmap: option 'file' must be a name ending in .gp, .pdf, .png, .six, "
    .. ".sixel, .svg, .tex, got string 'a.svgg' (did you mean '.svg'?)"},
  {{z = {{1, 2}}, {kind = "heatmap", z = {{1}}, path}}, "plot.heatmap: a layer in a list has no further layers"},
} do
  test("refused: " .. case[2], function() equal(testing.message(shown, plot.heatmap, case[1]), case[2]) end)
end

testing.finish()
