---Tests of the kinds of file that plot writes beside SVG, for stock Lua: lua5.4 Tests/LuaTests/plot_files.lua
---With gnuplot (Debian's gnuplot-nox) its scripts are run; pgfplots documents are where pdflatex has pgfplots.
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local Place = require "polyak.place"
local figures = require "plot.figure"
local kinds = require "plot.kinds"
local numerals = require "plot.numerals"
local plot = require "plot"
local testing = require "testing"
local tex = require "plot.tex"

local test, equal, output, read = testing.test, testing.equal, testing.output, testing.read
local folder, listing = testing.folder(), testing.listing
local call = Place.of "plot"

---What plot writes into a file of a kind.
local function written(ending, ...)
  local path = folder .. "/figure" .. ending
  local figure = table.pack(...)
  figure[figure.n].file = path
  equal(plot(table.unpack(figure, 1, figure.n)), path)
  local content = read(path)
  os.remove(path)
  equal(listing(), "")
  return content
end

local has_gnuplot = output "command -v gnuplot" ~= ""
local has_pgfplots = output "command -v pdflatex" ~= ""
  and select(2, output("kpsewhich pgfplots.sty standalone.cls"):gsub("\n", "")) == 2

---A figure with one of everything, and names that would be something else to a shell, to gnuplot or to TeX.
local function everything(ending)
  return written(ending, {
    {y = {1, 0.1, 0.01, 0, 1e-5}, name = "µ 50% & {a}_b^2 #1 ~ \\x \\$y\\$ <z>", marks = true},
    {x = {1, 3, 5}, y = {1, 2, 3}, name = "'q' \"r\" `touch x` @m", style = "points", marker = "down", open = true},
    {x = {1, 5}, y = {1e-3, 1e-3}, style = "dashed"},
    {y = {1, 0 / 0, 2, 0 / 0, 3}, dash = 4, color = "#123456"},
    log = "y", title = "a\nb 'c'\27[2J $(id) \"", xlabel = "t [s]", ylabel = "‖ε‖", ylim = {1e-6, 10},
    legend = "top left",
  })
end

test("a script for gnuplot holds the numbers, in full", function()
  local script = everything ".gp"
  assert(script:find("$series1 << EOD\n1 1\n2 0.1\n3 0.01\n\n5 1e-05\nEOD\n", 1, true), script)
  assert(script:find("$series2 << EOD\n1 1\n3 2\n5 3\nEOD\n", 1, true), script)
  assert(script:find("$series4alone << EOD\n1 1\n3 2\n5 3\nEOD\n", 1, true), script)
  assert(script:find("$ends1 << EOD\n1 1\n5 1e-05\nEOD\n", 1, true), script)
  local third = 1 / 3
  equal(tonumber(written(".gp", {third, 1e-320, 1e300}, {}):match "EOD\n1 ([^\n]+)"), third)
end)
test("a script for gnuplot says how series look", function()
  local script = everything ".gp"
  for _, part in ipairs {
    "$series1 using 1:2 with lines lw 2 lc rgb '#0072b2' title 'µ 50% & {a}_b^2 #1 ~ \\x $y$ <z>'",
    "$series2 using 1:2 with points pt 10 ps 1 lw 1.3 lc rgb '#d55e00' title \"'\".'q'' \"r\" `touch x` @m'",
    "$series3 using 1:2 with lines lw 1.4 dt (10.8,7.2) lc rgb '#009e73' notitle",
    "$series4 using 1:2 with lines lw 2 dt (14.4,4.5,3.6,4.5) lc rgb '#123456' notitle",
    "set title 'a b ''c'' [2J $(id) \"' noenhanced\n", "set logscale y 10\n", "set yrange [1e-06:10]\n",
    "set key top left Left", "# 1 point of \"µ 50%", "not shown: y <= 0 on a log axis\n",
    "# 2 points of series 4 not shown: not finite\n",
  } do
    assert(script:find(part, 1, true), part .. "\nin\n" .. script)
  end
end)
test("a document for pgfplots holds the numbers, and texts as TeX sets them", function()
  local document = everything ".tex"
  for _, part in ipairs {
    "\\addplot[color=series1, line width=1.1pt] table {\n1 1\n2 0.1\n3 0.01\nnan nan\n5 1e-05\n};",
    "\\addlegendentry{\\ensuremath{\\mu} 50\\% \\& \\{a\\}\\_b\\textasciicircum{}2 \\#1 \\textasciitilde{} "
      .. "\\textbackslash{}x \\$y\\$ \\textless{}z\\textgreater{}}",
    "mark=triangle, mark size=2pt, mark options={solid, rotate=180}] table {\n1 1\n3 2\n5 3\n};",
    "dash pattern=on 6pt off 4pt, forget plot", "\\definecolor{series4}{HTML}{123456}", "ymode=log",
    "ymin=1e-06, ymax=10", "legend pos=north west", "ylabel={\\ensuremath{\\Vert}\\ensuremath{\\varepsilon}",
    "% 1 point of \"µ 50%", "not shown: y <= 0 on a log axis\n",
  } do
    assert(document:find(part, 1, true), part .. "\nin\n" .. document)
  end
end)
test("long series leave room in TeX's memory, and keep their extremes", function()
  local y = {}
  for i = 1, 100000 do y[i] = math.sin(i / 100) end
  y[54321] = 7
  local document = written(".tex", y, {})
  local _, count = document:gsub("\n[%d.]+ %S+", "")
  assert(count < 20100 and count > 2000, count)
  assert(document:find("\n54321 7\n", 1, true) and document:find("% Of 100000 points", 1, true))
end)
test("numbers are as short as reads the same back", function()
  for _, case in ipairs {
    {0.1, "0.1"}, {1 / 3, "0.3333333333333333"}, {5e-324, "4.94065645841247e-324"}, {1e22, "1e+22"},
    {0.1 + 0.2, "0.30000000000000004"},
  } do
    equal(numerals.exact(case[1]), case[2])
    equal(tonumber(case[2]), case[1])
  end
end)
for source, expected in pairs {
  ["é ş a-b"] = "é ş a{-}b",
  ["中 e\u{301} 𝛼"] = "[U+4E2D] e[U+0301] [U+1D6FC]",
  ["η = 5·10⁻³"] = "\\ensuremath{\\eta} = 5\\ensuremath{\\cdot}10\\ensuremath{{}^{-3}}",
  ["x₁₂² ⁰¹⁴⁹₋"] = "x\\ensuremath{{}_{12}}\\ensuremath{{}^{2}} \\ensuremath{{}^{0149}}\\ensuremath{{}_{-}}",
  ["ΣΛψℓ∈"] = "\\ensuremath{\\Sigma}\\ensuremath{\\Lambda}\\ensuremath{\\psi}\\ensuremath{\\ell}\\ensuremath{\\in}",
} do
  test("TeX sets or names every letter: " .. source, function() equal(tex.escape(source), expected) end)
end

for ending, kept in pairs {
  [".svg"] = "<desc>[^<]*not shown", [".gp"] = "\n# 1 point not shown", [".tex"] = "\n%% 1 point not shown",
} do
  test("what is not shown is a remark in a " .. ending .. ", and no part of the picture", function()
    local content = written(ending, {1, 0, 1e-3}, {log = "y"})
    assert(content:find(kept), content)
    local _, count = content:gsub("not shown", "")
    equal(count, 1)
  end)
end
test("dashed series have the colours of their places; one in a colour of its own leaves the others theirs", function()
  local function colors(...)
    local list = {}
    local content = written(".svg", {...})
    for color in content:gmatch 'fill="none" stroke="(#%x+)" stroke%-width="1.[38]"' do list[#list + 1] = color end
    return table.concat(list, " ")
  end
  local function dashed(y, color) return {x = {1, 2, 3}, y = y, style = "dashed", color = color} end
  local solid = {x = {1, 2, 3}, y = {5, 5, 6}}
  equal(colors(dashed {1, 2, 3}, dashed {2, 3, 4}, dashed {3, 4, 5}), "#0072b2 #d55e00 #009e73")
  equal(colors(dashed {1, 2, 3}, solid, dashed {2, 3, 4}), "#0072b2 #d55e00 #009e73")
  equal(colors(solid, dashed {1, 2, 3}), "#0072b2 #d55e00")
  equal(colors(solid, dashed({1, 2, 3}, "gray"), solid), "#0072b2 #767676 #d55e00")
  equal(colors(dashed({1, 2, 3}, "gray"), dashed({2, 3, 4}, "red")), "#767676 #d55e00")
end)
test("every log axis has two labels or more", function()
  for _, height in ipairs {8, 9, 12, 20} do
    for _, ends in ipairs {{2, 9}, {0.2, 0.9}, {11, 19}, {1.1, 1.9}, {3, 4}, {1e-3, 2e-3}, {95, 105}} do
      local one = {options = {}, place = call, y = ends, y_place = call}
      local x, y = require("plot.axes").fit(figures.new({one}, {log = "y"}, call), 10, height, 0)
      assert(x and #require("plot.ticks").along(y, math.max(2, (height - 4) // 3)) >= 2, ends[1] .. " " .. height)
    end
  end
end)
test("with equal units ticks are as far apart on both axes", function()
  local labels = {}
  for label in written(".svg", {0, 1, 2}, {0, 4, 9}, {equal = true}):gmatch 'aria%-label="([^"]+)"' do
    labels[#labels + 1] = label
  end
  local text = " " .. table.concat(labels, " ") .. " "
  assert(text:find " 0 2 4 6 8 ", text)
end)

test("without gnuplot its kinds name the package", function()
  for _, kind in ipairs {{".png", "PNG"}, {".pdf", "PDF"}, {".sixel", "sixel"}, {".six", "sixel"}} do
    local program = ([[package.path = '%s/../../stdlib/?.lua'
      print(select(2, pcall(require 'plot', {1, 2}, {file = '%s/a%s'})))]]):format(here, folder, kind[1])
    local script = folder .. "/program.lua"
    local file = assert(io.open(script, "w"))
    file:write(program)
    file:close()
    -- The interpreter by its path, since nothing can be found in an empty one.
    local interpreter = output("command -v lua5.4"):gsub("\n", "")
    equal(output(("PATH=/nowhere '%s' '%s' 2>&1"):format(interpreter, script)),
      ("plot: a %s needs gnuplot, which is not installed (Debian's package gnuplot-nox)\n"):format(kind[2]))
    os.remove(script)
  end
  equal(listing(), "")
end)

if has_gnuplot then
  test("gnuplot runs the script as it is", function()
    local path = folder .. "/figure.gp"
    plot({1, 10, 100}, {log = "y", title = "it's", file = path})
    local text, ok = output(("env -u DISPLAY gnuplot '%s' 2>&1"):format(path))
    os.remove(path)
    assert(ok and text:find "it's" and text:find("10^{2}", 1, true), text)
  end)
  test("gnuplot reads every marker, dash and place of a legend", function()
    local palette = require "plot.palette"
    for _, place in ipairs {"top left", "top right", "bottom left", "bottom right", "outside"} do
      local figure = {legend = place, equal = true}
      for i, marker in ipairs(palette.markers) do
        figure[#figure + 1] = {y = {i, i}, style = "points", marker = marker, name = marker}
        figure[#figure + 1] = {y = {i + 1, i}, marker = marker}
        figure[#figure + 1] = {y = {i, i + 1}, marker = marker, open = true, marks = true, dash = math.min(i, 8)}
      end
      assert(#written(".png", figure) > 1000)
    end
  end)
  test("files by gnuplot are what their names say", function()
    local png = everything ".png"
    equal(png:sub(1, 8), "\x89PNG\r\n\x1A\n")
    equal(table.concat({(">I4I4"):unpack(png, 17)}, " ", 1, 2), "1200 800")
    equal(everything ".pdf":sub(1, 5), "%PDF-")
    equal(everything ".six":sub(1, 2), "\27P")
    equal(everything ".sixel":sub(-2), "\27\\")
  end)
  test("sizes are pixels of a PNG half as fine, and of a PDF 96 to an inch", function()
    local png = written(".png", {1, 2}, {width = 300, height = 200})
    equal(table.concat({(">I4I4"):unpack(png, 17)}, " ", 1, 2), "600 400")
    assert(written(".pdf", {1, 2}, {width = 300, height = 200}):find "MediaBox %[ *0 0 225 150 *%]")
  end)
  test("nothing that can be drawn makes gnuplot fail", function()
    for _, y in ipairs {{}, {5, 5}, {3}, {0}, {0 / 0}, {1e-320, 0}, {1.7e308, -1.7e308, 5e-324}, {1e16, 1e16 + 2},
      {5e-324, 5e-324}, {5e-324, 1e-310}, {1e307, 1.7e308}} do
      for _, log in ipairs {false, "xy"} do assert(#written(".png", y, {log = log or nil}) > 100) end
    end
  end)
  test("a name of a file is no command, whatever is in it", function()
    for _, name in ipairs {"a'b", 'a"; touch x; "', "$(touch x)", "`touch x`", "a\nb", "-e", "a b|c"} do
      local path = folder .. "/" .. name .. ".png"
      equal(plot({1, 2}, {file = path}), path)
      equal(read(path):sub(2, 4), "PNG")
      assert(os.remove(path))
    end
    equal(listing(), "")
  end)
  test("what gnuplot says where it fails is shown, and the old file stays", function()
    local path = folder .. "/old.png"
    plot({1, 2}, {file = path})
    local old = read(path)
    local render = kinds.png.render
    kinds.png.render = function(fig)
      return require "plot.gnuplot.run"(fig, "set terminal nonsense", "PNG")
    end
    local ok, why = pcall(plot, {1, 2, 3}, {file = path})
    kinds.png.render = render
    assert(not ok)
    equal(why, "plot: gnuplot failed: unknown or ambiguous terminal type; type just 'set terminal' for a list")
    equal(read(path), old)
    equal(listing(), "old.png\n")
    os.remove(path)
  end)
else
  print "gnuplot is not installed: what it draws was not tested"
end

if has_pgfplots then
  test("LaTeX sets the document", function()
    local document = everything ".tex"
    local file = assert(io.open(folder .. "/figure.tex", "wb"))
    file:write(document)
    file:close()
    local command = "cd '%s' && pdflatex -interaction=nonstopmode -halt-on-error figure.tex 2>&1"
    local text, ok = output(command:format(folder))
    assert(ok, text)
    equal(read(folder .. "/figure.pdf"):sub(1, 5), "%PDF-")
    os.execute(("rm '%s'/figure.*"):format(folder))
  end)
end

test("kinds have endings of their own, a file each that says what it is, and render", function()
  local seen, names = {}, {}
  for name, kind in pairs(kinds) do
    names[#names + 1] = name .. ".lua"
    for _, ending in ipairs(kind.endings) do
      assert(not seen[ending] and ending:find "^%.%l+$")
      seen[ending] = true
      -- Whatever the case of its letters.
      if kind.render(figures.new({}, {}, call)) then
        local path = folder .. "/A" .. ending:upper()
        equal(plot({1, 2}, {file = path}), path)
        os.remove(path)
      end
    end
    assert(read(("%s/../../stdlib/plot/kind/%s.lua"):format(here, name)):find "^%-%-%-%u.-\n%-%-%-\n%-%-%-    ")
  end
  table.sort(names)
  equal(table.concat(names, "\n") .. "\n", output(("ls '%s/../../stdlib/plot/kind'"):format(here)))
end)

test("a new kind is in the list alone: plot writes it, and names its ending", function()
  kinds.txt = {endings = {".txt"}, render = function(fig) return fig.options.title .. "\n" end}
  equal(written(".txt", {1, 2}, {title = "t"}), "t\n")
  local _, why = pcall(plot, {1, 2}, {file = "a.txr"})
  equal(why, "plot: option 'file' must be a name ending in .gp, .pdf, .png, .six, .sixel, .svg, .tex, .txt, "
    .. "got string 'a.txr' (did you mean '.txt'?)")
  kinds.txt = nil
end)

test("long numbers are told apart by gnuplot's labels", function()
  local path = testing.folder() .. "/long.gp"
  plot {x = {1e9 + 0.1, 1e9 + 0.3}, y = {1e6 + 1, 1e6 + 2}, file = path}
  local content = testing.read(path)
  assert(content:find("'1000001.2' 1000001.2", 1, true), content)
  local _, commas = content:match("set xtics %((.-)%)"):gsub(",", ",")
  assert(commas < 3, content)
end)

testing.finish()
