---The curves of a figure for pgfplots.
local curve = require "plot.curve"
local figure = require "plot.figure"
local numerals = require "plot.numerals"
local tex = require "plot.tex"

---Outlines and filled markers; what has no inside is the same for both.
local markers = {
  dot = {"o", "*"}, circle = {"o", "*"}, square = {"square", "square*"}, triangle = {"triangle", "triangle*"},
  down = {"triangle", "triangle*"}, diamond = {"diamond", "diamond*"}, plus = {"+", "+"}, cross = {"x", "x"},
  star = {"asterisk", "asterisk"},
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
---@param scales plot.Scales
local function add(out, look, list, scales)
  out[#out + 1] = string.format("\\addplot[%s] table {", look)
  for i, line in ipairs(list) do
    if i > 1 then out[#out + 1] = "nan nan" end
    for k = 1, #line.x do
      out[#out + 1] = numerals.within(line.x[k], scales.x) .. " " .. numerals.within(line.y[k], scales.y)
    end
  end
  out[#out + 1] = "};"
end

---@param fig plot.Figure
---@param out string[]
---@param scales plot.Scales
---@param right boolean  # those of the axis at the right; of the others' legend they are a part
local function curves(fig, out, scales, right)
  local listed, shown = {}, {}
  for _, series in ipairs(figure.listed(fig)) do listed[series] = not right end
  for i, series in ipairs(fig.series) do
    shown[i] = (series.right or false) == right
    out[#out + 1] = string.format("\\definecolor{series%d}{HTML}{%06X}", i, series.rgb)
    local list, all = lines(series, scales.x, room // #fig.series)
    if not all then
      out[#out + 1] = string.format(
        "%% Of %d points those that paper can show apart: TeX's memory is small.", #series.y)
    end
    local points = series.style == "points"
    local look = string.format("color=series%d, %s%s%s",
      i, points and "only marks, " .. marker(series, #series.y > 300 and 1.2 or 2) or stroke(series),
      series.marked and string.format(", %s, mark repeat=%d", marker(series, 2), figure.stride(series)) or "",
      listed[series] and "" or ", forget plot")
    if series.opacity then
      look = string.format("area legend, fill=series%d, fill opacity=%s, draw=%s", i, numerals.exact(series.opacity),
        series.opacity < 1 and "series" .. i or "none")
    end
    if shown[i] and #list > 0 then
      add(out, look, list, scales)
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
      add(out, string.format("color=series%d, only marks, mark=*, mark size=1pt, forget plot", i), alone, scales)
    end
  end
  for i, series in ipairs(fig.series) do
    local first, last = figure.ends(series)
    if shown[i] and series.marks and first then
      local function at(k) return {{x = {series.x[k]}, y = {series.y[k]}}} end
      local open = "only marks, mark=*, mark size=2.6pt, mark options={fill=white}"
      add(out, string.format("color=series%d, %s, forget plot", i, open), at(first), scales)
      add(out, string.format("color=series%d, only marks, %s, forget plot", i, marker(series, 2.6)), at(last), scales)
    end
  end
end

return curves
