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

---Fewer than any point of a path or marker takes: whether trying is worth while.
local least_bytes = 4

---The lines of a series and their path.
---@param series plot.Series
---@param box plot.Box
---@param bytes integer  # that the path may take
---@return plot.Line[] lines
---@return string path
function thinning.path(series, box, bytes)
  local projected = curve.project(series, box.x, box.y, box.width, box.height)
  if #series.y <= 2000 then
    local lines = curve.cut(projected, box.width, box.height)
    return lines, markup.path(lines, box.left, box.top, 1)
  end
  local lines, d
  for number, level in ipairs(levels) do
    lines = curve.cut(projected, box.width, box.height, level.column)
    if level.step then
      for i, line in ipairs(lines) do lines[i] = coarser(line, level.step) end
    end
    if level.new then lines = uncovered(lines, math.ceil(box.width) + 1, level.new) end
    local points = 0
    for _, line in ipairs(lines) do points = points + #line.x end
    if points * least_bytes <= bytes or number == #levels then
      d = markup.path(lines, box.left, box.top, 10)
      if #d <= bytes then break end
    end
  end
  return lines, d
end

---Discs on the squares of a grid, neighbours in a row as one stroke: where points lie dense, few strokes paint the area
---that they would cover.
---@param xs number[]  # one point for each square that holds any
---@param ys number[]
---@param box plot.Box
---@param grid number  # side of a square
---@return string path
local function rows(xs, ys, box, grid)
  local row = box.width // grid + 1
  local cells = {}
  for i = 1, #xs do cells[i] = (xs[i] // grid + row * (ys[i] // grid)) // 1 | 0 end
  table.sort(cells)
  local pieces, x, y = {}, 0, 0
  local function number(length) return markup.number(length * grid) end
  local first = 1
  while first <= #cells do
    local last = first
    while cells[last + 1] == cells[last] + 1 and cells[last + 1] % row ~= 0 do last = last + 1 end
    local column, line = cells[first] % row, cells[first] // row
    local dx, dy = number(column - x), number(line - y)
    -- The first move is from the corner of the picture.
    if first == 1 then
      dx, dy = markup.number(box.left + (column + 0.5) * grid), markup.number(box.top + (line + 0.5) * grid)
    end
    pieces[#pieces + 1] = string.format("m%s%s%sh%s", dx, string.find(dy, "^-") and "" or " ", dy, number(last - first))
    x, y = cells[last] % row, line
    first = last + 1
  end
  return table.concat(pieces)
end

---Points that stand alone between gaps, few enough for `bytes`.
---@param lines plot.Line[]
---@param box plot.Box
---@param bytes integer
---@return number[] xs  # in the picture
---@return number[] ys
function thinning.alone(lines, box, bytes)
  local single = {}
  for _, line in ipairs(lines) do
    if #line.x == 1 then single[#single + 1] = line end
  end
  local xs, ys = curve.points(single, box.width, box.height)
  local grid = 0.5
  while #xs * 16 > bytes and grid < 20 do
    xs, ys = curve.points(single, box.width, box.height, grid)
    grid = 1.5 * grid
  end
  for i = 1, #xs do xs[i], ys[i] = box.left + xs[i], box.top + ys[i] end
  return xs, ys
end

---Points of a series for markers along its line, far enough from each other to be told apart; where there are many, as
---far as leaves the line to be seen.
---@param series plot.Series
---@param box plot.Box
---@return number[] xs  # in the picture
---@return number[] ys
function thinning.apart(series, box)
  local all = curve.project(series, box.x, box.y, box.width, box.height)
  local left, top = curve.points(all, box.width, box.height)
  local xs, ys, n = {}, {}, 0
  local distance = #left > box.width / 12 and 40 or 12
  for i = 1, #left do
    local x, y = box.left + left[i], box.top + top[i]
    if n == 0 or (x - xs[n]) ^ 2 + (y - ys[n]) ^ 2 >= distance ^ 2 then
      n = n + 1
      xs[n], ys[n] = x, y
    end
  end
  return xs, ys
end

---The points of a series and their markers. Where single ones would take too many bytes, discs take their place.
---@param series plot.Series
---@param box plot.Box
---@param bytes integer
---@param draw fun(xs: number[], ys: number[]): plot.Element[]
---@return plot.Line[] lines  # a line of one point for each
---@return plot.Element[] elements  # of markers; none where discs take their place
---@return string|nil discs  # a path
function thinning.points(series, box, bytes, draw)
  local projected = curve.project(series, box.x, box.y, box.width, box.height)
  local marker = #draw({123.45}, {123.45})[1].d
  local xs, ys = curve.points(projected, box.width, box.height, #series.y > 2000 and 0.5 or nil)
  local elements, discs = {}, nil
  if #xs * marker > bytes then
    -- Whole hundredths of a pixel, so that no move is rounded and a thousand of them do not drift.
    for _, grid in ipairs {1.25, 1.5, 2, 2.5, 3, 4, 6, 8, 12, 16} do
      xs, ys = curve.points(projected, box.width, box.height, grid)
      discs = rows(xs, ys, box, grid)
      if #discs <= bytes then break end
    end
  else
    local left, top = {}, {}
    for i = 1, #xs do left[i], top[i] = box.left + xs[i], box.top + ys[i] end
    elements = draw(left, top)
  end
  local lines = {}
  for i = 1, #xs do lines[i] = {x = {xs[i]}, y = {ys[i]}} end
  return lines, elements, discs
end

return thinning
