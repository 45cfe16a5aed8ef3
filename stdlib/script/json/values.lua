---What JSON's texts and Lua's values have in common.
local values = {}

---Deeper tables than this are refused, and texts.
values.DEPTH = 200

---What `null` is decoded as, since a table cannot hold nil.
values.null = setmetatable({}, {__name = "null", __tostring = function() return "null" end})

---The metatable of tables marked as objects.
values.OBJECT = {__name = "object"}

return values
