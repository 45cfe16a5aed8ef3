---The legend of a drawn plot: where it hides nothing, and its drawing.
local frame = require "plot.frame"
local markup = require "plot.markup"
local shapes = require "plot.shapes"
local sizes = require "plot.sizes"
local tick_labels = require "plot.tick_labels"
local typeset = require "plot.label.typeset"

local legend = {}

local size, sample, inset = 12, 30, 10
local cell = 4

---The squares of a grid over the box that a series' points and lines touch.
---@param touched table<integer, true>
---@param lines plot.Line[]
function legend.touch(touched, lines)
  for _, line in ipairs(lines) do
    for i = 1, #line.x do
      local x1, y1 = line.x[i], line.y[i]
      local x0, y0 = line.x[i - 1] or x1, line.y[i - 1] or y1
      local steps = math.max(math.abs(x1 - x0), math.abs(y1 - y0)) // cell + 1
      for step = 0, steps do
        local x, y = x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
        touched[(x // cell | 0) << 16 | (y // cell | 0)] = true
      end
    end
  end
end

---The same of a figure's shapes.
---@param touched table<integer, true>
---@param fig plot.Figure
---@param box plot.Box
function legend.touch_shapes(touched, fig, box)
  for _, shape in ipairs(fig.shapes) do
    local cover = shapes[shape.kind].cover
    if cover then legend.touch(touched, cover(shape, frame.of(shape, box))) end
  end
end

---@param series plot.Series
---@return number height  # of its row
---@return number middle  # of its sample, from the row's upper edge
local function row(series)
  local line = typeset.label(series.name)
  local over, under = math.max(line.height, 0.79) * size, math.max(line.depth, 0.25) * size
  return over + under + 6.5, 3.25 + over - 0.36 * size
end

---@param listed plot.Series[]
---@param first integer
---@param columns integer
---@return number  # the height of the highest of so many rows beside each other
local function highest(listed, first, columns)
  local height = 0
  for i = first, math.min(first + columns - 1, #listed) do height = math.max(height, (row(listed[i]))) end
  return height
end

---@param listed plot.Series[]
---@return number width
---@return number height
function legend.extent(listed)
  local widest, height = 0, 8
  for _, series in ipairs(listed) do
    widest = math.max(widest, typeset.label(series.name).width * size)
    height = height + row(series)
  end
  return sample + widest + 26, height
end

---@param box plot.Box
---@param width number
---@param height number
---@param place string
---@return number x  # from the box' left edge
---@return number y
local function at(box, width, height, place)
  return string.find(place, "left") and inset or string.find(place, "right") and box.width - inset - width
      or (box.width - width) / 2,
    string.find(place, "top") and inset or string.find(place, "bottom") and box.height - inset - height
      or (box.height - height) / 2
end

---Where a legend may be within the box, the best first.
local places = {"top right", "top left", "bottom right", "bottom left", "right", "left", "top", "bottom"}

---@param box plot.Box
---@param width number
---@param height number
---@param wish string|true|nil  # as asked for; otherwise the first that hides nothing
---@param touched table<integer, true>
---@return number|nil x  # nil where every place would hide something
---@return number|nil y
---@return string|nil place
function legend.place(box, width, height, wish, touched)
  if type(wish) == "string" then return at(box, width, height, wish) end
  if width + 2 * inset > box.width or height + 2 * inset > box.height then return nil end
  for _, candidate in ipairs(places) do
    local x, y = at(box, width, height, candidate)
    local free = true
    for column = (x - 4) // cell | 0, (x + width + 4) // cell | 0 do
      for line = (y - 4) // cell | 0, (y + height + 4) // cell | 0 do
        if touched[column << 16 | line] then free = false end
      end
    end
    if free then return x, y, candidate end
  end
  return nil
end

---Whether a legend outside of the box is right of it: one that takes more than a third of the picture's width, or more
---than its height, is under it, as is a row in a narrow picture.
---@param listed plot.Series[]
---@param fig plot.Figure
---@return boolean
function legend.is_beside(listed, fig)
  local width, height = sizes.layout(fig.options)
  local wide, high = legend.extent(listed)
  local is_narrow = width < 400 and #listed * wide <= width
  return 3 * wide <= width and high + 20 <= height and not is_narrow
end

---The columns of a legend under the picture: as many as fit beside each other, all as wide as the widest entry.
---@param listed plot.Series[]
---@param room number  # the picture's width
---@return integer columns
---@return number width  # of one
---@return number height  # of all
function legend.columns(listed, room)
  local wide = legend.extent(listed)
  local columns = math.max(1, math.min(#listed, room // wide | 0))
  local height = 8
  for first = 1, #listed, columns do height = height + highest(listed, first, columns) end
  return columns, wide, height
end

---What stands for a series beside its name.
---@param series plot.Series
---@param x number  # where it begins
---@param middle number  # its height
---@param is_dense boolean
---@param stroke fun(series: plot.Series, solid: boolean): plot.Paint
---@param drawing plot.Drawing
local function draw_sample(series, x, middle, is_dense, stroke, drawing)
  local color = string.format("#%06x", series.rgb)
  if series.banded then drawing:box(x, middle - 5, sample, 10, {fill = color, opacity = 0.25}) end
  if series.whiskers then
    local d = string.format("M%s %sh6m-3 0v12m-3 0h6", markup.number(x + sample / 2 - 3), markup.number(middle - 6))
    drawing:path(d, {stroke = color, width = 1.4})
  end
  if series.opacity then
    drawing:box(x, middle - 5, sample, 10, {fill = color, opacity = series.opacity < 1 and series.opacity or nil,
      stroke = series.opacity < 1 and color or nil, width = series.opacity < 1 and 1.2 or nil})
  elseif series.style ~= "points" then
    local path = string.format("M%s %sh%d", markup.number(x), markup.number(middle), sample)
    drawing:path(path, stroke(series, is_dense))
  end
  if series.style == "points" and not series.opacity then
    local shape = is_dense and "circle" or series.shape
    drawing:append(markup.markers({x + sample / 2}, {middle}, shape, 3.5, color, series.open))
  elseif series.marks or series.marked then
    drawing:append(markup.markers({x + sample / 2}, {middle}, series.shape, series.marks and 4 or 3.2, color,
      series.open, series.marks))
  end
end

---@param listed plot.Series[]
---@param dense table<plot.Series, boolean>  # drawn without dashes, and with discs for markers
---@param x number  # of its upper left corner, in the picture
---@param y number
---@param framed boolean
---@param stroke fun(series: plot.Series, solid: boolean): plot.Paint
---@param drawing plot.Drawing
---@param columns? integer  # 1 if left out
function legend.draw(listed, dense, x, y, framed, stroke, drawing, columns)
  columns = columns or 1
  local width, height = legend.extent(listed)
  -- Names that are longer than the picture begin in it.
  x = math.max(x, 4)
  width = math.min(width, drawing.width - x - 4)
  if framed then
    drawing:box(x, y, width, height, {fill = "#ffffff", opacity = 0.85, stroke = "#cccccc", width = 0.8}, 2.5)
  end
  local left, top = x, y + 4
  for i, series in ipairs(listed) do
    local column = (i - 1) % columns
    x = left + column * width
    if i > 1 and column == 0 then top = top + highest(listed, i - columns, columns) end
    local middle = top + select(2, row(series))
    draw_sample(series, x + 9, middle, dense[series], stroke, drawing)
    drawing:text(x + sample + 17, middle + 0.36 * size, series.name, {
      size = tick_labels.within(series.name, size, width - sample - 20), color = "#222222",
    })
  end
end

return legend
