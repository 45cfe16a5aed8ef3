---A figure as a script for gnuplot, its numbers in it.
local axes = require "plot.axes"
local corner = require "plot.corner"
local figure = require "plot.figure"
local numerals = require "plot.numerals"
local parser = require "plot.label.parser"
local text = require "plot.text"
local unicode = require "plot.label.unicode"

local gnuplot = {}

---Numbers of gnuplot's markers: the outline, and the filled one.
local markers = {
  dot = {6, 7}, circle = {6, 7}, square = {4, 5}, triangle = {8, 9}, down = {10, 11}, diamond = {12, 13},
  plus = {1, 1}, cross = {2, 2}, star = {3, 3},
}

local keys = {
  ["top left"] = "top left", ["top right"] = "top right", ["bottom left"] = "bottom left",
  ["bottom right"] = "bottom right", outside = "outside right top",
}

---A string that gnuplot takes as it is: between single quotes it looks for nothing but their end. Of two at the
---beginning it takes the second for the end, so quotes that a text begins with stand between others.
---@param source string
---@return string
local function quoted(source)
  local first, rest = string.match(source, "^('*)(.*)$")
  return (first ~= "" and '"' .. first .. '".' or "") .. "'" .. string.gsub(rest, "'", "''") .. "'"
end

---@param fig plot.Figure
---@return boolean  # whether a name in the legend has a formula: all names are marked up then
local function is_enhanced(fig)
  for _, series in ipairs(figure.listed(fig)) do
    if parser.has_formula(series.name) then return true end
  end
  return false
end

---@param source string
---@param enhanced boolean  # whether gnuplot takes marks of scripts in it
---@return string
local function label(source, enhanced)
  return quoted(enhanced and unicode.gnuplot(source) or unicode.letters(source))
end

---@param series plot.Series
---@return string
local function color(series)
  return string.format("lc rgb '#%06x'", series.rgb)
end

---@param series plot.Series
---@param size number
---@return string
local function marker(series, size)
  if series.shape == "dot" then size = 0.6 * size end
  return string.format("pt %d ps %s lw 1.3 %s",
    markers[series.shape][series.open and 1 or 2], numerals.exact(size), color(series))
end

---@param series plot.Series
---@return string
local function stroke(series)
  local lengths = {}
  -- In gnuplot's units, in which a dash of an SVG would be half as long.
  for length in string.gmatch(series.dash or "", "%S+") do lengths[#lengths + 1] = numerals.exact(1.8 * length) end
  local dash = series.dash and string.format(" dt (%s)", table.concat(lengths, ",")) or ""
  return string.format("lw %s%s %s", series.style == "dashed" and "1.4" or "2", dash, color(series))
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

---@param fig plot.Figure
---@param out string[]
---@return string[]  # what to plot
local function curves(fig, out)
  local listed, plots, enhanced = {}, {}, is_enhanced(fig)
  for _, series in ipairs(figure.listed(fig)) do listed[series] = true end
  for i, series in ipairs(fig.series) do
    local name = string.format("$series%d", i)
    local singles = block(series, out, name)
    local title = listed[series] and "title " .. label(series.name, enhanced) or "notitle"
    local points = series.style == "points"
    plots[#plots + 1] = string.format("%s using 1:2 with %s %s",
      name, points and "points " .. marker(series, #series.y > 300 and 0.6 or 1) or "lines " .. stroke(series), title)
    if singles and not points then
      alone(series, out, name .. "alone")
      plots[#plots + 1] = string.format("%salone using 1:2 with points pt 7 ps 0.5 %s notitle", name, color(series))
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
        plots[#plots + 1] = string.format("%s every ::0::0 using 1:2 with points %s notitle", name, look)
      end
      plots[#plots + 1] = string.format("%s every ::1::1 using 1:2 with points %s notitle", name, marker(series, 1.3))
    end
  end
  return plots
end

---@param fig plot.Figure
---@param out string[]
---@param scales {x: plot.Scale, y: plot.Scale}
local function frame(fig, out, scales)
  local given = fig.options
  local function put(form, ...) out[#out + 1] = string.format(form, ...) end
  for _, name in ipairs {"title", "xlabel", "ylabel"} do
    if given[name] then
      local enhanced = parser.has_formula(given[name])
      put("set %s %s %senhanced", name, label(given[name], enhanced), enhanced and "" or "no")
    end
  end
  for _, axis in ipairs {"x", "y"} do
    local scale = scales[axis]
    if scale.log then
      put("set logscale %s 10", axis)
      if scale.high - scale.low >= 1 then put("set format %s '10^{%%T}'", axis) end
    end
    put("set %srange [%s:%s]", axis, numerals.limits(scale))
  end
  if given.equal then put "set size ratio -1" end
  put "set grid lc rgb '#e4e4e4' lw 0.8"
  put "set border lc rgb '#333333'"
  put "set tics out nomirror"
  local place = corner.of(fig)
  if place then
    local box = place == "outside" and "" or " box lc rgb '#cccccc'"
    put("set key %s Left reverse %senhanced samplen 2.5 width 1.5%s", keys[place], is_enhanced(fig) and "" or "no", box)
  else
    put "unset key"
  end
  for _, note in ipairs(fig.notes) do put("# %s", text.clean(note)) end
end

---The script without the choice of an output.
---@param fig plot.Figure
---@return string
function gnuplot.body(fig)
  local x, y = axes.fit(fig, 3, 2, 0.04)
  local out = {"set encoding utf8"}
  frame(fig, out, {x = x, y = y})
  local plots = curves(fig, out)
  -- Without any point gnuplot draws nothing at all, not even the axes.
  if #plots == 0 then plots[1] = "NaN notitle" end
  out[#out + 1] = "plot " .. table.concat(plots, ", \\\n  ")
  return table.concat(out, "\n") .. "\n"
end

return gnuplot
