---Labels in an SVG: each letter is drawn once among the definitions and used where it stands.
local font = require "plot.font"
local markup = require "plot.markup"
local typeset = require "plot.label.typeset"
local unicode = require "plot.label.unicode"

local glyphs = {}

---The letters that a file uses.
---@class plot.label.Glyphs
---@field private defined table<string, true>
---@field private definitions string[]
local Glyphs = {}
Glyphs.__index = Glyphs

---@return plot.label.Glyphs
function glyphs.new() return setmetatable({defined = {}, definitions = {}}, Glyphs) end

---A number with so many decimals, in any locale.
---@param number number
---@param decimals integer
---@return string
local function decimal(number, decimals)
  local written = string.gsub(string.format("%." .. decimals .. "f", number), ",", ".")
  if not string.find(written, ".", 1, true) then return written end
  written = string.gsub(string.gsub(string.gsub(written, "0+$", ""), "%.$", ""), "^(-?)0%.", "%1.")
  return (written == "-" or written == "" or written == "-0") and "0" or written
end

---@param piece plot.label.Piece
---@return string  # its name among the definitions
function Glyphs:define(piece)
  local name = string.format("%s%x", piece.slanted and "italic" or piece.file, piece.code)
  if not self.defined[name] then
    self.defined[name] = true
    local lean = piece.slanted and string.format(' transform="matrix(1 0 %s 1 %s 0)"',
      decimal(font.slant, 3), decimal(-font.slant * font.pivot, 1)) or ""
    self.definitions[#self.definitions + 1] = string.format('<path id="%s" d="%s"%s/>', name, piece.glyph.outline, lean)
  end
  return name
end

---@param piece plot.label.Piece
---@return string
function Glyphs:use(piece)
  local units = font.units
  if piece.polygon then
    local points = {}
    for i = 1, #piece.polygon do points[i] = decimal(piece.polygon[i] * units, 0) end
    return string.format('<path d="M%s %sL%sz"/>', points[1], points[2], table.concat(points, " ", 3))
  end
  local x, y = decimal(piece.x * units, 0), decimal(piece.y * units, 0)
  if piece.text then
    return string.format(
      '<text transform="translate(%s %s)scale(1-1)" font-size="%s" font-family="sans-serif">%s</text>',
      x, y, decimal(piece.scale * units, 0), markup.escape(piece.text))
  end
  local name = self:define(piece)
  if piece.scale == 1 and not piece.stretch then
    return string.format('<use xlink:href="#%s" x="%s"%s/>', name, x, y == "0" and "" or string.format(' y="%s"', y))
  end
  local scale = decimal(piece.scale, 3)
  if piece.stretch then scale = scale .. " " .. decimal(piece.scale * piece.stretch, 3) end
  return string.format('<use xlink:href="#%s" transform="translate(%s %s)scale(%s)"/>', name, x, y, scale)
end

---A text of a drawing.
---@param element plot.Element
---@return string
function Glyphs:text(element)
  local look, line = element.look, typeset.label(element.label)
  if #line.pieces == 0 then return "" end
  local before = look.anchor == "end" and line.width or look.anchor == "middle" and line.width / 2 or 0
  local scale = decimal(look.size / font.units, 6)
  local pieces = {}
  for i, piece in ipairs(line.pieces) do pieces[i] = self:use(piece) end
  local shift = look.turn and string.format("rotate(%s)translate(%s 0)", markup.number(-look.turn),
    markup.number(-before * look.size)) or ""
  local x = element.x - (look.turn and 0 or before * look.size)
  return string.format('<g transform="translate(%s %s)%sscale(%s-%s)" fill="%s" role="img" aria-label="%s">%s</g>',
    markup.number(x), markup.number(element.y), shift, scale, scale, look.color,
    markup.escape(unicode.letters(element.label)), table.concat(pieces))
end

---@return string  # the definitions, nothing where there are none
function Glyphs:definition()
  if #self.definitions == 0 then return "" end
  return "<defs>\n" .. table.concat(self.definitions, "\n") .. "\n</defs>"
end

return glyphs
