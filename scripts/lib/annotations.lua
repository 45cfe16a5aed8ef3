---Writes what annotations say of options from the lists that check them: the fields of the classes in stdlib/ whose
---options are declared (see stdlib/polyak/options.lua).
---
---    lua5.4 scripts/lib/annotations.lua ROOT [--check]
---
---With `--check` nothing is written, and what would be is an error.
local root, mode = ...
package.path = root .. "/stdlib/?.lua;" .. package.path

local options = require "polyak.options"

---@param path string
---@return string
local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

---@type table<string, string>  # by path
local texts = {}
local list <close> = assert(io.popen(("find '%s/stdlib' -name '*.lua' ! -path '*/manual/*'"):format(root)))
for path in list:lines() do
  texts[path] = read(path)
  if path:sub(-#"/polyak/options.lua") ~= "/polyak/options.lua" and texts[path]:find('options.declare("', 1, true) then
    require(path:sub(#root + #"/stdlib/" + 1, -#".lua" - 1):gsub("/", "."))
  end
end

---@param option polyak.Option
---@return string
local function field(option)
  local name, rule, words = option[1], option[2], option[3] or ""
  if option.default ~= nil then
    words = words .. ("%s(default %q)"):format(words == "" and "" or " ", option.default)
  end
  return ("---@field %s%s %s%s\n"):format(
    name, option.required and "" or "?", option.annotation or rule.annotation, words == "" and "" or "  # " .. words)
end

---The fields of a class but for those that its parents have.
---@param declared polyak.Declared
---@param parents string  # names, commas between
---@return string
local function fields(declared, parents)
  local inherited, lines = {}, {}
  for parent in parents:gmatch "[%w_.]+" do
    local known = options.declared[parent]
    for _, name in ipairs(known and known.names or {}) do inherited[name] = true end
  end
  for _, option in ipairs(declared) do
    if not inherited[option[1]] then lines[#lines + 1] = field(option) end
  end
  return table.concat(lines)
end

-- A class's line with its name and parents, its fields, and the line behind them.
local CLASS <const> = "(%-%-%-@class %(exact%) ([%w_.]+):?([^\n]*)\n)(.-)(\n[^-])"

local stale, found = 0, {}
for path, text in pairs(texts) do
  local written = text:gsub(CLASS, function(head, class, parents, body, rest)
    local declared = options.declared[class]
    if not declared then return nil end
    found[class] = true
    -- What is listed by number is no option.
    local others = {}
    for line in (body .. "\n"):gmatch "[^\n]*\n" do
      if not line:find("^%-%-%-@field [%a_]") then others[#others + 1] = line end
    end
    return head .. (fields(declared, parents) .. table.concat(others)):sub(1, -2) .. rest
  end)
  if written ~= text then
    stale = stale + 1
    if mode == "--check" then
      io.stderr:write(path, ": annotations say something else than what is checked (mended by: ",
        "lua5.4 scripts/lib/annotations.lua .)\n")
    else
      local file <close> = assert(io.open(path, "wb"))
      file:write(written)
    end
  end
end
for class in pairs(options.declared) do
  if not found[class] then
    io.stderr:write(class, ": no class of this name has annotations\n")
    stale = stale + 1
  end
end
if mode == "--check" and stale > 0 then os.exit(1) end
