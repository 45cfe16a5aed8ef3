---Batch scripts for Slurm: what sbatch is to read.
local batch = {}

---@class sweep.Submission
---@field script string
---@field arguments string[]  # the script's own
---@field program string  # the file of polyak
---@field directory string  # where the script is run
---@field folder? string  # the sweep's
---@field array? integer  # tasks
---@field nodes? integer  # processes of a task, a node each
---@field time? string
---@field cpus? integer
---@field memory? string
---@field partition? string
---@field account? string
---@field dry_run? boolean

---A word as a shell reads it.
---@param word string
---@return string
local function quoted(word)
  if string.find(word, "^[%w_./:=,+@%%-]+$") then return word end
  return "'" .. string.gsub(word, "'", "'\\''") .. "'"
end

---Words as one line for a shell.
---@param words string[]
---@return string
function batch.command(words)
  local list = {}
  for i, word in ipairs(words) do list[i] = quoted(word) end
  return table.concat(list, " ")
end

---What the job and its files are called.
---@param given sweep.Submission
---@return string
function batch.name(given)
  local name = string.gsub(string.match(given.script, "([^/]*)$"), "%.lua$", "")
  name = string.gsub(name, "[^%w_.-]", "_")
  return name ~= "" and name or "polyak"
end

---The script as it is called: a word without a slash might be one of the program's own, or an option.
---@param script string
---@return string
local function called(script)
  if string.find(script, "/", 1, true) or string.find(script, "^[^-].*%.lua$") then return script end
  return "./" .. script
end

---@param path string
---@param directory string
---@return string
local function absolute(path, directory)
  if string.sub(path, 1, 1) == "/" then return path end
  return path == "." and directory or directory .. "/" .. string.gsub(path, "^%./", "")
end

---The path of what tasks print, as sbatch reads it: `%` begins what it replaces, and quotes may be around.
---@param given sweep.Submission
---@param folder string
---@return string
local function output(given, folder)
  local path = string.gsub(string.gsub(absolute(folder, given.directory), "(.)/$", "%1"), "%%", "%%%%")
  path = string.format("%s/%s-%s.out", path, batch.name(given), given.array and "%A_%a" or "%j")
  return string.find(path, "^[%w_./:=,+@%%-]+$") and path or '"' .. string.gsub(path, '["\\]', "\\%0") .. '"'
end

---@param given sweep.Submission
---@param folder string  # where what tasks print is kept
---@return string
function batch.text(given, folder)
  local lines = {
    "#!/bin/bash",
    "# Written by polyak submit, for sbatch. All processes share the work of the script's sweeps through the folder",
    "# that they see. Submitted again while they are at it, it adds to them; after they were stopped, it goes on.",
  }
  local function add(form, ...) lines[#lines + 1] = string.format(form, ...) end
  local function option(form, value)
    if value then add("#SBATCH " .. form, value) end
  end
  local many = given.nodes and given.nodes > 1
  option("--job-name=%s", batch.name(given))
  option("--array=0-%d", given.array and given.array - 1)
  option("--nodes=%d", given.nodes)
  if many then add "#SBATCH --ntasks-per-node=1" end
  option("--cpus-per-task=%d", given.cpus)
  option("--mem=%s", given.memory)
  option("--time=%s", given.time)
  option("--partition=%s", given.partition)
  option("--account=%s", given.account)
  option("--output=%s", output(given, folder))
  add "# A task whose node has died begins again, and goes on from what is done."
  add "#SBATCH --requeue"
  add "#SBATCH --open-mode=append"
  if many then
    add "# Where one node of several dies, the processes on the others take its runs over."
    add "#SBATCH --no-kill"
  end
  add ""
  add("cd %s || exit 1", quoted(given.directory))
  local words = {given.program, called(given.script), table.unpack(given.arguments)}
  -- What a job is given for each process srun asks for anew.
  local step = "srun --no-kill" .. (given.cpus and " --cpus-per-task=" .. given.cpus or "")
  add("%s %s", many and step or "exec", batch.command(words))
  return table.concat(lines, "\n") .. "\n"
end

return batch
