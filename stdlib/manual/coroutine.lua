---@meta
---Functions that pause and go on.
---@class coroutinelib
local coroutine = {}

---Closes a coroutine that is paused or has ended, with the variables in it that are to be closed.
---@param co thread
---@return boolean, any
function coroutine.close(co) end

---A coroutine that will run the function, paused before its first line.
---
---    coroutine.status(coroutine.create(print))  --> suspended
---@param body function
---@return thread
function coroutine.create(body) end

---Whether a coroutine, or the one that runs, can pause where it is.
---@param co? thread
---@return boolean
function coroutine.isyieldable(co) end

---Lets a coroutine go on to its next pause: true and what it yields or returns, or false and the error's value.
---
---    co = coroutine.create(function(x) return x + coroutine.yield(2 * x) end)
---    select(2, coroutine.resume(co, 5))  --> 10
---    select(2, coroutine.resume(co, 1))  --> 6
---@param co thread
---@param ... any  # the function's arguments, later what `yield` returns
---@return boolean, any
function coroutine.resume(co, ...) end

---The coroutine that runs, and whether it is the main one.
---@return thread, boolean
function coroutine.running() end

---"running", "suspended", "normal" (it waits for another) or "dead".
---@param co thread
---@return string
function coroutine.status(co) end

---A function that lets a coroutine go on at each call; errors in it are raised.
---
---    next_square = coroutine.wrap(function() for n = 1, 3 do coroutine.yield(n ^ 2) end end)
---    next_square() + next_square()  --> 5.0
---@param body function
---@return function
function coroutine.wrap(body) end

---Pauses the coroutine that runs; returns what the next `resume` is given.
---@param ... any  # what `resume` returns
---@return any
function coroutine.yield(...) end

return coroutine
