---@meta
---How `require` finds modules.
---@class packagelib
---@field path string  # where it looks for files of Lua: patterns with ? for the name, semicolons between
---@field cpath string  # the same for C libraries
---@field config string  # five lines: what separates folders, patterns, and the marks in them
---@field loaded table  # what it has loaded, by name
---@field preload table  # functions that load a module, by name; they go before any file
---@field searchers table  # the functions that look for a module, one after the other
local package = {}

---Loads a C library and gives a function of it; nil, a message and "open" or "init" where it cannot.
---@param path string
---@param name string  # "*" only links it
---@return function|boolean|nil, string, string
function package.loadlib(path, name) end

---The first file that a pattern gives for a name; nil and a list of those tried where none is there.
---@param name string
---@param path string  # as `package.path`
---@param separator? string  # in the name (default ".")
---@param replacement? string  # what stands for it in a path, "/"
---@return string|nil, string
function package.searchpath(name, path, separator, replacement) end

return package
