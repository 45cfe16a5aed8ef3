---Runs gnuplot where it is installed.
local gnuplot = require "plot.gnuplot"

---A file that is gone when the variable is.
---@return string path
---@return any closing
local function temporary()
  local path = os.tmpname()
  return path, setmetatable({}, {__close = function() os.remove(path) end})
end

---@param path string
---@return string
local function content(path)
  local file = assert(io.open(path, "rb"))
  local bytes = file:read "a"
  file:close()
  return bytes
end

---What is wrong, in one line: gnuplot shows the command, marks the place and names the line before it.
---@param complaint string
---@return string
local function reason(complaint)
  for message in string.gmatch(complaint, "line %d+: ([^\n]+)") do
    if not string.find(message, "^warning") then return message end
  end
  return string.match(complaint, "([^\n]+)%s*$") or "it says nothing"
end

---In stock Lua without Polyak, by the shell. The command line holds names that `os.tmpname` made and nothing else: a
---title or a file's name cannot be a command.
---@param text string  # a script for gnuplot
---@return string|nil output
---@return string errors  # or why it did not start
---@return integer code
local function run_by_shell(text)
  local script <const>, _ <close> = temporary()
  local errors <const>, _ <close> = temporary()
  local file = assert(io.open(script, "wb"))
  file:write(text)
  file:close()
  local pipe, why = io.popen(string.format("exec gnuplot %s 2> %s", script, errors), "r")
  if not pipe then return nil, why, 1 end
  local bytes = pipe:read "a"
  local _, _, code = pipe:close()
  -- What the shell says of a program that it does not find.
  if code == 127 then return nil, "not found", 2 end
  return bytes, content(errors), code
end

---What gnuplot draws.
---@param fig plot.Figure
---@param output string  # the commands that choose the output
---@param kind string  # for messages: "PNG"
---@return string  # bytes
local function run(fig, output, kind)
  local text = output .. "\n" .. gnuplot.body(fig)
  local files = package.loaded["polyak.files"]
  local bytes, errors, code
  if files then
    -- By a name: of what it reads as standard input it would go on behind an error.
    bytes, errors, code = files.run("gnuplot", {"/dev/stdin"}, text)
  else
    bytes, errors, code = run_by_shell(text)
  end
  if not bytes and code == 2 then
    -- In a stock Lua without Polyak there is no Cairo.
    if files then
      error(string.format("plot: a %s needs Cairo or gnuplot, and neither is installed (Debian's packages libcairo2 "
        .. "and gnuplot-nox)", kind), 0)
    end
    error(string.format("plot: a %s needs gnuplot, which is not installed (Debian's package gnuplot-nox)", kind), 0)
  end
  if not bytes then error(string.format("plot: cannot run gnuplot: %s", errors), 0) end
  if code ~= 0 or bytes == "" then error(string.format("plot: gnuplot failed: %s", reason(errors)), 0) end
  return bytes
end

return run
