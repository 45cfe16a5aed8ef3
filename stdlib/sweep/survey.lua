---What a sweep's folder says of it, without taking part: no claim is taken, and nothing is written or run.
local Failures = require "sweep.failures"
local Place = require "polyak.place"
local Segments = require "sweep.segments"
local complaint = require "polyak.complaint"
local difference = require "script.json.difference"
local entry = require "sweep.entry"
local files = require "polyak.files"
local read_file = require "sweep.read_file"

---@class sweep.Survey
---@field name string
---@field called string  # the function that asks
---@field journal string  # the folder of its runs
---@field identity sweep.Identity
---@field ages table<string, number>  # of the files in it, by name: seconds
---@field listed string[]  # their names
---@field done table<string, boolean>  # runs that have finished, by key
---@field count integer  # of those
---@field failures table<string, sweep.Failure>  # by key, of runs that have succeeded since too
---@field segments sweep.Segments
local Survey = {}
Survey.__index = Survey

---The system's number for what is not there.
local ENOENT <const> = 2

---What is in the folder of a sweep; an error where it is none's.
---@param folder string
---@param called string  # the function that asks
---@param visit? fun(key: string, run: string, result: string)  # gets each run that a segment has
---@return sweep.Survey
function Survey.of(folder, called, visit)
  local text, journal = read_file(folder .. "/settings.json"), folder .. "/journal"
  local about, why = entry.decode(text or "")
  local ages, problem, code
  if about then ages, problem, code = files.ages(journal) end
  if not ages then
    if not text then
      why = "there is no '%s/settings.json'"
    elseif about then
      why = code == ENOENT and "there is no '%s/journal'" or "cannot read '%s/journal': " .. problem
    end
    Place.of(called):argument("folder", 1):complain(string.format(
      "must be the folder of a sweep, got '%s' (%s)", folder, string.format(why, folder)))
  end
  local self = setmetatable({
    name = about.name, journal = journal, identity = entry.identity(about), ages = ages, listed = {}, done = {},
    count = 0, called = called, segments = Segments.new(journal, ""),
  }, Survey)
  for name in pairs(ages) do self.listed[#self.listed + 1] = name end
  table.sort(self.listed)
  self.segments:refresh({
    accept = function(path, shared)
      if visit then self:check(path, entry.decode(shared) or {}) end
    end,
    damaged = function(path, damage)
      if visit then self:warn("'%s' is damaged, and %d of its %d runs left out (%s)",
        path, damage.of - damage.count, damage.of, damage.why) end
    end,
    visit = function(key, run, result)
      if self.done[key] then return end
      self:add(key)
      if visit then visit(key, run, result) end
    end,
  }, self.listed)
  self.failures = Failures.all(journal, self.listed)
  return self
end

---@param form string
function Survey:warn(form, ...)
  io.stderr:write(string.format("%s: warning: %s\n", self.name, string.format(form, ...)))
end

---Refuses a file that is of other settings.
---@param path string
---@param value table  # what it holds
function Survey:check(path, value)
  local lines = difference(entry.identity(value), self.identity)
  if #lines > 0 then
    local shown = table.concat(lines, "\n  ")
    error(complaint(string.format("%s: '%s' is of other settings:\n  %s", self.called, path, shown)))
  end
end

---@param key string
function Survey:add(key)
  self.done[key], self.count = true, self.count + 1
end

---Whether a run has finished, whatever became of it before.
---@param key string
---@return boolean
function Survey:has_succeeded(key) return self.done[key] or self.ages[key .. ".json"] ~= nil end

---The keys of runs that have files of their own, and no line in a segment.
---@return string[]
function Survey:loose()
  local keys = {}
  for _, name in ipairs(self.listed) do
    local key = string.match(name, "^(.*)%.json$")
    if key and not self.done[key] then keys[#keys + 1] = key end
  end
  return keys
end

return Survey
