---Tests of what a process is told at its start about its sweeps, for stock Lua: lua5.4 Tests/LuaTests/start.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local arguments = require "script.arguments"
local launchers = require "polyak.launchers"
local process = require "sweep.here"
local start = require "polyak.start"
local testing = require "testing"

local test, equal = testing.test, testing.equal

---Variables as their launchers set them, "NAME=value NAME=value".
---@param text string
---@return fun(name: string): string?
local function environment(text)
  local values = {}
  for name, value in text:gmatch "([%u_]+)=(%S*)" do values[name] = value end
  return function(name) return values[name] end
end

local array = "SLURM_ARRAY_TASK_ID=%s SLURM_ARRAY_TASK_MIN=%s SLURM_ARRAY_TASK_STEP=%s SLURM_ARRAY_TASK_COUNT=%s "
local begins = {
  {"nothing", "", 0},
  {"the third of a Slurm array 0-3", array:format(2, 0, 1, 4), 1 / 2},
  {"the last of a Slurm array 10-40:10", array:format(40, 10, 10, 4), 3 / 4},
  {"the last of a Slurm array 1,2,100", array:format(100, 1, 1, 3), 0},
  {"srun", "SLURM_PROCID=3 SLURM_NTASKS=8", 3 / 8},
  {"a process of a task of a Slurm array", array:format(1, 0, 1, 4) .. "SLURM_PROCID=1 SLURM_NTASKS=2", 1 / 4 + 1 / 8},
  {"Open MPI", "OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=4", 1 / 4},
  {"Open MPI in a batch job, where srun's variables are of the job",
    "SLURM_PROCID=0 SLURM_NTASKS=4 OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_SIZE=4", 3 / 4},
  {"MPICH", "PMI_RANK=1 PMI_SIZE=2", 1 / 2},
  {"the first job of GNU parallel", "PARALLEL_SEQ=1", 0},
  {"the second", "PARALLEL_SEQ=2", 1 / 2},
  {"the fourth", "PARALLEL_SEQ=4", 3 / 4},
  {"GNU parallel in the second of two processes", "PMI_RANK=1 PMI_SIZE=2 PARALLEL_SEQ=2", 3 / 4},
  {"Grid Engine", "SGE_TASK_ID=5 SGE_TASK_FIRST=1 SGE_TASK_LAST=8 SGE_TASK_STEPSIZE=2", 2 / 4},
  {"Grid Engine without an array", "SGE_TASK_ID=undefined SGE_TASK_FIRST=undefined", 0},
  {"LSF", "LSB_JOBINDEX=3 LSB_JOBINDEX_END=4 LSB_JOBINDEX_STEP=1", 1 / 2},
  {"LSF without an array", "LSB_JOBINDEX=0 LSB_JOBINDEX_END=0", 0},
  {"PBS", "PBS_ARRAY_INDEX=2", 1 / 4},
  {"a number that is none", "PMI_RANK=one PMI_SIZE=2", 0},
  {"a negative one", "PMI_RANK=-1 PMI_SIZE=2", 0},
  {"a fraction", "PMI_RANK=1.5 PMI_SIZE=2", 0},
  {"a number longer than an integer", "PMI_RANK=99999999999999999999 PMI_SIZE=2", 0},
  {"no count", "OMPI_COMM_WORLD_RANK=1", 0},
  {"a count of 0", "OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=0", 0},
  {"a count that is none", "OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=", 0},
  {"an array without a first number", "SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=4", 1 / 4},
  {"a number before the first", array:format(1, 2, 1, 4), 0},
  {"a step of 0", array:format(2, 0, 0, 4), 0},
}
for _, case in ipairs(begins) do
  test("begins by " .. case[1], function() equal(launchers.begin(environment(case[2])), case[3]) end)
end

for _, case in ipairs{
  {"no scheduler", "", nil},
  {"tasks of an array", "SLURM_ARRAY_JOB_ID=7 SLURM_JOB_ID=9 SLURM_STEP_ID=0", "7"},
  {"processes of a step", "SLURM_JOB_ID=9 SLURM_STEP_ID=2", "9.2"},
  {"an allocation, in which commands follow one another", "SLURM_JOB_ID=9", nil},
  {"a task that has begun again", "SLURM_ARRAY_JOB_ID=7 SLURM_RESTART_COUNT=2", "7 begun again 2"},
  {"a task that has not", "SLURM_ARRAY_JOB_ID=7 SLURM_RESTART_COUNT=0", "7"},
} do
  test("launches: " .. case[1], function() equal(process.job(environment(case[2])), case[3]) end)
end

test("jobs of GNU parallel are spread evenly, however many there are", function()
  for power = 1, 6 do
    local count, seen = 1 << power, {}
    for i = 1, count do seen[launchers.begin(environment("PARALLEL_SEQ=" .. i)) * count] = true end
    for i = 0, count - 1 do assert(seen[i + 0.0], i) end
  end
end)

test("processes of every launcher that knows how many there are begin apart", function()
  for _, level in ipairs(launchers.levels) do
    for _, launcher in ipairs(level) do
      local seen = {}
      for i = 0, 6 do
        local first = type(launcher.first) == "number" and launcher.first or 5
        local values = {[launcher.number] = tostring((launcher.first and first or 0) + i)}
        if type(launcher.first) == "string" then values[launcher.first] = "5" end
        if launcher.count then values[launcher.count] = "7" end
        if launcher.last then values[launcher.last] = tostring(first + 6) end
        local begin = launchers.begin(function(name) return values[name] end)
        assert(begin >= 0 and begin < 1 and not seen[begin], launcher.name)
        seen[begin] = true
      end
    end
  end
end)

---Calls a function with `arg` set.
---@param words string[]
---@param f fun(...): ...
---@return any ...
local function with(words, f, ...)
  local saved = arg
  rawset(_G, "arg", words)
  local results = table.pack(f(...))
  rawset(_G, "arg", saved)
  return table.unpack(results, 1, results.n)
end

---@param words string[]
---@return string  # "shard 2/4, accept", or what is wrong
local function told(words)
  local found, problem = with(words, start.told)
  if not found then return problem or "?" end
  local parts = {}
  if found.shard then parts[1] = ("shard %d/%d"):format(found.shard.index, found.shard.count) end
  if found.accept then parts[#parts + 1] = "accept" end
  return table.concat(parts, ", ")
end

local expected = "option '--shard' must be a share i/N with 1 <= i <= N, got '"
local words = {
  {{}, ""},
  {{"--shard", "2/4"}, "shard 2/4"},
  {{"a", "--shard=1/1", "--accept", "b"}, "shard 1/1, accept"},
  {{"--", "--accept"}, ""},
  {{"--shards", "4", "--accepted", "--share", "2/4", "-shard", "shard", "2/4"}, ""},
  {{"--", "--shards", "2/4"}, ""},
  {{"--shard"}, "option '--shard' needs a share i/N with 1 <= i <= N behind it"},
  {{"--shard", "--accept"}, expected .. "--accept'"},
  {{"--accept=yes"}, "option '--accept' takes no value, got 'yes'"},
}
for _, text in ipairs{"0/4", "5/4", "2", "2/", "/4", "-1/4", "1/0", "2:4", "2/4/6", "", "1.5/4", " 2/4", "2/4x",
  "1/99999999999999999999"} do
  words[#words + 1] = {{"--shard", text}, expected .. text .. "'"}
end
for word, text in pairs{["--shards"] = "2/4", ["-shard"] = "2/4", ["--Shard"] = "1/1", ["-SHARDS"] = "1/2"} do
  local problem = ("unknown option '%s' (did you mean '--shard'?)"):format(word)
  words[#words + 1] = {{word, text}, problem}
  words[#words + 1] = {{word .. "=" .. text}, problem}
end
for _, case in ipairs(words) do
  test("a command line '" .. table.concat(case[1], " ") .. "'", function() equal(told(case[1]), case[2]) end)
end

local script = {name = "s", summary = "a script", {"eta", arguments.number(), 1, "step size"}}
local own = {name = "s", summary = "a script", {"shard", arguments.text(), "all", "of its own"}}

test("a script that declares its options has these two beside them, and does not see them", function()
  local options = arguments.parse(script, {"--shard", "2/4", "--eta=3", "--accept"})
  equal(options.eta, 3)
  equal(options.shard or options.accept, nil)
  local help = arguments.help(script)
  assert(help:find "\n  %-%-shard   of a sweep's runs only each N%-th, .*: a share i/N with 1 <= i <= N\n")
  assert(help:find "\n  %-%-accept  %l[^\n]*\n  %-%-help    this text\n$")
end)

test("an option of the same name that a script declares is its own", function()
  equal(arguments.parse(own, {"--shard", "two"}).shard, "two")
  equal(select(2, arguments.help(own):gsub("%-%-shard", "")), 1)
end)

for _, case in ipairs{
  {{"--shrad", "1/2"}, "unknown option '--shrad' (did you mean '--shard'?)"},
  {{"--accpet"}, "unknown option '--accpet' (did you mean '--accept'?)"},
  {{"--shard"}, "option '--shard' needs a share i/N with 1 <= i <= N behind it"},
  {{"--shard", "3/2"}, expected .. "3/2'"},
  {{"--accept=1"}, "option '--accept' takes no value, got '1'"},
} do
  test("a declared script's command line '" .. table.concat(case[1], " ") .. "'", function()
    equal(select(2, arguments.parse(script, case[1])), "s: " .. case[2])
  end)
end

test("what a script's options have taken off the command line is what its sweeps are told", function()
  with({"--eta", "2", "--shard", "1/3"}, arguments.read, script)
  local found = assert(with({"--accept"}, start.told))
  equal(found.shard.count, 3)
  equal(found.accept, nil)
end)

testing.finish()
