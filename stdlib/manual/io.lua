---@meta
---Files. What fails returns nil and a message, and raises no error, unless it is said otherwise.
---@class iolib
---@field stdin file  # standard input
---@field stdout file  # standard output
---@field stderr file  # standard error
local io = {}

---Closes a file, or the default output.
---@param file? file
---@return boolean|nil, string
function io.close(file) end

---Writes what the default output still keeps in memory.
---@return file|nil, string
function io.flush() end

---Opens a file or names an open one as the default input, and returns it; an error where it cannot.
---@param file? string|file
---@return file
function io.input(file) end

---For a loop over the lines of a file, which is closed behind the last; an error where it cannot be opened.
---@param path? string  # (default: the default input)
---@param ... string|integer  # as `file:read` takes them (default "l")
---@return function
function io.lines(path, ...) end

---Opens a file.
---
---    path = os.tmpname()
---    file = io.open(path, "w")
---    file:write "12 words"
---    file:close()
---    io.open(path):read "n"  --> 12
---@param path string
---@param mode? "r"|"w"|"a"|"r+"|"w+"|"a+"|"rb"|"wb"|"ab"  # read, write anew, append; + both (default "r")
---@return file|nil, string
function io.open(path, mode) end

---Opens a file or names an open one as the default output, and returns it; an error where it cannot.
---@param file? string|file
---@return file
function io.output(file) end

---Runs a command of the shell, whose output is read from the file, or whose input is written to it.
---
---    io.popen("echo hello"):read()  --> hello
---@param command string
---@param mode? "r"|"w"  # (default "r")
---@return file|nil, string
function io.popen(command, mode) end

---Reads from the default input, as `file:read` does.
---@param ... string|integer
---@return string|number|nil
function io.read(...) end

---A file without a name, which is gone when the program ends.
---@return file|nil, string
function io.tmpfile() end

---"file" of an open one, "closed file", or nil of anything else.
---
---    io.type(io.stdout)  --> file
---@param value any
---@return string|nil
function io.type(value) end

---Writes texts and numbers to the default output.
---@param ... string|number
---@return file|nil, string
function io.write(...) end

return io
