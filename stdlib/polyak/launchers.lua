---Where in a list of runs a process begins, of many that a scheduler or launcher has started: a hint, by what these
---leave in the environment. Processes that begin far from each other rarely meet; each still makes whatever the others
---have not.
---
---    launchers.begin(os.getenv)     --> 0.25, in the second of four tasks of a job array
local launchers = {}

---@class polyak.Launcher
---@field name string
---@field number string  # the variable that says which process this is
---@field first? integer|string  # the number of the first one, or the variable that says it; 0 where nothing does
---@field step? string  # the variable that says how far numbers are apart
---@field count? string  # the variable that says how many there are; where it is left out nobody knows
---@field last? string  # that with the last one's number, where it is this that is known

-- From the outside inwards: tasks of a job array may be of several processes, and each of these may start others. Of a
-- level the first that says something counts, which is the one nearest to the process: within a batch job the variables
-- of `srun` are there for all, those of `mpirun` for what it has started.
---@type polyak.Launcher[][]
launchers.levels = {
  {
    {name = "Slurm's job array", number = "SLURM_ARRAY_TASK_ID", first = "SLURM_ARRAY_TASK_MIN",
      step = "SLURM_ARRAY_TASK_STEP", count = "SLURM_ARRAY_TASK_COUNT"},
    {name = "Grid Engine's array job", number = "SGE_TASK_ID", first = "SGE_TASK_FIRST", step = "SGE_TASK_STEPSIZE",
      last = "SGE_TASK_LAST"},
    {name = "LSF's job array", number = "LSB_JOBINDEX", first = 1, step = "LSB_JOBINDEX_STEP",
      last = "LSB_JOBINDEX_END"},
    {name = "PBS's job array", number = "PBS_ARRAY_INDEX"},
  },
  {
    {name = "Open MPI", number = "OMPI_COMM_WORLD_RANK", count = "OMPI_COMM_WORLD_SIZE"},
    {name = "MPICH and Hydra", number = "PMI_RANK", count = "PMI_SIZE"},
    {name = "Slurm's srun", number = "SLURM_PROCID", count = "SLURM_NTASKS"},
  },
  {
    {name = "GNU parallel", number = "PARALLEL_SEQ", first = 1},
  },
}

---@param text string|nil
---@return integer|nil  # where it is one that is not negative
local function whole(text)
  return text and #text < 10 and string.find(text, "^%d+$") and math.tointeger(text) or nil
end

---The sequence 0, 1/2, 1/4, 3/4, 1/8, ...: however many there come to be, they are spread evenly (van der Corput's).
---@param i integer
---@return number
local function spread(i)
  local value, part = 0, 0.5
  while i > 0 do
    value, part, i = value + (i & 1) * part, part / 2, i >> 1
  end
  return value
end

---Which part of the whole is this process's to begin with.
---@param launcher polyak.Launcher
---@param get fun(name: string): string?
---@return number|nil from  # 0 <= from < 1; nil where the launcher says nothing, or what makes no sense
---@return number? length
local function part(launcher, get)
  local number = whole(get(launcher.number))
  local first = launcher.first or 0
  if type(first) == "string" then first = whole(get(first) or "0") end
  local step = launcher.step and whole(get(launcher.step)) or 1
  if not number or not first or number < first or step < 1 then return nil end
  local i = (number - first) // step
  if not launcher.count and not launcher.last then return spread(i), 0 end
  local count
  if launcher.count then
    count = whole(get(launcher.count))
  else
    local last = whole(get(launcher.last))
    count = last and (last - first) // step + 1
  end
  if not count or count < 1 then return nil end
  -- Numbers of an array may be any that its user has listed.
  return i % count / count, 1 / count
end

---Where this process begins: the part of the list that it leaves to those before it. 0 where no launcher says.
---@param get fun(name: string): string?  # a variable of the environment
---@return number  # 0 <= begin < 1
function launchers.begin(get)
  local from, length = 0, 1
  for _, level in ipairs(launchers.levels) do
    for _, launcher in ipairs(level) do
      local own, rest = part(launcher, get)
      if own then
        from, length = from + own * length, rest * length
        break
      end
    end
  end
  return from
end

return launchers
