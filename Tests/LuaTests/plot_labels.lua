---Tests of formulas in labels, for stock Lua: lua5.4 Tests/LuaTests/plot_labels.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local commands = require "plot.label.commands"
local font = require "plot.font"
local parser = require "plot.label.parser"
local plot = require "plot"
local plot_testing = require "plot_testing"
local symbols = require "plot.label.symbols"
local testing = require "testing"
local tex = require "plot.tex"
local typeset = require "plot.label.typeset"
local unicode = require "plot.label.unicode"

local test, equal, drawn = testing.test, testing.equal, plot_testing.drawn

-- A label; in Unicode, in ASCII, for LaTeX where that is not the label itself, for gnuplot.
for _, case in ipairs {
  {[[$\|\epsilon_k\|^2$]], "‖ϵₖ‖²", "||eps_k||^2", nil, "‖{/:Italic ϵ}_{{/:Italic k}}‖^2"},
  {[[loss $L(\beta)$ at $10^{-3}$]], "loss L(β) at 10⁻³", "loss L(beta) at 10^{-3}", nil,
    "loss {/:Italic L}({/:Italic β}) at 10^{−3}"},
  {[[$\frac{a+b}{2}$, $\frac12$]], "(a + b)/2, 1/2", "(a + b)/2, 1/2", nil,
    "({/:Italic a} + {/:Italic b})/2, 1/2"},
  {[[$\sqrt{1-\mu}$, $\sqrt[3]{x}$, $\sqrt 2$]], "√(1 − μ), ∛x, √2", "sqrt(1 - mu), sqrt[3](x), sqrt(2)", nil,
    "√(1 − {/:Italic μ}), ∛{/:Italic x}, √2"},
  {[[$\hat\beta_{k+1} = \beta_k - \eta\nabla L$]], "β\u{302}ₖ₊₁ = βₖ − η∇L",
    "hat(beta)_{k+1} = beta_k - eta grad L", nil,
    "{/:Italic β\u{302}}_{{/:Italic k}+1} = {/:Italic β}_{{/:Italic k}} − {/:Italic η}∇{/:Italic L}"},
  {[[$\bar{xy}$ $\vec v$]], "x\u{305}y\u{305} v\u{20D7}", "bar(xy) vec(v)", nil,
    "x\u{305}y\u{305} {/:Italic v\u{20D7}}"},
  {[[$\mathbf{w}^\top\mathrm{d}x$]], "wᵀdx", "w^Tdx", nil, "{/:Bold w}^⊤d{/:Italic x}"},
  {[[$\mathbb{R}^d$, $\mathcal{L}$]], "ℝᵈ, ℒ", "R^d, L", nil, "ℝ^{{/:Italic d}}, ℒ"},
  {[[$\sum_{i=1}^n a_i$]], "∑ᵢ₌₁ⁿ aᵢ", "sum_{i=1}^n a_i", nil,
    "∑@^{{/:Italic n}}_{{/:Italic i}=1} {/:Italic a}_{{/:Italic i}}"},
  {[[$\lim_{k\to\infty} x^{(k)}$]], "lim_{k→∞} x⁽ᵏ⁾", "lim_{k->inf} x^{(k)}", nil,
    "lim_{{/:Italic k}→∞} {/:Italic x}^{({/:Italic k})}"},
  {[[$-\alpha\beta$, $2\eta\,\lambda_{\max}$]], "−αβ, 2ηλₘₐₓ", "-alpha beta, 2 eta lambda_{max}", nil,
    "−{/:Italic α}{/:Italic β}, 2{/:Italic η}{/:Italic λ}_{max}"},
  {[[$f''(x) \leq \left[\frac12\right)$]], "f′′(x) ≤ [1/2)", "f''(x) <= [1/2)", nil,
    "{/:Italic f}′′({/:Italic x}) ≤ [1/2)"},
  {[[$\text{50% of } Q_{10}^{x^2}$]], "50% of Q₁₀^{x²}", "50% of Q_{10}^{x^2}", [[$\text{50\% of } Q_{10}^{x^2}$]],
    "50% of {/:Italic Q}@^{{/:Italic x}^2}_{10}"},
  {"$ε_k ≤ 1$ é", "εₖ ≤ 1 é", "eps_k <= 1 ?", [[$\varepsilon _k \leq  1$ é]], "{/:Italic ε}_{{/:Italic k}} ≤ 1 é"},
  {[[a_b costs $5, \$x\$]], "a_b costs $5, $x$", "a_b costs $5, $x$", [[a\_b costs \$5, \$x\$]],
    [[a\_b costs $5, $x$]]},
  {[[$\{x_i\}$ & {y}]], "{xᵢ} & {y}", "{x_i} & {y}", [[$\{x_i\}$ \& \{y\}]],
    [[\{{/:Italic x}_{{/:Italic i}}\} \& \{y\}]]},
} do
  local label = case[1]
  test("a label is set in every kind of output: " .. label, function()
    equal(unicode.letters(label), case[2])
    equal(unicode.ascii(label), case[3])
    equal(tex.label(label), case[4] or label)
    equal(unicode.gnuplot(label), case[5])
  end)
end

test("what has no formula is the text that it is", function()
  for _, label in ipairs {"", "10^3", "a\\b", "x_k {1}", "$", "\u{3b5}", "50 % & #"} do
    equal(unicode.letters(label), label)
    assert(not parser.has_formula(label))
  end
end)

---A formula with a command in it.
local function sample(command)
  local samples = {
    frac = [[\frac{a}{b}]], dfrac = [[\dfrac ab]], tfrac = [[\tfrac12]], sqrt = [[\sqrt[3]{x}]], text = [[\text{a b}]],
    operatorname = [[\operatorname{tr}]], left = [[\left(x\right)]], right = [[\left\{x\right.]],
  }
  return "$" .. (samples[command] or ("\\%s x"):format(command)) .. "$"
end

test("every command is set in every kind of output", function()
  for _, command in ipairs(commands.all) do
    local label = sample(command)
    local parts, complaint = parser.parse(label)
    assert(parts, complaint)
    assert(parser.has_formula(label))
    assert(not unicode.ascii(label):find "[^\x20-\x7E]" and not unicode.ascii(label):find "?", unicode.ascii(label))
    local written = unicode.letters(label)
    assert(not written:find "\\%a" or command == "backslash", written)
    equal(tex.label(label), label)
    assert(#unicode.gnuplot(label) > 0)
  end
end)
test("a symbol typed as a letter behaves as its command does", function()
  for _, symbol in ipairs(symbols.all) do
    if symbol == symbols.letters[symbol.letter] and #symbol.letter > 1 then
      local typed = unicode.letters("$a" .. symbol.letter .. " b$")
      equal(typed, unicode.letters("$a\\" .. symbol.command .. " b$"))
      assert(not tex.label("$" .. symbol.letter .. "$"):find "[\x80-\xFF]")
    end
  end
end)

for _, case in ipairs {
  {[[$\epsiln$]], [[has the unknown command '\epsiln' (did you mean '\epsilon'?)]]},
  {[[$\zzz$]], [[has the unknown command '\zzz']]},
  {[[$\frac{a}$]], [[has nothing behind '\frac']]},
  {[[$a^$]], "has nothing behind '^'"},
  {[[$a^b^c$]], "has two superscripts at one place: put one between braces"},
  {[[$a_b_c$]], "has two subscripts at one place: put one between braces"},
  {[[${a$]], "has a '{' that is not closed"},
  {[[$a}$]], "has a '}' without its '{'"},
  {[[$a$ and $b]], [[has a '$' without its second: write '\$' for the sign itself]]},
  {[[$\left(a$]], [[has a '\left' that is not closed]]},
  {[[$a\right)$]], [[has a '\right' without its '\left']]},
  {[[$\left x\right)$]], [[has no bracket behind '\left', but 'x']]},
  {[[$50%$]], [[has a '%' in its formula: write '\%']]},
  {[[$\text a$]], [[has '\text' without braces behind it]]},
  {[[$\text{a{b}}$]], [[has braces within those of '\text']]},
  {[[$\sqrt[3$]], "has a '[' that is not closed"},
  {[[$\operatorname{a_b}$]], [[has '\operatorname' with a name that is not of letters, 'a_b']]},
  {"$" .. ("{"):rep(1000) .. "$", "has more than 40 braces within braces"},
} do
  test("a formula that cannot be read is refused: " .. case[1]:sub(1, 20), function()
    equal(testing.message(plot, {1, 2}, {title = case[1]}), "plot: option 'title' " .. case[2])
  end)
end
test("labels, names and titles of live pictures are refused by the option that they are", function()
  local wrong, complaint = [[$\esp$]], [[has the unknown command '\esp']]
  for _, name in ipairs {"xlabel", "ylabel", "title"} do
    local message = testing.message(plot, {1, 2}, {[name] = wrong})
    assert(message:find(("plot: option '%s' %s"):format(name, complaint), 1, true), message)
    message = testing.message(plot.live, {[name] = wrong})
    assert(message:find(("plot.live: option '%s' %s"):format(name, complaint), 1, true), message)
  end
  local message = testing.message(plot, {{y = {1}, name = "a"}, {y = {2}, name = wrong}})
  assert(message:find("plot: option 'series[2].name' " .. complaint, 1, true), message)
end)

test("the terminal shows formulas in its letters, or spells them", function()
  local figure = {
    {y = {1, 2}, name = [[$\mu = 0.5$]]}, title = [[$\eta\lambda$]], xlabel = "$k$", ylabel = [[$\|\epsilon_k\|^2$]],
  }
  local picture = drawn(figure)
  for _, part in ipairs {"ηλ\n", "‖ϵₖ‖²   ── μ = 0.5\n"} do assert(picture:find(part, 1, true), picture) end
  plot_testing.environment = {LANG = "C"}
  picture = drawn(figure)
  for _, part in ipairs {"eta lambda\n", "||eps_k||^2   ** mu = 0.5\n"} do
    assert(picture:find(part, 1, true), picture)
  end
end)
test("notes name series as they are shown", function()
  assert(drawn({{y = {1, 0}, name = [[$\beta_1$]]}, log = "y"}):find('1 point of "β₁" not shown', 1, true))
end)

-- By fontTools, of DejaVuSans.ttf and DejaVuSans-Bold.ttf 2.37.
for _, case in ipairs {
  {"A", "upright", 1401, 16, 0, 1384, 1493}, {"g", "upright", 1300, 113, -426, 1114, 1147},
  {"|", "upright", 690, 260, -483, 430, 1565}, {"é", "upright", 1260, 113, -29, 1151, 1638},
  {"ş", "upright", 1067, 111, -395, 967, 1147}, {"Σ", "italic", 1294, 201, 0, 1163, 1493},
  {"R", "double", 1622, 200, 0, 1586, 1493}, {"√", "upright", 1305, 61, -41, 1305, 1661},
  {"w", "bold", 1892, 72, 0, 1821, 1120}, {"β", "bold", 1466, 172, -426, 1374, 1584},
} do
  test("letters are those of DejaVu Sans: " .. case[1], function()
    local glyph = font.glyph(utf8.codepoint(case[1]), case[2])
    local found = {glyph.advance, glyph.left, glyph.low, glyph.right, glyph.high}
    equal(table.concat(found, " "), table.concat(case, " ", 3))
  end)
end
test("all letters have the widths and extents that fontTools finds, in sum", function()
  for name, expected in pairs {
    regular = "576 729816 78257 2644 655136 806206", bold = "113 163532 12971 -8970 151814 156728",
  } do
    local sums = {0, 0, 0, 0, 0, 0}
    for code in require("plot.font." .. name).outlines:gsub("\n", ""):gmatch "@(%x+) " do
      local glyph = font.glyph(tonumber(code, 16), name == "bold" and "bold" or "upright")
      for i, n in ipairs {1, glyph.advance, glyph.left, glyph.low, glyph.right, glyph.high} do sums[i] = sums[i] + n end
    end
    equal(table.concat(sums, " "), expected)
  end
end)
test("a line is as wide as its letters, neighbours nearer where the font has them so", function()
  -- Of 2048: widths from the tables hmtx and kern.
  for source, width in pairs {
    ["HB mu = 0.95"] = 14467, ["AVATAR To"] = 11433 - 928, ["η = 5·10⁻³"] = 10778, ["Żółć"] = 4364, [""] = 0,
  } do
    equal(math.floor(typeset.label(source).width * 2048 + 0.5), width)
  end
end)
test("every command has letters with outlines", function()
  for _, command in ipairs(commands.all) do
    local line = typeset.label(sample(command))
    assert(line.width > 0 and #line.pieces > 0)
    for _, piece in ipairs(line.pieces) do assert(not piece.text, command) end
  end
  for _, letters in ipairs {unicode.raised, unicode.lowered} do
    for plain in pairs(letters) do
      for _, piece in ipairs(typeset.label(plain).pieces) do assert(not piece.text, plain) end
    end
  end
  for letter in ("ABCDEFGHIJKLMNOPQRSTUVWXYZ"):gmatch "." do
    equal(select(2, font.glyph(letter:byte(), "script")), "script")
  end
end)
test("formulas are built as TeX builds them", function()
  local function line(source) return typeset.label("$" .. source .. "$") end
  local x = line "x"
  -- Scripts are smaller, over and under the line; both stand over each other.
  local scripts = line "x^2_k"
  assert(scripts.height > x.height and scripts.depth > x.depth)
  assert(scripts.width < x.width + line("2").width + line("k").width)
  -- A fraction is about the axis, a root over all that it has inside.
  local fraction, root = line [[\frac{x}{y}]], line [[\sqrt{\frac{x}{y}}]]
  assert(fraction.depth > 0.2 and fraction.height > 0.8)
  assert(root.height > fraction.height and root.depth > fraction.depth and root.width > fraction.width)
  -- Brackets grow with what they have inside, and not without \\left.
  assert(line([[\left(\frac{x}{y}\right)]]).height > line([[(x)]]).height)
  equal(line([[\left(x\right)]]).height > 0, true)
  -- A minus sign is nearer to what it belongs to than one between two.
  local binary, sign = line "a-b", line "-b"
  assert(binary.width - line("a").width - sign.width > 0.4)
  -- TeX: 4/18 on both sides of an operation, 5/18 of a relation, none in scripts.
  local plus, a, b = line("+").width, line("a").width, line("b").width
  local function near(got, expected) assert(math.abs(got - expected) < 1e-9, got .. " " .. expected) end
  near(line("a+b").width, a + plus + b + 8 / 18)
  near(line("a=b").width, a + line("=").width + b + 10 / 18)
  near(line("{}_{a+b}").width, 0.7 * (a + plus + b) + 0.04)
  near(line([[a\,b]]).width, a + b + 3 / 18)
  near(line([[a\quad b]]).width, a + b + 1)
end)
test("numbers of ticks have powers raised and true minus signs", function()
  for label, expected in pairs {
    ["1e-06"] = "10⁻⁶", ["-2.5e+07"] = "−2.5 × 10⁷", ["-3"] = "−3", ["0.5"] = "0.5", ["1e+00"] = "10⁰", ["a-b"] = "a-b",
  } do
    equal(unicode.letters(typeset.numeral(label)), expected)
  end
end)

testing.finish()
