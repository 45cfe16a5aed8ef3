/// Scripts and code, and how they end.
extension Invocation {
  static let scripts: [Invocation] = [
    run("nosuch.lua"), run("/"), run("dir"), run("bad.lua"), run("fails.lua"), run("returns.lua"), run("shebang.lua"),
    run("comment.lua"), run("bom.lua"), run("level.lua"), run("level2.lua"), run("close.lua"), run("gc.lua"),
    run("gcerror.lua"), run("deepcall.lua"), run("tail.lua"), run("method.lua"), run("global.lua"),
    run("overflow.lua"), run("wrap.lua"), run("wrapobject.lua"), run("resume.lua"), run("coroutines.lua"),
    code("dofile 'level2.lua'"), run("-", input: "dofile 'level2.lua' print(debug.traceback())"),
  ]

  static let errors: [Invocation] = [
    code("error(setmetatable({}, {__tostring = function(self) error(self) end}))"),
    code("error 'no'"), code("error('no', 0)"), code("error('no', 2)"), code("error()"), code("error(nil)"),
    code("error(1.5)"), code("error(7)"), code("error(true)"), code("error{}"), code("error(print)"),
    code("error(io.stdout)"), code("error(coroutine.create(print))"),
    code("error(setmetatable({}, {__tostring = function() return 'worded' end}))"),
    code("error(setmetatable({}, {__tostring = function() return 1 end}))"),
    code("error(setmetatable({}, {__tostring = function() error 'x' end}))"),
    code("error(setmetatable({}, {__tostring = function() error{} end}))"),
    code("error(setmetatable({}, {__name = 'Mine'}))"), code("error(setmetatable({}, {__tostring = 5}))"),
    code("error('a\\0b', 0)"), code("error('\\xff', 0)"), code("error('', 0)"), code("error('two\\nlines', 0)"),
    code("local t = nil; t.x = 1"), code("local a <const> = 1; a = 2"), code("x ="), code("return 1"),
    code("goto nowhere"), code("for"), code("'abc"), code("[[abc"), code("print(1)) "), code("assert(false)"),
    code("assert(nil, {})"), code("string.rep()"), code("('x'):bad()"), code("math.floor({})"),
    code("io.lines('nosuch')"), code("setmetatable(1, {})"),
    code("local t = setmetatable({}, {__index = function(t, k) error('idx ' .. k) end}) local x = t.foo"),
    code("table.sort({3, 1, 'x'})"), code("local t = {} t[nil] = 1"), code("print(#5)"), code("return 1 < 'x'"),
    code("string.format('%d', 1.5)"), code("select(0)"), code("load('x x')()"),
    code("assert(load('error(1, 0)', '=named'))()"), code("dofile 'fails.lua'"), code("dofile 'nosuch.lua'"),
  ]

  static let tracebacks: [Invocation] = [
    code("pcall(error)", "print(pcall(error))"), code("print(xpcall(error, debug.traceback, 'm'))"),
    code("print(debug.traceback('m', 0))"), code("coroutine.wrap(function() print(debug.traceback()) end)()"),
    code("coroutine.yield()"), code("print(select(2, coroutine.running()), coroutine.isyieldable())"),
  ]

  static let endings: [Invocation] = [
    code("os.exit(7)"), code("os.exit(false)"), code("os.exit(true)"), code("os.exit()"), code("os.exit(256)"),
    code("os.exit(-1)"), code("os.exit(3, true)"), code("io.write 'unflushed' os.exit(0)"),
    code("io.stderr:write 'e' io.write 'o'"), code("setmetatable({}, {__gc = function() print 'gc' end}) os.exit(3)"),
    code("x = setmetatable({}, {__gc = function() print 'gc' end}) os.exit(3, true)"),
    code("coroutine.wrap(os.exit)(3, true)"),
    code("local x <close> = setmetatable({}, {__close = function(_, e) error 'closing' end})"), code("os.exit('x')"),
    code("x = setmetatable({}, {__gc = function() print 'late' end}) error 'no'"),
    code("setmetatable({}, {__gc = function() error 'gone' end})"),
    run("-W", "-e", "setmetatable({}, {__gc = function() error 'gone' end})"),
    run("-W", "-e", "setmetatable({}, {__gc = function() error{} end})"),
    run("-W", "-e", "warn('a', 'b', 'c') warn '@off' warn 'x' warn '@on' warn 'y' warn '@what' warn('@off', 'no')"),
    code("warn '@on' warn 'y' warn()"), code("warn({})"), run("-W", "-e", "io.stdout:close()"),
    run("-W", "-e", "x = setmetatable({}, {__close = 1, __gc = 1})"),
  ]

  static let stockOnly: [Invocation] = [
    code("os.execute([[./lua -e \"io.write 'unflushed' error('no', 0)\" 2>&1]])"),
    run("-l", "nosuch"), run("-l", "nosuch=other"), run("-l", "a=b=c"),
    run("-e", "package.preload['p-v2'] = function() return 'P' end", "-l", "p-v2", "-e", "print(p, _G['p-v2'])"),
    run("globals.lua"), run("metatables.lua"),
    code("error(setmetatable({}, {__tostring = function() return '(error object is a table value)' end}))"),
    code("require 'nosuch'"),
    code("local x <close> = setmetatable({}, {__close = function(_, e) print('closed', e) end}) error 'no'"),
  ]
}
