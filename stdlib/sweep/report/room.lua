---How large a figure must be for the names at its axes.
local room = {}

---More names have no room at an axis.
room.most = 100

---Pixels of a name beside another, and what stands around all of them.
local BESIDE <const>, ABOVE <const>, AROUND <const> = 18, 16, 250

---@param count integer  # of names at the axis of x
---@return number|nil  # nil where any width does
function room.width(count) return count > 20 and AROUND + BESIDE * count or nil end

---@param count integer  # of names at the axis of y
---@return number|nil
function room.height(count) return count > 15 and AROUND + ABOVE * count or nil end

return room
