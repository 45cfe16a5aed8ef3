---Tests of what is handed to Cairo, for stock Lua: lua5.4 Tests/LuaTests/plot_cairo.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local cairo = require "plot.cairo"
local drawings = require "plot.drawing"
local figure = require "plot.figure"
local layers = require "plot.layers"
local outline = require "plot.outline"
local picture = require "plot.picture"
local plot = require "plot"
local Place = require "polyak.place"
local testing = require "testing"
local typeset = require "plot.label.typeset"

local test, equal = testing.test, testing.equal

---What a path is read as.
local function segments(d)
  local list = {}
  local function add(letter)
    return function(...)
      local numbers = {...}
      for i, number in ipairs(numbers) do numbers[i] = ("%.4g"):format(number) end
      list[#list + 1] = letter .. table.concat(numbers, " ")
    end
  end
  outline.read(d, {move = add "M", line = add "L", curve = add "C", close = add "Z"})
  return table.concat(list, " ")
end

for d, expected in pairs {
  ["M1 2L3 4"] = "M1 2 L3 4", ["M1 2l.5-.25 1 1"] = "M1 2 L1.5 1.75 L2.5 2.75", ["M1 2H5V6h-1v-2z"] =
    "M1 2 L5 2 L5 6 L4 6 L4 4 Z", ["m1 1 2 2m1 1h0"] = "M1 1 L3 3 M4 4 L4 4",
  -- A quadratic curve's control point counts two thirds of the way, from both ends.
  ["M0 0q3 6 6 0"] = "M0 0 C2 4 4 4 6 0", ["M0 0Q3 6 6 0"] = "M0 0 C2 4 4 4 6 0",
  ["M0 0C1 2 3 4 5 6"] = "M0 0 C1 2 3 4 5 6", ["M0 0c1 2 3 4 5 6zl1 1"] = "M0 0 C1 2 3 4 5 6 Z L1 1", [""] = "",
} do
  test("a path is read as moves, lines and cubic curves: " .. d, function() equal(segments(d), expected) end)
end
test("half circles keep to their radius", function()
  for _, side in ipairs {0, 1} do
    local x, y, worst, seen = 0, 0, 0, {}
    outline.read(string.format("M-3 0 a3 3 0 1 %d 6 0", side), {
      line = error, close = error,
      move = function(px, py) x, y = px, py end,
      curve = function(x1, y1, x2, y2, x3, y3)
        for i = 0, 20 do
          local t = i / 20
          local a, b, c, d = (1 - t) ^ 3, 3 * t * (1 - t) ^ 2, 3 * t * t * (1 - t), t ^ 3
          local px, py = a * x + b * x1 + c * x2 + d * x3, a * y + b * y1 + c * y2 + d * y3
          worst = math.max(worst, math.abs(math.sqrt(px * px + py * py) - 3))
          if py > 1e-9 then seen.below = true elseif py < -1e-9 then seen.above = true end
        end
        x, y = x3, y3
      end,
    })
    assert(worst < 1e-3 and x == 3 and math.abs(y) < 1e-12, worst)
    -- From left to right, clockwise is over the middle, where y is less.
    assert(seen[side == 1 and "above" or "below"] and not seen[side == 1 and "below" or "above"])
  end
end)

---The commands by their letters, with their numbers.
local function decoded(commands)
  local counts = {M = 2, L = 2, C = 6, Z = 0, n = 0, f = 5, q = 0, Q = 0, t = 2, r = 1, z = 2}
  local list, at = {}, 1
  local function number()
    local value
    value, at = ("<d"):unpack(commands, at)
    return value
  end
  while at <= #commands do
    local one = {letter = commands:sub(at, at)}
    at = at + 1
    local count = counts[one.letter]
    if one.letter == "s" then count = 8 end
    if one.letter == "T" then count = 5 elseif one.letter == "i" then count = 1 end
    for i = 1, assert(count, one.letter) do one[i] = number() end
    if one.letter == "s" then
      for i = 1, one[8] do one[8 + i] = number() end
    elseif one.letter == "T" or one.letter == "i" then
      local function bytes()
        local length = number() // 1 | 0
        at = at + length
        return commands:sub(at - length, at - 1)
      end
      if one.letter == "T" then one.family = bytes() end
      one.text = bytes()
    end
    list[#list + 1] = one
  end
  return list
end

test("strokes and fills are handed over with all that they look like", function()
  local drawing = drawings.new(10, 10)
  drawing:path("M0 0L1 1", {stroke = "#ff0080", width = 1.5, dash = "6 4", cap = "round", join = "round"})
  drawing:box(1, 2, 3, 4, {fill = "#000000", opacity = 0.5})
  local list = decoded(cairo.commands(drawing))
  local written = {}
  for i, one in ipairs(list) do
    for k = 1, #one do one[k] = ("%.3g"):format(one[k]) end
    written[i] = one.letter .. table.concat(one, " ")
  end
  equal(table.concat(written, "; "), "M0 0; L1 1; s1 0 0.502 1 1.5 1 1 2 6 4; n; M1 2; L4 2; L4 6; L1 6; L1 2; Z; "
    .. "f0 0 0 0.5 0; n")
end)
test("letters reach from a label's start to its end, over and under the baseline", function()
  for _, anchor in ipairs {"start", "middle", "end"} do
    local drawing = drawings.new(100, 100)
    drawing:text(50, 60, [[|$\frac{a}{b}$|]], {anchor = anchor, size = 10, color = "#000000"})
    local low, high = math.huge, -math.huge
    local left, right = math.huge, -math.huge
    local at = {x = 0, y = 0}
    for _, one in ipairs(decoded(cairo.commands(drawing))) do
      if one.letter == "t" then
        if at.x == 0 then at = {x = one[1], y = one[2]} else at.dx = one[1] end
      end
      if one.letter == "M" or one.letter == "L" or one.letter == "C" then
        left, right = math.min(left, one[#one - 1]), math.max(right, one[#one - 1])
        low, high = math.min(low, one[#one]), math.max(high, one[#one])
      end
    end
    local line = typeset.label [[|$\frac{a}{b}$|]]
    assert(at.x == 50 and at.y == 60)
    equal(-at.dx, anchor == "start" and 0 or anchor == "middle" and line.width / 2 or line.width)
    assert(left > 0 and right < line.width and high > line.height - 0.02 and high <= line.height and low >= -line.depth)
  end
end)
test("every element of a figure is handed over, letters without outlines as text", function()
  local given = {title = "中文 $x$", log = "y", marks = true, ylabel = "L"}
  local call = Place.of "plot"
  local function series(y, options) return {options = options, place = call, y = y, y_place = call} end
  local both = {series({1, 0, 1e-3}, {name = "a"}), series({1, 2}, {style = "points", open = true})}
  local fig = figure.new(both, given, call)
  local list = decoded(cairo.commands(picture.draw(fig)))
  local depth, texts = 0, {}
  for _, one in ipairs(list) do
    depth = depth + (one.letter == "q" and 1 or one.letter == "Q" and -1 or 0)
    if one.text then texts[#texts + 1] = one.text end
    for _, number in ipairs(one) do assert(number == number and math.abs(number) < 1e4) end
  end
  equal(depth, 0)
  equal(table.concat(texts, ","), "中,文")
end)
for _, case in ipairs {
  -- What fontconfig prints and whether it ran; the family, what is drawn and how often a note says so.
  {"Noto Sans CJK SC,Noto Sans CJK SC Bold\nDroid Sans Fallback\n", true, "Droid Sans Fallback", "文", 0},
  {"", true, "sans-serif", "□", 1}, {"", nil, "sans-serif", "文", 0},
} do
  test("letters without outlines have a font of the system or a plain sign: " .. case[1], function()
    local asked, real = nil, io.popen
    rawset(io, "popen", function(command)
      asked = command
      return {read = function() return case[1] end, close = function() return case[2] end}
    end)
    package.loaded["plot.label.fonts"], package.loaded["plot.cairo"] = nil, nil
    local drawing = drawings.new(10, 10)
    drawing:text(5, 5, "a文", {size = 10, color = "#000000"})
    local ok, commands = pcall(function() return require("plot.cairo").commands(drawing) end)
    rawset(io, "popen", real)
    assert(ok, commands)
    assert(asked:find("fc-list ':charset=6587' family", 1, true), asked)
    for _, one in ipairs(decoded(commands)) do
      if one.letter == "T" then equal(one.family .. " " .. one.text, case[3] .. " " .. case[4]) end
    end
    equal(#drawing.notes, case[5])
  end)
end
test("every kind of layer is handed over, alone and in panels, its images whole", function()
  local handed
  package.loaded["polyak.drawings"] = {render = function(...)
    handed = table.pack(...)
    return "bytes"
  end}
  local function draw(call, given)
    given.file = testing.folder() .. "/a.pdf"
    call(given)
    os.remove(given.file)
    return decoded(handed[7])
  end
  local kinds = {}
  for kind, layer in pairs(layers) do kinds[#kinds + 1] = {kind, layer.sample} end
  for _, one in ipairs(kinds) do
    local function item()
      local copy = {kind = one[1]}
      for key, value in pairs(one[2]) do copy[key] = value end
      return copy
    end
    local images, depth = 0, 0
    for _, command in ipairs(draw(plot, {item()})) do
      if command.letter == "i" then
        images = images + 1
        assert(command.text:find "^\x89PNG" and command.text:find "IEND....$")
      end
    end
    assert(images > 0 or one[1] ~= "heatmap")
    for _, command in ipairs(draw(plot.panels, {{item()}, {item()}, fontsize = 18})) do
      depth = depth + (command.letter == "q" and 1 or command.letter == "Q" and -1 or 0)
    end
    equal(depth, 0)
    equal(handed[4], 1.5)
  end
  package.loaded["polyak.drawings"] = nil
end)
test("without Polyak there is no Cairo", function() equal(cairo.render(drawings.new(1, 1), "png", 1), nil) end)

testing.finish()
