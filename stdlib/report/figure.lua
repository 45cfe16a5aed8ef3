---A figure of a report: its drawing as SVG, and the numbers in it.
local counted = require "polyak.counted"
local elements_of = require("plot.svg").elements
local figures = require "plot.figures"
local markup = require "plot.markup"
local panels = require "plot.panels"
local picture = require "plot.picture"
local text = require "plot.text"
local unicode = require "plot.label.unicode"
local values = require "report.values"

local figure = {}

-- What a figure of its own may have, and one of a report may not.
local of_files = {"file", "live"}

---@param given any
---@param place polyak.Place
local function check(given, place)
  for _, name in ipairs(of_files) do
    if type(given) == "table" and getmetatable(given) == nil and given[name] ~= nil then
      local at = place:option(name)
      at:fail(at:label() .. " is of a figure that stands alone: a report is one file", true)
    end
  end
end

---How figures are given, by the option that holds them.
---@type table<string, fun(given: any, place: polyak.Place): plot.Figure>
figure.kinds = {
  plot = function(given, place)
    check(given, place)
    return figures.one(given, place)
  end,
  panels = function(given, place)
    local expected = "a table of panels, as for plot.panels"
    if type(given) ~= "table" or getmetatable(given) ~= nil then place:refuse(given, expected) end
    if #given == 0 then place:complain(string.format("must be %s, got one without any", expected)) end
    check(given, place)
    return (figures.panels(given, place, place))
  end,
  landscape = function(given, place)
    if type(given) ~= "table" or getmetatable(given) ~= nil then
      place:refuse(given, "a table as for plot.landscape")
    end
    check(given, place)
    return (figures.landscape(given, place))
  end,
}

---@param fig plot.Figure
---@return string  # what a reader who cannot see it is told
local function description(fig)
  local parts = {}
  for _, axis in ipairs {"x", "y", "y2"} do
    local label = fig.options[axis .. "label"]
    if label or fig.log[axis] then
      parts[#parts + 1] = string.format("%s axis: %s%s", axis, unicode.letters(label or axis),
        fig.log[axis] and ", logarithmic" or "")
    end
  end
  for _, one in ipairs(fig.values or {}) do
    local name = one.name and unicode.letters(one.name) .. ": " or ""
    if one.grid then
      parts[#parts + 1] = string.format("%d x %d values%s", #one.grid.x, #one.grid.y,
        one.grid.low <= one.grid.high and string.format(" from %.6g to %.6g", one.grid.low, one.grid.high) or "")
    else
      local y, low, high = one.y or one.columns[2][2], math.huge, -math.huge
      for _, value in ipairs(y) do
        if value - value == 0 then low, high = math.min(low, value), math.max(high, value) end
      end
      parts[#parts + 1] = name .. counted(#y, "point")
        .. (low <= high and string.format(" from %.6g to %.6g", low, high) or "")
    end
  end
  return table.concat(parts, ". ")
end

---@param fig plot.Figure|plot.Panels
---@return string
local function described(fig)
  if not fig.panels then return description(fig) end
  local parts = {}
  for i, panel in ipairs(fig.panels) do
    local title = panel.options.title and unicode.letters(panel.options.title) .. ". " or ""
    parts[i] = string.format("Panel %d. %s%s", i, title, description(panel))
  end
  return table.concat(parts, ". ")
end

---@param list string[]
---@return string  # an element; nothing where there are none
local function notes(list)
  if #list == 0 then return "" end
  return '\n<p class="notes">' .. markup.escape(table.concat(list, ". ")) .. ".</p>"
end

---Pixels of a figure for narrow screens, and of each of several panels.
local slim = {width = 340, height = 280, panel = 230}

---Cells of a grid that are not drawn twice.
local many = 100000

---The figure for narrow screens, on which letters of the one for wide screens would be too small.
---@param fig plot.Figure|plot.Panels
---@return plot.Drawing|nil  # nil where its size was asked for, or it has large grids
local function narrow(fig)
  if fig.options.width or fig.options.height then return nil end
  for _, one in ipairs(fig.panels or {fig}) do
    for _, layer in ipairs(one.values) do
      if layer.grid and #layer.grid.x * #layer.grid.y > many then return nil end
    end
  end
  local copy = fig.panels and panels.stacked(fig, slim.width, slim.panel) or panels.sized(fig, slim.width, slim.height)
  return picture.draw(copy)
end

---@param drawing plot.Drawing
---@param class string
---@param number integer  # of the figure
---@param title string
---@param page report.Page
---@return string  # an element
local function chart(drawing, class, number, title, page)
  page:draw(drawing)
  local width, height = drawing.scale * drawing.width, drawing.scale * drawing.height
  return markup.fill('<svg class="chart $class" xmlns="http://www.w3.org/2000/svg" width="$w" height="$h" '
    .. 'viewBox="0 0 $across $down" role="img" aria-label="$title" aria-describedby="about-$n">\n$elements\n</svg>\n', {
    class = class, w = width, h = height, across = drawing.width, down = drawing.height, title = markup.escape(title),
    n = string.format("%d", number), elements = table.concat(elements_of(drawing, page.formulas.letters), "\n"),
  })
end

---@param fig plot.Figure|plot.Panels
---@param caption string|nil  # HTML
---@param page report.Page
---@return string  # HTML
function figure.write(fig, caption, page)
  local drawing, also = picture.draw(fig), narrow(fig)
  local data, missing = values.of(drawing, also, page.points)
  local number, title = page:count "figure", text.clean(unicode.letters(drawing.title))
  local shown = table.move(drawing.notes, 1, #drawing.notes, 1, {})
  table.move(missing, 1, #missing, #shown + 1, shown)
  local class = page:width(drawing.scale * drawing.width) .. (also and " wide" or "")
  return table.concat {
    string.format('<figure id="figure-%d" class="box">\n<div class="plot" tabindex="0" role="group" '
      .. 'aria-label="Figure %d: %s">\n', number, number, markup.escape(title)),
    chart(drawing, class, number, title, page), also and chart(also, "slim", number, title, page) or "",
    string.format('<p id="about-%d" hidden>%s</p>\n</div>\n', number, markup.escape(described(fig))),
    '<script type="application/json">', data, "</script>\n",
    string.format("<figcaption><b>Figure %d.</b> %s%s</figcaption>\n</figure>", number, caption or "", notes(shown)),
  }
end

return figure
