---Checkpoints of a long computation: what it has come to, kept so that it goes on from there to the same numbers.
---
---    local store = checkpoint.open("results/fig1/checkpoint-gd", settings)
---    local progress, state = store:read()         -- nil where there is none
---    store:write({epoch = 100, loss = {...}}, {beta = beta, m = m})
---
---`PREFIX.json` holds the settings and the progress and names the files of the state, NumPy's, one for each vector or
---matrix: every bit of a number is kept. The state is written first, then the JSON file in one step, then the state
---before is removed: whenever the program ends, full disk or kill, one whole checkpoint is there.
local atomic = require "polyak.atomic"
local difference = require "sweep.difference"
local json = require "script.json"
local modules = require "polyak.modules"

local checkpoint = {}

---@class script.Store
---@field prefix string
---@field settings table
---@field files string[]  # of the state that is there
local Store = {}
Store.__index = Store

---@param path string
---@return string|nil text  # nil where there is no such file
local function read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read "a"
  file:close()
  return text or ""
end

---@param prefix string  # of the files' names, with the folder
---@param settings table  # what decides the numbers: a checkpoint of others is refused
---@return script.Store
function checkpoint.open(prefix, settings)
  return setmetatable({prefix = prefix, settings = settings, files = {}}, Store)
end

---Whether there is a checkpoint.
---@param prefix string
---@return boolean
function checkpoint.exists(prefix) return read(prefix .. ".json") ~= nil end

---@param text string
---@return table|nil found
---@return string? why
local function decode(text)
  local ok, found = pcall(json.decode, text)
  if not ok then return nil, found end
  if type(found) ~= "table" or type(found.settings) ~= "table" or type(found.progress) ~= "table"
    or type(found.state) ~= "table"
  then
    return nil, "it is no checkpoint"
  end
  return found
end

---What was written last; nothing where there is none. A damaged checkpoint and one of other settings are errors, and
---the files stay.
---@return table|nil progress
---@return table<string, Vector|Matrix>|nil state
function Store:read()
  local path = self.prefix .. ".json"
  local text = read(path)
  if not text then return nil end
  local found, why = decode(text)
  if not found then error(("the checkpoint '%s' is damaged: %s"):format(path, why), 0) end
  local here = {polyak = modules.version, settings = self.settings}
  local lines = difference({polyak = found.polyak, settings = found.settings}, json.decode(json.encode(here)))
  if #lines > 0 then
    error(("the checkpoint '%s' is of other settings:\n  %s\nGive another folder (--out), or delete it."):format(
      path, table.concat(lines, "\n  ")), 0)
  end
  local state = {}
  for name, file in pairs(found.state) do
    local ok, value = pcall(modules.data.npy, file)
    if not ok then error(("the checkpoint '%s' is damaged: %s"):format(path, value), 0) end
    state[name] = value
    table.insert(self.files, file)
  end
  return found.progress, state
end

---@param progress table  # what JSON can hold; its `epoch` tells one checkpoint from the next
---@param state table<string, Vector|Matrix>
function Store:write(progress, state)
  local files, names = {}, {}
  for name, value in pairs(state) do
    local path = ("%s-%d-%s.npy"):format(self.prefix, progress.epoch, name)
    modules.data.save_npy(path, value)
    files[#files + 1], names[name] = path, path
  end
  checkpoint.write_json(self.prefix .. ".json", {
    polyak = modules.version, settings = self.settings, progress = progress, state = json.object(names),
  })
  local kept = {}
  for _, path in ipairs(files) do kept[path] = true end
  for _, path in ipairs(self.files) do
    if not kept[path] then os.remove(path) end
  end
  self.files = files
end

---Removes a checkpoint, whole or damaged.
---@param prefix string
function checkpoint.remove(prefix)
  local found = decode(read(prefix .. ".json") or "")
  os.remove(prefix .. ".json")
  for _, file in pairs(found and found.state or {}) do os.remove(file) end
end

---Writes a value as JSON, the whole file or nothing of it.
---@param path string
---@param value any
function checkpoint.write_json(path, value)
  local written, why = atomic.write(path, json.encode(value, {indent = true}) .. "\n")
  if not written then error(("cannot write '%s': %s"):format(path, why), 0) end
end

return checkpoint
