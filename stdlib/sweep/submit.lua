---`polyak submit script.lua --slurm`: a batch script for the script, kept where it can be read and submitted again, and
---given to sbatch.
local atomic = require "polyak.atomic"
local batch = require "sweep.batch"
local complaint = require "polyak.complaint"
local files = require("polyak.modules").files
local internal = require "polyak.files"

---@param form string
local function fail(form, ...) error(complaint("submit: " .. string.format(form, ...)), 0) end

---@param given sweep.Submission
---@return string|nil  # the sweep's, where it is known: `--folder`, or the script's own `--out`
local function sweep_folder(given)
  if given.folder then return given.folder end
  local folder
  for i, word in ipairs(given.arguments) do
    folder = string.match(word, "^%-%-out=(.+)$") or word == "--out" and given.arguments[i + 1] or folder
  end
  return folder
end

---@param folder string
local function make(folder)
  local made, why = pcall(files.make_folder, folder)
  if not made then fail("%s", (string.gsub(tostring(why), "^.*files%.make_folder: ", ""))) end
end

---@param path string
local function check_script(path)
  local script, why = io.open(path)
  -- A folder is opened, and not read.
  if script then
    why = select(2, script:read(0))
    script:close()
  end
  if why then fail("cannot read the script: %s", why) end
end

---Where the batch script is kept: what else is there, of another submission or changed by hand since, stays.
---@param stem string
---@param text string
---@return string
local function free_path(stem, text)
  local path, count = stem .. ".sbatch", 1
  while true do
    local file = io.open(path)
    if not file then return path end
    local there = file:read "a"
    file:close()
    if there == text then return path end
    count = count + 1
    path = string.format("%s-%d.sbatch", stem, count)
  end
end

---@param given sweep.Submission
local function submit(given)
  check_script(given.script)
  local swept = sweep_folder(given)
  local folder = swept or string.match(given.script, "^(.*/)[^/]*$") or "."
  for _, path in ipairs{folder, given.directory} do
    if string.find(path, "[\r\n]") then
      local shown = string.gsub(path, "%c", function(c) return string.format("\\%d", string.byte(c)) end)
      fail("sbatch reads no folder with a line break in its name, as '%s' has", shown)
    end
  end
  local text = batch.text(given, folder)
  if given.dry_run then
    io.write(text)
    if swept and not internal.names(swept) then
      io.stderr:write("submit: the folder '", swept, "' must be there when the job begins: Slurm makes none\n")
    end
    return
  end
  if swept then make(swept) end
  local path = free_path(string.gsub(folder, "(.)/$", "%1") .. "/" .. batch.name(given), text)
  local written, why = atomic.write(path, text)
  if not written then fail("cannot write '%s': %s", path, why) end
  io.write(text, "\n")
  io.stdout:flush()
  local kept = string.format("The batch script is kept in '%s'.", path)
  local said, errors, code = internal.run("sbatch", {path}, "")
  if not said then fail("there is no sbatch that can be started here (%s).\n%s", errors, kept) end
  if code ~= 0 then fail("sbatch has refused it, with code %d:\n%s%s", code, errors .. said, kept) end
  io.write(said, kept, "\n")
  io.stderr:write(errors)
  if swept then io.write(batch.command{"polyak", "sweep", "status", swept, "--watch"}, " shows how far it is.\n") end
end

return submit
