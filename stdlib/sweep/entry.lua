---What the file of a finished run says: the run, its result, what all runs of the sweep share, and a checksum of these.
---
---    {"name":"fig4","polyak":"0.1","result":1.5,"run":{"mu":0.9},"settings":{},"sum":"89c3ad2fdf6e4f34"}
---
---The checksum is of the text without it; settings.json has one too, and files of older versions have none.
local encode = require "script.json.encode"
local files = require "polyak.files"
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
---@return string  # without a checksum
local function plain(identity, run, result)
  local fields = {run = object(run), result = result}
  for key, value in pairs(identity) do fields[key] = value end
  return encode(fields)
end

---@param identity sweep.Identity
---@param run table
---@param result any
---@return string
function entry.text(identity, run, result)
  local text = plain(identity, run, result)
  return string.format('%s,"sum":"%s"}\n', string.sub(text, 1, -2), files.sum(text))
end

---How a text ends that `entry.text` has made.
local ENDING <const> = ',"sum":"(%x+)"}\n$'
local LENGTH <const> = #',"sum":"0123456789abcdef"}\n'

---A file's text without its checksum and the line's end, and the checksum, where `entry.text` has made it.
---@param text string
---@return string plain
---@return string|nil sum
local function parted(text)
  local sum = string.match(text, ENDING, -LENGTH)
  if not sum then return string.sub(text, -1) == "\n" and string.sub(text, 1, -2) or text end
  return string.sub(text, 1, -LENGTH - 1) .. "}", sum
end

---Adds the checksum of all that a table of fields has.
---@param fields table
function entry.seal(fields) fields.sum = files.sum(encode(fields)) end

---Whether what a file holds is what its checksum was taken of; takes the checksum out.
---@param text string
---@param value table  # what it holds
---@return boolean
local function is_whole(text, value)
  local sum = value.sum
  if sum == nil then return true end
  value.sum = nil
  local body, last = parted(text)
  -- In another form it may still hold the same.
  return last == sum and files.sum(body) == sum or files.sum(encode(value)) == sum
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
  if not is_whole(text, value) then return nil, "it has another checksum" end
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
  local frame = plain(identity, value.run, MARK)
  local from, to = string.find(frame, MARKED, 1, true)
  local head, tail = string.sub(frame, 1, from + #'"result":' - 1), string.sub(frame, to + 1)
  local run = encode(object(value.run))
  text = parted(text)
  if string.sub(text, 1, #head) == head and string.sub(text, -#tail) == tail then
    local result = string.sub(text, #head + 1, -#tail - 1)
    if not string.find(result, "%c") then return run, result end
  end
  return run, encode(value.result)
end

return entry
