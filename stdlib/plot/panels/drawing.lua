---Panels on one drawing: boxes of a column are as wide and begin at the same place, those of a row are as high.
local drawings = require "plot.drawing"
local frame = require "plot.frame"
local panels = require "plot.panels"
local sizes = require "plot.sizes"

local heading = 34

---@param fig plot.Panels
---@param draw fun(fig: plot.Figure, least: plot.Margins): plot.Drawing
---@return plot.Drawing
local function draw_panels(fig, draw)
  local given = fig.options
  -- The title takes a part of a panel.
  local beneath = fig.rows + (given.title and 0.4 or 0)
  local width, height = sizes.layout(given, fig.columns == 1 and 600 or 400 * fig.columns,
    fig.rows == 1 and (fig.columns == 1 and 400 or 320) or 280 * fig.rows, fig.columns, beneath)
  local top = given.title and heading or 0
  -- A height that follows from the width leaves the title no room in a row of many panels.
  if not given.height then height = math.max(height, top + 100 * fig.rows) end
  local wide, high = width / fig.columns, (height - top) / fig.rows

  local columns, rows = {}, {}
  for i = 0, fig.columns - 1 do columns[i] = {left = 0, right = 0} end
  for i = 0, fig.rows - 1 do rows[i] = {top = 0, bottom = 0} end
  for _, panel, row, column in panels.each(fig) do
    local box = frame.layout(panels.sized(panel, wide, high), 0)
    local across, down = columns[column], rows[row]
    across.left = math.max(across.left, box.room)
    across.right = math.max(across.right, box.right)
    down.top, down.bottom = math.max(down.top, box.top), math.max(down.bottom, box.bottom)
  end

  local all = drawings.new(width, height)
  all.scale = sizes.scale(given, fig.columns, beneath)
  local titles = {}
  for _, panel, row, column in panels.each(fig) do
    local across, down = columns[column], rows[row]
    local sized = panels.sized(panel, wide, high)
    sized.enlarged = all.scale
    local one = draw(sized, {
      left = across.left, right = across.right, top = down.top, bottom = down.bottom,
    })
    titles[#titles + 1] = one.title
    all:group(column * wide, top + row * high, one.elements)
    local boxed = one.boxes[1]
    all.boxes[#all.boxes + 1] = {fig = panel, box = boxed.box, x = column * wide, y = top + row * high}
  end
  all.title, all.notes = given.title or table.concat(titles, "; "), fig.notes
  if given.title then all:text(width / 2, 24, given.title, {anchor = "middle", size = 16, color = "#111111"}) end
  return all
end

return draw_panels
