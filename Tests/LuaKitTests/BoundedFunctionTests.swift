import Testing

@testable import LuaKit

/// The functions that stand in for Lua's own in a state with limits, beside those of the stock library.
@Suite struct `Functions within limits` {
  private static let expressions: [String] = {
    let subjects = ["''", "'hello world'", "'a.b-c%d'", "'  x = (1, {2}) '", "'aaa'", "'THE (quick) fox'", "'key = value'"]
    let patterns = [
      "''", "'.'", "'%a+'", "'a*'", "'a-'", "'a?b?'", "'^%s*(.-)%s*$'", "'(%w+) = (%w+)'", "'%b()'", "'%f[%w]%w+'", "'()'",
      "'(a)(b)'", "'[a-c]'", "'[^%s]+'", "'[]]'", "'[^]]'", "'[a%-]'", "'%.'", "'$'", "'x$'", "'^'", "'(.)%1'", "'((a)(.))'",
      "'%'", "'['", "'[a'", "'('", "')'", "'%1'", "'%b'", "'%bx'", "'%f'", "'(()'", "'a$b'", "'[%a_][%w_]*'", "'%z'", "'\\0'",
      "'o w'", "'.-'", "'%u+'", "'%p'", "'%x+'", "('(a)'):rep(33)", "('a?'):rep(250)", "('(.)'):rep(3)", "'[a-]'", "'[%d-z]'",
    ]
    var all: [String] = []
    for s in subjects {
      for p in patterns {
        all += [
          "pcall(string.find, \(s), \(p))", "pcall(string.match, \(s), \(p))", "pcall(string.find, \(s), \(p), -3)",
          "pcall(string.gsub, \(s), \(p), '<%0>')", "pcall(string.gsub, \(s), \(p), '%1', 2)",
          "pcall(function() local t = {} for a, b in \("string.gmatch"  )(\(s), \(p)) do t[#t + 1] = tostring(a) .. tostring(b) if #t > 99 then break end end return table.concat(t, ';') end)",
        ]
      }
    }
    return all
  }()

  /// Strings in the place of numbers, short and long.
  private static let numerals: [String] = [
    "'3'", "' 0x41 '", "'65.0'", "'6.5'", "'1e400'", "'x'", "'3\\0'", "'9007199254740993'",
  ]
  .flatMap { short in
    [short, "((' '):rep(300) .. \(short))", "(\(short) .. ('\\n'):rep(5000))"].flatMap { s in
      [
        "math.abs(s)", "math.floor(s)", "math.ceil(s)", "math.sqrt(s)", "math.fmod(s, 2)", "math.fmod(s, s)", "math.modf(s)",
        "math.tointeger(s)", "math.type(s)", "math.ult(1, s)", "('%q'):format(math.max(s, '20'))",
        "('%q'):format(math.min(s, '20', s))", "math.max(s, 1)",
        "math.max(1, s)", "string.char(s)", "string.char(65, s, s)", "string.char(s, 'y')", "utf8.char(s)",
        "utf8.char(s, 955, s)",
        "string.format('%d', s)", "string.format('%5.2f|%s|%%|%x|%g', s, s, s, s)", "string.format('%q', s)",
        "string.format('%i%y', s, s)", "string.format('%', s)", "string.format('%d%d', s)",
        "('%q'):format(string.format('%c\\0%a', s, s))",
        "('%q'):format(string.pack('j', s))", "('%q'):format(string.pack('>i4 z !4 Xi4 d s2', s, 'z', s, s):sub(1, 17))",
        "('%q'):format(string.pack('y', s))", "('%q'):format(string.pack('jX', s, s))",
        "('%q'):format(string.pack('c3 b', 'abc', s))", "('abcdef'):sub(s)", "('abcdef'):find('d', s)",
        "('aaaaaaa'):gsub('a', 'b', s)", "table.concat({1, 2, 3, 4}, ',', s)", "select('#', table.unpack({1, 2, 3, 4}, s))",
        "select('#', table.unpack(setmetatable({1, 2, 3}, {__len = function() return s end})))", "table.remove({1, 2, 3, 4}, s)",
        "table.insert({1, 2, 3, 4}, s, 7)", "table.move({1, 2, 3, 4}, s, 4, 1)[1]", "error('e', s)",
        "os.time({year = 2000, month = s, day = 1, hour = 12})", "os.time({year = 2000, month = 1, day = s})",
        "os.time(setmetatable({}, {__index = function() return s end}))", "os.difftime(5, s)", "select(s, 1, 2, 3)",
      ].map { "pcall(function() local s = \(s) return \($0) end)" }
    }
  }

  private static let others: [String] = [
    "pcall(math.max)", "pcall(math.min)", "pcall(math.max, {}, 1)", "pcall(math.min, 1, {})", "math.max(1, 2.5, -1)",
    "math.min('a', 'b')", "math.max(0/0, 1) ~= 1", "math.max(1, 0/0)", "pcall(math.floor)", "pcall(math.random, 0, 'x')",
    "math.max({}, setmetatable({}, {__lt = function() return true end})) ~= nil", "pcall(os.time, 1)", "pcall(error)",
    "pcall(error, 'x', 'y')", "math.random(3, 3)", "('x'):rep((' '):rep(300) .. '3')", "math.random(1, '1')",
    "pcall(math.random, 2, 1)", "type(math.random())",
    "(function() math.randomseed(42) local a = math.random(1 << 40) math.randomseed(42) return a == math.random(1 << 40) end)()",
    "(function() math.randomseed(42) return math.random(1 << 40) end)()",
    "('abc'):find('b', 1, true)", "('abc'):find('', 10)", "('abc'):find('', 4)", "('abc'):find('', 4, true)",
    "('abc'):find('c', -1)",
    "('abc'):find('b', -100)", "('a.c'):find('.', 2, true)", "('abc'):match('.', 0)", "('\\0a\\0b'):find('%z', 2)",
    "('\\0a\\0b'):find('\\0b')", "('a\\0b'):gsub('%z', '0')", "('\\0'):find('[%z]')",
    "('a\\0b'):find('\\0b', 1, true)", "pcall(string.find)", "pcall(string.find, 'a')",
    "pcall(string.find, {}, 'a')", "pcall(string.gsub, 'a', 'a')", "pcall(string.gsub, 'a', 'a', true)", "string.find(123, 2)",
    "string.gsub('abc', '%w', {a = 'x', b = true, c = false})", "pcall(string.gsub, 'abc', '%w', {a = {}})",
    "string.gsub('abc', '%w', function(c) if c == 'b' then return 7 end end)", "pcall(string.gsub, 'abc', '(b)', '%2')",
    "pcall(string.gsub, 'abc', 'b', '%')", "pcall(string.gsub, 'abc', 'b', '%x')", "string.gsub('abc', 'b', '%%')",
    "string.gsub('abc', '()', '%1')", "string.gsub('abc', 'b', 5)", "string.gsub('abc', 'b', 'x', 0)",
    "string.gsub('abc', 'b', 'x', -1)",
    "pcall(string.gsub, 'abc', 'b', error)", "string.gsub('hello', 'l', '%0%0', 1)", "string.gsub('abc', '^a', 'x')",
    "(function() local t = {} for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do t[#t + 1] = k .. v end return table.concat(t, ' ') end)()",
    "(function() local t = {} for k in ('abc'):gmatch('.', 2) do t[#t + 1] = k end return table.concat(t) end)()",
    "(function() local n = 0 for k in ('abc'):gmatch('.', 9) do n = n + 1 end return n end)()",
    "(function() local n = 0 for k in ('abc'):gmatch('') do n = n + 1 end return n end)()",
    "('x'):rep(0)", "('x'):rep(-1)", "('x'):rep(3)", "('x'):rep(3, ', ')", "('ab'):rep(1, 'zz')", "(''):rep(3, '-')",
    "(''):rep(100)",
    "pcall(string.rep, 'x', 1 << 62)", "pcall(string.rep, 'x')", "pcall(string.rep, 'ab', math.maxinteger, 'c')",
    "table.concat({1, 2, 'x'}, '-')", "table.concat({}, 'x')", "table.concat({1, 2, 3}, ',', 2)",
    "table.concat({1, 2, 3}, ',', 2, 2)",
    "table.concat({1, 2, 3}, ',', 3, 2)", "pcall(table.concat, {1, {}, 3})", "pcall(table.concat, {1}, ',', 1, 2)",
    "pcall(table.concat)",
    "pcall(table.concat, 1)",
    "table.concat(setmetatable({}, {__len = function() return 2 end, __index = function(_, i) return i end}))",
    "pcall(table.concat, {1, 2}, 1)", "table.concat({1.5, 2}, 1)",
    "(function() local t = {1, 2} table.insert(t, 3) table.insert(t, 1, 0) return table.concat(t, ' ') end)()",
    "pcall(table.insert, {1}, 3, 1)", "pcall(table.insert, {1}, 0, 1)", "pcall(table.insert, {1})",
    "pcall(table.insert, {}, 1, 2, 3)",
    "pcall(table.insert, nil, 1)", "pcall(table.insert, {}, 'x', 1)", "pcall(table.insert, setmetatable({}, {__index = {}}), 1)",
    "(function() local t = {1, 2, 3} return table.remove(t, 1), table.remove(t), #t end)()", "table.remove({})",
    "table.remove({}, 0)",
    "pcall(table.remove, {1}, 3)", "table.remove({1}, 2)", "pcall(table.remove, {1}, 5)", "pcall(table.remove)",
    "table.concat(table.move({1, 2, 3}, 1, 3, 2), ' ')", "table.concat(table.move({1, 2, 3}, 2, 3, 1), ' ')",
    "table.concat(table.move({1, 2, 3}, 1, 3, 1, {}), ' ')", "#table.move({1, 2, 3}, 1, 0, 5)",
    "pcall(table.move, {}, 1, math.maxinteger, 2)",
    "pcall(table.move, {}, -1, math.maxinteger, 2)", "pcall(table.move, {}, 1, 2)", "pcall(table.move, 1, 1, 1, 1)",
    "pcall(table.move, {}, 1, 2, 1, 'x')",
    "(function() local t = {3, 1, 2} table.sort(t) return table.concat(t, ' ') end)()",
    "(function() local t = {'b', 'a', 'c'} table.sort(t, function(a, b) return a > b end) return table.concat(t, ' ') end)()",
    "pcall(table.sort, {1, 'x'})", "pcall(table.sort, {{}, {}})", "pcall(table.sort, {1, 2}, 1)", "pcall(table.sort)",
    "table.sort({})",
    "pcall(table.sort, {1, 2, 3, 4, 5}, function() return true end)",
    "table.unpack({1, 2, 3})", "table.unpack({1, 2}, 2)", "pcall(table.unpack, {}, 1, 1e8)", "table.pack(1, nil, 3).n",
    "select('#', 1, nil)", "select(-1, 1, 2)", "pcall(select, 0)", "tonumber('0x10')", "tonumber('10', 2)", "pcall(tonumber)",
    "pcall(tostring)", "tostring(nil)", "('x'):byte()", "string.char(72, 105)", "pcall(string.char, 256)",
    "('%5.1f|%q'):format(1.25, 'a\\n')",
    "('abc'):sub(2, -1)", "('AbC'):lower()", "('abc'):len()", "utf8.char(955, 8364)", "utf8.len('\\xff')",
    "utf8.codepoint('µ', 1, -1)",
    "(function() local t = {} for p, c in utf8.codes('aµ') do t[#t + 1] = p .. ':' .. c end return table.concat(t, ' ') end)()",
    "pcall(utf8.codepoint, 'a', 5)", "utf8.offset('aµb', 3)", "string.pack('<i4', 7):byte(1, -1)",
    "string.unpack('<i4', '\\7\\0\\0\\0')",
    "pcall(setmetatable, 1, {})", "pcall(setmetatable, {}, 1)", "pcall(setmetatable, {})",
    "pcall(setmetatable, setmetatable({}, {__metatable = 1}), {})",
    "type(collectgarbage('count'))", "collectgarbage('isrunning')", "pcall(collectgarbage, 'x')", "collectgarbage()",
    "xpcall(error, function(m) return m .. '!' end, 'x')", "select('#', xpcall(function(...) return ... end, print, 1, nil, 2))",
    "pcall(xpcall, error)",
    "pcall(coroutine.create)", "coroutine.status(coroutine.create(print))",
    "coroutine.resume(coroutine.create(function(...) return ... end), 1, nil, 3)",
    "(function() local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) error('x' .. b, 0) end) local _, p = coroutine.resume(co, 1) return p, select(2, coroutine.resume(co, 'y')), coroutine.status(co), coroutine.close(co) end)()",
    "pcall(coroutine.wrap(function() error({}) end)) == false",
    "load('return 1')()", "load('return ...', '=c', 't', {})(2)", "select(2, load('x x', '=c'))", "select(2, load('x x'))",
    "pcall(load)", "pcall(load, {})",
    "load(function() return nil end) ~= nil", "select(2, load(function() error('no', 0) end))", "load(12)",
    "#tostring(load(('x = 1 '):rep(5000)) ~= nil)",
    "(function() local env = {} load('y = 1', 'n', nil, env)() return env.y, y end)()", "pcall(load('return x', '=n', 't', nil))",
  ]

  /// What is charged is the string's length, however few the instructions.
  @Test func `pay for the strings that they read numbers from`() throws {
    let lua = LuaState(libraries: .safe, limits: LuaLimits(instructions: 50_000))
    lua.globals["s"] = .string(LuaString(String(repeating: " ", count: 4 << 20) + "1"))
    let ofMath = try #require(lua.globals["math"].table).compactMap { $0.value.function == nil ? nil : $0.key.text }
    #expect(ofMath.count >= 21)
    let calls =
      ofMath.map { "math.\($0)(s, s)" } + [
        "string.char(s)", "utf8.char(s)", "('x'):rep(s)", "('x'):sub(s)", "('x'):sub(1, s)", "('x'):byte(s)", "('x'):byte(1, s)",
        "('x'):find('x', s)", "('x'):match('x', s)", "('x'):gmatch('x', s)", "('x'):gsub('x', 'y', s)", "('%d'):format(s)",
        "string.pack('i', s)", "string.unpack('b', 'x', s)", "table.concat({}, '', s)", "table.concat({}, '', 1, s)",
        "table.insert({}, s, 1)", "table.remove({}, s)", "table.move({}, s, 1, 1)", "table.move({}, 1, s, 1)",
        "table.move({}, 1, 1, s)", "table.unpack({}, s)", "table.unpack({}, 1, s)",
        "table.unpack(setmetatable({}, {__len = function() return s end}))",
        "table.insert(setmetatable({}, {__len = function() return s end}), 1)", "select(s, 1)", "tonumber(s)", "tonumber(s, 10)",
        "tonumber('1', s)", "os.date('%c', s)", "os.difftime(s)", "error('x', s)", "collectgarbage('step', s)",
        "utf8.codepoint('x', s)", "utf8.len('x', s)", "utf8.offset('x', s)",
      ] + ["year", "month", "day", "hour", "min", "sec"].map { "os.time {year = 2000, month = 1, day = 1, \($0) = s}" }
    for call in calls {
      let error = #expect(throws: LuaError.self, "\(call)") { try lua.run("pcall(function() return \(call) end)") }
      #expect(error?.kind == .instructions, "\(call)")
    }
  }

  @Test("answer what Lua's own do", arguments: [false, true])
  func same(_ isSafe: Bool) {
    let host = Host()
    let limits = LuaLimits(memory: 64 << 20, time: .seconds(100), instructions: 1 << 40)
    let lua = LuaState(libraries: isSafe ? .safe : .standard, limits: limits)
    for expression in Self.expressions + Self.others + Self.numerals {
      let stock = host.run("return " + expression, name: "=t")
      #expect(lua.answer(expression) == stock, "\(expression)")
    }
  }
}
