---JSON in files, read whole and written whole or not at all.
local atomic = require "polyak.atomic"
local caller = require "polyak.caller"
local complaint = require "polyak.complaint"
local encode = require "script.json.encode"
local entrance = require "polyak.entrance"

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
    return nil, (string.gsub(message, "^.*: ", ""))
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
  if why then error(complaint(string.format("%sjson_file.text: cannot read '%s': %s", caller(), path, why))) end
  return text
end

---Writes a value as JSON; raises an error that says why where it cannot.
---@param path string
---@param value any
function json_file.write(path, value)
  local written, why = atomic.write(path, encode(value, {indent = true}) .. "\n")
  if written then return end
  error(complaint(string.format("%sjson_file.write: cannot write '%s': %s", caller(), path, why)))
end

local DECLARED <const> = {read = "path: string", text = "path: string", write = "path: string, value: any"}
entrance(json_file, "json_file.", DECLARED, {"json.encode"})

return json_file
