---A LaTeX document for pgfplots, the numbers in it.
---
---    plot({1, 4, 9}, {file = "squares.tex"})  --> squares.tex
local axes = require "plot.axes"
local curves = require "plot.tex.curves"
local numerals = require "plot.numerals"
local panels = require "plot.panels"
local settings = require "plot.tex.settings"
local shapes = require "plot.shapes"
local sizes = require "plot.sizes"
local tex = require "plot.tex"
local text = require "plot.text"
local tick_labels = require "plot.tick_labels"

---@param fig plot.Figure
---@param out string[]
---@param further string  # settings
local function axis(fig, out, further)
  local x, y = axes.fit(fig, 3, 2, 0.04)
  for _, name in ipairs {"x", "y"} do
    local scale = name == "x" and x or y
    local offset = scale.log and 0 or tick_labels.offset(scale)
    -- TeX's numbers have seven digits.
    if math.abs(offset) > 1e3 * (scale.high - scale.low) then
      scale.origin = offset
      out[#out + 1] = string.format("%% Numbers of %s are counted from %s.", name, numerals.exact(offset))
    end
  end
  out[#out + 1] = "\\begin{axis}["
  out[#out + 1] = settings.first(fig, x, y) .. further
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
    curves(fig, out, scales, right)
    draw_shapes(true)
    out[#out + 1] = "\\end{axis}"
  end
  draw(false, {x = x, y = y})
  local y2 = axes.right(fig, 0.04)
  if y2 then
    out[#out + 1] = "\\begin{axis}["
    out[#out + 1] = settings.second(fig, x, y2) .. further
    out[#out + 1] = "]"
    draw(true, {x = x, y = y2})
  end
end

---@param fig plot.Panels
---@param out string[]
local function grid(fig, out)
  local given = fig.options
  local width, height = sizes.file(given, 400 * fig.columns, 300 * fig.rows)
  width, height = width / settings.per_cm(given) / fig.columns, height / settings.per_cm(given) / fig.rows
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
