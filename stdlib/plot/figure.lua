---A figure: series of plain numbers with everything decided that does not depend on the kind of output.
local data = require "plot.data"
local options = require "polyak.options"
local palette = require "plot.palette"
local plot_options = require "plot.options"
local unicode = require "plot.label.unicode"

local figure = {}

---@class plot.Series
---@field x number[]
---@field y number[]  # NaN where the point cannot be shown; a line breaks there
---@field name string|nil
---@field style "line"|"dashed"|"points"
---@field rgb integer
---@field shape string  # its marker, and in the terminal its glyph and character
---@field open boolean  # an outline of the marker alone
---@field dash string|false  # lengths of stroke and gap in a file; false is solid
---@field marks boolean  # its first and last point are marked

---@class plot.Figure
---@field series plot.Series[]
---@field options table  # as given and checked
---@field notes string[]  # what is not shown, a sentence each: for who is at the screen, and no part of a picture
---@field log {x: boolean, y: boolean}

---@param spec table
---@param given table  # the figure's options
---@param curve plot.Curve
---@param slot integer  # its place among those that take the next colour, dash and marker; 0 takes none
---@return plot.Series
local function series(spec, given, curve, slot)
  local style = spec.style or given.style or "line"
  local color = spec.color or given.color
  local marks = spec.marks
  if marks == nil then marks = given.marks or false end
  local name = spec.name
  if curve.suffix ~= "" then name = (name or "") .. curve.suffix end
  color = color or (slot == 0 and "gray" or palette.pick(palette.cycle, slot))
  local dash = palette.dashes[spec.dash]
  if dash == nil then
    -- Past the last colour the dashes shift by one, so that no pair comes twice soon.
    dash = style == "dashed" and "6 4" or palette.pick(palette.dashes, slot + (slot - 1) // #palette.cycle)
  end
  return {
    x = curve.x, y = curve.y, name = name, style = style, marks = marks, rgb = palette.rgb(color), dash = dash,
    shape = spec.marker or (slot == 0 and "dot" or palette.pick(palette.shapes, slot)), open = spec.open or false,
  }
end

---The places of series in the order of colours, dashes and markers. Dashed ones come behind all others, which then look
---as they would without; one alone takes none.
---@param styles ("line"|"dashed"|"points")[]
---@return integer[]
local function slots(styles)
  local places, count, dashed = {}, 0, {}
  for i, style in ipairs(styles) do
    if style == "dashed" then
      dashed[#dashed + 1] = i
    else
      count = count + 1
      places[i] = count
    end
  end
  for k, i in ipairs(dashed) do places[i] = #dashed > 1 and count + k or 0 end
  return places
end

---Marks with NaN what cannot be shown, and counts it.
---@param one plot.Series
---@param log {x: boolean, y: boolean}
---@return {[1]: integer, [2]: string}[]  # count, reason
local function hide(one, log)
  local x, y = one.x, one.y
  local infinite, left, below = 0, 0, 0
  for i = 1, #y do
    local xi, yi = x[i], y[i]
    -- Only NaN and the infinities are no zero when subtracted from themselves.
    if xi - xi ~= 0 or yi - yi ~= 0 then
      infinite, y[i] = infinite + 1, 0 / 0
    elseif log.x and xi <= 0 then
      left, y[i] = left + 1, 0 / 0
    elseif log.y and yi <= 0 then
      below, y[i] = below + 1, 0 / 0
    end
  end
  return {{infinite, "not finite"}, {left, "x <= 0 on a log axis"}, {below, "y <= 0 on a log axis"}}
end

---Sentences on what is not shown. Series that lose as many points for the same reason share one, or twelve curves that
---begin at step 0 would fill the page.
---@param list plot.Series[]
---@param log {x: boolean, y: boolean}
---@return string[]
local function notes(list, log)
  local groups, order = {}, {}
  for i, one in ipairs(list) do
    for _, hidden in ipairs(hide(one, log)) do
      local count, why = hidden[1], hidden[2]
      local key = count .. why
      if count > 0 and not groups[key] then
        groups[key] = {count = count, why = why, names = {}}
        order[#order + 1] = groups[key]
      end
      if count > 0 then
        local names = groups[key].names
        names[#names + 1] = one.name and string.format('"%s"', unicode.letters(one.name))
          or #list > 1 and string.format("series %d", i) or nil
      end
    end
  end
  local sentences = {}
  for i, group in ipairs(order) do
    local names = group.names
    local of = #names == 0 and "" or #names == 1 and " of " .. names[1]
      or #names <= 3 and " each of " .. table.concat(names, ", ")
      or string.format(" each of %s and %d others", table.concat(names, ", ", 1, 2), #names - 2)
    local points = group.count == 1 and "point" or "points"
    sentences[i] = string.format("%d %s%s not shown: %s", group.count, points, of, group.why)
  end
  return sentences
end

---A series as the caller gave it.
---@class plot.Specification
---@field options table
---@field place polyak.Place  # of the options
---@field x any
---@field x_place polyak.Place
---@field y any
---@field y_place polyak.Place

---@param given table  # the figure's options
---@return {x: boolean, y: boolean}
local function log_axes(given)
  return {x = given.log == "x" or given.log == "xy", y = given.log == "y" or given.log == "xy"}
end

---Raises an error where options that are right one by one do not go together.
---@param given table  # the figure's options
---@param call polyak.Place
function figure.check(given, call)
  local log = log_axes(given)
  for _, axis in ipairs {"x", "y"} do
    local limits = given[axis .. "lim"]
    if limits and log[axis] then
      local place = call:option(axis .. "lim")
      for i = 1, 2 do
        if (limits[i] or 1) <= 0 then place:inside(i):refuse(limits[i], "a number > 0 on a log axis") end
      end
    end
  end
  if given.equal and given.log then call:option("equal"):complain "needs linear axes, got option 'log' too" end
end

---@param specs plot.Specification[]
---@param given table  # the figure's options
---@param call polyak.Place
---@return plot.Figure
function figure.new(specs, given, call)
  options.read(plot_options.figure, given, call)
  figure.check(given, call)
  local log = log_axes(given)

  local curves, owners, styles, list = {}, {}, {}, {}
  for _, spec in ipairs(specs) do
    options.read(plot_options.series, spec.options, spec.place)
    if spec.y == nil then spec.y_place:missing "numbers" end
    for _, curve in ipairs(data.curves(spec)) do
      curves[#curves + 1], owners[#owners + 1] = curve, spec.options
      styles[#styles + 1] = spec.options.style or given.style or "line"
    end
  end
  for i, slot in ipairs(slots(styles)) do list[i] = series(owners[i], given, curves[i], slot) end

  return {series = list, options = given, notes = notes(list, log), log = log}
end

---The series that a legend lists: those with a name.
---@param fig plot.Figure
---@return plot.Series[]
function figure.listed(fig)
  local list = {}
  if fig.options.legend ~= false then
    for _, one in ipairs(fig.series) do
      if one.name and one.name ~= "" then list[#list + 1] = one end
    end
  end
  return list
end

---First and last point that can be shown.
---@param one plot.Series
---@return integer|nil first  # nil where there is none
---@return integer|nil last
function figure.ends(one)
  local first, last = 1, #one.y
  while first <= last and one.y[first] ~= one.y[first] do first = first + 1 end
  while last >= first and one.y[last] ~= one.y[last] do last = last - 1 end
  if first > last then return nil end
  return first, last
end

return figure
