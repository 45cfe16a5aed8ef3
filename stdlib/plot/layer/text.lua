---A text at a place of the axes.
local options = require "polyak.options"
local palette = require "plot.palette"
local plot_options = require "plot.options"

---What a text may have.
---@class (exact) plot.TextOptions
---@field x number  # where it is, on the axes
---@field y number
---@field text string  # what it says
---@field anchor? "start"|"middle"|"end"  # which of its parts is there (default "middle")
---@field color? string  # black where it is not given

local text = {sample = {x = 1, y = 2, text = "here <", anchor = "start"}}

text.options = options.declare("plot.TextOptions", {
  {"x", options.number {}, "where it is, on the axes", required = true},
  {"y", options.number {}, required = true},
  {"text", plot_options.label, "what it says", required = true},
  {"anchor", options.one_of {"start", "middle", "end"}, "which of its parts is there", default = "middle"},
  {"color", plot_options.color, "black where it is not given"},
})

---@param spec plot.Specification
---@param fig plot.Figure
---@return plot.Entry[]
function text.read(spec, fig)
  local given = spec.options
  for _, axis in ipairs {"x", "y"} do
    if fig.log[axis] and given[axis] <= 0 then
      spec.place:option(axis):refuse(given[axis], "a number > 0 on a log axis")
    end
  end
  return {{add = function()
    fig.shapes[#fig.shapes + 1] = {
      kind = "letters", over = true, extent = {{x = {given.x}, y = {given.y}}}, x = given.x, y = given.y,
      text = given.text, rgb = palette.rgb(given.color or "black"), anchor = given.anchor or "middle", shape = "dot",
    }
  end}}
end

return text
