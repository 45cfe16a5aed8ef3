---Entries of the lists that plot takes: layers, numbers and objects.
local briefly = require "polyak.briefly"
local data = require "plot.data"
local layers = require "plot.layers"
local objects = require "plot.objects"
local options = require "polyak.options"

local items = {}

local names = {}
for name in pairs(layers) do names[#names + 1] = name end
table.sort(names)

---@param value any
---@return boolean
function items.is_plain(value)
  return type(value) == "table" and getmetatable(value) == nil
end

---Splits a table into what it lists and what it names.
---@param source table
---@return table listed
---@return table named
function items.split(source)
  local listed, named = {}, {}
  for key, value in pairs(source) do
    if math.type(key) == "integer" then listed[key] = value else named[key] = value end
  end
  return listed, named
end

---How deep numbers lie in it: 0 for a number, 1 for a vector, 2 for a matrix or rows.
---@param value any
---@return integer
local function depth(value)
  for level = 0, 3 do
    if type(value) ~= "table" and type(value) ~= "userdata" then return level end
    local ok, first = pcall(function() return value[1] end)
    value = ok and first or nil
  end
  return 3
end

---A layer of a kind, with what it lists; what that cannot be is a list of further layers.
---@param kind string
---@param listed table
---@param named table
---@param place polyak.Place  # of the options
---@return plot.Specification
---@return table further
---@return integer from  # where they begin in the list
function items.layer(kind, listed, named, place)
  local main, wanted = layers[kind].main, layers[kind].depth
  local spec, from = {kind = kind, options = named, place = place}, 1
  if main and named[main] == nil and next(listed) ~= nil then
    if depth(listed) == wanted then
      named[main], from = listed, #listed + 1
    elseif #listed > 0 then
      named[main], from = listed[1], 2
    end
  end
  return spec, table.move(listed, from, #listed, 1, {}), from
end

items.kind_rule = options.one_of(names)

---The layers that an object stands for, each with the options of a series that its caller gives.
---@param object any
---@param look table
---@param place polyak.Place  # of the options
---@return plot.Specification[]
---@return table defaults  # of the figure
function items.of_object(object, look, place)
  local form, specs = objects.form(object)(object), {}
  for i, line in ipairs(form.layers) do
    local name = look.name and (#form.layers == 1 and look.name or string.format("%s %s", look.name, line.name))
    for key, value in pairs(look) do line[key] = value end
    line.name = name or line.name
    specs[i] = {options = line, place = place, x = line.x, x_place = place, y = line.y, y_place = place}
  end
  return specs, form.defaults
end

---@param given table  # options of the figure
---@param defaults table
function items.complete(given, defaults)
  for key, value in pairs(defaults) do
    if given[key] == nil and not (key == "log" and given.equal) then given[key] = value end
  end
end

---@param item any  # an entry of the list of series
---@param place polyak.Place  # of it
---@return plot.Specification
local function one(item, place)
  if items.is_plain(item) and item.kind ~= nil then
    local listed, named = items.split(item)
    named.kind = nil
    options.check(items.kind_rule, item.kind, place:option "kind")
    if item.kind ~= "curve" then
      local spec, further, from = items.layer(item.kind, listed, named, place)
      if #further > 0 then place:inside(from):fail "a layer in a list has no further layers" end
      return spec
    end
    item = table.move(listed, 1, #listed, 1, named)
  end
  if not items.is_plain(item) then
    if data.kind(item) then return {options = {}, place = place, y = item, y_place = place} end
    place:complain(string.format("must be a table with x and y, or numbers, got %s%s", briefly(item), data.hint(item)))
  end
  local listed, named = items.split(item)
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

---Adds what an entry of a list stands for: a layer, or those of an object.
---@param specs plot.Specification[]
---@param item any
---@param place polyak.Place  # of it
---@return table defaults  # of the figure
function items.add(specs, item, place)
  local object = objects.form(item) and item or items.is_plain(item) and objects.form(item[1]) and item[1]
  if not object then
    specs[#specs + 1] = one(item, place)
    return {}
  end
  local look = items.is_plain(item) and select(2, items.split(item)) or {}
  local more, defaults = items.of_object(object, look, place)
  table.move(more, 1, #more, #specs + 1, specs)
  return defaults
end

return items
