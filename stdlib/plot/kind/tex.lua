---A LaTeX document for pgfplots, the numbers in it.
---
---    plot({1, 4, 9}, {file = "squares.tex"})  --> squares.tex
local axes = require "plot.axes"
local corner = require "plot.corner"
local curve = require "plot.curve"
local figure = require "plot.figure"
local frame = require "plot.frame"
local numerals = require "plot.numerals"
local panels = require "plot.panels"
local shapes = require "plot.shapes"
local tex = require "plot.tex"
local sizes = require "plot.sizes"
local text = require "plot.text"
local ticks = require "plot.ticks"
local typeset = require "plot.label.typeset"

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

---Places without a word of pgfplots' own: where, and by which of its edges.
local anchors = {
  below = {"(0.5,-0.2)", "north"}, left = {"(0.03,0.5)", "west"}, right = {"(0.97,0.5)", "east"},
  top = {"(0.5,0.97)", "north"}, bottom = {"(0.5,0.03)", "south"},
}

---Points that TeX's memory holds, of all series together.
local room = 20000

---@param series plot.Series
---@param size number
---@return string
local function marker(series, size)
  if series.shape == "dot" then size = 0.6 * size end
  return string.format("mark=%s, mark size=%spt, mark options={solid%s}",
    markers[series.shape][series.open and 1 or 2], numerals.exact(size),
    series.shape == "down" and ", rotate=180" or "")
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
  local width = series.width and numerals.rounded(0.75 * series.width) .. "pt"
  return string.format("line width=%s%s", width or series.style == "dashed" and "0.8pt" or "1.1pt", dash)
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
---@param right boolean  # those of the axis at the right; of the others' legend they are a part
local function curves(fig, out, scale, right)
  local listed, shown = {}, {}
  for _, series in ipairs(figure.listed(fig)) do listed[series] = not right end
  for i, series in ipairs(fig.series) do
    shown[i] = (series.right or false) == right
    out[#out + 1] = string.format("\\definecolor{series%d}{HTML}{%06X}", i, series.rgb)
    local list, all = lines(series, scale, room // #fig.series)
    if not all then
      out[#out + 1] = string.format(
        "%% Of %d points those that paper can show apart: TeX's memory is small.", #series.y)
    end
    local points = series.style == "points"
    local look = string.format("color=series%d, %s%s%s",
      i, points and "only marks, " .. marker(series, #series.y > 300 and 1.2 or 2) or stroke(series),
      series.marked and string.format(", %s, mark repeat=%d", marker(series, 2), (#series.y + 39) // 40) or "",
      listed[series] and "" or ", forget plot")
    if series.opacity then
      look = string.format("area legend, fill=series%d, fill opacity=%s, draw=%s", i, numerals.exact(series.opacity),
        series.opacity < 1 and "series" .. i or "none")
    end
    if shown[i] and #list > 0 then
      add(out, look, list)
    elseif listed[series] then
      -- A table without rows is an error.
      out[#out + 1] = string.format("\\addlegendimage{%s}", look)
    end
    if not shown[i] then list = {} end
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
    if shown[i] and series.marks and first then
      local function at(k) return {{x = {series.x[k]}, y = {series.y[k]}}} end
      local open = "only marks, mark=*, mark size=2.6pt, mark options={fill=white}"
      add(out, string.format("color=series%d, %s, forget plot", i, open), at(first))
      add(out, string.format("color=series%d, only marks, %s, forget plot", i, marker(series, 2.6)), at(last))
    end
  end
end

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
local function per_cm(given) return type(given.width) == "string" and 96 / 2.54 or 50 end

---@param given table  # options
---@return string
local function size(given)
  local width, height = sizes.file(given)
  local function length(pixels) return numerals.rounded(pixels / per_cm(given)) .. "cm" end
  return string.format("width=%s, height=%s", length(width), length(height))
end

---@param fig plot.Figure
---@param x plot.Scale
---@param y plot.Scale
---@return string
local function settings(fig, x, y)
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
    local shown = ticks.along(axis[2], 5)
    -- Of long numbers pgfplots shows the first digits alone.
    if axis[2].ticks or not axis[2].log and ticks.are_long(shown) then
      local values, labels = {}, {}
      for i, tick in ipairs(shown) do
        values[i], labels[i] = numerals.exact(tick.value), "{" .. tex.label(typeset.numeral(tick.label)) .. "}"
      end
      list[#list + 1] = string.format("%stick={%s}, %sticklabels={%s}", axis[1], table.concat(values, ","), axis[1],
        table.concat(labels, ","))
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
local function second_settings(fig, x, y2)
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

---@param fig plot.Figure
---@param out string[]
---@param further string  # settings
local function axis(fig, out, further)
  local x, y = axes.fit(fig, 3, 2, 0.04)
  out[#out + 1] = "\\begin{axis}["
  out[#out + 1] = settings(fig, x, y) .. further
  out[#out + 1] = "]"
  local function draw(right, scales)
    local function draw_shapes(over)
      for i, shape in ipairs(fig.shapes) do
        if shape.over == over and (shape.right or false) == right then
          shapes[shape.kind].tex(shape, out, string.format("shape%d", i), scales)
        end
      end
    end
    draw_shapes(false)
    curves(fig, out, x, right)
    draw_shapes(true)
    out[#out + 1] = "\\end{axis}"
  end
  draw(false, {x = x, y = y})
  local y2 = axes.right(fig, 0.04)
  if y2 then
    out[#out + 1] = "\\begin{axis}["
    out[#out + 1] = second_settings(fig, x, y2) .. further
    out[#out + 1] = "]"
    draw(true, {x = x, y = y2})
  end
end

---@param fig plot.Panels
---@param out string[]
local function grid(fig, out)
  local given = fig.options
  local width, height = sizes.file(given, 400 * fig.columns, 300 * fig.rows)
  width, height = width / per_cm(given) / fig.columns, height / per_cm(given) / fig.rows
  local exact = numerals.exact
  for _, panel, row, column in panels.each(fig) do
    local further = string.format(",\n  at={(%scm,%scm)}, anchor=south west",
      exact(column * width), exact(-row * height))
    for _, name in ipairs {"x", "y"} do
      if panel.inner[name] then further = further .. string.format(", %sticklabels={}", name) end
    end
    -- The width of an axis is without its colour bar and what is at its right.
    local part = 0.95 - (panel.scale and 0.2 or 0) - (axes.right(panel, 0) and 0.12 or 0)
    axis(panels.sized(panel, 50 * width * part, 50 * height * 0.95), out, further)
  end
  if given.title then
    out[#out + 1] = string.format("\\node[anchor=south, font=\\large] at (current bounding box.north) {%s};",
      tex.label(given.title))
  end
end

---The kind `.tex`: a document of its own, whose picture can be put into another.
---@param fig plot.Figure|plot.Panels
---@return string  # the file's bytes
local function render(fig)
  local out = {
    "\\documentclass{standalone}",
    "\\usepackage{iftex}",
    "\\ifPDFTeX\\usepackage[T1]{fontenc}\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}\\fi",
    "\\usepackage{textcomp, amsmath, amssymb, pgfplots}",
    "\\pgfplotsset{compat=1.16}",
    "\\begin{document}",
    "\\begin{tikzpicture}",
  }
  if fig.panels then grid(fig, out) else axis(fig, out, "") end
  for _, note in ipairs(fig.notes) do out[#out + 1] = "% " .. text.clean(note) end
  out[#out + 1] = "\\end{tikzpicture}"
  out[#out + 1] = "\\end{document}"
  return table.concat(out, "\n") .. "\n"
end

local tex_file = {endings = {".tex"}, render = render}

return tex_file
