---Titles and names as TeX sets them.
local text = require "plot.text"

local tex = {}

local letters = {
  ["\\"] = "\\textbackslash{}", ["{"] = "\\{", ["}"] = "\\}", ["#"] = "\\#", ["$"] = "\\$", ["%"] = "\\%",
  ["&"] = "\\&", ["_"] = "\\_", ["^"] = "\\textasciicircum{}", ["~"] = "\\textasciitilde{}",
  ['"'] = "\\textquotedbl{}", ["'"] = "\\textquotesingle{}", ["`"] = "\\textasciigrave{}",
  ["<"] = "\\textless{}", [">"] = "\\textgreater{}", ["|"] = "\\textbar{}", ["-"] = "{-}",
  ["–"] = "--", ["—"] = "---", ["’"] = "'", ["…"] = "\\ldots{}",
}

---What is set in formulas: pdfTeX's fonts have no such letters.
for letter, command in pairs {
  ["α"] = "\\alpha", ["β"] = "\\beta", ["γ"] = "\\gamma", ["δ"] = "\\delta", ["Δ"] = "\\Delta", ["ε"] = "\\varepsilon",
  ["ϵ"] = "\\epsilon", ["η"] = "\\eta", ["θ"] = "\\theta", ["κ"] = "\\kappa", ["λ"] = "\\lambda", ["µ"] = "\\mu",
  ["μ"] = "\\mu", ["ν"] = "\\nu", ["ξ"] = "\\xi", ["π"] = "\\pi", ["ρ"] = "\\rho", ["σ"] = "\\sigma", ["τ"] = "\\tau",
  ["φ"] = "\\varphi", ["ϕ"] = "\\phi", ["ω"] = "\\omega", ["∇"] = "\\nabla", ["‖"] = "\\Vert", ["−"] = "-",
  ["·"] = "\\cdot", ["×"] = "\\times", ["≤"] = "\\leq", ["≥"] = "\\geq", ["≈"] = "\\approx", ["∞"] = "\\infty",
  ["√"] = "\\surd", ["→"] = "\\rightarrow", ["²"] = "{}^2", ["³"] = "{}^3", ["₀"] = "{}_0", ["₁"] = "{}_1",
  ["₂"] = "{}_2", ["₃"] = "{}_3", ["½"] = "\\frac12", ["±"] = "\\pm", ["∂"] = "\\partial", ["\u{FFFD}"] = "?",
} do
  letters[letter] = "\\ensuremath{" .. command .. "}"
end

---@param source string
---@return string
function tex.escape(source)
  return (text.clean(source):gsub(utf8.charpattern, letters))
end

return tex
