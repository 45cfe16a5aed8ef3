---Straight lines across the box, or from a point to another, as arrows too.
local options = require "polyak.options"
local palette = require "plot.palette"
local plot_options = require "plot.options"

---What a straight line may have.
---@class (exact) plot.StraightOptions
---@field x? number|number[]  # of upright lines across the box
---@field y? number|number[]  # of level ones
---@field from? number[]  # where a line begins
---@field to? number[]  # where it ends
---@field arrow? boolean  # with a head at its end
---@field name? string  # in the legend
---@field style? "line"|"dashed"  # dashed across the box where it is not given
---@field color? string  # gray where it is not given

local line = {sample = {x = {1, 2}, y = 3, from = {1, 1}, to = {2, 4}, arrow = true, name = "a line"}}

line.options = options.declare("plot.StraightOptions", {
  {"x", plot_options.places, "of upright lines across the box"},
  {"y", plot_options.places, "of level ones"},
  {"from", plot_options.point, "where a line begins"},
  {"to", plot_options.point, "where it ends"},
  {"arrow", options.boolean, "with a head at its end"},
  {"name", plot_options.label, "in the legend"},
  {"style", options.one_of {"line", "dashed"}, "dashed across the box where it is not given"},
  {"color", plot_options.color, "gray where it is not given"},
})

---@param value number|number[]|nil
---@return number[]
local function listed(value) return type(value) == "number" and {value} or value or {} end

---@param spec plot.Specification
---@param fig plot.Figure
---@return plot.Entry[]
function line.read(spec, fig)
  local given, place = spec.options, spec.place
  local xs, ys = listed(given.x), listed(given.y)
  if #xs == 0 and #ys == 0 and not given.from and not given.to then
    place:option("x"):missing "or 'y', or 'from' and 'to'"
  end
  for _, pair in ipairs {{"from", "to"}, {"to", "from"}} do
    if given[pair[1]] and not given[pair[2]] then place:option(pair[2]):missing "{x, y}" end
  end
  if given.arrow and not given.from then place:option("arrow"):complain "needs options 'from' and 'to'" end
  local function check(axis, value, at)
    if fig.log[axis] and value <= 0 then at:refuse(value, "a number > 0 on a log axis") end
  end
  local everywhere = {x = {fig.log.x and 0 or -math.huge, math.huge}, y = {fig.log.y and 0 or -math.huge, math.huge}}
  local across, between = {}, {}
  for i, x in ipairs(xs) do
    check("x", x, place:option("x"):inside(i))
    across[#across + 1] = {x = {x, x}, y = everywhere.y}
  end
  for i, y in ipairs(ys) do
    check("y", y, place:option("y"):inside(i))
    across[#across + 1] = {x = everywhere.x, y = {y, y}}
  end
  if given.from then
    for _, name in ipairs {"from", "to"} do
      check("x", given[name][1], place:option(name):inside(1))
      check("y", given[name][2], place:option(name):inside(2))
    end
    between[1] = {x = {given.from[1], given.to[1]}, y = {given.from[2], given.to[2]}}
  end
  local rgb = palette.rgb(given.color or "gray")
  local dash = given.style == "dashed" and "6 4"
  return {{add = function()
    local function put(lines, pattern, head)
      if #lines == 0 then return end
      fig.shapes[#fig.shapes + 1] = {
        kind = "line", over = true, extent = lines, lines = lines, rgb = rgb, width = 1.3, dash = pattern, head = head,
        shape = "dot",
      }
    end
    put(across, not given.style and "6 4" or dash, false)
    put(between, dash, given.arrow or false)
    if given.name then
      fig.series[#fig.series + 1] = {
        x = {}, y = {}, name = given.name, style = "line", rgb = rgb, shape = "dot", open = false, marks = false,
        dash = #across > 0 and not given.style and "6 4" or dash,
      }
    end
  end}}
end

return line
