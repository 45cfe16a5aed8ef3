---Contours of numbers over a grid: marching squares (Lorensen and Cline 1987), a level's crossings of the edges between
---neighbours joined to lines. Where a cell has two opposite corners above the level and two below, the mean of the four
---says which are joined.
local marching = {}

---A line of one level; closed where its last point is its first.
---@class plot.Contour: plot.Line
---@field closed boolean

---The part of the way from one number to the next at which the level is reached. An infinite number is beyond the grid:
---the level is reached at the other end.
---@param from number
---@param to number
---@param level number
---@return number
local function part(from, to, level)
  if from - from ~= 0 then return 1 end
  if to - to ~= 0 then return 0 end
  return (level - from) / (to - from)
end

---@class plot.Crossings
---@field at table<integer, number>  # by edge, how far along it the level is reached
---@field links table<integer, integer[]>  # by edge, those that a line goes on to

---@param found plot.Crossings
---@param one integer  # an edge
---@param other integer  # that which the line goes on to
local function join(found, one, other)
  local links = found.links
  local mine = links[one]
  if mine then mine[2] = other else links[one] = {other} end
  mine = links[other]
  if mine then mine[2] = one else links[other] = {one} end
end

---The lines of one level through a cell with corners a, b, c, d from the lower left round to the upper left.
---@param found plot.Crossings
---@param bottom integer  # number of its lower edge
---@param top integer
---@param level number
local function through(found, bottom, top, a, b, c, d, level)
  local at, edges, n = found.at, {}, 0
  local left, right = bottom + 1, bottom + 3
  local above_a, above_b, above_c, above_d = a >= level, b >= level, c >= level, d >= level
  if above_a ~= above_b then
    n = n + 1
    edges[n], at[bottom] = bottom, part(a, b, level)
  end
  if above_b ~= above_c then
    n = n + 1
    edges[n], at[right] = right, part(b, c, level)
  end
  if above_d ~= above_c then
    n = n + 1
    edges[n], at[top] = top, part(d, c, level)
  end
  if above_a ~= above_d then
    n = n + 1
    edges[n], at[left] = left, part(a, d, level)
  end
  if n == 2 then
    join(found, edges[1], edges[2])
  elseif (a + b + c + d >= 4 * level) == above_a then
    -- The corners at the lower left and the upper right belong together: lines cut off the other two.
    join(found, bottom, right)
    join(found, top, left)
  else
    join(found, bottom, left)
    join(found, right, top)
  end
end

---Crossings of all levels in one pass over the grid. Edges have numbers: twice that of the corner at the lower left,
---and one more for the edge upwards.
---@param z number[][]
---@param levels number[]  # ascending
---@return plot.Crossings[]
local function crossings(z, levels)
  local found, count, columns = {}, #levels, #z[1]
  for k = 1, count do found[k] = {at = {}, links = {}} end
  ---How many levels each number of a row reaches; nil for what is NaN and belongs to no line.
  local function reached(row)
    local ranks, rank = {}, 0
    local low, high = -math.huge, levels[1] or math.huge
    for j = 1, columns do
      local value = row[j]
      -- Most lie between the same two levels as those before them.
      if value >= low and value < high then
        ranks[j] = rank
      else
        while rank < count and value >= levels[rank + 1] do rank = rank + 1 end
        while rank > 0 and value < levels[rank] do rank = rank - 1 end
        low, high = levels[rank] or -math.huge, levels[rank + 1] or math.huge
        ranks[j] = value == value and rank
      end
    end
    return ranks
  end
  local below = reached(z[1])
  for i = 1, #z - 1 do
    local above = reached(z[i + 1])
    local low, high = z[i], z[i + 1]
    local base = 2 * (i - 1) * columns
    local p, s = below[1], above[1]
    for j = 1, columns - 1 do
      local q, r = below[j + 1], above[j + 1]
      -- Most cells lie between two levels.
      if (p ~= q or q ~= r or r ~= s) and p and q and r and s then
        local bottom = base + 2 * (j - 1)
        for k = math.min(p, q, r, s) + 1, math.max(p, q, r, s) do
          through(found[k], bottom, bottom + 2 * columns, low[j], low[j + 1], high[j + 1], high[j], levels[k])
        end
      end
      p, s = q, r
    end
    below = above
  end
  return found
end

---The lines along an edge's crossings.
---@param x number[]
---@param y number[]
---@param found plot.Crossings
---@return plot.Contour[]
local function joined(x, y, found)
  local at, links, columns = found.at, found.links, #x
  local order, ends, lines, done = {}, {}, {}, {}
  for edge, others in pairs(links) do
    order[#order + 1] = edge
    if not others[2] then ends[#ends + 1] = edge end
  end
  -- The same numbers give the same lines, in the same order.
  table.sort(order)
  table.sort(ends)
  local function follow(edge)
    local xs, ys, n, before = {}, {}, 0, nil
    local first = edge
    while edge do
      done[edge] = true
      local corner, along = edge >> 1, at[edge]
      local i, j = corner // columns + 1, corner % columns + 1
      n = n + 1
      if edge & 1 == 0 then
        xs[n], ys[n] = x[j] + along * (x[j + 1] - x[j]), y[i]
      else
        xs[n], ys[n] = x[j], y[i] + along * (y[i + 1] - y[i])
      end
      local others = links[edge]
      local on = others[1]
      if on == before then on = others[2] end
      if on == first and n > 1 then
        xs[n + 1], ys[n + 1] = xs[1], ys[1]
        return {x = xs, y = ys, closed = true}
      end
      before, edge = edge, on
      if done[edge] then edge = nil end
    end
    return {x = xs, y = ys, closed = false}
  end
  for _, list in ipairs {ends, order} do
    for _, edge in ipairs(list) do
      if not done[edge] then lines[#lines + 1] = follow(edge) end
    end
  end
  return lines
end

---@param x number[]  # of the columns
---@param y number[]  # of the rows
---@param z number[][]  # z[i][j] at y[i], x[j]
---@param levels number[]  # ascending
---@return plot.Contour[][]  # for each level
function marching.lines(x, y, z, levels)
  local lines = {}
  if #z < 2 or #z[1] < 2 then
    for k in ipairs(levels) do lines[k] = {} end
    return lines
  end
  for k, found in ipairs(crossings(z, levels)) do lines[k] = joined(x, y, found) end
  return lines
end

---A closed line without the points between others on a straight piece of the edge.
---@param line plot.Contour
---@return plot.Contour
local function shortened(line)
  local x, y, n = line.x, line.y, #line.x
  local xs, ys, m = {x[1]}, {y[1]}, 1
  for i = 2, n do
    local is_between = i < n and (x[i] == xs[m] and x[i] == x[i + 1] or y[i] == ys[m] and y[i] == y[i + 1])
    if not is_between then
      m = m + 1
      xs[m], ys[m] = x[i], y[i]
    end
  end
  return {x = xs, y = ys, closed = line.closed}
end

---Closed lines around all that is not below a level, those of holes in it too. What is NaN is below.
---@param x number[]
---@param y number[]
---@param z number[][]
---@param levels number[]  # ascending
---@return plot.Contour[][]  # for each level
function marching.loops(x, y, z, levels)
  -- A rim of numbers below the level closes the lines that would end at the edge.
  local columns, rows = #x, #y
  local xs, ys, zs = {x[1]}, {y[1]}, {}
  for j = 1, columns do xs[j + 1] = x[j] end
  for i = 1, rows do ys[i + 1] = y[i] end
  xs[columns + 2], ys[rows + 2] = x[columns], y[rows]
  local rim = {}
  for j = 1, columns + 2 do rim[j] = -math.huge end
  zs[1], zs[rows + 2] = rim, rim
  for i = 1, rows do
    local source, row = z[i], {-math.huge}
    for j = 1, columns do
      local value = source[j]
      row[j + 1] = value == value and value or -math.huge
    end
    row[columns + 2] = -math.huge
    zs[i + 1] = row
  end
  local all = marching.lines(xs, ys, zs, levels)
  for _, lines in ipairs(all) do
    for i, line in ipairs(lines) do lines[i] = shortened(line) end
  end
  return all
end

return marching
