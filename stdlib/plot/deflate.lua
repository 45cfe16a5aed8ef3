---Compresses lines of bytes in which much is repeated, in the fixed code of RFC 1951: runs of a byte, and lines like
---the line before. Nothing else is looked for, so that images of few large cells take little, and little time.
local deflate = {}

---Codes of lengths and of distances, each with the least value and how many further bits: RFC 1951, 3.2.5.
---@param first integer  # the code
---@param least integer
---@param sizes integer[]  # how many codes have 0, 1, 2, ... further bits
---@return {code: integer, least: integer, bits: integer}[]
local function codes(first, least, sizes)
  local list, code = {}, first
  for index, count in ipairs(sizes) do
    for _ = 1, count do
      list[#list + 1] = {code = code, least = least, bits = index - 1}
      code, least = code + 1, least + (1 << index - 1)
    end
  end
  return list
end

local lengths = codes(257, 3, {8, 4, 4, 4, 4, 4})
-- 258 has a code of its own, 285, without further bits.
lengths[#lengths + 1] = {code = 285, least = 258, bits = 0}
local distances = codes(0, 1, {4, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2})

---@param list {code: integer, least: integer, bits: integer}[]
---@param value integer
---@return {code: integer, least: integer, bits: integer}
local function code_of(list, value)
  local at = #list
  while list[at].least > value do at = at - 1 end
  return list[at]
end

---@param lines string[]
---@return string  # a deflated stream
function deflate.lines(lines)
  local bytes, held, count = {}, 0, 0
  local function put(value, bits)
    held, count = held | value << count, count + bits
    while count >= 8 do
      bytes[#bytes + 1] = string.char(held & 255)
      held, count = held >> 8, count - 8
    end
  end
  ---The bits of a code stand in the other order.
  local function put_code(code, bits)
    local turned = 0
    for _ = 1, bits do turned, code = turned << 1 | code & 1, code >> 1 end
    put(turned, bits)
  end
  local function literal(value)
    if value < 144 then put_code(0x30 + value, 8)
    elseif value < 256 then put_code(0x190 + value - 144, 9)
    elseif value < 280 then put_code(value - 256, 7)
    else put_code(0xC0 + value - 280, 8) end
  end
  local function match(length, distance)
    while length > 0 do
      -- What is left must not be shorter than 3.
      local part = length <= 258 and length or length < 261 and length - 3 or 258
      local one, far = code_of(lengths, part), code_of(distances, distance)
      literal(one.code)
      put(part - one.least, one.bits)
      put_code(far.code, 5)
      put(distance - far.least, far.bits)
      length = length - part
    end
  end
  put(1, 1) -- the last block
  put(1, 2) -- in the fixed code
  for number, line in ipairs(lines) do
    local length = #line
    if line == lines[number - 1] and length >= 3 and length <= 32768 then
      match(length, length)
    else
      local at = 1
      while at <= length do
        local value, last = string.byte(line, at), at
        while string.byte(line, last + 1) == value do last = last + 1 end
        literal(value)
        local more = last - at
        if more >= 3 then
          match(more, 1)
        else
          for _ = 1, more do literal(value) end
        end
        at = last + 1
      end
    end
  end
  literal(256) -- the end
  if count > 0 then put(0, 8 - count) end
  return table.concat(bytes)
end

return deflate
