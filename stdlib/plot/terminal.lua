---Draws a figure in characters.
local axes = require "plot.axes"
local canvas = require "plot.canvas"
local curve = require "plot.curve"
local figure = require "plot.figure"
local palette = require "plot.palette"
local text = require "plot.text"

local terminal = {}

---@class plot.Screen
---@field columns integer
---@field lines integer
---@field unicode boolean
---@field colors 0|256|16777216

local boxes = {
  unicode = {
    top = {"┌", "─", "┐"}, bottom = {"└", "─", "┘"}, left = "│", right = "│", ytick = "┤", xtick = "┬",
    line = "──", dashed = "╌╌", first = "○",
  },
  ascii = {
    top = {"+", "-", "+"}, bottom = {"+", "-", "+"}, left = "|", right = "|", ytick = "+", xtick = "+",
    first = "S", last = "E",
  },
}

---@param name string
---@return string|nil  # nil where it is empty, as POSIX treats the locale's variables
local function environment(name)
  local value = os.getenv(name)
  return value ~= "" and value or nil
end

---What the terminal can show. Size: the variables COLUMNS and LINES, then the host's hook, then 80 x 24.
---@param host {terminal_size: (fun(): integer?, integer?)?, is_terminal: (fun(): boolean)?}
---@return plot.Screen
function terminal.screen(host)
  local columns, lines
  if host.terminal_size then columns, lines = host.terminal_size() end
  local function size(name, hooked, otherwise, least)
    local n = math.tointeger(tonumber(os.getenv(name)) or hooked)
    return math.max(n and n > 0 and n < 10000 and n or otherwise, least)
  end
  local locale = environment "LC_ALL" or environment "LC_CTYPE" or environment "LANG" or "C"
  local colorful = host.is_terminal and host.is_terminal() and not environment "NO_COLOR"
    and environment "TERM" ~= "dumb"
  local depth = environment "COLORTERM"
  return {
    columns = size("COLUMNS", columns, 80, 20),
    lines = size("LINES", lines, 24, 10),
    unicode = locale:lower():find "utf%-?8" ~= nil,
    colors = not colorful and 0 or (depth == "truecolor" or depth == "24bit") and 16777216 or 256,
  }
end

---@param rgb integer
---@param depth 0|256|16777216
---@return string before
---@return string after
local function escapes(rgb, depth)
  -- Black is the ink of paper; here it is whatever the terminal writes in.
  if depth == 0 or rgb == 0 then return "", "" end
  local color = depth == 256 and ("5;%d"):format(palette.nearest256(rgb))
    or ("2;%d;%d;%d"):format(rgb >> 16, rgb >> 8 & 255, rgb & 255)
  return "\27[38;" .. color .. "m", "\27[0m"
end

---@param series plot.Series
---@return string
local function glyph(series)
  return series.slot == 0 and "◦" or palette.pick(palette.glyphs, series.slot)
end

---@param series plot.Series
---@return string
local function character(series)
  return series.slot == 0 and "." or palette.pick(palette.characters, series.slot)
end

---@param place number  # in dots
---@return integer
local function nearest(place)
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
---@param screen plot.Screen
local function draw(grid, fig, x, y, screen)
  local width, height = grid.width - 1, grid.height - 1
  local labelled = grid.braille and screen.colors == 0 and #fig.series > 1
  local over = {}
  for owner, series in ipairs(fig.series) do
    local projected = curve.project(series, x, y, width, height)
    if series.style == "points" then
      local xs, ys = curve.points(projected, width, height, 1)
      local large = grid.braille and #xs <= grid.columns
      for i = 1, #xs do
        local px, py = nearest(xs[i]), nearest(ys[i])
        if large then grid:glyph(px, py, glyph(series), owner) else grid:dot(px, py, owner) end
      end
    else
      local lines = curve.cut(projected, width, height, 1)
      for _, line in ipairs(lines) do
        local px, py = nearest(line.x[1]), nearest(line.y[1])
        local dash = series.style == "dashed" and grid.braille and 0 or nil
        if #line.x == 1 then grid:dot(px, py, owner) end
        for i = 2, #line.x do
          local qx, qy = nearest(line.x[i]), nearest(line.y[i])
          -- Most pieces of a long line stay within a dot.
          if qx ~= px or qy ~= py or i == 2 then dash = grid:line(px, py, qx, qy, owner, dash) end
          px, py = qx, qy
        end
      end
      if labelled and series.style == "line" then
        for _, place in ipairs(spread(lines, (owner - 0.5) / #fig.series, 24)) do
          over[#over + 1] = {nearest(place[1]), nearest(place[2]), glyph(series), owner}
        end
      elseif grid.braille and #lines == 1 and #lines[1].x == 1 then
        over[#over + 1] = {nearest(lines[1].x[1]), nearest(lines[1].y[1]), glyph(series), owner}
      end
    end
  end
  for owner, series in ipairs(fig.series) do
    local first, last = figure.ends(series)
    if series.marks and first then
      local box = grid.braille and boxes.unicode or boxes.ascii
      local function mark(i, sign)
        local px, py = x.place(series.x[i]) * width, (1 - y.place(series.y[i])) * height
        if px >= 0 and px <= width and py >= 0 and py <= height then
          over[#over + 1] = {nearest(px), nearest(py), sign, owner}
        end
      end
      mark(first, box.first)
      mark(last, box.last or glyph(series))
    end
  end
  -- Glyphs last, so that no line's colour takes their cells.
  for _, one in ipairs(over) do grid:glyph(one[1], one[2], one[3], one[4]) end
end

---@param fig plot.Figure
---@param screen plot.Screen
---@param show fun(source: string): string
---@return {text: string, width: integer}[]
local function legend(fig, screen, show)
  local entries = {}
  for _, series in ipairs(figure.listed(fig)) do
    local sign
    if not screen.unicode then
      sign = character(series):rep(2)
    elseif series.style == "points" then
      sign = glyph(series)
    elseif series.style == "dashed" then
      sign = boxes.unicode.dashed
    elseif series.marks or screen.colors == 0 and #fig.series > 1 then
      sign = "─" .. glyph(series) .. "─"
    else
      sign = boxes.unicode.line
    end
    local name = show(series.name)
    local before, after = escapes(series.rgb, screen.colors)
    entries[#entries + 1] = {text = before .. sign .. after .. " " .. name, width = text.width(sign .. " " .. name)}
  end
  return entries
end

---The lines above the box: the y axis' label, then the legend.
---@param ylabel string
---@param entries {text: string, width: integer}[]
---@param width integer
---@return string[]
local function header(ylabel, entries, width)
  local lines, line, used = {}, ylabel, text.width(ylabel)
  for _, entry in ipairs(entries) do
    if used > 0 and used + 3 + entry.width > width then
      lines[#lines + 1] = line
      line, used = "", 0
    end
    local space = used > 0 and 3 or 0
    line, used = line .. (" "):rep(space) .. entry.text, used + space + entry.width
  end
  if line ~= "" then lines[#lines + 1] = line end
  return lines
end

---The row of labels under the box, or nil where two of them would touch.
---@param ticks plot.Tick[]
---@param columns integer
---@param indent integer
---@return string|nil
---@return table<integer, true> at  # columns of the ticks
local function xlabels(ticks, columns, indent)
  local row, at = (" "):rep(indent - 2), {}
  for _, tick in ipairs(ticks) do
    local column = nearest(tick.place * (columns - 1))
    at[column] = true
    local start = math.min(indent + column - (#tick.label - 1) // 2, indent + columns + 1 - #tick.label)
    if start < #row + 2 then return nil, at end
    row = row .. (" "):rep(start - #row) .. tick.label
  end
  return row, at
end

---Centred over the box, as far as the screen allows.
---@param source string
---@param columns integer
---@param indent integer
---@param width integer  # of the screen
---@return string
local function centred(source, columns, indent, width)
  source = text.cut(source, width)
  local length = text.width(source)
  return (" "):rep(math.max(0, math.min(indent + (columns - length) // 2, width - length))) .. source
end

---The whole plot as text, a line break after every line.
---@param fig plot.Figure
---@param screen plot.Screen
---@return string
function terminal.render(fig, screen)
  local given = fig.options
  local box = screen.unicode and boxes.unicode or boxes.ascii
  local show = screen.unicode and text.clean or text.ascii
  local width = math.tointeger(given.width) or screen.columns
  -- Two lines stay free: the command that asked for the plot, and the next prompt.
  local total = math.tointeger(given.height) or screen.lines - 2
  local above = header(show(given.ylabel or ""), legend(fig, screen, show), width)
  local below = given.xlabel and 1 or 0
  local rows = math.max(3, total - (given.title and 1 or 0) - #above - 3 - below - #fig.notes)

  -- The room for labels depends on the labels, they on the limits, and with option `equal` the limits on the room.
  local gutter, columns, x, y, yticks, boxrows = 4, nil, nil, nil, nil, rows
  for _ = 1, 4 do
    local room = math.max(8, width - gutter - 2)
    local w, h
    x, y, w, h = axes.fit(fig, 2 * room, 4 * rows, 0)
    columns, boxrows = math.max(8, nearest(w / 2)), math.max(3, nearest(h / 4))
    yticks = axes.ticks(y, math.max(2, boxrows // 3))
    local needed = 1
    for _, tick in ipairs(yticks) do needed = math.max(needed, #tick.label + 1) end
    if needed == gutter then break end
    gutter = needed
  end

  local grid = canvas.new(columns, boxrows, screen.unicode)
  draw(grid, fig, x, y, screen)
  local body = grid:render(
    function(owner) return character(fig.series[owner]) end,
    function(piece, owner)
      local before, after = escapes(fig.series[owner].rgb, screen.colors)
      return before .. piece .. after
    end)

  local labels = {}
  for _, tick in ipairs(yticks) do
    local row = nearest((1 - tick.place) * (grid.height - 1)) // (grid.braille and 4 or 1)
    labels[row + 1] = tick.label
  end
  local xrow, at
  for wanted = math.max(2, columns // 10), 1, -1 do
    xrow, at = xlabels(axes.ticks(x, wanted), columns, gutter + 1)
    if xrow then break end
  end

  local out = {}
  local function put(line) out[#out + 1] = (line:gsub(" +$", "")) end
  if given.title then put(centred(show(given.title), columns, gutter + 1, width)) end
  for _, line in ipairs(above) do put(line) end
  put((" "):rep(gutter) .. box.top[1] .. box.top[2]:rep(columns) .. box.top[3])
  for row, cells in ipairs(body) do
    local label = labels[row]
    put(("%" .. gutter - 1 .. "s "):format(label or "") .. (label and box.ytick or box.left) .. cells .. box.right)
  end
  local edge = {}
  for column = 0, columns - 1 do edge[column + 1] = xrow and at[column] and box.xtick or box.bottom[2] end
  put((" "):rep(gutter) .. box.bottom[1] .. table.concat(edge) .. box.bottom[3])
  put(xrow or "")
  if given.xlabel then put(centred(show(given.xlabel), columns, gutter + 1, width)) end
  for _, note in ipairs(fig.notes) do put(show(note)) end
  return table.concat(out, "\n") .. "\n"
end

return terminal
