---Titles and names as TeX sets them.
local parser = require "plot.label.parser"
local symbols = require "plot.label.symbols"
local text = require "plot.text"

local tex = {}

local letters = {
  ["\\"] = "\\textbackslash{}", ["{"] = "\\{", ["}"] = "\\}", ["#"] = "\\#", ["$"] = "\\$", ["%"] = "\\%",
  ["&"] = "\\&", ["_"] = "\\_", ["^"] = "\\textasciicircum{}", ["~"] = "\\textasciitilde{}",
  ['"'] = "\\textquotedbl{}", ["'"] = "\\textquotesingle{}", ["`"] = "\\textasciigrave{}",
  ["<"] = "\\textless{}", [">"] = "\\textgreater{}", ["|"] = "\\textbar{}", ["-"] = "{-}",
  ["–"] = "--", ["—"] = "---", ["’"] = "'", ["\u{FFFD}"] = "?", ["\u{A0}"] = "~",
}

---Letters that stand for a symbol, or are no symbol of formulas, in words of LaTeX's. The other symbols have commands.
local commands = {
  ["µ"] = "\\mu", ["ο"] = "o", ["φ"] = "\\varphi", ["ε"] = "\\varepsilon", ["∥"] = "\\parallel", ["⟂"] = "\\perp",
  ["−"] = "-", ["·"] = "\\cdot", ["⋅"] = "\\cdot", ["→"] = "\\rightarrow", ["⇒"] = "\\Rightarrow", ["≤"] = "\\leq",
  ["≥"] = "\\geq", ["≠"] = "\\neq", ["′"] = "{}'", ["″"] = "{}''", ["°"] = "{}^\\circ", ["…"] = "\\ldots",
  ["½"] = "\\frac12", ["¼"] = "\\frac14", ["¾"] = "\\frac34", ["ℝ"] = "\\mathbb{R}", ["ℕ"] = "\\mathbb{N}",
  ["ℤ"] = "\\mathbb{Z}", ["ℚ"] = "\\mathbb{Q}", ["ℂ"] = "\\mathbb{C}", ["‖"] = "\\Vert",
}
for _, symbol in ipairs(symbols.all) do
  local letter = symbol.letter
  if symbol.class ~= "function" and #letter > 1 and not commands[letter] then
    commands[letter] = "\\" .. symbol.command
  end
end
for letter, command in pairs(commands) do
  if not letters[letter] then letters[letter] = "\\ensuremath{" .. command .. "}" end
end

---Raised and lowered letters; neighbours share one script: 10⁻³ is 10^{-3}.
local raised = {
  ["⁰"] = "0", ["¹"] = "1", ["²"] = "2", ["³"] = "3", ["⁴"] = "4", ["⁵"] = "5", ["⁶"] = "6",
  ["⁷"] = "7", ["⁸"] = "8",
  ["⁹"] = "9", ["⁺"] = "+", ["⁻"] = "-", ["⁼"] = "=", ["⁽"] = "(", ["⁾"] = ")", ["ⁿ"] = "n",
  ["ⁱ"] = "i", ["ᵀ"] = "T",
  ["ᵏ"] = "k", ["ᵐ"] = "m", ["ᵖ"] = "p", ["ᵗ"] = "t", ["ᵅ"] = "\\alpha ", ["ᵝ"] = "\\beta ",
  ["ᵟ"] = "\\delta ",
}
local lowered = {
  ["₀"] = "0", ["₁"] = "1", ["₂"] = "2", ["₃"] = "3", ["₄"] = "4", ["₅"] = "5", ["₆"] = "6",
  ["₇"] = "7", ["₈"] = "8",
  ["₉"] = "9", ["₊"] = "+", ["₋"] = "-", ["₌"] = "=", ["₍"] = "(", ["₎"] = ")", ["ₐ"] = "a",
  ["ₑ"] = "e", ["ₕ"] = "h",
  ["ᵢ"] = "i", ["ⱼ"] = "j", ["ₖ"] = "k", ["ₗ"] = "l", ["ₘ"] = "m", ["ₙ"] = "n", ["ₒ"] = "o",
  ["ₚ"] = "p", ["ᵣ"] = "r",
  ["ₛ"] = "s", ["ₜ"] = "t", ["ᵤ"] = "u", ["ᵥ"] = "v", ["ₓ"] = "x", ["ᵦ"] = "\\beta ",
}

---Letters that pdfTeX's T1 fonts have beside ASCII and the capitals and small letters of Latin-1.
local latin = {}
for _, row in ipairs {
  "¡¢£¤¥§©«®¶»¿„“”‘‚†‡•‹›€™", "ĂăĄąĆćČčĎďĐđĘęĚěĞğİıĹĺĽľŁłŃńŇňŊŋŐőŒœ", "ŔŕŘřŚśŞşŠšŢţŤťŮůŰűŸŹźŻżŽž",
} do
  for letter in string.gmatch(row, utf8.charpattern) do latin[letter] = true end
end

---@param letter string
---@return string
local function set(letter)
  local code = utf8.codepoint(letter)
  if letters[letter] then return letters[letter] end
  if code < 0x80 or code >= 0xC0 and code <= 0xFF or latin[letter] then return letter end
  -- TeX stops at what its font lacks, or leaves it out.
  return string.format("[U+%04X]", code)
end

---A tick's label as TeX sets numbers: 1e-06 is a power of ten.
---@param label string
---@return string
function tex.number(label)
  local mantissa, exponent = string.match(label, "^(.-)e([+-]%d+)$")
  if not mantissa then return "$" .. label .. "$" end
  return string.format("$%s10^{%d}$", mantissa == "1" and "" or mantissa .. "\\cdot ", tonumber(exponent))
end

---@param source string
---@return string
function tex.escape(source)
  local pieces, script, sign = {}, {}, nil
  local function close()
    if sign then pieces[#pieces + 1] = "\\ensuremath{{}" .. sign .. "{" .. table.concat(script) .. "}}" end
    script, sign = {}, nil
  end
  for letter in string.gmatch(text.clean(source), utf8.charpattern) do
    local kind = raised[letter] and "^" or lowered[letter] and "_" or nil
    if kind ~= sign then close() end
    if kind then
      sign, script[#script + 1] = kind, raised[letter] or lowered[letter]
    else
      pieces[#pieces + 1] = set(letter)
    end
  end
  close()
  return table.concat(pieces)
end

---@param letter string  # not of ASCII, in a formula
---@return string
function tex.in_formula(letter)
  if commands[letter] then return commands[letter] .. (string.find(commands[letter], "%a$") and " " or "") end
  for sign, list in pairs {["^"] = raised, ["_"] = lowered} do
    if list[letter] then return "{}" .. sign .. "{" .. list[letter] .. "}" end
  end
  return "\\text{" .. set(letter) .. "}"
end

---@param source string  # with formulas between dollar signs
---@return string
function tex.label(source)
  local parts = parser.parse(source)
  if not parts then return tex.escape(source) end
  local pieces = {}
  for i, part in ipairs(parts) do pieces[i] = part.text and tex.escape(part.text) or "$" .. part.tex .. "$" end
  return table.concat(pieces)
end

return tex
