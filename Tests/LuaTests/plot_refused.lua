---Tests of what plot refuses, for stock Lua: lua5.4 Tests/LuaTests/plot_refused.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local plot_testing = require "plot_testing"
local testing = require "testing"

local test, equal = testing.test, testing.equal
local drawn, matrix, object = plot_testing.drawn, plot_testing.matrix, plot_testing.object

local endings = ".gp, .pdf, .png, .six, .sixel, .svg, .tex"
local numbers = "must be numbers (a table, a vector or a matrix), got "
local lengths = " or a length such as '8.5cm', 'column' or 'page', got "
local mistakes = {
  {{{1, 2}, {width = "8.5 miles"}}, "plot: option 'width' must be an integer in [20, 10000]" .. lengths
    .. "string '8.5 miles'"},
  {{{1, 2}, {width = "colum"}}, "plot: option 'width' must be an integer in [20, 10000]" .. lengths
    .. "string 'colum' (did you mean 'column'?)"},
  {{{1, 2}, {width = "1m"}}, "plot: option 'width' must be an integer in [20, 10000]" .. lengths .. "string '1m'"},
  {{{1, 2}, {height = "1mm"}}, "plot: option 'height' must be an integer in [8, 10000]" .. lengths .. "string '1mm'"},
  {{{1, 2}, {fontsize = 0}}, "plot: option 'fontsize' must be a number in [1, 100], got 0"},
  {{{1, 2}, {linewidth = "thin"}}, "plot: option 'linewidth' must be a number in (0, 100], got string 'thin'"},
  {{{{y = {1}, linewidth = -1}}}, "plot: option 'series[1].linewidth' must be a number in (0, 100], got -1"},
  {{{1, 2}, {xticks = 3}}, "plot: option 'xticks' must be a table of numbers, or of numbers and labels, got 3"},
  {{{1, 2}, {xticks = {0, "a"}}}, "plot: option 'xticks[2]' must be a finite number, got string 'a'"},
  {{{1, 2}, {yticks = {{0, 1}}}}, "plot: option 'yticks[1][2]' must be a string, got 1"},
  {{{1, 2}, {yticks = {{"0", "a"}}}}, "plot: option 'yticks[1][1]' must be a finite number, got string '0'"},
  {{{1, 2}, {yticks = {{0, [[$\zzz$]]}}}},
    [[plot: option 'yticks[1][2]' has the unknown command '\zzz']]},
  {{{1, 2}, {xticks = {1, 1 / 0}}}, "plot: option 'xticks[2]' must be a finite number, got inf"},
  {{{1, 2}, {tilte = "a"}}, "plot: unknown option 'tilte' (did you mean 'title'?)"},
  {{{1, 2}, {zzz = 1}}, "plot: unknown option 'zzz'"},
  {{{1, 2}, {zzz = 1, lgo = 2}}, "plot: unknown option 'lgo' (did you mean 'log'?)"},
  {{{1, 2}, {title = 3}}, "plot: option 'title' must be a string, got 3"},
  {{{1, 2}, {log = "z"}}, "plot: option 'log' must be 'x', 'y' or 'xy', got string 'z'"},
  {{{1, 2}, {log = true}}, "plot: option 'log' must be 'x', 'y' or 'xy', got true"},
  {{{1, 2}, {legend = "top lef"}}, "plot: option 'legend' must be true or false or 'top left', 'top right', "
    .. "'bottom left', 'bottom right' or 'outside', got string 'top lef' (did you mean 'top left'?)"},
  {{{1, 2}, {style = "point"}},
    "plot: option 'style' must be 'line', 'dashed', 'points' or 'steps', got string 'point' (did you mean 'points'?)"},
  {{{{y = {1, 2}, marker = "circel"}}}, "plot: option 'series[1].marker' must be 'dot', 'circle', 'square', "
    .. "'triangle', 'diamond', 'down', 'plus', 'cross' or 'star', got string 'circel' (did you mean 'circle'?)"},
  {{{{y = {1, 2}, dash = 9}}}, "plot: option 'series[1].dash' must be an integer in [1, 8], got 9"},
  {{{1, 2}, {width = 3}}, "plot: option 'width' must be an integer in [20, 10000]" .. lengths .. "3"},
  {{{1, 2}, {height = 10.5}}, "plot: option 'height' must be an integer in [8, 10000]" .. lengths .. "10.5"},
  {{{1, 2}, {xlim = {2, 1}}}, "plot: option 'xlim' must be {low, high} with low < high, got table"},
  {{{1, 2}, {ylim = {0, 1}, log = "y"}}, "plot: option 'ylim[1]' must be a number > 0 on a log axis, got 0"},
  {{{1, 2}, {equal = true, log = "y"}}, "plot: option 'equal' needs linear axes, got option 'log' too"},
  {{{1, 2}, {color = "bleu"}}, "plot: option 'color' must be a name (black, orange, sky, green, yellow, blue, red, "
    .. "purple, gray) or '#rrggbb', got string 'bleu' (did you mean 'blue'?)"},
  {{{1, 2}, {file = "a.pgn"}},
    "plot: option 'file' must be a name ending in " .. endings .. ", got string 'a.pgn' (did you mean '.png'?)"},
  {{{1, 2}, {file = "a.vsg"}},
    "plot: option 'file' must be a name ending in " .. endings .. ", got string 'a.vsg' (did you mean '.svg'?)"},
  {{{1, 2}, {1, 2, 3}}, "plot: argument 'y' must be as many numbers as x, 2, got 3"},
  {{{{x = {1, 2}, y = {1}}}}, "plot: option 'series[1].y' must be as many numbers as x, 2, got 1"},
  {{{1, "a", 3}}, "plot: argument 'y[2]' must be a number, got string 'a'"},
  {{{1, "a", title = "t"}}, "plot: argument 'y[2]' must be a number, got string 'a'"},
  {{{x = {1, {}}, y = {1, 2}}}, "plot: option 'x[2]' must be a number, got table"},
  {{{{y = {1, 2}}, {y = {1, {}}}}}, "plot: option 'series[2].y[2]' must be a number, got table"},
  {{{{{1, 2}, {1, false}}}}, "plot: argument 'series[1][2][2]' must be a number, got false"},
  {{{{y = {1}}, {name = "GD"}}}, "plot: option 'series[2].y' is missing (numbers)"},
  {{{name = "GD"}}, "plot: option 'y' is missing (numbers)"},
  {{{{y = {1}}, 7}}, "plot: argument 'series[2]' must be a table with x and y, or numbers, got 7"},
  {{{{y = {1}, nmae = "GD"}}}, "plot: unknown option 'series[1].nmae' (did you mean 'name'?)"},
  {{{{y = {1}}, name = "GD"}}, "plot: option 'name' belongs into the table of a series"},
  {{"abc"}, "plot: argument 'y' " .. numbers .. "string 'abc'"},
  {{{1}, "abc"}, "plot: argument 'y' " .. numbers .. "string 'abc'"},
  {{"abc", {1}}, "plot: argument 'x' " .. numbers .. "string 'abc'"},
  {{{1}, {1}, 5}, "plot: the options must be a table, got 5"},
  {{{1}, {1}, {1}}, "plot: options have names, got the key 1"},
  {{{{y = {1}}}, 5}, "plot: argument 'options' must be a table of options behind a table of series, got 5"},
  {{{1}, {1}, {}, {}}, "plot: takes at most 2 arguments and a table of options, got 4"},
  {{}, "plot: argument 'y' is missing (numbers, or a table of series)"},
  {{matrix {{1, 2, 3}}},
    "plot: argument 'y' must be a matrix of 2 columns, a curve in the plane, where x is left out, got one of 3"},
  {{matrix {{1, 2}}, {1}}, "plot: argument 'x' must be a vector, got userdata"},
  {{{1}, object({}, "Trajectory")}, "plot: argument 'y' " .. numbers .. "userdata; "
    .. "plot(hb) draws the loss of a trajectory hb, plot(hb.beta) its path"},
  {{{1}, object({}, "Ensemble")}, "plot: argument 'y' " .. numbers .. "userdata; "
    .. "plot(many) draws the losses of an ensemble many"},
  {{object({}, "Loss")}, "plot: argument 'y' " .. numbers .. "userdata; "
    .. "plot.landscape{L, x = {..}, y = {..}} draws a loss L"},
}
for _, case in ipairs(mistakes) do
  test("refused: " .. case[2], function() equal(testing.message(drawn, table.unpack(case[1])), case[2]) end)
end

testing.finish()
