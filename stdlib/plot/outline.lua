---Paths as lists of absolute moves, lines and cubic curves, for those who do not read what an SVG reads.
local outline = {}

---@class plot.Segments
---@field move fun(x: number, y: number)
---@field line fun(x: number, y: number)
---@field curve fun(x1: number, y1: number, x2: number, y2: number, x: number, y: number)
---@field close fun()

-- How far the control points of a quarter of a circle are along its tangents, in radii.
local quarter = 4 / 3 * (math.sqrt(2) - 1)

-- How many numbers a command takes.
local sizes = {M = 2, L = 2, Q = 4, C = 6, A = 7}

---Half a circle, as two curves.
---@param to plot.Segments
---@param x0 number
---@param y0 number
---@param x1 number
---@param y1 number
---@param side integer  # 1: clockwise where y grows downwards
local function half_circle(to, x0, y0, x1, y1, side)
  local cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
  -- From the middle to the start, and to where a quarter has gone by.
  local ux, uy = x0 - cx, y0 - cy
  local vx, vy = -uy * side, ux * side
  local k = quarter
  to.curve(x0 + k * vx, y0 + k * vy, cx + vx + k * ux, cy + vy + k * uy, cx + vx, cy + vy)
  to.curve(cx + vx - k * ux, cy + vy - k * uy, x1 + k * vx, y1 + k * vy, x1, y1)
end

---Reads a path as drawings have them: M, L, H, V, Q, C, A (half circles) and Z, and their relative forms.
---@param d string
---@param to plot.Segments
function outline.read(d, to)
  local x, y, x0, y0 = 0.0, 0.0, 0.0, 0.0
  for command, rest in string.gmatch(d, "(%a)([^%a]*)") do
    local n, count = {}, 0
    for number in string.gmatch(rest, "-?%d*%.?%d+") do
      count = count + 1
      n[count] = tonumber(number)
    end
    local kind = string.upper(command)
    local is_relative = kind ~= command
    if kind == "Z" then
      to.close()
      x, y = x0, y0
    end
    local size = sizes[kind] or 1
    for i = 1, count - size + 1, size do
      local dx, dy = is_relative and x or 0, is_relative and y or 0
      if kind == "M" and i == 1 then
        x, y = n[i] + dx, n[i + 1] + dy
        x0, y0 = x, y
        to.move(x, y)
      elseif kind == "M" or kind == "L" then
        x, y = n[i] + dx, n[i + 1] + dy
        to.line(x, y)
      elseif kind == "H" then
        x = n[i] + dx
        to.line(x, y)
      elseif kind == "V" then
        y = n[i] + dy
        to.line(x, y)
      elseif kind == "Q" then
        local qx, qy, px, py = n[i] + dx, n[i + 1] + dy, n[i + 2] + dx, n[i + 3] + dy
        to.curve(x + (qx - x) * 2 / 3, y + (qy - y) * 2 / 3, px + (qx - px) * 2 / 3, py + (qy - py) * 2 / 3, px, py)
        x, y = px, py
      elseif kind == "C" then
        to.curve(n[i] + dx, n[i + 1] + dy, n[i + 2] + dx, n[i + 3] + dy, n[i + 4] + dx, n[i + 5] + dy)
        x, y = n[i + 4] + dx, n[i + 5] + dy
      elseif kind == "A" then
        local px, py = n[i + 5] + dx, n[i + 6] + dy
        half_circle(to, x, y, px, py, n[i + 4] == 1 and 1 or -1)
        x, y = px, py
      end
    end
  end
end

return outline
