---@meta
---Lua's functions that are global variables.
local basic = {}

---@alias gcoptions "collect"|"count"|"step"|"stop"|"restart"|"isrunning"|"incremental"|"generational"

---Gives its arguments back, and raises an error where the first is false or nil.
---
---    assert(tonumber "12", "no number")  --> 12
---@param value any
---@param message? any  # the error's value (default "assertion failed!")
---@param ... any
---@return any
function basic.assert(value, message, ...) end

---Runs the garbage collector or sets how it works.
---
---    collectgarbage("count") > 0  --> true
---@param command? gcoptions  # "count": KiB in use (default "collect")
---@param ... integer
---@return any
function basic.collectgarbage(command, ...) end

---Runs a file, and gives what it returns.
---@param path? string  # (default: standard input)
---@return any
function basic.dofile(path) end

---Raises an error, which the nearest `pcall` catches.
---
---    select(2, pcall(error, "no such thing", 0))  --> no such thing
---@param message any  # any value but nil says something
---@param level? integer  # whose place stands before a text: 1 the caller of error, 2 its caller, 0 none (default 1)
function basic.error(message, level) end

---The metatable of a value, or what its field `__metatable` holds in its stead.
---
---    getmetatable("text").__index == string  --> true
---@param value any
---@return table|nil
function basic.getmetatable(value) end

---For a loop over t[1], t[2], ... up to the first nil.
---
---    for i, word in ipairs{"a", "b"} do last = i .. word end
---    last  --> 2b
---@param list table
---@return function, table, integer
function basic.ipairs(list) end

---Compiles a text as a function, without running it; nil and a message where it is no Lua.
---
---    load "return 6 * 7"()  --> 42
---@param chunk string|function  # a function gives the text piece by piece
---@param name? string  # for messages; "=name" is shown as it is, "@file" as a file
---@param mode? "b"|"t"|"bt"  # whether the text may be compiled code, source or both
---@param environment? table  # what its global variables are
---@return function|nil, string
function basic.load(chunk, name, mode, environment) end

---Compiles a file as a function, as `load` does a text.
---@param path? string  # (default: standard input)
---@param mode? "b"|"t"|"bt"
---@param environment? table
---@return function|nil, string
function basic.loadfile(path, mode, environment) end

---The key behind another in a table and its value, in no order; nil behind the last.
---
---    next{} == nil  --> true
---@param table table
---@param key? any  # none: begins
---@return any, any
function basic.next(table, key) end

---For a loop over every key of a table and its value, in no order.
---
---    sum = 0
---    for _, value in pairs{a = 1, b = 2} do sum = sum + value end
---    sum  --> 3
---@param table any  # or what has `__pairs`
---@return function, any, any
function basic.pairs(table) end

---Calls a function: true and its results, or false and the error's value.
---
---    select(2, pcall(error, {code = 3})).code  --> 3
---@param body function
---@param ... any
---@return boolean, any
function basic.pcall(body, ...) end

---Writes values to standard output as `tostring` shows them, tabs between and a newline behind.
---@param ... any
function basic.print(...) end

---Whether two values are the same, with no metamethod asked.
---@param a any
---@param b any
---@return boolean
function basic.rawequal(a, b) end

---A field of a table itself, with no metamethod asked.
---@param table table
---@param key any
---@return any
function basic.rawget(table, key) end

---The length of a table or text, with no metamethod asked.
---@param value table|string
---@return integer
function basic.rawlen(value) end

---Sets a field of a table itself, with no metamethod asked.
---@param table table
---@param key any
---@param value any
---@return table
function basic.rawset(table, key, value) end

---Loads a module once, and gives what its file returned.
---
---    require("script.json").encode{1, 2}  --> [1,2]
---@param name string  # dots stand for folders
---@return any, any
function basic.require(name) end

---The arguments from the n-th on; a negative n counts from the end, "#" gives how many there are.
---
---    select("#", nil, nil)  --> 2
---@param n integer|"#"
---@param ... any
---@return any
function basic.select(n, ...) end

---Gives a table a metatable, or takes it away, and returns the table.
---
---    setmetatable({}, {__call = function() return "called" end})()  --> called
---@param table table
---@param metatable? table
---@return table
function basic.setmetatable(table, metatable) end

---The number that a text spells, or nil.
---
---    tonumber("ff", 16)  --> 255
---@param value any
---@param base? integer  # from 2 to 36; then the text is an integer without a point
---@return number|nil
function basic.tonumber(value, base) end

---A value as text, by its `__tostring` where it has one.
---
---    tostring(1 / 2)  --> 0.5
---@param value any
---@return string
function basic.tostring(value) end

---"nil", "boolean", "number", "string", "table", "function", "thread" or "userdata".
---
---    type(vec{1, 2})  --> userdata
---@param value any
---@return string
function basic.type(value) end

---Shows a warning on standard error, where warnings are on.
---@param message string  # "@on" and "@off" switch them
---@param ... string
function basic.warn(message, ...) end

---Calls a function as `pcall` does; a handler makes of the error what is returned, while its calls still stand.
---
---    select(2, xpcall(error, function(e) return e .. "!" end, "oh"))  --> oh!
---@param body function
---@param handler function
---@param ... any
---@return boolean, any
function basic.xpcall(body, handler, ...) end

return basic
