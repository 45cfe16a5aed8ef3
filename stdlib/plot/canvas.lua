---A grid of character cells to draw lines on: eight dots a cell in braille, or one character a cell.
local canvas = {}

---@class plot.Canvas
---@field columns integer
---@field rows integer
---@field width integer  # in dots
---@field height integer
---@field braille boolean
---@field artists? table[]  # what draws on it, by what it is known as owner of cells: each has a colour and a character
---@field private bits table<integer, integer>
---@field private owners table<integer, integer>
---@field private glyphs table<integer, string>
---@field private backs table<integer, integer>  # colours of half cells, 0xrrggbb
---@field private shades table<integer, string>
local Canvas = {}
Canvas.__index = Canvas

-- Unicode numbers the dots of a cell down the left column, down the right one, then the bottom pair.
local braille_bits = {[0] = 0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80}

---@param columns integer
---@param rows integer
---@param braille boolean
---@return plot.Canvas
function canvas.new(columns, rows, braille)
  return setmetatable({
    columns = columns, rows = rows, braille = braille,
    width = braille and 2 * columns or columns, height = braille and 4 * rows or rows,
    bits = {}, owners = {}, glyphs = {}, backs = {}, shades = {},
  }, Canvas)
end

---Sets one dot. Dots outside are left out.
---@param x integer  # from the left, from 0
---@param y integer  # from the top, from 0
---@param owner integer  # whose colour or character the cell takes: the last one drawn wins
function Canvas:dot(x, y, owner)
  if x < 0 or y < 0 or x >= self.width or y >= self.height then return end
  local cell
  if self.braille then
    cell = (y >> 2) * self.columns + (x >> 1)
    self.bits[cell] = (self.bits[cell] or 0) | braille_bits[(y & 3) << 1 | x & 1]
  else
    cell = y * self.columns + x
  end
  self.owners[cell] = owner
end

---A straight line of dots (Bresenham 1965). Both ends must lie on the canvas.
---@param x0 integer
---@param y0 integer
---@param x1 integer
---@param y1 integer
---@param owner integer
---@param dash integer|nil  # dots drawn so far of a dashed line; nil draws a solid one
---@return integer|nil dash  # to be handed to the line's next piece
function Canvas:line(x0, y0, x1, y1, owner, dash)
  local dx, dy = math.abs(x1 - x0), -math.abs(y1 - y0)
  local right, down = x1 > x0 and 1 or -1, y1 > y0 and 1 or -1
  local off = dx + dy
  local bits, owners, columns, braille = self.bits, self.owners, self.columns, self.braille
  while true do
    if not dash or dash % 6 < 3 then
      -- What `dot` does, without its call and checks: long tangles spend all their time here.
      if braille then
        local cell = (y0 >> 2) * columns + (x0 >> 1)
        bits[cell] = (bits[cell] or 0) | braille_bits[(y0 & 3) << 1 | x0 & 1]
        owners[cell] = owner
      else
        owners[y0 * columns + x0] = owner
      end
    end
    if x0 == x1 and y0 == y1 then return dash end
    if dash then dash = dash + 1 end
    local twice = 2 * off
    if twice >= dy then off, x0 = off + dy, x0 + right end
    if twice <= dx then off, y0 = off + dx, y0 + down end
  end
end

---Puts a character over the cell that holds a dot.
---@param x integer  # in dots
---@param y integer
---@param text string  # one cell wide
---@param owner integer
function Canvas:glyph(x, y, text, owner)
  if x < 0 or y < 0 or x >= self.width or y >= self.height then return end
  local cell = self.braille and (y >> 2) * self.columns + (x >> 1) or y * self.columns + x
  self.glyphs[cell], self.owners[cell] = text, owner
end

---Puts a text into a row.
---@param column integer  # of its first character, from 0
---@param row integer
---@param text string
---@param owner integer
function Canvas:write(column, row, text, owner)
  local cell
  for _, code in utf8.codes(text) do
    if column < self.columns then
      cell = row * self.columns + column
      self.glyphs[cell], self.owners[cell] = utf8.char(code), owner
      column = column + 1
    end
  end
end

---Colours half a cell from behind.
---@param column integer  # from 0
---@param half integer  # from the top, from 0
---@param rgb integer
function Canvas:back(column, half, rgb) self.backs[half * self.columns + column] = rgb end

---What a cell shows where nothing is drawn on it.
---@param column integer
---@param row integer
---@param character string
function Canvas:shade(column, row, character) self.shades[row * self.columns + column] = character end

---The rows from the top, each `columns` cells wide.
---@param character fun(owner: integer): string  # what a cell with dots shows where there is no braille
---@param paint fun(text: string, owner?: integer, top?: integer, bottom?: integer): string  # colours a piece of a row;
---where nobody owns it, it is of half blocks, the colour at the top above that at the bottom
---@return string[]
function Canvas:render(character, paint)
  local rows = {}
  for row = 0, self.rows - 1 do
    local pieces, piece, owner, top, bottom = {}, {}, nil, nil, nil
    for column = 0, self.columns - 1 do
      local cell = row * self.columns + column
      local mine = self.owners[cell]
      local above, below = self.backs[cell + row * self.columns], self.backs[cell + (row + 1) * self.columns]
      if mine ~= owner or above ~= top or below ~= bottom then
        if #piece > 0 then pieces[#pieces + 1] = paint(table.concat(piece), owner, top, bottom) end
        piece, owner, top, bottom = {}, mine, above, below
      end
      piece[#piece + 1] = self.glyphs[cell]
        or not mine and ((above or below) and self.braille and "▀" or self.shades[cell] or " ")
        or self.braille and utf8.char(0x2800 | self.bits[cell])
        or character(mine)
    end
    pieces[#pieces + 1] = paint(table.concat(piece), owner, top, bottom)
    rows[row + 1] = table.concat(pieces)
  end
  return rows
end

return canvas
