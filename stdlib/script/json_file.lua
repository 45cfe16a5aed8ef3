---JSON in files, read whole and written whole or not at all.
local atomic = require "polyak.atomic"
local complaint = require "polyak.complaint"
local json = require "script.json"

local json_file = {}

---The text of a file, or nil where there is none.
---@param path string
---@return string|nil text
function json_file.text(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local text = file:read "a"
  file:close()
  return text or ""
end

---Writes a value as JSON; raises an error that says why where it cannot.
---@param path string
---@param value any
function json_file.write(path, value)
  local written, why = atomic.write(path, json.encode(value, {indent = true}) .. "\n")
  if not written then error(complaint(("cannot write '%s': %s"):format(path, why))) end
end

return json_file
