---Values as JSON text (RFC 8259) and back, numbers to the last bit.
---
---    json = require "script.json"
---    json.encode{eta = 1e-2, steps = {1, 2}}     --> {"eta":0.01,"steps":[1,2]}
---    json.decode('{"eta": 0.01}').eta            --> 0.01
---
---What JSON has no words for:
---
--- * NaN and the infinities are `NaN`, `Infinity` and `-Infinity`, as Python's json module writes and reads them.
--- * Integers have no point, floats have one or an exponent: `1` and `1.0` stay what they are.
--- * A table with nothing in it is `[]`, unless `json.object` has marked it. `null` is `json.null`.
--- * What is no table and has a length is an array of its elements: Polyak's Vector, a Matrix by its rows.
--- * Text is passed on as it is; what is not UTF-8 is refused.
local entrance = require "polyak.entrance"
local values = require "script.json.values"

---@class script.json
---@field null table  # what null is read as, and written from: a table cannot hold nil
local json = {
  encode = require "script.json.encode",
  decode = require "script.json.decode",
  null = values.null,
}

---Marks a table as an object, which matters where it is empty; tables that `decode` makes of `{}` are marked.
---@param table table
---@return table table
function json.object(table) return setmetatable(table, values.OBJECT) end

entrance(json, "json.", {encode = "value: any", decode = "text: string", object = "table: table"})

return json
