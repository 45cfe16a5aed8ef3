---JSON in files, read whole and written whole or not at all.
local atomic = require "polyak.atomic"
local caller = require "polyak.caller"
local complaint = require "polyak.complaint"
local json = require "script.json"

local json_file = {}

---ENOENT: the only reason for which a file is not there. One that cannot be read may hold what must not be lost.
local ABSENT = 2

---The text of a file, or nil where there is none. Nil and the reason where there is one that cannot be read.
---@param path string
---@return string|nil text
---@return string? why
function json_file.read(path)
  local file, message, code = io.open(path, "rb")
  if not file then
    if code == ABSENT then return nil end
    return nil, (message:gsub("^.*: ", ""))
  end
  local text
  text, message = file:read "a"
  file:close()
  if not text then return nil, message end
  return text
end

---The text of a file, or nil where there is none; an error where there is one that cannot be read.
---@param path string
---@return string|nil text
function json_file.text(path)
  local text, why = json_file.read(path)
  if why then error(complaint(("%scannot read '%s': %s"):format(caller(), path, why))) end
  return text
end

---Writes a value as JSON; raises an error that says why where it cannot.
---@param path string
---@param value any
function json_file.write(path, value)
  local written, why = atomic.write(path, json.encode(value, {indent = true}) .. "\n")
  if not written then error(complaint(("%scannot write '%s': %s"):format(caller(), path, why))) end
end

return json_file
