---Where a legend goes that another program draws.
local curve = require "plot.curve"
local figure = require "plot.figure"
local frame = require "plot.frame"
local legend = require "plot.legend"

local corner = {}

---@param fig plot.Figure
---@return string|nil  # such as "top left", "right"; "outside" right of the box, "below"; nil where there is no legend
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
  return select(3, legend.place(box, width, height, nil, touched)) or outside
end

return corner
