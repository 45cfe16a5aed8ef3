---Tests of pages that report writes, for stock Lua: lua5.4 Tests/LuaTests/report_page.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local png = require "plot.png"
local report = require "report"
local report_data = require "report_data"
local sha256 = require "report.sha256"
local testing = require "testing"

local test, equal = testing.test, testing.equal

---The page of one text, without its head and what made it.
local function body(text)
  local page = report.html {text}
  return (page:match "<main>\n(.-)\n?<h2 id=\"part%-%d+\">How it was made")
end

---Elements that are open at the end, or closed out of order.
local function check_nesting(page)
  local open = {}
  local void = {meta = true, link = true}
  local text = page:gsub("<script.->.-</script>", ""):gsub("<style>.-</style>", ""):gsub("<!DOCTYPE html>", "")
  for closing, name, rest in text:gmatch "<(/?)(%w+)([^>]*)>" do
    if closing == "/" then
      equal(name, table.remove(open))
    elseif not void[name] and rest:sub(-1) ~= "/" then
      open[#open + 1] = name
    end
  end
  equal(#open, 0)
end

local function hex(bytes) return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end)) end

-- Pages --

test("a page says which script and style sheet are its own, and lets nothing else in", function()
  -- The three of FIPS 180-4's examples that are short.
  equal(hex(sha256 "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  equal(hex(sha256 ""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  equal(hex(sha256 "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  local page = report.html {title = "T", plots = {{1, 4, 9}}}
  local policy = page:match 'Content%-Security%-Policy" content="([^"]*)"'
  equal(policy:match "^[^;]*", "default-src 'none'")
  for directive, element in pairs {["script%-src"] = "<script>(.-)</script>", ["style%-src"] = "<style>(.-)</style>"} do
    equal(policy:match(directive .. " 'sha256%-([^']*)'"), png.base64(sha256(page:match(element))))
  end
  -- Nothing that a browser would fetch.
  for _, address in page:gsub("http://www.w3.org/[%w/]*", ""):gmatch '[%s:](%a+)="(%a+:[^"]*)"' do
    assert(address:find "^data:", address)
  end
  assert(not page:find("@import", 1, true) and not page:find "url%(" and not page:find ' style="')
end)

test("a page is whole, whatever stands in it", function()
  local evil = "</script><b>&\"' \u{1F600} \xff"
  local page = report.html {
    title = evil, text = evil .. "\n\n# " .. evil .. "\n\n- " .. evil .. "\n\n```\n" .. evil .. "\n```\n",
    {plot = {{x = {1, 2}, y = {1, 0 / 0}, name = evil}, title = evil, xlabel = evil}, caption = evil},
    {table = {{[evil] = evil}}, caption = evil}, settings = {[evil] = evil, [evil .. 2] = {evil}},
    {plot = {kind = "bars", 1, 2, name = evil, ylabel = evil}},
    {panels = {
      {kind = "histogram", 1, 1, 2, name = evil}, {kind = "heatmap", z = {{1, 2}, {1 / 0, 4}}, zlabel = evil},
    }},
  }
  check_nesting(page)
  assert(not page:find("<b>&", 1, true) and utf8.len(page))
  equal(select(2, page:gsub("</script>", "")), 4)
  assert(page:find("<title>&lt;/script&gt;&lt;b&gt;&amp;&quot;' \u{1F600} \u{FFFD}</title>", 1, true))
  equal(report_data.first(page).boxes[1].layers[1].name, (evil:gsub("\xff", "\u{FFFD}")))
end)

test("parts stand in the order in which they are given", function()
  local page = report.html {
    text = "one", "two", {plot = {1, 2}}, {settings = {a = 1}}, plots = {{1, 3}}, tables = {{{1}}}, "three",
    settings = {b = 2},
  }
  local order, at = {"<p>one", "<p>two", "Figure 1.", "Table 1.", "<p>three", "Figure 2.", "Table 2.", "Table 3."}, 1
  for _, text in ipairs(order) do
    local found = page:find(text, at, true)
    assert(found, text)
    at = found
  end
end)

test("every heading has a link to it, where there are three or more", function()
  local page = report.html {"# A `b`\n## C\n# [D](https://x.org)"}
  for id, heading in pairs {["part-1"] = "A <code>b</code>", ["part-2"] = "C", ["part-3"] = "D"} do
    assert(page:find(('<a href="#%s">%s</a>'):format(id, heading), 1, true), heading)
    assert(page:find(('id="%s"'):format(id), 1, true))
  end
  assert(not report.html({"# A"}):find("<nav", 1, true))
end)

-- Texts --

local texts = {
  {"a\nb\n\nc", "<p>a b</p>\n<p>c</p>"},
  {"  a\n\n  b", "<p>a</p>\n<p>b</p>"},
  {"a *b* **c** ***d*** _e_ __f__", "<p>a <em>b</em> <strong>c</strong> <strong><em>d</em></strong> <em>e</em> "
    .. "<strong>f</strong></p>"},
  {"2*3*4 a_b_c * d * **", "<p>2*3*4 a_b_c * d * **</p>"},
  {"**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"},
  {"`a*b*` ``a`b`` `x", "<p><code>a*b*</code> <code>a`b</code> `x</p>"},
  {"[a *b*](https://x.org/?a=1&b=\"2\") [c](d.html#e) [f]", '<p><a href="https://x.org/?a=1&amp;b=&quot;2&quot;">'
    .. 'a <em>b</em></a> <a href="d.html#e">c</a> [f]</p>'},
  {"\\*a\\* \\$5 \\\\ \\q", "<p>*a* $5 \\ \\q</p>"},
  {"costs $5, or $6", "<p>costs $5, or $6</p>"},
  {"- a\n- b\n  c\n- d", "<ul>\n<li>a</li>\n<li>b c</li>\n<li>d</li>\n</ul>"},
  {"1. a\n2. b\n   - c", "<ol>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul></li>\n</ol>"},
  {"3) a", '<ol start="3">\n<li>a</li>\n</ol>'},
  {"a\n- b", "<p>a</p>\n<ul>\n<li>b</li>\n</ul>"},
  {"```lua\na < b\n\n  c\n```\nd", '<pre tabindex="0"><code>a &lt; b\n\n  c</code></pre>\n<p>d</p>'},
  {"```\na", '<pre tabindex="0"><code>a</code></pre>'},
  {"# a\nb", '<h2 id="part-1">a</h2>\n<p>b</p>'},
  {"### a ###", '<h4 id="part-1">a</h4>'},
  {"#a", "<p>#a</p>"},
  {"\r\na\r\n\r\n\tb", "<p>a</p>\n<p>b</p>"},
  {"", ""},
}
for _, case in ipairs(texts) do
  test(("the text %q"):format(case[1]), function() equal(body(case[1]), case[2]) end)
end

test("formulas are drawings with their letters as text for those who cannot see them", function()
  local inline = body "x $\\mu^2$ y"
  equal(inline:match 'aria%-label="([^"]*)"', "μ²")
  assert(inline:find '^<p>x <svg class="formula d%d+" ' and inline:find "</svg> y</p>$")
  assert(body("$$ \\frac{1}{2} $$"):find '^<p class="display"><svg ')
  local page = report.html {"$\\mu$", title = "$\\beta$", plots = {{1, 2, title = "$\\mu$"}}}
  -- Each letter is drawn once, and is there for all that use it.
  local defined = {}
  for id in page:gmatch '<path id="(%w+)"' do
    assert(not defined[id], id)
    defined[id] = true
  end
  for id in page:gmatch 'xlink:href="#(%w+)"' do assert(defined[id], id) end
  for depth in page:gmatch 'class="formula d(%d+)"' do assert(page:find("\n.d" .. depth .. "{", 1, true), depth) end
end)

test("many signs that begin nothing are read once", function()
  -- At a look through the rest for each of them this would take minutes.
  for _, sign in ipairs {"*", "**", "_", "__"} do
    local many = (sign .. "a "):rep(50000) .. "b"
    equal(body("*b* " .. many), "<p><em>b</em> " .. many .. "</p>")
    equal(body("*b* " .. sign .. "a\n\n*b* " .. sign .. "a"), ("<p><em>b</em> " .. sign .. "a</p>\n"):rep(2):sub(1, -2))
  end
end)

-- Files --

test("a page says what made it", function()
  local page = report.html {seed = {3, 4}}
  local made = page:match "How it was made.-<table>(.*)</table>"
  for name, value in pairs {Lua = "Lua 5.4", seed = "3, 4", script = "report_page.lua"} do
    assert(made:find(("<td>%s</td><td>%s</td>"):format(name, value), 1, true), name)
  end
  assert(made:find "<td>time</td><td>%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d UTC</td>")
end)

test("a file is written whole, and its name returned", function()
  local path = testing.folder() .. "/page.HTML"
  equal(report {title = "T", file = path, "a"}, path)
  assert(testing.read(path):find "^<!DOCTYPE html>\n<html lang=\"en\">.*</html>\n$")
  equal(testing.listing(), "page.HTML\n")
  os.remove(path)
end)

testing.finish()
