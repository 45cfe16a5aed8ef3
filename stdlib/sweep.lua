---Many runs of one function, on all processors, each kept as soon as it has finished.
---
---    L = losses.quadratic{A = {{1, 0}, {0, 9}}}
---    results = sweep{
---      name = "fig4", folder = "fig4",
---      settings = {eta = 1e-1, steps = 40},                 -- what all runs share
---      runs = {{mu = 0, seed = 0}, {mu = 0.5, seed = 0}},   -- what tells one from another
---      run = function(run, settings, report)
---        local hb = optim.hb{loss = L, eta = settings.eta, mu = run.mu}
---        local trajectory = hb:run(random.new(run.seed):normal(2), settings.steps)
---        report(1)                                          -- the part that is done, for the time left; optional
---        return {loss = L(trajectory:final())}              -- what JSON can hold, and Vectors
---      end,
---    }
---    results[2].loss < results[1].loss                      --> true
---
---Stopped by whatever, the same call goes on: what has finished is read from the folder. What is there, and what is
---refused, says sweep/journal.lua. Several processes may make one sweep at a time: see polyak/claims.lua.
---
---`grid` instead of `runs` makes a run of each combination of values, `repeats` each run several times. A run that
---draws random numbers takes them from `random`, its fourth argument: a generator of its own, of `seed` and the run's
---name, and so the same on any machine, whichever runs there are beside it.
---
---A run is computed in a copy of the process (see `workers.map`): it sees all there is, and what it changes is gone
---when it ends. Its result should depend on `run` and `settings` alone; `math.random` is seeded anew for each.
local Code = require "sweep.code"
local Journal = require "sweep.journal"
local caller = require "polyak.caller"
local claims = require "polyak.claims"
local complaint = require "polyak.complaint"
local entrance = require "polyak.entrance"
local export = require "sweep.export"
local files = require "polyak.files"
local json = require "script.json"
local modules = require "polyak.modules"
local names = require "sweep.names"
local options = require "sweep.options"
local retry = require "sweep.retry"
local share = require "sweep.share"
local start = require "polyak.start"
local status = require "sweep.status"

local sweep = {}

---The runs that no result is there of; puts the results of the others among those that are known.
---@param journal sweep.Journal
---@param runs table[]
---@param results any[]
---@param first integer  # of those that are looked for
---@return integer[] missing
local function look_up(journal, runs, results, first)
  local missing, places, wanted, keys = {}, {}, {}, {}
  for i, run in ipairs(runs) do
    local key = names.key(run)
    if places[key] then
      error(complaint(string.format("%s: runs %d and %d are the same: %s",
        journal.identity.name, places[key], i, names.describe(run))))
    end
    places[key] = i
    if i >= first then wanted[#wanted + 1], keys[#keys + 1] = run, key end
  end
  local found = journal:results(wanted, keys)
  journal:expect(#runs)
  for i = 1, #wanted do
    local place = first + i - 1
    results[place] = found[i]
    if found[i] == nil then missing[#missing + 1] = place end
  end
  return missing
end

---@param value any  # a run, a result, or settings
---@return any
local function copy(value)
  if type(value) ~= "table" or value == json.null then return value end
  local made = setmetatable({}, getmetatable(value))
  for key, member in next, value do made[key] = copy(member) end
  return made
end

---Tells of a result, in tables of its own: what is done to them is done to nothing of the sweep's.
---@param given sweep.Options
---@param run table
---@param result any
local function tell(given, run, result) given.on_result(copy(run), copy(result)) end

---The calls of a run, without the sweep's own; nil where there are no others.
---@param traceback string
---@return string|nil
local function own_calls(traceback)
  local lines = {}
  for line in string.gmatch(traceback, "[^\n]+") do
    if string.find(line, "stdlib/sweep/journal.lua:", 1, true) then return nil end
    if string.find(line, "stdlib/sweep.lua:", 1, true) then break end
    lines[#lines + 1] = line
  end
  return table.concat(lines, "\n")
end

---@param folder string
---@param failed integer
---@param all integer
---@return string
local function outlook(folder, failed, all)
  local again = failed == 1 and "this one" or "these"
  if failed == all then return string.format("The same command tries %s again.", again) end
  return string.format("What is done is kept in '%s'; the same command tries %s again.", folder, again)
end

---@param journal sweep.Journal
---@param runs table[]
---@param failures table<integer, {message: string, traceback: string?}>  # by place among the runs
local function complain(journal, runs, failures)
  local lines, count, first = {}, 0, nil
  for i, run in ipairs(runs) do
    local failure = failures[i]
    if failure then
      count = count + 1
      first = first or failure
      if count <= 10 then lines[count] = string.format("  %s: %s", names.describe(run), failure.message) end
    end
  end
  if count == 0 then return end
  if count > 10 then lines[11] = string.format("  and %d more", count - 10) end
  lines[#lines + 1] = outlook(journal.folder, count, #runs)
  local calls = first.traceback and own_calls(first.traceback)
  if calls then lines[#lines + 1] = "Calls of the first that failed, " .. calls end
  error(complaint(string.format("%s: %d of %d runs failed:\n%s",
    journal.identity.name, count, #runs, table.concat(lines, "\n"))))
end

---The files in a folder.
---@param folder string
---@return table<string, true>
local function names_in(folder)
  local there = {}
  for _, name in ipairs(files.names(folder) or {}) do there[name] = true end
  return there
end

---Makes those of the runs that no other process has begun; keeps each result at once.
---@param journal sweep.Journal
---@param given sweep.Options
---@param places integer[]  # of the runs, in `given.runs`
---@return table<integer, string> texts  # of the results' files, by place here
---@return table<integer, {message: string, traceback: string?}> failures
local function make(journal, given, places)
  local runs, keys, paths, held = {}, {}, {}, {}
  for i, place in ipairs(places) do
    runs[i] = given.runs[place]
    keys[i] = names.key(runs[i])
    paths[i] = journal:path_of(keys[i])
    held[i] = claims.file(paths[i])
  end
  local folder = journal.folder .. "/journal"
  return modules.workers.map(#places, function(i, report)
    local run = runs[i]
    math.randomseed(names.seed(run))
    local random = modules.random.new(given.seed, {names.seed(run) & math.maxinteger})
    -- What it does to them is no part of what is kept.
    return journal:entry(run, given.run(copy(run), copy(given.settings), report, random))
  end, {
    -- It may have finished elsewhere since this sweep looked, or failed.
    find = function(i) return journal:outcome(runs[i]) end,
    on_failure = function(i, message, traceback) journal:failed(runs[i], message, traceback) end,
    taken = function()
      local there, taken = names_in(folder), {}
      for i = 1, #runs do
        local is_taken = there[string.sub(paths[i], #folder + 2)] or there[string.sub(held[i], #folder + 2)]
          or journal.segments.keys[keys[i]]
        if is_taken then taken[#taken + 1] = i end
      end
      return taken
    end,
    on_result = given.on_result and function(i, text) tell(given, runs[i], json.decode(text).result) end,
    first = start.first(#places), costs = options.costs(given, runs), files = paths, claims = held,
    workers = given.workers, title = given.name, time_limit = given.time_limit,
    progress = given.progress, finished = #given.runs - #places,
    note = string.format("; what is done is kept in '%s', and the same command goes on from there", journal.folder),
    caller = caller() .. "sweep",
  })
end

---The places of those runs that no process makes which shows signs of life.
---@param journal sweep.Journal
---@param given sweep.Options
---@param missing integer[]
---@return integer[]
local function free_ones(journal, given, missing)
  local folder = journal.folder .. "/journal"
  local there, free = names_in(folder), {}
  for _, place in ipairs(missing) do
    local path = journal:path(given.runs[place])
    if not (there[string.sub(claims.file(path), #folder + 2)] and claims.is_held(path)) then free[#free + 1] = place end
  end
  return free
end

---Removes what is left of claims to runs that have results.
---@param journal sweep.Journal
---@param given sweep.Options
---@param results any[]
local function clean(journal, given, results)
  local done
  claims.clean(journal.folder .. "/journal", function(path)
    if not done then
      done = {}
      for i, run in ipairs(given.runs) do done[journal:path(run)] = results[i] ~= nil end
    end
    return done[path]
  end)
  files.remove_abandoned(journal.folder)
end

---Takes the results of runs that other processes have made.
---@param journal sweep.Journal
---@param given sweep.Options
---@param places integer[]
---@param results any[]
---@return integer[]  # those that have none
local function gather(journal, given, places, results)
  if #places == 0 then return {} end
  local rest, others, keys = {}, {}, {}
  for i, place in ipairs(places) do
    others[i], keys[i] = given.runs[place], names.key(given.runs[place])
  end
  local found = journal:results(others, keys)
  for i, place in ipairs(places) do
    results[place] = found[i]
    if found[i] == nil then
      rest[#rest + 1] = place
    elseif given.on_result then
      tell(given, given.runs[place], found[i])
    end
  end
  return rest
end

---Computes what is missing. A run that another process makes is left to it, and taken over where that one has died.
---@param journal sweep.Journal
---@param given sweep.Options
---@param missing integer[]
---@param results any[]
---@return integer missing  # how many have no result: those of other processes where these are not waited for
local function compute(journal, given, missing, results)
  local failures = {}
  while #missing > 0 do
    local free, rest, ended = free_ones(journal, given, missing), {}, {}
    local texts, failed = make(journal, given, free)
    for i, place in ipairs(free) do
      if texts[i] then
        results[place] = json.decode(texts[i]).result
        journal:succeeded(given.runs[place])
      end
      failures[place] = failed[i]
      ended[place] = texts[i] ~= nil or failed[i] ~= nil
    end
    for _, place in ipairs(missing) do
      if not ended[place] then rest[#rest + 1] = place end
    end
    rest = gather(journal, given, rest, results)
    for place in pairs(failures) do
      if journal:is_retried(given.runs[place]) then
        failures[place], rest[#rest + 1] = nil, place
      end
    end
    table.sort(rest)
    if #rest == #missing then
      if not given.wait then break end
      local count = #missing == 1 and "a run" or string.format("%d runs", #missing)
      files.wait(0.1, string.format("%s  waits for %s of another process", given.name, count))
    end
    missing = rest
  end
  if next(failures) then
    clean(journal, given, results)
    complain(journal, given.runs, failures)
  end
  return #missing
end

---Whether the command line takes over results of older code.
---@param name string
---@return boolean
local function accepts(name)
  local told, problem = start.told()
  if not told then error(complaint(string.format("%s: %s", name, problem))) end
  return told.accept or false
end

---@param given sweep.Options
---@return any[] results
---@return table[] runs
---@return integer missing
local function run(given)
  local refinement
  given, refinement = options.read(given)
  local journal = Journal.open(given.folder, {
    name = given.name, settings = given.settings, seed = given.seed, code = Code.of(given.run, given.folder),
    accept = given.accept or accepts(given.name),
  })
  local runs, results, others, missing, first = given.runs, {}, {}, 0, 1
  repeat
    local absent = look_up(journal, runs, results, first)
    if given.on_result then
      for i = first, #runs do
        if results[i] ~= nil then tell(given, runs[i], results[i]) end
      end
    end
    local own, left = share.own(given, absent)
    missing = missing + (#own > 0 and compute(journal, given, own, results) or 0)
    table.move(left, 1, #left, #others + 1, others)
    -- Other shards have gone on meanwhile.
    if #own > 0 then others = gather(journal, given, others, results) end
    first = #runs + 1
    local added = refinement and refinement:next(runs, results) or {}
    table.move(added, 1, #added, first, runs)
  until #added == 0
  -- Of processes that were killed when all was done, too.
  clean(journal, given, results)
  missing = missing + #others
  share.leave(given, missing)
  return results, runs, missing
end

---Computes what is missing, and gives the results of all runs in their order, the runs, and how many have no result.
---@param given sweep.Options
---@return any[] results
---@return table[] runs
---@return integer missing
local function call(_, given) return run(given) end

---How far a sweep is: what is done, is being made, has failed, is left, how fast it goes and who is at it. Looks, and
---takes no part: on a folder that other processes, or machines, work on.
---
---    sweep{name = "roots", folder = "roots", runs = {{x = 1}, {x = 4}}, run = function(run) return run.x ^ 0.5 end}
---    status = sweep.status "roots"
---    status.done            --> 2
---    status.running         --> 0
---@param folder string
---@return sweep.Status
function sweep.status(folder) return status(folder) end

---Forgets which runs have failed, and claims of processes that have gone, so that whoever works on the sweep makes
---those runs. Says how many.
---@param folder string
---@return sweep.Retry
function sweep.retry(folder) return retry(folder) end

---Writes the finished runs as a table, by the ending of the name as .csv, .npz (arrays of NumPy) or .json: a row for
---each run, columns for its names and for the numbers and texts of its result, parts of tables as `error.flow`. Lists
---are arrays in .npz and columns `final.1`, `final.2` in .csv; what is missing is empty, NaN in .npz. Rows are in the
---order of a grid.
---
---    sweep{name = "roots", folder = "roots", runs = {{x = 1}, {x = 4}}, run = function(run) return {run.x ^ 0.5} end}
---    sweep.export("roots", "roots.csv", {columns = {"x"}})   --> roots.csv
---@param folder string
---@param path string
---@param given? sweep.ExportOptions
---@return string path
function sweep.export(folder, path, given) return export(folder, path, given) end

---Writes a page of a sweep, which needs no network: figures chosen from what its runs gave (curves over what tells the
---runs apart, heat maps of two), the results, what failed, settings, seed and code.
---
---    sweep{name = "roots", folder = "roots", runs = {{x = 1}, {x = 4}}, run = function(run) return {run.x ^ 0.5} end}
---    sweep.report("roots", {file = "roots.html"})  --> roots.html
---
---Of results that a sweep gave: `sweep.report(results, {runs = runs, file = "roots.html"})`.
---@param of string|any[]  # a folder, or results
---@param given sweep.ReportOptions
---@return string file
function sweep.report(of, given) return require("sweep.report")(of, given) end

entrance(sweep, "sweep.", {
  status = "folder: string", retry = "folder: string", export = "folder: string, path: string, given: table?",
  report = "of: any?, given: table?",
})

return setmetatable(sweep, {__call = entrance.of("sweep", "", call, {"json.encode", "workers.map"})})
