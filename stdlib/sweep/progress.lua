---How many runs a sweep is to have, and how fast they come.
local atomic = require "polyak.atomic"
local json_file = require "script.json_file"
local segment = require "sweep.segment"

local progress = {}

---Seconds that count as of late, and as now.
local LATE <const>, NOW <const> = 600, 10

---@param folder string
---@return string
local function path(folder) return folder .. "/runs" end

---Says how many runs there are to be, for those who ask how far it is.
---@param folder string
---@param count integer
function progress.expect(folder, count)
  local text = string.format("%d\n", count)
  -- Where it cannot be written nobody learns of it, and nothing else comes of that.
  if json_file.read(path(folder)) ~= text then atomic.write(path(folder), text) end
end

---@param folder string
---@return integer|nil
function progress.total(folder)
  return math.tointeger(tonumber(string.match(json_file.read(path(folder)) or "", "^(%d+)\n$")))
end

---Runs a minute. Where many have moved into segments it was written when; the times of files say it of the others.
---@param survey sweep.Survey
---@param loose string[]
---@return number|nil
function progress.rate(survey, loose)
  local age, before
  for _, moment in ipairs(survey.segments:history(survey.ages.segments)) do
    if not age or moment.age <= LATE then age, before = moment.age, moment.count end
  end
  if age then return age > 0 and (survey.count - before) / age * 60 or nil end
  local count, oldest = 0, 0
  for _, key in ipairs(loose) do
    local since = survey.ages[key .. ".json"]
    if since and since <= LATE then count, oldest = count + 1, math.max(oldest, since) end
  end
  -- The first of them is where the time begins.
  return count > 1 and oldest > 0 and (count - 1) / oldest * 60 or nil
end

---Whether results come now. Claims on short runs are gone before somebody has read them.
---@param survey sweep.Survey
---@return boolean
function progress.is_moving(survey)
  for name, age in pairs(survey.ages) do
    if age <= NOW and (string.find(name, "%.json$") or segment.parts(name)) then return true end
  end
  return false
end

return progress
