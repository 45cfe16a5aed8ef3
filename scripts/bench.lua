---Times Polyak's workloads, all where none is named: `scripts/run scripts/bench.lua [--compare FILE] [workload ...]`.
---
---One line each, the best of several runs: NAME SECONDS UNITS SECONDS-PER-UNIT, by the clock, as other programs are
---timed: a process's own time would count threads of BLAS that wait. Behind them, where others do the same work, a
---CHECK that they must find too. Making the graph and compiling it are not counted, but in `compile`; the work is.
---Machines are noisy: compare figures of one session on a machine at rest, as ratios. `--compare FILE` prints them:
---FILE has lines of the same form, of an earlier run or of another program's, the last of a name counting; a CHECK that
---is not found again to ten digits (in single precision six) is told.

---@class Workload
---@field name string
---@field group? string  what asks for it beside its name; so does the beginning of its name with a * behind
---@field units integer  how many steps, evaluations or member-steps a run makes
---@field prepare fun(): fun(), (fun(): number)?  makes everything ready; what it returns is timed, and then checked

---@type Workload[]
local workloads = {}
for _, part in ipairs{"models", "losses", "costs"} do
  local list = require("lib.bench." .. part)
  table.move(list, 1, #list, #workloads + 1, workloads)
end

---The shortest of several runs, after one that is not counted: seven, or as many as fit into two seconds.
---@param work fun()
---@return number seconds
local function best_time(work)
  work()
  local best, total, runs = math.huge, 0, 0
  while runs < 7 and total < 2 or runs < 3 do
    local start = diagnostics.clock()
    work()
    local elapsed = diagnostics.clock() - start
    best, total, runs = math.min(best, elapsed), total + elapsed, runs + 1
  end
  return best
end

---@param message string
local function fail(message)
  io.stderr:write("bench: ", message, "\n")
  os.exit(1)
end

---What a file with lines of this program's form says, by workload.
---@param path string
---@return table<string, {each: number, check: number?}>
local function earlier(path)
  local file <close>, why = io.open(path)
  if not file then return fail(why) end
  local found = {}
  for line in file:lines() do
    local name, each, check = line:match("^(%S+) %S+ %d+ (%S+) ?(%S*)")
    if name then found[name] = {each = tonumber(each), check = tonumber(check)} end
  end
  return next(found) and found or fail(path .. " has no line NAME SECONDS UNITS SECONDS-PER-UNIT")
end

---How a figure stands beside an earlier one.
---@param workload Workload
---@param each number  seconds a unit
---@param check number?
---@param before {each: number, check: number?}?
---@return string
local function ratio(workload, each, check, before)
  if not before then return "" end
  local text = (" ratio %.2f"):format(each / before.each)
  local tolerance = (workload.name:find("f32") or workload.name:find("mlp")) and 1e-6 or 1e-9
  if check and before.check and math.abs(check - before.check) > tolerance * math.abs(before.check) then
    text = text .. (" (CHECK was %.10g)"):format(before.check)
  end
  return text
end

---Takes the option and its value out of the arguments.
---@param arguments string[]
---@return string? path
local function comparison(arguments)
  for i, argument in ipairs(arguments) do
    if argument == "--compare" then
      table.remove(arguments, i)
      return table.remove(arguments, i) or fail("--compare needs the name of a file")
    end
  end
end

---@param names string[]
---@return table<string, boolean>?  wanted  nil for all
local function selection(names)
  if #names == 0 then return nil end
  local known, list, wanted = {}, {}, {}
  for _, workload in ipairs(workloads) do
    local name = workload.group or workload.name
    if not known[name] then list[#list + 1] = name end
    known[name], known[workload.name] = true, true
  end
  for _, name in ipairs(names) do
    if name == "--help" or name == "-h" then
      print("usage: bench.lua [--compare FILE] [workload ...]\n\nTimes the workloads, all where none is named:")
      print("  " .. table.concat(list, "\n  "))
      os.exit(0)
    end
    local beginning = name:match("^(.+)%*$")
    if beginning then
      for _, workload in ipairs(workloads) do
        if workload.name:sub(1, #beginning) == beginning then wanted[workload.name], wanted[name] = true, true end
      end
    else
      wanted[name] = known[name]
    end
    if not wanted[name] then
      fail(("no workload '%s'; there are %s"):format(name, table.concat(list, ", ")))
    end
  end
  return wanted
end

local path = comparison(arg)
local wanted, before = selection(arg), path and earlier(path) or {}
for _, workload in ipairs(workloads) do
  if not wanted or wanted[workload.name] or wanted[workload.group] then
    local work, check = workload.prepare()
    local seconds = best_time(work)
    io.write(("%s %.6f %d %.3e"):format(workload.name, seconds, workload.units, seconds / workload.units))
    local found = check and check()
    io.write(found and (" %.10g"):format(found) or "")
    io.write(ratio(workload, seconds / workload.units, found, before[workload.name]), "\n")
    io.flush()
  end
end
