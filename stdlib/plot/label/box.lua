---Boxes of a label that is being set: what they hold and what room they take, in sizes of the letters.
local box = {}

---What a label is drawn of: a glyph, a polygon, or text in letters that no outlines are known of.
---@class plot.label.Piece
---@field x number  # of a glyph's origin
---@field y number  # upwards from the baseline
---@field scale number
---@field stretch? number  # of a glyph's height beside its width
---@field glyph? plot.Glyph
---@field file? string  # where the glyph is
---@field code? integer
---@field slanted? boolean
---@field polygon? number[]  # x, y, x, y, ...; the scale is 1
---@field text? string

---@class plot.label.Box
---@field width number
---@field height number  # over the baseline
---@field depth number  # under it
---@field pieces plot.label.Piece[]
---@field slant? number  # how far its upper edge leans over: a script there is moved by it

---@return plot.label.Box
function box.new() return {width = 0, height = 0, depth = 0, pieces = {}} end

---Puts a box into another.
---@param into plot.label.Box
---@param from plot.label.Box
---@param x number
---@param y number
---@param scale? number
function box.put(into, from, x, y, scale)
  scale = scale or 1
  for _, piece in ipairs(from.pieces) do
    local copy = {}
    for key, value in pairs(piece) do copy[key] = value end
    if piece.polygon then
      copy.polygon = {}
      for i = 1, #piece.polygon, 2 do
        copy.polygon[i], copy.polygon[i + 1] = x + scale * piece.polygon[i], y + scale * piece.polygon[i + 1]
      end
    else
      copy.x, copy.y, copy.scale = x + scale * piece.x, y + scale * piece.y, scale * piece.scale
    end
    into.pieces[#into.pieces + 1] = copy
  end
  into.width = math.max(into.width, x + scale * from.width)
  into.height = math.max(into.height, y + scale * from.height)
  into.depth = math.max(into.depth, scale * from.depth - y)
end

---Puts a box to the right of what is there.
---@param into plot.label.Box
---@param from plot.label.Box
---@param gap? number  # before it
function box.append(into, from, gap)
  box.put(into, from, into.width + (gap or 0), 0)
  into.slant = from.slant
end

---A straight stroke from point to point.
---@param into plot.label.Box
---@param x0 number
---@param y0 number
---@param x1 number
---@param y1 number
---@param thickness number
function box.stroke(into, x0, y0, x1, y1, thickness)
  local dx, dy = x1 - x0, y1 - y0
  local length = math.sqrt(dx * dx + dy * dy)
  local nx, ny = -dy / length * thickness / 2, dx / length * thickness / 2
  into.pieces[#into.pieces + 1] = {
    x = 0, y = 0, scale = 1,
    polygon = {x0 + nx, y0 + ny, x1 + nx, y1 + ny, x1 - nx, y1 - ny, x0 - nx, y0 - ny},
  }
end

return box
