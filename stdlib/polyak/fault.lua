---What a function refuses, and where in its call that is: an error on its way out of these files. Whoever called from
---outside gets it as text with the place of the call (see polyak/entrance.lua).
---@class polyak.Fault
---@field message string  # "plot: option 'log' must be 'x', 'y' or 'xy', got 3"
---@field place polyak.Place
---@field is_name boolean  # the last name of the place's path is wrong, and not its value
local Fault = {__name = "Fault"}
Fault.__index = Fault

function Fault:__tostring() return self.message end

---@param message string
---@param place polyak.Place
---@param is_name? boolean
---@return polyak.Fault
function Fault.new(message, place, is_name)
  return setmetatable({message = message, place = place, is_name = is_name or false}, Fault)
end

---@param value any
---@return boolean
function Fault.is(value) return getmetatable(value) == Fault end

---Has the state keep, beside the text that goes out, where in the call it lies; the prompt marks it there. Stock Lua
---without Polyak has no use for it.
---@param text string  # the whole of it, as `pcall` gets it
---@param callee string  # the name by which the function was called, "" where there is none
function Fault:remember(text, callee)
  local errors = package.loaded["polyak.errors"]
  local place = self.place
  if errors then errors.remember(text, place.called, place.path, place.position, self.is_name, callee) end
end

return Fault
