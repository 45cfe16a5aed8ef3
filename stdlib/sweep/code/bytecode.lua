---What a compiled function computes and what it reads, from `string.dump`: the same whatever comments, blanks, line
---numbers and names of local variables its text has. A constant that Lua inserts where it is named (`local n <const> =
---5`) is in it.
---
---The format is that of Lua 5.4 (ldump.c), the instructions those of its lopcodes.h.
local bytecode = {}

local HEADER_SIZE <const> = 31
local LOADK <const>, GETUPVAL <const>, GETTABUP <const>, GETI <const>, GETFIELD <const> = 3, 9, 11, 13, 14
local CALL <const>, TAILCALL <const> = 68, 69
local FLOAT <const>, INTEGER <const>, SHORT <const>, LONG <const> = 0x13, 3, 4, 0x14
-- Names that are longer, or behind so many constants, are read from a register.
local LONGEST_NAME <const>, MOST_CONSTANTS <const> = 40, 256

---A function's prototype.
---@class bytecode.Prototype
---@field first integer  # line
---@field last integer  # line
---@field form string  # parameters and code, as bytes
---@field code string
---@field constants any[]  # counted from 0
---@field constant_bytes string
---@field upvalues {is_local: boolean, index: integer}[]  # where the enclosing function has them; counted from 0
---@field upvalue_bytes string
---@field inner bytecode.Prototype[]

---@class bytecode.Reader
---@field dump string
---@field at integer

---A number of 7 bits a byte, the highest first; the last byte is marked.
---@param reader bytecode.Reader
---@return integer
local function size(reader)
  local value = 0
  while true do
    local byte = string.byte(reader.dump, reader.at)
    reader.at = reader.at + 1
    value = value << 7 | byte & 0x7f
    if byte & 0x80 ~= 0 then return value end
  end
end

---@param reader bytecode.Reader
---@param count integer
---@return string
local function bytes(reader, count)
  local at = reader.at
  reader.at = at + count
  return string.sub(reader.dump, at, at + count - 1)
end

---@param reader bytecode.Reader
---@return string|nil
local function text(reader)
  local count = size(reader)
  if count == 0 then return nil end
  return bytes(reader, count - 1)
end

---@param reader bytecode.Reader
---@return any
local function constant(reader)
  local kind = string.byte(bytes(reader, 1))
  if kind == FLOAT then return (string.unpack("=n", bytes(reader, 8))) end
  if kind == INTEGER then return (string.unpack("=j", bytes(reader, 8))) end
  if kind == SHORT or kind == LONG then return text(reader) end
  return nil
end

---@param reader bytecode.Reader
local function skip_names(reader)
  bytes(reader, size(reader)) -- a line step for each instruction
  for _ = 1, size(reader) do -- instructions and their lines
    size(reader)
    size(reader)
  end
  for _ = 1, size(reader) do -- local variables, from where and to where they are
    text(reader)
    size(reader)
    size(reader)
  end
  for _ = 1, size(reader) do text(reader) end -- upvalues
end

---@param reader bytecode.Reader
---@return bytecode.Prototype
local function prototype(reader)
  text(reader) -- the source
  local self = {first = size(reader), last = size(reader), constants = {}, upvalues = {}, inner = {}}
  self.form = bytes(reader, 3)
  self.code = bytes(reader, 4 * size(reader))
  local count, at = size(reader), reader.at
  for i = 0, count - 1 do self.constants[i] = constant(reader) end
  self.constant_bytes = string.sub(reader.dump, at, reader.at - 1)
  count = size(reader)
  self.upvalue_bytes = bytes(reader, 3 * count)
  for i = 0, count - 1 do
    local is_local, index = string.byte(self.upvalue_bytes, 3 * i + 1, 3 * i + 2)
    self.upvalues[i] = {is_local = is_local == 1, index = index}
  end
  for i = 1, size(reader) do self.inner[i] = prototype(reader) end
  skip_names(reader)
  return self
end

---@param f function  # one of Lua's
---@return bytecode.Prototype
function bytecode.prototype(f) return prototype{dump = string.dump(f, true), at = HEADER_SIZE + 2} end

---@param self bytecode.Prototype
---@param pieces string[]
local function add(self, pieces)
  table.move({self.form, string.pack("=s8s8", self.code, self.constant_bytes)}, 1, 2, #pieces + 1, pieces)
  for _, inner in ipairs(self.inner) do
    pieces[#pieces + 1] = inner.upvalue_bytes
    add(inner, pieces)
  end
end

---What the function is made of, as bytes. Where its upvalues are in the enclosing function is no part of it: that
---changes with each variable declared there.
---@param self bytecode.Prototype
---@return string
function bytecode.content(self)
  local pieces = {string.pack("=I4", #self.upvalue_bytes)}
  add(self, pieces)
  return table.concat(pieces)
end

---One of what a function reads: an upvalue, counted from 1, or what names lead to in it.
---@class bytecode.Read
---@field upvalue integer
---@field path (string|integer)[]
---@field argument? any  # the constant that is handed to a call right behind: `require "means"`

---@param self bytecode.Prototype
---@param outer table<integer, integer>  # for each upvalue that is not of an enclosing function within: its number
---@param reads bytecode.Read[]
local function find_reads(self, outer, reads)
  local count = #self.code // 4
  local function instruction(i)
    local word = string.unpack("=I4", self.code, 4 * i + 1)
    return word & 0x7f, word >> 7 & 0xff, word >> 16 & 0xff, word >> 24 & 0xff, word >> 15
  end
  local function argument(i, target)
    if i + 1 >= count then return nil end
    local operation, place, _, _, key = instruction(i)
    local after = instruction(i + 1)
    local is_argument = operation == LOADK and place == target + 1 and (after == CALL or after == TAILCALL)
    return is_argument and self.constants[key] or nil
  end
  local i = 0
  while i < count do
    local operation, target, b, c = instruction(i)
    i = i + 1
    if (operation == GETUPVAL or operation == GETTABUP) and outer[b] then
      local path = {}
      if operation == GETTABUP then path[1] = self.constants[c] end
      -- What is read of it into its own place is all that is read of it: `options.eta` leaves nothing of `options`.
      while i < count do
        local next_operation, next_target, from, key = instruction(i)
        if next_target ~= target or from ~= target then break end
        if next_operation == GETFIELD then
          path[#path + 1] = self.constants[key]
        elseif next_operation == GETI then
          path[#path + 1] = key
        else
          break
        end
        i = i + 1
      end
      reads[#reads + 1] = {upvalue = outer[b], path = path, argument = argument(i, target)}
    end
  end
  for _, inner in ipairs(self.inner) do
    local known = {}
    for k, upvalue in pairs(inner.upvalues) do
      if not upvalue.is_local then known[k] = outer[upvalue.index] end
    end
    find_reads(inner, known, reads)
  end
end

---What a function reads of its upvalues, those that are within it too, in the order of its code.
---@param self bytecode.Prototype
---@return bytecode.Read[]
function bytecode.reads(self)
  local outer, reads = {}, {}
  for k in pairs(self.upvalues) do outer[k] = k + 1 end
  find_reads(self, outer, reads)
  return reads
end

---Names that a function, or one within it, may read from a register.
---@param self bytecode.Prototype
---@param names? string[]
---@return string[]
function bytecode.distant_names(self, names)
  names = names or {}
  for k = 0, #self.constants do
    local value = self.constants[k]
    if type(value) == "string" and (k >= MOST_CONSTANTS or #value > LONGEST_NAME) then names[#names + 1] = value end
  end
  for _, inner in ipairs(self.inner) do bytecode.distant_names(inner, names) end
  return names
end

---The texts among a function's constants.
---@param self bytecode.Prototype
---@param visit fun(text: string)
function bytecode.each_text(self, visit)
  for k = 0, #self.constants do
    if type(self.constants[k]) == "string" then visit(self.constants[k]) end
  end
  for _, inner in ipairs(self.inner) do bytecode.each_text(inner, visit) end
end

return bytecode
