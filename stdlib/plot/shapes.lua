---What layers draw beside series, each kind a file of plot/shape/ and a line here: it knows how it is drawn by every
---kind of output.

---@class plot.Shape
---@field kind string  # of the list
---@field over boolean  # drawn over series, not under them
---@field extent {x: number[], y: number[]}[]  # what the axes are to show of it
---@field right? boolean  # its y belongs to the axis at the right

---@class plot.ShapeKind
---@field draw fun(shape: plot.Shape, box: plot.Box, drawing: plot.Drawing)
---@field cover? fun(shape: plot.Shape, box: plot.Box): plot.Line[]  # what a legend should not lie on, within the box
---@field trace fun(shape: plot.Shape, canvas: plot.Canvas, scales: plot.Scales, owner: integer, screen: plot.Screen)
---@field gnuplot fun(shape: plot.Shape, out: string[], name: string, scales: plot.Scales): string|nil  # what to plot
---@field tex fun(shape: plot.Shape, out: string[], name: string, scales: plot.Scales)

---@alias plot.Scales {x: plot.Scale, y: plot.Scale}

---@type table<string, plot.ShapeKind>
local shapes = {
  area = require "plot.shape.area",
  image = require "plot.shape.image",
  isolines = require "plot.shape.isolines",
  letters = require "plot.shape.letters",
  line = require "plot.shape.line",
}

return shapes
