---A LaTeX document for pgfplots, the numbers in it.
---
---    plot({1, 4, 9}, {file = "squares.tex"})  --> squares.tex
local axes = require "plot.axes"
local corner = require "plot.corner"
local curve = require "plot.curve"
local figure = require "plot.figure"
local numerals = require "plot.numerals"
local tex = require "plot.tex"
local text = require "plot.text"

---Outlines and filled markers; what has no inside is the same for both.
local markers = {
  dot = {"o", "*"}, circle = {"o", "*"}, square = {"square", "square*"}, triangle = {"triangle", "triangle*"},
  down = {"triangle", "triangle*"}, diamond = {"diamond", "diamond*"}, plus = {"+", "+"}, cross = {"x", "x"},
  star = {"asterisk", "asterisk"},
}

local places = {
  ["top left"] = "north west", ["top right"] = "north east", ["bottom left"] = "south west",
  ["bottom right"] = "south east", outside = "outer north east",
}

---Points that TeX's memory holds, of all series together.
local room = 20000

---@param series plot.Series
---@param size number
---@return string
local function marker(series, size)
  if series.shape == "dot" then size = 0.6 * size end
  return string.format("only marks, mark=%s, mark size=%spt%s",
    markers[series.shape][series.open and 1 or 2], numerals.exact(size),
    series.shape == "down" and ", mark options={rotate=180}" or "")
end

---@param series plot.Series
---@return string
local function stroke(series)
  local dash = ""
  if series.dash then
    local parts, on = {}, true
    for length in string.gmatch(series.dash, "%S+") do
      parts[#parts + 1] = (on and "on " or "off ") .. length .. "pt"
      on = not on
    end
    dash = ", dash pattern=" .. table.concat(parts, " ")
  end
  return string.format("line width=%s%s", series.style == "dashed" and "0.8pt" or "1.1pt", dash)
end

---The points of a series that paper can show apart, a table for each run between gaps.
---@param series plot.Series
---@param scale plot.Scale  # of the x axis
---@param most integer
---@return plot.Line[]
---@return boolean all
local function lines(series, scale, most)
  local list, line = {}, nil
  for i = 1, #series.y do
    if series.y[i] ~= series.y[i] then
      line = nil
    else
      if not line then
        line = {x = {}, y = {}}
        list[#list + 1] = line
      end
      line.x[#line.x + 1], line.y[#line.y + 1] = series.x[i], series.y[i]
    end
  end
  if #series.y <= most then return list, true end
  -- Columns are as wide everywhere on a linear axis; those of a log axis are not, and the first decades lose points.
  local low, high = scale.low, scale.high
  if scale.log then low, high = 10.0 ^ low, 10.0 ^ high end
  local width = math.max((high / 2 - low / 2) / most * 8, 1e-300)
  for i, one in ipairs(list) do list[i] = curve.thin(one, width) end
  return list, false
end

---@param out string[]
---@param look string
---@param list plot.Line[]
local function add(out, look, list)
  out[#out + 1] = string.format("\\addplot[%s] table {", look)
  for i, line in ipairs(list) do
    if i > 1 then out[#out + 1] = "nan nan" end
    for k = 1, #line.x do out[#out + 1] = numerals.exact(line.x[k]) .. " " .. numerals.exact(line.y[k]) end
  end
  out[#out + 1] = "};"
end

---@param fig plot.Figure
---@param out string[]
---@param scale plot.Scale
local function curves(fig, out, scale)
  local listed = {}
  for _, series in ipairs(figure.listed(fig)) do listed[series] = true end
  for i, series in ipairs(fig.series) do
    out[#out + 1] = string.format("\\definecolor{series%d}{HTML}{%06X}", i, series.rgb)
    local list, all = lines(series, scale, room // #fig.series)
    if not all then
      out[#out + 1] = string.format(
        "%% Of %d points those that paper can show apart: TeX's memory is small.", #series.y)
    end
    local points = series.style == "points"
    local look = string.format("color=series%d, %s%s",
      i, points and marker(series, #series.y > 300 and 1.2 or 2) or stroke(series),
      listed[series] and "" or ", forget plot")
    if #list > 0 or listed[series] then add(out, look, list) end
    if listed[series] then out[#out + 1] = string.format("\\addlegendentry{%s}", tex.label(series.name)) end
    local alone = {}
    for _, line in ipairs(list) do
      if #line.x == 1 then alone[#alone + 1] = line end
    end
    if #alone > 0 and not points then
      add(out, string.format("color=series%d, only marks, mark=*, mark size=1pt, forget plot", i), alone)
    end
  end
  for i, series in ipairs(fig.series) do
    local first, last = figure.ends(series)
    if series.marks and first then
      local function at(k) return {{x = {series.x[k]}, y = {series.y[k]}}} end
      local open = "only marks, mark=*, mark size=2.6pt, mark options={fill=white}"
      add(out, string.format("color=series%d, %s, forget plot", i, open), at(first))
      add(out, string.format("color=series%d, %s, forget plot", i, marker(series, 2.6)), at(last))
    end
  end
end

---@param fig plot.Figure
---@param x plot.Scale
---@param y plot.Scale
---@return string
local function settings(fig, x, y)
  local given = fig.options
  local function length(pixels) return numerals.exact(pixels / 50) .. "cm" end
  local list = {
    string.format("width=%s, height=%s", length(given.width or 600), length(given.height or 400)),
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
  if place then list[#list + 1] = "legend pos=" .. places[place] end
  for _, axis in ipairs {{"x", x}, {"y", y}} do
    local low, high = numerals.limits(axis[2])
    list[#list + 1] = string.format("%smin=%s, %smax=%s", axis[1], low, axis[1], high)
  end
  if given.equal then list[#list + 1] = "axis equal image" end
  return "  " .. table.concat(list, ",\n  ")
end

---The kind `.tex`: a document of its own, whose picture can be put into another.
---@param fig plot.Figure
---@return string  # the file's bytes
local function render(fig)
  local x, y = axes.fit(fig, 3, 2, 0.04)
  local out = {
    "\\documentclass{standalone}",
    "\\usepackage{iftex}",
    "\\ifPDFTeX\\usepackage[T1]{fontenc}\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}\\fi",
    "\\usepackage{textcomp, amsmath, amssymb, pgfplots}",
    "\\pgfplotsset{compat=1.16}",
    "\\begin{document}",
    "\\begin{tikzpicture}",
    "\\begin{axis}[",
    settings(fig, x, y),
    "]",
  }
  curves(fig, out, x)
  out[#out + 1] = "\\end{axis}"
  for _, note in ipairs(fig.notes) do out[#out + 1] = "% " .. text.clean(note) end
  out[#out + 1] = "\\end{tikzpicture}"
  out[#out + 1] = "\\end{document}"
  return table.concat(out, "\n") .. "\n"
end

local tex_file = {endings = {".tex"}, render = render}

return tex_file
