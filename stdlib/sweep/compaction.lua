---Moves finished runs from files of their own into segments, and small segments into larger ones.
---
---One process at a time does it, under a claim; what it writes is there before what it stands for goes, so that a run
---may be in two places and never in none. A process that was stopped in the middle, and goes on when another has taken
---over, writes what is there already.
local claims = require "polyak.claims"
local encode = require "script.json.encode"
local entry = require "sweep.entry"
local files = require "polyak.files"
local json_file = require "script.json_file"
local segment = require "sweep.segment"

---Bytes of a file that is left as it is, of a segment, and of one that is still merged with others.
local LARGEST <const>, WHOLE <const>, MERGED <const> = 8 << 20, 32 << 20, 4 << 20
---So many segments of one size become one: a run is written again log(runs) / log(8) times.
local FAN <const> = 8

local ENDING <const> = ".json"

---@class sweep.Compaction
---@field journal sweep.Journal
---@field segments sweep.Segments
---@field lines string[]  # of the segment that is being gathered
---@field size integer
---@field added string[]  # names of new segments that are not counted yet
---@field seen table<string, boolean>  # names of all segments that are or were there
---@field why? string  # what has failed
---@field claim fun(what: any)
local Compaction = {}
Compaction.__index = Compaction

---@param shared string
---@return boolean
function Compaction:flush(shared)
  if #self.lines == 0 then return true end
  local name, why = self.segments:write(shared, self.lines)
  self.lines, self.size = {}, 0
  if not name then
    self.why = why
    return false
  end
  self.added[#self.added + 1], self.seen[name] = name, true
  return true
end

---@param shared string
---@param line string
---@return boolean
function Compaction:add(shared, line)
  self.lines[#self.lines + 1], self.size = line, self.size + #line
  return self.size < WHOLE or self:flush(shared)
end

---Writes the runs that have files of their own into segments, those of each code into others.
---@param names string[]  # of those files
---@return string[]|nil done  # those that are in segments now
function Compaction:gather(names)
  local journal, segments, done, others = self.journal, self.segments, {}, {}
  for _, name in ipairs(names) do
    self.claim "renew"
    local key, path = string.sub(name, 1, -#ENDING - 1), segments:path(name)
    local text = not segments.keys[key] and json_file.read(path)
    local value = text and #text <= LARGEST and entry.decode(text)
    if segments.keys[key] then
      done[#done + 1] = name
    elseif value and journal:owns(key, value) then
      local is_own = value.code == journal.identity.code
      local identity = is_own and journal.identity or journal.sharing:with(value.code)
      local shared = is_own and segments.shared or encode(identity)
      local run, result = entry.texts(text, value, identity)
      -- This process will not read the segment.
      journal:meet(key, run, result)
      local line = segment.line(shared, key, run, result)
      if not is_own then
        others[shared] = others[shared] or {}
        table.insert(others[shared], line)
      elseif not self:add(shared, line) then
        return nil
      end
      done[#done + 1] = name
    elseif text then
      -- Damaged, large, or of others: whoever wants the run says what is to become of it.
      journal.left[name] = true
    end
  end
  if not self:flush(segments.shared) then return nil end
  for shared, lines in pairs(others) do
    for _, line in ipairs(lines) do
      if not self:add(shared, line) then return nil end
    end
    if not self:flush(shared) then return nil end
  end
  return done
end

---Writes the runs of some segments into one.
---@param names string[]
---@return boolean
function Compaction:merge(names)
  local segments, results = self.segments, {}
  local shared = segments.known[names[1]].shared
  for _, name in ipairs(names) do
    local text = json_file.read(segments:path(name))
    if not text then return false end
    self.claim "renew"
    segment.each(name, text, segments.shared, function() end, function(key, run, result)
      -- A run that is there twice, which was made twice, has the same result for whoever looks, and whenever.
      local other = results[key]
      if not other or result < other.result then results[key] = {run = run, result = result} end
    end)
  end
  local keys = {}
  for key in pairs(results) do keys[#keys + 1] = key end
  table.sort(keys)
  for _, key in ipairs(keys) do
    if not self:add(shared, segment.line(shared, key, results[key].run, results[key].result)) then return false end
  end
  return self:flush(shared)
end

---@param names table<string, boolean>
---@return string[]
local function sorted(names)
  local list = {}
  for name in pairs(names) do list[#list + 1] = name end
  table.sort(list)
  return list
end

---Segments that should be one, of those with some names; nil where there are none.
---@param names table<string, boolean>
---@return string[]|nil
function Compaction:mergeable(names)
  local groups = {}
  for _, name in ipairs(sorted(names)) do
    local known = self.segments.known[name]
    if known.damage then return {name} end
    if known.size < MERGED then
      local tier = math.floor(math.log(math.max(known.count, 1) / 256, FAN) + 1e-9)
      local group = string.format("%d %s", math.max(tier, 0), known.shared)
      groups[group] = groups[group] or {}
      table.insert(groups[group], name)
      if #groups[group] == FAN then return groups[group] end
    end
  end
end

---Merges what should be merged.
---@param names table<string, boolean>  # of the segments that are there; in the end of those that shall be
function Compaction:merge_all(names)
  local group
  repeat
    for _, name in ipairs(self.added) do names[name] = true end
    self.added = {}
    group = self:mergeable(names)
    if not group or not self:merge(group) then return end
    for _, name in ipairs(group) do names[name] = nil end
  until not group
end

---The files of runs among the names of a journal's folder, but for those that stay.
---@param journal sweep.Journal
---@param listed string[]
---@return string[]
local function loose(journal, listed)
  local names = {}
  for _, name in ipairs(listed) do
    if string.sub(name, -#ENDING) == ENDING and not journal.left[name] then names[#names + 1] = name end
  end
  return names
end

---@param journal sweep.Journal
---@param listed string[]
---@param most integer
---@return boolean
local function is_due(journal, listed, most)
  if #loose(journal, listed) > most then return true end
  for _, name in ipairs(listed) do
    local known = journal.segments.known[name]
    if known and known.damage then return true end
  end
  return false
end

---How many runs have finished when, with this moment.
---@param segments sweep.Segments
---@param done string[]  # files of runs that are in segments now
---@param ages table<string, number>
---@return sweep.Moment[]
local function moments(segments, done, ages)
  local list, count = segments:history(ages.segments), 0
  for _ in pairs(segments.keys) do count = count + 1 end
  if #list == 0 then
    local oldest = 0
    for _, name in ipairs(done) do oldest = math.max(oldest, ages[name]) end
    list[1] = {age = oldest, count = count - #done}
  end
  table.insert(list, 1, {age = 0, count = count})
  return list
end

---Compacts a journal where that is due and no other process is at it. What fails, as on a full disk or in a folder that
---is not to be written in, leaves all as it is.
---@param journal sweep.Journal
---@param most integer  # so many files of runs may stay
---@return string|nil why  # what has failed
local function compact(journal, most)
  local segments = journal.segments
  if not is_due(journal, files.names(segments.folder) or {}, most) then return nil end
  local release, why = claims.take(segments.folder .. "/compaction")
  if not release then return why end
  local _ <close> = setmetatable({}, {__close = release})
  local ages, listed = files.ages(segments.folder) or {}, {}
  for name in pairs(ages) do listed[#listed + 1] = name end
  table.sort(listed)
  journal:refresh(listed)
  if not is_due(journal, listed, most) then return nil end
  local self = setmetatable({
    journal = journal, segments = segments, lines = {}, size = 0, added = {}, seen = {}, claim = release,
  }, Compaction)
  local done = self:gather(loose(journal, listed)) or {}
  local names = {}
  for _, name in ipairs(listed) do
    if segments.known[name] then self.seen[name], names[name] = true, true end
  end
  self:merge_all(names)
  -- What is not named there might be missed by those who have read it.
  local written
  written, why = segments:write_index(sorted(names), moments(segments, done, ages))
  if not written then return why end
  for _, name in ipairs(sorted(self.seen)) do
    -- A segment of the same runs has the same name.
    if not names[name] then segments:remove(name) end
  end
  for _, name in ipairs(done) do
    release "renew"
    files.remove(segments:path(name))
  end
  return self.why
end

return compact
