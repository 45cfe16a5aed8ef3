---The options of `plot`: one line each, with what it accepts and what it is for.
local options = require "polyak.options"
local parser = require "plot.label.parser"
local palette = require "plot.palette"

local plot_options = {}

---Either end may be left to the data: {0, nil}, {nil, 1}.
local interval = {expected = "{low, high} with low < high", annotation = "number[]", accept = function(value)
  if type(value) ~= "table" then return false end
  for key, limit in pairs(value) do
    if key ~= 1 and key ~= 2 or not math.type(limit) or limit ~= limit or math.abs(limit) == math.huge then
      return false
    end
  end
  return not (value[1] and value[2]) or value[1] < value[2]
end}

local color = {
  expected = "a name (" .. table.concat(palette.names, ", ") .. ") or '#rrggbb'",
  annotation = "string",
  words = palette.names,
  accept = function(value) return type(value) == "string" and palette.rgb(value) ~= nil end,
}

---Numbers are looked at when they are read, one by one.
---@param annotation string
---@return polyak.Rule
local function numbers(annotation)
  return {expected = "numbers", annotation = annotation, accept = function() return true end}
end

---Text, with formulas between dollar signs.
local label = {
  expected = options.string.expected, annotation = options.string.annotation, accept = options.string.accept,
  refuse = function(value, place)
    local parts, complaint = parser.parse(value)
    if not parts then place:complain(complaint) end
  end,
}

local places = options.one_of {"top left", "top right", "bottom left", "bottom right", "outside"}
local line = {
  {"style", options.one_of {"line", "dashed", "points"}, "of all series; one may differ"},
  {"color", color, 'a name or "#rrggbb"'},
  {"marks", options.boolean, "an open circle where a series starts, a filled marker where it ends"},
}
local frame = {
  {"title", label, "formulas between dollar signs, as in '$\\|\\epsilon_k\\|^2$'; so in labels and names"},
  {"xlabel", label}, {"ylabel", label},
  {"log", options.one_of {"x", "y", "xy"}},
  {"xlim", interval, "{low, high}; either may be nil"}, {"ylim", interval},
  {"equal", options.boolean, "a unit is as long on both axes"},
  {"legend", options.either(options.boolean, places), "a place matters to files only"},
  {"width", options.integer {from = 20, to = 10000}, "cells of the terminal, pixels of a file"},
  {"height", options.integer {from = 8, to = 10000}},
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
  {"x", numbers "number[]|Vector"},
  {"y", numbers "number[]|Vector|Matrix", 'or listed: {4, 9, 16, name = "squares"}'},
  {"name", label, "in the legend"},
  {"dash", options.integer {from = 1, to = #palette.dashes},
    string.format("1 to %d, of a line in a file; 1 is solid", #palette.dashes)},
  {"marker", options.one_of(palette.markers)},
  {"open", options.boolean, "markers are outlines"},
  table.unpack(line),
})

return plot_options
