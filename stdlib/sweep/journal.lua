---The finished runs of a sweep, a file each.
---
---    folder/settings.json                        what all runs share
---    folder/journal/mu=0.9,s=0.01,seed=0.json    a run and its result, and again what all share
---
---What all share are the sweep's name, its seed, its settings and the version of Polyak. Runs made with another of
---these are refused: nobody could say later what a figure drawn from both shows.
local atomic = require "polyak.atomic"
local caller = require "polyak.caller"
local claims = require "polyak.claims"
local complaint = require "polyak.complaint"
local difference = require "script.json.difference"
local encode = require "script.json.encode"
local files = require "polyak.files"
local json = require "script.json"
local json_file = require "script.json_file"
local modules = require "polyak.modules"
local names = require "sweep.names"

---@class sweep.Journal
---@field folder string
---@field identity {name: string, polyak: string, seed?: integer, settings: table}
local Journal = {}
Journal.__index = Journal

---@param form string
---@return string
local function failure(form, ...) return caller() .. "sweep: " .. string.format(form, ...) end

--- Opening

---@param self sweep.Journal
---@param where string  # a file
---@param lines string[]
local function refuse(self, where, lines)
  local shown = table.move(lines, 1, math.min(#lines, 8), 1, {})
  if #lines > #shown then shown[#shown + 1] = string.format("and %d more", #lines - #shown) end
  error(complaint(string.format([[
%s: '%s' is of other settings:
  %s
Give another folder, or delete '%s' with the runs in it.]],
    self.identity.name, where, table.concat(shown, "\n  "), self.folder)))
end

---What a file holds, as a table; nil and the reason where it is damaged.
---@param text string
---@return table|nil
---@return string? why
local function decode(text)
  local ok, value = pcall(json.decode, text)
  if not ok then return nil, value end
  if type(value) ~= "table" or type(value.settings) ~= "table" or not value.name or not value.polyak then
    return nil, "it is no file of a sweep"
  end
  return value
end

---@param value table
---@return table  # what `Journal.identity` is compared with
local function identity_of(value)
  return {name = value.name, polyak = value.polyak, seed = value.seed, settings = value.settings}
end

function Journal:warn(path, why)
  io.stderr:write(string.format("%s: warning: '%s' is damaged, and made anew (%s)\n", self.identity.name, path, why))
end

---@param path string
---@return string|nil text  # nil where there is no such file
local function text_of(path)
  local text, why = json_file.read(path)
  if why then error(failure("cannot read '%s': %s", path, why), 0) end
  return text
end

---@param self sweep.Journal
---@return string[]  # the files of all runs that have finished, whoever wanted them
local function entries(self)
  local folder, paths = self.folder .. "/journal", {}
  local listed, why = files.names(folder)
  if not listed then error(failure("cannot read '%s': %s", folder, why), 0) end
  for _, name in ipairs(listed) do
    if string.sub(name, -#".json") == ".json" then paths[#paths + 1] = string.format("%s/%s", folder, name) end
  end
  return paths
end

---Refuses runs of other settings where settings.json does not say what they are of. Written first, it would be of
---settings that the runs are not of, and the folder closed to both.
---@param self sweep.Journal
local function check_runs(self)
  for _, path in ipairs(entries(self)) do
    local value = decode(text_of(path) or "")
    local lines = value and difference(identity_of(value), self.identity) or {}
    if #lines > 0 then refuse(self, path, lines) end
  end
end

---Opens a journal, or begins one.
---@param folder string
---@param name string
---@param settings table
---@param seed integer
---@return sweep.Journal
function Journal.open(folder, name, settings, seed)
  -- As they read back: Vectors are lists then, as in the files.
  settings = json.decode(encode(json.object{settings = settings})).settings
  if next(settings) == nil then settings = json.object{} end
  local identity = {name = name, polyak = modules.version, seed = seed ~= 0 and seed or nil, settings = settings}
  local self = setmetatable({folder = folder, identity = identity}, Journal)
  local made, why = files.make_folder(folder .. "/journal")
  if not made then error(failure("%s", why), 0) end
  -- Two that begin it at once must not both find that there are no settings.
  local release
  release, why = claims.wait(folder .. "/settings", name .. "  waits for another process")
  if not release then error(failure("cannot write in '%s': %s", folder, why), 0) end
  local _ <close> = setmetatable({}, {__close = release})
  local path = folder .. "/settings.json"
  local text, damage = text_of(path), nil
  if text then
    local value
    value, damage = decode(text)
    if value then
      local lines = difference(identity_of(value), identity)
      if #lines > 0 then refuse(self, path, lines) end
      return self
    end
  end
  check_runs(self)
  if damage then self:warn(path, damage) end
  local written
  written, why = atomic.write(path, encode(identity, {indent = true}) .. "\n")
  if not written then error(failure("cannot write '%s': %s", path, why), 0) end
  return self
end

--- Runs

---@param run table
---@return string
function Journal:path(run) return string.format("%s/journal/%s.json", self.folder, names.key(run)) end

---The text of a finished run's file.
---@param run table
---@param result any
---@return string
function Journal:entry(run, result)
  if result == nil then error("the run returned nothing, or nil", 0) end
  local entry = {run = next(run) ~= nil and run or json.object{}, result = result}
  for key, value in pairs(self.identity) do entry[key] = value end
  return encode(entry) .. "\n"
end

---What a finished run's file holds; nil where there is none, and nil and the reason where it is damaged.
---@param self sweep.Journal
---@param run table
---@return table|nil entry
---@return string? why
---@return string? text
local function read(self, run)
  local path = self:path(run)
  local text = text_of(path)
  if not text then return nil end
  local value, why = decode(text)
  if not value then return nil, why end
  if value.result == nil then return nil, "it has no result" end
  local lines = difference(identity_of(value), self.identity)
  if #lines > 0 then refuse(self, path, lines) end
  if type(value.run) ~= "table" or #difference(value.run, run) > 0 then return nil, "it is of another run" end
  return value, nil, text
end

---The text of a finished run's file; nil where there is none, or a damaged one.
---@param run table
---@return string|nil
function Journal:finished(run) return (select(3, read(self, run))) end

---The result of a run that has finished before; nil where none has, or what is there is damaged.
---@param run table
---@return any
function Journal:result(run)
  local value, why = read(self, run)
  if value then return value.result end
  if why then self:warn(self:path(run), why) end
  return nil
end

return Journal
