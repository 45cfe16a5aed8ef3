---Has failed runs tried again by whoever works on a sweep, and runs of processes that have gone.
local Survey = require "sweep.survey"
local counted = require "polyak.counted"
local files = require "polyak.files"
local held = require "sweep.held"

---@class sweep.Retry
---@field failures integer  # how many were forgotten
---@field claims integer
local Retry = {__name = "sweep.Retry"}
Retry.__index = Retry

function Retry:__tostring()
  return string.format("%s and %s forgotten",
    counted(self.failures, "failure"), counted(self.claims, "stale claim"))
end

---@param folder string
---@return sweep.Retry
local function retry(folder)
  local survey = Survey.of(folder, "sweep.retry")
  local self = setmetatable({failures = 0, claims = 0}, Retry)
  local function remove(name) return files.remove(string.format("%s/%s", survey.journal, name)) end
  for key in pairs(survey.failures) do
    -- What a run that has succeeded since has left goes too, and is nothing to be tried again.
    if remove(key .. ".failed") and not survey:has_succeeded(key) then self.failures = self.failures + 1 end
  end
  for _, claim in ipairs(held.claims(survey)) do
    if claim.is_stale then
      -- From the last one down: a taker looks for those above.
      for i = #claim.names, 1, -1 do remove(claim.names[i]) end
      self.claims = self.claims + 1
    end
  end
  return self
end

return retry
