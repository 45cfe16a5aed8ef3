---What stands in a script's place on the command line: `polyak sweep status FOLDER` calls `status` here, with operands
---and options by name.
local files = require "polyak.files"
local submit = require "sweep.submit"
local sweep = require "sweep"
local watching = require "sweep.watching"

local command = {}

---@param given sweep.Submission
function command.submit(given) submit(given) end

---@param given {folder: string, watch: boolean?}
function command.status(given)
  if not given.watch then
    io.write(tostring(sweep.status(given.folder)), "\n")
    return
  end
  local screen = watching.screen(io.stdout)
  repeat
    local status = sweep.status(given.folder)
    screen:show(tostring(status))
    local is_over = (status.left or 0) == 0 and status.running == 0
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
