---The paper of a drawn plot: where the box lies, its grid, ticks and texts.
local axes = require "plot.axes"
local markup = require "plot.markup"
local ticks = require "plot.ticks"

local frame = {}

---@class plot.Box
---@field left number
---@field top number
---@field width number
---@field height number
---@field room number  # from the picture's content edge to the box: labels of the y axis
---@field x plot.Scale
---@field y plot.Scale
---@field xticks plot.Tick[]
---@field yticks plot.Tick[]
---@field xminor number[]
---@field yminor number[]
---@field total {width: number, height: number}  # of the picture

local tick_size, label_size, title_size = 12, 13, 15
local ink, grid_color = "#333333", "#e4e4e4"

---Ticks of the x axis, as many as fit beside each other.
---@param x plot.Scale
---@param width number
---@param step? number  # the distance to begin with
---@return plot.Tick[] ticks
---@return number[] minor
local function xticks(x, width, step)
  local list, minor
  for wanted = math.max(2, width // 80), 1, -1 do
    list, minor = ticks.along(x, wanted, step)
    step = nil
    local fits, before, place = true, nil, nil
    for _, tick in ipairs(list) do
      local _, wide = markup.label(tick.label, tick_size)
      if before and (tick.place - place) * width < (before + wide) / 2 + 10 then fits = false end
      before, place = wide, tick.place
    end
    if fits then break end
  end
  return list, minor
end

---@param list plot.Tick[]
---@return number
local function widest(list)
  local most = 0
  for _, tick in ipairs(list) do
    local _, wide = markup.label(tick.label, tick_size)
    most = math.max(most, wide)
  end
  return most
end

---How far the last label of the x axis reaches past the box.
---@param list plot.Tick[]
---@param width number  # of the box
---@return number
local function overhang(list, width)
  local tick = list[#list]
  if not tick then return 0 end
  local _, wide = markup.label(tick.label, tick_size)
  return tick.place * width + wide / 2 - width
end

---Decides where everything goes.
---@param fig plot.Figure
---@param beside number  # room for a legend right of the box
---@return plot.Box
function frame.layout(fig, beside)
  local given = fig.options
  local width, height = given.width or 600, given.height or 400
  local top = given.title and 40 or 14
  local bottom = given.xlabel and 50 or 30
  local right = 18 + beside
  -- Labels need room, which depends on the ticks, which depend on the room.
  local room, box = 50, nil
  for _ = 1, 4 do
    local x, y, w, h = axes.fit(fig, math.max(40, width - room - right), math.max(40, height - top - bottom), 0.04)
    local wanted = math.max(2, h // 45)
    -- Where a unit is as long on both axes, so is the distance of ticks.
    local step = given.equal and math.max(ticks.step(x, math.max(2, w // 80)), ticks.step(y, wanted))
    local yticks, yminor = ticks.along(y, wanted, step)
    box = {top = top, width = w, height = h, room = room, x = x, y = y, yticks = yticks, yminor = yminor}
    box.xticks, box.xminor = xticks(x, w, step)
    local needed = math.ceil((given.ylabel and 32 or 10) + widest(yticks) + 9)
    local margin = math.max(18 + beside, math.ceil(overhang(box.xticks, w)) + 3)
    if needed == room and margin <= right then break end
    room, right = needed, math.max(right, margin)
  end
  -- A box that option `equal` made smaller leaves no blank paper where the size was left to us.
  local titled = given.title and markup.width(given.title, title_size) + 24 or 0
  local natural = math.max(box.room + box.width + right, titled)
  box.total = {
    width = given.width or math.ceil(natural), height = given.height or math.ceil(top + box.height + bottom),
  }
  box.left = box.room + math.max(0, (box.total.width - box.room - box.width - right) / 2)
  return box
end

---@param places number[]
---@param box plot.Box
---@param vertical boolean
---@param from number
---@param to number
---@return string
local function strokes(places, box, vertical, from, to)
  local pieces, n = {}, markup.number
  for i, place in ipairs(places) do
    pieces[i] = vertical and string.format("M%s %sV%s", n(box.left + place * box.width), n(from), n(to))
      or string.format("M%s %sH%s", n(from), n(box.top + (1 - place) * box.height), n(to))
  end
  return table.concat(pieces)
end

---@param list plot.Tick[]
---@return number[]
local function places(list)
  local found = {}
  for i, tick in ipairs(list) do found[i] = tick.place end
  return found
end

---What lies under the curves.
---@param box plot.Box
---@param drawing plot.Drawing
function frame.grid(box, drawing)
  local d = strokes(places(box.xticks), box, true, box.top, box.top + box.height)
    .. strokes(places(box.yticks), box, false, box.left, box.left + box.width)
  drawing:path(d, {stroke = grid_color, width = 0.8})
end

---What lies over them.
---@param box plot.Box
---@param drawing plot.Drawing
function frame.axes(box, drawing)
  local bottom = box.top + box.height
  local major = strokes(places(box.xticks), box, true, bottom, bottom + 5)
    .. strokes(places(box.yticks), box, false, box.left - 5, box.left)
  local minor = strokes(box.xminor, box, true, bottom, bottom + 3)
    .. strokes(box.yminor, box, false, box.left - 3, box.left)
  drawing:box(box.left, box.top, box.width, box.height, {stroke = ink, width = 0.9})
  drawing:path(major, {stroke = ink, width = 0.9})
  drawing:path(minor, {stroke = ink, width = 0.6})
end

---Labels of ticks and axes, title.
---@param fig plot.Figure
---@param box plot.Box
---@param drawing plot.Drawing
function frame.texts(fig, box, drawing)
  local given = fig.options
  local middle, bottom = box.left + box.width / 2, box.top + box.height
  local function write(x, y, label, anchor, size, color)
    drawing:text(x, y, label, {anchor = anchor, size = size, color = color or ink})
  end
  for _, tick in ipairs(box.xticks) do
    write(box.left + tick.place * box.width, bottom + 20, tick.label, "middle", tick_size)
  end
  for _, tick in ipairs(box.yticks) do
    write(box.left - 9, bottom - tick.place * box.height + 0.35 * tick_size, tick.label, "end", tick_size)
  end
  if given.title then
    -- Over the middle of the box, unless it would leave the picture there.
    local half = markup.width(given.title, title_size) / 2 + 4
    local at = math.max(half, math.min(middle, box.total.width - half))
    write(at, box.top - 14, given.title, "middle", title_size, "#111111")
  end
  if given.xlabel then write(middle, bottom + 41, given.xlabel, "middle", label_size) end
  if given.ylabel then
    drawing:text(box.left - box.room + 20, box.top + box.height / 2, given.ylabel,
      {anchor = "middle", size = label_size, color = ink, upright = true})
  end
end

return frame
