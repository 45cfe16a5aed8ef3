---Plots in the terminal or into a file.
---
---    t, a, b = {0, 1, 2}, {1, 0.5, 0.25}, {1, 0.2, 0.04}
---    plot(a)                                  -- over 1, 2, 3, ...
---    plot(t, a, {log = "y", title = "loss"})
---    plot{ {x = t, y = a, name = "GD"}, {x = t, y = b, name = "HB"}, log = "y", file = "loss.svg" }  --> loss.svg
---
---Numbers are tables or vectors. A matrix of two columns is a curve in the plane; with x, each of a matrix' columns is
---a curve. What cannot be shown (not finite; not above 0 on a log axis) is counted under the plot.
local Place = require "polyak.place"
local briefly = require "polyak.briefly"
local data = require "plot.data"
local entrance = require "polyak.entrance"
local figure = require "plot.figure"
local options = require "plot.options"
local spelling = require "polyak.spelling"

---A host that knows its terminal sets the two functions.
---@class plot
---@field terminal_size? fun(): columns: integer|nil, lines: integer|nil
---@field is_terminal? fun(): boolean  # whether standard output is a terminal, where colours are welcome
---@overload fun(x?: number[]|Vector, y: number[]|Vector|Matrix|plot.Listed, options?: plot.CurveOptions): string|nil
local plot = {}

---Series in one table, with the figure's options beside them.
---@alias plot.Listed plot.CurveOptions

---What a picture in the terminal may have.
---@class (exact) plot.LiveOptions: plot.LineOptions
---@field title? string  # formulas between dollar signs, as in '$\|\epsilon_k\|^2$'; so in labels and names
---@field xlabel? string
---@field ylabel? string
---@field log? "x"|"y"|"xy"
---@field xlim? number[]  # {low, high}; either may be nil
---@field ylim? number[]
---@field equal? boolean  # a unit is as long on both axes
---@field legend? boolean|"top left"|"top right"|"bottom left"|"bottom right"|"outside"  # a place matters to files only
---@field width? integer  # cells of the terminal, pixels of a file
---@field height? integer

---@class (exact) plot.Options: plot.LiveOptions
---@field file? string  # its kind follows from its ending: see plot.kinds
---@field live? boolean  # drawn over the picture before, by the same script or line; nothing where there is no terminal

---How series are drawn: of all where they stand beside the figure's options, of one in its own table.
---@class (exact) plot.LineOptions
---@field style? "line"|"dashed"|"points"  # of all series; one may differ
---@field color? string  # a name or "#rrggbb"
---@field marks? boolean  # an open circle where a series starts, a filled marker where it ends

---Options of one series. Dashes, markers and colours that are not given follow from a series' place in the figure.
---@class (exact) plot.SeriesOptions: plot.LineOptions
---@field x? number[]|Vector
---@field y? number[]|Vector|Matrix  # or listed: {4, 9, 16, name = "squares"}
---@field name? string  # in the legend
---@field dash? integer  # 1 to 8, of a line in a file; 1 is solid
---@field marker? "dot"|"circle"|"square"|"triangle"|"diamond"|"down"|"plus"|"cross"|"star"
---@field open? boolean  # markers are outlines

---Where there is one series, its options stand beside the figure's.
---@class (exact) plot.CurveOptions: plot.Options, plot.SeriesOptions
---@field [integer] plot.SeriesOptions|number[]|Vector|Matrix|nil

---@param value any
---@return boolean
local function is_plain(value)
  return type(value) == "table" and getmetatable(value) == nil
end

---@param value any
---@return boolean
local function is_options(value)
  return is_plain(value) and value[1] == nil
end

---Splits a table into what it lists and what it names.
---@param source table
---@return table listed
---@return table named
local function split(source)
  local listed, named = {}, {}
  for key, value in pairs(source) do
    if math.type(key) == "integer" then listed[key] = value else named[key] = value end
  end
  return listed, named
end

---@param item any  # an entry of the list of series
---@param place polyak.Place  # of it
---@return plot.Specification
local function series(item, place)
  if not is_plain(item) then
    if data.kind(item) then return {options = {}, place = place, y = item, y_place = place} end
    place:complain(string.format("must be a table with x and y, or numbers, got %s%s", briefly(item), data.hint(item)))
  end
  local listed, named = split(item)
  local spec = {
    options = named, place = place, x = named.x, x_place = place:option "x", y = named.y, y_place = place:option "y",
  }
  if named.y ~= nil or (#listed == 0 and next(named) ~= nil) then return spec end
  if type(listed[1]) == "table" or type(listed[1]) == "userdata" then
    if listed[2] == nil then
      spec.y, spec.y_place = listed[1], place:inside(1)
    else
      spec.x, spec.x_place, spec.y, spec.y_place = listed[1], place:inside(1), listed[2], place:inside(2)
    end
  else
    spec.y, spec.y_place = listed, place
  end
  return spec
end

local is_of_series, is_of_figure = {}, {}
for _, name in ipairs(options.series.names) do is_of_series[name] = true end
for _, name in ipairs(options.figure.names) do is_of_figure[name] = true end

---A series whose options stand beside the figure's.
---@param named table
---@param call polyak.Place
---@return plot.Specification
---@return table given  # what belongs to the figure
local function single(named, call)
  local spec, given = {options = {}, place = call, x_place = call:option "x", y_place = call:option "y"}, {}
  for key, value in pairs(named) do
    if is_of_series[key] and not is_of_figure[key] then spec.options[key] = value else given[key] = value end
  end
  spec.x, spec.y = spec.options.x, spec.options.y
  return spec, given
end

---@return plot.Specification[]
---@return table given
local function arguments(count, first, second, third)
  local call = Place.of "plot"
  if count == 0 then call:fail "argument 'y' is missing (numbers, or a table of series)" end
  if count > 3 then call:fail(string.format("takes at most 2 arguments and a table of options, got %d", count)) end

  local extra = {}
  local last = count == 3 and third or count == 2 and is_options(second) and second or nil
  if last ~= nil then
    if not is_plain(last) then call:fail("the options must be a table, got " .. briefly(last)) end
    for key, value in pairs(last) do extra[key] = value end
  end

  if is_plain(first) then
    local listed, named = split(first)
    local lists = type(listed[1]) == "table" or type(listed[1]) == "userdata"
    if lists or next(named) ~= nil then
      if count > 1 and last ~= second then
        call:argument("options", 2):refuse(second, "a table of options behind a table of series")
      end
      local spec, given = single(named, call)
      for key, value in pairs(extra) do given[key] = value end
      if not lists then
        if spec.y == nil and next(listed) ~= nil then spec.y, spec.y_place = listed, call:argument("y", 1) end
        if spec.y == nil and next(spec.options) == nil then return {}, given end
        return {spec}, given
      end
      local misplaced = next(spec.options)
      if misplaced then
        local place = call:option(misplaced)
        place:fail(place:label() .. " belongs into the table of a series", true)
      end
      local specs, list = {}, call:argument("series", 1)
      for i, item in ipairs(listed) do specs[i] = series(item, list:inside(i)) end
      return specs, given
    end
  end

  local spec, given = single(extra, call)
  if count == 1 or count == 2 and last ~= nil then
    spec.y, spec.y_place = first, call:argument("y", 1)
  else
    spec.x, spec.x_place, spec.y, spec.y_place = first, call:argument("x", 1), second, call:argument("y", 2)
  end
  return {spec}, given
end

---@param path string
---@return plot.Kind
local function kind_of(path)
  local place = Place.of("plot"):option "file"
  if string.find(path, "\0", 1, true) then place:complain "must be the name of a file, got one with a NUL in it" end
  local endings = {}
  for _, kind in pairs(require "plot.kinds") do
    for _, ending in ipairs(kind.endings) do
      if string.sub(string.lower(path), -#ending) == ending then return kind end
      endings[#endings + 1] = ending
    end
  end
  table.sort(endings)
  place:complain(string.format("must be a name ending in %s, got %s%s",
    table.concat(endings, ", "), briefly(path), spelling.hint(string.match(path, "%.[^./]*$"), endings)))
end

---Draws in the terminal, or into a file, whose name it returns.
---@return string|nil file
local function draw(_, ...)
  local specs, given = arguments(select("#", ...), ...)
  local fig = figure.new(specs, given, Place.of "plot")
  if given.live then
    if given.file then
      Place.of("plot"):option("live"):fail "option 'live' is for the terminal, got option 'file' too"
    end
    local live = require "plot.live"
    if live.possible(plot) then live.redraw(fig, plot) end
    return
  end
  if not given.file then
    local terminal = require "plot.terminal"
    local ok, why = io.stdout:write(terminal.render(fig, require("plot.screen").find(plot)))
    if not ok then error("plot: cannot write to the terminal: " .. why, 0) end
    return
  end
  local text = kind_of(given.file).render(fig)
  local written, why = require("polyak.atomic").write(given.file, text)
  if not written then error(string.format("plot: cannot write '%s': %s", given.file, why), 0) end
  if plot.is_terminal and plot.is_terminal() then
    for _, note in ipairs(fig.notes) do io.stdout:write(note, "\n") end
  end
  return given.file
end

---A picture of points as they come, drawn anew ten times a second; nothing where there is no terminal.
---
---    local picture = plot.live{title = "my loop", log = "y"}
---    for k = 1, 100 do
---      local loss = 0.9 ^ k
---      picture:add(k, loss)          -- or picture:add(k, loss, "loss"), a series by name
---    end
---    picture:close()                 -- the last points; the picture stays
---@param given? plot.LiveOptions
---@return plot.Live
function plot.live(given)
  return require("plot.live").new(given, plot)
end

entrance(plot, "plot.", {live = ""})

return setmetatable(plot, {__call = entrance.of("plot", "", draw), __name = "plot"})
