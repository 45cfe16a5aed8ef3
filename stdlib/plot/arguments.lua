---The arguments of plot: which of them are numbers, which layers and which options.
local Place = require "polyak.place"
local briefly = require "polyak.briefly"
local data = require "plot.data"
local items = require "plot.items"
local layers = require "plot.layers"
local objects = require "plot.objects"
local options = require "plot.options"
local polyak_options = require "polyak.options"
local rows = require "plot.rows"

local arguments = {}

---@param value any
---@return boolean
local function is_options(value)
  return items.is_plain(value) and value[1] == nil
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

---@param source table
---@return boolean
local function holds_layers(source) return type(source[1]) == "table" or type(source[1]) == "userdata" end

---A table of layers, or of one whose options stand beside the figure's.
---@param source table
---@param extra table  # further options of the figure
---@param place polyak.Place  # of the options
---@param numbers polyak.Place  # of what is listed, where it is numbers
---@param list polyak.Place  # of it where it is layers
---@return plot.Specification[]
---@return table given  # the figure's options
local function of_table(source, extra, place, numbers, list)
  local listed, named = items.split(source)
  local spec, given = single(named, place)
  for key, value in pairs(extra) do given[key] = value end
  if not holds_layers(source) then
    if spec.y == nil and next(listed) ~= nil then spec.y, spec.y_place = listed, numbers end
    if spec.y == nil and next(spec.options) == nil then return {}, given end
    return {spec}, given
  end
  local misplaced = next(spec.options)
  if misplaced then
    local at = place:option(misplaced)
    at:fail(at:label() .. " belongs into the table of a series", true)
  end
  local specs = {}
  for i, item in ipairs(listed) do
    local defaults = items.add(specs, item, list:inside(i))
    items.complete(given, #listed == 1 and defaults or {log = defaults.log})
  end
  return specs, given
end

---What a function that draws one kind of layer was given: its main part and options, or both in one table with further
---layers behind.
---@param kind string  # of `layers`
---@param call polyak.Place
---@param first any
---@param second any
---@param list? polyak.Place  # of further layers
---@return plot.Specification[]
---@return table given  # the figure's options
function arguments.of_layer(kind, call, first, second, list)
  local declared = layers[kind]
  local listed, named = {}, {}
  if items.is_plain(first) then
    listed, named = items.split(first)
    if second ~= nil and next(named) == nil then listed = {first} end
  elseif first ~= nil then
    listed = {first}
  end
  if second ~= nil then
    if not items.is_plain(second) then call:argument("options", 2):refuse(second, "a table of options") end
    for key, value in pairs(second) do named[key] = value end
  end
  local mine, given, is_mine, unknown = {}, {}, {}, {}
  for _, name in ipairs(declared.options.names) do is_mine[name] = true end
  for key, value in pairs(named) do
    if is_mine[key] and not is_of_figure[key] then mine[key] = value else given[key] = value end
    if not is_mine[key] and not is_of_figure[key] then unknown[#unknown + 1] = key end
  end
  table.sort(unknown, function(a, b) return tostring(a) < tostring(b) end)
  if type(unknown[1]) == "string" then
    local known = table.move(declared.options.names, 1, #declared.options.names, 1, {})
    call:option(unknown[1]):unknown(table.move(options.figure.names, 1, #options.figure.names, #known + 1, known))
  end
  local spec, further, from = items.layer(kind, listed, mine, call)
  local specs = {spec}
  list = list or call:argument("layers", 1)
  for i, item in ipairs(further) do items.add(specs, item, list:inside(from + i - 1)) end
  return specs, given
end

---What a landscape was given.
---@param source table
---@param call polyak.Place
---@return table own  # options of the landscape, checked
---@return table look  # of its contours
---@return table given  # the figure's options
function arguments.of_landscape(source, call)
  local declared = require("plot.landscape").options
  local mine, look, given, known, owner = {}, {}, {}, {}, {}
  local function learn(more, list)
    for _, name in ipairs(more) do
      if not owner[name] then owner[name], known[#known + 1] = list, name end
    end
  end
  learn(declared.names, mine)
  learn(options.figure.names, given)
  learn(layers.contour.options.names, look)
  for key, value in pairs(source) do
    if key == 1 then
      mine.loss = value
    elseif owner[key] then
      owner[key][key] = value
    elseif type(key) == "string" then
      call:option(key):unknown(known)
    else
      call:option("loss"):complain "is the only thing that is listed without a name"
    end
  end
  return polyak_options.read(declared, mine, call), look, given
end

---What one of several panels was given: a table as for plot, or a layer of a kind with the figure's options beside it.
---@param item any
---@param place polyak.Place  # of it
---@return plot.Specification[]
---@return table given  # the figure's options
local function of_panel(item, place)
  if not items.is_plain(item) then
    if data.kind(item) then return {{options = {}, place = place, y = item, y_place = place}}, {} end
    place:complain(string.format("must be a table as for plot, got %s%s", briefly(item), data.hint(item)))
  end
  if item.kind == nil then return of_table(item, {}, place, place, place) end
  polyak_options.check(items.kind_rule, item.kind, place:option "kind")
  local plain = {}
  for key, value in pairs(item) do plain[key] = value end
  plain.kind = nil
  if item.kind == "curve" then return of_table(plain, {}, place, place, place) end
  return arguments.of_layer(item.kind, place, plain, nil, place)
end

arguments.of_panel = of_panel

---What a call of plot was given: x and y, a list of layers, options beside them or behind.
---@param count integer  # of arguments
---@param first any
---@param second any
---@param third any
---@return plot.Specification[]
---@return table given  # the figure's options
function arguments.read(count, first, second, third)
  local call = Place.of "plot"
  if count == 0 then call:fail "argument 'y' is missing (numbers, or a table of series)" end
  if count > 3 then call:fail(string.format("takes at most 2 arguments and a table of options, got %d", count)) end

  local extra = {}
  local last = count == 3 and third or count == 2 and is_options(second) and second or nil
  if last ~= nil then
    if not items.is_plain(last) then call:fail("the options must be a table, got " .. briefly(last)) end
    for key, value in pairs(last) do extra[key] = value end
  end

  if items.is_plain(first) and first.kind ~= nil and (count == 1 or last == second) then
    local specs, given = of_panel(first, call)
    for key, value in pairs(extra) do given[key] = value end
    return specs, given
  end
  if items.is_plain(first) and last ~= nil and count == 2 and rows.are_meant(extra) then
    local list, defaults = rows.layers(first, extra, call)
    items.complete(extra, defaults)
    return (of_table(list, {}, call, call, call)), extra
  end
  if items.is_plain(first) and (holds_layers(first) or next(select(2, items.split(first))) ~= nil) then
    if count > 1 and last ~= second then
      call:argument("options", 2):refuse(second, "a table of options behind a table of series")
    end
    return of_table(first, extra, call, call:argument("y", 1), call:argument("series", 1))
  end

  local spec, given = single(extra, call)
  if objects.form(first) and (count == 1 or count == 2 and last ~= nil) then
    local specs, defaults = items.of_object(first, spec.options, call)
    items.complete(given, defaults)
    return specs, given
  end
  if count == 1 or count == 2 and last ~= nil then
    spec.y, spec.y_place = first, call:argument("y", 1)
  else
    spec.x, spec.x_place, spec.y, spec.y_place = first, call:argument("x", 1), second, call:argument("y", 2)
  end
  return {spec}, given
end

return arguments
