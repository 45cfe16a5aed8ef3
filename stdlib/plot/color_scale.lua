---From numbers to colours: the scale of a heat map, with its ends, its colours and what it cannot show.
local axes = require "plot.axes"
local colormap = require "plot.colormap"
local options = require "polyak.options"
local plot_options = require "plot.options"

local color_scale = {}

---@class plot.ColorScale
---@field axis plot.Scale
---@field palette table<integer, integer>  # 0xrrggbb: 0 is for what is no place on the scale, 1 to 255 are the scale
---@field label string|nil
---@field missing string|nil  # what the colour 0 stands for, where some is there

---What has no place on the scale.
local apart = 0xc8c8c8

---Options of what is coloured by numbers.
---@param interval polyak.Rule
---@return polyak.Option[]
function color_scale.options(interval)
  return {
    {"map", options.one_of(colormap.names), "colours; coolwarm is for numbers with a sign, its middle at 0"},
    {"zlog", options.boolean, "colours by the logarithm"},
    {"zlim", interval, "{low, high} of the colours; either may be nil"},
    {"zlabel", plot_options.label, "beside the colour bar"},
    {"bar", options.boolean, "the colour bar (default true)"},
  }
end

---@param given table  # the options
---@param place polyak.Place  # of them
function color_scale.check(given, place)
  if not given.zlog then return end
  for i = 1, 2 do
    local limit = (given.zlim or {})[i]
    if limit and limit <= 0 then
      place:option("zlim"):inside(i):refuse(limit, "a number > 0 on a log scale")
    end
  end
end

---@param given table  # the options
---@param low number  # of the numbers that can be shown; inf where there are none
---@param high number
---@return plot.ColorScale
function color_scale.new(given, low, high)
  local limits, log = given.zlim or {}, given.zlog or false
  if low > high then low, high = log and 1 or 0, log and 10 or 1 end
  if given.map == "coolwarm" and not log and not given.zlim then
    local size = math.max(math.abs(low), math.abs(high))
    low, high = -size, size
  end
  low, high = limits[1] or low, limits[2] or high
  if low > high then if limits[1] then high = low else low = high end end
  if log then low, high = math.log(low, 10), math.log(high, 10) end
  if low == high then
    local half = log and 0.5 or low ~= 0 and 0.05 * math.abs(low) or 1
    low, high = low - half, high + half
  end
  local palette = colormap.colors(given.map or "viridis", 255)
  palette[0] = apart
  return {axis = axes.scale(log, low, high, true), palette = palette, label = given.zlabel}
end

---@param scale plot.ColorScale
---@return fun(value: number): integer  # into the palette
function color_scale.index(scale)
  local axis = scale.axis
  local low, log10 = axis.low, 1 / math.log(10)
  -- Halves, as the difference of the ends may be beyond all numbers.
  local start, factor = low / 2, 255 / math.max(axis.high / 2 - low / 2, 1e-300)
  local natural = math.log
  return function(value)
    if axis.log then
      if value <= 0 then return 0 end
      value = natural(value) * log10
    end
    if value - value ~= 0 then return 0 end
    local place = (value / 2 - start) * factor
    return place <= 0 and 1 or place >= 254 and 255 or place // 1 + 1 | 0
  end
end

return color_scale
