---Figures that scripts draw: in the terminal, and into files of the kinds that the command line asks for.
---
---    figures = require "script.figures"
---    figures.formats[3][1]  --> svg
---    figures.draw({{0.5, 0.25}, title = "x"}, {"svg", "tex"}, function(ending) return "/tmp/a." .. ending end)
---    for _, ending in ipairs{"svg", "tex"} do os.remove("/tmp/a." .. ending) end
local arguments = require "script.arguments"
local entrance = require "polyak.entrance"
local plot = require "plot"

local figures = {}

---The option `--format`, for `arguments.read`: `svg`, or several as in `svg,pdf,png,tex`.
figures.formats = {
  "format", arguments.list(arguments.one_of{"svg", "pdf", "png", "tex"}), {"svg"},
  "what files the figures are drawn into",
}

---@param call fun(figure: table): any  # `plot` or `plot.panels`
---@param figure table
---@param formats string[]
---@param path fun(ending: string): string
local function write(call, figure, formats, path)
  for _, ending in ipairs(formats) do
    figure.file = path(ending)
    call(figure)
  end
  figure.file = nil
end

---Draws a figure in the terminal and into files.
---@param figure table  # for `plot`
---@param formats string[]  # endings of files
---@param path fun(ending: string): string  # where a file goes
function figures.draw(figure, formats, path)
  plot(figure)
  write(plot, figure, formats, path)
  io.write "\n"
end

---Draws figures into files as panels of one.
---@param list table[]  # figures for `plot`
---@param formats string[]
---@param path fun(ending: string): string
---@param options? table  # of the panels, such as their width and height
function figures.together(list, formats, path, options)
  local panels = {table.unpack(list)}
  for name, value in pairs(options or {}) do panels[name] = value end
  write(plot.panels, panels, formats, path)
end

entrance(figures, "figures.", {
  draw = "figure: table, formats: table, path: function",
  together = "list: table, formats: table, path: function, options: table?",
}, {"plot", "plot.panels"})

return figures
