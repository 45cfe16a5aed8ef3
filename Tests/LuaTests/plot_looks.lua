---Tests of sizes, fonts, lines, ticks and legends of plots, for stock Lua: lua5.4 Tests/LuaTests/plot_looks.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local plot = require "plot"
local plot_testing = require "plot_testing"
local sizes = require "plot.sizes"
local testing = require "testing"

local test, equal = testing.test, testing.equal
local drawn, svg = plot_testing.drawn, plot_testing.svg

---What plot writes into a file of a kind.
local function written(ending, figure)
  figure.file = testing.folder() .. "/figure" .. ending
  plot(figure)
  local content = testing.read(figure.file)
  os.remove(figure.file)
  return content
end

local function near(got, expected)
  local difference = math.abs(got - expected)
  assert(difference < 1e-9 * math.max(1, expected), ("got %.17g, expected %.17g"):format(got, expected))
end

test("lengths on paper are pixels of which 96 are an inch", function()
  for length, pixels in pairs {
    ["2.54cm"] = 96, ["25.4 mm"] = 96, ["1in"] = 96, ["72pt"] = 96, ["96px"] = 96, [".5in"] = 48, column = 324,
    page = 672,
  } do
    near(sizes.pixels(length), pixels)
  end
  for _, wrong in ipairs {"", "cm", "1", "1m", "1e3cm", "-1cm", ".cm", "1cmm", "columns"} do
    equal(sizes.pixels(wrong), nil)
  end
end)
for _, case in ipairs {
  {{}, 600, 400}, {{width = 300}, 300, 400}, {{width = "3in"}, 288, 192}, {{width = "3in", height = "1in"}, 288, 96},
  {{width = "column", fontsize = 18}, 324, 216}, {{fontsize = 4.5}, 600, 400},
  {{width = 300, height = "2.54cm"}, 300, 96},
} do
  local given, width, height = case[1], case[2], case[3]
  local title = ("%s x %s, letters of %s"):format(given.width, given.height, given.fontsize)
  test("a file has the size asked for: " .. title, function()
    local figure = {1, 2, title = "T", xlabel = "x", ylabel = "y", width = given.width, height = given.height,
      fontsize = given.fontsize}
    local content = written(".svg", figure)
    local w, h, across, down = content:match 'width="([%d.]+)" height="([%d.]+)" viewBox="0 0 ([%d.]+) ([%d.]+)"'
    assert(math.abs(w - width) < 0.02 and math.abs(h - height) < 0.02, w .. " " .. h)
    -- The layout is enlarged alike in both directions, so that its letters of 12 are as large as asked for.
    local scale = (given.fontsize or 9) / 9
    assert(math.abs(w / across - scale) < 1e-3 and math.abs(h / down - scale) < 1e-3)
    local tick = plot_testing.texts(content)[1]
    assert(math.abs(tick.size * scale * 0.75 - (given.fontsize or 9)) < 0.01 * scale)
  end)
end
test("a length on paper is the same in a document for pgfplots", function()
  assert(written(".tex", {1, 2, width = "8.5cm", height = "50mm"}):find("width=8.5cm, height=5cm", 1, true))
  assert(written(".tex", {1, 2, width = "column"}):find("width=8.573cm, height=5.715cm", 1, true))
  assert(written(".tex", {1, 2, width = 600}):find("width=12cm, height=8cm", 1, true))
end)
test("lines are as wide as asked for, of all series or of one, whatever the letters' size", function()
  local function widths(figure)
    local list, scale = {}, (figure.fontsize or 9) / 9
    for width in written(".svg", figure):gmatch 'stroke="#[^"]*" stroke%-width="([%d.]+)" stroke%-linejoin' do
      list[#list + 1] = ("%.2f"):format(width * scale * 0.75)
    end
    return table.concat(list, " ")
  end
  equal(widths {{y = {1, 2}}, {y = {2, 3}, linewidth = 3}}, "1.35 3.00")
  equal(widths {{y = {1, 2}}, {y = {2, 3}, linewidth = 3}, linewidth = 0.75}, "0.75 3.00")
  equal(widths {{y = {1, 2}}, linewidth = 3, fontsize = 18}, "3.00")
  assert(written(".tex", {{y = {1, 2}, linewidth = 3}}):find("line width=3pt", 1, true))
  assert(written(".gp", {{y = {1, 2}, linewidth = 2.7}}):find("lw 4 ", 1, true))
end)
test("color, dash, marker and style are each chosen alone", function()
  local function look(options)
    options.y = {2, 3}
    local content = svg {{y = {1, 2}}, options, marks = true}
    local line = content:match('stroke="#d55e00" stroke%-width="1.8" stroke%-linejoin="round" stroke%-(%S-"[%d. ]*"?)')
    return line
  end
  equal(look {}, 'dasharray="7 2.5"')
  equal(look {marker = "star"}, 'dasharray="7 2.5"')
  equal(look {dash = 1}, 'linecap="')
  equal(look {color = "blue"}, nil)
end)

test("a line whose marker is given has it at its points, far enough from each other to be told apart", function()
  local path = svg {{x = {0, 1, 2}, y = {0, 1, 0}, marker = "square"}}:match 'd="([^"]*z)" fill="#0072b2"/>'
  equal(select(2, path:gsub("M", "")), 3)
  local dense = {}
  for i = 1, 1000 do dense[i] = 0 end
  path = svg {{y = dense, marker = "square"}}:match 'd="([^"]*z)" fill="#0072b2"/>'
  local before
  for x in path:gmatch "M([%d.]+)" do
    assert(not before or x - before >= 40, path)
    before = tonumber(x)
  end
  assert(not svg {{y = {0, 1, 0}}}:find 'fill="#0072b2"')
end)
test("ticks are where they are asked for, with the labels given or their numbers", function()
  local function labels(figure)
    local list = {}
    for _, text in ipairs(plot_testing.texts(written(".svg", figure))) do list[#list + 1] = text.label end
    return table.concat(list, "|")
  end
  local pi = math.pi
  local xticks = {{0, "0"}, {pi, [[$\pi$]]}, {2 * pi, [[$2\pi$]]}}
  equal(labels {x = {0, 2 * pi}, y = {0, 1}, xticks = xticks, yticks = {0, 0.5, 1}},
    "0|π|2π|0|0.5|1")
  equal(labels {x = {0, 1}, y = {1, 1e6}, xticks = {}, yticks = {1, 1e-6, 1000, 2e6}, log = "y"}, "1|1000")
  equal(labels {x = {0, 3e7}, y = {0, 0}, xticks = {3e7, 1e7, -1e7}, yticks = {0, {0.01, "x"}}}, "10⁷|3 × 10⁷|0|x")
end)
test("ticks asked for are in the terminal, for gnuplot and for pgfplots too", function()
  local function figure()
    return {x = {0, 4}, y = {0, 1}, xticks = {{1, "a"}, {3, [[$\beta$]]}}, yticks = {0.25, 0.75}}
  end
  local picture = drawn(figure())
  assert(picture:find "0%.75 ┤" and picture:find "0%.25 ┤" and picture:find "\n +a +β\n", picture)
  plot_testing.environment = {LANG = "C"}
  assert(drawn(figure()):find "\n +a +beta\n")
  local script = written(".gp", figure())
  assert(script:find("set xtics ('a' 1, '{/:Italic β}' 3) enhanced\n", 1, true), script)
  assert(script:find("set ytics ('0.25' 0.25, '0.75' 0.75) enhanced\n", 1, true), script)
  local document = written(".tex", figure())
  assert(document:find("xtick={1,3}, xticklabels={{a},{$\\beta$}}", 1, true), document)
  assert(document:find("ytick={0.25,0.75}, yticklabels={{0.25},{0.75}}", 1, true), document)
end)

test("a power of ten that all labels of an axis have stands once at its end", function()
  local function labels(figure)
    local list = {}
    for _, text in ipairs(plot_testing.texts(written(".svg", figure))) do list[#list + 1] = text.label end
    return table.concat(list, "|")
  end
  equal(labels {x = {0, 1e7}, y = {0, 3e-5}, width = 300, height = 200}, "0|0.5|1.0|0|2|×10⁷|×10⁻⁵")
  -- Those of a log axis, and those that the caller asks for, are as they are.
  equal(labels {x = {0, 1e7}, y = {0, 3e-5}, xticks = {1e7}, yticks = {3e-5}}, "10⁷|3 × 10⁻⁵")
  equal(labels {x = {1e7, 1e9}, y = {0, 1}, log = "x", yticks = {}}, "10⁷|10⁸|10⁹")
  local content = written(".svg", {x = {0, 1}, y = {0, 1e7}, title = ("a long title "):rep(5)})
  local top = content:match '<rect x="[%d.]+" y="([%d.]+)" width="[%d.]+" height="[%d.]+" f'
  local texts = {}
  for _, text in ipairs(plot_testing.texts(content)) do texts[text.label:match "^a long" or text.label] = text.y end
  assert(texts["×10⁷"] < top - 5 and texts["a long"] < texts["×10⁷"] - 10)
end)

for _, case in ipairs {
  -- What is drawn, what stands once at the axis' end, and labels that are there.
  {{1e9, 1e9 + 1e-3}, "+10⁹", {"0.0002", "0.0004"}}, {{5 + 1e-9, 5 + 3e-9}, "×10⁻⁹ +5", {"1.0", "1.5", "3.0"}},
  {{-123456789.002, -123456789.001}, "−123456789", {"−0.0020", "−0.0012"}},
  {{1.5e9, 1.5e9 + 0.01}, "+1.5 × 10⁹", {"0.002"}}, {{273.15, 273.1502}, nil, {"273.15010"}},
} do
  local y, common, labels = case[1], case[2], case[3]
  test("first digits that all labels share stand once at the axis' end: " .. tostring(common), function()
    local found, list = {}, {}
    for _, text in ipairs(plot_testing.texts(svg {{y = y}})) do
      found[text.label], list[#list + 1] = true, text.label
    end
    for _, label in ipairs(labels) do assert(found[label], label .. " in " .. table.concat(list, "|")) end
    if common then assert(found[common], common .. " in " .. table.concat(list, "|")) end
    for _, label in ipairs(list) do assert(utf8.len(label) < 12, label) end
  end)
end
test("gnuplot gets labels with all digits that tell ticks apart, pgfplots what they differ in", function()
  local figure = {{y = {1e9, 1e9 + 1e-3}}}
  assert(written(".gp", figure):find("'1000000000.0002' 1000000000.0002", 1, true))
  -- TeX's numbers have seven digits: what all share is left out.
  local document = written(".tex", figure)
  assert(document:find("yticklabels={{0},{0.0002},", 1, true), document)
  assert(document:find("\n% Numbers of y are counted from 1000000000.\n", 1, true))
  assert(document:find("scaled y ticks=manual:{+$10^{9}$}{\\pgfmathparse{#1}}", 1, true), document)
  local y = tonumber(document:match "\n2 (%S+)\n")
  assert(math.abs(y - 1e-3) < 1e-6, y)
  assert(not document:match "ymin=(%S+),":find "000000")
end)
test("a legend outside is beside the box where it is narrow, and under it where it is wide", function()
  local function box(name, width)
    local one, two = {y = {1, 2}, name = name}, {y = {2, 1}, name = name}
    local content = written(".svg", {one, two, legend = "outside", width = width})
    local x, y, w, h = content:match '<rect x="([%d.]+)" y="([%d.]+)" width="([%d.]+)" height="([%d.]+)" f'
    local text
    for _, found in ipairs(plot_testing.texts(content)) do text = found.label == name and found or text end
    return {right = x + w, bottom = y + h, width = tonumber(w)}, text, tonumber(content:match ' height="([%d.]+)"')
  end
  local narrow, beside = box "a"
  assert(beside.x > narrow.right and beside.y < narrow.bottom)
  local wide, under, height = box(("long name "):rep(4))
  assert(under.y > wide.bottom and wide.width > 500 and height > 400, height)
  local column, below = box("a longer name", 300)
  assert(below.y > column.bottom and column.width > 200)
end)
test("a legend is in the middle of an edge where all corners are taken, for other programs too", function()
  local figure = {{y = {1, 2, 3}, name = "a"}, {y = {3, 2, 1}, name = "b"}}
  local content = svg(figure)
  local box = {content:match '<rect x="([%d.]+)" y="([%d.]+)" width="([%d.]+)" height="([%d.]+)" fill="none"'}
  local x, y, width, height = content:match '<rect x="([%d.]+)" y="([%d.]+)" width="([%d.]+)" height="([%d.]+)" rx='
  near(x + width, box[1] + box[3] - 10)
  near(math.abs(2 * y + height - 2 * box[2] - box[4]) < 0.03 and 0 or 1, 0)
  assert(written(".gp", figure):find("set key right center ", 1, true))
  assert(written(".tex", figure):find("legend style={at={(0.97,0.5)}, anchor=east}", 1, true))
end)
test("a legend higher than the picture is under it, and so is a row in a narrow one", function()
  local figure = {legend = "outside"}
  for i = 1, 25 do figure[i] = {y = {i, i}, name = "run " .. i} end
  local content = svg(figure)
  local height = tonumber(content:match 'viewBox="0 0 [%d.]+ ([%d.]+)"')
  local last
  for _, text in ipairs(plot_testing.texts(content)) do
    if text.label == "run 25" then last = text.y end
  end
  assert(last > 400 and last < height - 4, last)
  local narrow = svg {{y = {1, 2}, name = "a"}, {y = {2, 1}, name = "b"}, width = "column", legend = "outside"}
  local places = {}
  for _, text in ipairs(plot_testing.texts(narrow)) do places[text.label] = text end
  equal(places.a.y, places.b.y)
end)
test("columns of a legend under the box are as many as fit, and hide nothing", function()
  local figure = {legend = "outside"}
  for i = 1, 7 do figure[i] = {y = {i, i + 1}, name = "series of the number " .. i .. (" "):rep(5) .. "."} end
  local content = written(".svg", figure)
  local rows, height = {}, tonumber(content:match ' height="([%d.]+)"')
  for _, text in ipairs(plot_testing.texts(content)) do
    if text.label:find "^series" then
      rows[text.y] = (rows[text.y] or 0) + 1
      assert(text.y < height - 4 and text.x > 0)
    end
  end
  local list = {}
  for y in pairs(rows) do list[#list + 1] = y end
  table.sort(list)
  for i, y in ipairs(list) do list[i] = rows[y] end
  equal(table.concat(list, " "), "2 2 2 1")
end)

test("what all labels of the colour bar or of the right axis share stands once over them", function()
  for _, case in ipairs {
    {{{kind = "heatmap", z = {{1e-7, 2e-7}, {3e-7, 0}}}}, "×10⁻⁷"},
    {{{kind = "heatmap", z = {{1e9 + 1, 1e9 + 2}, {1e9 + 3, 1e9}}}}, "+10⁹"},
    {{{y = {1, 2, 3}}, {y = {1e-9, 3e-9, 2e-9}, axis = "right"}}, "×10⁻⁹"},
  } do
    local found
    local content = svg(case[1])
    local box = tonumber(content:match '<rect x="[%d.]+" y="([%d.]+)" width="[%d.]+" height="[%d.]+" fill="none"')
    for _, text in ipairs(plot_testing.texts(content)) do
      if text.label == case[2] then found = text end
      assert(text == found or not text.label:find "10", text.label)
    end
    assert(found and found.y < box and found.y - found.size * 0.8 > 0, case[2])
  end
end)

test("long titles and names of axes are smaller, and leave the picture as wide as it is", function()
  local long = ("a long text "):rep(9)
  local content = svg {1, 2, title = long, xlabel = long, ylabel = ("a long text "):rep(6)}
  local width = tonumber(content:match ' width="([%d.]+)"')
  equal(width, 600)
  local seen = 0
  for _, text in ipairs(plot_testing.texts(content)) do
    if text.label:find "^a long text" then
      seen = seen + 1
      assert(text.size < 13 and text.size > 7, text.size)
    end
  end
  equal(seen, 3)
  for _, text in ipairs(plot_testing.texts(svg {1, 2, title = "T", xlabel = "x"})) do
    assert(text.label ~= "T" or text.size == 15)
    assert(text.label ~= "x" or text.size == 13)
  end
end)

test("long names in a legend begin within the picture, and are smaller", function()
  local long = ("a long name "):rep(9)
  for _, wish in ipairs {true, "outside", "top right"} do
    local content = svg {{y = {1, 2}, name = long}, {y = {2, 1}, name = "b"}, legend = wish}
    for _, text in ipairs(plot_testing.texts(content)) do
      if text.label:find "^a long name" then assert(text.x > 30 and text.size < 12 and text.size > 6) end
      assert(text.label ~= "b" or text.size == 12)
    end
  end
end)

test("a very small picture shows all of its box and labels", function()
  for _, figure in ipairs {{width = 60, height = 40}, {width = 20, height = 8}, {width = "1cm"}, {height = 30}} do
    local wished, high = sizes.pixels(figure.width) or 600, sizes.pixels(figure.height)
    figure[1], figure[2], figure.xlabel, figure.ylabel, figure.title = 1, 2, "x", "y", "T"
    local content = svg(figure)
    local width, height = content:match 'width="([%d.]+)" height="([%d.]+)"'
    local across, down = content:match 'viewBox="0 0 ([%d.]+) ([%d.]+)"'
    near(tonumber(width) // 1, wished // 1)
    if high then near(tonumber(height) // 1, high // 1) end
    local x, y, w, h = content:match '<rect x="([%d.]+)" y="([%d.]+)" width="([%d.]+)" height="([%d.]+)" fill="none"'
    assert(x + w <= across + 0 and y + h <= down + 0, content:sub(1, 300))
    for _, text in ipairs(plot_testing.texts(content)) do
      assert(text.x >= 0 and text.x <= across + 0 and text.y <= down + 0, text.label)
    end
  end
end)

testing.finish()
