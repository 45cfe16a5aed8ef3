---Labels in one line of characters: with Unicode's letters, accents and small digits, spelled in ASCII, or with the
---marks that gnuplot takes for scripts and faces.
local commands = require "plot.label.commands"
local formula = require "plot.label.formula"
local parser = require "plot.label.parser"
local text = require "plot.text"

local unicode = {}

---@param pairs_ string  # "0⁰ 1¹"
---@return table<string, string>
local function map(pairs_)
  local found = {}
  for from, to in string.gmatch(pairs_, "(" .. utf8.charpattern .. ")(" .. utf8.charpattern .. ") ?") do
    found[from] = to
  end
  return found
end

---Small letters above and below the line, as far as Unicode has them.
unicode.raised = map("0⁰ 1¹ 2² 3³ 4⁴ 5⁵ 6⁶ 7⁷ 8⁸ 9⁹ +⁺ −⁻ =⁼ (⁽ )⁾ aᵃ bᵇ cᶜ dᵈ eᵉ fᶠ gᵍ hʰ iⁱ jʲ kᵏ lˡ "
  .. "mᵐ nⁿ oᵒ pᵖ rʳ sˢ tᵗ uᵘ vᵛ wʷ xˣ yʸ zᶻ Aᴬ Bᴮ Dᴰ Eᴱ Gᴳ Hᴴ Iᴵ Jᴶ Kᴷ Lᴸ Mᴹ Nᴺ Oᴼ Pᴾ Rᴿ Tᵀ "
  .. "Uᵁ Vⱽ Wᵂ αᵅ βᵝ γᵞ δᵟ θᶿ ϕᵠ χᵡ ′′ ⊤ᵀ ∗* ∘° ††")
unicode.lowered = map("0₀ 1₁ 2₂ 3₃ 4₄ 5₅ 6₆ 7₇ 8₈ 9₉ +₊ −₋ =₌ (₍ )₎ aₐ eₑ hₕ iᵢ jⱼ kₖ lₗ mₘ nₙ oₒ pₚ rᵣ sₛ tₜ uᵤ vᵥ xₓ "
  .. "βᵦ γᵧ ρᵨ ϕᵩ χᵪ")

---@param source string
---@param letters table<string, string>
---@return string|nil  # nil where one of the letters is not there
local function small(source, letters)
  local pieces = {}
  for letter in string.gmatch(source, utf8.charpattern) do
    if not letters[letter] then return nil end
    pieces[#pieces + 1] = letters[letter]
  end
  return #pieces > 0 and table.concat(pieces) or nil
end

---@param source string
---@return boolean  # whether it reads as one thing in front of or behind an operator
local function is_single(source)
  return utf8.len(source) == 1 or not string.find(source, "[^%w.]") or string.find(source, "^%b()$") ~= nil
end

---Letters of faces that Unicode has apart.
local faces = {
  double = map("Cℂ Hℍ Nℕ Pℙ Qℚ Rℝ Zℤ"),
  script = map("Bℬ Eℰ Fℱ Hℋ Iℐ Lℒ Mℳ Rℛ"),
}

---How a formula is written.
---@class plot.label.Line
---@field form "letters"|"ascii"|"gnuplot"
---@field plain boolean  # in ASCII
---@field tight integer  # within how many scripts it is: no spaces there
local Line = {}
Line.__index = Line

---@param form "letters"|"ascii"|"gnuplot"
---@return plot.label.Line
local function new(form) return setmetatable({form = form, plain = form == "ascii", tight = 0}, Line) end

---Characters that mean something to gnuplot.
---@param source string
---@return string
local function guarded(source) return (string.gsub(source, "[\\{}^_@&~]", "\\%0")) end

---@param source string
---@return string
function Line:plain_text(source)
  if self.form == "gnuplot" then return guarded(source) end
  return self.plain and text.ascii(source) or source
end

---@type table<string, fun(self: plot.label.Line, node: plot.label.Node): string>
local writers = {}

---@param node plot.label.Node
---@return string
function Line:write(node) return writers[node.kind](self, node) end

---@param node plot.label.Node
---@return string  # in brackets unless it is one letter, word or number
function Line:single(node)
  local source = self:write(node)
  return is_single(self.form == "gnuplot" and new("letters"):write(node) or source) and source or "(" .. source .. ")"
end

function writers.symbol(self, node)
  local symbol = node.symbol
  if self.plain then return symbol.ascii end
  local letter = faces[node.font] and faces[node.font][symbol.letter] or symbol.letter
  if self.form ~= "gnuplot" then return letter end
  local face = formula.face(node)
  letter = guarded(letter)
  local name = face == "italic" and "Italic" or face == "bold" and "Bold"
  return name and string.format("{/:%s %s}", name, letter) or letter
end

function writers.text(self, node) return self:plain_text(node.text) end

function writers.space(self, node) return self.tight == 0 and node.width > 0.25 and " " or "" end

---@param node plot.label.Node
---@return plot.label.Class|nil
local function class(node)
  if node.kind == "scripts" then node = node.base or node end
  if node.kind == "symbol" then return node.symbol.class end
  return node.kind ~= "space" and "ord" or nil
end

---Puts spaces where TeX would put its own, as far as they are wide.
function writers.row(self, node)
  local pieces, before, spelled = {}, nil, false
  for i, item in ipairs(node.items) do
    local kind = class(item)
    local written = self:write(item)
    local is_named = kind == "function" or kind == "large"
    local first = node.items[i + 1] ~= nil and class(node.items[i + 1]) or nil
    -- A sign, not an operation.
    if kind == "binary" and (not before or before ~= "ord" and before ~= "close") then kind = "ord" end
    if self.tight == 0 and (kind == "binary" or kind == "relation") and before and first then
      written = " " .. written .. " "
    elseif self.tight == 0 and kind == "comma" and first then
      written = written .. " "
    elseif is_named and first and first ~= "open" and first ~= "close" then
      written = written .. " "
    end
    if is_named and (before == "ord" or before == "close") then written = " " .. written end
    -- Words of neighbouring letters would run into one another: 2 alpha beta.
    local is_word = self.plain and item.kind ~= "text" and string.find(written, "^%a%a+") ~= nil
    local last = pieces[#pieces]
    if self.plain and last and (spelled and string.find(written, "^%w") or is_word and string.find(last, "%w$")) then
      written = " " .. written
    end
    if written ~= "" then
      spelled = is_word
      pieces[#pieces + 1] = written
    end
    before = kind == "relation" and "open" or kind or before
  end
  return (string.gsub(string.gsub(table.concat(pieces), "  +", " "), "^ +", ""))
end

---@param self plot.label.Line
---@param sign "^"|"_"
---@param node plot.label.Node
---@return string
local function script(self, sign, node)
  self.tight = self.tight + 1
  local source = self:write(node)
  self.tight = self.tight - 1
  if string.gsub(string.gsub(source, "′", ""), "'", "") == "" then return source end
  local found = self.form == "letters" and small(source, sign == "^" and unicode.raised or unicode.lowered)
  if found then return found end
  return sign .. (utf8.len(source) == 1 and source or "{" .. source .. "}")
end

function writers.scripts(self, node)
  if self.form == "gnuplot" and node.above and node.below then
    -- The first takes no room, so that one stands over the other.
    return (node.base and self:write(node.base) or "") .. "@" .. script(self, "^", node.above)
      .. script(self, "_", node.below)
  end
  return (node.base and self:write(node.base) or "") .. (node.below and script(self, "_", node.below) or "")
    .. (node.above and script(self, "^", node.above) or "")
end

function writers.fraction(self, node)
  return self:single(node.above) .. "/" .. self:single(node.below)
end

function writers.root(self, node)
  if self.plain then
    return "sqrt" .. (node.degree and "[" .. self:write(node.degree) .. "]" or "") .. "("
      .. self:write(node.inside) .. ")"
  end
  local degree = node.degree and self:write(node.degree)
  local sign = not degree and "√" or degree == "3" and "∛" or degree == "4" and "∜"
    or (small(degree, unicode.raised) or "[" .. degree .. "]") .. "√"
  return sign .. self:single(node.inside)
end

function writers.accent(self, node)
  if self.form == "gnuplot" then
    local letters = guarded(new("letters"):write(node))
    local is_slanted = node.inside.kind == "symbol" and formula.face(node.inside) == "italic"
    return is_slanted and "{/:Italic " .. letters .. "}" or letters
  end
  local inside, accent = self:write(node.inside), commands.accents[node.accent]
  if self.plain then return string.format("%s(%s)", string.gsub(node.accent, "^wide", ""), inside) end
  if node.accent == "overline" or node.accent == "bar" and utf8.len(inside) > 1 then
    return (string.gsub(inside, utf8.charpattern, "%0\u{305}"))
  end
  -- Over the first letter: there is none over several.
  return (string.gsub(inside, "^" .. utf8.charpattern, "%0" .. accent))
end

function writers.fence(self, node)
  local function written(symbol) return symbol and self:write {kind = "symbol", symbol = symbol} or "" end
  return written(node.open) .. self:write(node.inside) .. written(node.close)
end

---@param source string
---@param form "letters"|"ascii"|"gnuplot"
---@return string
local function written(source, form)
  local pieces, line = {}, new(form)
  for i, part in ipairs(parser.parse(source) or {{text = text.clean(source)}}) do
    pieces[i] = part.text and line:plain_text(part.text) or line:write(part.formula)
  end
  return table.concat(pieces)
end

---@param source string
---@return string
function unicode.letters(source) return written(source, "letters") end

---@param source string
---@return string
function unicode.ascii(source) return text.ascii(written(source, "ascii")) end

---@param source string
---@return string  # for gnuplot's enhanced mode
function unicode.gnuplot(source) return written(source, "gnuplot") end

return unicode
