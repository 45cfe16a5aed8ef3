---SHA-256 (FIPS 180-4), by which a page says which script and style sheet are its own.
---
---    sha256 = require "report.sha256"
---    string.format("%08x", string.unpack(">I4", sha256 "abc"))  --> ba7816bf

---The first 32 bits of the fractional part of a root of a prime.
---@param root number
---@return integer
local function fraction(root) return root % 1 * 4294967296 // 1 | 0 end

---@type integer[]
local starts = {}
---@type integer[]
local constants = {}
do
  local number = 2
  while #constants < 64 do
    local is_prime = true
    for divisor = 2, number - 1 do is_prime = is_prime and number % divisor > 0 end
    if is_prime then
      if #starts < 8 then starts[#starts + 1] = fraction(number ^ 0.5) end
      -- One step of Newton's method, since the library's power may be off in its last bits.
      local root = number ^ (1 / 3)
      root = root - (root * root * root - number) / (3 * root * root)
      constants[#constants + 1] = fraction(root)
    end
    number = number + 1
  end
end

---@param value integer  # of 32 bits
---@param by integer
---@return integer
local function turned(value, by) return (value >> by | value << 32 - by) & 0xFFFFFFFF end

---@param bytes string
---@return string  # 32 bytes
local function sha256(bytes)
  local padded = bytes .. "\x80" .. string.rep("\0", (55 - #bytes) % 64) .. string.pack(">I8", 8 * #bytes)
  local state, w = table.move(starts, 1, 8, 1, {}), {}
  for at = 1, #padded, 64 do
    for i = 1, 16 do w[i] = string.unpack(">I4", padded, at + 4 * (i - 1)) end
    for i = 17, 64 do
      local old, new = w[i - 15], w[i - 2]
      w[i] = w[i - 16] + (turned(old, 7) ~ turned(old, 18) ~ old >> 3) + w[i - 7]
        + (turned(new, 17) ~ turned(new, 19) ~ new >> 10) & 0xFFFFFFFF
    end
    local a, b, c, d, e, f, g, h = table.unpack(state)
    for i = 1, 64 do
      local one = h + (turned(e, 6) ~ turned(e, 11) ~ turned(e, 25)) + (e & f ~ ~e & g) + constants[i] + w[i]
      local two = (turned(a, 2) ~ turned(a, 13) ~ turned(a, 22)) + (a & b ~ a & c ~ b & c)
      h, g, f, e, d, c, b, a = g, f, e, d + one & 0xFFFFFFFF, c, b, a, one + two & 0xFFFFFFFF
    end
    for i, value in ipairs {a, b, c, d, e, f, g, h} do state[i] = state[i] + value & 0xFFFFFFFF end
  end
  return string.pack(">I4I4I4I4I4I4I4I4", table.unpack(state))
end

return sha256
