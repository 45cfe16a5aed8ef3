---Tests of pages of sweeps, for stock Lua, on a file system in memory: lua5.4 Tests/LuaTests/sweep_report.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

-- The program's own, by which nothing is taken here.
package.preload["polyak.fingerprints"] = function() return {} end

local memory = require "memory_files"
local testing = require "testing"
local Journal = require "sweep.journal"
local report = require "sweep.report"

local test, equal, message = testing.test, testing.equal, testing.message

testing.before = function() memory.restore {} end

---@param results {[1]: table, [2]: any}[]  # runs and what they gave
---@param settings? table
---@param seed? integer
local function make(results, settings, seed)
  local journal = Journal.open("out", {name = "fig", settings = settings or {}, seed = seed or 0})
  for _, pair in ipairs(results) do memory.contents[journal:path(pair[1])] = journal:entry(pair[1], pair[2]) end
  return journal
end

---@param given? table
---@return string  # the page of the sweep
local function page(given)
  given = given or {}
  given.file = "page.html"
  equal(report("out", given), given.file)
  return memory.contents["page.html"]
end

---@param text string
---@return string[]  # its figures: whether they have a grid, and their captions
local function figures(text)
  local list = {}
  for figure in text:gmatch '<figure id="figure%-%d+"(.-)</figure>' do
    local caption = figure:match '<b>Figure %d+.</b> ([^\n<]*)'
    list[#list + 1] = (figure:find '"z":' and "grid" or "rows") .. ": " .. caption
  end
  return list
end

---@param text string
---@param number integer
---@return string  # the cells of a table
local function cells(text, number)
  local rows = {}
  for row in text:match(('id="table%%-%d".-<table>(.-)</table>'):format(number)):gmatch "<tr>(.-)</tr>" do
    local list = {}
    for cell in row:gmatch "<t[dh][^>]*>(.-)</t[dh]>" do list[#list + 1] = cell end
    rows[#rows + 1] = table.concat(list, "|")
  end
  return table.concat(rows, "/")
end

---Runs of a grid.
---@param f fun(a: number, b: number): any
local function grid(f)
  local list = {}
  for a = 1, 3 do
    for b = 1, 2 do list[#list + 1] = {{a = a, b = b}, f(a, b)} end
  end
  return list
end

local kinds = {
  {"one number that tells runs apart", {{{mu = 0}, 1}, {{mu = 1}, 4}, {{mu = 2}, 9}}, "rows: result."},
  {"a grid of two", grid(function(a, b) return {loss = a * b, ok = a > b} end), "grid: loss.; grid: ok."},
  {"a part of a grid", {{{a = 1, b = 1}, 1}, {{a = 2, b = 2}, 2}, {{a = 3, b = 3}, 3}}, "rows: result."},
  {"three", {{{a = 1, b = 1, c = 1}, 1}, {{a = 2, b = 1, c = 2}, 2}, {{a = 3, b = 2, c = 2}, 3}},
    "rows: result, means and standard deviations over c."},
  {"repetitions of a grid", {{{a = 1, b = 1, replicate = 1}, 1}, {{a = 1, b = 1, replicate = 2}, 2},
    {{a = 2, b = 1, replicate = 1}, 3}, {{a = 1, b = 2, replicate = 1}, 4}, {{a = 2, b = 2, replicate = 1}, 5}},
    "grid: result, means of up to 2 runs."},
  {"repetitions of which one is not finite", {{{a = 1, replicate = 1}, 1}, {{a = 1, replicate = 2}, 1 / 0},
    {{a = 2, replicate = 1}, 3}, {{a = 2, replicate = 2}, 4}},
    "rows: result, means and standard deviations over repetitions, without 1 that is not finite."},
  {"names with repetitions that are not finite", {{{a = "u", replicate = 1}, 1}, {{a = "u", replicate = 2}, 1 / 0},
    {{a = "u", replicate = 3}, 0 / 0}, {{a = "v", replicate = 1}, 4}},
    "rows: result, means of up to 3 runs, without 2 that are not finite."},
  {"values that are one in fourteen digits", {{{a = "u", x = 1}, 1}, {{a = "v", x = 1}, 2},
    {{a = "u", x = 1 + 2 ^ -50}, 3}, {{a = "v", x = 1 + 2 ^ -50}, 4}}, "rows: result."},
  {"seeds", {{{mu = 1, seed = 1}, 1}, {{mu = 1, seed = 2}, 2}, {{mu = 2, seed = 1}, 3}, {{mu = 2, seed = 2}, 4}},
    "rows: result, means and standard deviations over repetitions."},
  {"names", {{{method = "gd"}, 1}, {{method = "hb"}, 2}}, "rows: result."},
  {"true and false", {{{on = true}, 1}, {{on = false}, 2}}, "rows: result."},
  {"two names", {{{a = "u", b = "x"}, 1}, {{a = "u", b = "y"}, 2}, {{a = "v", b = "x"}, 3}}, "grid: result."},
  {"a name, and true and false", {{{a = "u", b = true}, 1}, {{a = "u", b = false}, 2}, {{a = "v", b = true}, 3}},
    "grid: result."},
  {"two names and a number", {{{a = "u", b = "x", n = 1}, 1}, {{a = "u", b = "y", n = 2}, 2},
    {{a = "v", b = "x", n = 2}, 3}}, "rows: result, means and standard deviations over b."},
  {"names that are not met", {{{a = "u", b = "x"}, 1}, {{a = "v", b = "y"}, 2}, {{a = "w", b = "z"}, 3}},
    "rows: result."},
  {"a number, and true and false", {{{a = 1, b = true}, 1}, {{a = 1, b = false}, 2}, {{a = 2, b = true}, 3},
    {{a = 2, b = false}, 4}}, "rows: result."},
  {"repetitions alone", {{{replicate = 1}, 1}, {{replicate = 2}, 2}, {{replicate = 3}, 2}, {{replicate = 4}, 5},
    {{replicate = 5}, 3}}, "rows: result."},
  {"lists", {{{mu = 0}, {h = {9, 8, 7, 6, 5, 4, 3, 2, 1}}}, {{mu = 1}, {h = {9, 7, 6, 5, 4, 3, 2, 1, 0}}}},
    "rows: h."},
  {"short lists, which stand in the table", {{{mu = 0}, {h = {9, 8}}}, {{mu = 1}, {h = {9, 7}}}}, ""},
  {"a result that is always the same", {{{mu = 0}, 3}, {{mu = 1}, 3}}, ""},
  {"what is not finite", {{{mu = 0}, 0 / 0}, {{mu = 1}, 1 / 0}, {{mu = 2}, 1}}, "rows: result."},
}
for _, case in ipairs(kinds) do
  test("figures of " .. case[1], function()
    make(case[2])
    equal(table.concat(figures(page()), "; "), case[3])
  end)
end

test("curves have a colour for each value of a second parameter, unless there are too many", function()
  for values, caption in pairs {[12] = "result", [13] = "result, means and standard deviations over b"} do
    memory.restore {}
    local results = {}
    for a = 1, values + 1 do
      -- No grid: one value of b for each of a but the last.
      results[a] = {{a = a, b = math.min(a, values)}, a}
    end
    make(results)
    local text = page()
    equal(table.concat(figures(text)), "rows: " .. caption .. ".")
    equal(text:find('"name":"b = 1"', 1, true) ~= nil, values == 12)
  end
end)

test("a heat map has the mean of repetitions in each cell, over the parameters' values", function()
  make {
    {{a = 1, b = 1, replicate = 1}, 1}, {{a = 1, b = 1, replicate = 2}, 2}, {{a = 2, b = 1, replicate = 1}, 3},
    {{a = 1, b = 2, replicate = 1}, 4}, {{a = 2, b = 2, replicate = 1}, 5}, {{a = 2, b = 2, replicate = 2}, 1 / 0},
  }
  assert(page():find('"name":"result","x":[1,2],"y":[1,2],"xedges":[0.5,1.5,2.5],"yedges":[0.5,1.5,2.5],'
    .. '"z":[[1.5,3],[4,5]]', 1, true))
end)

test("a heat map of names has the mean of the runs of two names in their cell", function()
  make {
    {{a = "$u$", b = true, replicate = 1}, 1}, {{a = "$u$", b = true, replicate = 2}, 2}, {{a = "v", b = true}, 3},
    {{a = "v", b = false}, 4},
  }
  local text = page()
  equal(table.concat(figures(text)), "grid: result, means of up to 2 runs.")
  assert(text:find('"z":[["NaN",4],[1.5,3]],"xnames":["$u$","v"],"ynames":["false","true"]', 1, true))
end)

test("many names have room beside each other, and where there are more they are counted", function()
  local function bars(count)
    local runs, results = {}, {}
    for i = 1, count do runs[i], results[i] = {name = ("%03d"):format(i)}, i end
    report(results, {file = "a.html", runs = runs})
    local text = memory.contents["a.html"]
    return tonumber(text:match '"width":(%d+)'), text:find('["x",["001","002"', 1, true) ~= nil
  end
  local narrow = bars(20)
  local wide, has_names = bars(100)
  -- A letter is six pixels or more wide, and a line of letters no less high.
  assert(narrow < wide and wide > 100 * 12 and has_names)
  wide, has_names = bars(101)
  assert(wide == narrow and not has_names)
end)

test("what is true and false is told apart by these words", function()
  make {{{a = 1, on = true}, 1}, {{a = 2, on = true}, 2}, {{a = 1, on = false}, 3}, {{a = 2, on = false}, 4}}
  local text = page()
  assert(text:find('"name":"on = true"', 1, true) and text:find('"name":"on = false"', 1, true))
  memory.restore {}
  make {{{on = true}, 1}, {{on = false}, 2}}
  assert(page():find('["x",["false","true"]]', 1, true))
end)

test("the table has runs and results in the order of a grid, short lists in columns", function()
  make {{{mu = 2}, {loss = 0.5, final = {1, 2}}}, {{mu = 1}, {loss = 0.25, note = "a b"}}}
  equal(cells(page(), 1), "mu|loss|note|final.1|final.2/1|0.25|a b||/2|0.5\u{2007}||1|2")
  equal(cells(page {columns = {"loss"}}, 1), "loss/0.25/0.5\u{2007}")
  -- What tells runs apart is drawn over all the same.
  equal(table.concat(figures(page {columns = {"loss"}})), "rows: loss.")
end)

test("long tables and many columns are cut, and the page says so", function()
  local results = {}
  for i = 1, 1001 do results[i] = {{i = i}, {a = i}} end
  make(results)
  local text = page()
  assert(text:find("The first 1000 of 1001 runs; <code>sweep.export</code> writes all.", 1, true))
  equal(select(2, text:match('id="table%-1".-</table>'):gsub("<tr>", "")), 1001)
  memory.restore {}
  local wide = {{}, {}}
  for j = 1, 14 do
    wide[1][("c%02d"):format(j)], wide[2][("c%02d"):format(j)] = j, -j
  end
  make {{{i = 1}, wide[1]}, {{i = 2}, wide[2]}}
  text = page()
  equal(#figures(text), 12)
  assert(text:find("Of 2 columns more there are no figures", 1, true))
end)

test("a page says what failed, the settings, the seed and the code", function()
  local journal = make({{{mu = 1}, 1}}, {eta = 0.1 + 0.2}, 7)
  journal:results({{mu = 2}}, {"mu=2"})
  journal:failed({mu = 2}, "a.lua:3: <boom> *x*", nil)
  local text = page()
  assert(text:find("1 run done, 1 failed, of the sweep in <code>out</code>.", 1, true))
  assert(text:find("<td>mu = 2</td><td>a.lua:3: &lt;boom&gt; *x*</td>", 1, true))
  assert(text:find("<td>eta</td><td>0.30000000000000004</td>", 1, true))
  assert(text:find("<td>seed of the runs</td><td>7</td>", 1, true))
  assert(text:find("<td>code</td><td>not known</td>", 1, true) and not text:find "Code of the runs")
end)

test("a page has the lines of the runs' code and its values, as the folder keeps them", function()
  local sum = "0123456789abcdef"
  local code = {checksum = sum, keep = function() return true end}
  local journal = Journal.open("out", {name = "fig", settings = {}, seed = 0, code = code})
  memory.contents[journal:path {mu = 1}] = journal:entry({mu = 1}, 2)
  memory.contents["out/code/" .. sum .. ".json"] = [==[{"functions": [{"name": "run", "place": "*a*.lua:3", "code": "1",
    "text": ["function(run)", "  return '</pre> ```'", "```", "end"]}], "values": {"L_1": "Loss  *product*"}}]==]
  local text = page()
  assert(text:find("<td>code</td><td>" .. sum .. "</td>", 1, true))
  assert(text:find("<p>run, *a*.lua:3:</p>\n<pre tabindex=\"0\"><code>function(run)\n  return '&lt;/pre&gt; ```'\n"
    .. "```\nend</code></pre>\n<p>Its values:</p>\n<ul>\n<li>L_1: Loss  *product*</li>", 1, true))
end)

test("names of sweeps, runs and columns are texts, whatever signs they hold", function()
  local journal = Journal.open("out", {name = "a $\\q$ <b> `", settings = {}, seed = 0})
  for _, value in ipairs {1, 2} do
    local run = {["$x_*"] = value}
    memory.contents[journal:path(run)] = journal:entry(run, {["*y* $\\z$"] = value, ["$x_1$"] = "a"})
  end
  local text = page()
  assert(text:find("<title>a $\\q$ &lt;b&gt; `</title>", 1, true))
  equal(table.concat(figures(text)), "rows: *y* $\\z$.")
  equal(cells(text, 1), "$x_*|$x_1$|*y* $\\z$/1|a|1/2|a|2")
  assert(text:find('data-v="$x_1$"', 1, true))
end)

test("results that a sweep gave make a page with their runs", function()
  local runs = {{mu = 1}, {mu = 2}, {mu = 3}}
  equal(report({4, {1, 2}, nil}, {file = "a.HTM", runs = runs, title = "T"}), "a.HTM")
  local text = memory.contents["a.HTM"]
  assert(text:find("<h1>T</h1>", 1, true) and text:find("<p>2 of 3 runs done.</p>", 1, true))
end)

test("lists of which some elements are lists are told by how long they are", function()
  make {
    {{a = 1}, {short = {1, {2}}, h = {1, 2, 3, 4, 5, 6, 7, 8, {9}}, m = {{1}, {2}}}},
    {{a = 2}, {short = {{1}, 2}, h = {1, 2, 3, 4, 5, 6, 7, 8, 9}, m = {{1}, {2}}}},
  }
  local text = page()
  equal(table.concat(figures(text)), "rows: h.")
  equal(cells(text, 1), "a|h|m|short/1|9 elements|2 lists|2 elements/2|9 numbers|2 lists|2 elements")
end)

test("rows of runs stand in order where one of their values is NaN", function()
  local runs, results = {}, {}
  for i, value in ipairs {3, 0 / 0, 1, 0 / 0, 2} do runs[i], results[i] = {a = value}, i end
  report(results, {file = "a.html", runs = runs, columns = {"a"}})
  equal(cells(memory.contents["a.html"], 1), "a/1/2/3/NaN/NaN")
end)

test("a grid in which a number is none is no heat map", function()
  local runs = {{a = 0 / 0, b = 1}, {a = 1, b = 1}, {a = 1, b = 2}, {a = 2, b = 2}}
  report({1, 2, 3, 4}, {file = "a.html", runs = runs})
  equal(table.concat(figures(memory.contents["a.html"])), "rows: result.")
end)

test("a list and a name that come to the same column are both there", function()
  make {{{a = 1}, {h = {1, 2}, ["h.1"] = 7}}}
  equal(cells(page(), 1), "a|h.1|h.2|h.1 (2)/1|1|2|7")
end)

test("a page that cannot be written is told of", function()
  make {{{mu = 1}, {loss = 2}}}
  memory.is_full = true
  equal(message(report, "out", {file = "a.html"}), "sweep.report: cannot write 'a.html': No space left on device")
end)

for _, case in ipairs {
  {{"out"}, "sweep.report: argument 'given' is missing (a table of options)"},
  {{"out", {}}, "sweep.report: option 'file' is missing (the name of a file that ends in .html)"},
  {{"out", {file = "a.pdf"}}, "sweep.report: option 'file' must be a name ending in .htm, .html, got string 'a.pdf'"},
  {{"out", {file = "a.html", titel = 1}}, "sweep.report: unknown option 'titel' (did you mean 'title'?)"},
  {{"none", {file = "a.html"}}, "sweep.report: argument 'folder' must be the folder of a sweep, got 'none' (there is "
    .. "no 'none/settings.json')"},
  {{5, {file = "a.html"}}, "sweep.report: argument 'of' must be the folder of a sweep, or its results, got 5"},
  {{{1}, {file = "a.html"}}, "sweep.report: option 'runs' is missing (the runs of these results, the second value of a "
    .. "sweep)"},
  {{}, "sweep.report: argument 'of' is missing (the folder of a sweep, or its results)"},
  {{{1, 2}, {file = "a.html", runs = {{a = 1}}}},
    "sweep.report: argument 'of' must be the results of 1 run, got the key 2"},
  {{{x = 1}, {file = "a.html", runs = {{a = 1}}}},
    "sweep.report: argument 'of' must be the results of 1 run, got the key x"},
  {{{1, 2}, {file = "a.html", runs = {{a = 1}, x = {a = 2}}}},
    "sweep.report: option 'runs' must be a list of runs, got the key x"},
  {{{1, nil, 3}, {file = "a.html", runs = {{a = 1}, nil, {a = 3}}}},
    "sweep.report: option 'runs[2]' must be a table, got nil"},
  {{{1}, {file = "a.html", runs = {5}}}, "sweep.report: option 'runs[1]' must be a table, got 5"},
  {{{1}, {file = "a.html", runs = {{mu = {}}}}},
    "sweep.report: option 'runs[1].mu' must be a string, a number or a boolean, got table"},
  {{{1}, {file = "a.html", runs = {{2}}}}, "sweep.report: option 'runs[1]' must have names alone, got the key 1"},
  {{{1, print}, {file = "a.html", runs = {{a = 1}, {a = 2}}}},
    "sweep.report: argument 'of[2]' must be what JSON can hold, and Vectors, got function"},
  {{"out", {file = "a.html", runs = {{}}}}, "sweep.report: option 'runs' is for results that are given as a list; a "
    .. "folder knows its runs"},
  {{"out", {file = "a.html", columns = {"lss"}}},
    "sweep.report: option 'columns[1]' must be the name of a column, got string 'lss' (did you mean 'loss'?)"},
} do
  test("refused: " .. case[2], function()
    make {{{mu = 1}, {loss = 2}}}
    equal(tostring(message(report, table.unpack(case[1]))), case[2])
  end)
end

testing.finish()
