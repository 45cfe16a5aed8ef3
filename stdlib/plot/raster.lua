---Images of a grid's cells as bytes.
local color_scale = require "plot.color_scale"

local rasters = {}

---Cells as bytes: places on a palette.
---@class plot.Raster
---@field columns integer
---@field lines string[]  # from the top, a byte a cell
---@field palette table<integer, integer>  # 0xrrggbb by byte
---@field is_coarse boolean  # each cell of a grid is several of it, so that its edges are sharp wherever it is shown

---@param edges number[]
---@param scale plot.Scale
---@return number from  # the part of the box that lies between the first edge and the last
---@return number to
function rasters.span(edges, scale)
  return math.max(0, scale.place(edges[1])), math.min(1, scale.place(edges[#edges]))
end

---For each of so many columns over a part of the box the cell in which its middle lies.
---@param edges number[]
---@param scale plot.Scale
---@param from number
---@param to number
---@param count integer
---@return integer[]
function rasters.sources(edges, scale, from, to, count)
  local list, cell, last = {}, 1, #edges - 1
  local beyond = scale.place(edges[2])
  for i = 1, count do
    local place = from + (i - 0.5) / count * (to - from)
    while cell < last and place > beyond do
      cell = cell + 1
      beyond = scale.place(edges[cell + 1])
    end
    list[i] = cell
  end
  return list
end

---@param edges number[]
---@param scale plot.Scale
---@return boolean  # whether all cells are as wide on paper, and in the box
function rasters.is_even(edges, scale)
  local n = #edges - 1
  local first, last = scale.place(edges[1]), scale.place(edges[n + 1])
  if first < -1e-9 or last > 1 + 1e-9 then return false end
  for i = 1, n do
    if math.abs(scale.place(edges[i + 1]) - first - (last - first) * i / n) > 1e-3 * (last - first) / n then
      return false
    end
  end
  return true
end

---@param shape plot.Image
---@param columns integer[]  # the cells that are shown
---@param rows integer[]  # from the bottom
---@param is_coarse boolean
---@return plot.Raster
local function raster(shape, columns, rows, is_coarse)
  local index, z, lines = color_scale.index(shape.scale), shape.grid.z, {}
  local n, before = #columns, nil
  for i = #rows, 1, -1 do
    local line
    if rows[i] == before then
      line = lines[#lines]
    else
      local row, pieces = z[rows[i]], {}
      -- In pieces: the stack holds only so many values.
      for first = 1, n, 4096 do
        local bytes = {}
        for j = first, math.min(first + 4095, n) do bytes[j - first + 1] = index(row[columns[j]]) end
        pieces[#pieces + 1] = string.char(table.unpack(bytes))
      end
      line = table.concat(pieces)
    end
    lines[#lines + 1], before = line, rows[i]
  end
  return {columns = n, lines = lines, palette = shape.scale.palette, is_coarse = is_coarse}
end

---The image between two axes: each cell a byte where they are even and small, else as many as sharp edges take.
---@param shape plot.Image
---@param x plot.Scale
---@param y plot.Scale
---@param width number  # of the box
---@param height number
---@return plot.Raster|nil  # nil where all of it lies outside
---@return {x: {[1]: number, [2]: number}, y: {[1]: number, [2]: number}} part  # of the box that it fills
function rasters.sampled(shape, x, y, width, height)
  local grid = shape.grid
  local left, right = rasters.span(grid.xedges, x)
  local low, high = rasters.span(grid.yedges, y)
  local part = {x = {left, right}, y = {low, high}}
  if left >= right or low >= high then return nil, part end
  local is_coarse = false
  local function chosen(edges, scale, from, to, length)
    local cells, pixels = #edges - 1, math.max(1, math.ceil(2 * length * (to - from)))
    if not rasters.is_even(edges, scale) then
      cells, is_coarse = pixels, true
    elseif cells < pixels / 2 then
      cells, is_coarse = cells * (pixels // cells), true
    end
    return rasters.sources(edges, scale, from, to, cells)
  end
  local columns, rows = chosen(grid.xedges, x, left, right, width), chosen(grid.yedges, y, low, high, height)
  return raster(shape, columns, rows, is_coarse), part
end

return rasters
