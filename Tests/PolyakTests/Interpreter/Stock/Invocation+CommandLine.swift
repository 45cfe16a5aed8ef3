/// The command line, the environment and the standard input.
extension Invocation {
  static let options: [Invocation] = [
    run("-v"), run("-v", "-e", "print(1)"), run("-v", "args.lua"), run("-v", input: "print(1)"), run("-E", "-v"),
    run("-W"), run("-vv"), run("-iv"), run("-vi"), run("-Ex"), run("-Wx"), run("-x"), run("-h"), run("--help"),
    run("--version"), run("--stock"), run("--stock", "-v"), run("---"), run("--x"), run("-?"), run("-e"), run("-l"),
    code("-v"), run("-l", "-"), code(""), run("-e "), code("a"), run("-ea"), run("-ie", "x=1"), run("-El", "m"),
    run("-i", "-x"), run("-e", "print(1)", "-y"), run("--", input: "print(1, ...)"), run("--", "args.lua", "x"),
    run("--", "-"), run("-", "a", "-b", input: "print(...) print(arg[0], arg[-1])"),
    run("-", "--", input: "print(...)"), run("-e", "print(1)", "--"), run("-e", "print(1)", input: "print(2)"),
    run("-l", "string", input: "print(2)"), run("-W", input: "warn 'x'"), run("-E", input: "print(9)"), run("-"),
    run("", input: "print(1)"),
  ]

  static let arguments: [Invocation] = [
    run("args.lua"), run("args.lua", "x", "-y", "--", ""), run("-W", "-e", "z = 1", "args.lua", "x"),
    run("-W", "--", "args.lua", "x"), run("-v", "-E", "-W", "args.lua"), run("-lm", "args.lua"),
    code("for i = -2, 4 do io.write(tostring(arg[i]), ' ') end print(#arg, ...)"),
    code("x = 1", "print(x)", "error('two')", "print 'three'"), run("-e", "arg = nil", "args.lua"),
    run("-e", "arg = nil", "nosuch.lua"), run("-e", "arg = 5", "-", input: "print(1)"),
    run("-e", "arg[1] = 'changed' arg[2] = 'more'", "args.lua"), run("-e", "arg = {'a', nil, 'c'}", "args.lua"),
    run(
      "-e", "arg = setmetatable({}, {__len = function() return 2 end, __index = function() return 'i' end})",
      "args.lua"),
    run("-e", "arg = setmetatable({}, {__len = function() error 'len' end})", "args.lua"),
    run("-e", "arg = setmetatable({}, {__len = function() return {} end})", "args.lua"),
    run(
      "-e", "setmetatable(_G, {__index = function(t, k) return k == 'arg' and {'meta'} or nil end}) arg = nil",
      "args.lua"),
    code("arg = nil"), code("print = nil print(1)"), run("-e", "loadfile = nil dofile = nil", "returns.lua"),
    run("-e", "package = nil", "-lm"),
  ]

  static let modules: [Invocation] = [
    run("-e", "x = 'e'", "-lm", "-l", "g=m", "-e", "print(x, m.name, g and g.name)"),
    run("-l", "deep", "-e", "print(deep)"), run("-l", "d=deep", "-e", "print(d)"),
    run("-l", "=m", "-e", "print(_G[''])"), run("-l", "g=", "-e", "print(g)"),
    run("-e", "package.preload['p-v2'] = function() return 'P' end", "-l", "g=p-v2", "-e", "print(g)"),
    run("-e", "require = nil", "-lm"), run("-e", "require = 5", "-lm"),
    run("-e", "require = function() error('mine', 0) end", "-lm"), run("-l", "bad"), run("-l", "fails"),
    run("-l", "silent", "-e", "print(silent, y)"), run("-l", "nosuch"), code("require 'no.such'"),
    code("print(pcall(require, 'a.b-c'))"), code("print(select(2, pcall(require, '')))"),
    code("package.path, package.cpath = '?.none', '' print(pcall(require, 'x'))"),
    code("table.remove(package.searchers) print(pcall(require, 'x'))"),
    code("local function f() require 'no.such' end f()"), code("package.preload.x = error require 'x'"),
    run("-e", "setmetatable(_G, {__newindex = function(t, k, v) print('set', k) rawset(t, k, v) end})", "-lm"),
    run("-e", "setmetatable(_G, {__newindex = function(t, k, v) error('no ' .. k, 0) end})", "-l", "n=string"),
  ]

  static let environment: [Invocation] = [
    run("args.lua", environment: ["LUA_INIT": "print 'i' x = 1"]),
    run("-e", "print(x)", environment: ["LUA_INIT": "x = 1", "LUA_INIT_5_4": "x = 2"]),
    run("-e", "print(x)", environment: ["LUA_INIT": "x = 1", "LUA_INIT_5_4": ""]),
    run("-E", "-e", "print(x)", environment: ["LUA_INIT": "x = 1"]),
    run("-v", environment: ["LUA_INIT": "@init.lua"]), run("-v", environment: ["LUA_INIT": "@nosuch.lua"]),
    run("-v", input: "print 'stdin'", environment: ["LUA_INIT": "@"]),
    run("-v", environment: ["LUA_INIT": "error 'no'"]), run("-v", environment: ["LUA_INIT": "error{}"]),
    run("-v", environment: ["LUA_INIT": "x x"]), run("-v", environment: ["LUA_INIT_5_4": "error 'no'"]),
    run("-i", input: "1", environment: ["LUA_INIT": "error 'no'"]),
    run("-e", "print(1)", environment: ["LUA_INIT": "return 5"]),
    run("-e", "print(1)", environment: ["LUA_INIT": "print(...) print(arg[0], arg[1])"]),
    run("-z", environment: ["LUA_INIT": "print 'never'"]),
    run("-e", "print(package.path)", environment: ["LUA_PATH": "a;;b", "LUA_CPATH_5_4": "c"]),
    run("-E", "-e", "print(package.path, package.cpath)", environment: ["LUA_PATH": "a;;b", "LUA_CPATH_5_4": "c"]),
    run("-e", "print(package.cpath)", environment: ["LUA_CPATH": "x", "LUA_CPATH_5_4": "c"]),
    run("-lm", "-e", "print(m.name)", environment: ["LUA_PATH": "none/?.lua;?.lua"]),
  ]

  static let standardInput: [Invocation] = [
    run(input: "print(1)"), run(input: "error 'no'"), run(input: "x x"), run(input: "x = "), run(input: "return 5"),
    run(input: "#!shebang\nprint(2) print(debug.getinfo(1).currentline)"), run(input: "print(io.read())\nline two"),
    run(input: "print(io.read('a'))\nrest\nof it"), run("-e", "x = io.read()", "-", input: "first\nprint(x)"),
    run(input: "os.exit(4)"), run(input: "error{}"), run(input: "print(...) print(arg[0])"),
    run(input: "error('\\0')"), run(input: "\u{1B}Lua"), run(input: "\u{1B}"),
  ]
}
