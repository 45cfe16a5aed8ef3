import CStandardLibrary
import LuaKit
import Testing

@testable import PolyakModules

@Suite struct `The standard library in Lua` {
  let lua = LuaState()
  init() throws { try Polyak.open(in: lua) }

  func value(_ expression: String) throws -> LuaValue {
    try lua.run("return " + expression, name: "=test").first ?? .nil
  }

  @Test func `every file of stdlib is found by require and compiles`() throws {
    for index in 0..<polyak_lua_file_count() {
      let path = String(cString: polyak_lua_file_at(index).path)
      let module = path.dropLast(".lua".count).split(separator: "/").joined(separator: ".")
      #expect(try !lua.require(module).isNil, "\(path)")
    }
  }

  @Test func `plot is global, one with what require gives, and loaded at its first use`() throws {
    #expect(try value("type(plot)") == "table")
    #expect(try value("plot == require 'plot'") == true)
    #expect(try value("package.loaded['plot.figure']").isNil)
    #expect(try value("select(2, pcall(plot))") == "plot: argument 'y' is missing (numbers, or a table of series)")
    #expect(try !value("package.loaded['plot.figure']").isNil)
  }

  @Test func `what is set in a module before its first use reaches it`() throws {
    try lua.run(
      """
      plot.terminal_size = function() asked = true; return 40, 12 end
      io.stdout = {write = function(_, text) drawn = text; return true end}
      plot{1, 4, 9}
      plot.later = 1
      """)
    #expect(try value("asked") == true)
    #expect(try value("type(drawn)") == "string")
    #expect(try value("plot.later") == 1)
    #expect(try value("rawget(plot, 'later')").isNil)
    let names =
      "(function() local t = {} for name in pairs(plot) do t[#t + 1] = name end table.sort(t) return table.concat(t, ' ') end)()"
    #expect(try value(names) == "bars contour density heatmap histogram landscape later live panels terminal_size")
  }

  /// What the files of stdlib/ are tried with: success and error, the terminal and a file.
  private static let uses = """
    local T = {os.tmpname()}
    os.remove(T[1])
    function use()
      local drawn = {}
      io.stdout = {write = function(self, text) drawn[#drawn + 1] = text return self end}
      plot({1, 4, 9}, {title = "t", log = "y"})
      local file = T[1] .. ".svg"
      plot({{x = {1, 2}, y = {1, 0}, name = "a", style = "dashed"}, log = "y", file = file})
      plot({{x = {1, 2}, y = {1, 0}, name = "a", style = "points"}, log = "y", file = T[1] .. ".tex"})
      local results = sweep{name = "s", folder = T[1] .. ".d", runs = {{mu = 0.5}, {mu = 0.7}}, settings = {eta = 1},
        workers = 1, progress = false, run = function(run) return {twice = 2 * run.mu} end}
      local json = __require "script.json"
      local why = {}
      for i, f in __ipairs{
        function() plot({1, 2}, {tilte = 1}) end, function() sweep{nmae = 1} end, function() json.decode "{" end,
      } do why[i] = __select(2, __pcall(f)) end
      return (__gsub(__concat({json.encode(results), __concat(why, "|")}, "|"), "/tmp/[%w_.]+", "F"))
    end
    __ipairs, __select, __pcall, __concat, __require = ipairs, select, pcall, table.concat, require
    __gsub = string.gsub
    __remove = function() os.execute("rm -r " .. T[1] .. ".*") end
    """

  @Test func `no variable or library of a user's breaks the files of stdlib`() throws {
    func answer(_ spoiling: String) throws -> String? {
      let lua = LuaState()
      try Polyak.open(in: lua)
      try lua.run(Self.uses + "\nlocal remove = __remove\n__remove = function() remove() end", name: "=uses")
      try lua.run(spoiling, name: "=spoiling")
      defer { _ = try? lua.run("__remove()") }
      return try lua.run("return use()", name: "=test").first?.text
    }
    let expected = try #require(try answer(""))
    #expect(expected.contains("did you mean 'title'?") && expected.contains("1.4"))
    for name in [
      "assert", "error", "getmetatable", "ipairs", "next", "pairs", "pcall", "rawget", "rawset", "require", "select",
      "setmetatable", "tonumber", "tostring", "type", "math", "table", "utf8", "data", "files", "workers", "losses", "vec",
    ] {
      #expect(try answer("\(name) = {1, 2}") == expected, "\(name)")
      #expect(try answer("\(name) = nil") == expected, "\(name)")
    }
    for spoiling in [
      "for name in pairs(math) do math[name] = nil end", "table.unpack = 1 table.sort = 2 table.insert = nil",
      "utf8.charpattern = 'x' utf8.len = nil", "string.format = nil string.rep = 3 string.sub = error",
      "math.floor = function() return 0 end", "os.time = nil os.clock = nil", "debug.setmetatable('', {})",
      "debug.setmetatable('', nil)", "getmetatable('').__index = {format = error}",
    ] {
      #expect(try answer(spoiling) == expected, "\(spoiling)")
    }
  }

  /// Whatever they are given, but for what reads the command line and ends the program.
  @Test func `functions that scripts call raise their errors where they are called`() throws {
    lua.globals["folder"] = LuaValue(TemporaryFolder().path)
    let outcome = try lua.run(
      """
      io.stdout = {write = function(self) return self end}
      local called, wrong = 0, {}
      local hostile = {false, 1, -1, 0/0, "", "none/such", {}, {1}, {"a"}, {{}}, {x = 1}, {{1, 2}, {3}}, print, vec{1}, losses.product{y = 1}}
      local function try(name, f, ...)
        called = called + 1
        local arguments = table.pack(...)
        local ok, why = pcall(function() f(table.unpack(arguments, 1, arguments.n)) end)
        local text = tostring(why)
        if not ok and (text:find "stdlib/" or not text:find "^test:%d+: ") then wrong[#wrong + 1] = name .. ": " .. text end
      end
      local function try_all(name, t)
        for key, f in pairs(t) do
          if type(f) == "function" and key ~= "read" and key ~= "__close" then
            try(name .. key, f)
            for _, a in ipairs(hostile) do
              try(name .. key, f, a)
              for _, b in ipairs(hostile) do try(name .. key, f, a, b) try(name .. key, f, {}, a, b) try(name .. key, f, "none/such", a, b) end
            end
          end
        end
      end
      for _, name in ipairs{"arguments", "checkpoint", "csv", "json", "json_file", "outputs"} do
        try_all("script." .. name .. ".", require("script." .. name))
      end
      try_all("", {columns = require "script.columns", sweep = function(...) sweep(...) end, plot = function(...) plot(...) end, live = plot.live})
      try_all("store:", getmetatable(require("script.checkpoint").open("none/such", {})).__index)
      try_all("live:", getmetatable(plot.live{}).__index)
      return called, table.concat(wrong, "|")
      """, name: "=test")
    #expect((outcome[0].integer ?? 0) > 10_000)
    #expect(outcome[1].text == "")
  }

  @Test func `no file of stdlib calls a method of strings, whose metatable belongs to all`() throws {
    let methods = ["format", "match", "gsub", "gmatch", "sub", "rep", "find", "lower", "upper", "byte", "reverse", "len"]
    for index in 0..<polyak_lua_file_count() {
      let file = polyak_lua_file_at(index)
      let path = String(cString: file.path)
      if path.hasPrefix("manual/") { continue }
      let text = String(decoding: UnsafeRawBufferPointer(start: file.bytes, count: file.length), as: UTF8.self)
      for line in text.split(separator: "\n") where !line.trimmingPrefix(while: \.isWhitespace).hasPrefix("---") {
        for call in methods.flatMap({ [":\($0)(", ":\($0) \"", ":\($0) '"] }) {
          #expect(!line.contains(call), "\(path): \(line)")
        }
      }
    }
  }

  @Test func `chunks are named after their files`() throws {
    #expect(try value("debug.getinfo(require 'polyak.spelling'.hint).source") == "@stdlib/polyak/spelling.lua")
    #expect(try value("select(2, require 'plot.axes')") == "stdlib/plot/axes.lua")
  }

  @Test func `package.preload goes before, and other modules are still found or missed`() throws {
    try lua.run("package.preload['polyak.spelling'] = function() return 'mine' end")
    #expect(try value("require 'polyak.spelling'") == "mine")
    let message = try #require(try value("select(2, pcall(require, 'no.such'))").text)
    // As the standard interpreter's, which knows of no other places.
    let lines = message.split(separator: "\n")
    #expect(lines.first == "module 'no.such' not found:")
    #expect(lines.dropFirst().first == "\tno field package.preload['no.such']")
    #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("\tno file '") })
  }

  @Test func `JSON has vectors and matrices as lists, and refuses other objects by their names`() throws {
    try lua.run("json = require 'script.json' L = losses.product{y = 1}")
    #expect(try value("json.encode{v = vec{1, 0.1}, m = mat{{1, 2}, {3, 4}}}") == #"{"m":[[1.0,2.0],[3.0,4.0]],"v":[1.0,0.1]}"#)
    let refused = "must be a table, a string, a number or a boolean, got "
    #expect(try value("select(2, pcall(json.encode, {f = L}))").text == "json.encode: argument 'value.f' \(refused)Loss")
    let run = "optim.gd{loss = L, eta = 0.1}:run({1, 2}, 3)"
    #expect(try value("select(2, pcall(json.encode, {\(run)}))").text == "json.encode: argument 'value[1]' \(refused)Trajectory")
  }
}
