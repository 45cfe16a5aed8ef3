---Which runs of a sweep have failed: a file `KEY.failed` beside the others, written by the process that made the run,
---so that others of the same sweep do not make it again.
---
---A sweep tries those again that were there when it began, unless a process of its own job has recorded them.
local atomic = require "polyak.atomic"
local encode = require "script.json.encode"
local files = require "polyak.files"
local here = require "sweep.here"
local json = require "script.json"
local json_file = require "script.json_file"
local names = require "sweep.names"

---@class sweep.Failure
---@field run? table  # the run
---@field message string
---@field traceback? string
---@field host? string
---@field process? integer
---@field time? string  # by that host's clock, "2026-11-28T14:05:00Z"
---@field job? string  # of a scheduler

---@class sweep.Failures
---@field folder string
---@field old table<string, string>  # what was there when this sweep began, by key
---@field seen table<string, boolean>  # which are or were there
---@field has_begun boolean
local Failures = {}
Failures.__index = Failures

local ENDING <const> = ".failed"

---@param name string
---@return string|nil key
local function key_of(name) return string.match(name, "^(.*)%.failed$") end

---@param text string|nil
---@return sweep.Failure|nil  # nil of what is damaged: the run is tried again
local function decode(text)
  local ok, value = pcall(json.decode, text or "")
  return ok and type(value) == "table" and type(value.message) == "string" and value or nil
end

---@param folder string  # the journal's
---@return sweep.Failures
function Failures.new(folder)
  return setmetatable({folder = folder, old = {}, seen = {}, has_begun = false}, Failures)
end

---@param key string
---@return string
function Failures:path(key) return string.format("%s/%s%s", self.folder, key, ENDING) end

---Remembers what is there when a sweep begins.
---@param listed string[]  # the names in the folder
function Failures:begin(listed)
  if self.has_begun then return end
  self.has_begun = true
  local job = here.job()
  for _, name in ipairs(listed) do
    local key = key_of(name)
    local text = key and json_file.read(self:path(key))
    local failure = decode(text)
    if key then self.seen[key] = true end
    if text and not (failure and job and failure.job == job) then self.old[key] = text end
  end
end

---The failure of a run, where a process of this sweep has recorded one.
---@param key string
---@return sweep.Failure|nil
function Failures:recorded(key)
  local text = json_file.read(self:path(key))
  if not text then return nil end
  self.seen[key] = true
  if text == self.old[key] then return nil end
  return decode(text)
end

---Text that JSON can hold, whatever a message is of.
---@param text string
---@return string
local function readable(text)
  if utf8.len(text) then return text end
  return (string.gsub(text, "[\128-\255]", function(byte) return string.format("\\x%02x", string.byte(byte)) end))
end

---Keeps why a run has failed; where that cannot be written, others make the run too.
---@param run table
---@param message string
---@param traceback string|nil
function Failures:record(run, message, traceback)
  local key = names.key(run)
  self.seen[key] = atomic.write(self:path(key), encode{
    run = next(run) ~= nil and run or nil, message = readable(message), traceback = traceback and readable(traceback),
    host = here.host(), process = here.process(), time = os.date("!%Y-%m-%dT%H:%M:%SZ"), job = here.job(),
  } .. "\n")
end

---Whether the failure of a run was there, and somebody has had it forgotten.
---@param key string
---@return boolean
function Failures:is_forgotten(key) return self.seen[key] and json_file.read(self:path(key)) == nil or false end

---A run that has succeeded has no failure.
---@param key string
function Failures:forget(key)
  if not self.seen[key] then return end
  files.remove(self:path(key))
  self.seen[key] = nil
end

---The failures in a journal's folder, by key.
---@param folder string
---@param listed string[]
---@return table<string, sweep.Failure>
function Failures.all(folder, listed)
  local found = {}
  for _, name in ipairs(listed) do
    local key = key_of(name)
    if key then
      local text = json_file.read(string.format("%s/%s", folder, name))
      if text then found[key] = decode(text) or {message = "?"} end
    end
  end
  return found
end

return Failures
