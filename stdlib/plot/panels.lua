---Several figures beside and under each other.
local axes = require "plot.axes"
local options = require "polyak.options"
local plot_options = require "plot.options"

local panels = {}

---What all panels have together.
---@class (exact) plot.PanelOptions
---@field columns? integer  # how many are beside each other; else nearly a square of them
---@field shared? "x"|"y"|"xy"  # axes with the same limits for all, labelled at the outer panels
---@field title? string  # above them all
---@field file? string  # its kind follows from its ending: see plot.kinds
---@field width? integer|string  # cells of the terminal; pixels of a file, or "8.5cm" (mm, in, pt), "column", "page"
---@field height? integer|string
---@field fontsize? number  # of ticks in a file, in points; 9, and the rest in proportion
---@field pixels? boolean|"kitty"|"sixel"  # in the terminal: false for letters, a manner where it is not to be asked

panels.options = options.declare("plot.PanelOptions", {
  {"columns", options.integer {from = 1, to = 100}, "how many are beside each other; else nearly a square of them"},
  {"shared", options.one_of {"x", "y", "xy"}, "axes with the same limits for all, labelled at the outer panels"},
  {"title", plot_options.label, "above them all"},
  {"file", options.string, "its kind follows from its ending: see plot.kinds"},
  plot_options.size[1], plot_options.size[2], plot_options.size[3], plot_options.pixels,
})

---A figure of figures.
---@class plot.Panels: plot.Figure
---@field panels plot.Figure[]
---@field rows integer
---@field columns integer

---@param list plot.Figure[]
---@param axis "x"|"y"
---@param place polyak.Place
local function share(list, axis, place)
  local low, high = math.huge, -math.huge
  local log = list[1].log[axis]
  for i, fig in ipairs(list) do
    if fig.log[axis] ~= log then
      place:complain(string.format("needs %s axes of one kind, got a %s one in panel %d", axis,
        log and "linear" or "log", i))
    end
    local scale = select(axis == "x" and 1 or 2, axes.fit(fig, 3, 2, 0.04))
    low, high = math.min(low, scale.low), math.max(high, scale.high)
  end
  for _, fig in ipairs(list) do
    local limits = fig.options[axis .. "lim"] or {}
    fig.options[axis .. "lim"] = {
      limits[1] or log and math.max(10.0 ^ low, 5e-324) or low, limits[2] or log and 10.0 ^ high or high,
    }
  end
end

---What the panel below or at the left says already. The last row may be shorter.
---@param i integer  # which panel
---@param count integer  # of all
---@param columns integer
---@param shared string
---@return {x: boolean, y: boolean}
local function inner(i, count, columns, shared)
  return {
    x = string.find(shared, "x", 1, true) ~= nil and i + columns <= count,
    y = string.find(shared, "y", 1, true) ~= nil and (i - 1) % columns > 0,
  }
end

---@param list plot.Figure[]  # at least one
---@param given table  # options of all
---@param call polyak.Place
---@return plot.Panels
function panels.new(list, given, call)
  options.read(panels.options, given, call)
  local columns = math.min(#list, given.columns or math.ceil(math.sqrt(#list)))
  local rows = (#list + columns - 1) // columns
  local shared, notes = given.shared or "", {}
  for _, axis in ipairs {"x", "y"} do
    if string.find(shared, axis, 1, true) then share(list, axis, call:option "shared") end
  end
  for i, fig in ipairs(list) do
    fig.inner = inner(i, #list, columns, shared)
    for _, note in ipairs(fig.notes) do notes[#notes + 1] = string.format("panel %d: %s", i, note) end
  end
  return {
    panels = list, rows = rows, columns = columns, options = given, values = {}, notes = notes,
    series = {}, shapes = {}, sticky = {x = {}, y = {}, y2 = {}}, inner = {x = false, y = false},
    log = {x = false, y = false, y2 = false},
  }
end

---Which options of a panel its own are not.
local of_all = {"file", "live", "width", "height", "pixels"}

---@param given table  # options of a panel
---@param place polyak.Place  # of it
function panels.check(given, place)
  for _, name in ipairs(of_all) do
    if given[name] ~= nil then
      local at = place:option(name)
      at:fail(at:label() .. " belongs beside the panels, it is of them all", true)
    end
  end
end

---The panel as a figure of a size.
---@param fig plot.Figure
---@param width integer
---@param height integer
---@return plot.Figure
function panels.sized(fig, width, height)
  local copy, given = {}, {}
  for key, value in pairs(fig) do copy[key] = value end
  for key, value in pairs(fig.options) do given[key] = value end
  given.width, given.height, given.fontsize, given.is_part = width, height, nil, true
  copy.options = given
  return copy
end

---The same panels under each other.
---@param fig plot.Panels
---@param width integer
---@param height integer  # of each
---@return plot.Panels
function panels.stacked(fig, width, height)
  local list, count = {}, #fig.panels
  local copy = panels.sized(fig, width, count * height)
  for i, panel in ipairs(fig.panels) do
    list[i] = panels.sized(panel, width, height)
    list[i].inner = inner(i, count, 1, fig.options.shared or "")
  end
  copy.panels, copy.rows, copy.columns = list, count, 1
  return copy
end

---Places of panels, in turns from the left and from the top.
---@param fig plot.Panels
---@return fun(): integer|nil, plot.Figure, integer, integer  # which, it, its row and column, from 0
function panels.each(fig)
  local i = 0
  return function()
    i = i + 1
    if fig.panels[i] then return i, fig.panels[i], (i - 1) // fig.columns, (i - 1) % fig.columns end
  end
end


return panels
