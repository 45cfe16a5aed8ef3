---How one series is told from the next: colours that colour-blind readers tell apart (Okabe and Ito 2008), dashes,
---markers and, where there are only letters, characters.
local palette = {}

local colors = {
  black = 0x000000, orange = 0xe69f00, sky = 0x56b4e9, green = 0x009e73,
  yellow = 0xf0e442, blue = 0x0072b2, red = 0xd55e00, purple = 0xcc79a7, gray = 0x767676,
}

palette.names = {"black", "orange", "sky", "green", "yellow", "blue", "red", "purple", "gray"}

---Strong ones first. The last is Tol's indigo (2021): yellow is faint on white, and to some readers much like orange.
palette.cycle = {"blue", "red", "green", "purple", "orange", "sky", "gray", "#332288"}

---Lengths of stroke and gap in an SVG; the first is solid.
palette.dashes = {false, "7 2.5", "2 2", "8 2.5 2 2.5", "4 2", "10 2 2 2 2 2", "1 2.5", "12 3"}

---What a series is marked with, by its place; `markup.markers` draws them.
palette.shapes = {"circle", "square", "triangle", "diamond", "down", "plus", "cross", "star"}

---All shapes. The dot is for what should not be mistaken for one of the others: single points beside a line.
palette.markers = {"dot", table.unpack(palette.shapes)}

---The same shapes in a terminal, and in characters alone.
palette.glyphs = {
  dot = "◦", circle = "●", square = "■", triangle = "▲", diamond = "◆", down = "▼", plus = "✚", cross = "✖", star = "★",
}
palette.characters = {
  dot = ".", circle = "*", square = "+", triangle = "o", diamond = "x", down = "#", plus = "@", cross = "%", star = "&",
}

---Fillings of areas where there are no colours, by their place, in Unicode and in ASCII.
palette.shades = {"▒", "░", "▓", "█"}
palette.ascii_shades = {"#", ":", "%", "="}

---Those that can be open, and how.
palette.open_glyphs = {circle = "○", square = "□", triangle = "△", diamond = "◇", down = "▽"}
palette.open_characters = {circle = "O", square = "H", triangle = "A", diamond = "D", down = "V"}

---The entry of a list for series `index`; after the last comes the first again.
---@generic T
---@param list T[]
---@param index integer
---@return T
function palette.pick(list, index)
  return list[(index - 1) % #list + 1]
end

---@param color string  # a name or '#rrggbb'
---@return integer|nil  # 0xrrggbb, nil where the text names no colour
function palette.rgb(color)
  local digits = string.match(color, "^#(%x%x%x%x%x%x)$")
  return colors[color] or digits and tonumber(digits, 16)
end

---Those that were asked for, by colour: images ask for the same ones again and again.
---@type table<integer, integer>
local nearest = {}

---The nearest of the 256 colours of a terminal: the 6x6x6 cube or the grey ramp.
---@param rgb integer
---@return integer
function palette.nearest256(rgb)
  if nearest[rgb] then return nearest[rgb] end
  local red, green, blue = rgb >> 16, rgb >> 8 & 255, rgb & 255
  local best, least = 16, math.huge
  local function try(index, r, g, b)
    local distance = (r - red) ^ 2 + (g - green) ^ 2 + (b - blue) ^ 2
    if distance < least then best, least = index, distance end
  end
  local levels = {0, 95, 135, 175, 215, 255}
  for i = 0, 215 do
    try(16 + i, levels[i // 36 + 1], levels[i // 6 % 6 + 1], levels[i % 6 + 1])
  end
  for i = 0, 23 do try(232 + i, 8 + 10 * i, 8 + 10 * i, 8 + 10 * i) end
  nearest[rgb] = best
  return best
end

return palette
