---Drawings as PDF, PNG and sixels, by Cairo, which Polyak loads where it is installed.
local font = require "plot.font"
local fonts = require "plot.label.fonts"
local outline = require "plot.outline"
local png = require "plot.png"
local text = require "plot.text"
local typeset = require "plot.label.typeset"

local cairo = {}

---@param color string  # "#rrggbb"
---@param opacity? number
---@return string  # packed
local function pack_color(color, opacity)
  local red, green, blue = string.match(color, "^#(%x%x)(%x%x)(%x%x)$")
  local function part(digits) return tonumber(digits, 16) / 255 end
  return string.pack("<dddd", part(red), part(green), part(blue), opacity or 1)
end

---The commands of a drawing: a letter, then numbers. Sources/PolyakModules/Drawings reads them.
---@class plot.Commands
---@field private pieces string[]
---@field lost? boolean  # letters that no font has are signs
local Commands = {}
Commands.__index = Commands

---@param letter string
---@param form? string
function Commands:put(letter, form, ...)
  self.pieces[#self.pieces + 1] = letter .. (form and string.pack("<" .. form, ...) or "")
end

---Adds a path to what is to be painted.
---@param d string
function Commands:path(d)
  outline.read(d, {
    move = function(x, y) self:put("M", "dd", x, y) end,
    line = function(x, y) self:put("L", "dd", x, y) end,
    curve = function(...) self:put("C", "dddddd", ...) end,
    close = function() self:put "Z" end,
  })
end

---Paints what was added.
---@param look plot.Paint
function Commands:paint(look)
  if look.fill then
    self.pieces[#self.pieces + 1] = "f" .. pack_color(look.fill, look.opacity)
      .. string.pack("<d", look.rule == "evenodd" and 1 or 0)
  end
  if look.stroke then
    local dashes = {}
    for length in string.gmatch(look.dash or "", "%S+") do dashes[#dashes + 1] = tonumber(length) end
    self.pieces[#self.pieces + 1] = "s" .. pack_color(look.stroke)
      .. string.pack("<dddd", look.width or 1, look.cap and 1 or 0, look.join and 1 or 0, #dashes)
      .. string.pack("<" .. string.rep("d", #dashes), table.unpack(dashes))
  end
  self:put "n"
end

---@param source string
function Commands:bytes(source)
  self.pieces[#self.pieces + 1] = string.pack("<d", #source) .. source
end

---How each kind of element is drawn.
---@type table<string, fun(commands: plot.Commands, element: plot.Element)>
local drawers = {}

function drawers.path(commands, element)
  commands:path(element.d)
  commands:paint(element.look)
end

function drawers.box(commands, element)
  local x, y, w, h, r = element.x, element.y, element.width, element.height, element.radius or 0
  local right, bottom, k = x + w, y + h, r * 0.448
  commands:put("M", "dd", x + r, y)
  commands:put("L", "dd", right - r, y)
  if r > 0 then commands:put("C", "dddddd", right - k, y, right, y + k, right, y + r) end
  commands:put("L", "dd", right, bottom - r)
  if r > 0 then commands:put("C", "dddddd", right, bottom - k, right - k, bottom, right - r, bottom) end
  commands:put("L", "dd", x + r, bottom)
  if r > 0 then commands:put("C", "dddddd", x + k, bottom, x, bottom - k, x, bottom - r) end
  commands:put("L", "dd", x, y + r)
  if r > 0 then commands:put("C", "dddddd", x, y + k, x + k, y, x + r, y) end
  commands:put "Z"
  commands:paint(element.look)
end

---A piece of a label, whose scale is set.
---@param commands plot.Commands
---@param piece plot.label.Piece
---@param color string
local function draw_piece(commands, piece, color)
  if piece.polygon then
    local points = piece.polygon
    for i = 1, #points, 2 do commands:put(i == 1 and "M" or "L", "dd", points[i], points[i + 1]) end
    commands:put "Z"
    return
  end
  local sx = piece.scale
  local sy = sx * (piece.stretch or 1)
  if piece.text then
    commands:put "q"
    commands:put("t", "dd", piece.x, piece.y)
    commands:put("z", "dd", 1, -1)
    local family = fonts.family(piece.text)
    commands.lost = commands.lost or not family
    commands.pieces[#commands.pieces + 1] = "T" .. pack_color(color) .. string.pack("<d", sx)
    commands:bytes(family or "sans-serif")
    commands:bytes(family and piece.text or (string.gsub(piece.text, utf8.charpattern, function(letter)
      return text.width(letter) > 0 and fonts.sign or ""
    end)))
    commands:put "Q"
    return
  end
  local units = font.units
  local slant = piece.slanted and font.slant or 0
  local function place(x, y)
    return piece.x + sx * (x + slant * (y - font.pivot)) / units, piece.y + sy * y / units
  end
  outline.read(piece.glyph.outline, {
    move = function(x, y) commands:put("M", "dd", place(x, y)) end,
    line = function(x, y) commands:put("L", "dd", place(x, y)) end,
    curve = function(x1, y1, x2, y2, x, y)
      local ax, ay = place(x1, y1)
      local bx, by = place(x2, y2)
      commands:put("C", "dddddd", ax, ay, bx, by, place(x, y))
    end,
    close = function() commands:put "Z" end,
  })
end

function drawers.text(commands, element)
  local look, line = element.look, typeset.label(element.label)
  local before = look.anchor == "end" and line.width or look.anchor == "middle" and line.width / 2 or 0
  commands:put "q"
  commands:put("t", "dd", element.x, element.y)
  if look.turn then commands:put("r", "d", -math.rad(look.turn)) end
  commands:put("z", "dd", look.size, -look.size)
  commands:put("t", "dd", -before, 0)
  -- Foreign text first: it ends the path.
  for _, piece in ipairs(line.pieces) do
    if piece.text then draw_piece(commands, piece, look.color) end
  end
  for _, piece in ipairs(line.pieces) do
    if not piece.text then draw_piece(commands, piece, look.color) end
  end
  commands:paint {fill = look.color}
  commands:put "Q"
end

function drawers.group(commands, element)
  commands:put "q"
  commands:put("t", "dd", element.x, element.y)
  for _, inner in ipairs(element.elements) do drawers[inner.kind](commands, inner) end
  commands:put "Q"
end

function drawers.image(commands, element)
  commands:put "q"
  commands:put("t", "dd", element.x, element.y)
  commands:put("z", "dd", element.width, element.height)
  -- Between the pixels of a single column Cairo would fade out to both sides.
  local is_sharp = element.raster.is_coarse or element.raster.columns == 1
  commands:put("i", "d", is_sharp and 1 or 0)
  commands:bytes(png.encode(element.raster))
  commands:put "Q"
end

---The commands of a drawing, packed. A note of the drawing's says where letters are not shown.
---@param drawing plot.Drawing
---@return string
function cairo.commands(drawing)
  local commands = setmetatable({pieces = {}}, Commands)
  for _, element in ipairs(drawing.elements) do drawers[element.kind](commands, element) end
  if commands.lost then
    drawing.notes[#drawing.notes + 1] = string.format("letters that no font here has are shown as %s", fonts.sign)
  end
  return table.concat(commands.pieces)
end

---The bytes of a file.
---@param drawing plot.Drawing
---@param kind "pdf"|"png"|"sixel"
---@param scale number  # points of a PDF or pixels of the others for one of the drawing's
---@return string|nil  # nil where there is no Cairo
function cairo.render(drawing, kind, scale)
  local drawings = package.loaded["polyak.drawings"]
  if not drawings then return nil end
  scale = scale * drawing.scale
  local width, height = scale * drawing.width, scale * drawing.height
  -- A rounding error makes no pixel.
  if kind ~= "pdf" then width, height = math.ceil(width - 1e-6), math.ceil(height - 1e-6) end
  local commands = cairo.commands(drawing)
  local bytes, why = drawings.render(kind, width, height, scale, drawing.title or "", table.concat(drawing.notes, ". "),
    commands)
  local word = kind == "sixel" and kind or string.upper(kind)
  if why then error(string.format("plot: cannot draw a %s: %s", word, why), 0) end
  return bytes
end

return cairo
