---Has failed runs tried again by whoever works on a sweep.
---
---Those of processes that have gone are taken over as they are. Their claims stay here: whoever removed one could not
---know that it is still that one, and not another's that has come in its place.
local Survey = require "sweep.survey"
local complaint = require "polyak.complaint"
local counted = require "polyak.counted"
local files = require "polyak.files"
local held = require "sweep.held"

---@class sweep.Retry
---@field failures integer  # how many were forgotten
---@field claims integer  # of processes that have gone, on runs that have not finished
local Retry = {__name = "sweep.Retry"}
Retry.__index = Retry

function Retry:__tostring()
  local text = counted(self.failures, "failure") .. " forgotten"
  if self.claims == 0 then return text end
  return string.format("%s; whoever works on the sweep takes over %s of processes that have gone",
    text, counted(self.claims, "run"))
end

---@param folder string
---@return sweep.Retry
local function retry(folder)
  local survey = Survey.of(folder, "sweep.retry")
  local self = setmetatable({failures = 0, claims = 0}, Retry)
  for key in pairs(survey.failures) do
    local path = string.format("%s/%s.failed", survey.journal, key)
    local removed, why = files.remove(path)
    if not removed then error(complaint(string.format("sweep.retry: cannot remove '%s': %s", path, why))) end
    -- What a run that has succeeded since has left goes too, and is nothing to be tried again.
    if not survey:has_succeeded(key) then self.failures = self.failures + 1 end
  end
  for _, claim in ipairs(held.claims(survey)) do
    if claim.is_stale and not survey:has_succeeded(claim.key) then self.claims = self.claims + 1 end
  end
  return self
end

return retry
