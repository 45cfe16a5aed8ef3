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

---What gnuplot draws. The command line holds names that `os.tmpname` made and nothing else: a title or a file's name
---cannot be a command.
---@param fig plot.Figure
---@param output string  # the commands that choose the output
---@param kind string  # for messages: "PNG"
---@return string  # bytes
local function run(fig, output, kind)
  local script <const>, _ <close> = temporary()
  local errors <const>, _ <close> = temporary()
  local file = assert(io.open(script, "wb"))
  file:write(output, "\n", gnuplot.body(fig))
  file:close()

  local pipe, why = io.popen(string.format("exec gnuplot %s 2> %s", script, errors), "r")
  if not pipe then error(string.format("plot: cannot run gnuplot: %s", why), 0) end
  local bytes = pipe:read "a"
  local ok, _, code = pipe:close()
  -- What the shell says of a program that it does not find.
  if code == 127 then
    error(string.format("plot: a %s needs gnuplot, which is not installed (Debian's package gnuplot-nox)", kind), 0)
  end
  if not ok or bytes == "" then error(string.format("plot: gnuplot failed: %s", reason(content(errors))), 0) end
  return bytes
end

return run
