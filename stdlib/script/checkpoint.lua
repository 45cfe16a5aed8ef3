---Checkpoints of a long computation: what it has come to, kept so that it goes on from there to the same numbers.
---
---    checkpoint = require "script.checkpoint"
---    store = checkpoint.open("checkpoint-gd", {eta = 1e-2})
---    store:read()                                                --> nil
---    store:write({epoch = 100}, {beta = vec{1, 2}, m = vec{0, 0}})
---    select(2, store:read()).beta                                --> Vector(2)  1  2
---
---`PREFIX.json` holds the settings and the progress and names the files of the state, NumPy's, one for each vector or
---matrix: every bit of a number is kept. There are two sets of them, `PREFIX-a-NAME.npy` and `PREFIX-b-NAME.npy`: the
---one that the JSON file does not name is written, then the JSON file in one step. Whenever the program ends, full disk
---or kill, one whole checkpoint is there.
local complaint = require "polyak.complaint"
local difference = require "sweep.difference"
local json = require "script.json"
local json_file = require "script.json_file"
local modules = require "polyak.modules"

local checkpoint = {}

---@class script.Store
---@field prefix string
---@field settings table
---@field set "a"|"b"  # which of the sets is to be written next
local Store = {}
Store.__index = Store

---A store, from which nothing has been read.
---@param prefix string  # of the files' names, with the folder
---@param settings table  # what decides the numbers: a checkpoint of others is refused
---@return script.Store
function checkpoint.open(prefix, settings)
  return setmetatable({prefix = prefix, settings = settings, set = "a"}, Store)
end

---Whether there is a checkpoint.
---@param prefix string
---@return boolean
function checkpoint.exists(prefix) return json_file.text(prefix .. ".json") ~= nil end

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
  local text = json_file.text(path)
  if not text then return nil end
  local found, why = decode(text)
  if not found then error(complaint(("the checkpoint '%s' is damaged: %s"):format(path, why))) end
  local here = {polyak = modules.version, settings = self.settings}
  local lines = difference({polyak = found.polyak, settings = found.settings}, json.decode(json.encode(here)))
  if #lines > 0 then
    error(complaint(([[
the checkpoint '%s' is of other settings:
  %s
Give another folder (--out), or delete it.]]):format(path, table.concat(lines, "\n  "))))
  end
  local state = {}
  for name, file in pairs(found.state) do
    local ok, value = pcall(modules.data.npy, file)
    if not ok then error(complaint(("the checkpoint '%s' is damaged: %s"):format(path, value))) end
    state[name] = value
  end
  self.set = found.set == "a" and "b" or "a"
  return found.progress, state
end

---Writes a checkpoint in place of the one before.
---@param progress table  # what JSON can hold
---@param state table<string, Vector|Matrix>
function Store:write(progress, state)
  local names = {}
  for name, value in pairs(state) do
    names[name] = ("%s-%s-%s.npy"):format(self.prefix, self.set, name)
    modules.data.save_npy(names[name], value)
  end
  json_file.write(self.prefix .. ".json", {
    polyak = modules.version, settings = self.settings, progress = progress, set = self.set,
    state = json.object(names),
  })
  self.set = self.set == "a" and "b" or "a"
end

---Removes a checkpoint, whole or damaged.
---@param prefix string
function checkpoint.remove(prefix)
  local found = decode(json_file.text(prefix .. ".json") or "")
  os.remove(prefix .. ".json")
  for name in pairs(found and found.state or {}) do
    for _, set in ipairs{"a", "b"} do os.remove(("%s-%s-%s.npy"):format(prefix, set, name)) end
  end
end

return checkpoint
