---The options of a page, and of one that is written into a file.
local options = require "polyak.options"
local plot_options = require "plot.options"

---What a page may have.
---@class (exact) report.PageOptions
---@field title? string  # with formulas between dollar signs (default "Report")
---@field text? string  # before the parts that are listed
---@field plots? any[]  # figures behind them, each as plot takes it or {plot = .., caption = ..}
---@field tables? any[]  # tables behind these, each as it is or {table = .., columns = .., caption = ..}
---@field settings? table  # what the experiment was told
---@field seed? integer|integer[]  # of its random numbers
---@field points? integer  # of a curve, that the page has as numbers; of a grid ten times as many (default 4000)
---@field [integer] string|report.Section

---The same, and where it is written.
---@class (exact) report.Options: report.PageOptions
---@field file string  # its name, which ends in .html
---@field [integer] string|report.Section

local seed_rule = {
  expected = "an integer or a list of integers", annotation = "integer|integer[]",
  accept = function(value)
    if math.type(value) then return math.type(value) == "integer" end
    if type(value) ~= "table" then return false end
    local count = 0
    for _, one in pairs(value) do
      if math.type(one) ~= "integer" then return false end
      count = count + 1
    end
    -- Neither gaps nor names.
    return count > 0 and count == #value
  end,
}

local page = options.declare("report.PageOptions", {
  {"title", plot_options.label, "with formulas between dollar signs", default = "Report"},
  {"text", options.string, "before the parts that are listed"},
  {"plots", options.any, "figures behind them, each as plot takes it or {plot = .., caption = ..}",
    annotation = "any[]"},
  {"tables", options.any, "tables behind these, each as it is or {table = .., columns = .., caption = ..}",
    annotation = "any[]"},
  {"settings", options.table, "what the experiment was told"},
  {"seed", seed_rule, "of its random numbers"},
  {"points", options.integer {from = 10, to = 100000000},
    "of a curve, that the page has as numbers; of a grid ten times as many", default = 4000},
})

---@type polyak.Option
local name = {
  "file", {
    expected = "the name of a file that ends in .html", annotation = "string", accept = options.string.accept,
  }, "its name, which ends in .html", required = true,
}

local file = options.declare("report.Options", {name, table.unpack(page)})

return {page = page, file = file, name = name}
