---A figure: series and shapes of plain numbers with everything decided that does not depend on the kind of output.
local layers = require "plot.layers"
local axis_names = require "plot.names"
local options = require "polyak.options"
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
---@field width number|nil  # of its line in a file, in pixels; nil is the usual
---@field dash string|false  # lengths of stroke and gap in a file; false is solid
---@field marks boolean  # its first and last point are marked
---@field marked? boolean  # so are the points along its line
---@field banded? boolean  # a band lies about it
---@field whiskers? boolean  # its points have error bars
---@field opacity? number  # of such an area
---@field shade? integer  # it stands in the legend for an area, by this place among those told apart
---@field right? boolean  # its y belongs to the axis at the right

---The numbers of a layer as they were given, those that cannot be shown too.
---@class plot.Values
---@field name string|nil
---@field rgb integer|nil  # its colour, where it has one
---@field right? boolean  # its y belongs to the axis at the right
---@field columns {[1]: string, [2]: any[]}[]  # with their names, of one length, numbers or labels; none of a grid
---@field x? number[]  # where in the picture each row is; else the first column
---@field y? number[]  # else the second
---@field grid? plot.Grid
---@field zlabel? string  # what the grid's numbers are

---@class plot.Figure
---@field series plot.Series[]
---@field shapes plot.Shape[]
---@field sticky {x: table<number, true>, y: table<number, true>}  # ends beyond which an axis leaves no room
---@field inner {x: boolean, y: boolean}  # axes without labels at their ticks: another panel has them
---@field names {x: table, y: table}  # along an axis, and by each name its place
---@field groups table[]  # of bars beside each other
---@field colored? boolean  # areas of many colours lie under its curves
---@field scale? plot.ColorScale  # of the colour bar
---@field enlarged? number  # how much larger than it is laid out a panel is shown, which is the whole picture's to say
---@field options table  # as given and checked
---@field values plot.Values[]  # the numbers, for those who read them off the picture
---@field notes string[]  # what is not shown, a sentence each: for who is at the screen, and no part of a picture
---@field log {x: boolean, y: boolean, y2: boolean}

---The places of entries in the order of colours, dashes and markers; 0 for those that take none.
---@param entries plot.Entry[]
---@return integer[]
local function slots(entries)
  local places, count = {}, 0
  for _, turn in ipairs {"next", "last"} do
    for i, entry in ipairs(entries) do
      if entry.turn == turn then
        count = count + 1
        places[i] = count
      end
    end
  end
  for i in ipairs(entries) do places[i] = places[i] or 0 end
  return places
end

---Marks with NaN what cannot be shown, in a list of the series' own, and counts it.
---@param one plot.Series
---@param log {x: boolean, y: boolean, y2: boolean}
---@return {[1]: integer, [2]: string}[]  # count, reason
local function hide(one, log)
  local x, y = one.x, one.y
  local is_log = one.right and log.y2 or not one.right and log.y
  local infinite, left, below = 0, 0, 0
  for i = 1, #y do
    local xi, yi, is_hidden = x[i], y[i], true
    -- Only NaN and the infinities are no zero when subtracted from themselves.
    if xi - xi ~= 0 or yi - yi ~= 0 then
      infinite = infinite + 1
    elseif log.x and xi <= 0 then
      left = left + 1
    elseif is_log and yi <= 0 then
      below = below + 1
    else
      is_hidden = false
    end
    if is_hidden then
      if y == one.y then y = table.move(y, 1, #y, 1, {}) end
      y[i] = 0 / 0
    end
  end
  one.y = y
  return {{infinite, "not finite"}, {left, "x <= 0 on a log axis"}, {below, "y <= 0 on a log axis"}}
end

---Sentences on what is not shown. Series that lose as many points for the same reason share one, or twelve curves that
---begin at step 0 would fill the page.
---@param list plot.Series[]
---@param log {x: boolean, y: boolean, y2: boolean}
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

---A layer as the caller gave it.
---@class plot.Specification
---@field kind? string  # of `layers`; a curve where there is none
---@field options table
---@field place polyak.Place  # of the options
---@field x? any  # of a curve
---@field x_place? polyak.Place
---@field y? any
---@field y_place? polyak.Place

---@param given table  # the figure's options
---@return {x: boolean, y: boolean, y2: boolean}
local function log_axes(given)
  return {
    x = given.log == "x" or given.log == "xy", y = given.log == "y" or given.log == "xy", y2 = given.y2log or false,
  }
end

---Raises an error where options that are right one by one do not go together.
---@param given table  # the figure's options
---@param call polyak.Place
function figure.check(given, call)
  local log = log_axes(given)
  for _, axis in ipairs {"x", "y", "y2"} do
    local limits = given[axis .. "lim"]
    if limits and log[axis] then
      local place = call:option(axis .. "lim")
      for i = 1, 2 do
        if (limits[i] or 1) <= 0 then place:inside(i):refuse(limits[i], "a number > 0 on a log axis") end
      end
    end
  end
  for _, name in ipairs {"log", "y2log"} do
    if given.equal and given[name] then
      call:option("equal"):complain(string.format("needs linear axes, got option '%s' too", name))
    end
  end
end

---@param specs plot.Specification[]
---@param given table  # the figure's options
---@param call polyak.Place
---@return plot.Figure
function figure.new(specs, given, call)
  options.read(plot_options.figure, given, call)
  figure.check(given, call)
  local fig = {
    series = {}, shapes = {}, sticky = {x = {}, y = {}, y2 = {}}, inner = {x = false, y = false},
    options = given, values = {}, notes = {}, names = {x = {}, y = {}}, groups = {}, log = log_axes(given),
  }
  local entries = {}
  for _, spec in ipairs(specs) do
    local layer = layers[spec.kind or "curve"]
    spec.options = options.read(layer.options, spec.options, spec.place)
    for _, entry in ipairs(layer.read(spec, fig)) do entries[#entries + 1] = entry end
  end
  local places = slots(entries)
  for i, entry in ipairs(entries) do entry.add(places[i]) end
  axis_names.label(fig)
  for _, note in ipairs(notes(fig.series, fig.log)) do fig.notes[#fig.notes + 1] = note end
  return fig
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

---Each how many-th point has a marker, of a line that has markers: a few of many leave the line to be seen.
---@param one plot.Series
---@return integer
function figure.stride(one) return #one.y > 40 and (#one.y + 14) // 15 or 1 end

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
