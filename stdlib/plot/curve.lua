---Series as lines and points of an output: projected to its units, thinned to what it can resolve, cut at the box.
local curve = {}

---@class plot.Line
---@field x number[]  # from the left edge of the box
---@field y number[]  # from its upper edge

---Far outside of any box, near enough to compute with.
local far = 1e12

---@param place number
---@param length number
---@return number
local function reach(place, length)
  return math.max(-far, math.min(place * length, far))
end

---The points of a series in units of the output, a line for each run of points that can be shown.
---@param series plot.Series
---@param x plot.Scale
---@param y plot.Scale
---@param width number
---@param height number
---@return plot.Line[]
function curve.project(series, x, y, width, height)
  local lines, line, n = {}, nil, 0
  local xplace, yplace = x.place, y.place
  for i = 1, #series.y do
    local yi = series.y[i]
    if yi ~= yi then
      line = nil
    else
      if not line then
        line, n = {x = {}, y = {}}, 0
        lines[#lines + 1] = line
      end
      n = n + 1
      line.x[n], line.y[n] = reach(xplace(series.x[i]), width), reach(1 - yplace(yi), height)
    end
  end
  return lines
end

---Thins a line: of the points that follow each other within one column, the first, the last, the lowest and the
---highest stay, which paint the same dots as all of them. Works for any order of x.
---@param line plot.Line
---@param column number  # width of a column
---@return plot.Line
function curve.thin(line, column)
  local x, y, n = line.x, line.y, #line.x
  local xs, ys, m = {}, {}, 0
  local first = 1
  while first <= n do
    local here = x[first] // column
    local last, low, high = first, first, first
    while last < n and x[last + 1] // column == here do
      last = last + 1
      if y[last] < y[low] then low = last elseif y[last] > y[high] then high = last end
    end
    m = m + 1
    xs[m], ys[m] = x[first], y[first]
    local one, two = math.min(low, high), math.max(low, high)
    if one > first and one < last then
      m = m + 1
      xs[m], ys[m] = x[one], y[one]
    end
    if two > first and two < last and two ~= one then
      m = m + 1
      xs[m], ys[m] = x[two], y[two]
    end
    if last > first then
      m = m + 1
      xs[m], ys[m] = x[last], y[last]
    end
    first = last + 1
  end
  return {x = xs, y = ys}
end

---The part of a segment inside the box (Liang and Barsky 1984).
---@return number|nil t0  # nil where all of it is outside
---@return number|nil t1
local function inside(x0, y0, x1, y1, width, height)
  local t0, t1 = 0, 1
  local dx, dy = x1 - x0, y1 - y0
  for side = 1, 4 do
    local p, q
    if side == 1 then p, q = -dx, x0
    elseif side == 2 then p, q = dx, width - x0
    elseif side == 3 then p, q = -dy, y0
    else p, q = dy, height - y0 end
    if p == 0 then
      if q < 0 then return nil end
    elseif p < 0 then
      t0 = math.max(t0, q / p)
    else
      t1 = math.min(t1, q / p)
    end
  end
  if t0 > t1 then return nil end
  return t0, t1
end

---Cuts a line at the edges of the box.
---@param line plot.Line
---@param width number
---@param height number
---@return plot.Line[]
function curve.clip(line, width, height)
  local x, y, n = line.x, line.y, #line.x
  local lines, xs, ys = {}, nil, nil
  local function inbox(i)
    return x[i] >= 0 and x[i] <= width and y[i] >= 0 and y[i] <= height
  end
  local function open(px, py)
    xs, ys = {px}, {py}
    lines[#lines + 1] = {x = xs, y = ys}
  end
  local was = n > 0 and inbox(1)
  if was then open(x[1], y[1]) end
  for i = 2, n do
    local is = inbox(i)
    if was and is then
      xs[#xs + 1], ys[#ys + 1] = x[i], y[i]
    else
      local x0, y0, dx, dy = x[i - 1], y[i - 1], x[i] - x[i - 1], y[i] - y[i - 1]
      local t0, t1 = inside(x0, y0, x[i], y[i], width, height)
      if t0 then
        if not was then open(x0 + t0 * dx, y0 + t0 * dy) end
        xs[#xs + 1], ys[#ys + 1] = x0 + t1 * dx, y0 + t1 * dy
      end
    end
    was = is
  end
  return lines
end

---Projected lines ready to be drawn.
---@param lines plot.Line[]
---@param width number
---@param height number
---@param column number|nil  # thin to columns this wide; nil keeps every point
---@return plot.Line[]
function curve.cut(lines, width, height, column)
  local drawn = {}
  for _, line in ipairs(lines) do
    for _, part in ipairs(curve.clip(column and curve.thin(line, column) or line, width, height)) do
      drawn[#drawn + 1] = part
    end
  end
  return drawn
end

---The points of projected lines that lie inside the box, one for each square of the grid that holds any.
---@param lines plot.Line[]
---@param width number
---@param height number
---@param grid number|nil  # side of a square; nil keeps every point
---@return number[] xs
---@return number[] ys
function curve.points(lines, width, height, grid)
  local xs, ys, n, taken = {}, {}, 0, {}
  local row = grid and width // grid + 1
  for _, line in ipairs(lines) do
    for i = 1, #line.x do
      local px, py = line.x[i], line.y[i]
      if px >= 0 and px <= width and py >= 0 and py <= height then
        local cell = grid and px // grid + row * (py // grid)
        if not (cell and taken[cell]) then
          if cell then taken[cell] = true end
          n = n + 1
          xs[n], ys[n] = px, py
        end
      end
    end
  end
  return xs, ys
end

return curve
