---Cells of a grid in the colours of a scale.
local color_scale = require "plot.color_scale"
local numerals = require "plot.numerals"
local rasters = require "plot.raster"

---@class plot.Image: plot.Shape
---@field grid plot.Grid
---@field scale plot.ColorScale

local image = {}

---@param shape plot.Image
---@param box plot.Box
---@param drawing plot.Drawing
function image.draw(shape, box, drawing)
  local cells, part = rasters.sampled(shape, box.x, box.y, box.width, box.height)
  if not cells then return end
  local left, right = part.x[1] * box.width, part.x[2] * box.width
  local top, bottom = (1 - part.y[2]) * box.height, (1 - part.y[1]) * box.height
  drawing:image(box.left + left, box.top + top, right - left, bottom - top, cells)
end

-- From empty to full, for terminals without colours.
local ramp = " .:-=+*#%@"

---@param index integer  # into the palette
---@return string
function image.character(index)
  if index == 0 then return "?" end
  local at = (index - 1) * #ramp // 255 + 1
  return string.sub(ramp, at, at)
end

---@param shape plot.Image
---@param canvas plot.Canvas
---@param scales plot.Scales
---@param screen plot.Screen
function image.trace(shape, canvas, scales, _, screen)
  local grid, index = shape.grid, color_scale.index(shape.scale)
  local halves = screen.colors > 0 and 2 or 1
  local height = canvas.rows * halves
  local function shown(edges, scale, count)
    local from, to = rasters.span(edges, scale)
    local first, last = math.floor(from * count + 0.5), math.floor(to * count + 0.5) - 1
    return first, rasters.sources(edges, scale, from, to, math.max(0, last - first + 1))
  end
  local left, columns = shown(grid.xedges, scales.x, canvas.columns)
  local bottom, rows = shown(grid.yedges, scales.y, height)
  for i, source in ipairs(rows) do
    local row, half = grid.z[source], height - bottom - i
    for j, cell in ipairs(columns) do
      local at = index(row[cell])
      if halves == 2 then
        canvas:back(left + j - 1, half, shape.scale.palette[at])
      else
        canvas:shade(left + j - 1, half, image.character(at))
      end
    end
  end
end

---Cells as other programs get them, few enough for them.
---@param shape plot.Image
---@param most integer  # along each axis
---@return integer[] columns
---@return integer[] rows
local function chosen(shape, most)
  local function every(count)
    local list, wanted = {}, math.min(count, most)
    for i = 1, wanted do list[i] = (2 * i - 1) * count // (2 * wanted) + 1 end
    return list
  end
  return every(#shape.grid.x), every(#shape.grid.y)
end

---The cell's edges, where only some columns or rows are shown half way to the next one shown.
---@param edges number[]
---@param list integer[]
---@param i integer
---@return number low
---@return number high
local function bounds(edges, list, i)
  local first = i == 1 and 1 or (list[i - 1] + list[i]) // 2 + 1
  local last = i == #list and #edges - 1 or (list[i] + list[i + 1]) // 2
  return edges[first], edges[last + 1]
end

---@param shape plot.Image
---@param value number
---@return string  # as the colour scale counts: a logarithm on a log one
local function level(shape, value)
  if shape.scale.axis.log then value = value > 0 and math.log(value, 10) or 0 / 0 end
  return value - value == 0 and numerals.exact(value) or "NaN"
end

---@param shape plot.Image
---@param out string[]
---@param name string
---@param scales plot.Scales
---@return string
function image.gnuplot(shape, out, name, scales)
  local grid, index = shape.grid, color_scale.index(shape.scale)
  local even = rasters.is_even(grid.xedges, scales.x) and rasters.is_even(grid.yedges, scales.y)
    and not scales.x.log and not scales.y.log
  -- Its images are of equal cells on linear axes; others are boxes.
  local columns, rows = chosen(shape, even and 1500 or 300)
  out[#out + 1] = name .. " << EOD"
  for i, source in ipairs(rows) do
    local row, cells = grid.z[source], {}
    for j, cell in ipairs(columns) do
      if even then
        cells[j] = level(shape, row[cell])
      else
        local x0, x1 = bounds(grid.xedges, columns, j)
        local y0, y1 = bounds(grid.yedges, rows, i)
        local exact = numerals.exact
        cells[j] = table.concat({exact(grid.x[cell]), exact(grid.y[source]), exact(x0), exact(x1), exact(y0), exact(y1),
          string.format("%d", shape.scale.palette[index(row[cell])])}, " ")
      end
    end
    out[#out + 1] = table.concat(cells, even and " " or "\n")
  end
  out[#out + 1] = "EOD"
  if not even then return name .. " using 1:2:3:4:5:6:7 with boxxyerror fs solid noborder lc rgb variable notitle" end
  local function along(edges, count)
    local step = (edges[#edges] - edges[1]) / count
    return numerals.exact(edges[1] + step / 2), numerals.exact(step)
  end
  local x0, dx = along(grid.xedges, #columns)
  local y0, dy = along(grid.yedges, #rows)
  return string.format("%s matrix using (%s+%s*$1):(%s+%s*$2):3 with image notitle", name, x0, dx, y0, dy)
end

---@param shape plot.Image
---@param out string[]
---@param name string
---@param scales plot.Scales
function image.tex(shape, out, name, scales)
  local grid, index = shape.grid, color_scale.index(shape.scale)
  local columns, rows = chosen(shape, 100)
  local within, defined = numerals.within, {}
  for i, source in ipairs(rows) do
    local row = grid.z[source]
    local y0, y1 = bounds(grid.yedges, rows, i)
    local j = 1
    while j <= #columns do
      -- Neighbours of one colour, of those that TeX has room for, share a rectangle.
      local last, at = j, (index(row[columns[j]]) + 3) // 4
      while last < #columns and (index(row[columns[last + 1]]) + 3) // 4 == at do last = last + 1 end
      local color = name .. "c" .. at
      if not defined[at] then
        defined[at] = true
        local rgb = at == 0 and shape.scale.palette[0] or shape.scale.palette[4 * at - 2]
        out[#out + 1] = string.format("\\definecolor{%s}{HTML}{%06X}", color, rgb)
      end
      local x0 = bounds(grid.xedges, columns, j)
      local _, x1 = bounds(grid.xedges, columns, last)
      out[#out + 1] = string.format("\\fill[%s] (axis cs:%s,%s) rectangle (axis cs:%s,%s);",
        color, within(x0, scales.x), within(y0, scales.y), within(x1, scales.x), within(y1, scales.y))
      j = last + 1
    end
  end
end

return image
