---The finished runs of a sweep.
---
---    folder/settings.json                          what all runs share
---    folder/journal/mu=0.9,s=0.01,seed=0.json      a run and its result, and again what all share
---    folder/journal/256-0123456789abcdef.runs      many of them: see sweep/segment.lua
---    folder/journal/mu=0.5,s=0.01,seed=0.failed    why a run has failed: see sweep/failures.lua
---    folder/runs                                   how many there are to be
---    folder/code/0123456789abcdef.json             the code of the runs: see sweep/code.lua
---
---A run has a file of its own when it has finished, and a line in a segment where there have come to be many. Which
---runs may be here, says sweep/sharing.lua.
local Failures = require "sweep.failures"
local Segments = require "sweep.segments"
local Sharing = require "sweep.sharing"
local caller = require "polyak.caller"
local claims = require "polyak.claims"
local compact = require "sweep.compaction"
local difference = require "script.json.difference"
local encode = require "script.json.encode"
local entry = require "sweep.entry"
local files = require "polyak.files"
local json = require "script.json"
local names = require "sweep.names"
local progress = require "sweep.progress"
local read_file = require "sweep.read_file"

---@class sweep.Journal
---@field folder string
---@field identity sweep.Identity
---@field sharing sweep.Sharing
---@field segments sweep.Segments
---@field failures sweep.Failures
---@field wanted table<string, table>  # runs whose results are looked for, by key
---@field found table<string, string>  # results of those in segments, as JSON, by key
---@field left table<string, boolean>  # files of runs that no segment takes, by name
---@field asked integer  # how often it was asked what has become of a run
local Journal = {}
Journal.__index = Journal

---So many files of runs may be there; it is looked how many there are each time so many runs are about to be made.
local MOST <const>, PAUSE <const> = 256, 64

---@param form string
---@return string
local function failure(form, ...) return caller() .. "sweep: " .. string.format(form, ...) end

---@param form string
function Journal:warn(form, ...)
  io.stderr:write(string.format("%s: warning: %s\n", self.identity.name, string.format(form, ...)))
end

---Opens a journal, or begins one.
---@param folder string
---@param shared sweep.Shared  # by all its runs
---@return sweep.Journal
function Journal.open(folder, shared)
  local sharing = Sharing.new(folder, shared)
  local self = setmetatable({
    folder = folder, sharing = sharing, identity = sharing.identity, wanted = {}, found = {}, left = {}, asked = 0,
    segments = Segments.new(folder .. "/journal", encode(sharing.identity)),
    failures = Failures.new(folder .. "/journal"),
  }, Journal)
  -- Where that says all that it is to, nothing need be written: whoever may only read the folder has its results.
  if files.names(folder .. "/journal") and sharing:read(shared.accept) then return self end
  local made, why = files.make_folder(folder .. "/journal")
  if not made then error(failure("%s", why), 0) end
  -- Two that begin it at once must not both find that there are no settings.
  local release
  release, why = claims.wait(folder .. "/settings", shared.name .. "  waits for another process")
  if not release then error(failure("cannot write in '%s': %s", folder, why), 0) end
  local _ <close> = setmetatable({}, {__close = release})
  local damage = sharing:open(shared.accept)
  if damage then self:warn("'%s/settings.json' is damaged, and made anew (%s)", folder, damage) end
  return self
end

--- Runs

---@param key string
---@return string
function Journal:path_of(key) return string.format("%s/journal/%s.json", self.folder, key) end

---@param run table
---@return string
function Journal:path(run) return self:path_of(names.key(run)) end

---What is wrong with a result, in its own words: "the run's 'result.f' must be a table, ..".
---@param why any
---@return any
local function about_result(why)
  local path, rest = string.match(tostring(why), "^json%.encode: argument 'value%.(result.-)' (.*)$")
  if not path then return why end
  return path == "result" and "the run's result " .. rest or string.format("the run's '%s' %s", path, rest)
end

---The text of a finished run's file.
---@param run table
---@param result any
---@return string
function Journal:entry(run, result)
  if result == nil then error("the run returned nothing, or nil", 0) end
  local ok, text = pcall(entry.text, self.identity, run, result)
  if not ok then error(about_result(text), 0) end
  return text
end

---Whether what a file holds is a run of this sweep.
---@param key string
---@param value table
---@return boolean
function Journal:owns(key, value)
  return value.result ~= nil and type(value.run) == "table" and names.key(value.run) == key
    and self.sharing:accepts(value)
end

---What the file of a finished run holds; nil where there is none, and nil and the reason where it is damaged.
---@param self sweep.Journal
---@param key string
---@param run table
---@return table|nil value
---@return string? why
---@return string? text
local function read(self, key, run)
  local path = self:path_of(key)
  local text = read_file(path)
  if not text then return nil end
  local value, why = entry.decode(text)
  if not value then return nil, why end
  if value.result == nil then return nil, "it has no result" end
  self.sharing:check(path, value)
  if type(value.run) ~= "table" or #difference(value.run, run) > 0 then return nil, "it is of another run" end
  return value, nil, text
end

---Keeps the result of a run that a segment has, where it is looked for.
---@param key string
---@param run_text string
---@param result string
function Journal:meet(key, run_text, result)
  local run = self.wanted[key]
  if not run then return end
  -- A long name is cut, and the hash that stands for the rest could be another's.
  if not names.is_cut(key) or #difference(json.decode(run_text), run) == 0 then self.found[key] = result end
end

---Reads the segments that have come since the last time.
---@param listed? string[]  # what is in the journal's folder, where that has been looked up
function Journal:refresh(listed)
  self.segments:refresh({
    accept = function(path, shared)
      if shared ~= self.segments.shared then self.sharing:check(path, entry.decode(shared) or {}) end
    end,
    damaged = function(path, damage)
      self:warn("'%s' is damaged, and %d of its %d runs made anew (%s)",
        path, damage.of - damage.count, damage.of, damage.why)
    end,
    visit = function(key, run, result) self:meet(key, run, result) end,
  }, listed)
end

---The result of a run that a segment has, as JSON.
---@param self sweep.Journal
---@param key string
---@return string|nil
local function take(self, key)
  local text = self.found[key]
  self.found[key] = nil
  if text then self.wanted[key] = nil end
  return text
end

---Has results of runs looked for, those of segments that have been read for other runs too.
---@param self sweep.Journal
---@param key string
---@param run table
local function want(self, key, run)
  if self.wanted[key] then return end
  self.wanted[key] = run
  if self.segments.keys[key] then self.segments:forget() end
end

---The text of a finished run's file, as it is or was; nil where there is none, or a damaged one.
---@param run table
---@return string|nil
function Journal:finished(run)
  local key = names.key(run)
  local _, _, text = read(self, key, run)
  if text then return text end
  want(self, key, run)
  self:refresh()
  local result = self.found[key]
  return result and string.format('{"result":%s}\n', result)
end

---The result of a run that has finished; nil where none has, or what is there is damaged.
---@param run table
---@return any
function Journal:result(run)
  local key = names.key(run)
  local value, why = read(self, key, run)
  if value then
    self.wanted[key] = nil
    return value.result
  end
  if why then self:warn("'%s' is damaged, and made anew (%s)", self:path_of(key), why) end
  want(self, key, run)
  self:refresh()
  local text = take(self, key)
  return text and json.decode(text)
end

---The results of those runs that have finished, by their places.
---@param runs table[]
---@param keys string[]  # theirs
---@return any[]
function Journal:results(runs, keys)
  local results, places = {}, {}
  for i, key in ipairs(keys) do
    want(self, key, runs[i])
    places[key] = i
  end
  local function read_segments(listed)
    self:refresh(listed)
    for key in pairs(self.found) do
      local i = places[key]
      if i then results[i] = json.decode(take(self, key)) end
    end
  end
  read_segments()
  local listed = read_file.names(self.folder .. "/journal")
  self.failures:begin(listed)
  for _, name in ipairs(listed) do
    local key = string.match(name, "^(.*)%.json$")
    if key and places[key] and self.wanted[key] then results[places[key]] = self:result(self.wanted[key]) end
  end
  -- Those that had files when the segments were read, and have none any more.
  read_segments()
  self:compact()
  return results
end

---Keeps why a run has failed.
---@param run table
---@param message string
---@param traceback string|nil
function Journal:failed(run, message, traceback) self.failures:record(run, message, traceback) end

---Whether a run that has failed is to be tried again at once.
---@param run table
---@return boolean
function Journal:is_retried(run) return self.failures:is_forgotten(names.key(run)) end

---What has become of a run that this process is about to make, and others may have made since it looked: the text of
---its file, its failure, or nil.
---@param run table
---@return string|sweep.Failure|nil
function Journal:outcome(run)
  self.asked = self.asked + 1
  if self.asked % PAUSE == 0 then self:compact() end
  return self:finished(run) or self.failures:recorded(names.key(run))
end

---A run that has succeeded has no failure, and is not looked for.
---@param run table
function Journal:succeeded(run)
  local key = names.key(run)
  self.wanted[key], self.found[key] = nil, nil
  self.failures:forget(key)
end

---Says how many runs there are to be.
---@param count integer
function Journal:expect(count) progress.expect(self.folder, count) end

---Makes the files of many runs one, where there are many.
function Journal:compact() compact(self, MOST) end

return Journal
