---Tests of stdlib/sweep/journal.lua and what is below it, for stock Lua, on a file system in memory that can be stopped
---between any two steps: lua5.4 Tests/LuaTests/journal.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local memory = require "memory_files"
local testing = require "testing"
local Journal = require "sweep.journal"
local compact = require "sweep.compaction"
local encode = require "script.json.encode"
local json = require "script.json"
local names = require "sweep.names"
local segment = require "sweep.segment"

local test, equal, message = testing.test, testing.equal, testing.message

local SETTINGS <const> = {eta = 0.01}

-- What is told, instead of the terminal.
local told = {}
local errors = io.stderr
rawset(io, "stderr", {write = function(_, ...)
  local text = table.concat({...})
  if text:find "^fig: " then told[#told + 1] = text else errors:write(text) end
end})

testing.before = function()
  memory.restore {}
  told = {}
end

local function run_of(i) return {mu = i / 2, kind = i % 3 == 0 and "a/b" or "plain"} end
local function result_of(i) return {v = i / 3, list = {i, i + 0.5}, none = {}} end

local function runs_to(n)
  local runs, keys = {}, {}
  for i = 1, n do
    runs[i] = run_of(i)
    keys[i] = names.key(runs[i])
  end
  return runs, keys
end

local function open(settings, code, accept)
  return Journal.open("out", {
    name = "fig", settings = settings or SETTINGS, seed = 0, code = code, accept = accept or false,
  })
end

---Makes the file of a run, as the pool does.
local function make(journal, i)
  memory.step("write " .. journal:path(run_of(i)))
  memory.contents[journal:path(run_of(i))] = journal:entry(run_of(i), result_of(i))
end

---How many runs have results; each must be the right one.
local function count_right(n, journal)
  local runs, keys = runs_to(n)
  local results = (journal or open()):results(runs, keys)
  local count = 0
  for i = 1, n do
    if results[i] ~= nil then
      count = count + 1
      local expected = result_of(i)
      assert(results[i].v == expected.v and math.type(results[i].list[1]) == "integer" and #results[i].none == 0, i)
      equal(results[i].list[2], expected.list[2])
    end
  end
  return count
end

---@return string[] loose
---@return string[] segments
local function listing()
  local loose, segments = {}, {}
  for path in pairs(memory.contents) do
    if path:find "^out/journal/.*%.json$" then loose[#loose + 1] = path end
    if path:find "%.runs$" then segments[#segments + 1] = path end
  end
  table.sort(segments)
  return loose, segments
end

---A journal whose runs to `segmented` are in segments of some each, and the others to `n` in files.
local function prepare(segmented, each, n)
  local journal = open()
  for i = 1, n do
    make(journal, i)
    if i <= segmented and i % each == 0 then compact(journal, 0) end
  end
  return memory.copy()
end

test("runs move into segments, and small segments into larger ones", function()
  prepare(7, 1, 8)
  local loose, segments = listing()
  equal(#loose .. " " .. #segments, "1 7")
  compact(open(), 0)
  -- The eighth makes them one.
  loose, segments = listing()
  equal(#loose .. " " .. #segments, "0 1")
  equal((segment.parts(segments[1]:match "[^/]*$")), 8)
  equal(count_right(8), 8)
end)

test("a file says what it is of, line by line", function()
  local journal = open()
  make(journal, 3)
  compact(journal, 0)
  local _, segments = listing()
  local shared, line = '{"name":"fig","polyak":"0.1","settings":{"eta":0.01}}',
    'kind=%22a%2Fb%22,mu=1.5\t{"kind":"a/b","mu":1.5}\t{"list":[3,3.5],"none":[],"v":1.0}'
  local sum = require "polyak.files".sum
  local text = ("%s\t%s\n%s\t%s\n"):format(shared, sum(shared), line, sum(shared .. "\n" .. line))
  equal(memory.contents[segments[1]], text)
  equal(segments[1], ("out/journal/1-%s.runs"):format(sum(text)))
end)

test("a run's own file says what it is of, with a checksum of what stands before it", function()
  make(open(), 3)
  -- The 64 bits of FNV-1a as Python computes them.
  equal(memory.contents["out/journal/kind=%22a%2Fb%22,mu=1.5.json"],
    '{"name":"fig","polyak":"0.1","result":{"list":[3,3.5],"none":[],"v":1.0},"run":{"kind":"a/b","mu":1.5},'
    .. '"settings":{"eta":0.01},"sum":"71dadc4f79027461"}\n')
  equal(memory.contents["out/settings.json"], '{\n  "name": "fig",\n  "polyak": "0.1",\n'
    .. '  "settings": {\n    "eta": 0.01\n  },\n  "sum": "95d66e89f4239def"\n}\n')
end)

test("files few enough are left", function()
  local journal = open()
  for i = 1, 3 do make(journal, i) end
  compact(journal, 3)
  equal(#listing(), 3)
  make(journal, 4)
  compact(journal, 3)
  equal(#listing(), 0)
end)

test("killed at any step, no run is lost, and the next goes on", function()
  for _, start in ipairs {prepare(0, 1, 3), prepare(7, 1, 8), prepare(14, 2, 17)} do
    memory.restore(start)
    local n = count_right(20)
    local at, is_done = 1, false
    while not is_done do
      memory.restore(start)
      is_done = memory.killed_at(at, function() compact(open(), 0) end)
      equal(count_right(n), n)
      compact(open(), 0)
      equal(count_right(n), n)
      equal(#listing(), 0)
      at = at + 1
    end
    assert(at > 10)
  end
end)

---A process reads while another one compacts once, at each of its steps.
---@param start table<string, string>
---@param n integer  # how many runs there are
---@param sees_old_names boolean  # the reader is shown the folder as it was
local function read_while_compacting(start, n, sees_old_names)
  local at, is_done = 1, false
  while not is_done do
    memory.restore(start)
    if sees_old_names then memory.kept.reader = start end
    local journal, another = open(), open()
    local reader = memory.process("reader", function() return count_right(n, journal) end)
    local going, count = true, nil
    for _ = 1, at do
      if going then going, count = reader() end
    end
    is_done = not going
    compact(another, 0)
    while going do going, count = reader() end
    equal(count, n)
    at = at + 1
  end
end

test("who reads while another compacts misses nothing, whenever that begins", function()
  for _, start in ipairs {prepare(0, 1, 3), prepare(7, 1, 8), prepare(14, 2, 16)} do
    memory.restore(start)
    local n = count_right(20)
    read_while_compacting(start, n, false)
    read_while_compacting(start, n, true)
  end
end)

test("who reads step by step with one who compacts misses nothing", function()
  -- The reader makes so many steps for one of the other's, or the other way round.
  for _, start in ipairs {prepare(7, 1, 8), prepare(14, 2, 16)} do
    memory.restore(start)
    local n = count_right(20)
    for ratio = 1, 12 do
      for late = 0, 40 do
        memory.restore(start)
        local journal, another = open(), open()
        local reader = memory.process("reader", function() return count_right(n, journal) end)
        local other = memory.process("other", function() compact(another, 0) end)
        local reads, compacts, count = true, true, nil
        for _ = 1, late do
          if compacts then compacts = other() end
        end
        while reads do
          for _ = 1, ratio % 2 == 0 and ratio // 2 or 1 do
            if reads then reads, count = reader() end
          end
          for _ = 1, ratio % 2 == 0 and 1 or ratio // 2 + 1 do
            if compacts then compacts = other() end
          end
        end
        equal(count, n)
      end
    end
  end
end)

test("one that was stopped while another took over harms nothing when it goes on", function()
  for _, start in ipairs {prepare(0, 1, 3), prepare(7, 1, 9), prepare(14, 2, 17)} do
    memory.restore(start)
    local n = count_right(20)
    local at, is_done = 1, false
    while not is_done do
      memory.restore(start)
      local journal, another = open(), open()
      local stopped = memory.process("stopped", function() compact(another, 0) end)
      local going = true
      for _ = 1, at do
        if going then going = stopped() end
      end
      is_done = not going
      memory.claims = {}
      count_right(n, journal)
      compact(journal, 0)
      make(journal, n + 1)
      compact(journal, 0)
      while going do going = stopped() end
      equal(count_right(n + 1), n + 1)
      compact(open(), 0)
      equal(count_right(n + 1), n + 1)
      at = at + 1
    end
  end
end)

test("a process that goes on learns of runs that were made and moved since it looked", function()
  local journal = open()
  equal(count_right(9, journal), 0)
  local other = open()
  for i = 1, 9 do
    make(other, i)
    compact(other, 0)
    equal(journal:finished(run_of(i)), ('{"result":{"list":[%d,%s],"none":[],"v":%s}}\n'):format(
      i, i + 0.5, require "script.json".encode(i / 3)))
    equal(journal:result(run_of(i)).v, i / 3)
  end
  equal(journal:finished(run_of(10)), nil)
end)

test("a process that moves runs of others learns of them", function()
  local journal = open()
  equal(count_right(9, journal), 0)
  for i = 1, 9 do
    make(open(), i)
    compact(journal, 0)
  end
  for i = 1, 9 do assert(journal:finished(run_of(i))) end
  equal(journal:result(run_of(3)).v, 1.0)
end)

test("a run is found while segments become one, whenever that begins", function()
  local start = prepare(7, 1, 7)
  local at, is_done = 1, false
  while not is_done do
    memory.restore(start)
    local journal, another = open(), open()
    count_right(6, journal)
    local reader = memory.process("reader", function() return journal:finished(run_of(7)) end)
    local going, text = true, nil
    for _ = 1, at do
      if going then going, text = reader() end
    end
    is_done = not going
    make(another, 8)
    compact(another, 0)
    while going do going, text = reader() end
    assert(text)
    at = at + 1
  end
end)

test("looking for a run that nobody has made reads two files while nothing changes", function()
  prepare(7, 1, 7)
  local journal = open()
  count_right(8, journal)
  local steps = 0
  memory.step = function() steps = steps + 1 end
  equal(journal:finished(run_of(8)), nil)
  equal(steps, 2)
end)

test("a run that is in a file and in a segment is one", function()
  local journal = open()
  make(journal, 1)
  local text = memory.contents[journal:path(run_of(1))]
  compact(journal, 0)
  memory.contents[journal:path(run_of(1))] = text
  equal(count_right(1), 1)
  local before = select(2, listing())[1]
  compact(open(), 0)
  local loose, segments = listing()
  equal(#loose .. " " .. table.concat(segments), "0 " .. before)
end)

test("cut or changed anywhere, a segment gives no wrong result, tells of it, and is mended", function()
  prepare(6, 6, 6)
  local _, segments = listing()
  local path = segments[1]
  local text, start = memory.contents[path], memory.copy()
  local damaged = {""}
  for at = 1, #text, 3 do
    damaged[#damaged + 1] = text:sub(1, at)
    damaged[#damaged + 1] = text:sub(1, at - 1) .. string.char(text:byte(at) ~ 1) .. text:sub(at + 1)
    damaged[#damaged + 1] = text:sub(1, at - 1) .. text:sub(at + 1)
  end
  damaged[#damaged + 1] = text .. "more"
  damaged[#damaged + 1] = text .. text
  for i, changed in ipairs(damaged) do
    if changed ~= text then
      memory.restore(start)
      memory.contents[path], told = changed, {}
      local count = count_right(6)
      equal(#told, 1)
      local pattern = "^fig: warning: 'out/journal/6%-%x+%.runs' is damaged, and %-?(%d+) of its 6 runs made anew %("
      assert(told[1]:find(pattern), told[1])
      -- Mended: what was whole is kept, and nothing is told again.
      told = {}
      equal(count_right(6), count)
      equal(#told, 0)
      if i == 1 then equal(count, 0) end
    end
  end
end)

test("the reason names the line", function()
  prepare(6, 6, 6)
  local path = select(2, listing())[1]
  local name = path:match "[^/]*$"
  local text = memory.contents[path]
  local cases = {
    {text:sub(1, -5), "1 of its 6 runs made anew (line 7 has another checksum)"},
    {text:gsub('"eta"', '"etb"'), "0 of its 6 runs made anew (line 1 has another checksum)"},
    {text:gsub('"v":', '"w":', 2), "2 of its 6 runs made anew (line 2 has another checksum)"},
    {text:match "^.-\n.-\n.-\n", "4 of its 6 runs made anew (it does not end as it should)"},
  }
  local start = memory.copy()
  for _, case in ipairs(cases) do
    memory.restore(start)
    memory.contents[path], told = case[1], {}
    count_right(6)
    equal(told[1], ("fig: warning: 'out/journal/%s' is damaged, and %s\n"):format(name, case[2]))
  end
end)

---A text cut, changed by a bit, and with a character lost, everywhere.
local function damages(text)
  local list = {""}
  for at = 1, #text do
    list[#list + 1] = text:sub(1, at - 1)
    list[#list + 1] = text:sub(1, at - 1) .. text:sub(at + 1)
    for bit = 0, 7 do
      list[#list + 1] = text:sub(1, at - 1) .. string.char(text:byte(at) ~ 1 << bit) .. text:sub(at + 1)
    end
  end
  return list
end

test("cut or changed anywhere, a run's file and settings.json are told of by name and made anew, and refuse nothing",
  function()
    local journal = open(nil, {checksum = "aa", keep = function() return true end})
    make(journal, 3)
    local start, run = memory.copy(), run_of(3)
    for _, path in ipairs {journal:path(run), "out/settings.json"} do
      local told_of = 0
      for _, damaged in ipairs(damages(start[path])) do
        memory.restore(start)
        memory.contents[path], told = damaged, {}
        local again = open(nil, journal.sharing.code)
        local result = again:result(run)
        -- What stands for nothing may be another: the line's end, the checksum's own name.
        if #told == 0 then
          equal(require "script.json".encode(result), '{"list":[3,3.5],"none":[],"v":1.0}')
        else
          equal(#told, 1)
          equal(told[1]:match "^fig: warning: '(.-)' is damaged, and made anew %(.+%)\n$", path)
          told_of = told_of + 1
        end
      end
      assert(told_of > 9 * #start[path], told_of .. " of " .. #start[path])
    end
  end)

test("a digit that is another in a result is none of it", function()
  local journal = open()
  make(journal, 3)
  local path = journal:path(run_of(3))
  memory.contents[path] = memory.contents[path]:gsub("3%.5", "3.7")
  equal(journal:result(run_of(3)), nil)
  equal(table.concat(told), ("fig: warning: '%s' is damaged, and made anew (it has another checksum)\n"):format(path))
  compact(journal, 0)
  equal(#listing(), 1)
end)

test("a segment of other settings is refused, wherever it comes from", function()
  prepare(6, 6, 6)
  local path = select(2, listing())[1]
  local kept = memory.contents[path]
  local expected = ("fig: '%s' is of other settings:\n  settings.eta: 0.01 there, 0.02 here\n"):format(path)
    .. "Give another folder, or delete 'out' with the runs in it."
  -- Without settings.json, at the start.
  memory.contents["out/settings.json"] = nil
  equal(tostring(message(open, {eta = 0.02})), expected)
  equal(memory.contents["out/settings.json"], nil)
  -- Brought from another folder.
  memory.restore {[path] = kept}
  memory.contents["out/settings.json"] = '{"name":"fig","polyak":"0.1","settings":{"eta":0.02}}'
  local journal = open {eta = 0.02}
  equal(tostring(message(count_right, 6, journal)), expected)
  -- Its lines behind the first line of these settings.
  local shared = '{"name":"fig","polyak":"0.1","settings":{"eta":0.02}}'
  memory.contents[path] = shared .. "\t" .. require "polyak.files".sum(shared) .. "\n" .. kept:match "\n(.*)"
  equal(count_right(6, open {eta = 0.02}), 0)
  equal(#told, 1)
end)

---A code in the place of a real one.
local function code_of(checksum)
  return {checksum = checksum, keep = function() return true end, changes = function() return {"run: changed"} end}
end

test("runs of other code are refused, and where they are taken over go on saying of which they are", function()
  local older, newer = code_of "aa", code_of "bb"
  local journal = open(nil, older)
  for i = 1, 2 do make(journal, i) end
  compact(journal, 0)
  for i = 3, 4 do make(journal, i) end
  -- One of before there were codes.
  make(open(), 5)
  equal(tostring(message(open, nil, newer)), "fig: 'out/settings.json' is of other code:\n  run: changed\n"
    .. "Give another folder, or delete 'out' with the runs in it; or take them over as they are "
    .. "(--accept, or accept = true).")
  journal = open(nil, newer, true)
  equal(table.concat(told), "fig: what is in 'out' is of older code, and taken over\n")
  equal(memory.contents["out/settings.json"]:match '"accepted": %[%s*"aa"%s*%],%s*"code": "bb"' ~= nil, true)
  make(journal, 6)
  equal(count_right(6, journal), 6)
  compact(journal, 0)
  local loose, segments = listing()
  equal(#loose .. " " .. #segments, "0 4")
  local kinds = {}
  for _, path in ipairs(segments) do
    local count, code = segment.parts(path:match "[^/]*$"), memory.contents[path]:match '^{"code":"(%x+)"' or "none"
    kinds[code] = (kinds[code] or 0) + count
  end
  equal(kinds.aa .. " " .. kinds.bb .. " " .. kinds.none, "4 1 1")
  equal(count_right(6, open(nil, newer)), 6)
  -- The older code is no longer the folder's.
  equal(tostring(message(open, nil, older)):match "[^\n]*", "fig: 'out/settings.json' is of other code:")
  -- Without settings.json the runs say of which code they are.
  memory.contents["out/settings.json"] = nil
  equal(tostring(message(open, nil, newer)):match "is of other code", "is of other code")
  equal(count_right(6, open(nil, newer, true)), 6)
end)

test("files of others, damaged ones and large ones are left as they are", function()
  local journal = open()
  make(journal, 1)
  local other = Journal.open("other", {name = "fig", settings = {eta = 0.02}, seed = 0, accept = false})
  memory.contents["out/journal/mu=7.json"] = other:entry({mu = 7}, 1)
  memory.contents["out/journal/mu=8.json"] = "{"
  memory.contents["out/journal/mu=9.json"] = journal:entry({mu = 10}, 1)
  memory.contents["out/journal/mu=11.json"] = journal:entry({mu = 11}, ("x"):rep(9 << 20))
  local before = memory.copy()
  compact(journal, 0)
  local loose = listing()
  equal(#loose, 4)
  for _, path in ipairs(loose) do equal(memory.contents[path], before[path]) end
  -- Not looked into again.
  local steps = {}
  memory.step = function(step) steps[#steps + 1] = step end
  compact(journal, 0)
  equal(table.concat(steps):find("read", 1, true), nil)
end)

test("a file that somebody has written in another form is moved too", function()
  local journal = open()
  memory.contents[journal:path(run_of(1))] =
    '{ "name": "fig", "polyak": "0.1",\n  "result": {"v": 0.33333333333333331, "list": [1,\n 1.5], "none": []},\n'
    .. '  "run": {"mu": 0.5, "kind": "plain"}, "settings": {"eta": 1e-2}}'
  -- With its checksum, which is of what it says.
  make(journal, 2)
  local path = journal:path(run_of(2))
  memory.contents[path] = encode(json.decode(memory.contents[path]), {indent = true})
  -- And as it was made before there were checksums.
  make(journal, 3)
  path = journal:path(run_of(3))
  memory.contents[path] = memory.contents[path]:gsub(',"sum":"%x+"', "")
  equal(count_right(3), 3)
  compact(journal, 0)
  equal(#listing(), 0)
  equal(count_right(3), 3)
  equal(#told, 0)
end)

test("a full disk and a folder that cannot be written in leave all as it is", function()
  local start = prepare(7, 1, 8)
  local journal = open()
  memory.is_full = true
  equal(compact(journal, 0), "No space left on device")
  for path, text in pairs(start) do equal(memory.contents[path], text) end
  memory.is_full = false
  -- Full from the n-th step on.
  local n, why = 0
  repeat
    memory.restore(start)
    n = n + 1
    local count = 0
    memory.step = function()
      count = count + 1
      memory.is_full = count >= n
    end
    journal = (function()
      local step = memory.step
      memory.step = function() end
      local opened = open()
      memory.step = step
      return opened
    end)()
    why = compact(journal, 0)
    memory.is_full, memory.step = false, function() end
    equal(count_right(8), 8)
    compact(open(), 0)
    equal(count_right(8), 8)
  until not why
  assert(n > 10)
end)

test("what is there and cannot be read is an error", function()
  prepare(6, 6, 6)
  local path = select(2, listing())[1]
  memory.unreadable[path] = true
  local text = message(count_right, 6)
  equal(text:match "sweep: .*", ("sweep: cannot read '%s': Permission denied"):format(path))
end)

test("a segment that somebody has removed is gone, and its runs with it", function()
  prepare(6, 3, 6)
  memory.contents[select(2, listing())[1]] = nil
  equal(count_right(6), 3)
  equal(#told, 0)
end)

testing.finish()
