---Draws a figure in characters.
local area = require "plot.shape.area"
local axes = require "plot.axes"
local canvas = require "plot.canvas"
local colorbar = require "plot.colorbar"
local figure = require "plot.figure"
local image = require "plot.shape.image"
local render_panels = require "plot.panels.terminal"
local screens = require "plot.screen"
local shapes = require "plot.shapes"
local text = require "plot.text"
local ticks = require "plot.ticks"
local trace = require "plot.trace"
local unicode = require "plot.label.unicode"

local terminal = {}

local boxes = {
  unicode = {
    top = {"┌", "─", "┐"}, bottom = {"└", "─", "┘"}, left = "│", right = "│", ytick = "┤", y2tick = "├", xtick = "┬",
    line = "─", dashed = "╌",
  },
  ascii = {
    top = {"+", "-", "+"}, bottom = {"+", "-", "+"}, left = "|", right = "|", ytick = "+", y2tick = "+", xtick = "+",
  },
}

---@param fig plot.Figure
---@param screen plot.Screen
---@param show fun(source: string): string
---@param dotted table<plot.Series, true>  # whose points are dots
---@return {text: string, width: integer}[]
local function legend(fig, screen, show, dotted)
  local entries = {}
  for _, series in ipairs(figure.listed(fig)) do
    local sign
    if series.shade and screen.colors == 0 then
      sign = string.rep(area.character(series.shade, screen), 2)
    elseif not screen.unicode then
      sign = string.rep(trace.character(series), 2)
    elseif series.style == "points" then
      sign = dotted[series] and "⠶" or trace.glyph(series)
    else
      local dash = series.style == "dashed" and boxes.unicode.dashed or boxes.unicode.line
      local carries = trace.carries_glyphs(series)
        and (series.marks or series.marked or screen.colors == 0 and #fig.series > 1)
      sign = dash .. (carries and trace.glyph(series) .. dash or dash)
    end
    local name = show(series.name)
    local before, after = screens.escapes(series.rgb, screen.colors)
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
    line, used = line .. string.rep(" ", space) .. entry.text, used + space + entry.width
  end
  if line ~= "" then lines[#lines + 1] = line end
  return lines
end

---The row of labels under the box, or nil where two of them would touch.
---@param list plot.Tick[]
---@param columns integer
---@param indent integer
---@param show fun(source: string): string
---@return string|nil
---@return table<integer, true> at  # columns of the ticks
local function xlabels(list, columns, indent, show)
  local row, used, at = "", 0, {}
  for _, tick in ipairs(list) do
    local column = trace.nearest(tick.place * (columns - 1))
    at[column] = true
    local label = show(tick.label)
    local width = text.width(label)
    local start = math.min(indent + column - (width - 1) // 2, indent + columns + 1 - width)
    start = math.max(0, start)
    if row ~= "" and start < used + 2 then return nil, at end
    row, used = row .. string.rep(" ", start - used) .. label, start + width
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
  return string.rep(" ", math.max(0, math.min(indent + (columns - length) // 2, width - length))) .. source
end

---The whole plot as text, a line break after every line.
---@param fig plot.Figure
---@param screen plot.Screen
---@return string
function terminal.render(fig, screen)
  if fig.panels then return render_panels(fig, screen, terminal.render) end
  local given = fig.options
  local box = screen.unicode and boxes.unicode or boxes.ascii
  local show = screen.unicode and unicode.letters or unicode.ascii
  -- A picture that is drawn over fills the window; another leaves what was printed before it in sight.
  local natural = screen.bounded and screen.lines - 2 or math.max(8, screen.lines * 3 // 4)
  local width, height = math.tointeger(given.width) or screen.columns, math.tointeger(given.height) or natural
  -- Two lines stay free: the command that asked for the plot, and the next prompt.
  local total = screen.bounded and math.min(height, screen.lines - 2) or height
  if screen.bounded then width = math.min(width, screen.columns) end
  local function above_box(dotted)
    local entries = legend(fig, screen, show, dotted)
    if given.y2label and axes.right(fig, 0) then
      local label = "right: " .. show(given.y2label)
      entries[#entries + 1] = {text = label, width = text.width(label)}
    end
    if fig.scale and fig.scale.label then
      local label = "colours: " .. show(fig.scale.label)
      entries[#entries + 1] = {text = label, width = text.width(label)}
    end
    return header(show(given.ylabel or ""), entries, width)
  end
  local above = above_box {}
  local below = given.xlabel and 1 or 0
  local rows = math.max(3, total - (given.title and 1 or 0) - #above - 3 - below - #fig.notes)

  -- The room for labels depends on the labels, they on the limits, and with option `equal` the limits on the room.
  local y2, y2labels, right = axes.right(fig, 0), {}, 0
  if y2 then
    for _, tick in ipairs((ticks.along(y2, math.max(2, rows // 3)))) do right = math.max(right, #tick.label + 1) end
  end
  local gutter, columns, x, y, yticks, boxrows = 4, nil, nil, nil, nil, rows
  for _ = 1, 4 do
    local _, beside = colorbar.rows(fig, rows, screen, image.character)
    local room = math.max(8, width - gutter - 2 - beside - right)
    local w, h
    x, y, w, h = axes.fit(fig, 2 * room, 4 * rows, 0)
    columns, boxrows = math.max(8, trace.nearest(w / 2)), math.max(3, trace.nearest(h / 4))
    yticks = ticks.along(y, math.max(2, boxrows // 3))
    local needed = 1
    for _, tick in ipairs(yticks) do needed = math.max(needed, text.width(show(tick.label)) + 1) end
    if needed == gutter then break end
    gutter = needed
  end

  local grid = canvas.new(columns, boxrows, screen.unicode)
  local owners = {table.unpack(fig.series)}
  grid.artists = owners
  local function trace_shapes(over)
    for _, shape in ipairs(fig.shapes) do
      if shape.over == over then
        owners[#owners + 1] = shape
        shapes[shape.kind].trace(shape, grid, axes.of(shape, x, y, y2), #owners, screen)
      end
    end
  end
  trace_shapes(false)
  above = above_box(trace.draw(grid, fig, x, y, y2, screen))
  trace_shapes(true)
  local bar = colorbar.rows(fig, boxrows, screen, image.character)
  local body = grid:render(
    function(owner) return trace.character(owners[owner]) end,
    function(piece, owner, top, bottom)
      local ink = owner and owners[owner].rgb or top
      local before, after = screens.escapes(ink, screen.colors, bottom or top)
      return before .. piece .. after
    end)

  local labels = {}
  for _, tick in ipairs(yticks) do
    local row = trace.nearest((1 - tick.place) * (grid.height - 1)) // (grid.braille and 4 or 1)
    labels[row + 1] = show(tick.label)
  end
  for _, tick in ipairs(y2 and ticks.along(y2, math.max(2, boxrows // 3)) or {}) do
    local row = trace.nearest((1 - tick.place) * (grid.height - 1)) // (grid.braille and 4 or 1)
    y2labels[row + 1] = tick.label
  end
  local xrow, at
  for wanted = math.max(2, columns // 8), 1, -1 do
    xrow, at = xlabels(ticks.along(x, wanted), columns, gutter + 1, show)
    if xrow then break end
  end
  if not xrow and x.ticks then
    -- Names that have no room beside each other: as much of each as there is.
    local list = ticks.along(x, 2)
    local room = math.max(1, columns // math.max(1, #list) - 2)
    xrow, at = xlabels(list, columns, gutter + 1, function(source) return text.cut(show(source), room) end)
  end

  local out = {}
  local function put(line) out[#out + 1] = (string.gsub(line, " +$", "")) end
  if given.title then put(centred(show(given.title), columns, gutter + 1, width)) end
  for _, line in ipairs(above) do put(line) end
  put(string.rep(" ", gutter) .. box.top[1] .. string.rep(box.top[2], columns) .. box.top[3])
  for row, cells in ipairs(body) do
    local label, edge = labels[row], labels[row] and box.ytick or box.left
    put(string.rep(" ", gutter - 1 - text.width(label or "")) .. (label or "") .. " " .. edge
      .. cells .. (y2labels[row] and box.y2tick .. " " .. y2labels[row] or box.right)
      .. (bar[row] and string.rep(" ", y2labels[row] and right - 1 - #y2labels[row] or right) .. bar[row] or ""))
  end
  local edge = {}
  for column = 0, columns - 1 do edge[column + 1] = xrow and at[column] and box.xtick or box.bottom[2] end
  put(string.rep(" ", gutter) .. box.bottom[1] .. table.concat(edge) .. box.bottom[3])
  put(xrow or "")
  if given.xlabel then put(centred(show(given.xlabel), columns, gutter + 1, width)) end
  for _, note in ipairs(fig.notes) do put((screen.unicode and text.clean or text.ascii)(note)) end
  return table.concat(out, "\n") .. "\n"
end

return terminal
