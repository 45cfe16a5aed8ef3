---The finished runs of a sweep.
---
---    folder/settings.json                          what all runs share
---    folder/journal/mu=0.9,s=0.01,seed=0.json      a run and its result, and again what all share
---    folder/journal/256-0123456789abcdef.runs      many of them: see sweep/segment.lua
---    folder/journal/mu=0.5,s=0.01,seed=0.failed    why a run has failed: see sweep/failures.lua
---    folder/runs                                   how many there are to be
---    folder/code/0123456789abcdef.json             the code of the runs: see sweep/code.lua
---
---A run has a file of its own when it has finished, and a line in a segment where there have come to be many. What all
---share are the sweep's name, its seed, its settings, the version of Polyak and the code. Runs made with another of
---these are refused: nobody could say later what a figure drawn from both shows. Those of another code may be taken
---over: settings.json then lists it under "accepted", and each run says of which code it is.
local Failures = require "sweep.failures"
local Segments = require "sweep.segments"
local atomic = require "polyak.atomic"
local caller = require "polyak.caller"
local claims = require "polyak.claims"
local compact = require "sweep.compaction"
local complaint = require "polyak.complaint"
local difference = require "script.json.difference"
local encode = require "script.json.encode"
local entry = require "sweep.entry"
local files = require "polyak.files"
local json = require "script.json"
local modules = require "polyak.modules"
local names = require "sweep.names"
local progress = require "sweep.progress"
local read_file = require "sweep.read_file"
local segment = require "sweep.segment"

---@class sweep.Journal
---@field folder string
---@field identity sweep.Identity
---@field code? sweep.Code
---@field accepted string[]  # older codes' checksums
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

---@param self sweep.Journal
---@param where string  # a file
---@param code string  # of what is there
local function refuse_code(self, where, code)
  local lines = self.code:changes(self.folder, code)
  local shown = table.move(lines, 1, math.min(#lines, 12), 1, {})
  if #lines > #shown then shown[#shown + 1] = string.format("and %d more lines", #lines - #shown) end
  error(complaint(string.format([[
%s: '%s' is of other code:
  %s
Give another folder, or delete '%s' with the runs in it; or take them over as they are (--accept, or accept = true).]],
    self.identity.name, where, table.concat(shown, "\n  "), self.folder)))
end

---Where what a file holds differs from what runs of this sweep share, but for the code.
---@param self sweep.Journal
---@param value table
---@return string[] lines
local function differences(self, value) return difference(entry.identity(value), entry.identity(self.identity)) end

---Whether runs of a code belong to the journal. Those made before codes were kept have none.
---@param self sweep.Journal
---@param code string|nil
---@return boolean
local function is_known(self, code)
  if code == nil or not self.code or code == self.identity.code then return true end
  for _, accepted in ipairs(self.accepted) do
    if code == accepted then return true end
  end
  return false
end

---Takes over what is of older code.
---@param self sweep.Journal
---@param codes string[]
local function accept(self, codes)
  for _, code in ipairs(codes) do
    if not is_known(self, code) then self.accepted[#self.accepted + 1] = code end
  end
end

---Refuses a file that is of other settings or other code.
---@param where string
---@param value table  # what it holds
function Journal:check(where, value)
  local lines = differences(self, value)
  if #lines > 0 then refuse(self, where, lines) end
  if not is_known(self, value.code) then refuse_code(self, where, value.code) end
end

---@param form string
function Journal:warn(form, ...)
  io.stderr:write(string.format("%s: warning: %s\n", self.identity.name, string.format(form, ...)))
end

---@param self sweep.Journal
---@param path string
---@param shared string
local function check_segment(self, path, shared)
  if shared ~= self.segments.shared then self:check(path, entry.decode(shared) or {}) end
end

---Refuses runs of other settings where settings.json does not say what they are of. Written first, it would be of
---settings that the runs are not of, and the folder closed to both.
---@param self sweep.Journal
---@param accepting boolean  # takes runs of other code over
local function check_runs(self, accepting)
  for _, name in ipairs(read_file.names(self.folder .. "/journal")) do
    local path = string.format("%s/journal/%s", self.folder, name)
    local text = (string.sub(name, -#".json") == ".json" or segment.parts(name)) and read_file(path)
    local value = text and entry.decode(segment.parts(name) and segment.shared(text) or text)
    if value and accepting and #differences(self, value) == 0 then accept(self, {value.code}) end
    if value then self:check(path, value) end
  end
end

---@param self sweep.Journal
local function write_settings(self)
  local path, value, written, why = self.folder .. "/settings.json", {}, true, nil
  if self.code then written, why = self.code:keep(self.folder) end
  if not written then error(failure("cannot write in '%s': %s", self.folder .. "/code", why), 0) end
  for key, part in pairs(self.identity) do value[key] = part end
  if #self.accepted > 0 then value.accepted = self.accepted end
  written, why = atomic.write(path, encode(value, {indent = true}) .. "\n")
  if not written then error(failure("cannot write '%s': %s", path, why), 0) end
end

---@class sweep.Shared
---@field name string
---@field settings table
---@field seed integer
---@field code? sweep.Code  # nil for those who run nothing
---@field accept boolean  # takes over runs of older code

---@param shared sweep.Shared
---@return sweep.Identity
local function identity_of(shared)
  -- As they read back: Vectors are lists then, as in the files.
  local settings = json.decode(encode(json.object{settings = shared.settings})).settings
  if next(settings) == nil then settings = json.object{} end
  local seed = shared.seed ~= 0 and shared.seed or nil
  local code = shared.code and shared.code.checksum
  return {name = shared.name, polyak = modules.version, seed = seed, settings = settings, code = code}
end

---Opens a journal, or begins one.
---@param folder string
---@param shared sweep.Shared  # by all its runs
---@return sweep.Journal
function Journal.open(folder, shared)
  local identity = identity_of(shared)
  local self = setmetatable({
    folder = folder, identity = identity, code = shared.code, accepted = {}, wanted = {}, found = {}, left = {},
    asked = 0, segments = Segments.new(folder .. "/journal", encode(identity)),
    failures = Failures.new(folder .. "/journal"),
  }, Journal)
  local made, why = files.make_folder(folder .. "/journal")
  if not made then error(failure("%s", why), 0) end
  -- Two that begin it at once must not both find that there are no settings.
  local release
  release, why = claims.wait(folder .. "/settings", shared.name .. "  waits for another process")
  if not release then error(failure("cannot write in '%s': %s", folder, why), 0) end
  local _ <close> = setmetatable({}, {__close = release})
  local path = folder .. "/settings.json"
  local text, damage = read_file(path), nil
  if text then
    local value
    value, damage = entry.decode(text)
    if value then
      local older = self.code and value.code ~= identity.code and value.code
      accept(self, type(value.accepted) == "table" and value.accepted or {})
      if older and shared.accept and #differences(self, value) == 0 then
        accept(self, {older})
        io.stderr:write(string.format("%s: what is in '%s' is of older code, and taken over\n", shared.name, folder))
      elseif older then
        -- Taken over it may be, and no longer the folder's own.
        local lines = differences(self, value)
        if #lines > 0 then refuse(self, path, lines) end
        refuse_code(self, path, older)
      end
      self:check(path, value)
      if self.code and value.code ~= identity.code then write_settings(self) end
      return self
    end
  end
  check_runs(self, shared.accept)
  if damage then self:warn("'%s' is damaged, and made anew (%s)", path, damage) end
  write_settings(self)
  return self
end

--- Runs

---@param key string
---@return string
function Journal:path_of(key) return string.format("%s/journal/%s.json", self.folder, key) end

---@param run table
---@return string
function Journal:path(run) return self:path_of(names.key(run)) end

---The text of a finished run's file.
---@param run table
---@param result any
---@return string
function Journal:entry(run, result)
  if result == nil then error("the run returned nothing, or nil", 0) end
  return entry.text(self.identity, run, result)
end

---Whether what a file holds is a run of this sweep.
---@param key string
---@param value table
---@return boolean
function Journal:owns(key, value)
  return value.result ~= nil and type(value.run) == "table" and names.key(value.run) == key
    and #differences(self, value) == 0 and is_known(self, value.code)
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
  self:check(path, value)
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
    accept = function(path, shared) check_segment(self, path, shared) end,
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

---What runs of a code share.
---@param code string|nil  # the journal's own, or one that it has taken over
---@return sweep.Identity
function Journal:identity_with(code)
  local identity = entry.identity(self.identity)
  identity.code = code
  return identity
end

---Makes the files of many runs one, where there are many.
function Journal:compact() compact(self, MOST) end

return Journal
