---Tests of what looks at a sweep's folder, status, retry and export, and of the record of failed runs, for stock Lua,
---on a file system in memory: lua5.4 Tests/LuaTests/sweep_folder.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local memory = require "memory_files"
local testing = require "testing"
local Journal = require "sweep.journal"
local compact = require "sweep.compaction"
local export = require "sweep.export"
local names = require "sweep.names"
local process = require "sweep.here"
local retry = require "sweep.retry"
local status = require "sweep.status"

local test, equal, message = testing.test, testing.equal, testing.message

-- Whose process this is, as the files say it.
local job
function process.host() return "node7" end
function process.process() return 4711 end
function process.job() return job end

testing.before = function()
  memory.restore {}
  job = nil
end

local function open() return Journal.open("out", {name = "fig", settings = {}, seed = 0}) end

---@param results table[]  # {run, result}, in that order
local function make(results)
  local journal = open()
  for _, pair in ipairs(results) do
    memory.contents[journal:path(pair[1])] = journal:entry(pair[1], pair[2])
  end
  return journal
end

---A sweep that has just begun, of one run.
local function begin(run)
  local journal = open()
  journal:results({run}, {names.key(run)})
  return journal
end

local RUN <const> = {mu = 0.5}

test("a run that fails during a sweep has failed for all its processes, and is tried by a later one", function()
  local one, other = begin(RUN), begin(RUN)
  equal(other:outcome(RUN), nil)
  one:failed(RUN, "a.lua:3: boom", "stack traceback:\n\ta.lua:3")
  equal(other:outcome(RUN).message, "a.lua:3: boom")
  equal(other:outcome(RUN).traceback, "stack traceback:\n\ta.lua:3")
  local later = begin(RUN)
  equal(later:outcome(RUN), nil)
  -- It fails there again.
  later:failed(RUN, "a.lua:3: boom", nil)
  equal(later:outcome(RUN).message, "a.lua:3: boom")
  equal(begin(RUN):outcome(RUN), nil)
end)

test("what a process of the same job has recorded is not tried again, whenever that was", function()
  job = "77"
  begin(RUN):failed(RUN, "boom", nil)
  equal(begin(RUN):outcome(RUN).message, "boom")
  for _, another in ipairs {"78", false} do
    job = another or nil
    equal(begin(RUN):outcome(RUN), nil)
  end
end)

test("a run that succeeds has no failure", function()
  begin(RUN):failed(RUN, "boom", nil)
  local journal = begin(RUN)
  memory.contents[journal:path(RUN)] = journal:entry(RUN, 1)
  journal:succeeded(RUN)
  equal(memory.contents["out/journal/mu=0.5.failed"], nil)
  equal(journal:outcome(RUN), journal:entry(RUN, 1))
end)

test("a failure that has been forgotten is told from one that could not be kept", function()
  local journal = begin(RUN)
  journal:failed(RUN, "boom", nil)
  equal(journal:is_retried(RUN), false)
  retry "out"
  equal(journal:is_retried(RUN), true)
  memory.is_full = true
  journal:failed(RUN, "boom", nil)
  equal(journal:is_retried(RUN), false)
end)

test("a result counts more than a failure", function()
  local journal, other = begin(RUN), begin(RUN)
  other:failed(RUN, "boom", nil)
  memory.contents[journal:path(RUN)] = journal:entry(RUN, 1)
  equal(journal:outcome(RUN), journal:entry(RUN, 1))
end)

test("any message is kept, and a damaged record is none", function()
  local one, other = begin(RUN), begin(RUN)
  one:failed(RUN, "line\n\255\0 é", nil)
  equal(other:outcome(RUN).message, "line\n\\xff\0 \\xc3\\xa9")
  for _, text in ipairs {"", "{", "[]", "{}", '{"message":1}'} do
    memory.contents["out/journal/mu=0.5.failed"] = text
    equal(other:outcome(RUN), nil)
    equal(status "out".failures[1].message, "?")
  end
end)

test("a failure that cannot be written is no error", function()
  local one = begin(RUN)
  memory.is_full = true
  one:failed(RUN, "boom", nil)
  memory.is_full = false
  equal(begin(RUN):outcome(RUN), nil)
end)

---A folder with some of everything: 2 of 9 runs done, 3 held, 2 failed.
local function prepare()
  local journal = make {{{mu = 1}, 1}, {{mu = 2}, 2}, {{mu = 3}, 3}}
  compact(journal, 0)
  make {{{mu = 4}, 4}}
  journal:expect(9)
  journal:failed({mu = 5, kind = "a b"}, "s.lua:3: boom\nmore", nil)
  -- Of a run that has succeeded since.
  journal:failed({mu = 4}, "never mind", nil)
  local function claim(key, ...)
    local path = ("out/journal/%s.json.claim"):format(key)
    memory.contents[path], memory.states[path] = "", {...}
  end
  claim("mu=6", "held", "node7", 4711, "2026-11-28T14:06:00Z", 0, true)
  claim("mu=7", "left")
  claim("mu=8", "held", "node8", 5, "?", 1, false)
  memory.contents["out/journal/mu=8.json.claim-1"] = ""
  claim("mu=9", "held", "node7", 4711, "2026-11-28T14:05:00Z", 0, true)
  -- Given up, and nobody has taken it since.
  claim("mu=5", "free")
  -- Its process has not yet taken it away.
  claim("mu=4", "held", "node8", 5, "?", 0, false)
  return journal
end

test("the status counts what is there, and says who is at it", function()
  prepare()
  local now = status "out"
  local counts = {}
  for _, name in ipairs {"runs", "done", "running", "failed", "stale", "left"} do
    counts[#counts + 1] = ("%s %s"):format(name, now[name])
  end
  equal(table.concat(counts, ", "), "runs 9, done 4, running 3, failed 1, stale 1, left 1")
  equal(tostring(now), [[
fig in 'out': 4 of 9 runs done, 3 running, 1 failed, 1 stale, 1 left
  120 runs a minute, 0:02 left
  node7, process 4711: 2 runs, since 2026-11-28T14:05:00Z
  node8, process 5: 1 run
  failed: kind = a b, mu = 5: s.lua:3: boom]])
end)

test("runs whose claims nobody sees have a rate and a time left, while results come and runs are left", function()
  local RATED <const>, PLAIN <const> = "fig in 'out': %s\n  %d runs a minute%s", "fig in 'out': %s"
  local results = {}
  for i = 1, 5 do results[i] = {{mu = i}, i} end
  for _, kind in ipairs {"files", "segments"} do
    memory.restore {}
    local journal = make(results)
    if kind == "segments" then
      compact(journal, 0)
      results[6] = {{mu = 6}, 6}
      make(results)
    end
    local done = #results
    -- In files 4 in the second after the first; with segments 6 in two, for the first was a second old when they moved.
    local rate = kind == "files" and 240 or 180
    equal(tostring(status "out"), RATED:format(("%d runs done, 0 running"):format(done), rate, ""))
    journal:expect(done + 8)
    local text = ("%d of %d runs done, 0 running, 8 left"):format(done, done + 8)
    local left = (", %s left"):format(kind == "files" and "0:02" or "0:03")
    equal(tostring(status "out"), RATED:format(text, rate, left))
    equal(status "out".is_moving, true)
    memory.age = 11
    equal(tostring(status "out"), PLAIN:format(text))
    equal(status "out".time_left, nil)
    memory.age = 1
    journal:expect(done)
    equal(tostring(status "out"), PLAIN:format(("%d of %d runs done, 0 running, 0 left"):format(done, done)))
    equal(status "out".is_moving, false)
  end
end)

test("looking changes nothing", function()
  prepare()
  local before = memory.copy()
  status "out"
  export("out", "a.csv")
  memory.contents["a.csv"] = nil
  for path, text in pairs(memory.contents) do equal(text, before[path]) end
  for path in pairs(before) do assert(memory.contents[path]) end
end)

test("a sweep that has just begun, and one of an older version, have a status", function()
  open()
  equal(tostring(status "out"), "fig in 'out': 0 runs done, 0 running")
  make {{{}, 1}}
  equal(tostring(status "out"), "fig in 'out': 1 run done, 0 running")
end)

test("more failures than ten are counted", function()
  local journal = open()
  for i = 1, 12 do journal:failed({mu = i}, "no", nil) end
  local text = tostring(status "out")
  equal(select(2, text:gsub("\n  failed: ", "")), 10)
  assert(text:find("\n  and 2 more failed$"))
end)

test("a holder elsewhere that has not renewed its claim for a lease is stale, one seen to run is not", function()
  prepare()
  for age, expected in pairs {[29.9] = "3 1", [30] = "2 2", [1000] = "2 2"} do
    memory.age = age
    local now = status "out"
    equal(now.running .. " " .. now.stale, expected)
  end
end)

test("retry forgets failures, leaves all claims, and says how many are of those that have gone", function()
  prepare()
  local told = retry "out"
  -- As many as the status has named, not the one of a run that has succeeded since; that is gone too.
  equal(told.failures .. " " .. told.claims, "1 1")
  equal(tostring(told), "1 failure forgotten; whoever works on the sweep takes over 1 run of processes that have gone")
  equal(memory.contents["out/journal/mu=4.failed"], nil)
  local now = status "out"
  equal(now.running .. " " .. now.failed .. " " .. now.stale .. " " .. now.left, "3 0 1 2")
  for key in pairs {["mu=6"] = 1, ["mu=7"] = 1, ["mu=8"] = 1} do
    equal(memory.contents[("out/journal/%s.json.claim"):format(key)], "")
  end
  memory.states["out/journal/mu=7.json.claim"] = {"free"}
  equal(tostring(retry "out"), "0 failures forgotten")
end)

test("a failure that cannot be forgotten is an error", function()
  prepare()
  memory.is_fixed = true
  local text = tostring(message(retry, "out"))
  assert(text:find("^sweep%.retry: cannot remove 'out/journal/.*%.failed': Read%-only file system$"), text)
end)

test("a journal that cannot be listed is there", function()
  prepare()
  memory.is_closed = true
  for name, call in pairs {status = status, retry = retry, export = function(folder) export(folder, "a.csv") end} do
    equal(tostring(message(call, "out")), ("sweep.%s: argument 'folder' must be the folder of a sweep, got 'out' ")
      :format(name) .. "(cannot read 'out/journal': Permission denied)")
  end
end)

test("who may only read a folder has its results", function()
  make {{{mu = 1}, 1}}
  memory.is_full = true
  local journal = open()
  equal(journal:results({{mu = 1}, {mu = 2}}, {"mu=1", "mu=2"})[1], 1)
  -- What there is to write is said.
  for path in pairs(memory.contents) do memory.contents[path] = nil end
  assert(tostring(message(open)):find("cannot write to it: No space left on device", 1, true))
end)

test("a folder that is no sweep's is refused, by each function's name", function()
  for name, call in pairs {status = status, retry = retry, export = function(folder) export(folder, "a.csv") end} do
    equal(tostring(message(call, "no")), ("sweep.%s: argument 'folder' must be the folder of a sweep, got 'no' ")
      :format(name) .. "(there is no 'no/settings.json')")
    memory.contents["bad/settings.json"] = "[]"
    equal(tostring(message(call, "bad")), ("sweep.%s: argument 'folder' must be the folder of a sweep, got 'bad' ")
      :format(name) .. "(it is no file of a sweep)")
  end
end)

---@return string  # what a file of an export holds
local function exported(path, given)
  equal(export("out", path, given), path)
  return memory.contents[path]
end

test("rows are in the order of a grid, results in columns by dotted names", function()
  make {
    {{mu = 10, kind = "b"}, {loss = 1 / 3, error = {flow = 0.5, order = 2}, final = {1, 2.5}}},
    {{mu = 9, kind = "b"}, {loss = 0 / 0, error = {flow = 1 / 0}, final = {1}}},
    {{mu = 10, kind = "a,c"}, {loss = -1, final = {1, 2, 3}, note = "x \"y\"", ok = true}},
  }
  equal(exported "a.csv", [[
kind,mu,final.1,final.2,final.3,loss,note,ok,error.flow,error.order
"a,c",10,1,2,3,-1,"x ""y""",true,,
b,9,1,,,nan,,,inf,
b,10,1,2.5,,0.33333333333333331,,,0.5,2
]])
  equal(exported "a.json", [[
[
{"final":[1,2,3],"kind":"a,c","loss":-1,"mu":10,"note":"x \"y\"","ok":true},
{"error.flow":Infinity,"final":[1],"kind":"b","loss":NaN,"mu":9},
{"error.flow":0.5,"error.order":2,"final":[1,2.5],"kind":"b","loss":0.3333333333333333,"mu":10}
]
]])
  equal(exported("b.CSV", {columns = {"loss", "mu"}}), "loss,mu\n-1,10\nnan,9\n0.33333333333333331,10\n")
end)

test("a result that is a number is a column, and one of a run's name has another", function()
  make {{{mu = 1}, 2}, {{mu = 2}, {mu = 3, x = {a = {b = {{1, 2}, {3}}}}}}}
  equal(exported "a.csv", "mu,result,result.mu,x.a.b.1.1,x.a.b.1.2,x.a.b.2.1\n1,2,,,,\n2,,3,1,2,3\n")
end)

test("two values of a run under one name are refused, and other columns written", function()
  make {{{x = 1}, {["a.b"] = 1, a = {b = 2}, c = 3}}, {{result = 3, x = 2}, {result = 5, x = 4, ["result.x"] = 9}}}
  for _, path in ipairs {"a.csv", "a.json", "a.npz"} do
    equal(tostring(message(export, "out", path)),
      "sweep.export: run x = 1 has two values for column 'a.b'; choose others by 'columns'")
  end
  equal(tostring(message(export, "out", "a.csv", {columns = {"x", "result.x"}})),
    "sweep.export: run result = 3, x = 2 has two values for column 'result.x'; choose others by 'columns'")
  equal(exported("a.csv", {columns = {"x", "c"}}), "x,c\n1,3\n2,\n")
end)

test("a list whose columns another has already is refused as .csv alone", function()
  make {{{["v.1"] = 7}, {v = {4, 5}}}}
  equal(tostring(message(export, "out", "a.csv")), "sweep.export: columns 'v.1' and 'v' would both be 'v.1' in a .csv "
    .. "file; choose columns, or write .npz or .json")
  equal(exported "a.json", '[\n{"v":[4,5],"v.1":7}\n]\n')
  equal(exported("a.csv", {columns = {"v"}}), "v.1,v.2\n4,5\n")
end)

test("runs of segments and of files are exported once each", function()
  local journal = make {{{mu = 1}, 1}, {{mu = 2}, 2}}
  compact(journal, 0)
  make {{{mu = 2}, 2}, {{mu = 3}, 3}}
  equal(exported "a.csv", "mu,result\n1,1\n2,2\n3,3\n")
end)

local refusals = {
  {"a.cvs", nil, "argument 'path' must end with '.csv', '.npz' or '.json', got 'a.cvs' (did you mean '.csv'?)"},
  {"csv", nil, "argument 'path' must end with '.csv', '.npz' or '.json', got 'csv'"},
  {"a.d/b", nil, "argument 'path' must end with '.csv', '.npz' or '.json', got 'a.d/b'"},
  {"a.csv", {colums = {}}, "unknown option 'colums' (did you mean 'columns'?)"},
  {"a.csv", {columns = {"mu", "los"}},
    "option 'columns[2]' must be the name of a column, got string 'los' (did you mean 'loss'?)"},
  {"a.csv", {columns = {3}}, "option 'columns[1]' must be a string, got 3"},
  {"a.csv", {columns = {}}, "option 'columns' must be a list of names that is not empty, got an empty list"},
  {"a.csv", {columns = {"mu", "loss", "mu"}}, "option 'columns[3]' is 'mu' again, which columns[1] is"},
}

test("what is wrong with an export is refused", function()
  make {{{mu = 1}, {loss = 2}}}
  for _, case in ipairs(refusals) do
    equal(tostring(message(export, "out", case[1], case[2])), "sweep.export: " .. case[3])
  end
  memory.is_full = true
  equal(tostring(message(export, "out", "a.csv")), "sweep.export: cannot write 'a.csv': No space left on device")
  memory.restore {}
  open()
  equal(tostring(message(export, "out", "a.csv")), "sweep.export: no run of the sweep in 'out' has finished")
end)

testing.finish()
