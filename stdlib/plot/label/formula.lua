---Formulas in LaTeX's words, read into trees.
local commands = require "plot.label.commands"
local spelling = require "polyak.spelling"
local symbols = require "plot.label.symbols"

local formula = {}

---@alias plot.label.Font "upright"|"bold"|"italic"|"script"|"double"

---A part of a formula.
---@class plot.label.Node
---@field kind "symbol"|"row"|"scripts"|"fraction"|"root"|"accent"|"text"|"space"|"fence"
---@field symbol? plot.label.Symbol
---@field font? plot.label.Font  # of a symbol that is a letter or digit; nil is TeX's choice
---@field items? plot.label.Node[]  # of a row
---@field base? plot.label.Node  # of scripts; absent where they stand alone
---@field above? plot.label.Node  # of scripts, and a fraction's numerator
---@field below? plot.label.Node
---@field degree? plot.label.Node  # of a root
---@field inside? plot.label.Node  # of a root, an accent and a fence
---@field accent? string  # "hat"
---@field text? string
---@field width? number  # of a space, in the size of the font
---@field open? plot.label.Symbol|false  # of a fence; false is none
---@field close? plot.label.Symbol|false

---The face that a symbol is set in: as TeX does, Latin and small Greek letters are slanted where nothing else is said.
---@param node plot.label.Node  # a symbol
---@return plot.label.Font
function formula.face(node)
  local letter = node.symbol.letter
  local is_letter = node.symbol.class == "ord"
    and (string.find(letter, "^%a$") ~= nil or #letter == 2 and letter >= "α" and letter <= "ϵ" or letter == "∂")
  if node.font then return (is_letter or string.find(letter, "^[%d\xCE]")) and node.font or "upright" end
  return is_letter and "italic" or "upright"
end

---@class plot.label.Reader
---@field source string
---@field at integer
---@field depth integer  # of braces
---@field font plot.label.Font|nil
---@field edits {from: integer, to: integer, text: string?, letter: string?}[]  # what LaTeX is given in other words
local Reader = {}
Reader.__index = Reader

local deepest = 40

---Raised as errors while a formula is read, so that every other error goes on.
---@class plot.label.Fault
---@field complaint string

---@param form string
local function fail(form, ...) error({complaint = string.format(form, ...)}, 0) end

---The next token, which is passed over: a command with its backslash, or a character; nil at the end.
---@return string|nil
---@return integer from
function Reader:next()
  local from = string.find(self.source, "%S", self.at)
  if not from then
    self.at = #self.source + 1
    return nil, self.at
  end
  local token = string.match(self.source, "^\\%a+", from)
    or string.match(self.source, "^\\" .. utf8.charpattern, from)
    or string.match(self.source, "^" .. utf8.charpattern, from)
  self.at = from + #token
  return token, from
end

---@return string|nil
function Reader:peek()
  local at = self.at
  local token = self:next()
  self.at = at
  return token
end

---What stands between braces, as it is.
---@param command string
---@return string
function Reader:verbatim(command)
  local token, from = self:next()
  if token ~= "{" then fail("has '%s' without braces behind it", command) end
  local last = string.find(self.source, "[{}]", self.at)
  if not last then fail("has a '{' behind '%s' that is not closed", command) end
  if string.sub(self.source, last, last) == "{" then fail("has braces within those of '%s'", command) end
  self.at = last + 1
  return string.sub(self.source, from + 1, last - 1)
end

---An argument: one symbol, or what stands between braces.
---@param of string  # what it belongs to
---@return plot.label.Node
function Reader:argument(of)
  local token = self:peek()
  if token == nil or token == "}" or token == "^" or token == "_" or token == "\\right" then
    fail("has nothing behind '%s'", of)
  end
  return self:atom()
end

---@param letter string
---@return plot.label.Node
function Reader:letter(letter)
  local symbol = symbols.letters[letter] or {letter = letter, class = "ord", ascii = letter}
  return {kind = "symbol", symbol = symbol, font = self.font}
end

---What `\left` or `\right` is followed by.
---@param command string
---@return plot.label.Symbol|false
function Reader:fence(command)
  local token = self:next()
  if token == "." then return false end
  local symbol = token and (symbols.commands[string.match(token, "^\\(.+)$") or ""] or symbols.letters[token])
  local upright = {["|"] = true, ["‖"] = true, ["/"] = true}
  if not symbol or symbol.class ~= "open" and symbol.class ~= "close" and not upright[symbol.letter] then
    fail("has no bracket behind '%s', but %s", command, token and "'" .. token .. "'" or "nothing")
  end
  return symbol
end

---@param font plot.label.Font
---@param command string
---@return plot.label.Node
function Reader:with_font(font, command)
  local before = self.font
  self.font = font
  local node = self:argument(command)
  self.font = before
  return node
end

---What each command that is no symbol reads.
---@type table<string, fun(self: plot.label.Reader, command: string, from: integer): plot.label.Node>
local readers = {}

function readers.frac(self, command)
  local above = self:argument(command)
  return {kind = "fraction", above = above, below = self:argument(command)}
end
readers.dfrac, readers.tfrac = readers.frac, readers.frac

function readers.sqrt(self, command)
  local degree
  if self:peek() == "[" then
    self:next()
    degree = self:row("]")
  end
  return {kind = "root", degree = degree, inside = self:argument(command)}
end

function readers.text(self, command, from)
  local content = self:verbatim(command)
  self.edits[#self.edits + 1] = {from = from, to = self.at, text = content}
  return {kind = "text", text = content}
end

function readers.operatorname(self, command)
  local name = self:verbatim(command)
  if not string.find(name, "^[%a%d ]+$") then
    fail("has '%s' with a name that is not of letters, '%s'", command, name)
  end
  return {kind = "symbol", symbol = {letter = name, class = "function", ascii = name}}
end

function readers.left(self, command)
  local open = self:fence(command)
  local inside = self:row("\\right")
  return {kind = "fence", open = open, inside = inside, close = self:fence "\\right"}
end

function readers.right() fail "has a '\\right' without its '\\left'" end

for name in pairs(commands.accents) do
  readers[name] = function(self, command) return {kind = "accent", accent = name, inside = self:argument(command)} end
end
for name, font in pairs(commands.fonts) do
  readers[name] = function(self, command) return self:with_font(font, command) end
end
for name, width in pairs(commands.spaces) do
  readers[name] = function() return {kind = "space", width = width} end
end

---Characters that LaTeX would take for something else.
local special = {["%"] = true, ["#"] = true, ["&"] = true}

---@return plot.label.Node
function Reader:atom()
  local token, from = self:next()
  if token == "{" then return self:row("}") end
  if token == "~" then return {kind = "space", width = 1 / 3} end
  if special[token] then fail("has a '%s' in its formula: write '\\%s'", token, token) end
  if token == "\\" then fail "has a formula that ends in '\\'" end
  local name = string.match(token, "^\\(.+)$")
  if not name then
    if #token > 1 then self.edits[#self.edits + 1] = {from = from, to = self.at, letter = token} end
    return self:letter(token)
  end
  local symbol = symbols.commands[name]
  if symbol then return {kind = "symbol", symbol = symbol, font = self.font} end
  local read = readers[name]
  if not read then
    local hint = string.gsub(spelling.hint(name, commands.all), "mean '", "mean '\\")
    fail("has the unknown command '%s'%s", token, hint)
  end
  return read(self, token, from)
end

---@return plot.label.Node|nil  # primes as a superscript would have them
function Reader:primes()
  local items = {}
  while self:peek() == "'" do
    self:next()
    items[#items + 1] = {kind = "symbol", symbol = symbols.commands.prime}
  end
  return #items > 0 and {kind = "row", items = items} or nil
end

---An atom with its scripts.
---@return plot.label.Node
function Reader:scripted()
  local token = self:peek()
  local base = token ~= "^" and token ~= "_" and token ~= "'" and self:atom() or nil
  local above, below = self:primes(), nil
  while true do
    token = self:peek()
    if token == "^" then
      self:next()
      local script = self:argument "^"
      if above and above.closed then fail "has two superscripts at one place: put one between braces" end
      above = {kind = "row", items = above and {above, script} or {script}, closed = true}
    elseif token == "_" then
      self:next()
      if below then fail "has two subscripts at one place: put one between braces" end
      below = self:argument "_"
    else
      break
    end
  end
  if not above and not below then return base end
  return {kind = "scripts", base = base, above = above, below = below}
end

---@param closing string|nil  # the token that ends it, which is passed over; nil is the end of the formula
---@return plot.label.Node
function Reader:row(closing)
  local items = {}
  self.depth = self.depth + 1
  if self.depth > deepest then fail("has more than %d braces within braces", deepest) end
  while true do
    local token = self:peek()
    if token == closing then
      self:next()
      self.depth = self.depth - 1
      return {kind = "row", items = items}
    end
    if token == nil then
      local opening = closing == "}" and "{" or closing == "]" and "[" or "\\left"
      fail("has a '%s' that is not closed", opening)
    end
    if token == "}" then fail "has a '}' without its '{'" end
    items[#items + 1] = self:scripted()
  end
end

---A formula; faults are raised as errors.
---@param source string
---@return plot.label.Part
function formula.read(source)
  local reader = setmetatable({source = source, at = 1, depth = 0, edits = {}}, Reader)
  local tree = reader:row(nil)
  local tex, pieces, at = require "plot.tex", {}, 1
  for _, edit in ipairs(reader.edits) do
    pieces[#pieces + 1] = string.sub(source, at, edit.from - 1)
    pieces[#pieces + 1] = edit.text and "\\text{" .. tex.escape(edit.text) .. "}" or tex.in_formula(edit.letter)
    at = edit.to
  end
  pieces[#pieces + 1] = string.sub(source, at)
  return {formula = tree, tex = table.concat(pieces)}
end

return formula
