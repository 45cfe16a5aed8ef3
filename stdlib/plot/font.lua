---The letters of labels: their outlines and widths, so that a picture looks the same wherever it is shown.
---
---    font = require "plot.font"
---    font.glyph(utf8.codepoint "A", "upright").advance  --> 1401
local font = {}

---What a letter is as wide and high as its size says in.
font.units = 2048

---Slanted letters are upright ones leaning about half their height, as those of DejaVu Sans Oblique do.
font.slant, font.pivot = 0.195, 620

---@class plot.Glyph
---@field advance integer  # from a letter to the next, in units
---@field outline string  # a path with M, l, q and z, y upwards
---@field low integer  # what its outline spans
---@field high integer
---@field left integer
---@field right integer

---@type table<string, table<integer, plot.Glyph|string>>
local loaded = {}

---@param name string
---@return table<integer, plot.Glyph|string>  # glyphs, and records that were not read yet
local function records(name)
  if loaded[name] then return loaded[name] end
  local list = {}
  for code, rest in string.gmatch(string.gsub(require("plot.font." .. name).outlines, "\n", ""), "@(%x+) ([^@]*)") do
    list[tonumber(code, 16)] = rest
  end
  loaded[name] = list
  return list
end

---What a path spans, its control points included.
---@param glyph plot.Glyph
local function measure(glyph)
  local x, y, x0, y0 = 0, 0, 0, 0
  local left, right, low, high = math.huge, -math.huge, math.huge, -math.huge
  local function reach(px, py)
    left, right = math.min(left, px), math.max(right, px)
    low, high = math.min(low, py), math.max(high, py)
  end
  for command, numbers in string.gmatch(glyph.outline, "(%a)([^%a]*)") do
    local n = {}
    for number in string.gmatch(numbers, "-?%d+") do n[#n + 1] = math.tointeger(tonumber(number)) end
    if command == "z" then
      x, y = x0, y0
    elseif command == "M" then
      x, y = n[1], n[2]
      x0, y0 = x, y
      reach(x, y)
    else
      for i = 1, #n, 2 do reach(x + n[i], y + n[i + 1]) end
      x, y = x + n[#n - 1], y + n[#n]
    end
  end
  if left > right then left, right, low, high = 0, 0, 0, 0 end
  glyph.left, glyph.right, glyph.low, glyph.high = left, right, low, high
end

---@param outline string
---@param x integer
---@param y integer
---@return string  # moved
local function moved(outline, x, y)
  return (string.gsub(outline, "M(-?%d+) (-?%d+)", function(px, py)
    return string.format("M%d %d", math.tointeger(tonumber(px)) + x, math.tointeger(tonumber(py)) + y)
  end))
end

---@param name string
---@param code integer
---@return plot.Glyph|nil
local function read(name, code)
  local list = records(name)
  local record = list[code]
  if type(record) ~= "string" then return record end
  local advance, rest = string.match(record, "^(%d+)(.*)$")
  local glyph = {advance = math.tointeger(tonumber(advance)), outline = rest}
  if string.sub(rest, 1, 1) == "&" then
    local pieces = {}
    for part, x, y in string.gmatch(rest, "&(%x+) (-?%d+) (-?%d+)") do
      local piece = read(name, tonumber(part, 16))
      local dx, dy = math.tointeger(tonumber(x)), math.tointeger(tonumber(y))
      pieces[#pieces + 1] = moved(piece and piece.outline or "", dx, dy)
    end
    glyph.outline = table.concat(pieces)
  end
  measure(glyph)
  list[code] = glyph
  return glyph
end

---Where a letter of a face is: \mathbb has letters of their own in Unicode.
---@type table<plot.label.Font, string>
local files = {upright = "regular", italic = "regular", bold = "bold", script = "script", double = "regular"}

local double = {C = 0x2102, H = 0x210D, N = 0x2115, P = 0x2119, Q = 0x211A, R = 0x211D, Z = 0x2124}

---@param code integer  # of Unicode
---@param face plot.label.Font
---@return plot.Glyph|nil  # nil where there is none
---@return string file  # where it is: "regular", "bold", "script"
---@return integer code  # of the letter there
function font.glyph(code, face)
  if face == "double" then code = code < 128 and double[string.char(code)] or code end
  local file = files[face]
  local glyph = read(file, code)
  if not glyph and file ~= "regular" then
    file = "regular"
    glyph = read(file, code)
  end
  return glyph, file, code
end

---@type table<string, integer>|nil
local kerning

---@param first integer
---@param second integer
---@return integer  # what is added to the first letter's advance, among upright letters of ASCII
function font.kerning(first, second)
  if first > 126 or second > 126 then return 0 end
  if not kerning then
    kerning = {}
    for pair, units in string.gmatch(require("plot.font.regular").kerning, "(%g%g)(-?%d+)%f[%s\0]") do
      kerning[pair] = math.tointeger(tonumber(units))
    end
  end
  return kerning[string.char(first, second)] or 0
end

return font
