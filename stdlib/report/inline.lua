---The inside of a paragraph: `code`, *emphasis*, **strong emphasis**, [links](https://...), $formulas$; a backslash
---before a sign takes its meaning away.
local markup = require "plot.markup"
local parser = require "plot.label.parser"
local unicode = require "plot.label.unicode"

---@class report.Inline
---@field formulas report.Formulas
---@field place polyak.Place  # of the text, for its faults
---@field private unended table<string, true>  # signs of emphasis that end nowhere behind where one reads
local Inline = {}
Inline.__index = Inline

---@param formulas report.Formulas
---@param place polyak.Place
---@return report.Inline
function Inline.new(formulas, place)
  return setmetatable({formulas = formulas, place = place, unended = {}}, Inline)
end

local schemes = {http = true, https = true, mailto = true}

---@param address string
---@return boolean  # whether a link may lead there: a script may not be behind it
local function is_harmless(address)
  local scheme = string.match(address, "^%s*([^/?#]*):")
  return not scheme or schemes[string.lower(scheme)] or false
end

---How what begins with each sign is read: where it ends, and what it is in HTML; nothing where it is the sign alone.
---@type table<string, fun(self: report.Inline, source: string, at: integer): integer|nil>
local readers = {}

readers["\\"] = function(_, source, at)
  local sign = string.match(source, "^%p", at + 1)
  if sign then return at + 1, markup.escape(sign) end
end

readers["`"] = function(_, source, at)
  local fence = string.match(source, "^`+", at)
  local from = at + #fence
  local first, last = string.find(source, "%f[`]" .. fence .. "%f[^`]", from)
  if not first then return from - 1, fence end
  local code = string.gsub(string.sub(source, from, first - 1), "^ (.+) $", "%1")
  return last, "<code>" .. markup.escape(code) .. "</code>"
end

---@param source string
---@param at integer  # of the first `$`
---@return integer|nil  # of the second
local function formula_end(source, at)
  while true do
    local found = string.find(source, "[\\$]", at + 1)
    if not found then return nil end
    if string.sub(source, found, found) == "$" then return found end
    at = found + 1
  end
end

readers["$"] = function(self, source, at)
  local last = formula_end(source, at)
  -- A price: there are blanks within, or a digit behind.
  if not last or last == at + 1 or string.find(source, "^%s", at + 1) or string.find(source, "^%s", last - 1)
    or string.find(source, "^%d", last + 1)
  then
    return nil
  end
  local label = string.sub(source, at, last)
  local parts, complaint = parser.parse(label)
  if not parts then self.place:complain(complaint) end
  return last, self.formulas:write(label)
end

---@param tag string
---@param sign string
local function emphasis(self, source, at, tag, sign)
  local from = at + #sign
  if not string.find(source, "^[^%s*_]", from) and not string.find(source, "^[*_][^%s*_]", from) then return nil end
  -- Within a word an underscore is a letter, and a star a product.
  if at > 1 and string.find(source, "^[%w\128-\255]", at - 1) then return nil end
  -- What was not found from further ahead needs no second look.
  if self.unended[sign] then return nil end
  local search = from
  while true do
    local first = string.find(source, sign, search + 1, true)
    if not first then
      self.unended[sign] = true
      return nil
    end
    local run = #string.match(source, "^[" .. string.sub(sign, 1, 1) .. "]+", first)
    local behind = first + run
    local is_end = not string.find(source, "^[%s\\]", first - 1)
      and not string.find(source, "^[%w\128-\255]", behind) and (run == #sign or run == 3)
    if is_end then
      local inside = string.sub(source, from, behind - #sign - 1)
      return behind - 1, string.format("<%s>%s</%s>", tag, self:write(inside), tag)
    end
    search = behind - 1
  end
end

for _, sign in ipairs {"*", "_"} do
  readers[sign] = function(self, source, at)
    if string.sub(source, at + 1, at + 1) == sign then
      local last, written = emphasis(self, source, at, "strong", sign .. sign)
      if last then return last, written end
      return at + 1, sign .. sign
    end
    return emphasis(self, source, at, "em", sign)
  end
end

readers["["] = function(self, source, at)
  local content, address, last = string.match(source, "^(%b[])(%b())()", at)
  if not content then return nil end
  address = string.match(string.sub(address, 2, -2), "^%s*(.-)%s*$")
  if not is_harmless(address) then
    self.place:complain(string.format("has a link to '%s': it must lead to https:, http:, mailto: or a file", address))
  end
  return last - 1, string.format('<a href="%s">%s</a>', markup.escape(address), self:write(string.sub(content, 2, -2)))
end

---@param source string
---@return string  # HTML
function Inline:write(source)
  local pieces, from, at, around = {}, 1, 1, self.unended
  self.unended = {}
  while true do
    local found = string.find(source, "[\\`$*_%[]", at)
    if not found then break end
    local last, written = readers[string.sub(source, found, found)](self, source, found)
    if last then
      pieces[#pieces + 1] = markup.escape(string.sub(source, from, found - 1))
      pieces[#pieces + 1] = written
      from, at = last + 1, last + 1
    else
      at = found + 1
    end
  end
  self.unended = around
  pieces[#pieces + 1] = markup.escape(string.sub(source, from))
  return table.concat(pieces)
end

---A label, in which formulas alone have a meaning: text, so that it is broken into lines.
---@param source string
---@return string  # HTML
function Inline:label(source)
  if not parser.has_formula(source) then return markup.escape(unicode.letters(source)) end
  local pieces, from, at = {}, 1, 1
  while true do
    local first = string.find(source, "[\\$]", at)
    if not first then break end
    if string.sub(source, first, first) == "\\" then
      at = first + 2
    else
      local last = formula_end(source, first)
      pieces[#pieces + 1] = markup.escape((string.gsub(string.sub(source, from, first - 1), "\\%$", "$")))
      pieces[#pieces + 1] = self.formulas:write(string.sub(source, first, last))
      from, at = last + 1, last + 1
    end
  end
  pieces[#pieces + 1] = markup.escape((string.gsub(string.sub(source, from), "\\%$", "$")))
  return table.concat(pieces)
end

return Inline
