extension Invocation {
  /// What lies in the folder where the programs run.
  static let files: KeyValuePairs = [
    "args.lua": "print(#arg, ...) for i = -6, 4 do io.write(tostring(arg[i]), ' ') end print()",
    "m.lua": "x = (x or '') .. 'm' return {name = ...}",
    "silent.lua": "y = 5",
    "deep.lua": "return 'deep'",
    "bad.lua": "x x",
    "fails.lua": "local function f() error 'no' end\nf()",
    "returns.lua": "return 3, 4",
    "shebang.lua": "#!/usr/bin/lua\nprint 'after' error('line')",
    "comment.lua": "# no newline",
    "bom.lua": "\u{FEFF}print 'bom'",
    "init.lua": "print('init', ...)",
    "level.lua": """
    local m = setmetatable({x = 1}, {__tostring = function(self)
      return 'line ' .. debug.getinfo(4).currentline + self.x
    end})

    error(m)
    """,
    "level2.lua": """
    for i = 0, 10 do
      local t = debug.getinfo(i, 'Slnt')
      print(i, t and t.what, t and t.short_src, t and t.currentline, t and t.name, t and t.namewhat)
    end
    """,
    "close.lua": """
    local a <close> = setmetatable({}, {__close = function() print 'a' end})
    local b <close> = setmetatable({}, {__close = function() print 'b' end})
    os.exit(true, true)
    """,
    "gc.lua": "for i = 1, 3 do _G['k' .. i] = setmetatable({}, {__gc = function() print(i) end}) end error 'x'",
    "gcerror.lua": "warn '@on' u = setmetatable({}, {__gc = function() error 'in gc' end})",
    "deepcall.lua": "local function f(n) if n == 0 then error 'deep' end f(n - 1) return 1 end f(50)",
    "tail.lua": "local function f() return error('tail') end\nreturn f()",
    "method.lua": "local o = {} function o:go() self.x.y = 1 end o:go()",
    "global.lua": "function go() undefined_function() end go()",
    "overflow.lua": "local function f() return 1 + f() end print(select(2, pcall(f)))",
    "wrap.lua": "local co = coroutine.wrap(function() error 'inside' end) co()",
    "wrapobject.lua": "coroutine.wrap(function() error{} end)()",
    "resume.lua": """
    print(coroutine.resume(coroutine.create(function(...) print(...) error 'inside' end), 1, 2))
    print(coroutine.resume(coroutine.create(function() return 1, 2 end)))
    print(pcall(coroutine.resume, 1))
    print(pcall(coroutine.wrap))
    print(coroutine.close(coroutine.create(print)))
    """,
    "coroutines.lua": """
    local co co = coroutine.create(function()
      print(coroutine.running() == co, coroutine.isyieldable())
      print(coroutine.resume(co))
      local x <close> = setmetatable({}, {__close = function(_, e) print('closed', e) error('again', 0) end})
      coroutine.yield(7)
    end)
    print(coroutine.resume(co))
    print(coroutine.status(co))
    print(coroutine.close(co))
    print(coroutine.status(co))
    print(coroutine.resume(co))
    print(pcall(coroutine.close, coroutine.running()))
    """,
    "globals.lua": """
    local function names(t)
      local list = {}
      for k, v in pairs(t) do list[#list + 1] = tostring(k) .. ':' .. type(v) end
      table.sort(list)
      return table.concat(list, ' ')
    end
    print(names(_G))
    for name in names(package.loaded):gmatch '(%w+):' do
      if name ~= '_G' then print(name, names(package.loaded[name])) end
    end
    print(#package.searchers, package.path, package.cpath, package.config)
    """,
    "metatables.lua": """
    print(getmetatable(print), getmetatable(1), getmetatable(nil), getmetatable'' ~= nil, debug.gethook())
    print(debug.getregistry()[2] == _G, collectgarbage 'isrunning', collectgarbage 'incremental')
    """,
  ]
}
