---A figure as a script for gnuplot, its numbers in it.
local axes = require "plot.axes"
local corner = require "plot.corner"
local figure = require "plot.figure"
local frames = require "plot.frame"
local label = require "plot.gnuplot.label"
local numerals = require "plot.numerals"
local parser = require "plot.label.parser"
local shapes = require "plot.shapes"
local text = require "plot.text"
local ticks = require "plot.ticks"
local typeset = require "plot.label.typeset"

local gnuplot = {}

---Numbers of gnuplot's markers: the outline, and the filled one.
local markers = {
  dot = {6, 7}, circle = {6, 7}, square = {4, 5}, triangle = {8, 9}, down = {10, 11}, diamond = {12, 13},
  plus = {1, 1}, cross = {2, 2}, star = {3, 3},
}

local keys = {
  ["top left"] = "top left", ["top right"] = "top right", ["bottom left"] = "bottom left",
  ["bottom right"] = "bottom right", left = "left center", right = "right center", top = "center top",
  bottom = "center bottom", outside = "outside right top", below = "outside below center",
}

---@param fig plot.Figure
---@return boolean  # whether a name in the legend has a formula: all names are marked up then
local function is_enhanced(fig)
  for _, series in ipairs(figure.listed(fig)) do
    if parser.has_formula(series.name) then return true end
  end
  return false
end

---@param series plot.Series
---@return string
local function color(series)
  return string.format("lc rgb '#%06x'", series.rgb)
end

---@param series plot.Series
---@param size number
---@return string
local function point(series, size)
  if series.shape == "dot" then size = 0.6 * size end
  return string.format("pt %d ps %s", markers[series.shape][series.open and 1 or 2], numerals.exact(size))
end

---@param series plot.Series
---@param size number
---@return string
local function marker(series, size) return string.format("%s lw 1.3 %s", point(series, size), color(series)) end

---@param series plot.Series
---@return string
local function stroke(series)
  local lengths = {}
  -- In gnuplot's units, in which a dash of an SVG would be half as long.
  for length in string.gmatch(series.dash or "", "%S+") do lengths[#lengths + 1] = numerals.exact(1.8 * length) end
  local dash = series.dash and string.format(" dt (%s)", table.concat(lengths, ",")) or ""
  local width = series.width and numerals.rounded(series.width / 0.9) or series.style == "dashed" and "1.4" or "2"
  return string.format("lw %s%s %s", width, dash, color(series))
end

---@param series plot.Series
---@param out string[]
---@param name string  # of the block
---@return boolean  # whether any points stand alone between gaps: a line without length is not drawn
local function block(series, out, name)
  local before, alone = 0, false
  out[#out + 1] = name .. " << EOD"
  for i = 1, #series.y do
    local y = series.y[i]
    if y == y then
      out[#out + 1] = numerals.exact(series.x[i]) .. " " .. numerals.exact(y)
      before = before + 1
    else
      alone = alone or before == 1
      -- An empty line is a gap, two would begin another set of data.
      if before > 0 then out[#out + 1] = "" end
      before = 0
    end
  end
  if before == 0 and out[#out] == "" then out[#out] = nil end
  out[#out + 1] = "EOD"
  return alone or before == 1
end

---The points that stand alone between gaps.
---@param series plot.Series
---@param out string[]
---@param name string
local function alone(series, out, name)
  local x, y = series.x, series.y
  out[#out + 1] = name .. " << EOD"
  for i = 1, #y do
    if y[i] == y[i] and not (y[i - 1] == y[i - 1] and i > 1) and not (y[i + 1] and y[i + 1] == y[i + 1]) then
      out[#out + 1] = numerals.exact(x[i]) .. " " .. numerals.exact(y[i])
    end
  end
  out[#out + 1] = "EOD"
end

---@param one plot.Series|plot.Shape
---@param clause string  # of what to plot
---@return string
local function with_axes(one, clause)
  return one.right and (string.gsub(clause, " with ", " axes x1y2 with ", 1)) or clause
end

---@param fig plot.Figure
---@param out string[]
---@param scales {x: plot.Scale, y: plot.Scale, y2: plot.Scale|nil}
---@param over boolean
---@param plots string[]  # what to plot
local function draw_shapes(fig, out, scales, over, plots)
  for i, shape in ipairs(fig.shapes) do
    if shape.over == over then
      local scale = axes.of(shape, scales.x, scales.y, scales.y2)
      local clause = shapes[shape.kind].gnuplot(shape, out, string.format("$shape%d", i), scale)
      plots[#plots + 1] = clause and with_axes(shape, clause)
    end
  end
end

---The colour bar, its ticks where those of other outputs are.
---@param scale plot.ColorScale
---@param put fun(form: string, ...: any)
local function colors(scale, put)
  local exact, list = numerals.exact, {}
  for i = 1, 255, 2 do list[#list + 1] = string.format("%d '#%06x'", i - 1, scale.palette[i]) end
  put("set palette defined (%s)", table.concat(list, ", "))
  local low, high = scale.axis.low, scale.axis.high
  put("set cbrange [%s:%s]", exact(low), exact(high))
  list = {}
  for i, tick in ipairs((ticks.along(scale.axis, 6))) do
    list[i] = string.format("'%s' %s", tick.label, exact(scale.axis.log and math.log(tick.value, 10) or tick.value))
  end
  put("set cbtics (%s)", table.concat(list, ", "))
  if scale.label then put("set cblabel %s", label.of(scale.label)) end
  if scale.missing then
    put("set object 1 rectangle from graph 0,0 to graph 1,1 behind fs solid noborder fc rgb '#%06x'", scale.palette[0])
  end
  -- The colour bar is there for what has colours of the palette, which not every layer has.
  put "$bar << EOD\n0 0 0\nEOD"
end

---@param fig plot.Figure
---@param out string[]
---@param plots string[]  # what to plot
local function curves(fig, out, plots)
  local listed, enhanced = {}, is_enhanced(fig)
  for _, series in ipairs(figure.listed(fig)) do listed[series] = true end
  for i, series in ipairs(fig.series) do
    local name = string.format("$series%d", i)
    local title = listed[series] and "title " .. label.marked(series.name, enhanced) or "notitle"
    local points = series.style == "points"
    local look = points and "points " .. marker(series, #series.y > 300 and 0.6 or 1) or "lines " .. stroke(series)
    if series.opacity then
      look = string.format("boxes fs transparent solid %s fc rgb '#%06x'", numerals.exact(series.opacity), series.rgb)
    elseif series.marked then
      look = string.format("linespoints %s %s pi %d", stroke(series), point(series, 1), figure.stride(series))
    end
    -- What stands for a shape in the legend has no points.
    local singles = #series.y > 0 and block(series, out, name)
    if #series.y > 0 or listed[series] then
      plots[#plots + 1] = with_axes(series, string.format("%s with %s %s",
        #series.y > 0 and name .. " using 1:2" or "keyentry", look, title))
    end
    if singles and not points then
      alone(series, out, name .. "alone")
      plots[#plots + 1] = with_axes(series,
        string.format("%salone using 1:2 with points pt 7 ps 0.5 %s notitle", name, color(series)))
    end
  end
  for i, series in ipairs(fig.series) do
    local first, last = figure.ends(series)
    if series.marks and first then
      local name = string.format("$ends%d", i)
      out[#out + 1] = name .. " << EOD"
      for _, k in ipairs {first, last} do
        out[#out + 1] = numerals.exact(series.x[k]) .. " " .. numerals.exact(series.y[k])
      end
      out[#out + 1] = "EOD"
      for _, look in ipairs {"pt 7 ps 1.3 lc rgb 'white'", "pt 6 ps 1.3 lw 1.6 " .. color(series)} do
        plots[#plots + 1] = with_axes(series,
          string.format("%s every ::0::0 using 1:2 with points %s notitle", name, look))
      end
      plots[#plots + 1] = with_axes(series,
        string.format("%s every ::1::1 using 1:2 with points %s notitle", name, marker(series, 1.3)))
    end
  end
end

---@param list plot.Tick[]
---@return boolean  # whether some label has more than the six digits that gnuplot shows
local function has_many_digits(list)
  for _, tick in ipairs(list) do
    if #string.gsub(string.gsub(tick.label, "e.*$", ""), "%D", "") > 6 then return true end
  end
  return false
end

---@param fig plot.Figure
---@param out string[]
---@param scales {x: plot.Scale, y: plot.Scale, y2: plot.Scale|nil}
local function frame(fig, out, scales)
  local given = fig.options
  local function put(form, ...) out[#out + 1] = string.format(form, ...) end
  for _, name in ipairs {"title", "xlabel", "ylabel"} do
    if given[name] then put("set %s %s", name, label.of(given[name])) end
  end
  if scales.y2 then
    put "set y2tics"
    if given.y2label then put("set y2label %s", label.of(given.y2label)) end
  end
  for _, axis in ipairs {"x", "y", scales.y2 and "y2"} do
    local scale = scales[axis]
    if scale.log then
      put("set logscale %s 10", axis)
      if scale.high - scale.low >= 1 then put("set format %s '10^{%%T}'", axis) end
    end
    put("set %srange [%s:%s]", axis, numerals.limits(scale))
    local shown = ticks.along(scale, 5)
    local long = not scale.log and (ticks.are_long(shown) or has_many_digits(shown))
    if long and axis == "x" and not scale.ticks then shown = ticks.along(scale, 2) end
    -- Of long numbers gnuplot shows the first digits alone.
    if scale.ticks or long then
      local list = {}
      for i, tick in ipairs(shown) do
        list[i] = label.marked(typeset.numeral(tick.label), true) .. " " .. numerals.exact(tick.value)
      end
      local turned = axis == "x" and frames.layout(fig, 0).turned
      put("set %stics %s(%s) enhanced", axis, turned and "rotate by 35 right " or "", table.concat(list, ", "))
    end
  end
  if given.equal then put "set size ratio -1" end
  if fig.scale then colors(fig.scale, put) end
  put("set grid %slc rgb '#e4e4e4' lw 0.8", #fig.shapes > 0 and "back " or "")
  put "set border lc rgb '#333333'"
  put "set tics out nomirror"
  put "set style textbox opaque noborder margins 0.3,0.3"
  for _, axis in ipairs {"x", "y"} do
    if fig.inner[axis] then put("set format %s ''", axis) end
  end
  local place = corner.of(fig)
  if place then
    local box = (place == "outside" or place == "below") and "" or " box lc rgb '#cccccc'"
    -- Scripts and fractions need more room from line to line.
    put("set key %s Left reverse %s samplen 2.5 width 1.5%s", keys[place],
      is_enhanced(fig) and "enhanced spacing 1.5" or "noenhanced", box)
  else
    put "unset key"
  end
  for _, note in ipairs(fig.notes) do put("# %s", text.clean(note)) end
end

---@param fig plot.Figure
---@param out string[]
local function figure_of(fig, out)
  local x, y = axes.fit(fig, 3, 2, 0.04)
  local y2 = axes.right(fig, 0.04)
  frame(fig, out, {x = x, y = y, y2 = y2})
  local plots, scales = {}, {x = x, y = y, y2 = y2}
  if fig.scale then plots[1] = "$bar using (NaN):(NaN):3 with points palette notitle" end
  draw_shapes(fig, out, scales, false, plots)
  curves(fig, out, plots)
  draw_shapes(fig, out, scales, true, plots)
  -- Without any point gnuplot draws nothing at all, not even the axes.
  local draws = false
  for _, one in ipairs(plots) do draws = draws or not string.find(one, "^keyentry") end
  if not draws then table.insert(plots, 1, "NaN notitle") end
  out[#out + 1] = "plot " .. table.concat(plots, ", \\\n  ")
end

---The script without the choice of an output.
---@param fig plot.Figure|plot.Panels
---@return string
function gnuplot.body(fig)
  local out = {"set encoding utf8"}
  if fig.panels then
    local title = fig.options.title
    out[#out + 1] = string.format("set multiplot layout %d,%d%s", fig.rows, fig.columns,
      title and " title " .. label.of(title) or "")
    for _, panel in ipairs(fig.panels) do
      out[#out + 1] = "reset"
      figure_of(panel, out)
    end
    out[#out + 1] = "unset multiplot"
  else
    figure_of(fig, out)
  end
  return table.concat(out, "\n") .. "\n"
end

return gnuplot
