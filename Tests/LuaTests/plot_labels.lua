---Tests of formulas in labels, for stock Lua: lua5.4 Tests/LuaTests/plot_labels.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local parser = require "plot.label.parser"
local plot = require "plot"
local plot_testing = require "plot_testing"
local symbols = require "plot.label.symbols"
local testing = require "testing"
local tex = require "plot.tex"
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
  for _, command in ipairs(parser.commands) do
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

testing.finish()
