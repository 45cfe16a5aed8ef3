---Plots in the terminal or into a file.
---
---    t, a, b = {0, 1, 2}, {1, 0.5, 0.25}, {1, 0.2, 0.04}
---    plot(a)                                  -- over 1, 2, 3, ...
---    plot(t, a, {log = "y", title = "loss", ylabel = [[$L(\beta_k)$]]})
---    plot{ {x = t, y = a, name = "GD"}, {x = t, y = b, name = "HB"}, log = "y", file = "loss.svg" }  --> loss.svg
---
---Numbers are tables or vectors. A matrix of two columns is a curve in the plane; with x, each of a matrix' columns is
---a curve. What cannot be shown (not finite; not above 0 on a log axis) is counted under the plot.
local Place = require "polyak.place"
local arguments = require "plot.arguments"
local briefly = require "polyak.briefly"
local entrance = require "polyak.entrance"
local figure = require "plot.figure"
local spelling = require "polyak.spelling"

---A host that knows its terminal sets the functions; one that shows pictures itself, as a notebook does, `display`.
---@class plot
---@field terminal_size? fun(): columns: integer|nil, lines: integer|nil
---@field terminal_pixels? fun(): manner: "kitty"|"sixel"|nil, width: integer|nil, height: integer|nil  # of a cell
---@field is_terminal? fun(): boolean  # whether standard output is a terminal, where colours are welcome
---@field display? fun(svg: string, text: string, before?: integer): integer|nil  # in its place; nil if it cannot
---@overload fun(x?: number[]|Vector, y: number[]|Vector|Matrix|plot.Listed, options?: plot.CurveOptions): string|nil
local plot = {}

---Series in one table, with the figure's options beside them.
---@alias plot.Listed plot.CurveOptions

---What a picture in the terminal may have.
---@class (exact) plot.LiveOptions: plot.LineOptions
---@field title? string  # formulas between dollar signs, as in '$\|\epsilon_k\|^2$'; so in labels and names
---@field xlabel? string
---@field ylabel? string
---@field log? "x"|"y"|"xy"
---@field xlim? number[]  # {low, high}; either may be nil
---@field ylim? number[]
---@field y2label? string  # of the axis at the right, for series with axis = 'right'
---@field y2log? boolean
---@field y2lim? number[]
---@field equal? boolean  # a unit is as long on both axes
---@field legend? boolean|"top left"|"top right"|"bottom left"|"bottom right"|"outside"  # a place matters to files only
---@field width? integer|string  # cells of the terminal; pixels of a file, or "8.5cm" (mm, in, pt), "column", "page"
---@field height? integer|string
---@field fontsize? number  # of ticks in a file, in points; 9, and the rest in proportion
---@field xticks? (number|{[1]: number, [2]: string})[]  # where ticks are: {0, 1} or {{0, "$0$"}, {math.pi, "$\pi$"}}
---@field yticks? (number|{[1]: number, [2]: string})[]
---@field pixels? boolean|"kitty"|"sixel"  # in the terminal: false for letters, a manner where it is not to be asked

---@class (exact) plot.Options: plot.LiveOptions
---@field file? string  # its kind follows from its ending: see plot.kinds
---@field live? boolean  # drawn over the picture before, by the same script or line; nothing where there is no terminal

---How series are drawn: of all where they stand beside the figure's options, of one in its own table.
---@class (exact) plot.LineOptions
---@field style? "line"|"dashed"|"points"|"steps"  # of all series; one may differ
---@field color? string  # a name or "#rrggbb"
---@field linewidth? number  # in points, in a file; 1.35
---@field marks? boolean  # an open circle where a series starts, a filled marker where it ends

---Options of one series. Dashes, markers and colours that are not given follow from a series' place in the figure.
---@class (exact) plot.SeriesOptions: plot.LineOptions
---@field x? number[]|string[]|Vector  # or names, which the axis shows
---@field y? number[]|Vector|Matrix  # or listed: {4, 9, 16, name = "squares"}
---@field name? string  # in the legend
---@field dash? integer  # 1 to 8, of a line in a file; 1 is solid
---@field marker? "dot"|"circle"|"square"|"triangle"|"diamond"|"down"|"plus"|"cross"|"star"  # given, of a line too
---@field open? boolean  # markers are outlines
---@field axis? "left"|"right"  # that which it is drawn by
---@field band? (number[]|Vector)[]  # {low, high}, a number for each of y: the area between them
---@field error? number|number[]|Vector|(number[]|Vector)[]  # of y: one for all, one for each, or {down, up}
---@field xerror? number|number[]|Vector|(number[]|Vector)[]  # of x

---What is said of all panels, beside the panels.
---@class (exact) plot.PanelFigure: plot.PanelOptions
---@field [integer] plot.CurveOptions|number[]|Vector|Matrix|nil

---Where there is one series, its options stand beside the figure's.
---@class (exact) plot.CurveOptions: plot.Options, plot.SeriesOptions
---@field [integer] plot.SeriesOptions|number[]|Vector|Matrix|nil

---@param path string
---@param called string
---@return plot.Kind
local function kind_of(path, called)
  local place = Place.of(called):option "file"
  if string.find(path, "\0", 1, true) then place:complain "must be the name of a file, got one with a NUL in it" end
  local endings = {}
  for _, kind in pairs(require "plot.kinds") do
    for _, ending in ipairs(kind.endings) do
      if string.sub(string.lower(path), -#ending) == ending then return kind end
      endings[#endings + 1] = ending
    end
  end
  table.sort(endings)
  place:complain(string.format("must be a name ending in %s, got %s%s",
    table.concat(endings, ", "), briefly(path), spelling.hint(string.match(path, "%.[^./]*$"), endings)))
end

---Shows a figure in the terminal, or writes it into a file, whose name it returns.
---@param fig plot.Figure
---@param given plot.Options
---@param called string
---@return string|nil file
local function show(fig, given, called)
  if given.live then
    if given.file then
      Place.of(called):option("live"):fail "option 'live' is for the terminal, got option 'file' too"
    end
    local live = require "plot.live"
    if live.possible(plot) then live.redraw(fig, plot) end
    return
  end
  if not given.file and require("plot.shown").show(fig, plot) then
    for _, note in ipairs(fig.notes) do io.stdout:write(note, "\n") end
    return
  end
  if not given.file then
    local terminal = require "plot.terminal"
    local ok, why = io.stdout:write(require("plot.pixels").or_letters(fig, plot, terminal.render))
    if not ok then error(called .. ": cannot write to the terminal: " .. why, 0) end
    return
  end
  local text = kind_of(given.file, called).render(fig)
  local written, why = require("polyak.atomic").write(given.file, text)
  if not written then error(string.format("%s: cannot write '%s': %s", called, given.file, why), 0) end
  if plot.is_terminal and plot.is_terminal() then
    for _, note in ipairs(fig.notes) do io.stdout:write(note, "\n") end
  end
  return given.file
end

---Draws in the terminal, or into a file, whose name it returns.
---@return string|nil file
local function draw(_, ...)
  local specs, given = arguments.read(select("#", ...), ...)
  return show(figure.new(specs, given, Place.of "plot"), given, "plot")
end

---@param kind string  # of plot.layers
---@param first any
---@param second any
---@return string|nil file
local function draw_layer(kind, first, second)
  local called = "plot." .. kind
  local specs, given = arguments.of_layer(kind, Place.of(called), first, second)
  return show(figure.new(specs, given, Place.of(called)), given, called)
end

---Numbers over a grid as colours, with further layers over them.
---
---    plot.heatmap{x = {-2, 2}, y = {-1, 1}, z = function(x, y) return x^2 + 10 * y^2 end, zlog = true}
---    path = {x = {-2, -1, 0}, y = {1, 0.2, 0}, name = "GD", color = "red"}
---    plot.heatmap{z = {{1, 2, 4}, {2, 3, 5}}, path, file = "map.svg"}  --> map.svg
---
---Row i of z is at y[i], its number j at x[j]. What is not finite has a colour of its own, and is counted.
---@param given plot.HeatmapFigure|number[][]|Matrix
---@param options? table  # the same beside numbers that stand alone
---@return string|nil file
function plot.heatmap(given, options) return draw_layer("heatmap", given, options) end

---Lines along which numbers over a grid are equal, and the areas between them, with further layers over them.
---
---    plot.contour{x = {-2, 2}, y = {-1, 1}, z = function(x, y) return x^2 + 10 * y^2 end, labels = true}
---    path = {x = {-2, -1, 0}, y = {1, 0.2, 0}, name = "GD", color = "red"}
---    f = function(x, y) return x^2 + 10 * y^2 end
---    plot.contour{x = {-2, 2}, y = {-1, 1}, z = f, filled = true, levels = {1, 3, 9}, path}
---@param given plot.ContourFigure|number[][]|Matrix
---@param options? table  # the same beside numbers that stand alone
---@return string|nil file
function plot.contour(given, options) return draw_layer("contour", given, options) end

---A loss over a plane as contours, with the ways of runs over it: over its two parameters, or where it has more through
---three points or along the principal directions of the runs.
---
---    L = losses.product{x = 1, y = 0.6}
---    gd = optim.gd{loss = L, eta = 5e-3}:run({2.8, 3.5}, 200)
---    hb = optim.hb{loss = L, eta = 5e-3, mu = 0.7}:run({2.8, 3.5}, 200)
---    plot.landscape{L, x = {-1, 4}, y = {-1, 4}, trajectories = {{gd, name = "GD"}, {hb, name = "HB"}}}
---
---Its contours may have the options of plot.contour, the figure those of plot.
---@param given plot.LandscapeFigure
---@return string|nil file
function plot.landscape(given)
  local called = "plot.landscape"
  local call = Place.of(called)
  if type(given) ~= "table" then
    call:fail("takes its options by name, as in plot.landscape{L, x = {-1, 1}, y = {-1, 1}}, got " .. briefly(given))
  end
  local fig, own = require("plot.figures").landscape(given, call)
  return show(fig, own, called)
end

---How often numbers lie in each of some intervals.
---
---    plot.histogram{1, 2, 2, 3, 3, 3, 4, bins = 4}
---    plot.histogram({0.1, 0.4, 0.5, 1.2}, {density = true, name = "runs", file = "runs.svg"})  --> runs.svg
---@param given plot.HistogramFigure|number[]|Vector
---@param options? table  # the same beside numbers that stand alone
---@return string|nil file
function plot.histogram(given, options) return draw_layer("histogram", given, options) end

---The density of numbers, smoothed with Gaussian kernels.
---
---    plot.density{1, 2, 2, 3, 3, 3, 4, bandwidth = 0.5}
---@param given plot.DensityFigure|number[]|Vector
---@param options? table  # the same beside numbers that stand alone
---@return string|nil file
function plot.density(given, options) return draw_layer("density", given, options) end

---Bars from 0 to each number, with names under them, beside or on each other.
---
---    plot.bars{3, 1, 2}
---    plot.bars{x = {"GD", "HB"}, y = {3, 1}, error = {0.2, 0.1}, ylabel = "loss"}
---    plot.bars{x = {10, 20}, y = {3, 1}, name = "GD", {kind = "bars", x = {10, 20}, y = {2, 1}, name = "HB"}}
---    plot.bars{y = {3, 1}, name = "forward", {kind = "bars", y = {2, 2}, name = "backward", stacked = true}}
---@param given plot.BarFigure|number[]|Vector
---@param options? table  # the same beside numbers that stand alone
---@return string|nil file
function plot.bars(given, options) return draw_layer("bars", given, options) end

---Several figures beside and under each other, each given as to plot, or as a layer with a `kind`.
---
---    gd, hb = {y = {1, 0.5, 0.25}, title = "GD"}, {y = {1, 0.2, 0.04}, title = "HB"}
---    plot.panels{gd, hb, shared = "y"}
---    plot.panels{gd, {kind = "histogram", 1, 2, 2, 3}, columns = 1, file = "all.svg"}  --> all.svg
---@param given plot.PanelFigure
---@return string|nil file
function plot.panels(given)
  local called = "plot.panels"
  local call = Place.of(called)
  if type(given) ~= "table" or getmetatable(given) ~= nil or #given == 0 then
    call:fail("takes a table of panels, as in plot.panels{{1, 4, 9}, {1, 8, 27}}, got "
      .. (type(given) == "table" and "one without any" or briefly(given)))
  end
  local fig, own = require("plot.figures").panels(given, call, call:argument("panels", 1))
  return show(fig, own, called)
end

---A picture of points as they come, drawn anew ten times a second; nothing where there is no terminal.
---
---    local picture = plot.live{title = "my loop", log = "y"}
---    for k = 1, 100 do
---      local loss = 0.9 ^ k
---      picture:add(k, loss)          -- or picture:add(k, loss, "loss"), a series by name
---    end
---    picture:close()                 -- the last points; the picture stays
---@param given? plot.LiveOptions
---@return plot.Live
function plot.live(given)
  return require("plot.live").new(given, plot)
end

entrance(plot, "plot.", {
  bars = "", contour = "", density = "", heatmap = "", histogram = "", landscape = "", live = "", panels = "",
})

return setmetatable(plot, {__call = entrance.of("plot", "", draw), __name = "plot"})
