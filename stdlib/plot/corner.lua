---Where a legend goes that another program draws.
local curve = require "plot.curve"
local figure = require "plot.figure"
local frame = require "plot.frame"
local legend = require "plot.legend"

local corner = {}

---@param fig plot.Figure
---@return "top left"|"top right"|"bottom left"|"bottom right"|"outside"|"below"|nil  # nil where there is no legend
function corner.of(fig)
  local listed, wish = figure.listed(fig), fig.options.legend
  if #listed == 0 then return nil end
  local outside = legend.is_beside(listed, fig) and "outside" or "below"
  if type(wish) == "string" then return wish == "outside" and outside or wish end
  -- As in an SVG of the same figure.
  local box, touched = frame.layout(fig, 0), {}
  for _, series in ipairs(fig.series) do
    local lines = curve.project(series, box.x, frame.of(series, box).y, box.width, box.height)
    legend.touch(touched, curve.cut(lines, box.width, box.height, 1))
  end
  legend.touch_shapes(touched, fig, box)
  local width, height = legend.extent(listed)
  local x, y = legend.place(box, width, height, nil, touched)
  if not x then return outside end
  return (2 * y + height < box.height and "top " or "bottom ") .. (2 * x + width < box.width and "left" or "right")
end

return corner
