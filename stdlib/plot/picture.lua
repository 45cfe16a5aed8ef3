---A figure as a drawing, which kinds of files write down.
local colorbar = require "plot.colorbar"
local drawings = require "plot.drawing"
local figure = require "plot.figure"
local frame = require "plot.frame"
local legend = require "plot.legend"
local draw_panels = require "plot.panels.drawing"
local markup = require "plot.markup"
local shapes = require "plot.shapes"
local sizes = require "plot.sizes"
local thinning = require "plot.thinning"
local unicode = require "plot.label.unicode"

local picture = {}

---Bytes of all curves together; with the rest, an SVG stays below 200 kB.
local budget = 160000

---@param series plot.Series
---@return string
local function color(series)
  return string.format("#%06x", series.rgb)
end

---@param series plot.Series
---@param solid boolean  # whatever the series' dash
---@param enlarged number  # how much larger than it is laid out the picture is shown
---@return plot.Paint
local function stroke(series, solid, enlarged)
  local dash = not solid and series.dash
  local width = series.width and series.width / enlarged or series.style == "dashed" and 1.3 or 1.8
  return {
    stroke = color(series), width = width, join = "round", dash = dash, cap = not dash and "round" or nil,
  }
end

---Whether lines go to and fro so much that gaps of a dash would only look like noise.
---@param lines plot.Line[]
---@param box plot.Box
---@return boolean
local function tangled(lines, box)
  local length = 0
  for _, line in ipairs(lines) do
    for i = 2, #line.x do
      length = length + math.abs(line.x[i] - line.x[i - 1]) + math.abs(line.y[i] - line.y[i - 1])
    end
  end
  return length > 10 * (box.width + box.height)
end

---@param series plot.Series
---@param box plot.Box
---@param bytes integer
---@param enlarged number
---@param edged boolean  # a white edge sets it off the colours under it
---@return plot.Element[]
---@return plot.Line[] lines  # what it covers, within the box
---@return boolean dense  # neither dashes nor markers can be told apart
local function curve(series, box, bytes, enlarged, edged)
  if series.style == "points" then
    local radius = #series.y > 300 and 2 or 3.2
    local lines, elements, discs = thinning.points(series, box, bytes, function(left, top)
      return markup.markers(left, top, series.shape, radius, color(series), series.open, edged)
    end)
    if discs then
      elements = {{kind = "path", d = discs, look = {stroke = color(series), width = 4, cap = "round"}}}
    end
    return elements, lines, discs ~= nil
  end
  local lines, d = thinning.path(series, box, bytes)
  local elements, dense = {}, tangled(lines, box)
  if string.find(d, "l") then
    local look = stroke(series, dense, enlarged)
    if edged then
      elements[1] = {kind = "path", d = d, look = {stroke = "#ffffff", width = look.width + 2, join = "round"}}
    end
    elements[#elements + 1] = {kind = "path", d = d, look = look}
  end
  local function put(xs, ys, shape, radius)
    for _, one in ipairs(markup.markers(xs, ys, shape, radius, color(series), series.open, edged)) do
      elements[#elements + 1] = one
    end
  end
  -- A point between two gaps is a line without length, which is not drawn.
  local xs, ys = thinning.alone(lines, box, bytes // 4)
  put(xs, ys, "circle", 2)
  if series.marked then
    xs, ys = thinning.apart(series, box)
    put(xs, ys, series.shape, 3.2)
  end
  return elements, lines, dense
end

---@param fig plot.Figure
---@param box plot.Box
---@param drawing plot.Drawing
local function marks(fig, box, drawing)
  local function place(series, i)
    local y = frame.of(series, box).y
    return box.left + box.x.place(series.x[i]) * box.width, box.top + (1 - y.place(series.y[i])) * box.height
  end
  local function shown(x, y)
    return x >= box.left and x <= box.left + box.width and y >= box.top and y <= box.top + box.height
  end
  for _, series in ipairs(fig.series) do
    local first, last = figure.ends(series)
    if series.marks and first then
      local x, y = place(series, first)
      if shown(x, y) then
        drawing:path(markup.circle(x, y, 4.5), {fill = "#ffffff", stroke = color(series), width = 1.6})
      end
      x, y = place(series, last)
      if shown(x, y) then
        drawing:append(markup.markers({x}, {y}, series.shape, 4.5, color(series), series.open, true))
       end
    end
  end
end

---@param fig plot.Figure
---@param listed plot.Series[]
---@return string  # what a reader who cannot see the picture is told
local function summary(fig, listed)
  if fig.options.title then return unicode.letters(fig.options.title) end
  local names = {}
  for i, series in ipairs(listed) do names[i] = unicode.letters(series.name) end
  return #names > 0 and table.concat(names, ", ") or "Plot"
end

---@param fig plot.Figure
---@param least? plot.Margins  # of a panel beside others
---@return plot.Drawing
local function draw(fig, least)
  local listed = figure.listed(fig)
  local wide, high = legend.extent(listed)
  local wish = fig.options.legend
  local share = budget // math.max(1, #fig.series)
  local enlarged = fig.enlarged or sizes.scale(fig.options)
  local box, curves, dense

  ---Curves for a box that leaves room for a legend beside it or under it.
  local function arrange(beside, under)
    local touched = {}
    box, curves, dense = frame.layout(fig, beside, least, under), {}, {}
    for i, series in ipairs(fig.series) do
      local lines
      curves[i], lines, dense[series] = curve(series, frame.of(series, box), share, enlarged, fig.colored or false)
      legend.touch(touched, lines)
    end
    legend.touch_shapes(touched, fig, box)
    return touched
  end

  local x, y
  if #listed == 0 or wish ~= "outside" then
    local touched = arrange(0)
    if #listed > 0 then x, y = legend.place(box, wide, high, wish, touched) end
  end
  local outside, columns = #listed > 0 and not x, 1
  if outside and legend.is_beside(listed, fig) then
    arrange(wide)
    x, y = box.width + 8 + box.beside + colorbar.room(fig, box.height), 0
  elseif outside then
    local under
    columns, wide, under = legend.columns(listed, (sizes.layout(fig.options)))
    arrange(0, under)
    x, y = (box.total.width - columns * wide) / 2 - box.left, box.total.height - under - box.top
  end

  local drawing = drawings.new(box.total.width, box.total.height)
  drawing.scale = enlarged
  drawing.title, drawing.notes = summary(fig, listed), fig.notes
  drawing.boxes[1] = {fig = fig, box = box, x = 0, y = 0}
  local function draw_shapes(over)
    for _, shape in ipairs(fig.shapes) do
      if shape.over == over then shapes[shape.kind].draw(shape, frame.of(shape, box), drawing) end
    end
  end
  frame.grid(box, drawing)
  draw_shapes(false)
  for _, elements in ipairs(curves) do drawing:append(elements) end
  draw_shapes(true)
  frame.axes(box, drawing)
  marks(fig, box, drawing)
  frame.texts(fig, box, drawing)
  colorbar.draw(fig, box, drawing)
  if #listed > 0 then
    local function paint(series, solid) return stroke(series, solid, enlarged) end
    legend.draw(listed, dense, box.left + x, box.top + y, not outside, paint, drawing, columns)
  end
  return drawing
end

---@param fig plot.Figure|plot.Panels
---@return plot.Drawing
function picture.draw(fig)
  if fig.panels then return draw_panels(fig, draw) end
  return draw(fig)
end

return picture
