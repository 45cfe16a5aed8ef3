---The kinds of file that `plot` writes, by what the name in its option `file` ends in: each a file of plot/kind/ and a
---line here.

---@class plot.Kind
---@field endings string[]
---@field render fun(fig: plot.Figure): string  # the file's bytes

local kinds = {
  gp = require "plot.kind.gp",
  pdf = require "plot.kind.pdf",
  png = require "plot.kind.png",
  sixel = require "plot.kind.sixel",
  svg = require "plot.kind.svg",
  tex = require "plot.kind.tex",
}

return kinds
