---The place in a user's file from which one of the product's functions was called, for the beginning of its error.
---
---    error(complaint(caller() .. "sweep: cannot write 'a.json': No space left on device"))    -- s.lua:3: sweep: ...
---@return string  # "s.lua:3: "; empty where only the product's own files are calling
local function caller()
  local level = 2
  while true do
    local call = debug.getinfo(level, "Sl")
    if not call then return "" end
    if call.currentline > 0 and call.source:sub(1, 8) ~= "@stdlib/" then
      return ("%s:%d: "):format(call.short_src, call.currentline)
    end
    level = level + 1
  end
end

return caller
