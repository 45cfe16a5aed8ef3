---The options of `plot`: one line each, with what it accepts and what it is for.
local options = require "polyak.options"
local parser = require "plot.label.parser"
local palette = require "plot.palette"
local sizes = require "plot.sizes"

local plot_options = {}

---Either end may be left to the data: {0, nil}, {nil, 1}.
plot_options.interval = {expected = "{low, high} with low < high", annotation = "number[]", accept = function(value)
  if type(value) ~= "table" then return false end
  for key, limit in pairs(value) do
    if key ~= 1 and key ~= 2 or not math.type(limit) or limit ~= limit or math.abs(limit) == math.huge then
      return false
    end
  end
  return not (value[1] and value[2]) or value[1] < value[2]
end}

plot_options.color = {
  expected = "a name (" .. table.concat(palette.names, ", ") .. ") or '#rrggbb'",
  annotation = "string",
  words = palette.names,
  accept = function(value) return type(value) == "string" and palette.rgb(value) ~= nil end,
}

---Numbers are looked at when they are read, one by one.
---@param annotation string
---@return polyak.Rule
function plot_options.numbers(annotation)
  return {expected = "numbers", annotation = annotation, accept = function() return true end}
end

---Text, with formulas between dollar signs.
plot_options.label = {
  expected = options.string.expected, annotation = options.string.annotation, accept = options.string.accept,
  refuse = function(value, place)
    local parts, complaint = parser.parse(value)
    if not parts then place:complain(complaint) end
  end,
}

---@param value any
---@return boolean
local function is_finite(value) return math.type(value) ~= nil and value - value == 0 end

plot_options.places = {expected = "a number or numbers", annotation = "number|number[]", accept = function(value)
  if type(value) ~= "table" then return is_finite(value) end
  for _, one in pairs(value) do
    if not is_finite(one) then return false end
  end
  return #value > 0
end}

plot_options.point = {expected = "{x, y}", annotation = "number[]", accept = function(value)
  return type(value) == "table" and is_finite(value[1]) and is_finite(value[2]) and #value == 2
end}

---@param least integer
---@return polyak.Rule
local function size_rule(least)
  local whole = options.integer {from = least, to = 10000}
  return {
    expected = whole.expected .. " or a length such as '8.5cm', 'column' or 'page'", annotation = "integer|string",
    words = {"column", "page"},
    accept = function(value)
      if type(value) ~= "string" then return whole.accept(value) end
      local pixels = sizes.pixels(value)
      return pixels ~= nil and pixels >= least and pixels <= 10000
    end,
  }
end

---Numbers, or pairs of a number and its label.
local tick_places = {
  expected = "a table of numbers, or of numbers and labels", annotation = "(number|{[1]: number, [2]: string})[]",
  accept = function(value) return type(value) == "table" end,
}

function tick_places.refuse(list, place)
  local count = 0
  for key, tick in pairs(list) do
    if math.type(key) ~= "integer" then place:option(tostring(key)):unknown {} end
    local at, number = place:inside(key), tick
    if type(tick) == "table" then
      number = tick[1]
      options.check(plot_options.label, tick[2], at:inside(2))
      at = at:inside(1)
    end
    if not math.type(number) or number - number ~= 0 then at:refuse(number, "a finite number") end
    count = count + 1
  end
  if count ~= #list then place:refuse(list, "a table without gaps") end
end

---What a picture of one figure or several is as large as.
---@type polyak.Option[]
plot_options.size = {
  {"width", size_rule(20), 'cells of the terminal; pixels of a file, or "8.5cm" (mm, in, pt), "column", "page"'},
  {"height", size_rule(8)},
  {"fontsize", options.number {from = 1, to = 100}, "of ticks in a file, in points; 9, and the rest in proportion"},
}

plot_options.pixels = {
  "pixels", options.either(options.boolean, options.one_of {"kitty", "sixel"}),
  "in the terminal: false for letters, a manner where it is not to be asked",
}

local places = options.one_of {"top left", "top right", "bottom left", "bottom right", "outside"}
local line = {
  {"style", options.one_of {"line", "dashed", "points", "steps"}, "of all series; one may differ"},
  {"color", plot_options.color, 'a name or "#rrggbb"'},
  {"linewidth", options.number {above = 0, to = 100}, "in points, in a file; 1.35"},
  {"marks", options.boolean, "an open circle where a series starts, a filled marker where it ends"},
}
local frame = {
  {"title", plot_options.label, "formulas between dollar signs, as in '$\\|\\epsilon_k\\|^2$'; so in labels and names"},
  {"xlabel", plot_options.label}, {"ylabel", plot_options.label},
  {"log", options.one_of {"x", "y", "xy"}},
  {"xlim", plot_options.interval, "{low, high}; either may be nil"}, {"ylim", plot_options.interval},
  {"y2label", plot_options.label, "of the axis at the right, for series with axis = 'right'"},
  {"y2log", options.boolean}, {"y2lim", plot_options.interval},
  {"equal", options.boolean, "a unit is as long on both axes"},
  {"legend", options.either(options.boolean, places), "a place matters to files only"},
  plot_options.size[1], plot_options.size[2], plot_options.size[3],
  {"xticks", tick_places, 'where ticks are: {0, 1} or {{0, "$0$"}, {math.pi, "$\\pi$"}}'}, {"yticks", tick_places},
  plot_options.pixels,
  table.unpack(line),
}

options.declare("plot.LineOptions", line)

plot_options.live = options.declare("plot.LiveOptions", frame)

plot_options.figure = options.declare("plot.Options", {
  {"file", options.string, "its kind follows from its ending: see plot.kinds"},
  {"live", options.boolean,
    "drawn over the picture before, by the same script or line; nothing where there is no terminal"},
  table.unpack(frame),
})

plot_options.series = options.declare("plot.SeriesOptions", {
  {"x", plot_options.numbers "number[]|string[]|Vector", "or names, which the axis shows"},
  {"y", plot_options.numbers "number[]|Vector|Matrix", 'or listed: {4, 9, 16, name = "squares"}'},
  {"name", plot_options.label, "in the legend"},
  {"dash", options.integer {from = 1, to = #palette.dashes},
    string.format("1 to %d, of a line in a file; 1 is solid", #palette.dashes)},
  {"marker", options.one_of(palette.markers), "given, of a line too"},
  {"open", options.boolean, "markers are outlines"},
  {"axis", options.one_of {"left", "right"}, "that which it is drawn by"},
  {"band", plot_options.numbers "(number[]|Vector)[]", "{low, high}, a number for each of y: the area between them"},
  {"error", plot_options.numbers "number|number[]|Vector|(number[]|Vector)[]",
    "of y: one for all, one for each, or {down, up}"},
  {"xerror", plot_options.numbers "number|number[]|Vector|(number[]|Vector)[]", "of x"},
  table.unpack(line),
})

return plot_options
