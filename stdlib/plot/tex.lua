---Titles and names as TeX sets them.
local text = require "plot.text"

local tex = {}

local letters = {
  ["\\"] = "\\textbackslash{}", ["{"] = "\\{", ["}"] = "\\}", ["#"] = "\\#", ["$"] = "\\$", ["%"] = "\\%",
  ["&"] = "\\&", ["_"] = "\\_", ["^"] = "\\textasciicircum{}", ["~"] = "\\textasciitilde{}",
  ['"'] = "\\textquotedbl{}", ["'"] = "\\textquotesingle{}", ["`"] = "\\textasciigrave{}",
  ["<"] = "\\textless{}", [">"] = "\\textgreater{}", ["|"] = "\\textbar{}", ["-"] = "{-}",
  ["–"] = "--", ["—"] = "---", ["’"] = "'", ["\u{FFFD}"] = "?", ["\u{A0}"] = "~",
}

---What is set in formulas: pdfTeX's fonts have no such letters.
for letter, command in pairs {
  ["α"] = "\\alpha", ["β"] = "\\beta", ["γ"] = "\\gamma", ["δ"] = "\\delta",
  ["ε"] = "\\varepsilon", ["ϵ"] = "\\epsilon",
  ["ζ"] = "\\zeta", ["η"] = "\\eta", ["θ"] = "\\theta", ["ϑ"] = "\\vartheta", ["ι"] = "\\iota", ["κ"] = "\\kappa",
  ["λ"] = "\\lambda", ["µ"] = "\\mu", ["μ"] = "\\mu", ["ν"] = "\\nu", ["ξ"] = "\\xi", ["ο"] = "o",
  ["π"] = "\\pi",
  ["ρ"] = "\\rho", ["ς"] = "\\varsigma", ["σ"] = "\\sigma", ["τ"] = "\\tau", ["υ"] = "\\upsilon",
  ["φ"] = "\\varphi",
  ["ϕ"] = "\\phi", ["χ"] = "\\chi", ["ψ"] = "\\psi", ["ω"] = "\\omega", ["Γ"] = "\\Gamma", ["Δ"] = "\\Delta",
  ["Θ"] = "\\Theta", ["Λ"] = "\\Lambda", ["Ξ"] = "\\Xi", ["Π"] = "\\Pi", ["Σ"] = "\\Sigma", ["Υ"] = "\\Upsilon",
  ["Φ"] = "\\Phi", ["Ψ"] = "\\Psi", ["Ω"] = "\\Omega", ["ℓ"] = "\\ell", ["ħ"] = "\\hbar",
  ["∇"] = "\\nabla", ["∂"] = "\\partial", ["∑"] = "\\sum", ["∏"] = "\\prod", ["∫"] = "\\int",
  ["√"] = "\\surd",
  ["∞"] = "\\infty", ["‖"] = "\\Vert", ["∥"] = "\\parallel", ["⟂"] = "\\perp", ["⊥"] = "\\perp",
  ["⟨"] = "\\langle",
  ["⟩"] = "\\rangle", ["−"] = "-", ["±"] = "\\pm", ["∓"] = "\\mp", ["·"] = "\\cdot",
  ["⋅"] = "\\cdot", ["×"] = "\\times",
  ["÷"] = "\\div", ["⊙"] = "\\odot", ["⊗"] = "\\otimes", ["⊕"] = "\\oplus", ["∘"] = "\\circ",
  ["∗"] = "\\ast",
  ["≤"] = "\\leq", ["≥"] = "\\geq", ["≪"] = "\\ll", ["≫"] = "\\gg", ["≠"] = "\\neq", ["≈"] = "\\approx",
  ["≡"] = "\\equiv", ["∼"] = "\\sim", ["≃"] = "\\simeq", ["∝"] = "\\propto", ["→"] = "\\rightarrow",
  ["←"] = "\\leftarrow", ["↔"] = "\\leftrightarrow", ["⇒"] = "\\Rightarrow", ["↑"] = "\\uparrow",
  ["↓"] = "\\downarrow",
  ["∈"] = "\\in", ["∉"] = "\\notin", ["⊂"] = "\\subset", ["∪"] = "\\cup", ["∩"] = "\\cap",
  ["∅"] = "\\emptyset",
  ["∀"] = "\\forall", ["∃"] = "\\exists", ["ℝ"] = "\\mathbf{R}", ["ℕ"] = "\\mathbf{N}", ["ℤ"] = "\\mathbf{Z}",
  ["½"] = "\\frac12", ["¼"] = "\\frac14", ["¾"] = "\\frac34", ["…"] = "\\ldots",
  ["⋯"] = "\\cdots", ["°"] = "{}^\\circ",
  ["′"] = "{}'", ["″"] = "{}''", ["¬"] = "\\neg",
} do
  letters[letter] = "\\ensuremath{" .. command .. "}"
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

return tex
