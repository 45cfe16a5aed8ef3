---Which runs of a sweep are being made, by whichever process: a file beside the result, `journal/mu=0.9.claim`, held by
---the process that makes the run. It says host, process and the process's start. A holder that has died, by whatever,
---holds nothing: its claim is taken over.
local files = require "polyak.files"

local claims = {}

local ENDING <const> = ".claim"

---The file of a claim.
---@param path string  # what is claimed
---@return string
function claims.file(path) return path .. ENDING end

---Claims what a path stands for.
---@param path string
---@return fun()|false|nil release  # gives it up; false: another process has it; nil: there can be no claim
---@return string? why
function claims.take(path) return files.claim(claims.file(path)) end

---Whether another process has it.
---@param path string
---@return boolean
function claims.is_taken(path)
  local release = claims.take(path)
  if release then release() end
  return release == false
end

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

---Removes the claims in a folder that dead processes have left.
---@param folder string
function claims.clean(folder)
  for _, name in ipairs(files.names(folder) or {}) do
    -- Taken and given up, the file is gone.
    if string.sub(name, -#ENDING) == ENDING then claims.is_taken(folder .. "/" .. string.sub(name, 1, -#ENDING - 1)) end
  end
end

return claims
