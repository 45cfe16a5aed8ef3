---Keeps files of long series small without a change that one could see.
local curve = require "plot.curve"
local markup = require "plot.markup"

local thinning = {}

---Drops pieces that paint hardly a pixel which the line has not painted before.
---@param lines plot.Line[]
---@param width integer
---@param share number  # of its pixels that must be new, for a piece to stay
---@return plot.Line[]
local function uncovered(lines, width, share)
  local painted, kept = {}, {}
  for _, line in ipairs(lines) do
    local open
    for i = 2, #line.x do
      local x0, y0, x1, y1 = line.x[i - 1], line.y[i - 1], line.x[i], line.y[i]
      local steps = math.max(math.abs(x1 - x0), math.abs(y1 - y0)) // 1 + 1
      local dx, dy, fresh = (x1 - x0) / steps, (y1 - y0) / steps, 0
      for step = 0, steps do
        local pixel = (x0 + step * dx) // 1 + width * ((y0 + step * dy) // 1)
        if not painted[pixel] then painted[pixel], fresh = true, fresh + 1 end
      end
      if fresh > share * steps then
        if not open then
          open = {x = {x0}, y = {y0}}
          kept[#kept + 1] = open
        end
        open.x[#open.x + 1], open.y[#open.y + 1] = x1, y1
      else
        open = nil
      end
    end
  end
  return kept
end

---Leaves out points that lie nearer than `step` to the last one kept, but the ends.
---@param line plot.Line
---@param step number
---@return plot.Line
local function coarser(line, step)
  local x, y, n = line.x, line.y, #line.x
  local xs, ys, m = {x[1]}, {y[1]}, 1
  for i = 2, n do
    if i == n or math.max(math.abs(x[i] - xs[m]), math.abs(y[i] - ys[m])) >= step then
      m = m + 1
      xs[m], ys[m] = x[i], y[i]
    end
  end
  return {x = xs, y = ys}
end

---From lossless to what a very dense tangle takes; the first that fits is used. Pixels, and the share of new ones.
local levels = {
  {column = 0.5}, {column = 1}, {column = 1, new = 0}, {column = 1, step = 1, new = 0.2},
  {column = 2, step = 2, new = 0.4}, {column = 2, step = 4, new = 0.6}, {column = 4, step = 8, new = 0.8},
}

---The lines of a series and their path.
---@param series plot.Series
---@param box {left: number, top: number, width: number, height: number, x: plot.Scale, y: plot.Scale}
---@param bytes integer  # that the path may take
---@return plot.Line[] lines
---@return string path
function thinning.path(series, box, bytes)
  local function path(column, level)
    local lines = curve.lines(series, box.x, box.y, box.width, box.height, column)
    if level and level.step then
      for i, line in ipairs(lines) do lines[i] = coarser(line, level.step) end
    end
    if level and level.new then lines = uncovered(lines, math.ceil(box.width) + 1, level.new) end
    return lines, markup.path(lines, box.left, box.top, level and 10 or 1)
  end
  if #series.y <= 2000 then return path(nil, nil) end
  local lines, d
  for _, level in ipairs(levels) do
    lines, d = path(level.column, level)
    if #d <= bytes then break end
  end
  return lines, d
end

---The points of a series and their markers.
---@param series plot.Series
---@param box {left: number, top: number, width: number, height: number, x: plot.Scale, y: plot.Scale}
---@param bytes integer
---@param draw fun(xs: number[], ys: number[]): string
---@return number[] xs
---@return number[] ys
---@return string element
function thinning.points(series, box, bytes, draw)
  local grid = #series.y > 2000 and 0.5 or nil
  while true do
    local xs, ys = curve.points(series, box.x, box.y, box.width, box.height, grid)
    local left, top = {}, {}
    for i = 1, #xs do left[i], top[i] = box.left + xs[i], box.top + ys[i] end
    local element = draw(left, top)
    if #element <= bytes or (grid or 0) > 20 then return xs, ys, element end
    grid = (grid or 0.5) * 1.5
  end
end

return thinning
