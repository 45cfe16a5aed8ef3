---Writes files whole or not at all.
local atomic = {}

---In stock Lua without Polyak, which can neither lock a file nor have the disk keep it: a file beside, then renamed.
---@param path string
---@param text string
---@return true|nil written
---@return string? why
local function write_beside(path, text)
  -- What differs from program to program is the address of a new table: `math.random` would shift a seeded script's.
  local new = ("%s.%x%s.part"):format(path, os.time(), tostring({}):match("%x+$"))
  local file, message = io.open(new, "wb")
  if not file then return nil, (message:gsub("^.*: ", "")) end
  local written
  local _ <close> = setmetatable({}, {__close = function()
    if io.type(file) == "file" then file:close() end
    if not written then os.remove(new) end
  end})
  local ok
  ok, message = file:write(text)
  if ok then ok, message = file:close() end
  if ok then written, message = os.rename(new, path) end
  if not written then return nil, (message:gsub("^.*: ", "")) end
  return true
end

---Writes `text` into a file. Whoever reads `path` meanwhile sees the old file or the new one; where anything fails, an
---interrupt included, the old one stays as it was. Links are followed; a device or a FIFO is written into.
---@param path string
---@param text string
---@return true|nil written
---@return string? why  # the reason, without the name of the file
function atomic.write(path, text)
  local files = package.loaded["polyak.files"]
  return (files and files.write or write_beside)(path, text)
end

return atomic
