---@meta
---Lists: tables whose elements are t[1] to t[#t].
---@class tablelib
local table = {}

---The texts and numbers of a list joined.
---
---    table.concat({1, 2, 3}, ", ")  --> 1, 2, 3
---@param list table
---@param separator? string
---@param first? integer  # (default 1)
---@param last? integer  # (default: #list)
---@return string
function table.concat(list, separator, first, last) end

---Puts a value at the end of a list, or at a position, where the others move up.
---
---    t = {"a", "c"}
---    table.insert(t, 2, "b")
---    table.concat(t)  --> abc
---@param list table
---@param position integer
---@param value any
---@overload fun(list: table, value: any)
function table.insert(list, position, value) end

---Copies the elements from `first` to `last` to a place in the same list or another, which it returns.
---
---    table.concat(table.move({1, 2, 3}, 2, 3, 1))  --> 233
---@param list table
---@param first integer
---@param last integer
---@param place integer  # of the first
---@param other? table  # (default: the same list)
---@return table
function table.move(list, first, last, place, other) end

---A list of the arguments, with their number as `n`: nils count too.
---
---    table.pack(1, nil).n  --> 2
---@param ... any
---@return table
function table.pack(...) end

---Takes the last element off a list, or the one at a position, where the others move down; returns it.
---
---    table.remove{"a", "b"}  --> b
---@param list table
---@param position? integer
---@return any
function table.remove(list, position) end

---Sorts a list in place; equal elements may change places.
---
---    t = {3, 1, 2}
---    table.sort(t, function(a, b) return a > b end)
---    table.concat(t)  --> 321
---@param list table
---@param less? function  # whether its first argument comes before its second (default: `<`)
function table.sort(list, less) end

---The elements of a list as several results.
---
---    select("#", table.unpack{1, 2, 3})  --> 3
---@param list table
---@param first? integer  # (default 1)
---@param last? integer  # (default: #list)
---@return any
function table.unpack(list, first, last) end

return table
