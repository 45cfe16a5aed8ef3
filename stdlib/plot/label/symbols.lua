---The symbols of formulas in labels: what LaTeX calls them, what they look like, how they behave, and their spelling
---where there is ASCII alone.
local symbols = {}

---How a symbol behaves beside others, as in TeX: an ordinary one; a named function; a large operator; a binary
---operator; a relation; what opens, closes and separates.
---@alias plot.label.Class "ord"|"function"|"large"|"binary"|"relation"|"open"|"close"|"comma"

---@class plot.label.Symbol
---@field command? string  # without its backslash
---@field letter string  # what is shown: a letter, or the name of a function
---@field class plot.label.Class
---@field ascii string

---Of each class: command, letter, and its spelling in ASCII where that is not the command.
---@type table<plot.label.Class, string>
local lists = {
  ord = [[
    alpha α; beta β; gamma γ; delta δ; epsilon ϵ eps; varepsilon ε eps; zeta ζ; eta η; theta θ;
    vartheta ϑ theta; iota ι; kappa κ; lambda λ; mu μ; nu ν; xi ξ; pi π; rho ρ; varrho ϱ rho; sigma σ;
    varsigma ς sigma; tau τ; upsilon υ; phi ϕ; varphi φ phi; chi χ; psi ψ; omega ω; Gamma Γ; Delta Δ;
    Theta Θ; Lambda Λ; Xi Ξ; Pi Π; Sigma Σ; Upsilon Υ; Phi Φ; Psi Ψ; Omega Ω; ell ℓ l; hbar ħ; Re ℜ;
    Im ℑ; aleph ℵ; nabla ∇ grad; partial ∂ d; infty ∞ inf; emptyset ∅ {}; forall ∀; exists ∃ exists;
    neg ¬ not; surd √ sqrt; prime ′ '; dagger † +; top ⊤ T; bot ⊥ _|_; angle ∠ angle;
    triangle △ triangle; ldots … ...; dots … ...; cdots ⋯ ...; vdots ⋮ :; checkmark ✓ ok; vert | |;
    Vert ‖ ||; | ‖ ||; backslash \ \; % % %; # # #; & & &; _ _ _; $ $ $
  ]],
  large = [[sum ∑; prod ∏ prod; int ∫; oint ∮ oint; bigcup ⋃ U; bigcap ⋂ /\]],
  binary = [[
    pm ± +-; mp ∓ -+; times × x; div ÷ /; cdot · *; ast ∗ *; star ⋆ *; circ ∘ o; bullet • *;
    oplus ⊕ (+); ominus ⊖ (-); otimes ⊗ (x); odot ⊙ (.); cup ∪ U; cap ∩ /\; wedge ∧ /\; land ∧ /\;
    vee ∨ \/; lor ∨ \/; setminus ∖ \
  ]],
  relation = [[
    leq ≤ <=; le ≤ <=; geq ≥ >=; ge ≥ >=; ll ≪ <<; gg ≫ >>; neq ≠ !=; ne ≠ !=; approx ≈ ~;
    equiv ≡ ==; sim ∼ ~; simeq ≃ ~; cong ≅ ~=; propto ∝ prop.to; lesssim ≲ <~; gtrsim ≳ >~;
    prec ≺ <; succ ≻ >; preceq ⪯ <=; succeq ⪰ >=; in ∈; notin ∉; ni ∋; subset ⊂; subseteq ⊆;
    supset ⊃; supseteq ⊇; mid ∣ |; parallel ∥ ||; perp ⊥ _|_; to → ->; rightarrow → ->;
    leftarrow ← <-; gets ← <-; leftrightarrow ↔ <->; Rightarrow ⇒ =>; Leftarrow ⇐ <=;
    Leftrightarrow ⇔ <=>; implies ⇒ =>; iff ⇔ <=>; mapsto ↦ ->; uparrow ↑ ^; downarrow ↓ v;
    nearrow ↗ /; searrow ↘ \; colon : :
  ]],
  open = [[lbrace { {; { { {; langle ⟨ <; lfloor ⌊ [; lceil ⌈ [; lvert | |; lVert ‖ ||; lbrack [ []],
  close = [[rbrace } }; } } }; rangle ⟩ >; rfloor ⌋ ]; rceil ⌉ ]; rvert | |; rVert ‖ ||; rbrack ] ]
  ]],
}

---What is set in upright letters.
local functions = [[
  arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr
  sec sin sinh sup tan tanh
]]

---By command.
---@type table<string, plot.label.Symbol>
symbols.commands = {}

---By letter: how a letter behaves that is typed as it is. The first command of several names it.
---@type table<string, plot.label.Symbol>
symbols.letters = {}

---In the order of their classes and lists.
---@type plot.label.Symbol[]
symbols.all = {}

---@param symbol plot.label.Symbol
local function add(symbol)
  symbols.all[#symbols.all + 1] = symbol
  symbols.commands[symbol.command] = symbol
  local known = symbols.letters[symbol.letter]
  if not known then symbols.letters[symbol.letter] = symbol end
end

for _, class in ipairs {"ord", "large", "binary", "relation", "open", "close"} do
  for entry in string.gmatch(lists[class], "[^;]+") do
    local command, letter, ascii = string.match(entry, "(%S+)%s+(%S+)%s*(%S*)")
    add {command = command, letter = letter, class = class, ascii = ascii ~= "" and ascii or command}
  end
end
for name in string.gmatch(functions, "%a+") do
  local spelled = string.gsub(name, "^lim(%a)", "lim %1")
  symbols.all[#symbols.all + 1] = {command = name, letter = spelled, class = "function", ascii = spelled}
  symbols.commands[name] = symbols.all[#symbols.all]
end

---Characters that are typed as they are and mean no command.
for letter, class in pairs {
  ["+"] = "binary", ["-"] = "binary", ["*"] = "binary", ["="] = "relation", ["<"] = "relation", [">"] = "relation",
  [":"] = "relation", [","] = "comma", [";"] = "comma", ["("] = "open", ["["] = "open", [")"] = "close",
  ["]"] = "close", ["!"] = "close", ["?"] = "close", ["|"] = "ord", ["/"] = "ord", ["."] = "ord", ["°"] = "ord",
} do
  local shown = letter == "-" and "−" or letter == "*" and "∗" or letter
  symbols.letters[letter] = {letter = shown, class = class, ascii = letter}
end
symbols.letters["−"] = symbols.letters["-"]
-- The sign of millionths looks like it, and is on keyboards.
symbols.letters["µ"] = symbols.letters["μ"]

return symbols
