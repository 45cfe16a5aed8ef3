---What stands in a script's place on the command line: `polyak sweep status FOLDER` calls `status` here, with operands
---and options by name.
local files = require "polyak.files"
local submit = require "sweep.submit"
local sweep = require "sweep"
local watching = require "sweep.watching"

local command = {}

---@param given sweep.Submission
function command.submit(given) submit(given) end

---A job that waits for its turn has not even made the folder.
---@param folder string
---@return boolean
local function has_begun(folder)
  local file = io.open(folder .. "/settings.json")
  if file then file:close() end
  -- What is there, be it something else, is told of.
  return file ~= nil or #(files.names(folder) or {}) > 0 and files.names(folder .. "/journal") ~= nil
end

---@param given {folder: string, watch: boolean?}
function command.status(given)
  if not given.watch then
    io.write(tostring(sweep.status(given.folder)), "\n")
    return
  end
  local screen = watching.screen(io.stdout)
  repeat
    local is_over = false
    if has_begun(given.folder) then
      local status = sweep.status(given.folder)
      screen:show(tostring(status))
      is_over = (status.left or 0) == 0 and status.running == 0
    else
      screen:show(string.format("waits for a sweep to begin in '%s'", given.folder))
    end
    -- Twice, for what takes a second is told of on the terminal.
    for _ = 1, is_over and 0 or 2 do files.wait(0.9, "") end
  until is_over
  screen:finish()
end

---@param given {folder: string}
function command.retry(given) io.write(tostring(sweep.retry(given.folder)), "\n") end

---@param given {folder: string, file: string}
function command.export(given) sweep.export(given.folder, given.file) end

return command
