---What a figure is made of, each kind a file of plot/layer/ and a line here.

---A kind of layer: what it may be given, and what it adds to a figure.
---@class plot.LayerKind
---@field options polyak.Declared
---@field main? string  # the option that stands for what is listed without a name
---@field depth? integer  # of its lists: 1 for numbers, 2 for rows of numbers
---@field sample table  # options that draw one
---@field read fun(spec: plot.Specification, fig: plot.Figure): plot.Entry[]

---A part of a layer. Its place among the others, which gives it a colour, a dash and a marker, is known when all have
---been read.
---@class plot.Entry
---@field turn? "next"|"last"  # when it takes a place: in its turn, behind all others; it takes none
---@field add fun(slot: integer)  # to the figure

---@type table<string, plot.LayerKind>
local layers = {
  bars = require "plot.layer.bars",
  contour = require "plot.layer.contour",
  curve = require "plot.layer.curve",
  density = require "plot.layer.density",
  heatmap = require "plot.layer.heatmap",
  histogram = require "plot.layer.histogram",
  line = require "plot.layer.line",
  text = require "plot.layer.text",
}

return layers
