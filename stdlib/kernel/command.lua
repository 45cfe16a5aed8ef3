---What stands in a script's place on the command line: `polyak kernel install` calls `install` here, with options by
---name.
local atomic = require "polyak.atomic"
local complaint = require "polyak.complaint"
local files = require("polyak.modules").files
local json = require "script.json"

local command = {}

---@class kernel.Place
---@field user boolean?
---@field prefix string?
---@field sys_prefix boolean?
---@field name string?
---@field program string?  # of this program
---@field directory string?  # the current folder

---@param called string
---@param form string
local function fail(called, form, ...) error(complaint(called .. ": " .. string.format(form, ...)), 0) end

---@param name string
---@return string|nil  # nil where it is empty
local function environment(name)
  local value = os.getenv(name)
  return value ~= "" and value or nil
end

---Where Jupyter looks for what a user has installed.
---@param called string
---@return string
local function users_folder(called)
  local own = environment "JUPYTER_DATA_DIR"
  if own then return own end
  local home = environment "HOME"
  local data = environment "XDG_DATA_HOME" or home and home .. "/.local/share"
  return data and data .. "/jupyter" or fail(called, "HOME is not set; --prefix says where to install")
end

---The folder of the Python environment that is active.
---@param called string
---@return string
local function python_prefix(called)
  local prefix = environment "VIRTUAL_ENV" or environment "CONDA_PREFIX"
  if prefix then return prefix end
  local python <close> = assert(io.popen 'python3 -c "import sys; print(sys.prefix)" 2> /dev/null')
  return python:read "l" or fail(called, "no Python environment is active, and there is no python3 to ask")
end

---The folder of a kernel's description.
---@param called string
---@param given kernel.Place
---@return string folder
---@return string name
local function place(called, given)
  local said = {}
  for _, option in ipairs {"user", "prefix", "sys_prefix"} do
    if given[option] then said[#said + 1] = "--" .. string.gsub(option, "_", "-") end
  end
  if #said > 1 then fail(called, "options '%s' and '%s' say two places", said[1], said[2]) end
  local name = given.name or "polyak"
  if string.find(name, "[^%w._-]") then
    fail(called, "option '--name' must be letters, digits, '.', '_' and '-', got '%s'", name)
  end
  local data
  if given.prefix or given.sys_prefix then
    local prefix = given.prefix or python_prefix(called)
    if string.sub(prefix, 1, 1) ~= "/" then prefix = given.directory .. "/" .. prefix end
    data = string.gsub(prefix, "/+$", "") .. "/share/jupyter"
  else
    data = users_folder(called)
  end
  -- Jupyter knows kernels by lower case alone.
  name = string.lower(name)
  return data .. "/kernels/" .. name, name
end

---@param given kernel.Place
function command.install(given)
  local called = "kernel install"
  local folder, name = place(called, given)
  if not given.program then fail(called, "the system does not say which file this program is") end
  local made, why = pcall(files.make_folder, folder)
  if not made then fail(called, "%s", (string.gsub(tostring(why), "^.-: ", "", 1))) end
  local description = {
    argv = {given.program, "--kernel", "{connection_file}"},
    display_name = name == "polyak" and "Polyak (Lua)" or string.format("Polyak (Lua, %s)", name),
    language = "lua",
    interrupt_mode = "message",
    metadata = {debugger = false},
  }
  local path = folder .. "/kernel.json"
  local written, reason = atomic.write(path, json.encode(description) .. "\n")
  if not written then fail(called, "cannot write '%s': %s", path, reason) end
  io.write(string.format("'%s' is installed in '%s'\n", name, folder))
end

---@param given kernel.Place
function command.uninstall(given)
  local called = "kernel uninstall"
  local folder, name = place(called, given)
  local removed, why, code = os.remove(folder .. "/kernel.json")
  -- ENOENT
  if not removed and code == 2 then fail(called, "there is no kernel '%s' in '%s'", name, folder) end
  if not removed then fail(called, "cannot remove '%s/kernel.json': %s", folder, why) end
  -- What else somebody has put there stays.
  os.remove(folder)
  io.write(string.format("'%s' is no longer installed in '%s'\n", name, folder))
end

return command
