---How far a sweep is.
local Survey = require "sweep.survey"
local counted = require "polyak.counted"
local held = require "sweep.held"
local names = require "sweep.names"
local progress = require "sweep.progress"

---@class sweep.Status
---@field name string
---@field folder string
---@field runs? integer  # how many there are to be, where a process has said so
---@field done integer
---@field running integer  # as far as their claims were seen: those of runs of milliseconds often are not
---@field failed integer
---@field stale integer  # runs of processes that have gone
---@field left? integer  # runs that nobody has begun, where it is known
---@field is_moving boolean  # whether runs are being made, seen or not
---@field rate? number  # runs a minute, of late
---@field time_left? number  # seconds, at that rate
---@field workers sweep.Worker[]  # who is at it
---@field failures {run: string, message: string}[]
local Status = {__name = "sweep.Status"}
Status.__index = Status

---@class sweep.Worker
---@field host string
---@field process? integer
---@field since? string  # when it began the first of the runs that it makes now, by its clock
---@field runs integer  # how many it makes now

---0:21, 12:05, 3:00:00.
---@param seconds number
---@return string
local function clock(seconds)
  seconds = math.ceil(seconds)
  local hours, minutes = seconds // 3600, seconds // 60 % 60
  if hours > 0 then return string.format("%d:%02d:%02d", hours, minutes, seconds % 60) end
  return string.format("%d:%02d", minutes, seconds % 60)
end

---@param self sweep.Status
---@return string
local function numbers(self)
  local parts = {string.format("%d running", self.running)}
  if self.failed > 0 then parts[#parts + 1] = string.format("%d failed", self.failed) end
  if self.stale > 0 then parts[#parts + 1] = string.format("%d stale", self.stale) end
  if self.left then parts[#parts + 1] = string.format("%d left", self.left) end
  local done = counted(self.runs or self.done, "run")
  if self.runs then done = string.format("%d of %s", self.done, done) end
  return string.format("%s done, %s", done, table.concat(parts, ", "))
end

function Status:__tostring()
  local lines = {string.format("%s in '%s': %s", self.name, self.folder, numbers(self))}
  if self.rate and self.is_moving then
    local left = self.time_left and string.format(", %s left", clock(self.time_left)) or ""
    local form = self.rate < 10 and "  %.2g runs a minute%s" or "  %.0f runs a minute%s"
    lines[#lines + 1] = string.format(form, self.rate, left)
  end
  for _, worker in ipairs(self.workers) do
    local process = worker.process and string.format(", process %d", worker.process) or ""
    local since = worker.since and ", since " .. worker.since or ""
    lines[#lines + 1] = string.format("  %s%s: %s%s", worker.host, process, counted(worker.runs, "run"), since)
  end
  for i, failure in ipairs(self.failures) do
    if i > 10 then
      lines[#lines + 1] = string.format("  and %d more failed", #self.failures - 10)
      break
    end
    lines[#lines + 1] = string.format("  failed: %s: %s", failure.run, failure.message)
  end
  return table.concat(lines, "\n")
end

---Who makes runs now, by host and process.
---@param list sweep.Held[]
---@return sweep.Worker[]
local function workers_of(list)
  local workers, by_name = {}, {}
  for _, claim in ipairs(list) do
    local name = string.format("%s %s", claim.host, claim.process or "")
    local worker = by_name[name]
    if not worker then
      worker = {host = claim.host, process = claim.process, since = claim.since, runs = 0}
      by_name[name], workers[#workers + 1] = worker, worker
    end
    worker.runs = worker.runs + 1
    if claim.since and (not worker.since or claim.since < worker.since) then worker.since = claim.since end
  end
  table.sort(workers, function(a, b)
    if a.host ~= b.host then return a.host < b.host end
    return (a.process or 0) < (b.process or 0)
  end)
  return workers
end

---@param folder string
---@return sweep.Status
local function status(folder)
  local survey = Survey.of(folder, "sweep.status")
  local loose = survey:loose()
  for _, key in ipairs(loose) do survey:add(key) end
  local running, stale = {}, 0
  for _, claim in ipairs(held.claims(survey)) do
    if not survey.done[claim.key] then
      if claim.is_stale then stale = stale + 1 else running[#running + 1] = claim end
    end
  end
  local failures = {}
  for key, failure in pairs(survey.failures) do
    if not survey:has_succeeded(key) then
      local run = type(failure.run) == "table" and names.describe(failure.run) or key
      failures[#failures + 1] = {run = run, message = string.match(failure.message, "^[^\n]*")}
    end
  end
  table.sort(failures, function(a, b) return a.run < b.run end)
  local total = progress.total(folder)
  local rate = progress.rate(survey, loose)
  local self = setmetatable({
    name = survey.name, folder = folder, runs = total, done = survey.count, running = #running, failed = #failures,
    stale = stale, rate = rate, workers = workers_of(running), failures = failures,
  }, Status)
  if total then
    self.left = math.max(0, total - self.done - self.running - self.failed)
    local rest = self.left + self.running
    self.is_moving = rest > 0 and (self.running > 0 or progress.is_moving(survey))
    if rate and rate > 0 and self.is_moving then self.time_left = rest / rate * 60 end
  else
    self.is_moving = self.running > 0 or progress.is_moving(survey)
  end
  return self
end

return status
