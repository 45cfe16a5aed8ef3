---Tests of stdlib/script/json.lua, for stock Lua: lua5.4 Tests/LuaTests/json.lua
---
---References/python_json.json is by Python's json module; python_json.py beside it says how.
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local json = require "script.json"
local testing = require "testing"

local test, equal, message = testing.test, testing.equal, testing.message

local reference = json.decode(testing.read(here .. "/References/python_json.json"))

test("reads what Python writes, in ASCII and in UTF-8, and writes the same", function()
  assert(#reference.cases > 20)
  for _, case in ipairs(reference.cases) do
    local value = json.decode(case.ascii)
    equal(json.encode(json.decode(case.unicode)), json.encode(value))
    -- Python's text of this value escapes what is not ASCII; apart from that ours is the same.
    equal(json.encode(json.decode(case.text)), json.encode(value))
    if not case.text:find "\\u" then equal(json.encode(value), case.text) end
  end
end)

test("reads and writes numbers to the last bit", function()
  assert(#reference.reals > 300)
  for _, real in ipairs(reference.reals) do
    local x = json.decode(real.text)
    equal(("%016x"):format(string.unpack(">I8", string.pack(">d", x))), real.bits)
    local again = json.decode(json.encode(x))
    equal(math.type(again), "float")
    equal(string.pack(">d", again), string.pack(">d", x))
  end
end)

test("keeps integers and floats apart", function()
  for _, text in ipairs{"1", "1.0", "-0.0", "9223372036854775807", "-9223372036854775808", "1e+100"} do
    equal(json.encode(json.decode(text)), text)
  end
  equal(math.type(json.decode "1"), "integer")
  equal(math.type(json.decode "1e2"), "float")
  equal(json.decode "9223372036854775808", 2.0 ^ 63)
end)

test("has Python's words for NaN and the infinities", function()
  local x = json.decode "[NaN, Infinity, -Infinity]"
  assert(x[1] ~= x[1] and x[2] == math.huge and x[3] == -math.huge)
  equal(json.encode(x), "[NaN,Infinity,-Infinity]")
end)

test("sorts names, marks empty objects, and knows null", function()
  equal(json.encode{b = 1, a = {}, c = json.object{}}, '{"a":[],"b":1,"c":{}}')
  equal(json.encode(json.decode "{}"), "{}")
  equal(json.encode(json.decode "[]"), "[]")
  equal(json.decode("[null]")[1], json.null)
  equal(json.encode{json.null, 2}, "[null,2]")
end)

test("reads escapes and surrogate pairs", function()
  equal(json.decode [["\ud83d\ude00\u00e9\/\"\\"]], '😀é/"\\')
  equal(json.encode "\1\127\n", [["\u0001\u007f\n"]])
  equal(json.decode '"\127"', "\127")
end)

test("indents, lists of numbers in one line", function()
  equal(json.encode({n = 40, v = {1, 2.5}, w = {"a", {x = 1}}, e = {}}, {indent = true}), [[
{
  "e": [],
  "n": 40,
  "v": [1, 2.5],
  "w": [
    "a",
    {
      "x": 1
    }
  ]
}]])
end)

test("goes as deep as it says", function()
  local deep = ("["):rep(200) .. ("]"):rep(200)
  equal(json.encode(json.decode(deep)), deep)
  equal(message(json.decode, "[" .. deep .. "]"), "json.decode: line 1, column 201: more than 200 brackets deep")
  local value = {}
  for _ = 1, 200 do value = {value} end
  assert(message(json.encode, value):find "%[1%]' is more than 200 tables deep$")
end)

local damaged = {
  {"", "line 1, column 1: expected a value, the text ends"},
  {" \n ", "line 2, column 2: expected a value, the text ends"},
  {'{"a":1', "line 1, column 7: expected ',' or '}', the text ends"},
  {"[1,]", "line 1, column 4: expected a value, found ']'"},
  {"[1 2]", "line 1, column 4: expected ',' or ']', found '2'"},
  {'{"a" 1}', "line 1, column 6: expected ':', found '1'"},
  {"{1:2}", "line 1, column 2: expected a name in quotes, found '1'"},
  {'{"a":1,\n"a":2}', "line 2, column 1: the name 'a' comes twice"},
  {"[1,\n  tru]", "line 2, column 3: expected a value, found 'tru'"},
  {"nan", "line 1, column 1: expected a value, found 'nan'"},
  {"01", "line 1, column 1: expected a value, found '01'"},
  {"1.", "line 1, column 1: expected a value, found '1.'"},
  {".5", "line 1, column 1: expected a value, found '.5'"},
  {"+1", "line 1, column 1: expected a value, found '+1'"},
  {"0x10", "line 1, column 1: expected a value, found '0x10'"},
  {"1 2", "line 1, column 3: expected the end, found '2'"},
  {'"abc', "line 1, column 1: the string has no end"},
  {'"a\nb"', "line 1, column 3: a control character in a string"},
  {[["\x"]], "line 1, column 2: no such escape in a string"},
  {[["\u12g4"]], "line 1, column 2: no such escape in a string"},
  {[["\ud83d"]], "line 1, column 2: the first half of a surrogate pair without the second"},
  {[["\ude00"]], "line 1, column 2: the second half of a surrogate pair without the first"},
  {'"\xff"', "line 1, column 1: the string is not UTF-8"},
  {"'a'", "line 1, column 1: expected a value, found '''"},
}
for _, case in ipairs(damaged) do
  test("refused: " .. case[1], function() equal(message(json.decode, case[1]), "json.decode: " .. case[2]) end)
end

test("every beginning of a text is refused, unless it is a number's", function()
  local text = json.encode{a = {1.5, "é\n", json.null}, b = json.object{}, c = true}
  for length = 0, #text - 1 do message(json.decode, text:sub(1, length)) end
end)

local circle = {}
circle.a = {circle}
local refused = {
  {circle, "argument 'value.a[1]' is value again, which holds it"},
  {{f = print}, "argument 'value.f' must be a table, a string, a number or a boolean, got function"},
  {nil, "argument 'value' is missing (any value)"},
  {{["a b"] = {io.stdout}},
    "argument 'value[\"a b\"][1]' must be a table, a string, a number or a boolean, got userdata"},
  {{1, x = 2}, "argument 'value' has both elements and names, such as 'x'"},
  {{1, nil, 3}, "argument 'value' is a list with a gap: 2 elements, and none at 2"},
  {{x = {[1.5] = 2}}, "argument 'value.x' has a key that is no string, 1.5"},
  {{"\xff"}, "argument 'value[1]' must be UTF-8 text"},
}
for _, case in ipairs(refused) do
  test("refused: " .. case[2], function() equal(message(json.encode, case[1]), "json.encode: " .. case[2]) end)
end

test("a table may come twice where it does not hold itself", function()
  local shared = {1}
  equal(json.encode{shared, shared}, "[[1],[1]]")
end)

testing.finish()
