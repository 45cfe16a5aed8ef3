/// The prompt, on a standard input that is no terminal.
extension Invocation {
  static let prompt: [Invocation] = [
    typed("1 + 1\n"), typed("=1 + 1\n"), typed("1, nil, 'x'\n"), typed("x = 5\nx\n"), run("-i"), typed("\n"),
    typed("\n\n1\n"), typed("   \n"), typed("1"), typed("for i = 1, 2 do\nprint(i)\nend\n"), typed("x x\n"),
    typed("[[a\nb]]\n"), typed("error 'no'\n"), typed("error()\n"), typed("error{}\n"),
    typed("error(setmetatable({}, {__tostring = function() return 'w' end}))\n"),
    typed("function f() error 'deep' end\nf()\n"), typed("local x = 1\nx\n"), typed("return 7\n"), typed("return\n"),
    typed("=\n"), typed("==1\n"), typed("= x =\n"), typed("=1;\n"), typed("1;\n"), typed("--\n"),
    typed("1 -- comment\n"), typed("--[[\n]] 5\n"), typed("--[[ x ]] 5\n"),
    typed("f = function()\nreturn 9 end f()\nf()\n"), typed("{1,\n2}\n"), typed("#{1,\n2}\n"),
    typed("a = {\n1}\n#a\n"), typed("os.exit(5)\n"), typed("io.read()\nline\n"), typed("...\n"),
    typed("select('#', ...)\n"), typed("print(debug.traceback())\n"), typed("dofile 'level2.lua'\n"),
    typed("coroutine.wrap(function() error 'x' end)()\n"), typed("goto x\n"), typed("\"a\\\nb\"\n"),
    typed("Ã¤ = 1\n"), typed("'äö'\n"), typed("warn '@on' warn 'x'\n"), typed("string.rep('x', 300)\n"),
    typed("('x'):rep(5)\n"), typed("nil\n"), typed("print\n == print\n"), typed("1 +\n\n2\n"), typed("do\n\n\nend\n"),
    typed("x = [==[\n]]\n]==]\nx\n"), typed("\\n\n"), typed("\t1\n"),
  ]

  static let promptPrinting: [Invocation] = [
    typed("10\n", "-e", "print = nil"), typed("10\n", "-e", "print = 5"),
    typed("10\n", "-e", "print = function() error{} end"),
    typed("10\n", "-e", "print = function() error('mine', 0) end"),
    typed("10\n", "-e", "print = function() error(5) end"),
    typed("10\n", "-e", "print = function() error(5.5, 0) end"),
    typed(
      "10, 11\n", "-e",
      "print = setmetatable({}, {__call = function(self, ...) io.write('called ', select('#', ...), '\\n') end})"),
    typed("10\n", "-e", "print = function() error() end"),
    typed("10\n", "-e", "print = function() error('a\\0b', 0) end"),
    typed("setmetatable({}, {__tostring = function() error 'in tostring' end})\n"),
    typed("setmetatable({}, {__tostring = function() return 5 end})\n"),
    typed("setmetatable({}, {__name = 'N'}) == nil\n"), typed("function print() error 'x' end\n1\n"),
  ]

  static let promptTexts: [Invocation] = [
    typed("1\n", "-e", "_PROMPT = 'alo '"), typed("f(\n1)\n", "-e", "_PROMPT2 = 'more '"),
    typed("1\n", "-e", "_PROMPT, _PROMPT2 = '', ''"), typed("1\n", "-e", "_PROMPT = 5"),
    typed("1\n", "-e", "_PROMPT = 5.5"), typed("1\n", "-e", "_PROMPT = true"), typed("1\n", "-e", "_PROMPT = false"),
    typed(
      "--\nx = 2\n", "-e",
      "local n = 0 _PROMPT = setmetatable({}, {__tostring = function() n = n + 1 return tostring(n) end})"),
    typed("1\n", "-e", "_PROMPT = setmetatable({}, {__tostring = function() return 5 end})"),
    typed("1\n", "-e", "_PROMPT = setmetatable({}, {__tostring = function() error 'bad prompt' end})"),
    typed("f(\n1)\n2\n", "-e", "_PROMPT2 = setmetatable({}, {__tostring = function() error 'bad prompt' end})"),
    typed("1\n", "-e", "_PROMPT = 'a\\nb'"),
    typed("1\n", "-e", "setmetatable(_G, {__index = function(t, k) return k == '_PROMPT' and 'meta ' or nil end})"),
    typed("_PROMPT = 'new> '\n1\n"), typed("1\n", "-e", "_PROMPT = '\\xc3\\xa4> '"),
    typed("1\n", "-e", "setmetatable(_G, {__index = function(t, k) error('no ' .. k, 0) end})"),
  ]

  static let promptOptions: [Invocation] = [
    typed("1\n", "-v"), typed("1\n", "-W"), typed("1\n", "-E"), typed("y\n", "-lsilent"),
    run("-i", "silent.lua", "a", input: "y\narg[1]\n...\n"), run("-i", "fails.lua", input: "1\n"),
    run("-i", "nosuch.lua", input: "1\n"), run("-i", "-", input: "print 'script'"), run("-i", "--", input: "1\n"),
    typed("x = setmetatable({}, {__gc = function() print 'gc' end})\n"), typed("x\n", "-e", "x = 3"),
    run("-i", "-e", "error 'no'", input: "1\n"), run("-i", "returns.lua", input: "1\n"),
    run("-i", input: "1\n", environment: ["TERM": "xterm"]),
    run("-i", input: "f(\n1)\n", environment: ["TERM": "xterm"]),
    run("-i", input: "f(\n1)\n", environment: ["TERM": "dumb"]),
  ]
}
