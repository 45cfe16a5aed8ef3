---The colour bar: what number a colour stands for.
local markup = require "plot.markup"
local screens = require "plot.screen"
local tick_labels = require "plot.tick_labels"
local ticks = require "plot.ticks"
local typeset = require "plot.label.typeset"

local colorbar = {}

local gap, thick, size, label_size = 16, 14, 12, 13

---@param scale plot.ColorScale
---@param height number  # in pixels
---@return plot.Tick[]
---@return number[] minor
---@return string|nil common  # stands once over the bar, as `tick_labels.factored` says
function colorbar.ticks(scale, height)
  return tick_labels.factored(scale.axis, math.max(2, height // 45))
end

---@param scale plot.ColorScale
---@param height number  # of the box
---@return number  # from the bar to the baseline of its label, where there is one, or to the end of its ticks
local function beside(scale, height)
  local widest = 0
  for _, tick in ipairs((colorbar.ticks(scale, height))) do
    widest = math.max(widest, typeset.label(typeset.numeral(tick.label)).width * size)
  end
  return 8 + widest + (scale.label and label_size + 4 or 0)
end

---@param fig plot.Figure
---@param height number  # of the box
---@return number  # the width it takes right of the box, 0 where there is none
---@return boolean  # whether something stands over it
function colorbar.room(fig, height)
  local scale = fig.scale
  if not scale then return 0, false end
  local _, _, common = colorbar.ticks(scale, height)
  local missing = scale.missing and 8 + typeset.label(scale.missing).width * size or 0
  local over = common and typeset.label(common).width * size - thick or 0
  return math.ceil(gap + thick + math.max(missing, over, beside(scale, height) + (scale.label and 4 or 0))),
    common ~= nil
end

---@param fig plot.Figure
---@param box plot.Box
---@param drawing plot.Drawing
function colorbar.draw(fig, box, drawing)
  local scale = fig.scale
  if not scale then return end
  local ink = {stroke = "#333333", width = 0.9}
  local left, top, height = box.left + box.width + box.beside + gap, box.top, box.height
  local function write(y, label)
    drawing:text(left + thick + 8, y + 0.35 * size, label, {size = size, color = "#333333"})
  end
  if scale.missing then
    height = height - 26
    local y = top + height + 12
    drawing:box(left, y, thick, 14, {fill = string.format("#%06x", scale.palette[0]), stroke = "#333333", width = 0.9})
    write(y + 7, scale.missing)
  end
  local lines = {}
  for i = 1, 255 do lines[i] = string.char(256 - i) end
  drawing:image(left, top, thick, height, {
    columns = 1, lines = lines, palette = scale.palette, is_coarse = false,
  })
  drawing:box(left, top, thick, height, ink)
  local list, minor, common = colorbar.ticks(scale, height)
  if common then drawing:text(left, top - 7, common, {size = size, color = "#333333"}) end
  local strokes = {}
  local function stroke(place, length)
    strokes[#strokes + 1] = markup.fill("M$x $y h$l",
      {x = left + thick, y = top + (1 - place) * height, l = length})
  end
  for _, tick in ipairs(list) do
    stroke(tick.place, 4)
    write(top + (1 - tick.place) * height, typeset.numeral(tick.label))
  end
  for _, place in ipairs(minor) do stroke(place, 2) end
  drawing:path(table.concat(strokes), ink)
  if scale.label then
    drawing:text(left + thick + beside(scale, height), top + height / 2, scale.label,
      {anchor = "middle", size = label_size, color = "#333333", turn = 90})
  end
end

---The colour bar for a terminal, a piece for each row of the box.
---@param fig plot.Figure
---@param rows integer
---@param screen plot.Screen
---@param character fun(index: integer): string  # for terminals without colours
---@return string[] pieces
---@return integer width
function colorbar.rows(fig, rows, screen, character)
  local scale, pieces, labels, width = fig.scale, {}, {}, 0
  if not scale then return pieces, 0 end
  local bar = scale.missing and rows > 4 and rows - 2 or rows
  for _, tick in ipairs((ticks.along(scale.axis, math.max(2, bar // 3)))) do
    local row = math.floor((1 - tick.place) * (bar - 1) + 0.5) + 1
    labels[row] = tick.label
  end
  if bar < rows then labels[rows] = scale.missing end
  for _, label in pairs(labels) do width = math.max(width, #label) end
  for row = 1, rows do
    local at = bar == 1 and 255 or 255 - math.floor((row - 1) / (bar - 1) * 254 + 0.5)
    if row > bar then at = row == rows and bar < rows and 0 or nil end
    local sign = "  "
    if at and screen.colors == 0 then
      sign = string.rep(character(at), 2)
    elseif at then
      local rgb = scale.palette[at]
      local before, after = screens.escapes(rgb, screen.colors, not screen.unicode and rgb or nil)
      sign = before .. (screen.unicode and "██" or sign) .. after
    end
    pieces[row] = "  " .. sign .. (labels[row] and " " .. labels[row] or "")
  end
  return pieces, width + 5
end

return colorbar
