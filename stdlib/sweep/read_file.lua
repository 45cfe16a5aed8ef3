---Reads a sweep's files; what is there and cannot be read is an error, since it may hold what must not be lost.
local caller = require "polyak.caller"
local files = require "polyak.files"
local json_file = require "script.json_file"

local read_file = {}

---The names of what is in a folder.
---@param folder string
---@return string[]
function read_file.names(folder)
  local listed, why = files.names(folder)
  if not listed then error(string.format("%ssweep: cannot read '%s': %s", caller(), folder, why), 0) end
  return listed
end

---@param path string
---@return string|nil text  # nil where there is no such file
local function text_of(_, path)
  local text, why = json_file.read(path)
  if why then error(string.format("%ssweep: cannot read '%s': %s", caller(), path, why), 0) end
  return text
end

return setmetatable(read_file, {__call = text_of})
