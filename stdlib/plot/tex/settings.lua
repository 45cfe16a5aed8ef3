---What pgfplots is told of an axis: its size, names, ticks, legend and colours.
local corner = require "plot.corner"
local frame = require "plot.frame"
local numerals = require "plot.numerals"
local sizes = require "plot.sizes"
local tex = require "plot.tex"
local tick_labels = require "plot.tick_labels"
local ticks = require "plot.ticks"
local typeset = require "plot.label.typeset"

local settings = {}

local places = {
  ["top left"] = "north west", ["top right"] = "north east", ["bottom left"] = "south west",
  ["bottom right"] = "south east", outside = "outer north east",
}

---Places without a word of pgfplots' own: where, and by which of its edges.
local anchors = {
  below = {"(0.5,-0.2)", "north"}, left = {"(0.03,0.5)", "west"}, right = {"(0.97,0.5)", "east"},
  top = {"(0.5,0.97)", "north"}, bottom = {"(0.5,0.03)", "south"},
}

---The colour bar, its ticks where those of other outputs are.
---@param scale plot.ColorScale
---@return string
local function colors(scale)
  local low, high = scale.axis.low, scale.axis.high
  local stops, values, labels = {}, {}, {}
  for i = 1, 255, 2 do
    local rgb = scale.palette[i]
    stops[#stops + 1] = string.format("rgb255=(%d,%d,%d)", rgb >> 16, rgb >> 8 & 255, rgb & 255)
  end
  for i, tick in ipairs((ticks.along(scale.axis, 6))) do
    values[i] = numerals.exact(scale.axis.log and math.log(tick.value, 10) or tick.value)
    labels[i] = tex.number(tick.label)
  end
  return string.format("colormap={polyak}{%s},\n  colorbar, point meta min=%s, point meta max=%s,\n"
    .. "  colorbar style={ytick={%s}, yticklabels={%s}%s}", table.concat(stops, " "), numerals.exact(low),
    numerals.exact(high), table.concat(values, ","), table.concat(labels, ","),
    scale.label and string.format(", ylabel={%s}", tex.label(scale.label)) or "")
end

---@param given table  # options
---@return number  # pixels: a length on paper stays as it is; a picture of the usual size goes into a column of text
function settings.per_cm(given) return type(given.width) == "string" and 96 / 2.54 or 50 end

---@param given table  # options
---@return string
local function size(given)
  local width, height = sizes.file(given)
  local function length(pixels) return numerals.rounded(pixels / settings.per_cm(given)) .. "cm" end
  return string.format("width=%s, height=%s", length(width), length(height))
end

---@param fig plot.Figure
---@param x plot.Scale
---@param y plot.Scale
---@return string
function settings.first(fig, x, y)
  local given = fig.options
  local list = {
    size(given),
    "unbounded coords=jump, filter discard warning=false",
    "grid=major, grid style={black!11}, tick align=outside, tick pos=left, legend cell align=left",
    "legend style={font=\\small, draw=black!20, fill opacity=0.85, text opacity=1}",
  }
  for _, name in ipairs {"title", "xlabel", "ylabel"} do
    if given[name] then list[#list + 1] = string.format("%s={%s}", name, tex.label(given[name])) end
  end
  for name, scale in pairs {x = x, y = y} do
    if scale.log then list[#list + 1] = name .. "mode=log" end
  end
  table.sort(list)
  local place = corner.of(fig)
  if anchors[place] then
    list[#list + 1] = string.format("legend style={at={%s}, anchor=%s}", table.unpack(anchors[place]))
  elseif place then
    list[#list + 1] = "legend pos=" .. places[place]
  end
  for _, axis in ipairs {{"x", x}, {"y", y}} do
    local low, high = numerals.limits(axis[2])
    list[#list + 1] = string.format("%smin=%s, %smax=%s", axis[1], low, axis[1], high)
  end
  if given.equal then list[#list + 1] = "axis equal image" end
  if fig.scale then list[#list + 1] = colors(fig.scale) end
  for _, axis in ipairs {{"x", x}, {"y", y}} do
    if axis[2].ticks or axis[2].origin then
      local values, labels = {}, {}
      local shown, _, common = tick_labels.factored(axis[2], 5)
      for i, tick in ipairs(shown) do
        values[i] = numerals.within(tick.value, axis[2])
        labels[i] = "{" .. tex.label(typeset.numeral(tick.label)) .. "}"
      end
      list[#list + 1] = string.format("%stick={%s}, %sticklabels={%s}", axis[1], table.concat(values, ","), axis[1],
        table.concat(labels, ","))
      -- What stands once for all labels.
      list[#list + 1] = string.format("scaled %s ticks=%s", axis[1],
        common and string.format("manual:{%s}{\\pgfmathparse{#1}}", tex.label(common)) or "false")
    end
  end
  if frame.layout(fig, 0).turned then list[#list + 1] = "x tick label style={rotate=35, anchor=north east}" end
  return "  " .. table.concat(list, ",\n  ")
end

---Of an axis at the right, over the other.
---@param fig plot.Figure
---@param x plot.Scale
---@param y2 plot.Scale
---@return string
function settings.second(fig, x, y2)
  local list = {
    size(fig.options), "unbounded coords=jump, filter discard warning=false",
    "axis y line*=right, axis x line=none, tick align=outside",
  }
  for _, one in ipairs {{"x", x}, {"y", y2}} do
    local low, high = numerals.limits(one[2])
    list[#list + 1] = string.format("%smin=%s, %smax=%s%s", one[1], low, one[1], high,
      one[2].log and string.format(", %smode=log", one[1]) or "")
  end
  if fig.options.y2label then list[#list + 1] = string.format("ylabel={%s}", tex.label(fig.options.y2label)) end
  return "  " .. table.concat(list, ",\n  ")
end

return settings
