---The commands of formulas, but for the symbols.
local symbols = require "plot.label.symbols"

local commands = {}

---Accents, as the combining characters that Unicode has for them.
commands.accents = {
  hat = "\u{302}", widehat = "\u{302}", bar = "\u{304}", overline = "\u{305}", tilde = "\u{303}", widetilde = "\u{303}",
  dot = "\u{307}", ddot = "\u{308}", vec = "\u{20D7}",
}

---Faces of letters.
---@type table<string, plot.label.Font>
commands.fonts = {
  mathrm = "upright", mathbf = "bold", boldsymbol = "bold", mathit = "italic", mathcal = "script", mathbb = "double",
}

---Spaces, in the size of the font.
commands.spaces = {
  [","] = 3 / 18, [":"] = 4 / 18, [";"] = 5 / 18, ["!"] = -3 / 18, [" "] = 1 / 3, quad = 1, qquad = 2,
}

---Names of commands that take arguments, or have a meaning of their own.
local structures = {"frac", "dfrac", "tfrac", "sqrt", "text", "mathrm", "operatorname", "left", "right"}

---All commands that are known, in alphabetical order.
---@type string[]
commands.all = {}
do
  local seen = {}
  local function add(name)
    if not seen[name] then seen[name], commands.all[#commands.all + 1] = true, name end
  end
  for _, symbol in ipairs(symbols.all) do add(symbol.command) end
  for _, list in ipairs {commands.accents, commands.fonts, commands.spaces} do
    for name in pairs(list) do add(name) end
  end
  for _, name in ipairs(structures) do add(name) end
  table.sort(commands.all)
end

return commands
