---The lines in which functions are written, to be shown, and their places as messages name them.
local bytecode = require "sweep.code.bytecode"

---@class code.Source
---@field folder string  # of the script, with its slash
---@field files table<string, {lines: string[], contents: table<string, boolean>}|false>  # by source
local Source = {}
Source.__index = Source

---@return code.Source
function Source.new()
  local script = type(arg) == "table" and type(arg[0]) == "string" and arg[0] or ""
  return setmetatable({folder = string.match(script, "^(.*/)") or "", files = {}}, Source)
end

---@param text string
---@return string[]
local function lines_of(text)
  local lines = {}
  for line in string.gmatch(text, "([^\n]*)\n?") do
    if not utf8.len(line) then line = string.gsub(line, "[\128-\255]", "?") end
    lines[#lines + 1] = string.gsub(line, "\r$", "")
  end
  return lines
end

---@param prototype bytecode.Prototype
---@return string
local function key(prototype)
  return string.format("%d %d %s", prototype.first, prototype.last, bytecode.content(prototype))
end

---@param prototype bytecode.Prototype
---@param contents table<string, boolean>
local function collect(prototype, contents)
  contents[key(prototype)] = true
  for _, inner in ipairs(prototype.inner) do collect(inner, contents) end
end

---@param self code.Source
---@param source string
---@return {lines: string[], contents: table<string, boolean>}|false
local function file_of(self, source)
  local known = self.files[source]
  if known ~= nil then return known end
  local text = source
  local mark = string.sub(source, 1, 1)
  if mark == "=" then
    text = nil
  elseif mark == "@" then
    local file <close> = io.open(string.sub(source, 2), "rb")
    text = file and file:read "a"
  end
  -- A first line with '#' is none of Lua's.
  local chunk = text and load(mark == "@" and string.gsub(text, "^#[^\n]*", "") or text, "=")
  known = false
  if chunk then
    known = {lines = lines_of(text), contents = {}}
    collect(bytecode.prototype(chunk), known.contents)
  end
  self.files[source] = known
  return known
end

---The lines of a function; nil where they are not known: its file has changed since it was loaded, or is none.
---@param f function
---@param prototype bytecode.Prototype
---@return string[]|nil
function Source:lines(f, prototype)
  local file = file_of(self, debug.getinfo(f, "S").source)
  if not file or not file.contents[key(prototype)] then return nil end
  -- A chunk as a whole has no first line.
  if prototype.first == 0 then return file.lines end
  return table.move(file.lines, prototype.first, prototype.last, 1, {})
end

---Where a function is, without folders that another machine does not have: `lib/means.lua:12`.
---@param f function
---@return string
function Source:place(f)
  local info = debug.getinfo(f, "S")
  local path = info.short_src
  if string.sub(info.source, 1, 1) == "@" then
    path = string.gsub(string.sub(info.source, 2), "^%./", "")
    if string.sub(path, 1, #self.folder) == self.folder then
      path = string.sub(path, #self.folder + 1)
    else
      path = string.match(path, "[^/]*$")
    end
  end
  return info.linedefined > 0 and string.format("%s:%d", path, info.linedefined) or path
end

return Source
