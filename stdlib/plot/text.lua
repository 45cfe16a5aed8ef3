---Titles and names on their way to an output: what users write need not be printable there.
local text = {}

---How to write in ASCII what formulas of this field are full of.
local plain = {
  ["α"] = "alpha", ["β"] = "beta", ["γ"] = "gamma", ["δ"] = "delta", ["Δ"] = "Delta", ["ε"] = "eps", ["ϵ"] = "eps",
  ["η"] = "eta", ["θ"] = "theta", ["κ"] = "kappa", ["λ"] = "lambda", ["µ"] = "mu", ["μ"] = "mu", ["ν"] = "nu",
  ["ξ"] = "xi", ["π"] = "pi", ["ρ"] = "rho", ["σ"] = "sigma", ["τ"] = "tau", ["φ"] = "phi", ["ϕ"] = "phi",
  ["ω"] = "omega", ["∇"] = "grad ", ["‖"] = "||", ["−"] = "-", ["–"] = "-", ["—"] = "-", ["·"] = "*", ["×"] = "x",
  ["≤"] = "<=", ["≥"] = ">=", ["≈"] = "~", ["∞"] = "inf", ["√"] = "sqrt ", ["²"] = "^2", ["³"] = "^3",
  ["₀"] = "0", ["₁"] = "1", ["₂"] = "2", ["₃"] = "3", ["₄"] = "4", ["ₖ"] = "_k", ["ₜ"] = "_t", ["ₙ"] = "_n",
  ["⁰"] = "^0", ["¹"] = "^1", ["⁴"] = "^4", ["⁵"] = "^5", ["⁶"] = "^6", ["⁻"] = "^-", ["½"] = "1/2", ["∂"] = "d",
  ["ψ"] = "psi", ["χ"] = "chi", ["ζ"] = "zeta", ["Σ"] = "Sigma", ["Λ"] = "Lambda", ["Φ"] = "Phi", ["Ψ"] = "Psi",
  ["Θ"] = "Theta", ["Ω"] = "Omega", ["ℓ"] = "l", ["∈"] = "in", ["→"] = "->", ["±"] = "+-", ["…"] = "...", ["’"] = "'",
}

---Valid UTF-8 without control characters: a stray byte becomes U+FFFD, a control character a space. Neither can then
---move a terminal's cursor or make an XML file unreadable.
---@param source string
---@return string
function text.clean(source)
  if not utf8.len(source) then
    local pieces, at = {}, 1
    while at <= #source do
      local _, bad = utf8.len(source, at)
      pieces[#pieces + 1] = string.sub(source, at, (bad or #source + 1) - 1)
      if bad then pieces[#pieces + 1] = "\u{FFFD}" end
      at = (bad or #source) + 1
    end
    source = table.concat(pieces)
  end
  source = string.gsub(string.gsub(source, "%c", " "), "\xC2[\x80-\x9F]", " ")
  return (string.gsub(string.gsub(source, "\u{FFFE}", "\u{FFFD}"), "\u{FFFF}", "\u{FFFD}"))
end

---@param source string
---@return string  # ASCII without control characters
function text.ascii(source)
  return (string.gsub(text.clean(source), utf8.charpattern, function(character)
    return #character > 1 and (plain[character] or "?") or nil
  end))
end

---@param code integer
---@return integer  # cells that a terminal gives to it: marks above letters take none, East Asian letters two
local function cells(code)
  if code >= 0x300 and code <= 0x36F or code == 0x200B or code >= 0x20D0 and code <= 0x20FF then return 0 end
  if code >= 0x1100 and code <= 0x115F or code >= 0x2E80 and code <= 0xA4CF or code >= 0xAC00 and code <= 0xD7A3
    or code >= 0xF900 and code <= 0xFAFF or code >= 0xFF00 and code <= 0xFF60 or code >= 0x1F300 and code <= 0x1FAFF
  then
    return 2
  end
  return 1
end

---@param source string  # clean
---@return integer  # cells it takes in a terminal
function text.width(source)
  local width = 0
  for _, code in utf8.codes(source) do width = width + cells(code) end
  return width
end

---Cut to `width` cells.
---@param source string  # clean
---@param width integer
---@return string
function text.cut(source, width)
  local taken = 0
  for at, code in utf8.codes(source) do
    taken = taken + cells(code)
    if taken > width then return string.sub(source, 1, at - 1) end
  end
  return source
end

return text
