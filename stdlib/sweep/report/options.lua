---The options of `sweep.report`.
local options = require "polyak.options"
local plot_options = require "plot.options"
local report_options = require "report.options"

---@class (exact) sweep.ReportOptions
---@field file string  # its name, which ends in .html
---@field title? string  # in the place of the sweep's name
---@field text? string  # before all else
---@field columns? string[]  # of the table, and drawn, in the place of all
---@field runs? table[]  # what tells results from each other that are given as a list

local declared = options.declare("sweep.ReportOptions", {
  report_options.name,
  {"title", plot_options.label, "in the place of the sweep's name"},
  {"text", options.string, "before all else"},
  {"columns", options.table, "of the table, and drawn, in the place of all", annotation = "string[]"},
  {"runs", options.table, "what tells results from each other that are given as a list", annotation = "table[]"},
})

return declared
