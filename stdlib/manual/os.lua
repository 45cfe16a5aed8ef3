---@meta
---Time, the environment and files by their names. What fails returns nil and a message.
---@class oslib
local os = {}

---Seconds of processor time that the program has used.
---@return number
function os.clock() end

---A time as text, or as a table with year, month, day, hour, min, sec where the format begins with "*t".
---
---    os.date("!%Y-%m-%d", 0)  --> 1970-01-01
---@param format? string  # strftime's; "!" before it: universal time (default "%c")
---@param time? integer  # as `os.time` gives it (default: now)
---@return string|table
function os.date(format, time) end

---Seconds from one time to another.
---
---    os.difftime(20, 5)  --> 15.0
---@param later integer
---@param earlier integer
---@return number
function os.difftime(later, earlier) end

---Runs a command of the shell: whether it went well, "exit" or "signal", and its number.
---
---    select(3, os.execute "exit 3")  --> 3
---@param command? string  # without one the answer is whether there is a shell
---@return boolean|nil, string, integer
function os.execute(command) end

---Ends the program.
---@param code? boolean|integer  # true: it went well (default true)
---@param close? boolean  # frees everything first, and calls what is to be closed
function os.exit(code, close) end

---A variable of the environment, or nil.
---@param name string
---@return string|nil
function os.getenv(name) end

---Deletes a file or an empty folder.
---@param path string
---@return boolean|nil, string, integer
function os.remove(path) end

---Gives a file another name; what had it is replaced.
---@param old string
---@param new string
---@return boolean|nil, string, integer
function os.rename(old, new) end

---Sets how numbers, dates and letters are written, or says how.
---
---    os.setlocale "C"  --> C
---@param locale? string  # without one it only asks
---@param category? "all"|"collate"|"ctype"|"monetary"|"numeric"|"time"  # (default "all")
---@return string|nil
function os.setlocale(locale, category) end

---Seconds since 1970, of now or of a local time.
---@param date? table  # year, month, day, and hour, min, sec
---@return integer
function os.time(date) end

---The name of a new empty file for a while; who asks deletes it.
---@return string
function os.tmpname() end

return os
