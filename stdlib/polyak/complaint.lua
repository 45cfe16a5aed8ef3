---Errors for whoever uses a script: what is wrong, and no list of calls, which would tell of the script's inside.
---
---    error(complaint("fig4: 'out/settings.json' is of other settings"))
---
---The value is an object that says itself how it reads; Lua's own interpreter too leaves the calls out then. As text it
---is the message, and it joins with text by `..`.
---@class polyak.Complaint
---@field message string
local Complaint = {__name = "Complaint"}

function Complaint:__tostring() return self.message end

function Complaint.__concat(a, b) return tostring(a) .. tostring(b) end

---@param message string
---@return polyak.Complaint
local function complaint(message) return setmetatable({message = message}, Complaint) end

return complaint
