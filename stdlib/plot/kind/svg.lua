---SVG, for papers and the web: no font, script or style sheet is needed to show it, and equal numbers give equal bytes.
---
---    plot({1, 4, 9}, {file = "squares.svg"})  --> squares.svg
local figure = require "plot.figure"
local frame = require "plot.frame"
local legend = require "plot.legend"
local markup = require "plot.markup"
local thinning = require "plot.thinning"

---Bytes of all curves together; with the rest, a file stays below 200 kB.
local budget = 160000

---@param series plot.Series
---@return string
local function color(series)
  return string.format("#%06x", series.rgb)
end

---@param series plot.Series
---@param d string  # a path
---@param solid boolean  # whatever the series' dash
---@return string
local function stroke(series, d, solid)
  local dash = not solid and series.dash
  return markup.fill('<path d="$d" fill="none" stroke="$color" stroke-width="$width" stroke-linejoin="round"$dash/>', {
    d = d, color = color(series), width = series.style == "dashed" and 1.3 or 1.8,
    dash = dash and string.format(' stroke-dasharray="%s"', dash) or ' stroke-linecap="round"',
  })
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
---@return string element
---@return plot.Line[] lines  # what it covers, within the box
---@return boolean dense  # neither dashes nor markers can be told apart
local function curve(series, box, bytes)
  if series.style == "points" then
    local radius = #series.y > 300 and 2 or 3.2
    local lines, element, dense = thinning.points(series, box, bytes, function(left, top)
      return markup.markers(left, top, series.shape, radius, color(series), series.open)
    end)
    if dense then
      element = markup.fill('<path d="$d" fill="none" stroke="$color" stroke-width="4" stroke-linecap="round"/>',
        {d = element, color = color(series)})
    end
    return element, lines, dense
  end
  local lines, d = thinning.path(series, box, bytes)
  local xs, ys = thinning.alone(lines, box, bytes // 4)
  -- A point between two gaps is a line without length, which is not drawn.
  local dots = #xs > 0 and markup.markers(xs, ys, "circle", 2, color(series)) or ""
  local dense = tangled(lines, box)
  return (string.find(d, "l") and stroke(series, d, dense) or "") .. dots, lines, dense
end

---@param fig plot.Figure
---@param box plot.Box
---@param put plot.Put
local function marks(fig, box, put)
  local function place(series, i)
    return box.left + box.x.place(series.x[i]) * box.width, box.top + (1 - box.y.place(series.y[i])) * box.height
  end
  local function shown(x, y)
    return x >= box.left and x <= box.left + box.width and y >= box.top and y <= box.top + box.height
  end
  for _, series in ipairs(fig.series) do
    local first, last = figure.ends(series)
    if series.marks and first then
      local x, y = place(series, first)
      if shown(x, y) then
        put('<circle cx="$x" cy="$y" r="4.5" fill="#fff" stroke="$color" stroke-width="1.6"/>',
          {x = x, y = y, color = color(series)})
      end
      x, y = place(series, last)
      if shown(x, y) then put(markup.markers({x}, {y}, series.shape, 4.5, color(series), series.open, true)) end
    end
  end
end

---@param fig plot.Figure
---@param listed plot.Series[]
---@return string  # what a reader who cannot see the picture is told
local function summary(fig, listed)
  if fig.options.title then return fig.options.title end
  local names = {}
  for i, series in ipairs(listed) do names[i] = series.name end
  return #names > 0 and table.concat(names, ", ") or "Plot"
end

---@param fig plot.Figure
---@return string  # the file's bytes
local function render(fig)
  local listed = figure.listed(fig)
  local wide, high = legend.extent(listed)
  local wish = fig.options.legend
  local share = budget // math.max(1, #fig.series)
  local box, curves, dense

  ---Curves for a box that leaves room for a legend beside it.
  local function arrange(beside)
    local touched = {}
    box, curves, dense = frame.layout(fig, beside), {}, {}
    for i, series in ipairs(fig.series) do
      local lines
      curves[i], lines, dense[series] = curve(series, box, share)
      legend.touch(touched, lines)
    end
    return touched
  end

  local x, y
  if #listed == 0 or wish ~= "outside" then
    local touched = arrange(0)
    if #listed > 0 then x, y = legend.place(box, wide, high, wish, touched) end
  end
  local outside = #listed > 0 and not x
  if outside then
    arrange(wide)
    x, y = box.width + 8, 0
  end

  local out = {}
  local function put(template, values)
    local text = values and markup.fill(template, values) or template
    if text ~= "" then out[#out + 1] = (string.gsub(text, "\n$", "")) end
  end
  put('<svg xmlns="http://www.w3.org/2000/svg" width="$w" height="$h" viewBox="0 0 $w $h" role="img" '
    .. 'font-family="Helvetica, Arial, sans-serif">', {w = box.total.width, h = box.total.height})
  put("<title>$title</title>", {title = markup.escape(summary(fig, listed))})
  if #fig.notes > 0 then put("<desc>$notes</desc>", {notes = markup.escape(table.concat(fig.notes, ". "))}) end
  put '<rect width="100%" height="100%" fill="#fff"/>'
  frame.grid(box, put)
  for _, element in ipairs(curves) do put(element) end
  frame.axes(box, put)
  marks(fig, box, put)
  frame.texts(fig, box, put)
  if #listed > 0 then legend.draw(listed, dense, box.left + x, box.top + y, not outside, stroke, put) end
  put "</svg>"
  return table.concat(out, "\n") .. "\n"
end

local svg = {endings = {".svg"}, render = render}

return svg
