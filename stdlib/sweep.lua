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
---refused, says sweep/journal.lua.
---
---A run is computed in a copy of the process (see `workers.map`): it sees all there is, and what it changes is gone
---when it ends. Its result should depend on `run` and `settings` alone; `math.random` is seeded anew for each.
local Journal = require "sweep.journal"
local complaint = require "polyak.complaint"
local json = require "script.json"
local modules = require "polyak.modules"
local names = require "sweep.names"
local options = require "sweep.options"

local sweep = {}

---The runs that no result is there of, and the results of the others.
---@param journal sweep.Journal
---@param runs table[]
---@return integer[] missing
---@return any[] results
local function look_up(journal, runs)
  local missing, results, places = {}, {}, {}
  for i, run in ipairs(runs) do
    local key = names.key(run)
    if places[key] then
      error(complaint(("%s: runs %d and %d are the same: %s"):format(
        journal.identity.name, places[key], i, names.describe(run))))
    end
    places[key] = i
    results[i] = journal:result(run)
    if results[i] == nil then missing[#missing + 1] = i end
  end
  return missing, results
end

---The calls of a run, without those around the sweep.
---@param traceback string
---@return string
local function own_calls(traceback)
  local lines = {}
  for line in traceback:gmatch "[^\n]+" do
    if line:find("workers.map", 1, true) then break end
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
  if failed == all then return ("The same command tries %s again."):format(again) end
  return ("What is done is kept in '%s'; the same command tries %s again."):format(folder, again)
end

---@param journal sweep.Journal
---@param runs table[]
---@param missing integer[]
---@param failures table<integer, {message: string, traceback: string?}>
local function complain(journal, runs, missing, failures)
  local lines, count, first = {}, 0, nil
  for place, i in ipairs(missing) do
    local failure = failures[place]
    if failure then
      count = count + 1
      first = first or failure
      if count <= 10 then lines[count] = ("  %s: %s"):format(names.describe(runs[i]), failure.message) end
    end
  end
  if count == 0 then return end
  if count > 10 then lines[11] = ("  and %d more"):format(count - 10) end
  lines[#lines + 1] = outlook(journal.folder, count, #runs)
  if first.traceback then
    lines[#lines + 1] = "Calls of the first that failed, " .. own_calls(first.traceback)
  end
  error(complaint(("%s: %d of %d runs failed:\n%s"):format(
    journal.identity.name, count, #runs, table.concat(lines, "\n"))))
end

---Computes what is missing; keeps each result at once.
---@param journal sweep.Journal
---@param given sweep.Options
---@param missing integer[]
---@param results any[]
local function compute(journal, given, missing, results)
  local runs, paths = {}, {}
  for place, i in ipairs(missing) do
    runs[place] = given.runs[i]
    paths[place] = journal:path(given.runs[i])
  end
  local settings = given.settings or {}
  local texts, failures = modules.workers.map(#missing, function(place, report)
    local run = runs[place]
    math.randomseed(names.seed(run))
    return journal:entry(run, given.run(run, settings, report))
  end, {
    costs = options.costs(given, runs), files = paths, workers = given.workers, title = given.name,
    progress = given.progress ~= false, finished = #given.runs - #missing,
    note = ("; what is done is kept in '%s', and the same command goes on from there"):format(journal.folder),
  })
  for place, i in ipairs(missing) do
    local text = texts[place]
    if text then results[i] = json.decode(text).result end
  end
  complain(journal, given.runs, missing, failures)
end

---Computes what is missing, and gives the results of all runs in their order.
---@param given sweep.Options
---@return any[] results
local function call(_, given)
  options.check(given)
  local journal = Journal.open(given.folder, given.name, given.settings or {})
  local missing, results = look_up(journal, given.runs)
  if #missing > 0 then compute(journal, given, missing, results) end
  return results
end

return setmetatable(sweep, {__call = call})
