---Tests of pages that report writes, for stock Lua: lua5.4 Tests/LuaTests/report_page.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local colors = require "report.colors"
local plot_testing = require "plot_testing"
local png = require "plot.png"
local report = require "report"
local sha256 = require "report.sha256"
local testing = require "testing"

local test, equal = testing.test, testing.equal

---The page of one text, without its head and what made it.
local function body(text)
  local page = report.html {text}
  return (page:match "<main>\n(.-)\n?<h2 id=\"part%-%d+\">How it was made")
end

---@param page string
---@return string[]  # the data of its figures
local function data(page)
  local list = {}
  for text in page:gmatch '<script type="application/json">(.-)</script>' do list[#list + 1] = text end
  return list
end

---Lua's value of JSON that holds no `[` or `{` in its texts: of the data of figures.
local function decoded(text)
  local source = text:gsub('"([%w_]+)":', "%1="):gsub("%[", "{"):gsub("%]", "}"):gsub("null", "nil")
  return assert(load("return " .. source:gsub("\\u(%x%x%x%x)", "\\u{%1}")))()
end

---Elements that are open at the end, or closed out of order.
local function check_nesting(page)
  local open = {}
  local void = {meta = true, link = true}
  local text = page:gsub("<script.->.-</script>", ""):gsub("<style>.-</style>", ""):gsub("<!DOCTYPE html>", "")
  for closing, name, rest in text:gmatch "<(/?)(%w+)([^>]*)>" do
    if closing == "/" then
      equal(name, table.remove(open))
    elseif not void[name] and rest:sub(-1) ~= "/" then
      open[#open + 1] = name
    end
  end
  equal(#open, 0)
end

local function hex(bytes) return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end)) end

-- Pages --

test("a page says which script and style sheet are its own, and lets nothing else in", function()
  -- The three of FIPS 180-4's examples that are short.
  equal(hex(sha256 "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  equal(hex(sha256 ""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  equal(hex(sha256 "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  local page = report.html {title = "T", plots = {{1, 4, 9}}}
  local policy = page:match 'Content%-Security%-Policy" content="([^"]*)"'
  equal(policy:match "^[^;]*", "default-src 'none'")
  for directive, element in pairs {["script%-src"] = "<script>(.-)</script>", ["style%-src"] = "<style>(.-)</style>"} do
    equal(policy:match(directive .. " 'sha256%-([^']*)'"), png.base64(sha256(page:match(element))))
  end
  -- Nothing that a browser would fetch.
  for _, address in page:gsub("http://www.w3.org/[%w/]*", ""):gmatch '[%s:](%a+)="(%a+:[^"]*)"' do
    assert(address:find "^data:", address)
  end
  assert(not page:find("@import", 1, true) and not page:find "url%(" and not page:find ' style="')
end)

test("a page is whole, whatever stands in it", function()
  local evil = "</script><b>&\"' \u{1F600} \xff"
  local page = report.html {
    title = evil, text = evil .. "\n\n# " .. evil .. "\n\n- " .. evil .. "\n\n```\n" .. evil .. "\n```\n",
    {plot = {{x = {1, 2}, y = {1, 0 / 0}, name = evil}, title = evil, xlabel = evil}, caption = evil},
    {table = {{[evil] = evil}}, caption = evil}, settings = {[evil] = evil, [evil .. 2] = {evil}},
    {plot = {kind = "bars", 1, 2, name = evil, ylabel = evil}},
    {panels = {
      {kind = "histogram", 1, 1, 2, name = evil}, {kind = "heatmap", z = {{1, 2}, {1 / 0, 4}}, zlabel = evil},
    }},
  }
  check_nesting(page)
  assert(not page:find("<b>&", 1, true) and utf8.len(page))
  equal(select(2, page:gsub("</script>", "")), 4)
  assert(page:find("<title>&lt;/script&gt;&lt;b&gt;&amp;&quot;' \u{1F600} \u{FFFD}</title>", 1, true))
  equal(decoded(data(page)[1]).boxes[1].layers[1].name, (evil:gsub("\xff", "\u{FFFD}")))
end)

test("parts stand in the order in which they are given", function()
  local page = report.html {
    text = "one", "two", {plot = {1, 2}}, {settings = {a = 1}}, plots = {{1, 3}}, tables = {{{1}}}, "three",
    settings = {b = 2},
  }
  local order, at = {"<p>one", "<p>two", "Figure 1.", "Table 1.", "<p>three", "Figure 2.", "Table 2.", "Table 3."}, 1
  for _, text in ipairs(order) do
    local found = page:find(text, at, true)
    assert(found, text)
    at = found
  end
end)

test("every heading has a link to it, where there are three or more", function()
  local page = report.html {"# A `b`\n## C\n# [D](https://x.org)"}
  for id, heading in pairs {["part-1"] = "A <code>b</code>", ["part-2"] = "C", ["part-3"] = "D"} do
    assert(page:find(('<a href="#%s">%s</a>'):format(id, heading), 1, true), heading)
    assert(page:find(('id="%s"'):format(id), 1, true))
  end
  assert(not report.html({"# A"}):find("<nav", 1, true))
end)

-- Texts --

local texts = {
  {"a\nb\n\nc", "<p>a b</p>\n<p>c</p>"},
  {"  a\n\n  b", "<p>a</p>\n<p>b</p>"},
  {"a *b* **c** ***d*** _e_ __f__", "<p>a <em>b</em> <strong>c</strong> <strong><em>d</em></strong> <em>e</em> "
    .. "<strong>f</strong></p>"},
  {"2*3*4 a_b_c * d * **", "<p>2*3*4 a_b_c * d * **</p>"},
  {"**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"},
  {"`a*b*` ``a`b`` `x", "<p><code>a*b*</code> <code>a`b</code> `x</p>"},
  {"[a *b*](https://x.org/?a=1&b=\"2\") [c](d.html#e) [f]", '<p><a href="https://x.org/?a=1&amp;b=&quot;2&quot;">'
    .. 'a <em>b</em></a> <a href="d.html#e">c</a> [f]</p>'},
  {"\\*a\\* \\$5 \\\\ \\q", "<p>*a* $5 \\ \\q</p>"},
  {"costs $5, or $6", "<p>costs $5, or $6</p>"},
  {"- a\n- b\n  c\n- d", "<ul>\n<li>a</li>\n<li>b c</li>\n<li>d</li>\n</ul>"},
  {"1. a\n2. b\n   - c", "<ol>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul></li>\n</ol>"},
  {"3) a", '<ol start="3">\n<li>a</li>\n</ol>'},
  {"a\n- b", "<p>a</p>\n<ul>\n<li>b</li>\n</ul>"},
  {"```lua\na < b\n\n  c\n```\nd", '<pre tabindex="0"><code>a &lt; b\n\n  c</code></pre>\n<p>d</p>'},
  {"```\na", '<pre tabindex="0"><code>a</code></pre>'},
  {"# a\nb", '<h2 id="part-1">a</h2>\n<p>b</p>'},
  {"### a ###", '<h4 id="part-1">a</h4>'},
  {"#a", "<p>#a</p>"},
  {"\r\na\r\n\r\n\tb", "<p>a</p>\n<p>b</p>"},
  {"", ""},
}
for _, case in ipairs(texts) do
  test(("the text %q"):format(case[1]), function() equal(body(case[1]), case[2]) end)
end

test("formulas are drawings with their letters as text for those who cannot see them", function()
  local inline = body "x $\\mu^2$ y"
  equal(inline:match 'aria%-label="([^"]*)"', "μ²")
  assert(inline:find '^<p>x <svg class="formula d%d+" ' and inline:find "</svg> y</p>$")
  assert(body("$$ \\frac{1}{2} $$"):find '^<p class="display"><svg ')
  local page = report.html {"$\\mu$", title = "$\\beta$", plots = {{1, 2, title = "$\\mu$"}}}
  -- Each letter is drawn once, and is there for all that use it.
  local defined = {}
  for id in page:gmatch '<path id="(%w+)"' do
    assert(not defined[id], id)
    defined[id] = true
  end
  for id in page:gmatch 'xlink:href="#(%w+)"' do assert(defined[id], id) end
  for depth in page:gmatch 'class="formula d(%d+)"' do assert(page:find("\n.d" .. depth .. "{", 1, true), depth) end
end)

-- Figures --

test("figures keep numbers to the last bit", function()
  local x, y = {0.1, 1 / 3, 2 ^ 70, -1e-308, 5e-324}, {0.1 + 0.2, 2 / 3, 1 / 0, 0 / 0, -1 / 0}
  local layer = decoded(data(report.html {plots = {{x = x, y = y, name = "n"}}})[1]).boxes[1].layers[1]
  equal(layer.name, "n")
  for j, list in ipairs {x, y} do
    for i, value in ipairs(list) do
      local got = layer.columns[j][2][i]
      got = ({Infinity = 1 / 0, ["-Infinity"] = -1 / 0, NaN = 0 / 0})[got] or got
      assert(string.pack("d", got) == string.pack("d", value) or got ~= got and value ~= value, i)
    end
  end
end)

test("every kind of layer has its numbers in the page", function()
  local function layers(given) return decoded(data(report.html {{plot = given}})[1]).boxes[1].layers end
  local function columns(layer)
    local names = {}
    for i, column in ipairs(layer.columns) do names[i] = column[1] .. " " .. table.concat(column[2], ",") end
    return table.concat(names, "; ")
  end
  equal(columns(layers {x = {1, 2}, y = {3, 4}, error = 0.5}[1]), "x 1,2; y 3,4; error 0.5,0.5")
  equal(columns(layers {x = {1, 2}, y = {3, 4}, error = {{1, 1}, {2, 2}}, xerror = 3}[1]),
    "x 1,2; y 3,4; xerror 3,3; error down 1,1; error up 2,2")
  equal(columns(layers {x = {1, 2}, y = {3, 4}, band = {{1, 2}, {5, 6}}, style = "steps"}[1]),
    "x 1,2; y 3,4; low 1,2; high 5,6")
  equal(columns(layers {kind = "bars", x = {10, 20}, y = {3, 4}}[1]), "x 10,20; y 3,4")
  local named = {kind = "bars", x = {"GD", "$\\mu$"}, y = {3, 4}, error = {1, 2}}
  equal(columns(layers(named)[1]), "x GD,μ; y 3,4; error 1,2")
  equal(table.concat(layers({named, {kind = "bars", x = {"GD"}, y = {2}, stacked = true}})[2].y), "5")
  equal(columns(layers {kind = "histogram", 1, 2, 2, 3, bins = {1, 2, 3}}[1]), "from 1,2; to 2,3; count 1,3")
  equal(columns(layers {kind = "histogram", 1, 2, 2, 3, bins = {1, 2, 3}, cumulative = true, density = true}[1]),
    "from 1,2; to 2,3; cumulative density 0.25,1")
  equal(#layers({kind = "density", 1, 2, points = 7})[1].columns[2][2], 7)
  local grid = layers({kind = "heatmap", x = {1, 2, 4}, y = {5, 7}, z = {{1, 2, 3}, {4, 5, 6}}, zlabel = "$w$"})[1]
  equal(grid.name, "w")
  equal(table.concat(grid.x, ",") .. ";" .. table.concat(grid.xedges, ","), "1,2,4;0.5,1.5,3,5")
  equal(table.concat(grid.z[2], ","), "4,5,6")
  local named_grid = layers({kind = "heatmap", x = {"GD", "$\\mu$"}, y = {5, 7}, z = {{1, 2}, {4, 5}}})[1]
  equal(table.concat(named_grid.xnames, ","), "GD,μ")
  equal(named_grid.ynames, nil)
  equal(table.concat(layers({kind = "contour", z = {{1, 2}, {3, 4}}, {x = {1, 2}, y = {1, 2}}})[1].z[1], ","), "1,2")
  for name, kind in pairs(require "plot.layers") do
    local given = {kind = name}
    for key, value in pairs(kind.sample) do given[key] = value end
    -- A straight line and a text are no data.
    equal(#layers {given, {1, 2}} > 1, name ~= "line" and name ~= "text")
  end
  -- Two groups of bars stand beside each other, and so do their places.
  local pair = layers {{kind = "bars", 1, 2}, {kind = "bars", 3, 4}}
  equal(table.concat(pair[1].x, ",") .. ";" .. table.concat(pair[2].x, ","), "0.8,1.8;1.2,2.2")
  equal(layers({{1, 2}, {1, 2, axis = "right"}})[2].right, true)
end)

test("panels have boxes of their own, where they are drawn", function()
  local boxes = decoded(data(report.html {{panels = {{1, 2}, {1, 3, log = "y"}, columns = 2}}})[1]).boxes
  equal(#boxes, 2)
  assert(boxes[2].box[1] > boxes[1].box[1] + boxes[1].box[3] and boxes[2].box[2] == boxes[1].box[2])
  assert(not boxes[1].y.log and boxes[2].y.log)
end)

test("a figure is drawn for narrow screens too, panels under each other, but where its size is asked for", function()
  local given = {{panels = {{1, 2}, {1, 3}}, caption = "c"}}
  local whole = decoded(data(report.html(given))[1])
  local slim = whole.slim
  equal(slim.width .. " " .. #slim.boxes, "340 2")
  equal(whole.boxes[1].box[2], whole.boxes[2].box[2])
  assert(slim.boxes[2].box[2] > slim.boxes[1].box[2] + slim.boxes[1].box[4])
  equal(slim.boxes[1].y.high, whole.boxes[1].y.high)
  for _, sized in ipairs {{1, 2, width = 500}, {1, 2, height = 300}} do
    local page = report.html {plots = {sized}}
    equal(decoded(data(page)[1]).slim, nil)
    assert(not page:find('class="chart slim"', 1, true))
  end
  -- Large grids would be in the page twice.
  local z = {}
  for i = 1, 400 do
    z[i] = {}
    for j = 1, 300 do z[i][j] = i * j end
  end
  equal(decoded(data(report.html {{plot = {kind = "heatmap", z = z}}})[1]).slim, nil)
end)

test("long curves keep the ends, the least and the greatest of each piece, and the page says so", function()
  local y = {}
  for i = 1, 100000 do y[i] = math.sin(i / 1000) end
  y[50001], y[70001] = 9, -9
  local page = report.html {plots = {{y = y, name = "s"}}, points = 400}
  local layer = decoded(data(page)[1]).boxes[1].layers[1]
  local x, kept = layer.columns[1][2], layer.columns[2][2]
  assert(#kept <= 400 and #kept > 200 and layer.total == 100000)
  local found = {}
  for i, at in ipairs(x) do
    equal(kept[i], y[at])
    found[at] = true
  end
  assert(found[1] and found[50001] and found[70001] and found[100000])
  assert(page:find(("The values of s have %d of 100000 points: of each piece"):format(#kept), 1, true))
  assert(not report.html({plots = {{1, 2, 3}}}):find "The values")
end)

test("large grids keep evenly spread cells, those at the ends with them", function()
  local z = {}
  for i = 1, 60 do
    z[i] = {}
    for j = 1, 90 do z[i][j] = 100 * i + j end
  end
  local page = report.html {{plot = {kind = "heatmap", z = z}}, points = 10}
  local grid = decoded(data(page)[1]).boxes[1].layers[1]
  equal(#grid.z * #grid.z[1] <= 130, true)
  equal(grid.z[1][1], 101)
  equal(grid.z[#grid.z][#grid.z[1]], 6090)
  equal(#grid.xedges, #grid.x + 1)
  equal(grid.xedges[#grid.xedges], 90.5)
  assert(page:find(("The values have %d x %d of 90 x 60 cells"):format(#grid.x, #grid.y), 1, true))
end)

test("a figure says in words what it shows", function()
  local page = report.html {{plot = {x = {1, 2, 3}, y = {4, 1 / 0, 9}, name = "$\\mu$", ylabel = "L", log = "y"}}}
  equal(page:match '<p id="about%-1" hidden>(.-)</p>', "y axis: L, logarithmic. μ: 3 points from 4 to 9")
  assert(page:find('<p class="notes">1 point of &quot;μ&quot; not shown: not finite.</p>', 1, true))
end)

test("colours of lines and letters can be seen on dark paper, and on light paper are as they were", function()
  local paper = colors.luminance(0x161B22) + 0.05
  for rgb = 0, 0xFFFFFF, 0x10305 do
    local contrast = (colors.luminance(colors.on_dark(rgb)) + 0.05) / paper
    assert(contrast >= 4.4, ("%06x"):format(rgb))
  end
  -- WCAG's own numbers: black and white, and a contrast of 21 between them.
  equal(("%.3f"):format((colors.luminance(0xFFFFFF) + 0.05) / (colors.luminance(0) + 0.05)), "21.000")
  local page = report.html {{plot = {1, 2, color = "#123456"}}}
  assert(page:find("--c123456:#123456;", 1, true))
  assert(page:find('.chart [stroke="#123456"]{stroke:var(--c123456)}', 1, true))
end)

test("many signs that begin nothing are read once", function()
  -- At a look through the rest for each of them this would take minutes.
  for _, sign in ipairs {"*", "**", "_", "__"} do
    local many = (sign .. "a "):rep(50000) .. "b"
    equal(body("*b* " .. many), "<p><em>b</em> " .. many .. "</p>")
    equal(body("*b* " .. sign .. "a\n\n*b* " .. sign .. "a"), ("<p><em>b</em> " .. sign .. "a</p>\n"):rep(2):sub(1, -2))
  end
end)

-- Tables --

---The cells of the first table: names, then rows, `exact=shown`.
local function cells(page)
  local rows = {}
  for row in page:match("<table>(.-)</table>"):gmatch "<tr>(.-)</tr>" do
    local list = {}
    for attributes, content in row:gmatch "<t[dh]([^>]*)>(.-)</t[dh]>" do
      local exact = attributes:match 'data%-v="(.-)"'
      content = content:gsub("<svg.*</svg>", "<svg/>")
      list[#list + 1] = (exact and exact ~= content and exact .. "=" or "") .. content
    end
    rows[#rows + 1] = table.concat(list, "|")
  end
  return table.concat(rows, "/")
end

local matrix = plot_testing.object({
  __len = function() return 2 end,
  __index = function(_, key)
    return key == "totable" and function() return {{1, 2}, {3, 4}} end or nil
  end,
}, "Matrix")

local small, large = plot_testing.object({
  __index = function() return function() return {1 / 3, 2} end end,
}, "Vector"), plot_testing.object({
  __index = function() return function()
    local list = {}
    for i = 1, 101 do list[i] = i end
    return list
  end end,
  __tostring = function() return "Vector(101)  1  2  3\n  4" end,
}, "Vector")

local kinds = {
  {"rows", {table = {{1, "a"}, {2, "b"}}, columns = {"n", "s"}}, "n|s/1|a/2|b"},
  {"rows without names", {table = {{1, "a"}, {2}}}, "1|2/1|a/2|"},
  {"rows with names", {table = {{b = 1, a = true}, {b = 2}}}, "a|b/true|1/|2"},
  {"rows with names in an order", {table = {{b = 1, a = true}}, columns = {"b", "a"}}, "b|a/1|true"},
  {"columns by their names", {table = {x = {1, 2}, y = {"u", "v"}}}, "x|y/1|u/2|v"},
  {"some of the columns", {table = {x = {1}, y = {2}}, columns = {"y"}}, "y/2"},
  {"a list", {table = {4, 5}, columns = {"n"}}, "n/4/5"},
  {"a matrix", {table = matrix}, "1|2/1|2/3|4"},
  {"a row with a hole", {table = {{1, nil, 3}}, columns = {"a", "b", "c"}}, "a|b|c/1||3"},
  {"points under each other", {table = {{0.1 + 0.2}, {12.25}, {-3}}, columns = {"a"}},
    "a/0.30000000000000004=0.3\u{2007}/12.25/-3=\u{2212}3\u{2008}\u{2007}\u{2007}"},
  {"powers for all where one needs them", {table = {{1e-9}, {12.5}}, columns = {"a"}},
    "a/1e-09=1.00000e\u{2212}09/12.5=1.25000e+01"},
  {"powers of three digits beside those of two", {table = {{1e300}, {1}}, columns = {"a"}},
    "a/1e+300=1.00000e+300/1=1.00000e+00\u{2007}"},
  {"what is not finite", {table = {{0 / 0}, {1 / 0}, {-1 / 0}}, columns = {"a"}},
    "a/NaN/Infinity=∞/-Infinity=\u{2212}∞"},
  {"rows between which one is missing", {table = {[1] = {1}, [3] = {3}, [9] = {9}}}, "1/1//3//////9"},
  {"formulas in names, which are letters in data", {table = {{1, 2}}, columns = {"$\\mu$", "\\$a\\$"}},
    "μ=<svg/>|$a$/1|2"},
  {"large integers", {table = {{math.maxinteger}, {1e14}}, columns = {"a"}},
    "a/9223372036854775807/100000000000000"},
}
for _, case in ipairs(kinds) do
  test("a table of " .. case[1], function() equal(cells(report.html {case[2]}), case[3]) end)
end

test("settings are listed by their names, with all that they hold", function()
  local circle = {1}
  circle.self = circle
  local page = report.html {settings = {
    eta = 0.1 + 0.2, from = {2.5, -1}, net = {width = 20, act = "tanh", deep = {true}}, none = {}, circle = circle,
  }}
  equal(cells(page), "setting|value/circle.1|1/circle.self|the table that holds it/eta|0.30000000000000004/"
    .. "from|2.5, -1/net.act|tanh/net.deep|true/net.width|20/none|{}")
end)

test("numbers of vectors and matrices are settings as exact as those of lists, unless they are many", function()
  local page = report.html {settings = {m = matrix, v = small, both = {small, matrix}, w = large}}
  equal(cells(page), "setting|value/both.1|0.3333333333333333, 2/both.2.1|1, 2/both.2.2|3, 4/m.1|1, 2/m.2|3, 4/"
    .. "v|0.3333333333333333, 2/w|Vector(101)  1  2  3")
end)

test("a page says what made it", function()
  local page = report.html {seed = {3, 4}}
  local made = page:match "How it was made.-<table>(.*)</table>"
  for name, value in pairs {Lua = "Lua 5.4", seed = "3, 4", script = "report_page.lua"} do
    assert(made:find(("<td>%s</td><td>%s</td>"):format(name, value), 1, true), name)
  end
  assert(made:find "<td>time</td><td>%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d UTC</td>")
end)

test("a file is written whole, and its name returned", function()
  local path = testing.folder() .. "/page.HTML"
  equal(report {title = "T", file = path, "a"}, path)
  assert(testing.read(path):find "^<!DOCTYPE html>\n<html lang=\"en\">.*</html>\n$")
  equal(testing.listing(), "page.HTML\n")
  os.remove(path)
end)

testing.finish()
