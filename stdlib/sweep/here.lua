---Which process this is, for those who look at a sweep from elsewhere.
local here = {}

---@param path string
---@return string|nil
local function first_line(path)
  local file <close> = io.open(path, "rb")
  return file and file:read "l"
end

---@return string
function here.host() return first_line "/proc/sys/kernel/hostname" or "?" end

---@return integer|nil
function here.process()
  local line = first_line "/proc/self/stat"
  return line and math.tointeger(tonumber(string.match(line, "^%d+")))
end

---Whether a process of this machine is there.
---@param process integer
---@return boolean
function here.has(process) return first_line(string.format("/proc/%d/stat", process)) ~= nil end

-- A job array is one job of many parts, each of which has a number of its own.
local JOBS <const> = {"SLURM_ARRAY_JOB_ID", "SLURM_JOB_ID"}

---The scheduler's job that this process belongs to; nil where there is none.
---@return string|nil
function here.job()
  for _, name in ipairs(JOBS) do
    local job = os.getenv(name)
    if job and job ~= "" then return job end
  end
end

return here
