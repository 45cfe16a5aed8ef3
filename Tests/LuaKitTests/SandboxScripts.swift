/// Scripts of further kinds for `Scripts that are not trusted`: each would go on, or grow, without end.
enum SandboxScripts {
  static let endless = compiling + modules + collecting + arguments + numerals + textual + tables + nesting + handlers + variables

  /// Texts that take long to compile.
  private static let compiling = [
    "while true do load(('local x = 1 '):rep(150)) end",
    "while true do load('return ' .. ('a.'):rep(2000) .. 'a') end",
    "while true do load(('if x then else'):rep(50) .. ('end '):rep(50)) end",
    "while true do load('return \"' .. ('\\\\065'):rep(20000) .. '\"') end",
    "while true do load('--[[' .. ('x'):rep(1e5) .. ']]') end",
    "while true do load(('\\n'):rep(1e5)) end",
    "while true do load('return {' .. ('{},'):rep(5000) .. '}') end",
    "while true do load('::a:: ' .. ('goto a '):rep(1000)) end",
    "while true do pcall(load, ('('):rep(150)) end",
    "while true do load('x = ' .. ('1 + '):rep(5000) .. '1') end",
    "local s = 'return 1' while true do s = 'return function() ' .. s .. ' end' if not load(s) then s = 'return 1' end end",
    "local env = setmetatable({}, {__newindex = function() while true do end end}) load('x = 1', 'n', 't', env)()",
    "local env = setmetatable({}, {__index = function(_, k) return load('return ' .. k, k, 't', {}) end}) while true do load('f()', 'n', 't', env)() end",
  ]

  /// What a host hands out.
  private static let modules = [
    "while true do require('text') end",
    "while true do pcall(require, 'absent') end",
    "require('endless')",
    "while true do pcall(require, 'endless') end",
    "while true do pcall(require, 'round') end",
    "while true do warn('@on') warn('@off') end",
    "while true do pcall(warn) end",
    "while true do pcall(print, setmetatable({}, {__tostring = error})) end",
    "while true do pcall(print, setmetatable({}, {__name = ('x'):rep(1e5)})) end",
  ]

  /// The collector, weak tables and finalisers.
  private static let collecting = [
    "while true do collectgarbage('generational') collectgarbage('incremental', 0, 0, 0) end",
    "collectgarbage('stop') while true do local t = {{}} end",
    "collectgarbage('setpause', 1000) while true do local t = {{}} end",
    "while true do collectgarbage('step', 1 << 30) end",
    "while true do pcall(collectgarbage, 'nonsense') end",
    "collectgarbage('generational') local t = {} while true do t[#t % 1000 + 1] = {} end",
    "local t = setmetatable({}, {__mode = 'k'}) while true do t[{}] = {} end",
    "local t = setmetatable({}, {__mode = 'kv'}) while true do t[{}] = function() return t end end",
    "local t, k = setmetatable({}, {__mode = 'k'}), {} while true do local n = {} t[k] = n k = n end",
    """
    local mt = {} mt.__gc = function(o) setmetatable({}, mt) setmetatable({}, mt) end
    setmetatable({}, mt) while true do collectgarbage() end
    """,
    "local mt = {__gc = function() coroutine.wrap(function() while true do end end)() end} while true do setmetatable({}, mt) end",
    "local mt = {__gc = function() local x <close> = setmetatable({}, {__close = function() while true do end end}) end} setmetatable({}, mt) collectgarbage() while true do end",
    "local mt = {__gc = function() error(setmetatable({}, {__tostring = function() while true do end end})) end} setmetatable({}, mt) collectgarbage() while true do end",
    "local mt = {__gc = function() warn(('x'):rep(100)) end} while true do setmetatable({}, mt) end",
  ]

  /// Many arguments and results.
  private static let arguments = [
    "local function f(...) return f(1, ...) end while true do pcall(f) end",
    "local t = table.pack(('x'):rep(3e4):byte(1, 3e4)) while true do (function(...) local u = {...} end)(table.unpack(t)) end",
    "while true do pcall(table.unpack, {}, 1, 1e8) end",
    "while true do pcall(string.char, ('x'):rep(1e4):byte(1, -1)) end",
    "while true do pcall(string.byte, ('x'):rep(1e6), 1, -1) end",
    "while true do select(-1, ('x'):rep(3e4):byte(1, 3e4)) end",
    "while true do pcall(string.format, ('%s'):rep(300), ('x'):rep(200):byte(1, -1)) end",
    "while true do math.max(('x'):rep(3e4):byte(1, 3e4)) end",
  ]

  /// Numbers whose digits come after megabytes of spaces, passed many times.
  private static let numerals = [
    "utf8.char(table.unpack(t))", "string.char(table.unpack(t))", "math.max(table.unpack(t))", "math.min(table.unpack(t))",
    "string.format(('%d'):rep(#t), table.unpack(t))", "string.format(('%%%5.1f'):rep(#t), table.unpack(t))",
    "string.format('\\0' .. ('%x'):rep(#t), table.unpack(t))", "string.pack(('b'):rep(#t), table.unpack(t))",
    "string.pack(('!4Xi4 i4<d'):rep(#t // 2), table.unpack(t))", "os.time {year = s}", "math.tointeger(s)", "math.floor(s)",
    "('x'):rep(1, '', s)",
  ].map {
    """
    local s, t = ' ', {}
    while #s < 1 << 22 do s = s .. s end
    s = s .. '65'
    for i = 1, 2e4 do t[i] = s end
    while true do pcall(function() return \($0) end) end
    """
  }

  /// Long functions of strings.
  private static let textual = [
    "return ('a'):rep(1e5):find('[' .. ('b'):rep(1e5) .. ']+$')",
    "return ('a'):rep(1e6):find(('a'):rep(5e5) .. 'b', 1, true), (function() while true do end end)()",
    "for k in (' '):rep(1e6):gmatch('()') do end while true do end",
    "while true do ('x'):rep(1e5):gsub('x', {x = 'yy'}) end",
    "return ('x'):rep(1e5):gsub('x', function() while true do end end)",
    "return ('x'):rep(100):gsub('.', setmetatable({}, {__index = function() while true do end end}))",
    "while true do pcall(string.format, ('%d'):rep(20), 1) end",
    "while true do ('%99.99f'):format(1e308) end",
    "while true do ('x'):rep(1e6):upper():lower():reverse() end",
    "while true do string.pack('z', ('x'):rep(1e6)) end",
    "while true do pcall(string.unpack, ('c1'):rep(1e4), ('x'):rep(1e4)) end",
    "while true do pcall(utf8.len, ('\\u{10FFFF}'):rep(1e5)) end",
    "for _ in utf8.codes(('ä'):rep(1e6)) do end while true do end",
    "while true do tonumber(('9'):rep(1e5), 10) end",
    "while true do pcall(os.date, ('%Ez'):rep(1e3)) end",
  ]

  /// Tables that answer for themselves.
  private static let tables = [
    "return table.concat(setmetatable({}, {__len = function() return 1 << 60 end, __index = function() return '' end}))",
    "return table.unpack(setmetatable({}, {__len = function() while true do end end}))",
    "return table.sort(setmetatable({}, {__len = function() return 1 << 30 end, __index = function() return 1 end, __newindex = function() end}))",
    "table.insert(setmetatable({}, {__len = function() return 1 << 60 end, __index = function() end, __newindex = function() end}), 1, 'x')",
    "table.remove(setmetatable({}, {__len = function() return 1 << 60 end, __index = function() end, __newindex = function() end}), 1)",
    "local t = {} for i = 1, 1e5 do t[i] = i end while true do table.insert(t, 1, 0) table.remove(t, 1) end",
    "local t = {} for i = 1, 2e4 do t[i] = i end for i = 1, 2e4 do t[i] = nil end while true do next(t) end",
    "local t = {} for i = 1, 2e4 do t[i .. ''] = 1 end for k in pairs(t) do t[k] = nil end while true do next(t) end",
    "local t = {3, 1, 2} while true do pcall(table.sort, t, function() return true end) end",
    "local t = {} for i = 1, 1e5 do t[i] = i end while true do pcall(table.sort, t, function() error() end) end",
  ]

  /// Calls in calls.
  private static let nesting = [
    "local function f() return pcall(f) end while true do f() end",
    "local function f() local ok, e = pcall(f) error(e) end while true do pcall(f) end",
    "local function f() return coroutine.wrap(f)() end while true do pcall(f) end",
    "local t = setmetatable({}, {}) getmetatable(t).__index = t while true do pcall(function() return t.x end) end",
    "local t = setmetatable({}, {}) getmetatable(t).__call = t while true do pcall(t) end",
    "local t = {} for i = 1, 1000 do t = setmetatable({}, {__index = t}) end while true do local _ = t.x end",
    "local mt = {} mt.__concat = function(a, b) return a .. b end while true do pcall(function() return setmetatable({}, mt) .. 'x' end) end",
    "local mt = {} mt.__eq = function(a, b) return a == b end while true do pcall(function() return setmetatable({}, mt) == setmetatable({}, mt) end) end",
    "while true do swallow(function() swallow(function() while true do end end) end) end",
    "local function f() swallow(f) end while true do f() end",
  ]

  /// Error handlers and variables to be closed.
  private static let handlers = [
    "while true do xpcall(error, function(e) return {e} end, {}) end",
    "xpcall(error, function() xpcall(error, function() while true do end end) end) while true do end",
    "xpcall(function() error() end, function() coroutine.wrap(function() while true do end end)() end) while true do end",
    "for _ in next, {}, nil, setmetatable({}, {__close = function() while true do end end}) do end",
    "while true do pcall(function() local x <close> = setmetatable({}, {__close = function() error('x') end}) end) end",
    "local function f(n) local x <close> = setmetatable({}, {__close = function() end}) return n > 0 and (f(n - 1)) end while true do pcall(f, 1e5) end",
    "while true do local co = coroutine.wrap(function() local x <close> = setmetatable({}, {__close = coroutine.yield}) end) pcall(co) pcall(co) end",
    "while true do pcall(coroutine.close, coroutine.running()) end",
  ]

  /// Numbers and loops at their ends.
  private static let variables = [
    "while true do pcall(function() for i = 1, 0, 0 do end end) end",
    "for i = math.mininteger, math.maxinteger do end",
    "for i = 1.0, math.huge do end",
    "for i = 1, math.maxinteger, math.maxinteger do end while true do end",
    "while true do local _ = pcall(function() return 1 // 0, 1 % 0 end) end",
    "while true do math.randomseed(1) math.random(0) pcall(math.random, 2, 1) end",
    "local a <const> = 1 while true do local b <const> = a end",
    "goto on ::on:: do goto on end",
  ]
}
