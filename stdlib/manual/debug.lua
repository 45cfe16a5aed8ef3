---@meta
---The inside of running programs. It is slow, and can break what functions rely on. Those that speak of a call take a
---coroutine before their other arguments too.
---@class debuglib
local debug = {}

---Reads lines of Lua from standard input and runs them, until one is `cont`.
---@return nil
function debug.debug() end

---The function, mask and count that `debug.sethook` set.
---@param co? thread
---@return function|nil, string, integer
function debug.gethook(co) end

---What is known of a function or of a call: source, lines, names.
---
---    debug.getinfo(print, "S").what  --> C
---@param call integer|function  # 1 is the function that calls
---@param what? string  # letters for parts: n name, S source, l line, t tail call, u upvalues, f function, L lines
---@return table|nil
function debug.getinfo(call, what) end

---The name and value of the n-th local variable of a call; of a function, its parameter's name.
---
---    debug.getlocal(function(eta) return eta end, 1)  --> eta
---@param call integer|function
---@param n integer
---@return string|nil, any
function debug.getlocal(call, n) end

---The metatable of a value, whatever its `__metatable` says.
---@param value any
---@return table|nil
function debug.getmetatable(value) end

---The table in which Lua and C keep what programs should not see.
---@return table
function debug.getregistry() end

---The name and value of the n-th outer variable that a function uses.
---@param f function
---@param n integer
---@return string|nil, any
function debug.getupvalue(f, n) end

---The n-th value that is tied to a userdata, and whether it has one.
---@param value userdata
---@param n? integer  # (default 1)
---@return any, boolean
function debug.getuservalue(value, n) end

---Does nothing any more; earlier versions limited the depth of C calls by it.
---@param limit integer
---@return integer
function debug.setcstacklimit(limit) end

---Has a function called at each call ("c"), return ("r"), line ("l") or so many instructions.
---@param hook? function  # none: no more
---@param mask? string
---@param count? integer  # (default 0)
function debug.sethook(hook, mask, count) end

---Sets the n-th local variable of a call, and returns its name.
---@param level integer
---@param n integer
---@param value any
---@return string|nil
function debug.setlocal(level, n, value) end

---Gives any value a metatable; numbers, texts and functions share one of each kind.
---@param value any
---@param metatable? table
---@return any
function debug.setmetatable(value, metatable) end

---Sets the n-th outer variable that a function uses, and returns its name.
---@param f function
---@param n integer
---@param value any
---@return string|nil
function debug.setupvalue(f, n, value) end

---Ties a value to a userdata.
---@param value userdata
---@param tied any
---@param n? integer  # (default 1)
---@return userdata|nil
function debug.setuservalue(value, tied, n) end

---The list of calls in progress, as text.
---@param message? string  # before it
---@param level? integer  # where it begins: 1 is the function that calls (default 1)
---@return string
function debug.traceback(message, level) end

---What tells an outer variable from others: functions that share it have the same.
---@param f function
---@param n integer
---@return userdata|nil
function debug.upvalueid(f, n) end

---Has a function use the outer variable of another.
---@param f1 function
---@param n1 integer
---@param f2 function
---@param n2 integer
function debug.upvaluejoin(f1, n1, f2, n2) end

return debug
