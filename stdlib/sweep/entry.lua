---What the file of a finished run says: the run, its result, and what all runs of the sweep share.
local encode = require "script.json.encode"
local json = require "script.json"

local entry = {}

---@class sweep.Identity
---@field name string
---@field polyak string  # its version
---@field seed? integer
---@field settings table
---@field code? string  # the checksum of the runs' code; none of what was made before there were such

---A table that is written as an object, also where nothing is in it.
---@param fields table
---@return table
local function object(fields) return next(fields) ~= nil and fields or json.object{} end

---@param identity sweep.Identity
---@param run table
---@param result any
---@return string
function entry.text(identity, run, result)
  local fields = {run = object(run), result = result}
  for key, value in pairs(identity) do fields[key] = value end
  return encode(fields) .. "\n"
end

---What a file holds, as a table; nil and the reason where it is damaged. The settings' file is read by it too.
---@param text string
---@return table|nil
---@return string? why
function entry.decode(text)
  local ok, value = pcall(json.decode, text)
  if not ok then return nil, value end
  if type(value) ~= "table" or type(value.settings) ~= "table" or not value.name or not value.polyak
    or value.code ~= nil and not (type(value.code) == "string" and string.find(value.code, "^%x+$"))
  then
    return nil, "it is no file of a sweep"
  end
  return value
end

---What runs share, without the code: that is compared in another way.
---@param value table
---@return sweep.Identity
function entry.identity(value)
  return {name = value.name, polyak = value.polyak, seed = value.seed, settings = value.settings}
end

---Stands for a result while its place is looked for. No name of a sweep's can hold it: quotes in texts are escaped.
local MARK <const> = "\0"
local MARKED <const> = '"result":' .. encode(MARK)

---The run and the result of a file as JSON texts in one line each; the result as it stands there, where that is so.
---@param text string
---@param value table  # what it holds
---@param identity sweep.Identity  # what it is of
---@return string run
---@return string result
function entry.texts(text, value, identity)
  local frame = entry.text(identity, value.run, MARK)
  local from, to = string.find(frame, MARKED, 1, true)
  local head, tail = string.sub(frame, 1, from + #'"result":' - 1), string.sub(frame, to + 1)
  local run = encode(object(value.run))
  if string.sub(text, 1, #head) == head and string.sub(text, -#tail) == tail then
    local result = string.sub(text, #head + 1, -#tail - 1)
    if not string.find(result, "%c") then return run, result end
  end
  return run, encode(value.result)
end

return entry
