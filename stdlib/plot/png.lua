---PNG (ISO/IEC 15948) of an image with a palette, and base 64 (RFC 4648), for images inside of other files; what a PNG
---says of itself.
local deflate = require "plot.deflate"

local png = {}

local byte, char = string.byte, string.char

local remainders = {}
for i = 0, 255 do
  local rest = i
  for _ = 1, 8 do rest = rest & 1 == 1 and rest >> 1 ~ 0xEDB88320 or rest >> 1 end
  remainders[i] = rest
end

---@param bytes string
---@return integer  # their CRC-32
function png.crc(bytes)
  local rest = 0xFFFFFFFF
  for i = 1, #bytes do rest = remainders[(rest ~ byte(bytes, i)) & 255] ~ rest >> 8 end
  return rest ~ 0xFFFFFFFF
end

---@param bytes string
---@return integer
function png.adler(bytes)
  local a, b = 1, 0
  -- So many that the sums stay small.
  for first = 1, #bytes, 4096 do
    for i = first, math.min(first + 4095, #bytes) do
      a = a + byte(bytes, i)
      b = b + a
    end
    a, b = a % 65521, b % 65521
  end
  return b << 16 | a
end

---@param lines string[]
---@param is_coarse boolean  # much is repeated; else nothing is compressed, which is a matter of speed
---@return string  # in the form of zlib (RFC 1950)
local function zlib(lines, is_coarse)
  local blocks, bytes = {"\x78\x01"}, table.concat(lines)
  if is_coarse then return blocks[1] .. deflate.lines(lines) .. string.pack(">I4", png.adler(bytes)) end
  for first = 1, #bytes, 65535 do
    local block = string.sub(bytes, first, first + 65534)
    local last = first + 65534 >= #bytes and 1 or 0
    blocks[#blocks + 1] = string.pack("<BI2I2", last, #block, #block ~ 0xFFFF) .. block
  end
  blocks[#blocks + 1] = string.pack(">I4", png.adler(bytes))
  return table.concat(blocks)
end

---@param kind string
---@param content string
---@return string
local function chunk(kind, content)
  return string.pack(">I4", #content) .. kind .. content .. string.pack(">I4", png.crc(kind .. content))
end

---@param raster plot.Raster
---@return string  # the bytes of a PNG
function png.encode(raster)
  local colors, lines = {}, {}
  for i = 0, 255 do
    local rgb = raster.palette[i] or 0
    colors[i + 1] = char(rgb >> 16, rgb >> 8 & 255, rgb & 255)
  end
  -- Each line begins with the number of its filter, none.
  for i, line in ipairs(raster.lines) do lines[i] = "\0" .. line end
  return "\x89PNG\r\n\x1A\n" .. chunk("IHDR", string.pack(">I4I4BBBBB", raster.columns, #lines, 8, 3, 0, 0, 0))
    .. chunk("PLTE", table.concat(colors)) .. chunk("IDAT", zlib(lines, raster.is_coarse)) .. chunk("IEND", "")
end

local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

---@param bytes string
---@return string
function png.base64(bytes)
  local pairs_of = {}
  for i = 0, 4095 do
    local high, low = (i >> 6) + 1, (i & 63) + 1
    pairs_of[i] = string.sub(alphabet, high, high) .. string.sub(alphabet, low, low)
  end
  local out, n = {}, 0
  local whole = #bytes - #bytes % 3
  for i = 1, whole, 3 do
    local a, b, c = byte(bytes, i, i + 2)
    out[n + 1], out[n + 2] = pairs_of[a << 4 | b >> 4], pairs_of[(b & 15) << 8 | c]
    n = n + 2
  end
  local a, b = byte(bytes, whole + 1, #bytes)
  if b then
    out[n + 1] = pairs_of[a << 4 | b >> 4] .. string.sub(pairs_of[(b & 15) << 8], 1, 1) .. "="
  elseif a then
    out[n + 1] = pairs_of[a << 4] .. "=="
  end
  return table.concat(out)
end

---A PNG that says what it shows, and how large it is on paper.
---@param bytes string  # of the file
---@param texts {[1]: string, [2]: string}[]  # keywords that PNG knows, "Title", "Description", and texts
---@param per_inch number  # pixels
---@return string
function png.described(bytes, texts, per_inch)
  local resolution = math.floor(per_inch / 0.0254 + 0.5)
  local chunks = {chunk("pHYs", string.pack(">I4I4B", resolution, resolution, 1))}
  for _, text in ipairs(texts) do
    -- Not compressed, in no language.
    if text[2] ~= "" then chunks[#chunks + 1] = chunk("iTXt", text[1] .. "\0\0\0\0\0" .. text[2]) end
  end
  -- Behind the signature and the header.
  return string.sub(bytes, 1, 33) .. table.concat(chunks) .. string.sub(bytes, 34)
end

return png
