---Tests of tables in pages that report writes, for stock Lua: lua5.4 Tests/LuaTests/report_tables.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local plot_testing = require "plot_testing"
local report = require "report"
local testing = require "testing"

local test, equal = testing.test, testing.equal

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

testing.finish()
