---@meta
---Open files, as `io.open` gives them.
---@class file
local file = {}

---Closes it; of a command, how it ended too.
---@return boolean|nil, string, integer
function file:close() end

---Writes what is still kept in memory.
---@return file|nil, string
function file:flush() end

---For a loop over its lines; it stays open.
---@param ... string|integer  # as `file:read` takes them (default "l")
---@return function
function file:lines(...) end

---Reads: "l" a line, "L" with its newline, "n" a number, "a" all that is left, or so many bytes; nil at the end.
---
---    file = io.tmpfile()
---    file:write("first\nsecond\n")
---    file:seek "set"
---    file:read("l", "l")  --> first
---@param ... string|integer  # (default "l")
---@return string|number|nil
function file:read(...) end

---Moves to a position, and returns it, counted in bytes from the beginning.
---@param from? "set"|"cur"|"end"  # (default "cur")
---@param offset? integer  # (default 0)
---@return integer|nil, string
function file:seek(from, offset) end

---How much it keeps in memory before it writes: nothing, blocks or lines.
---@param mode "no"|"full"|"line"
---@param size? integer  # bytes
---@return boolean|nil, string
function file:setvbuf(mode, size) end

---Writes texts and numbers, and returns the file.
---@param ... string|number
---@return file|nil, string
function file:write(...) end

return file
