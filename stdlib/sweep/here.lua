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

---The launch that this process is part of, with others that begin about when it does: the tasks of a job array, or the
---processes of a step of `srun`; nil where there is none. What is started by hand inside an allocation is a launch of
---its own, and so is a task that the scheduler has begun again.
---@param get? fun(name: string): string?  # a variable of the environment
---@return string|nil
function here.job(get)
  get = get or os.getenv
  local array, job, step = get "SLURM_ARRAY_JOB_ID", get "SLURM_JOB_ID", get "SLURM_STEP_ID"
  local launch = array or job and step and job .. "." .. step
  if not launch then return nil end
  local restarts = get "SLURM_RESTART_COUNT" or "0"
  return restarts == "0" and launch or launch .. " begun again " .. restarts
end

return here
