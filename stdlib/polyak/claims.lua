---What is being made, by whichever process on whichever host: a file beside it, `journal/mu=0.9.json.claim`, held by
---the process that makes it, which writes into it again and again. One that has died, or on another host writes nothing
---for half a minute, holds nothing: its claim is taken over by a file `journal/mu=0.9.json.claim-1` beside it.
local files = require "polyak.files"

local claims = {}

local ENDING <const> = ".claim"

---The file of a claim.
---@param path string  # what is claimed
---@return string
function claims.file(path) return path .. ENDING end

---What a claim's file claims, of whatever level it is; nil of other files.
---@param name string
---@return string|nil
function claims.claimed(name) return string.match(name, "^(.*)%.claim$") or string.match(name, "^(.*)%.claim%-%d+$") end

---Claims what a path stands for. Who gives it up has done it.
---@param path string
---@return fun(what?: any)|false|nil release  # gives it up, or given "renew", every few seconds, shows that it is held;
---                                             false: another process has it; nil: there can be no claim
---@return string? why
function claims.take(path) return files.claim(claims.file(path)) end

---Whether a process has it that shows signs of life.
---@param path string
---@return boolean
function claims.is_held(path) return files.claim_state(claims.file(path)) == "held" end

---Claims it as soon as nobody else has it.
---@param path string
---@param title string  # what the line on the terminal says meanwhile
---@return fun()|nil release
---@return string? why
function claims.wait(path, title)
  while true do
    local release, why = claims.take(path)
    if release ~= false then return release, why end
    files.wait(0.05, title)
  end
end

---Removes what is there of a claim to what is done, or shall not be done any more.
---@param path string
function claims.remove(path) files.remove_claim(claims.file(path)) end

---Removes the claims in a folder to what is done, and what processes that were killed have left of files.
---@param folder string
---@param is_done fun(path: string): boolean  # of what is claimed
function claims.clean(folder, is_done)
  for _, name in ipairs(files.names(folder) or {}) do
    local claimed = claims.claimed(name)
    if claimed and is_done(folder .. "/" .. claimed) then claims.remove(folder .. "/" .. claimed) end
  end
  files.remove_abandoned(folder)
end

return claims
