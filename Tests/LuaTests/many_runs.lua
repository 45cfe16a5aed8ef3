---A sweep of very many runs: that its folder has few files, and is read whole. For the program, for it takes a while:
---polyak Tests/LuaTests/many_runs.lua [COUNT]
local Journal = require "sweep.journal"

local count = math.tointeger(tonumber(arg[1] or 100000))
local folder = os.tmpname()
os.remove(folder)
assert(os.execute(("mkdir '%s'"):format(folder)))
local _ <close> = setmetatable({}, {__close = function() os.execute(("rm -r '%s'"):format(folder)) end})

local runs = {}
for i = 1, count do runs[i] = {mu = i % 100 / 100, eta = 10.0 ^ -(i % 7), seed = i // 700} end

---@param command string
---@return integer  # how many lines it prints
local function lines(command)
  local pipe <close> = assert(io.popen(command))
  local n = 0
  for _ in pipe:lines() do n = n + 1 end
  return n
end

-- As the processes of a sweep write them, without the work in between, and not looking so often whether there are many.
local start = os.clock()
local journal = Journal.open(folder, {name = "many", settings = {steps = 40}, seed = 0})
for i, run in ipairs(runs) do
  local file <close> = assert(io.open(journal:path(run), "wb"))
  file:write(journal:entry(run, {loss = i / 3, steps = i}))
  if i % 5000 == 0 then journal:compact() end
end
local made = os.clock()
local files = lines(("find '%s' -type f"):format(folder))

local results = sweep{
  name = "many", folder = folder, settings = {steps = 40}, runs = runs, progress = false,
  run = function() error "it is there" end,
}
local read = os.clock()
for i = 1, count do assert(results[i].loss == i / 3 and results[i].steps == i) end
assert(#results == count and sweep.status(folder).done == count)
assert(files < 500, files .. " files")
print(("%d runs in %d files; %.2f ms a run to write and move them, %.2f s to read them"):format(
  count, files, (made - start) / count * 1000, read - made))
