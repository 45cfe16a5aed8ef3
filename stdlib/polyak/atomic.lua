---Writes files whole or not at all.
local atomic = {}

---A name in the same folder, since `os.rename` is atomic only within one file system. What differs from program to
---program is the address of a new table: `math.random` would shift the numbers a seeded script draws.
---@param path string
---@return string
local function beside(path)
  if path:find("\0", 1, true) then error("the name of a file has a NUL in it", 0) end
  local name
  repeat
    name = ("%s.%x%s.tmp"):format(path, os.time(), tostring({}):match("%x+$"))
    local taken = io.open(name, "rb")
    if taken then taken:close() end
  until not taken
  return name
end

---The reason alone, from messages such as `a.svg.1f.tmp: No such file or directory`.
---@param message string
---@param path string
---@return string
local function reason(message, path)
  local prefix = path .. ": "
  return message:sub(1, #prefix) == prefix and message:sub(#prefix + 1) or message
end

---Writes `text` to a new file beside `path`, then renames it to `path`. Whoever reads `path` meanwhile sees the old
---file or the new one. Where anything fails, an error included, the old file stays as it was and the new one is gone.
---A symbolic link at `path` is replaced, not followed.
---@param path string
---@param text string
---@return true|nil written
---@return string? why  # the reason, without the name of the file
function atomic.write(path, text)
  local new = beside(path)
  local file, message = io.open(new, "wb")
  if not file then return nil, reason(message, new) end

  local written
  -- Also closes and removes when an interrupt raises an error in the middle.
  local _ <close> = setmetatable({}, {__close = function()
    if io.type(file) == "file" then file:close() end
    if not written then os.remove(new) end
  end})
  local ok
  ok, message = file:write(text)
  if not ok then return nil, message end
  -- A full disk may show only when the last buffer goes out.
  ok, message = file:close()
  if not ok then return nil, message end
  written, message = os.rename(new, path)
  if not written then return nil, reason(message, new) end
  return true
end

return atomic
