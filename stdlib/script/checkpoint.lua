---Checkpoints of a long computation: what it has come to, kept so that it goes on from there to the same numbers.
---
---    checkpoint = require "script.checkpoint"
---    store = checkpoint.open("checkpoint-gd", {eta = 1e-2})
---    store:read()                                                --> nil
---    store:write({epoch = 100}, {beta = vec{1, 2}, m = vec{0, 0}})
---    select(2, store:read()).beta                                --> Vector(2)  1  2
---
---`PREFIX.json` holds the settings and the progress, and names the files of the state, NumPy's, one for each vector or
---matrix: every bit of a number is kept. There are two sets of them, `PREFIX-a-NAME.npy` and `PREFIX-b-NAME.npy`: the
---one that the JSON file does not name is written, then the JSON file in one step. Whenever the program ends, full disk
---or kill, one whole checkpoint is there. The names are without a folder, so that a checkpoint may be moved and copied;
---beside each stands a checksum, so that a file that belongs to another state is found out.
local Place = require "polyak.place"
local briefly = require "polyak.briefly"
local caller = require "polyak.caller"
local claims = require "polyak.claims"
local complaint = require "polyak.complaint"
local difference = require "script.json.difference"
local encode = require "script.json.encode"
local entrance = require "polyak.entrance"
local files = require "polyak.files"
local json = require "script.json"
local json_file = require "script.json_file"
local modules = require "polyak.modules"

local checkpoint = {}

---@class script.Store
---@field prefix string
---@field settings table
local Store = {}
Store.__index = Store

---ENOENT, the system's number.
local ABSENT <const> = 2

---@param form string
---@return polyak.Complaint
local function failure(form, ...) return complaint(caller() .. string.format(form, ...)) end

---The folder of a checkpoint's files, with its slash, and how their names begin.
---@param prefix string
---@return string folder
---@return string name
local function parts(prefix) return string.match(prefix, "^(.-)([^/]*)$") end

---How a part of the state is named in its file's name: without a dash, which divides the parts of that name.
---@param name string
---@return string
local function word(name)
  return (string.gsub(name, "[^%w_.]", function(character) return string.format("%%%02X", string.byte(character)) end))
end

---A store, from which nothing has been read.
---@param prefix string  # of the files' names, with the folder
---@param settings table  # what decides the numbers: a checkpoint of others is refused
---@return script.Store
function checkpoint.open(prefix, settings) return setmetatable({prefix = prefix, settings = settings}, Store) end

---The text of a checkpoint's JSON file, nil where there is none.
---@param prefix string
---@return string|nil
local function text_of(prefix)
  local text, why = json_file.read(prefix .. ".json")
  if why then error(failure("cannot read the checkpoint '%s.json': %s", prefix, why)) end
  return text
end

---Whether there is a checkpoint, be it a damaged one.
---@param prefix string
---@return boolean
function checkpoint.exists(prefix) return text_of(prefix) ~= nil end

---@param text string
---@return table|nil found
---@return string? why
local function decode(text)
  local ok, found = pcall(json.decode, text)
  if not ok then return nil, found end
  if type(found) ~= "table" or type(found.settings) ~= "table" or type(found.progress) ~= "table"
    or type(found.state) ~= "table" or (found.set ~= "a" and found.set ~= "b")
  then
    return nil, "it is no checkpoint"
  end
  for _, part in pairs(found.state) do
    if type(part) ~= "table" or type(part.file) ~= "string" or string.find(part.file, "[/\0]") then
      return nil, "it is no checkpoint"
    end
  end
  return found
end

---Removes the files of a checkpoint's state, those of one set or all.
---@param prefix string
---@param sets "a"|"b"|"ab"
local function remove_files(prefix, sets)
  local folder, stem = parts(prefix)
  local listed, why, code = files.names(folder == "" and "." or folder)
  if not listed and code ~= ABSENT then error(failure("cannot read the folder '%s': %s", folder, why)) end
  for _, name in ipairs(listed or {}) do
    local rest = string.sub(name, #stem + 1)
    if string.sub(name, 1, #stem) == stem and string.find(rest, "^%-[" .. sets .. "]%-[^-]*%.npy$") then
      files.remove(folder .. name)
    end
  end
end

---What was written last; nothing where there is none. A damaged checkpoint and one of other settings are errors, and
---the files stay.
---@return table|nil progress
---@return table<string, Vector|Matrix>|nil state
function Store:read()
  local path = self.prefix .. ".json"
  local text = text_of(self.prefix)
  if not text then return nil end
  local found, why = decode(text)
  if not found then error(failure("the checkpoint '%s' is damaged: %s", path, why)) end
  local here = {polyak = modules.version, settings = self.settings}
  local lines = difference({polyak = found.polyak, settings = found.settings}, json.decode(encode(here)))
  if #lines > 0 then
    error(failure([[
the checkpoint '%s' is of other settings:
  %s
Give another folder, or delete it.]], path, table.concat(lines, "\n  ")))
  end
  local folder, state = parts(self.prefix), {}
  for name, part in pairs(found.state) do
    local file = folder .. part.file
    local checksum, code
    checksum, why, code = files.checksum(file)
    if not checksum and code ~= ABSENT then
      error(failure("cannot read the checkpoint '%s': '%s': %s", path, file, why))
    end
    if not checksum then error(failure("the checkpoint '%s' is damaged: '%s': %s", path, file, why)) end
    if checksum ~= part.checksum then
      error(failure("the checkpoint '%s' is damaged: '%s' is not the file that it was written with", path, file))
    end
    state[name] = modules.data.npy(file)
  end
  return found.progress, state
end

---Removes what was written of a checkpoint that did not come to its end, unless its JSON file names it.
---@param prefix string
---@param set "a"|"b"
local function give_up(prefix, set)
  local text, why = json_file.read(prefix .. ".json")
  local named = decode(text or "")
  if not why and not (named and named.set == set) then remove_files(prefix, set) end
end

local STATE <const> = Place.of("checkpoint store:write"):argument("state", 2)

---@param state table
local function check_state(state)
  for name, value in pairs(state) do
    if type(name) ~= "string" then STATE:complain("must have names alone, got the key " .. briefly(name)) end
    local kind = type(value)
    if kind ~= "userdata" and kind ~= "table" and kind ~= "number" then
      STATE:inside(name):refuse(value, "a Vector or a Matrix")
    end
  end
end

---Writes a checkpoint in place of the one before.
---@param progress table  # what JSON can hold
---@param state table<string, Vector|Matrix>
function Store:write(progress, state)
  check_state(state)
  -- What JSON cannot hold is refused before anything is written.
  encode{settings = self.settings, progress = progress}
  local release, why = claims.wait(self.prefix, "waits for another process's checkpoint")
  if not release then error(failure("cannot write the checkpoint '%s.json': %s", self.prefix, why)) end
  local _ <close> = setmetatable({}, {__close = release})
  -- As it is now, whoever wrote it: what is there stays whole until the last step.
  local before = decode(text_of(self.prefix) or "")
  local set = before and before.set == "a" and "b" or "a"
  local folder, stem = parts(self.prefix)
  local named, is_written = {}, false
  local _ <close> = setmetatable({}, {__close = function()
    if not is_written then pcall(give_up, self.prefix, set) end
  end})
  for name, value in pairs(state) do
    local file = string.format("%s-%s-%s.npy", stem, set, word(name))
    local ok, checksum
    ok, checksum, why = pcall(files.save_npy, folder .. file, value)
    if not ok then
      local place = STATE:inside(name)
      local indices, inner = string.match(checksum, "polyak%.files%.save_npy: expected numbers: ([%[%]%d]+) (.*)$")
      for index in string.gmatch(indices or "", "%d+") do place = place:inside(math.tointeger(index)) end
      if inner then place:complain(inner) end
      local problem, count = string.gsub(checksum, "^.*polyak%.files%.save_npy: expected", "must be")
      if count == 0 then error(checksum, 0) end
      place:complain(problem)
    end
    if checksum then checksum, why = files.checksum(folder .. file) end
    if not checksum then error(failure("cannot write the checkpoint '%s': %s", folder .. file, why)) end
    named[name] = {file = file, checksum = checksum}
  end
  json_file.write(self.prefix .. ".json", {
    polyak = modules.version, settings = self.settings, progress = progress, set = set, state = json.object(named),
  })
  is_written = true
  remove_files(self.prefix, set == "a" and "b" or "a")
end

---Removes a checkpoint, whole or damaged, and all files of its state.
---@param prefix string
function checkpoint.remove(prefix)
  files.remove(prefix .. ".json")
  remove_files(prefix, "ab")
  if not claims.is_held(prefix) then claims.remove(prefix) end
end

local NAMES <const> = {"checkpoint", "json.encode"}
entrance(checkpoint, "checkpoint.", {
  open = "prefix: string, settings: table", exists = "prefix: string", remove = "prefix: string",
}, NAMES)
entrance(Store, "checkpoint store:", {
  read = "self: table", write = "self: table, progress: table, state: table",
}, NAMES)

return checkpoint
