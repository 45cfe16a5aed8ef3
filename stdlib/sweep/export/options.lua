---The options of `sweep.export`.
local options = require "polyak.options"

---@class (exact) sweep.ExportOptions
---@field columns? string[]  # their names, in the order that they shall have; all where it is left out

local declared = options.declare("sweep.ExportOptions", {
  {"columns", options.table, "their names, in the order that they shall have; all where it is left out",
    annotation = "string[]"},
})

return declared
