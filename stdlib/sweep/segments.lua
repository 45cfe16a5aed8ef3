---The segments of a journal, as far as this process has read them.
---
---Any process may add segments and, once their runs are in another, remove some; none is ever changed. So which there
---are is what the folder says. A file `segments` names them too, and is written anew with each change before anything
---is removed: while it is as it was, nothing is to be looked for; and a listing that was made while files came and
---went, or is kept for a while by a network's file system, lacks none that it names.
local atomic = require "polyak.atomic"
local files = require "polyak.files"
local read_file = require "sweep.read_file"
local segment = require "sweep.segment"

---@class sweep.Segment
---@field shared string
---@field count integer
---@field size integer  # bytes
---@field damage? sweep.Damage

---@class sweep.Segments
---@field folder string
---@field shared string  # what runs of this sweep share, as JSON
---@field known table<string, sweep.Segment>  # by name
---@field keys table<string, boolean>  # of the runs in them
---@field is_read boolean  # whether it has been looked which there are
---@field index string|nil  # the file `segments` as it was then
local Segments = {}
Segments.__index = Segments

---@param folder string
---@param shared string
---@return sweep.Segments
function Segments.new(folder, shared)
  return setmetatable({folder = folder, shared = shared, known = {}, keys = {}, is_read = false}, Segments)
end

---@return string
function Segments:index_path() return self.folder .. "/segments" end

---@param name string
---@return string
function Segments:path(name) return string.format("%s/%s", self.folder, name) end

---@param index string|nil
---@param listed string[]
---@return string[]
local function named(index, listed)
  local seen, list = {}, {}
  local function add(name)
    if segment.parts(name) and not seen[name] then seen[name], list[#list + 1] = true, name end
  end
  for _, name in ipairs(listed) do add(name) end
  for name in string.gmatch(index or "", "[^\n]+") do add(name) end
  return list
end

---@class sweep.Reader
---@field accept fun(path: string, shared: string)  # raises an error where a segment is of other settings
---@field visit fun(key: string, run: string, result: string)
---@field damaged fun(path: string, damage: sweep.Damage)

---@param self sweep.Segments
---@param name string
---@param reader sweep.Reader
---@return boolean  # false where it has gone
local function read(self, name, reader)
  local path = self:path(name)
  local text = read_file(path)
  if not text then return false end
  local shared, damage = segment.each(name, text, self.shared, function(shared) reader.accept(path, shared) end,
    function(key, run, result)
      self.keys[key] = true
      reader.visit(key, run, result)
    end)
  self.known[name] = {shared = shared, count = (segment.parts(name)), size = #text, damage = damage}
  if damage then reader.damaged(path, damage) end
  return true
end

---Reads the segments that have come since the last time.
---@param reader sweep.Reader
---@param listed? string[]  # what is in the folder, where that has been looked up
function Segments:refresh(reader, listed)
  local before
  while true do
    local index = read_file(self:index_path())
    if self.is_read and index == self.index and not listed then return end
    local is_whole = true
    for _, name in ipairs(named(index, listed or read_file.names(self.folder))) do
      if not self.known[name] then is_whole = read(self, name, reader) and is_whole end
    end
    -- One that had gone is in another now, and the index says so; or somebody has removed it.
    if is_whole or index == before then
      self.index, self.is_read = index, true
      return
    end
    before, listed = index, nil
  end
end

---Has all segments read again the next time.
function Segments:forget() self.known, self.is_read = {}, false end

---Writes a segment, as one of those that are known.
---@param shared string
---@param lines string[]
---@return string|nil name
---@return string? why
function Segments:write(shared, lines)
  local name, text = segment.compose(shared, lines)
  local written, why = atomic.write(self:path(name), text)
  if not written then return nil, why end
  for _, line in ipairs(lines) do self.keys[string.match(line, "^[^\t]*")] = true end
  self.known[name] = {shared = shared, count = #lines, size = #text}
  return name
end

---@class sweep.Moment
---@field age number  # seconds ago
---@field count integer  # how many runs had finished

---How many runs had finished when segments were written, the latest first.
---@param age number|nil  # of the file `segments`, in seconds; nil where there is none
---@return sweep.Moment[]
function Segments:history(age)
  local moments = {}
  for before, count in string.gmatch(age and read_file(self:index_path()) or "", "at %-([%d.]+) s: (%d+)\n") do
    moments[#moments + 1] = {age = age + tonumber(before), count = math.tointeger(tonumber(count))}
  end
  return moments
end

---So many moments are kept.
local MOMENTS <const> = 16

local changes = 0

---Writes which segments there are, and how many runs have finished when. The last line makes it another file each time,
---also where an old list comes again.
---@param names string[]
---@param moments sweep.Moment[]  # the latest first
---@return true|nil written
---@return string? why
function Segments:write_index(names, moments)
  changes = changes + 1
  table.sort(names)
  local lines = table.move(names, 1, #names, 1, {})
  for i = 1, math.min(#moments, MOMENTS) do
    lines[#lines + 1] = string.format("at -%.1f s: %d", moments[i].age, moments[i].count)
  end
  lines[#lines + 1] = string.format("%x %s %d\n", os.time(), string.match(tostring({}), "%x+$"), changes)
  return atomic.write(self:index_path(), table.concat(lines, "\n"))
end

---@param name string
function Segments:remove(name)
  files.remove(self:path(name))
  self.known[name] = nil
end

return Segments
