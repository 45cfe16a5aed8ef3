---The claims that processes hold on a sweep's runs, as somebody sees them who takes none.
local here = require "sweep.here"
local json_file = require "script.json_file"

local held = {}

---Seconds without a renewal after which a claim is its holder's no more, but for one of this machine that is there.
local LEASE <const> = 30

---@class sweep.Held
---@field key string
---@field host string
---@field process? integer
---@field since? string  # by the holder's clock, "2026-11-28T14:05:00Z"
---@field is_stale boolean
---@field names string[]  # of its files

---@param survey sweep.Survey
---@return sweep.Held[]
function held.claims(survey)
  local list, by_key = {}, {}
  for _, name in ipairs(survey.listed) do
    local key, generation = string.match(name, "^(.*)%.json%.claim%-?(%d*)$")
    if key then
      local claim = by_key[key]
      if not claim then
        claim = {key = key, names = {}, generation = -1}
        by_key[key], list[#list + 1] = claim, claim
      end
      table.insert(claim.names, name)
      -- Where it has been taken over the last one holds it.
      generation = math.tointeger(tonumber(generation)) or 0
      if generation > claim.generation then claim.generation, claim.last = generation, name end
    end
  end
  local own, found = here.host(), {}
  for _, claim in ipairs(list) do
    local text = json_file.read(string.format("%s/%s", survey.journal, claim.last))
    local host, process, since = string.match(text or "", "^(%S+) (%d+) (%S*)")
    claim.host, claim.process = host or "?", math.tointeger(tonumber(process))
    claim.since = since and string.find(since, "^%d+%-%d+%-%d+T") and since or nil
    if host == own and claim.process then
      claim.is_stale = not here.has(claim.process)
    else
      claim.is_stale = survey.ages[claim.last] > LEASE
    end
    -- One that has gone meanwhile, or been given up, is none.
    if text and string.sub(text, 1, 2) ~= "- " then found[#found + 1] = claim end
  end
  return found
end

return held
