---The functions and values that a function reaches: by its upvalues, by names of globals, by modules that it requires,
---and through the functions that these are.
---
---Of a table that is read by its fields' names alone, as `options.eta` reads `options`, those fields are reached; of
---any other all that is in it. A value has the name by which it is reached first.
---
---Names are for messages. What is told apart has marks instead: a variable's is its number in the order in which
---variables are reached, so that renaming one changes nothing, and each function has those of its variables.
local Library = require "sweep.code.library"
local Source = require "sweep.code.source"
local bytecode = require "sweep.code.bytecode"
local fingerprints = require "polyak.fingerprints"
local values = require "sweep.code.values"

-- So many values of a variable are told apart one by one.
local MOST_VALUES <const> = 200
-- Longer ways into a variable are summed up: where each element leads to the next, one is as long as the list.
local LONGEST_WAY <const> = 200

---@class code.Function
---@field name string
---@field place string
---@field code string  # 16 digits
---@field text? string[]

---@class code.Reach
---@field library code.Library
---@field source code.Source
---@field folder string  # of the sweep
---@field functions code.Function[]
---@field values table<string, table<string, string>>  # by variable, then name
---@field names table<any, string>  # of functions and tables, and of variables by what identifies them
---@field marks table<any, string>  # of the same, and of variables by their names
---@field lines table<string, string>  # what tells the values apart, by mark
---@field function_lines string[]
---@field globals table<any, table<string, string>>  # by environment: the variables' names
---@field taken table<string, boolean>
---@field pending fun()[]
---@field count integer  # of variables
local Reach = {}
Reach.__index = Reach

---What stands for a name that does not count.
---@param self code.Reach
---@param variable string
---@param name string  # the variable's, or of what is in it
---@return string
local function mark(self, variable, name) return self.marks[variable] .. string.sub(name, #variable + 1) end

---A variable's value, or one in it.
---@param self code.Reach
---@param variable string
---@param name string
---@param text string
---@param told? string  # what it is told apart by, where that is not the text
local function put(self, variable, name, text, told)
  self.values[variable] = self.values[variable] or {}
  self.values[variable][name] = text
  self.lines[mark(self, variable, name)] = told or text
end

---A name that nothing else has.
---@param self code.Reach
---@param name string
---@param owner string  # the function that reads it
---@return string
local function unique(self, name, owner)
  local found, count = name, 1
  while self.taken[found] do
    found = count == 1 and string.format("%s of %s", name, owner) or string.format("%s of %s (%d)", name, owner, count)
    count = count + 1
  end
  self.taken[found] = true
  return found
end

---The name of an upvalue, by which it is told from others of the name; the first time it gets one and a mark.
---@param self code.Reach
---@param f function
---@param place integer
---@param owner string  # the function's name
---@return string
local function variable_of(self, f, place, owner)
  local id = debug.upvalueid(f, place)
  local known = self.names[id]
  if not known then
    known = unique(self, debug.getupvalue(f, place), owner)
    self.count = self.count + 1
    self.names[id], self.marks[known] = known, "#" .. self.count
  end
  return known
end

---@param self code.Reach
---@param text string
---@return string
local function without_folder(self, text)
  local folder = self.folder
  if text == folder then return "the sweep's folder" end
  if string.sub(text, 1, #folder + 1) == folder .. "/" then
    return "the sweep's folder and " .. values.shown(string.sub(text, #folder + 1))
  end
  return values.shown(text)
end

local add_function, add_table

---@param self code.Reach
---@param variable string
---@param name string
---@param value any
local function add(self, variable, name, value)
  local is = type(value)
  if is == "number" then return put(self, variable, name, values.number(value)) end
  if is == "string" then return put(self, variable, name, without_folder(self, value)) end
  if is == "nil" or is == "boolean" then return put(self, variable, name, tostring(value)) end
  if is == "thread" then return put(self, variable, name, "a coroutine") end
  if is == "userdata" then return put(self, variable, name, values.describe_object(value)) end
  local own = self.library:name(value)
  if own then
    if own ~= name then put(self, variable, name, own) end
    return
  end
  if is == "table" and self.library:is_object(value) then return put(self, variable, name, "an object of Polyak's") end
  local known = self.names[value]
  if known == name then return end
  if known then return put(self, variable, name, "the same as " .. known, "the same as " .. self.marks[value]) end
  self.names[value], self.marks[value] = name, mark(self, variable, name)
  local later = is == "function" and add_function or add_table
  self.pending[#self.pending + 1] = function() later(self, variable, name, value) end
end

---@param self code.Reach
---@param variable string
---@param name string
---@param value table
function add_table(self, variable, name, value)
  if #name > #variable + LONGEST_WAY then
    name = string.format("%s..[%s]", variable, fingerprints.of(string.sub(name, #variable + 1)))
  end
  local text = values.summary(value)
  if text then
    put(self, variable, name, text)
  else
    local keys, others = values.keys_of(value)
    if #keys == 0 then put(self, variable, name, "{}") end
    if others > 0 then put(self, variable, name .. " (keys without an order)", tostring(others)) end
    for _, key in ipairs(keys) do add(self, variable, values.inside(name, key), rawget(value, key)) end
  end
  local metatable = debug.getmetatable(value)
  if metatable then add(self, variable, name .. "'s metatable", metatable) end
end

---@param value any
---@param key any
---@return any
local function index(value, key) return value[key] end

local add_global

---What a path of names leads to, as far as it goes through tables. What is read of the table of globals is a global.
---@param self code.Reach
---@param variable string
---@param value any
---@param path (string|integer)[]
---@param first integer
local function follow(self, variable, value, path, first)
  local name = variable
  for i = first, #path do
    if value == package.loaded._G and type(path[i]) == "string" then return add_global(self, value, path, i) end
    if type(value) ~= "table" then break end
    local loaded = package.loaded
    local is_way = value == loaded.package and path[i] == "loaded" or value == loaded
    if not is_way and (self.library:name(value) or self.library:is_object(value)) then break end
    local ok, member = pcall(index, value, path[i])
    if not ok then break end
    name, value = values.inside(name, path[i]), member
  end
  add(self, variable, name, value)
end

---Whether a file is the script, of which a text may happen to be the name.
---@param path string
---@return boolean
local function is_script(path)
  local script = type(arg) == "table" and type(arg[0]) == "string" and arg[0] or ""
  return string.gsub(path, "^%./", "") == string.gsub(script, "^%./", "")
end

---A module that a function requires by its name, and that may not be loaded yet: what its file says.
---@param self code.Reach
---@param name any
local function add_module(self, name)
  if type(name) ~= "string" or self.taken["module " .. name] or not string.find(name, "^[%w_.-]+$") then return end
  local loaded = package.loaded[name]
  if loaded ~= nil and self.library.names[loaded] then return end
  local path = package.searchpath(name, package.path)
  local chunk = path and not is_script(path) and loadfile(path)
  if not chunk then return end
  local whole = "module " .. name
  self.taken[whole] = true
  self.names[chunk], self.marks[chunk], self.marks[whole] = whole, whole, whole
  add_function(self, whole, whole, chunk)
end

---@param self code.Reach
---@param environment table
---@param path (string|integer)[]  # from the name of a global variable on
---@param first integer
function add_global(self, environment, path, first)
  local name = path[first]
  local ok, value = pcall(index, environment, name)
  if not ok then return end
  local known = self.globals[environment] or {}
  self.globals[environment] = known
  if not known[name] then
    local found = unique(self, name, "the globals")
    known[name] = found
    self.count = self.count + 1
    self.marks[found] = environment == package.loaded._G and "_G." .. name or "#" .. self.count
  end
  follow(self, known[name], value, path, first + 1)
end

---The globals that a function may read from its environment, or from a table of it, by other ways than their names.
---@param self code.Reach
---@param environment any
---@param name string
local function add_if_there(self, environment, name)
  local ok, found = pcall(index, environment, name)
  if ok and found ~= nil then add_global(self, environment, {name}, 1) end
end

---What the script has put into Lua's and Polyak's tables: whoever has the name may read it, `("a"):mine()` too.
---@param self code.Reach
---@param text string
local function add_additions(self, text)
  local found = self.library.additions[text]
  if not found then return end
  for _, name in ipairs((values.keys_of(found))) do
    self.marks[name] = "library " .. name
    add(self, name, name, found[name])
  end
end

---What tells a function from others: what it computes, and which variables it has.
---@param self code.Reach
---@param f function
---@param name string
---@param content string
---@return string
---@return string shown  # the same with the variables' names
local function line_of(self, f, name, content)
  local pieces, shown_pieces = {self.marks[f], content}, {content}
  local place = 1
  while true do
    local upvalue, value = debug.getupvalue(f, place)
    if not upvalue then break end
    local is_global = value == package.loaded._G and (upvalue == "_ENV" or upvalue == "(no name)")
    local variable = is_global and "_ENV" or variable_of(self, f, place, name)
    pieces[#pieces + 1] = is_global and "_ENV" or self.marks[variable]
    shown_pieces[#shown_pieces + 1] = variable
    place = place + 1
  end
  return table.concat(pieces, " "), table.concat(shown_pieces, " ")
end

---@param self code.Reach
---@param name string
---@param f function
function add_function(self, _, name, f)
  local prototype = bytecode.prototype(f)
  local lines = self.source:lines(f, prototype)
  local content = fingerprints.of(bytecode.content(prototype))
  local line, shown_line = line_of(self, f, name, content)
  self.function_lines[#self.function_lines + 1] = line
  self.functions[#self.functions + 1] = {
    name = name, place = self.source:place(f), code = fingerprints.of(shown_line), text = lines,
  }
  local open, whole, texts = false, nil, {}
  for _, read in ipairs(bytecode.reads(prototype)) do
    local upvalue, value = debug.getupvalue(f, read.upvalue)
    local is_require = value == require
    if upvalue == "_ENV" or upvalue == "(no name)" and value == package.loaded._G then
      local first = read.path[1]
      is_require = first == "require" and not read.path[2]
      if first then
        add_global(self, value, read.path, 1)
        if first == "_G" and not read.path[2] then whole = value end
      else
        for _, global in ipairs(bytecode.distant_names(prototype)) do add_if_there(self, value, global) end
      end
    else
      follow(self, variable_of(self, f, read.upvalue, name), value, read.path, 1)
      if value == package.loaded._G and not read.path[1] then whole = value end
      if type(value) == "string" then texts[#texts + 1] = value end
    end
    if is_require then
      add_module(self, read.argument)
      open = open or read.argument == nil
    end
  end
  for _, text in ipairs(open and texts or {}) do add_module(self, text) end
  bytecode.each_text(prototype, function(text)
    -- What it requires by other ways, or hands on, and what it reads of globals that it has as a table.
    if open then add_module(self, text) end
    if whole then add_if_there(self, whole, text) end
    add_additions(self, text)
  end)
end

---@param self code.Reach
---@return table<string, string>  # by name; of a variable with very many values one for all
local function values_of(self)
  local found = {}
  for variable, list in pairs(self.values) do
    local names = {}
    for name in pairs(list) do names[#names + 1] = name end
    if #names <= MOST_VALUES then
      for _, name in ipairs(names) do found[name] = list[name] end
    else
      table.sort(names)
      local pieces = {}
      for i, name in ipairs(names) do pieces[i] = string.pack("s8s8", name, list[name]) end
      found[variable] = string.format("%d values, %s", #names, fingerprints.of(table.concat(pieces)))
    end
  end
  return found
end

---@param f function
---@param folder string  # of the sweep: what begins with it is told from others by the rest
---@return code.Function[] functions  # `run` first
---@return table<string, string> values  # by name
---@return string[] lines  # what tells them apart, in no order
local function reach(f, folder)
  local self = setmetatable({
    library = Library.new(), source = Source.new(), folder = folder, functions = {}, values = {}, names = {},
    marks = {run = "run"}, lines = {}, function_lines = {}, globals = {}, taken = {run = true}, pending = {}, count = 0,
  }, Reach)
  add(self, "run", "run", f)
  local i = 1
  while self.pending[i] do
    self.pending[i]()
    self.pending[i] = false
    i = i + 1
  end
  local lines = self.function_lines
  for place, text in pairs(self.lines) do lines[#lines + 1] = string.format("value %s %s", place, text) end
  return self.functions, values_of(self), lines
end

return reach
