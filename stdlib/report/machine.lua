---What made a report: program, machine, time.
local machine = {}

-- Where scripts may read no files there is none.
local open = io and io.open or function() end

---@param path string
---@return string|nil
local function first_line(path)
  local file <close> = open(path, "rb")
  return file and file:read "l"
end

---@return string|nil
local function processors()
  local file <close> = open("/proc/cpuinfo", "rb")
  local name, count = nil, 0
  for line in file and file:lines() or function() end do
    if string.find(line, "^processor%s*:") then count = count + 1 end
    name = name or string.match(line, "^model name%s*:%s*(.-)%s*$")
  end
  if count == 0 then return nil end
  return string.format("%d x %s", count, name or "processor")
end

---@return string[][]  # names and what they are
function machine.facts()
  local modules = package.loaded["polyak.modules"]
  local release = first_line "/proc/sys/kernel/osrelease"
  local script = arg and arg[0]
  local list = {
    {"Polyak", modules and modules.version or "none: stock Lua"},
    {"Lua", _VERSION},
    {"script", type(script) == "string" and script ~= "" and string.match(script, "[^/]*$") or nil},
    {"host", first_line "/proc/sys/kernel/hostname"},
    {"system", release and (first_line "/proc/sys/kernel/ostype" or "") .. " " .. release},
    {"processors", processors()},
    {"time", os and os.date and os.date "!%Y-%m-%d %H:%M:%S UTC"},
  }
  local facts = {}
  for i = 1, 7 do
    if list[i][2] then facts[#facts + 1] = list[i] end
  end
  return facts
end

return machine
