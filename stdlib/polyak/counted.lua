---"1 step", "3 steps".
---@param count integer
---@param noun string
---@return string
local function counted(count, noun) return string.format("%d %s%s", count, noun, count == 1 and "" or "s") end

return counted
