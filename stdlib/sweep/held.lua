---The claims that processes hold on a sweep's runs, as somebody sees them who takes none.
local claims = require "polyak.claims"
local files = require "polyak.files"

local held = {}

---@class sweep.Held
---@field key string
---@field host string
---@field process? integer
---@field since? string  # by the holder's clock, "2026-11-28T14:05:00Z"
---@field is_stale boolean

---@param survey sweep.Survey
---@return sweep.Held[]
function held.claims(survey)
  local seen, found = {}, {}
  for _, name in ipairs(survey.listed) do
    local run = claims.claimed(name)
    local key = run and not seen[run] and string.match(run, "^(.*)%.json$")
    if key then
      seen[run] = true
      local path = claims.file(run)
      local state, host, process, since, level, is_running = files.claim_state(survey.journal .. "/" .. path)
      if state == "left" then
        found[#found + 1] = {key = key, host = "?", is_stale = true}
      elseif state == "held" then
        -- Of a holder elsewhere one look tells no more than when it has last renewed its claim, by the folder's clock.
        local age = survey.ages[level == 0 and path or string.format("%s-%d", path, level)] or 0
        found[#found + 1] = {
          key = key, host = host, process = process > 0 and process or nil, since = since ~= "?" and since or nil,
          is_stale = not is_running and age >= files.claim_lease(),
        }
      end
      -- One that has gone meanwhile, or been given up, is none.
    end
  end
  return found
end

return held
