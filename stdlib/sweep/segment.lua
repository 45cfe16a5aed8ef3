---Many finished runs in one file, so that a journal of many runs is few files:
---
---    {"name":"fig4","polyak":"0.1","settings":{}}      89c3ad2fdf6e4f34    what they share, and its checksum
---    mu=0.9      {"mu":0.9}      {"loss":1.5}        5d41c2e8a0b7f913    key, run, result and checksum, a line each
---
---The fields are parted by tabs, which JSON has none of. A line's checksum is also of what the runs share, so that no
---line of other settings is taken for one of these. The file's name is the number of its runs and the checksum of the
---whole, `256-0123456789abcdef.runs`: it is never changed, and who has read it once need not look again.
local files = require "polyak.files"

local segment = {}

local LINE <const> = "([^\t\n]*)\t([^\t\n]*)\t([^\t\n]*)\t[^\t\n]*\n"

---@param name string
---@return integer|nil count
---@return string? sum
function segment.parts(name)
  local count, sum = string.match(name, "^(%d+)%-(%x+)%.runs$")
  return math.tointeger(tonumber(count)), sum
end

---@param shared string  # what the runs share, as JSON
---@param fields string  # key, run and result, parted by tabs
---@return string
local function sum_of(shared, fields) return files.sum(shared .. "\n" .. fields) end

---A line of a run.
---@param shared string
---@param key string
---@param run string
---@param result string
---@return string
function segment.line(shared, key, run, result)
  local fields = string.format("%s\t%s\t%s", key, run, result)
  return string.format("%s\t%s\n", fields, sum_of(shared, fields))
end

---A segment of lines.
---@param shared string
---@param lines string[]
---@return string name
---@return string text
function segment.compose(shared, lines)
  local text = string.format("%s\t%s\n%s", shared, files.sum(shared), table.concat(lines))
  return string.format("%d-%s.runs", #lines, files.sum(text)), text
end

---What the runs of a segment share, as JSON, and where its first line ends; nil where that line is damaged.
---@param text string
---@return string|nil shared
---@return integer|nil start
function segment.shared(text)
  local shared, sum, start = string.match(text, "^([^\t\n]*)\t(%x+)\n()")
  if shared and files.sum(shared) == sum then return shared, start end
end

---Goes through the lines of a damaged segment that are whole.
---@param text string
---@param shared string
---@param visit fun(key: string, run: string, result: string)
---@return integer count
---@return string|nil why
local function salvage(text, shared, visit)
  local count, number, why = 0, 1, nil
  for line in string.gmatch(text, "[^\n]*\n?", (string.find(text, "\n", 1, true) or #text) + 1) do
    number = number + 1
    local fields, sum = string.match(line, "^(.*)\t([^\t]*)\n$")
    local key, run, result = string.match(line, "^" .. LINE .. "$")
    if key and sum == sum_of(shared, fields) then
      count = count + 1
      visit(key, run, result)
    elseif line ~= "" then
      why = why or string.format("line %d has another checksum", number)
    end
  end
  return count, why
end

---@class sweep.Damage
---@field count integer  # how many of its runs are whole
---@field of integer
---@field why string

---Goes through the runs of a segment.
---@param name string
---@param text string
---@param own string  # what runs of this sweep share, for a segment that cannot say what its own do
---@param accept fun(shared: string)  # called before the first run; an error refuses the segment
---@param visit fun(key: string, run: string, result: string)
---@return string shared
---@return sweep.Damage|nil damage
function segment.each(name, text, own, accept, visit)
  local count, sum = segment.parts(name)
  local known, start = segment.shared(text)
  local shared = known or own
  accept(shared)
  if known and files.sum(text) == sum then
    for key, run, result in string.gmatch(text, LINE, start) do visit(key, run, result) end
    return shared
  end
  local found, why = salvage(text, shared, visit)
  if not why then why = known and "it does not end as it should" or "line 1 has another checksum" end
  return shared, {count = found, of = count or found, why = why}
end

return segment
