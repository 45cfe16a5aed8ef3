---The code of a sweep's runs: what tells results of one code from those of another.
---
---    folder/code/0123456789abcdef.json     the functions and values that `run` reaches, and the functions' lines
---
---The name of the file is their checksum, which each run's result has with it. Comments, blanks, line numbers, names of
---local variables and the folder of the script are not in the checksum. The lines are kept to be shown.
local atomic = require "polyak.atomic"
local changes = require "sweep.code.changes"
local encode = require "script.json.encode"
local files = require "polyak.files"
local fingerprints = require "polyak.fingerprints"
local json = require "script.json"
local json_file = require "script.json_file"
local reach = require "sweep.code.reach"

---@class sweep.Code
---@field checksum string  # 16 digits
---@field functions code.Function[]
---@field values table<string, string>  # by name
local Code = {}
Code.__index = Code

---The code that a function is, with all it reaches.
---@param f function
---@param folder string  # of the sweep
---@return sweep.Code
function Code.of(f, folder)
  local functions, values, lines = reach(f, folder)
  table.sort(lines)
  local checksum = fingerprints.of(table.concat(lines, "\n"))
  return setmetatable({checksum = checksum, functions = functions, values = values}, Code)
end

---@param folder string  # of the sweep
---@param sum string
---@return string
local function path_of(folder, sum) return string.format("%s/code/%s.json", folder, sum) end

---The code that a sweep's folder keeps under a checksum; nil where it has none, or a damaged one.
---@param folder string
---@param sum string
---@return {functions: code.Function[], values: table<string, string>}|nil
function Code.read(folder, sum)
  local ok, value = pcall(function() return json.decode(json_file.read(path_of(folder, sum)) or "") end)
  if not ok or type(value) ~= "table" or type(value.functions) ~= "table" or type(value.values) ~= "table" then
    return nil
  end
  for _, f in ipairs(value.functions) do
    if type(f) ~= "table" or type(f.name) ~= "string" or type(f.place) ~= "string" or type(f.code) ~= "string" then
      return nil
    end
  end
  return value
end

---Keeps it in a sweep's folder, where it is not there.
---@param folder string
---@return true|nil kept
---@return string? why
function Code:keep(folder)
  if Code.read(folder, self.checksum) then return true end
  local made, why = files.make_folder(folder .. "/code")
  if not made then return nil, why end
  local text = encode({functions = self.functions, values = json.object(self.values)}, {indent = true})
  return atomic.write(path_of(folder, self.checksum), text .. "\n")
end

---What tells it from an older code that a folder keeps, in lines for a message.
---@param folder string
---@param sum string  # the older one's
---@return string[]
function Code:changes(folder, sum)
  local there = Code.read(folder, sum)
  if not there then return {string.format("what it was is not known: '%s' is not there", path_of(folder, sum))} end
  return changes(there, self)
end

return Code
