---A file system in memory that stands for `polyak.files` and `script.json_file`, to be stopped between any two steps.
---
---Each call of the system is a step: `memory.step` is called before it. A listing takes a step for each name and sees
---what is behind the last one then, as `readdir` may: what comes and goes meanwhile is seen or not.
local memory = {
  contents = {},      -- texts by path
  claims = {},        -- by path, who holds it
  actor = "test",     -- who acts
  is_full = false,
  age = 1,            -- of all files, in seconds
  unreadable = {},    -- paths
  states = {},        -- of claims that tests look at, by path: what `claim_state` answers
  is_fixed = false,   -- whether nothing can be removed
  is_closed = false,  -- whether folders cannot be listed
  kept = {},          -- by actor: the files whose names it goes on seeing, as over a network
  step = function(_) end,
}

local files = {}

function files.write(path, text)
  memory.step("write " .. path)
  if memory.is_full then return nil, "No space left on device" end
  memory.contents[path] = text
  return true
end

function files.names(folder)
  local names, last = {}, ""
  local start = folder .. "/"
  while true do
    memory.step("list " .. folder)
    local first
    for path in pairs(memory.kept[memory.actor] or memory.contents) do
      local name = path:sub(1, #start) == start and path:sub(#start + 1)
      if name and name > last and not name:find("/", 1, true) and (not first or name < first) then first = name end
    end
    if not first then return names end
    names[#names + 1], last = first, first
  end
end

---All of one age.
function files.ages(folder)
  if memory.is_closed then return nil, "Permission denied", 13 end
  local ages = {}
  for _, name in ipairs(files.names(folder)) do ages[name] = memory.age end
  return ages
end

function files.remove(path)
  memory.step("remove " .. path)
  if memory.is_fixed then return nil, "Read-only file system", 30 end
  memory.contents[path] = nil
  return true
end

function files.make_folder()
  if memory.is_full then return nil, "cannot write to it: No space left on device" end
  return true
end

---FNV-1a, as the program's own.
function files.sum(text)
  local h = 0xcbf29ce484222325
  for i = 1, #text do h = (h ~ text:byte(i)) * 0x100000001b3 end
  return ("%016x"):format(h)
end

function files.claim(path)
  memory.step("claim " .. path)
  if memory.is_full then return nil, "No space left on device" end
  if memory.claims[path] then return false end
  local actor = memory.actor
  memory.claims[path] = actor
  return function(what)
    if what == "renew" then return end
    if memory.claims[path] == actor then memory.claims[path] = nil end
  end
end

function files.claim_state(path) return table.unpack(memory.states[path] or {"free"}) end

function files.claim_lease() return 30 end

function files.wait() error("nobody waits here") end

package.loaded["polyak.files"] = files
package.loaded["polyak.modules"] = {version = "0.1"}
package.loaded["script.json_file"] = {read = function(path)
  memory.step("read " .. path)
  if memory.unreadable[path] then return nil, "Permission denied" end
  return memory.contents[path]
end}

---A copy of what is there.
function memory.copy()
  local copy = {}
  for path, text in pairs(memory.contents) do copy[path] = text end
  return copy
end

---@param contents table<string, string>
function memory.restore(contents)
  memory.contents, memory.claims, memory.states = {}, {}, {}
  memory.is_closed, memory.is_fixed = false, false
  for path, text in pairs(contents) do memory.contents[path] = text end
  memory.is_full, memory.age, memory.unreadable, memory.kept, memory.step = false, 1, {}, {}, function() end
end

---Lets a body run until its n-th step, and what it holds go, as when a process is killed.
---@param n integer
---@param body fun()
---@return boolean  # whether it came to its end
function memory.killed_at(n, body)
  local done = coroutine.create(body)
  local count = 0
  memory.step = function()
    count = count + 1
    -- Not closed: nothing of a killed process is run.
    if count == n then coroutine.yield() end
  end
  assert(coroutine.resume(done))
  memory.step, memory.claims = function() end, {}
  return coroutine.status(done) == "dead"
end

---A process that makes a step at a time.
---@param name string
---@param body fun(): any
---@return fun(): boolean, any  # makes the next step; false and what the body returned once it has ended
function memory.process(name, body)
  local thread = coroutine.create(body)
  return function()
    memory.actor = name
    memory.step = function() coroutine.yield(true) end
    local ok, going, result = coroutine.resume(thread)
    memory.step, memory.actor = function() end, "test"
    if not ok then error(debug.traceback(thread, going), 0) end
    if coroutine.status(thread) == "dead" then return false, going end
    return true, result
  end
end

return memory
