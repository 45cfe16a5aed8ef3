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
---@return string  # where the batch script and what tasks print are kept: the sweep's folder, or that of the script
local function keeping_folder(given)
  if not given.folder then return string.match(given.script, "^(.*)/[^/]*$") or "." end
  local made, why = pcall(files.make_folder, given.folder)
  if not made then fail("option '--folder': %s", tostring(why)) end
  return given.folder
end

---@param given sweep.Submission
local function submit(given)
  local script, why = io.open(given.script)
  if not script then fail("cannot read the script: %s", why) end
  script:close()
  if given.dry_run then
    io.write(batch.text(given, given.folder or string.match(given.script, "^(.*)/[^/]*$") or "."))
    return
  end
  local folder = keeping_folder(given)
  local text, path = batch.text(given, folder), string.format("%s/%s.sbatch", folder, batch.name(given))
  local written
  written, why = atomic.write(path, text)
  if not written then fail("cannot write '%s': %s", path, why) end
  io.write(text, "\n")
  io.stdout:flush()
  local kept = string.format("The batch script is kept in '%s'.", path)
  local said, errors, code = internal.run("sbatch", {path}, "")
  if not said then fail("there is no sbatch that can be started here (%s).\n%s", errors, kept) end
  if code ~= 0 then fail("sbatch has refused it, with code %d:\n%s%s", code, errors .. said, kept) end
  io.write(said, kept, "\n")
  io.stderr:write(errors)
  if given.folder then
    io.write(string.format("polyak sweep status %s --watch shows how far it is.\n", given.folder))
  end
end

return submit
