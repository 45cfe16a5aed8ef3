---The paper of a drawn plot: where the box lies, its grid, ticks and texts.
local axes = require "plot.axes"
local colorbar = require "plot.colorbar"
local markup = require "plot.markup"
local sizes = require "plot.sizes"
local tick_labels = require "plot.tick_labels"
local ticks = require "plot.ticks"
local typeset = require "plot.label.typeset"

local frame = {}

---@class plot.Box
---@field left number
---@field top number
---@field width number
---@field height number
---@field room number  # from the picture's content edge to the box: labels of the y axis
---@field right number  # from the box to the picture's edge
---@field bottom number
---@field x plot.Scale
---@field y plot.Scale
---@field xticks plot.Tick[]
---@field y2? plot.Scale  # of the axis at the right
---@field y2ticks plot.Tick[]
---@field y2minor number[]
---@field y2power? string  # what all labels at the right share
---@field beside number  # room for the labels of the axis at the right
---@field yticks plot.Tick[]
---@field xminor number[]
---@field yminor number[]
---@field total {width: number, height: number}  # of the picture
---@field xpower string|nil  # what stands once for all labels of the axis, a label
---@field ypower string|nil
---@field title number|nil  # how far over the box its baseline is
---@field xtick number  # how far under the box the baseline of the x axis' labels is
---@field turned boolean  # those labels, so that they have room beside each other
---@field xname number|nil  # the same of the axis' name
---@field yname number|nil  # how far left of the box the baseline of the y axis' name is

local tick_size, label_size, title_size = tick_labels.size, 13, 15
local ink, grid_color = "#333333", "#e4e4e4"

---@class plot.Margins
---@field left number
---@field right number
---@field top number
---@field bottom number

---Decides where everything goes.
---@param fig plot.Figure
---@param beside number  # room for a legend right of the box
---@param least? plot.Margins  # around the box
---@param under? number  # room for a legend at the bottom: a picture whose height is not given is higher by it
---@return plot.Box
function frame.layout(fig, beside, least, under)
  local given = fig.options
  local width, height = sizes.layout(given)
  under = under or 0
  if not given.height then height = height + under end
  local above, below = tick_labels.extent(given.title, title_size)
  local names = {}
  for _, axis in ipairs {"x", "y"} do
    local over, down = tick_labels.extent(given[axis .. "label"], label_size)
    names[axis] = over > 0 and {over = over, under = down} or nil
  end
  least = least or {left = 0, right = 0, top = 0, bottom = 0}
  local title = given.title and math.max(14, below + 8)
  local top = math.max(title and math.ceil(title + above + 9) or 14, least.top)
  local bar, raised = colorbar.room(fig, height - top - 40)
  beside = beside + bar
  local y2, y2ticks, y2minor, room2, y2name, y2power = axes.right(fig, 0.04), {}, {}, 0, nil, nil
  if y2 then
    local over, down = tick_labels.extent(given.y2label, label_size)
    y2ticks, y2minor, y2power = tick_labels.factored(y2, math.max(2, (height - top - 40) // 45))
    raised = raised or y2power ~= nil
    y2name = math.ceil(tick_labels.widest(y2ticks) + 15 + over)
    room2 = over > 0 and math.ceil(y2name + down) or math.ceil(tick_labels.widest(y2ticks) + 9)
    beside = beside + room2
  end
  local right = math.max(18 + beside, least.right)
  -- Labels need room, which depends on the ticks, which depend on the room.
  local room, bottom, box = 50, (names.x and 50 or 30) + under, nil
  for _ = 1, 4 do
    local x, y, w, h = axes.fit(fig, math.max(40, width - room - right), math.max(12, height - top - bottom), 0.04)
    local wanted = math.max(2, h // 45)
    -- Where a unit is as long on both axes, so is the distance of ticks.
    local step = given.equal and math.max(ticks.step(x, math.max(2, w // 64)), ticks.step(y, wanted))
    local yticks, yminor, ypower = tick_labels.factored(y, wanted, step)
    local upper = top
    if raised or ypower and not fig.inner.y then
      -- Beside a title that does not come near, or under it.
      local is_near = given.title and typeset.label(given.title).width * title_size > 0.6 * width
      title = given.title and math.max(14, below + 8) + (is_near and 15 or 0)
      upper = math.max(title and math.ceil(title + above + 9) or 24, least.top)
    end
    box = {
      top = top, width = w, height = h, room = room, x = x, y = y, yticks = yticks, yminor = yminor, title = title,
      y2 = y2, y2ticks = y2ticks, y2minor = y2minor, y2name = y2name, y2power = y2power, beside = room2,
    }
    local fits
    box.xticks, box.xminor, box.xpower, fits = tick_labels.fitting(x, w, step)
    box.ypower = ypower
    local over, down = tick_labels.highest(box.xticks)
    local outside = 0
    box.turned = not fits and x.ticks ~= nil
    if box.turned then
      local deep, left = tick_labels.slanted(box.xticks, w)
      down, outside = down + deep, fig.inner.x and 0 or left
    end
    local wide = fig.inner.y and 0 or tick_labels.widest(yticks)
    -- Baselines, from the edge of the box.
    box.xtick = 10 + over
    local ticked = fig.inner.x and 4 or box.xtick + down
    box.xname = names.x and ticked + 5 + names.x.over
    box.yname = names.y and math.ceil(wide + 15 + names.y.under)
    local needed = math.max(least.left, math.ceil(outside),
      names.y and math.ceil(box.yname + names.y.over + 7) or math.ceil(wide + 19))
    local free = box.xpower and not fig.inner.x and 22 or 8
    local lower = math.max(least.bottom, math.ceil(names.x and box.xname + names.x.under + 6 or ticked + free) + under)
    local margin = math.max(18 + beside, box.turned and 0 or math.ceil(tick_labels.overhang(box.xticks, w)) + 3)
    if needed == room and margin <= right and lower == bottom and upper == top then break end
    room, right, bottom, top = needed, math.max(right, margin), lower, upper
  end
  box.right, box.bottom = right, bottom
  -- A box that option `equal` made smaller leaves no blank paper where the size was left to us.
  local titled = given.title and typeset.label(given.title).width * title_size + 24 or 0
  local natural = math.max(box.room + box.width + right, math.min(titled, width))
  box.total = {
    width = given.width and width or math.ceil(natural),
    height = (given.height or type(given.width) == "string") and height or math.ceil(top + box.height + bottom),
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
    .. strokes(places(box.y2ticks), box, false, box.left + box.width, box.left + box.width + 5)
  local minor = strokes(box.xminor, box, true, bottom, bottom + 3)
    .. strokes(box.yminor, box, false, box.left - 3, box.left)
    .. strokes(box.y2minor, box, false, box.left + box.width, box.left + box.width + 3)
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
  for _, tick in ipairs(fig.inner.x and {} or box.xticks) do
    drawing:text(box.left + tick.place * box.width + (box.turned and 4 or 0), bottom + box.xtick,
      typeset.numeral(tick.label), {anchor = box.turned and "end" or "middle", size = tick_size, color = ink,
        turn = box.turned and tick_labels.slant or nil})
  end
  for _, tick in ipairs(fig.inner.y and {} or box.yticks) do
    local y = bottom - tick.place * box.height + 0.36 * tick_size
    write(box.left - 9, y, typeset.numeral(tick.label), "end", tick_size)
  end
  for _, tick in ipairs(box.y2ticks) do
    local y = bottom - tick.place * box.height + 0.36 * tick_size
    write(box.left + box.width + 9, y, typeset.numeral(tick.label), "start", tick_size)
  end
  if given.y2label and box.y2 then
    drawing:text(box.left + box.width + box.y2name, box.top + box.height / 2, given.y2label,
      {anchor = "middle", size = label_size, color = ink, turn = 90})
  end
  if given.title then
    -- Over the middle of the box, unless it would leave the picture there.
    local shown = tick_labels.within(given.title, title_size, box.total.width - 8)
    local half = typeset.label(given.title).width * shown / 2 + 4
    local at = math.max(half, math.min(middle, box.total.width - half))
    write(at, box.top - box.title, given.title, "middle", shown, "#111111")
  end
  if box.xpower and not fig.inner.x then
    write(box.left + box.width, bottom + (box.xname or box.xtick + 17), box.xpower, "end", tick_size)
  end
  if box.ypower and not fig.inner.y then write(box.left, box.top - 7, box.ypower, "start", tick_size) end
  if box.y2power then write(box.left + box.width, box.top - 7, box.y2power, "end", tick_size) end
  if given.xlabel then
    local shown = tick_labels.within(given.xlabel, label_size, 2 * math.min(middle, box.total.width - middle) - 8)
    write(middle, bottom + box.xname, given.xlabel, "middle", shown)
  end
  if given.ylabel then
    local at = box.top + box.height / 2
    local shown = tick_labels.within(given.ylabel, label_size, 2 * math.min(at, box.total.height - at) - 8)
    drawing:text(box.left - box.yname, at, given.ylabel, {anchor = "middle", size = shown, color = ink, turn = 90})
  end
end

---The box as something sees it that is drawn by the axis at the right, or is not.
---@param one plot.Series|plot.Shape
---@param box plot.Box
---@return plot.Box
function frame.of(one, box)
  if not one.right then return box end
  return setmetatable({y = box.y2}, {__index = box})
end

return frame
