---Draws the curves of a figure on a canvas of characters.
local axes = require "plot.axes"
local curve = require "plot.curve"
local figure = require "plot.figure"
local palette = require "plot.palette"

local trace = {}

---@param series plot.Series
---@return string
function trace.glyph(series)
  return series.open and palette.open_glyphs[series.shape] or palette.glyphs[series.shape]
end

---@param series plot.Series
---@return string
function trace.character(series)
  return series.open and palette.open_characters[series.shape] or palette.characters[series.shape]
end

---Whether a line carries glyphs where there are no colours.
---@param series plot.Series
---@return boolean
function trace.carries_glyphs(series) return series.style ~= "points" and series.shape ~= "dot" end

---@param place number  # in dots
---@return integer
function trace.nearest(place)
  return math.floor(place + 0.5) // 1 | 0
end

---Places for a series' glyph along its lines, so that lines of one colour can be told apart. Each series begins at
---another distance, or lines on top of each other would hide each other's glyphs.
---@param lines plot.Line[]
---@param phase number  # 0 .. 1
---@param least number  # dots between two
---@return {[1]: number, [2]: number}[]
local function spread(lines, phase, least)
  local total = 0
  for _, line in ipairs(lines) do
    for i = 2, #line.x do
      total = total + math.max(math.abs(line.x[i] - line.x[i - 1]), math.abs(line.y[i] - line.y[i - 1]))
    end
  end
  local gap = math.max(least, total / 8)
  local places, due, walked = {}, gap * phase, 0
  if total < gap then due = total * phase end
  for _, line in ipairs(lines) do
    for i = 2, #line.x do
      local x, y = line.x[i - 1], line.y[i - 1]
      local dx, dy = line.x[i] - x, line.y[i] - y
      local length = math.max(math.abs(dx), math.abs(dy))
      while due <= walked + length and length > 0 do
        local part = (due - walked) / length
        places[#places + 1] = {x + part * dx, y + part * dy}
        due = due + gap
      end
      walked = walked + length
    end
  end
  return places
end

---@param grid plot.Canvas
---@param fig plot.Figure
---@param x plot.Scale
---@param y plot.Scale
---@param y2 plot.Scale|nil  # of the axis at the right
---@param screen plot.Screen
---@return table<plot.Series, true> dotted  # whose points are dots and no glyphs
function trace.draw(grid, fig, x, y, y2, screen)
  local width, height = grid.width - 1, grid.height - 1
  local labelled = grid.braille and screen.colors == 0 and #fig.series > 1
  local over, dotted = {}, {}
  for owner, series in ipairs(fig.series) do
    local projected = curve.project(series, x, axes.of(series, x, y, y2).y, width, height)
    if series.style == "points" then
      local xs, ys = curve.points(projected, width, height, 1)
      -- Glyphs tell series apart, as long as they do not fill the plot.
      local large = grid.braille and #xs <= math.max(grid.columns, grid.columns * grid.rows // 8)
      if grid.braille and not large and not labelled then dotted[series] = true end
      -- Where neither colours nor all glyphs can, some glyphs do.
      local stride = labelled and math.max(1, #xs // 12)
      for i = 1, #xs do
        local px, py = trace.nearest(xs[i]), trace.nearest(ys[i])
        if large then
          grid:glyph(px, py, trace.glyph(series), owner)
        else
          grid:dot(px, py, owner)
          if stride and i % stride == 0 then over[#over + 1] = {px, py, trace.glyph(series), owner} end
        end
      end
    else
      local lines = curve.cut(projected, width, height, 1)
      for _, line in ipairs(lines) do
        local px, py = trace.nearest(line.x[1]), trace.nearest(line.y[1])
        local dash = series.style == "dashed" and grid.braille and 0 or nil
        if #line.x == 1 then grid:dot(px, py, owner) end
        for i = 2, #line.x do
          local qx, qy = trace.nearest(line.x[i]), trace.nearest(line.y[i])
          -- Most pieces of a long line stay within a dot.
          if qx ~= px or qy ~= py or i == 2 then dash = grid:line(px, py, qx, qy, owner, dash) end
          px, py = qx, qy
        end
      end
      if (labelled or series.marked and grid.braille) and trace.carries_glyphs(series) then
        for _, place in ipairs(spread(lines, (owner - 0.5) / #fig.series, 24)) do
          over[#over + 1] = {trace.nearest(place[1]), trace.nearest(place[2]), trace.glyph(series), owner}
        end
      elseif grid.braille and #lines == 1 and #lines[1].x == 1 then
        over[#over + 1] = {trace.nearest(lines[1].x[1]), trace.nearest(lines[1].y[1]), trace.glyph(series), owner}
      end
    end
  end
  for owner, series in ipairs(fig.series) do
    local first, last = figure.ends(series)
    if series.marks and first then
      local function mark(i, sign)
        local px, py = x.place(series.x[i]) * width, (1 - axes.of(series, x, y, y2).y.place(series.y[i])) * height
        if px >= 0 and px <= width and py >= 0 and py <= height then
          over[#over + 1] = {trace.nearest(px), trace.nearest(py), sign, owner}
        end
      end
      mark(first, grid.braille and "○" or "S")
      mark(last, grid.braille and trace.glyph(series) or "E")
    end
  end
  -- Glyphs last, so that no line's colour takes their cells.
  for _, one in ipairs(over) do grid:glyph(one[1], one[2], one[3], one[4]) end
  return dotted
end

return trace
