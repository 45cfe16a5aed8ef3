---What all runs of a sweep share, and whether what is in its folder belongs to it: `settings.json`.
---
---These are the sweep's name, its seed, its settings, the version of Polyak and the code. Runs made with another of
---these are refused: nobody could say later what a figure drawn from both shows. Those of another code may be taken
---over: settings.json then lists it under "accepted", and each run says of which code it is.
local atomic = require "polyak.atomic"
local caller = require "polyak.caller"
local complaint = require "polyak.complaint"
local difference = require "script.json.difference"
local encode = require "script.json.encode"
local entry = require "sweep.entry"
local json = require "script.json"
local modules = require "polyak.modules"
local read_file = require "sweep.read_file"
local segment = require "sweep.segment"

---@class sweep.Sharing
---@field folder string
---@field identity sweep.Identity
---@field code? sweep.Code
---@field accepted string[]  # older codes' checksums
local Sharing = {}
Sharing.__index = Sharing

---@param form string
---@return string
local function failure(form, ...) return caller() .. "sweep: " .. string.format(form, ...) end

---@class sweep.Shared
---@field name string
---@field settings table
---@field seed integer
---@field code? sweep.Code  # nil for those who run nothing
---@field accept boolean  # takes over runs of older code

---@param shared sweep.Shared
---@return sweep.Identity
local function identity_of(shared)
  -- As they read back: Vectors are lists then, as in the files.
  local settings = json.decode(encode(json.object{settings = shared.settings})).settings
  if next(settings) == nil then settings = json.object{} end
  local seed = shared.seed ~= 0 and shared.seed or nil
  local code = shared.code and shared.code.checksum
  return {name = shared.name, polyak = modules.version, seed = seed, settings = settings, code = code}
end

---@param folder string
---@param shared sweep.Shared
---@return sweep.Sharing
function Sharing.new(folder, shared)
  return setmetatable({folder = folder, identity = identity_of(shared), code = shared.code, accepted = {}}, Sharing)
end

---@param self sweep.Sharing
---@param where string  # a file
---@param lines string[]
local function refuse(self, where, lines)
  local shown = table.move(lines, 1, math.min(#lines, 8), 1, {})
  if #lines > #shown then shown[#shown + 1] = string.format("and %d more", #lines - #shown) end
  error(complaint(string.format([[
%s: '%s' is of other settings:
  %s
Give another folder, or delete '%s' with the runs in it.]],
    self.identity.name, where, table.concat(shown, "\n  "), self.folder)))
end

---@param self sweep.Sharing
---@param where string  # a file
---@param code string  # of what is there
local function refuse_code(self, where, code)
  local lines = self.code:changes(self.folder, code)
  local shown = table.move(lines, 1, math.min(#lines, 12), 1, {})
  if #lines > #shown then shown[#shown + 1] = string.format("and %d more lines", #lines - #shown) end
  error(complaint(string.format([[
%s: '%s' is of other code:
  %s
Give another folder, or delete '%s' with the runs in it; or take them over as they are (--accept, or accept = true).]],
    self.identity.name, where, table.concat(shown, "\n  "), self.folder)))
end

---Where what a file holds differs from what runs of this sweep share, but for the code.
---@param self sweep.Sharing
---@param value table
---@return string[] lines
local function differences(self, value) return difference(entry.identity(value), entry.identity(self.identity)) end

---Whether runs of a code belong to the journal. Those made before codes were kept have none.
---@param code string|nil
---@return boolean
function Sharing:has(code)
  if code == nil or not self.code or code == self.identity.code then return true end
  for _, accepted in ipairs(self.accepted) do
    if code == accepted then return true end
  end
  return false
end

---Takes over what is of older code.
---@param self sweep.Sharing
---@param codes string[]
local function accept(self, codes)
  for _, code in ipairs(codes) do
    if not self:has(code) then self.accepted[#self.accepted + 1] = code end
  end
end

---Refuses a file that is of other settings or other code.
---@param where string
---@param value table  # what it holds
function Sharing:check(where, value)
  local lines = differences(self, value)
  if #lines > 0 then refuse(self, where, lines) end
  if not self:has(value.code) then refuse_code(self, where, value.code) end
end

---What runs of a code share.
---@param code string|nil  # the sweep's own, or one that it has taken over
---@return sweep.Identity
function Sharing:with(code)
  local identity = entry.identity(self.identity)
  identity.code = code
  return identity
end

---Whether what a file holds may be of this sweep.
---@param value table
---@return boolean
function Sharing:accepts(value) return #differences(self, value) == 0 and self:has(value.code) end

---Refuses runs of other settings where settings.json does not say what they are of. Written first, it would be of
---settings that the runs are not of, and the folder closed to both.
---@param self sweep.Sharing
---@param accepting boolean  # takes runs of other code over
local function check_runs(self, accepting)
  for _, name in ipairs(read_file.names(self.folder .. "/journal")) do
    local path = string.format("%s/journal/%s", self.folder, name)
    local text = (string.sub(name, -#".json") == ".json" or segment.parts(name)) and read_file(path)
    local value = text and entry.decode(segment.parts(name) and segment.shared(text) or text)
    if value and accepting and #differences(self, value) == 0 then accept(self, {value.code}) end
    if value then self:check(path, value) end
  end
end

---@param self sweep.Sharing
local function write_settings(self)
  local path, value, written, why = self.folder .. "/settings.json", {}, true, nil
  if self.code then written, why = self.code:keep(self.folder) end
  if not written then error(failure("cannot write in '%s': %s", self.folder .. "/code", why), 0) end
  for key, part in pairs(self.identity) do value[key] = part end
  if #self.accepted > 0 then value.accepted = self.accepted end
  entry.seal(value)
  written, why = atomic.write(path, encode(value, {indent = true}) .. "\n")
  if not written then error(failure("cannot write '%s': %s", path, why), 0) end
end

---Reads settings.json. What is of other settings, or other code that is not taken over, is refused.
---@param accepting boolean  # takes over what is of older code
---@return boolean is_whole  # whether it says all that it is to say
---@return string|nil damage  # why the one that was there was none
---@return table|nil value  # what it says
function Sharing:read(accepting)
  local path = self.folder .. "/settings.json"
  local text = read_file(path)
  local value, damage
  if text then value, damage = entry.decode(text) end
  if not value then return false, damage end
  local older = self.code and value.code ~= self.identity.code and value.code
  accept(self, type(value.accepted) == "table" and value.accepted or {})
  if older and accepting and #differences(self, value) == 0 then
    accept(self, {older})
  elseif older then
    -- Taken over it may be, and no longer the folder's own.
    local lines = differences(self, value)
    if #lines > 0 then refuse(self, path, lines) end
    refuse_code(self, path, older)
  end
  self:check(path, value)
  return not self.code or value.code == self.identity.code, nil, value
end

---Reads settings.json, or writes it.
---@param accepting boolean  # takes over what is of older code
---@return string|nil damage  # why the one that was there was none
function Sharing:open(accepting)
  local is_whole, damage, value = self:read(accepting)
  if is_whole then return nil end
  if not value then
    check_runs(self, accepting)
  elseif value.code then
    io.stderr:write(string.format("%s: what is in '%s' is of older code, and taken over\n",
      self.identity.name, self.folder))
  end
  write_settings(self)
  return damage
end

return Sharing
